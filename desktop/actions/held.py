"""Records that are held, here or at HQ: looked through, and put away when nobody needs to look at them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.records import problems
from sync.records.problems import Problem

if TYPE_CHECKING:
    from desktop.desk import Desk


def held_records(desk: Desk) -> list[Problem]:
    """What a person should look at, the newest first."""
    with desk.book.reading() as connection:
        return problems.open_problems(connection)


def put_away(desk: Desk, stream: str, number: int) -> None:
    """Nobody needs to look at this entry any more; it goes on being held.

    Raises RefusedError `not_permitted`; UsageError `problem_unknown`.
    """
    desk.need("books_care")
    with desk.book.writing() as writing:
        problems.put_away(writing.connection, stream, number, desk.now(), desk.operator)
