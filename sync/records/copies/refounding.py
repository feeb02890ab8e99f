"""A desk whose book is gone, and of which no backup is good, gets an empty one under its own name and key.

The next exchange fills it, as a new machine's. What a person typed here and no stream holds, and what was never sent,
is read out of what is left of the old file and of the second copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from domain.errors import DamagedError
from sync.records.books.database import Book, open_sqlite
from sync.records.books.settings import write_setting
from sync.records.copies.backup import FOLDER, made_at, restore
from sync.records.copies.kept import keep
from sync.records.copies.nameplate import read_nameplate
from sync.records.repair.salvage import LOCAL, Salvage, Shapes, put_rows, settings_in, shapes_of, unsent_in


def make_anew(path: Path) -> tuple[Path, int, int]:
    """Puts an empty book of the same desk in the place of one that is lost.

    Returns the folder in which what stood there is kept, how many unsent entries were read out of the old file, and how
    many drafts. DamagedError `nothing_to_mend_from` where nothing says any more whose book it was.
    """
    folder = path.parent
    with empty_beside(path) as (book, part):
        with book.reading() as connection:
            shapes = shapes_of(connection)
        known = known_identity(path, shapes)
        if known.get("role") != "desk":
            raise DamagedError("nothing_to_mend_from", path=str(path), folder=str(folder / FOLDER))
        drafts = _fill(book, path, known, shapes)
        rescued = keep(folder, unsent_in(path, f"desk/{known['desk_id']}", shapes))
        book.close()
        return restore(part, folder), rescued, drafts


@contextmanager
def empty_beside(path: Path) -> Iterator[tuple[Book, Path]]:
    """An empty book beside a lost one, and its file; nothing is left of it at the end where it wasn't put in place."""
    part = path.with_name(f"{path.name}.anew")
    part.unlink(missing_ok=True)
    book = open_sqlite(part, create=True)
    try:
        yield book, part
    finally:
        book.close()
        for ending in ("", "-wal", "-shm"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def known_identity(path: Path, shapes: Shapes) -> dict[str, str]:
    """Whose book a file was: as was kept beside it, as it says itself, or as one that was set aside says."""
    folder = path.parent
    known = read_nameplate(folder)
    for each in () if known else _files_of(path):
        known = known or settings_in(each, shapes)
    return known


def _files_of(path: Path) -> Iterator[Path]:
    """Files that hold the book, or held it, the newest first; whether they can be read shows itself."""
    folder = path.parent
    yield from (each for each in (path,) if each.exists())
    older = [*(folder / FOLDER).glob("*.db"), *folder.glob(f"kept-*/{path.name}")]
    yield from sorted(older, key=made_at, reverse=True)


def _fill(book: Book, lost: Path, known: dict[str, str], shapes: Shapes) -> int:
    with book.writing() as writing:
        for key, value in known.items():
            write_setting(writing.connection, key, value)
        return bring_local(writing.connection, lost, shapes)


def bring_local(connection: Connection, lost: Path, shapes: Shapes) -> int:
    """Takes what no stream holds out of a damaged file, over what an older book says of it; how many drafts."""
    rows = list(Salvage(lost, shapes).rows(LOCAL)) if lost.exists() else []
    put_rows(connection, shapes, rows, over=True)
    return sum(table == "draft" for table, _ in rows)
