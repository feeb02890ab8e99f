"""Closed books: up to which day nothing may be entered any more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.errors import RefusedError, UsageError
from sync.records import reading
from sync.records.bodies import PeriodBody

if TYPE_CHECKING:
    from desktop.desk import Desk


def closed_through(desk: Desk) -> date | None:
    """The last closed day, None where all days are open."""
    with desk.book.reading() as connection:
        return reading.closed_through(connection, desk.dealer_id)


def close(desk: Desk, through: date) -> date:
    """Closes the books through a day; RefusedError `period_already_closed`, UsageError `period_in_future`."""
    desk.need("money_write")
    if through > desk.today():
        raise UsageError("period_in_future", through=through, today=desk.today())
    with desk.book.writing() as writing:
        before = reading.closed_through(writing.connection, desk.dealer_id)
        if before is not None and through <= before:
            raise RefusedError("period_already_closed", closed_through=before)
        body = PeriodBody(desk.dealer_id, through.isoformat())
        writing.put(desk.stream, "period", desk.dealer_id, body)
    return through


def reopen(desk: Desk, after: date | None = None) -> date | None:
    """Opens the days after a given one again, or all; RefusedError `period_not_closed` where they are open already."""
    desk.need("money_write")
    with desk.book.writing() as writing:
        before = reading.closed_through(writing.connection, desk.dealer_id)
        if before is None or (after is not None and after >= before):
            raise RefusedError("period_not_closed", closed_through=before)
        if after is None:
            writing.delete(desk.stream, "period", [desk.dealer_id])
        else:
            writing.put(desk.stream, "period", desk.dealer_id, PeriodBody(desk.dealer_id, after.isoformat()))
    return after
