"""A book beside which nothing can be written is still read, as it lies, where nothing waits to be put into it.

SQLite needs a little room beside a book even to read it. Where there is none, and neither a log nor a journal has
anything that the file lacks, nobody can have the book open for writing, for he would have needed that room before.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

from domain.errors import RefusedError

ROOM = 256 * 1024
"""What SQLite needs beside a book even to read it, with something to spare."""
BARRED = ("disk_full", "folder_read_only")
"""What keeps a book from being opened though nothing in it is wrong."""
_NEEDED = {"disk_full": "look_needs_room", "folder_read_only": "look_needs_folder"}


def as_it_lies(path: Path) -> str:
    """The address under which SQLite reads a file and touches nothing beside it."""
    return f"file:{quote(str(path.absolute()))}?immutable=1"


def check_whole(path: Path, barred: RefusedError) -> None:
    """Goes on where the file alone is the whole book.

    Raises RefusedError `look_needs_room` (facts `free`, `needed` in KB), `look_needs_folder` where what was last saved
    still stands beside it.
    """
    beside = [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-journal")]
    if any(each.exists() and each.stat().st_size for each in beside):
        room = {"free": free_beside(path) // 1024, "needed": ROOM // 1024}
        raise RefusedError(_NEEDED[barred.code], path=str(path), **room) from barred


def free_beside(path: Path) -> int:
    """How many bytes there is room for beside a file."""
    return shutil.disk_usage(path.parent).free
