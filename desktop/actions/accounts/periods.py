"""Closed books: until which day nothing may be entered, month after month, and what a past day was told as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import ClosingView, LateRow, RestatedView
from desktop.actions.catalog.parties import parties
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from domain.accounts.periods import Month, Unfinished, check_close, check_reopen, month_of, next_to_close
from domain.accounts.positions import position
from domain.documents.kinds import DOCUMENTS
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.values.money import ZERO
from sync.records.accounts.accounts import ledgers_of, with_free_credit
from sync.records.accounts.closings import ClosedThrough, closings, put_closing
from sync.records.accounts.restating import StreamPlace, last_told, restated
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.log.streams import head_of
from sync.records.statements.issued import STANDING

_DAY = timedelta(days=1)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


def closed_through(desk: Desk) -> date | None:
    """The last closed day, None where all days are open."""
    with desk.book.reading() as connection:
        return reading.closed_through(connection, desk.dealer_id)


@hq_does("close_books")
def close(desk: Desk, through: date) -> date:
    """Closes the books through a day; RefusedError `period_already_closed`, UsageError `period_in_future`."""
    desk.need("money_write")
    if through > desk.today():
        raise UsageError("period_in_future", through=through, today=desk.today())
    with desk.book.writing() as writing:
        before = reading.closed_through(writing.connection, desk.dealer_id)
        if before is not None and through <= before:
            raise RefusedError("period_already_closed", closed_through=before)
        put_closing(writing, home_of(desk), through)
    return through


@hq_does("reopen_books")
def reopen(desk: Desk, after: date | None = None) -> date | None:
    """Opens the days after a given one again, or all, and tells through which day they still are closed.

    Raises RefusedError `period_not_closed` where they are open already, `period_closed_elsewhere` (facts `desk`,
    `closed_through`) where another desk closed them.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        before = reading.closed_through(writing.connection, desk.dealer_id)
        if before is None or (after is not None and after >= before):
            raise RefusedError("period_not_closed", closed_through=before)
        own, others = _closed_here(writing.connection, desk)
        if others and (own is None or (after is not None and own <= after)):
            raise _closed_elsewhere(others)
        put_closing(writing, home_of(desk), after)
        return reading.closed_through(writing.connection, desk.dealer_id)


# ---- months -----------------------------------------------------------------------------------------------------


def closing(desk: Desk, month: date | None = None) -> ClosingView:
    """The month that can be closed next, or the one asked for, and what would be left unfinished.

    Raises RefusedError `period_already_closed`, `period_out_of_order`; UsageError `period_in_future`.
    """
    with desk.book.reading() as connection:
        return _closing(connection, desk, month)


def next_month(desk: Desk) -> ClosingView:
    """The month that is closed next; while it isn't over, with the day from which it can be and nothing unfinished."""
    with desk.book.reading() as connection:
        before, first_day = _first_open(connection, desk)
        wanted = next_to_close(before, first_day)
        if wanted.end < desk.today():
            return _closing(connection, desk, None)
    return ClosingView(wanted.start, wanted.end, before, (), wanted.end + _DAY)


