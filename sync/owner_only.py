"""What holds books or secrets is its owner's alone: the one place that makes such files, and closes off old ones.

On Windows a file takes over who may read it from its folder, and the platform's own place for a person's data is that
person's alone; the bits of POSIX say nothing there, so nothing is changed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from domain.errors import RefusedError
from sync.trouble import known_trouble

_FILE, _FOLDER = 0o600, 0o700
_OTHERS = 0o077
# What this program keeps in its folder; anything else there is somebody else's.
_FILES = (
    "*.db*", "*.journal*", "*.toml*", "*.key*", "*.pem*", "*.log*", "*.zip", "*.part", "desk.lock", "window.ini",
    "identity.json*",
)  # fmt: skip
# How the window looks is nobody's secret, and the window's library writes it open each time: closed, and not told.
_PLAIN = ("window.ini",)
_FOLDERS = ("backups", "kept-*", "spool", "journals", "logs")


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for the owner alone; one that is there stays as it is.

    RefusedError `file_in_the_way` where a file stands there, `folder_read_only`, `disk_full`.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        try:
            each.mkdir(mode=_FOLDER, exist_ok=True)
        except OSError as failure:
            raise (known_trouble(failure, each) or failure) from failure
    if not folder.is_dir():
        raise RefusedError("file_in_the_way", path=str(folder))


def make_file(path: Path) -> None:
    """Makes an empty file only its owner can read, or closes off the one that is there."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    except FileExistsError:
        close_off(path)


def write_file(path: Path, raw: bytes) -> None:
    """Writes a file only its owner can read, whole or not at all."""
    make_folder(path.parent)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def append_text(path: Path, text: str) -> None:
    """Adds to a report that only its owner can read."""
    make_folder(path.parent)
    make_file(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def close_off(path: Path) -> bool:
    """Takes a file or folder from everybody but its owner; whether that changed anything.

    What belongs to another user, and what a link leads to, stays as it is.
    """
    if os.name != "posix":
        return False
    with suppress(OSError):
        state = path.lstat()
        plain = stat.S_ISREG(state.st_mode) or (stat.S_ISDIR(state.st_mode) and not state.st_mode & stat.S_ISVTX)
        if plain and state.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(state.st_mode) & ~_OTHERS)
            return True
    return False


def close_off_books(folder: Path) -> int:
    """Closes off everything this program keeps in its folder, and the folder; how many files stood open."""
    closed = [each for each in _kept(folder) if close_off(each)]
    if folder.parent != folder:  # the root of a file system is everybody's
        close_off(folder)
    return sum(each.is_file() and each.name not in _PLAIN for each in closed)


def _kept(folder: Path) -> Iterator[Path]:
    for pattern in _FILES:
        yield from (each for each in folder.glob(pattern) if each.is_file())
    for pattern in _FOLDERS:
        for below in folder.glob(pattern):
            if below.is_dir() and not below.is_symlink():
                yield below
                yield from below.rglob("*")
