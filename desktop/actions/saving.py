"""Files written whole or not at all, so that nobody ever opens half a statement."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from domain.errors import RefusedError


def write_whole(path: Path, content: bytes) -> Path:
    """Writes the file, making its folder where it is missing; RefusedError `disk_full`, `file_not_written`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as failure:
        if failure.errno == errno.ENOSPC:
            raise RefusedError("disk_full", path=str(path)) from failure
        raise RefusedError("file_not_written", path=str(path), detail=failure.strerror or "") from failure
    return path