@changes("accounts", "papers", "statements")
@hq_does("close_month")
def close_month(desk: Desk, month: date | None = None, *, anyway: bool = False) -> ClosingView:
    """Closes a month, the next one where none is named.

    Raises as `closing`, and RefusedError `close_unfinished` (fact `count`) where something is unfinished, unless
    `anyway`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        found = _closing(writing.connection, desk, month)
        if found.reasons and not anyway:
            raise RefusedError("close_unfinished", month=f"{found.month:%Y-%m}", count=len(found.reasons))
        put_closing(writing, home_of(desk), found.end)
    return found


def reopening(desk: Desk, month: date | None = None) -> ClosingView:
    """What opening a closed month again (the last one where none is named) puts at risk.

    Raises RefusedError `period_not_closed`, `period_out_of_order`, `period_closed_elsewhere`.
    """
    with desk.book.reading() as connection:
        return _reopening(connection, desk, month)


@changes("accounts", "papers", "statements")
@hq_does("reopen_month")
def reopen_month(desk: Desk, month: date | None = None, *, anyway: bool = False) -> ClosingView:
    """Opens the last closed month again; raises as `reopening`, and RefusedError `reopen_risky` unless `anyway`."""
    desk.need("money_write")
    with desk.book.writing() as writing:
        found = _reopening(writing.connection, desk, month)
        if found.reasons and not anyway:
            raise RefusedError("reopen_risky", month=f"{found.month:%Y-%m}", count=len(found.reasons))
        day = found.month - _DAY
        put_closing(writing, home_of(desk), day if _posted_until(writing.connection, desk, day) else None)
    return found


def restated_view(
    desk: Desk, account: str, day: date, known_at: int | None = None, seller: str | None = None
) -> RestatedView:
    """A past day's balance as it was told, as it is now, and the papers that came in between.

    `known_at` is a number of the account's own stream; without one, where the day was told last, by a statement or by
    closing the month; where it was never told, nothing is late.
    """
    with desk.book.reading() as connection:
        selling, buying = parties(connection, desk, account, seller)
        own = desk.stream if selling.id == desk.dealer_id and not desk.is_hq else f"dealer/{buying.id}"
        at = StreamPlace(own, known_at) if known_at is not None else last_told(connection, selling.id, buying.id, day)
        if at is None:
            head = head_of(connection, own)
            at = StreamPlace(own, head.number if head else 0)
        found = restated(connection, selling.id, buying.id, day, at)
    late = tuple(
        LateRow(each.posting.number, each.posting.kind, each.posting.date, each.posting.amount, each.order)
        for each in found.late
    )
    return RestatedView(day, at.number, found.told, found.now, late)


def _closing(connection: Connection, desk: Desk, month: date | None) -> ClosingView:
    before, first_day = _first_open(connection, desk)
    wanted = month_of(month) if month else next_to_close(before, first_day)
    unfinished = _unfinished(connection, desk, wanted)
    reasons = check_close(wanted, before, first_day, desk.today(), unfinished)
    return ClosingView(wanted.start, wanted.end, before, reasons)


def _first_open(connection: Connection, desk: Desk) -> tuple[date | None, date]:
    """The last closed day, and the first day from which anything is open: in books never closed, their first one."""
    before = reading.closed_through(connection, desk.dealer_id)
    if before is not None:
        return before, before + _DAY
    found = [each for kind in DOCUMENTS if (each := _first_of(connection, kind, desk.dealer_id))]
    return None, date.fromisoformat(min(found)) if found else desk.today()


def _first_of(connection: Connection, kind: str, seller: str) -> str:
    """The day of the first document of a kind, by an index that stands in the order of days."""
    sql = "SELECT date FROM document WHERE kind = ? AND seller = ? ORDER BY date LIMIT 1"
    found = query_rows(connection, sql, kind, seller)
    return str(found[0].date) if found else ""


def _reopening(connection: Connection, desk: Desk, month: date | None) -> ClosingView:
    before = reading.closed_through(connection, desk.dealer_id)
    wanted = month_of(month or before or desk.today())
    through, reasons = check_reopen(wanted, before, _confirmed(connection, desk, wanted))
    own, others = _closed_here(connection, desk)
    if others and others[0].through > through:
        if own is None or own <= through:
            raise _closed_elsewhere(others)
        facts: dict[str, Fact] = {"desk": others[0].prefix, "closed_through": others[0].through}
        reasons = (*reasons, Reason("reopen_elsewhere", "warn", facts))
        through = others[0].through
    return ClosingView(wanted.start, wanted.end, through, reasons)


def _closed_here(connection: Connection, desk: Desk) -> tuple[date | None, list[ClosedThrough]]:
    """Through which day this desk closed itself, and what the dealer's other desks closed, the furthest first."""
    found = closings(connection, desk.dealer_id)
    own = next((each.through for each in found if each.stream == home_of(desk).own_stream), None)
    return own, [each for each in found if each.stream != home_of(desk).own_stream]


