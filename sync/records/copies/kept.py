"""What the second copy holds and the book can't take in by itself: kept in a file of its own until it is dealt with."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from sync.owner_only import make_file, make_folder
from sync.records.copies.journal import Copied, frame, read_frames

FILE = "kept-outbox.journal"
Place = tuple[str, int, bytes]


def keep(folder: Path, entries: Iterable[Copied]) -> int:
    """Adds entries to those kept, each once, and returns once they are on the disk; how many were new."""
    path = folder / FILE
    known: set[Place] | None = None
    added = 0
    file = None
    try:
        for each in entries:
            if known is None or file is None:
                known = {every.place for every in kept_entries(folder)}
                make_file(path)
                file = path.open("ab")
            if each.place in known:
                continue
            known.add(each.place)
            file.write(frame(each.stream, each.own))
            added += 1
        if file is not None:
            file.flush()
            os.fsync(file.fileno())
    finally:
        if file is not None:
            file.close()
    return added


def kept_entries(folder: Path) -> list[Copied]:
    """What is kept, oldest first; nothing where there is no such file."""
    return [each for each in read_frames(folder / FILE) if isinstance(each, Copied)]


def kept_count(folder: Path) -> int:
    """How many entries are kept; asked often, so that the file is read again only when it has changed."""
    path = folder / FILE
    try:
        state = path.stat()
    except FileNotFoundError:
        return 0
    return _count(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _count(path: Path, _changed: int, _size: int) -> int:
    return sum(isinstance(each, Copied) for each in read_frames(path))


def settle(folder: Path, done: Collection[Place], archive: Path) -> None:
    """Moves what was dealt with from the file into an archive, which nothing reads by itself any more."""
    everything = kept_entries(folder)
    settled = [each for each in everything if each.place in done]
    if not settled:
        return
    make_folder(archive.parent)
    make_file(archive)
    with archive.open("ab") as file:
        file.writelines(frame(each.stream, each.own) for each in settled)
        file.flush()
        os.fsync(file.fileno())
    left = [each for each in everything if each.place not in done]
    path = folder / FILE
    if not left:
        path.unlink(missing_ok=True)
        return
    part = path.with_name(path.name + ".part")
    make_file(part)
    with part.open("wb") as file:
        file.writelines(frame(each.stream, each.own) for each in left)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
