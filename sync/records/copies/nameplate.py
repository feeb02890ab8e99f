"""What a folder knows of itself beside its book, so that a lost book can be filled anew under the same name and key.

It holds whose book it is and where HQ is; at an HQ over SQLite the secret its key is made of as well, which stands in
`hq.db` under the same rights. Whatever is in it stands in the book too: it is written from there and never read else.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from sync.owner_only import write_file
from sync.records.books.bulk import rows_in
from sync.records.books.database import Book
from sync.records.books.settings import PROVES, VOUCHED
from sync.shapes import make_ready

FILE = "identity.json"
KEYS = (
    "role", "desk_id", "dealer_id", "dealer_tier", "prefix", "hq_url", "hq_pin", "hq_insecure", "hq_public_key",
    VOUCHED, PROVES, "secret", "founded_at",
)  # fmt: skip
"""The settings that make a book somebody's."""


class _Plate(msgspec.Struct):
    """The settings, and a digest that shows whether the file is whole."""

    known: dict[str, str]
    digest: str


make_ready(_Plate)


def settings_of(connection: Connection) -> dict[str, str]:
    """What a book says of itself; settings it doesn't have are left out."""
    rows = rows_in(connection, "SELECT key, value FROM setting WHERE key IN (?*)", KEYS)
    return {str(key): str(value) for key, value in rows if value}


def write_nameplate(folder: Path, known: dict[str, str]) -> bool:
    """Keeps what a book says of itself beside it, where that isn't there already; whether it is there now."""
    if is_whole(known) and read_nameplate(folder) != known:
        try:
            write_file(folder / FILE, msgspec.json.encode(_Plate(known, _digest(known))))
        except OSError:  # the book itself is whole, and a full or locked disk is told where it matters
            return False
    return True


def keep_nameplate(book: Book, folder: Path) -> bool:
    """`write_nameplate` of what a book says of itself now."""
    with book.reading() as connection:
        known = settings_of(connection)
    return write_nameplate(folder, known)


def read_nameplate(folder: Path) -> dict[str, str]:
    """What was kept; nothing where there is no such file, or where it isn't what was written."""
    try:
        plate = msgspec.json.decode((folder / FILE).read_bytes(), type=_Plate)
    except (OSError, msgspec.MsgspecError):
        return {}
    return plate.known if plate.digest == _digest(plate.known) else {}


def is_whole(known: dict[str, str]) -> bool:
    """Whether a book can be made anew by what is known."""
    if known.get("role") == "hq":
        return bool(known.get("secret"))
    return known.get("role") == "desk" and all(known.get(key) for key in ("desk_id", "dealer_id", "prefix", "hq_url"))


def _digest(known: dict[str, str]) -> str:
    return hashlib.sha256(msgspec.json.encode(sorted(known.items()))).hexdigest()
