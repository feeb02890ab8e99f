"""What the system says of a file, and a library of a record, as one of a few codes that have names in each language."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from domain.errors import DeskError, RefusedError

_CODES = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "too_large",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "is_file",
    errno.EEXIST: "is_file",
    errno.ENOENT: "missing",
    errno.EBUSY: "in_use",
    errno.ETXTBSY: "in_use",
    errno.ENAMETOOLONG: "long_name",
    errno.EIO: "disk",
    errno.EADDRINUSE: "port_taken",
    errno.EADDRNOTAVAIL: "address_elsewhere",
}
# What Windows calls a file that another program holds: for Python that is a missing permission.
_HELD = frozenset({32, 33})
_KNOWN = {
    "full": "disk_full",
    "too_large": "file_too_large",
    "denied": "folder_read_only",
    "read_only": "folder_read_only",
    "is_folder": "folder_in_the_way",
    "is_file": "file_in_the_way",
    "in_use": "file_in_use",
    "disk": "disk_failed",
}


def trouble(failure: OSError) -> str:
    """The code of what is wrong; `failed` where the system says something that nobody could act on."""
    if getattr(failure, "winerror", None) in _HELD:
        return "in_use"
    return _CODES.get(failure.errno or 0, "failed")


def known_trouble(failure: OSError, path: Path | None = None) -> DeskError | None:
    """The failure to tell a person, with the fact `path`; None where the system's word is the trace of a defect.

    Args:
        path: what was being written or read, where the failure itself doesn't say.
    """
    code = _KNOWN.get(trouble(failure))
    if code is None:
        return None
    named = failure.filename2 or failure.filename
    where = Path(named) if isinstance(named, (str, Path)) else path
    if where is not None and code == "file_in_the_way":
        where = next((each for each in (where, *where.parents) if each.exists() and not each.is_dir()), where)
    return RefusedError(code, path="" if where is None else str(where))


# What the libraries say of a record they can't make anything of, as it is kept with what is held.
_SAID = (
    (re.compile(r"missing required field|field .* missing", re.IGNORECASE), "field_missing"),
    (
        re.compile(r"expected `|invalid enum|invalid value|length [<>]=|object contains unknown", re.IGNORECASE),
        "field_kind",
    ),
    (re.compile(r"malformed|trailing|truncated|unexpected end|end of file", re.IGNORECASE), "broken_off"),
    (re.compile(r"utf-?8|utf-?16|decode|surrogate|encod", re.IGNORECASE), "not_text"),
    (re.compile(r"recursion", re.IGNORECASE), "too_deep"),
    (re.compile(r"integrityerror|constraint|duplicate key", re.IGNORECASE), "contradicts"),
)


def trouble_in(said: str, *, otherwise: str) -> str:
    """The code of what a library said of a record; `otherwise` where its words tell nothing that a person knows."""
    return next((code for words, code in _SAID if words.search(said)), otherwise)
