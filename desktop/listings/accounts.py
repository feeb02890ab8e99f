"""Lists of accounts: customers, their ages, one account's ledger, and the months that are to be closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts import periods, settling
from desktop.actions.accounts.account_views import AgeingRow, ClosingView
from desktop.actions.catalog.parties import parties
from desktop.labels import Language
from desktop.listings.listing import FILED, TOLD, WINDOW, CellLook, ListColumn, Listing, ListQuery, RowSource, party
from desktop.listings.types import CODE, DAY, LATE, MONEY, called, either, itself, said
from desktop.wording import say_reason
from domain.accounts.ledger import BUCKETS
from domain.errors import DeskError, UsageError
from domain.explain import Reason
from domain.values.money import ZERO
from sync.records.accounts.accounts import ledger_of
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

# ---- ages -----------------------------------------------------------------------------------------


def _late(row: Any) -> Cell:
    return row.overdue_days or None


def _ageing(desk: Desk, wish: ListQuery) -> Iterable[AgeingRow]:
    return settling.ageing(desk, wish.on)


def _ageing_of(desk: Desk, pks: Sequence[int]) -> Iterator[AgeingRow]:
    """The ages of the customers that a list shows, in its order."""
    with desk.book.reading() as connection:
        ids = {row.pk: row.id for row in rows_in(connection, "SELECT pk, id FROM dealer WHERE pk IN (?*)", list(pks))}
    found = {row.buyer.id: row for row in settling.ageing(desk)}
    for pk in pks:
        if ids.get(pk) in found:
            yield found[ids[pk]]


def _bucket(place: int) -> ListColumn:
    def amount(row: AgeingRow) -> Decimal:
        return row.buckets[place].amount

    def tone(row: AgeingRow) -> str:
        return "faint" if not row.buckets[place].amount else "bad" if place > 1 else "text"

    name = BUCKETS[place]
    titles = called("bucket", name, "zh"), called("bucket", name, "en")
    return ListColumn(name, *titles, MONEY, amount, total="always", quiet=True, look=CellLook(102, tone=tone))


def _balance_tone(row: AgeingRow) -> str:
    return "good" if row.balance < 0 else "text"


AGEING = Listing(
    "ageing",
    (
        *party("buyer", ("客户", "Customer"), ("客户名称", "Customer's name"), TOLD, joined=".", look="strong"),
        ListColumn(
            "balance", "余额", "Balance", MONEY, total="always", look=CellLook(112, "strong", tone=_balance_tone)
        ),
        *(_bucket(place) for place in range(len(BUCKETS))),
        ListColumn("overdue", "逾期", "Overdue", MONEY, total="always", where=FILED),
        ListColumn(
            "overdue_days",
            "最长逾期天数",
            "Most days late",
            LATE,
            quiet=True,
            where=FILED | {WINDOW},
            look=CellLook(80, spare=True, title=("逾期天数", "Days late")),
        ),
    ),
    RowSource(_ageing, by_key=_ageing_of),
    takes=frozenset({"on"}),
)


# ---- the ledger of one account ----------------------------------------------------------------------------------


class LedgerLine(NamedTuple):
    """A posting with the balance after it; the first line of a period may be what was carried over."""

    date: dt.date | None
    kind: str
    number: str
    due: dt.date | None
    summary: str
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal


def _ledger(desk: Desk, wish: ListQuery) -> Iterator[LedgerLine]:
    if wish.start and wish.end and wish.start > wish.end:
        raise UsageError("statement_period", start=wish.start, end=wish.end)
    with desk.book.reading() as connection:
        selling, buying = parties(connection, desk, wish.account, wish.seller or None)
        postings = ledger_of(connection, selling.id, buying.id, wish.end).postings
    balance = ZERO
    carried = [each for each in postings if wish.start and each.date < wish.start]
    if carried:
        balance = sum((each.amount for each in carried), ZERO)
        yield LedgerLine(wish.start, "", "", None, "", None, None, balance)
    for each in postings[len(carried) :]:
        balance += each.amount
        debit, credit = (each.amount, None) if each.amount > 0 else (None, -each.amount)
        yield LedgerLine(each.date, each.kind, each.number, each.due, each.summary, debit, credit, balance)


def _ledger_kind(row: LedgerLine, language: Language) -> Cell:
    return called("kind", row.kind, language) if row.kind else either(language, "期初余额", "Brought forward")


def _due_text(due: dt.date, row: LedgerLine, _language: Language) -> str:
    """The day a debt falls due, where that is a later one."""
    return due.isoformat() if row.debit and due != row.date else ""


def _credit_tone(row: LedgerLine) -> str:
    return "good" if row.credit else "text"


_BLANK = "", ""
_LESS = CellLook(112, tone=_credit_tone, title=("应收减少", "Credit"))
LEDGER = Listing(
    "ledger",
    (
        ListColumn("date", "日期", "Date", DAY, look=CellLook(104)),
        ListColumn("kind", "种类", "Kind", said(_ledger_kind), itself, look=CellLook(132)),
        ListColumn("number", "单号", "Number", CODE, look=CellLook(180, "strong")),
        ListColumn("summary", "摘要", "Remark", look=CellLook(title=("摘要", "Summary"))),
        ListColumn("due", "到期", "Due", DAY._replace(text=_due_text), look=CellLook(104)),
        ListColumn(
            "debit",
            "欠款增加",
            "Debit",
            MONEY,
            total="always",
            nothing=_BLANK,
            look=CellLook(112, title=("应收增加", "Debit")),
        ),
        ListColumn("credit", "欠款减少", "Credit", MONEY, total="always", nothing=_BLANK, look=_LESS),
        ListColumn("balance", "余额", "Balance", MONEY, look=CellLook(118, "strong")),
    ),
    RowSource(_ledger),
    takes=frozenset({"account", "seller", "start", "end"}),
    needs=frozenset({"account"}),
)


# ---- months -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One thing a month lacks, or puts at risk; a month without any has one line all the same."""

    view: ClosingView
    closed: bool
    reason: Reason | None


def month_lines(view: ClosingView | None, *, closed: bool) -> list[MonthLine]:
    """A month as lines."""
    if view is None:
        return []
    return [MonthLine(view, closed, each) for each in view.reasons] or [MonthLine(view, closed, None)]


def _months(desk: Desk, _: ListQuery) -> Iterator[MonthLine]:
    """The month to close and the last closed one."""
    with suppress(DeskError):  # the month still goes on, and none is left to close
        yield from month_lines(periods.closing(desk), closed=False)
    if periods.closed_through(desk) is not None:
        yield from month_lines(periods.reopening(desk), closed=True)


def _month(row: MonthLine) -> Cell:
    return f"{row.view.month:%Y-%m}"


def _month_state(row: MonthLine, language: Language) -> Cell:
    return either(language, "已结账", "closed") if row.closed else either(language, "要结", "to be closed")


def _sentence(row: Any, language: Language) -> Cell:
    return say_reason(row.reason, language) if row.reason else None


MONTHS = Listing(
    "months",
    (
        ListColumn("month", "月份", "Month", of=_month),
        ListColumn("end", "到", "Through", DAY, "view.end"),
        ListColumn("month_state", "状态", "State", said(_month_state), itself),
        ListColumn("sentence", "未办完或有风险的事", "Unfinished, or at risk", said(_sentence), itself),
    ),
    RowSource(_months),
)

LISTS = (
    AGEING,
    LEDGER,
    MONTHS,
)