def _closed_elsewhere(others: Sequence[ClosedThrough]) -> RefusedError:
    return RefusedError("period_closed_elsewhere", desk=others[0].prefix, closed_through=others[0].through)


def _unfinished(connection: Connection, desk: Desk, month: Month) -> Unfinished:
    end, own = month.end.isoformat(), desk.dealer_id

    def count(sql: str, *values: str) -> int:
        return int(query_rows(connection, f"SELECT COUNT(*) AS n FROM {sql}", *values)[0].n)

    open_orders = "('submitted', 'needs_approval', 'accepted', 'accepted_in_part', 'partly_delivered')"
    answered = (
        "EXISTS (SELECT 1 FROM reply r WHERE r.statement = s.id) OR "
        "EXISTS (SELECT 1 FROM confirmation c WHERE c.statement = s.id AND c.act = 'confirm')"
    )
    return Unfinished(
        drafts=count("draft WHERE kind = 'order'"),
        undelivered=count(
            f"document WHERE kind = 'order' AND seller = ? AND date <= ? AND state IN {open_orders}", own, end
        ),
        unanswered_statements=count(
            f"statement s WHERE s.seller = ? AND s.last_day <= ? AND {STANDING.format('s')} AND NOT ({answered})",
            own,
            end,
        ),
        unsettled=_unsettled(connection, own, month.end),
        negative_stock=count("stock WHERE owner = ? AND on_hand < 0", own),
    )


def _unsettled(connection: Connection, own: str, end: date) -> Decimal:
    """What customers paid until a day and nobody set against what they owed then, whenever it was settled."""
    total = ZERO
    for ledger in ledgers_of(connection, with_free_credit(connection, own, end)).values():
        until = [each for each in ledger.postings if each.date <= end]
        found = position(until, ledger.settlements, instalments=ledger.instalments, held=ledger.held, leftover="ahead")
        total += min(found.owed, sum((each.remaining for each in found.credits if not each.held), ZERO))
    return total


def _confirmed(connection: Connection, desk: Desk, month: Month) -> Sequence[str]:
    """Numbers of this month's statements that the other side agreed to, on paper or by its program."""
    sql = (
        "SELECT s.number FROM statement s WHERE s.seller = ? AND s.last_day >= ? AND s.last_day <= ? "
        f"AND {STANDING.format('s')} AND ("
        "EXISTS (SELECT 1 FROM reply r WHERE r.statement = s.id AND r.verdict = 'agrees') OR "
        "EXISTS (SELECT 1 FROM confirmation c WHERE c.statement = s.id AND c.act = 'confirm')) ORDER BY s.number"
    )
    days = (month.start.isoformat(), month.end.isoformat())
    return [row.number for row in query_rows(connection, sql, desk.dealer_id, *days)]


def _posted_until(connection: Connection, desk: Desk, day: date) -> bool:
    """Whether the books have anything that early; else no day is closed at all."""
    sql = "SELECT 1 FROM document WHERE seller = ? AND date <= ? LIMIT 1"
    return bool(query_rows(connection, sql, desk.dealer_id, day.isoformat()))


@dataclass(frozen=True, slots=True)
class ClosingState:
    """Where the books stand: until when they are closed, the month to close next, the last closed one.

    `last` is None where none is closed, or where another desk closed it, which alone can open it again.
    """

    closed_through: date | None
    coming: ClosingView
    last: ClosingView | None


def closing_state(desk: Desk) -> ClosingState:
    """Where the books stand today."""
    last: ClosingView | None = None
    try:
        last = reopening(desk)
    except DeskError as failure:
        if failure.code not in ("period_not_closed", "period_closed_elsewhere"):
            raise
    return ClosingState(closed_through(desk), next_month(desk), last)
