"""Files written whole or not at all, so that nobody ever opens half a statement."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from domain.errors import RefusedError


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
        if failure.errno == errno.ENOSPC:
            raise RefusedError("disk_full", path=str(path)) from failure
        raise RefusedError("file_not_written", path=str(path), detail=failure.strerror or "") from failure
