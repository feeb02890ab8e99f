"""Files written whole or not at all, so that nobody ever opens half a statement."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from domain.errors import DeskError, RefusedError
from sync.trouble import known_trouble, trouble

__all__ = ["known_trouble", "unwritten", "write_whole", "writing_whole"]


def write_whole(path: Path, content: bytes) -> Path:
    """Writes the file, making its folder where it is missing; RefusedError `disk_full`, `file_not_written`."""
    with writing_whole(path) as file:
        file.write(content)
    return path


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that stands under its name once the block is left without an exception; raises as `write_whole`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as failure:
        raise unwritten(failure, path) from failure


def unwritten(failure: OSError, path: Path) -> DeskError:
    """Why a file was not written, as it is told: RefusedError `disk_full`, `file_not_written`, …"""
    said = trouble(failure)
    if said in ("full", "too_large", "is_file"):
        return known_trouble(failure, path) or RefusedError("disk_full", path=str(path))
    return RefusedError("file_not_written", path=str(path), detail=said)
