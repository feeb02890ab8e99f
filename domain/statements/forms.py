"""What a statement shows: documents or their goods, all or what is open, and what stands apart from the balance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.accounts.periods import Restated
from domain.accounts.positions import OpenCredit, OpenDebt, Position, age_position
from domain.errors import DamagedError
from domain.statements.statement import Statement, StatementEntry
from domain.values.money import ZERO

Detail = Literal["documents", "lines"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The form asked for: documents only or with their goods, open items only, with or without prices."""

    detail: Detail = "documents"
    open_only: bool = False
    prices: bool = True


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One product of a document: quantity in `unit`, price per `unit`; no money where none is to be shown."""

    sku: str
    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormRow:
    """One document on the form with its goods; `balance` is what is owed after it."""

    date: dt.date
    kind: str
    number: str
    summary: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    goods: tuple[GoodsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open item on the form.

    `amount` is what it was, `settled` what is paid of it, `remaining` what is open: negative for money paid ahead.
    `days_late` counts on the statement's last day and is 0 or less while it isn't due; `part` is the instalment from 1.
    `balance` adds up what is open down to this row.
    """

    date: dt.date
    due: dt.date
    kind: str
    number: str
    part: int
    summary: str
    amount: Decimal
    settled: Decimal
    remaining: Decimal
    days_late: int
    balance: Decimal
    goods: tuple[GoodsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoRow:
    """One item shown beside the balance."""

    date: dt.date
    number: str
    summary: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MemoItems:
    """What is shown by itself and never netted silently.

    `prepayments` (预收) and `disputed` (争议) are inside the closing balance and only pointed out; the rebate `wallet`
    (返利) and goods `in_transit` (在途) are outside of it.
    """

    prepayments: tuple[MemoRow, ...] = ()
    wallet: tuple[MemoRow, ...] = ()
    in_transit: tuple[MemoRow, ...] = ()
    disputed: tuple[MemoRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementForm:
    """One numbered statement as it goes to the other side, complete enough to print it again unchanged.

    `rows` are the period's documents, `open_rows` the open items at its end; a form has the one or the other.
    `restated` says that the opening differs from what an earlier statement told, and by which documents.
    """

    number: str
    issued: dt.date
    reply_by: dt.date | None
    layout: Layout
    statement: Statement
    rows: tuple[FormRow, ...]
    open_rows: tuple[OpenRow, ...]
    apart: MemoItems
    restated: Restated | None = None


def statement_form(  # noqa: PLR0913 -- a form is what it is made of
    statement: Statement,
    found: Position,
    *,
    number: str,
    issued: dt.date,
    layout: Layout | None = None,
    goods: Mapping[str, Sequence[GoodsLine]] | None = None,
    apart: MemoItems | None = None,
    reply_by: dt.date | None = None,
    restated: Restated | None = None,
) -> StatementForm:
    """The form of a statement.

    Args:
        statement: the account over the period.
        found: its open items on the period's last day; the ageing is taken from them.
        number: the statement's own number.
        issued: the day it is made.
        layout: what to show; documents with everything where None.
        goods: the goods by document number, for the detail form.
        apart: wallet, goods in transit and disputed items; prepayments are the position's unless given.
        reply_by: the day by which an answer is asked for.
        restated: what changed in the opening since it was last told.

    Raises DamagedError `statement_disagrees` (facts `closing`, `ledger`) where the open items aren't the balance.
    """
    if found.balance != statement.closing:
        raise DamagedError("statement_disagrees", closing=statement.closing, ledger=found.balance)
    layout = layout or Layout()
    shown = _goods_shown(layout, goods or {})
    apart = apart or MemoItems()
    return StatementForm(
        number=number,
        issued=issued,
        reply_by=reply_by,
        layout=layout,
        statement=replace(statement, ageing=age_position(found, statement.end)),
        rows=() if layout.open_only else tuple(_form_row(entry, shown) for entry in statement.entries),
        open_rows=_open_rows(found, statement.end, shown) if layout.open_only else (),
        apart=apart if apart.prepayments else replace(apart, prepayments=prepayments_in(found)),
        restated=restated if restated and restated.changed else None,
    )


def prepayments_in(found: Position) -> tuple[MemoRow, ...]:
    """The money paid ahead, each payment with what is left of it."""
    return tuple(
        MemoRow(credit.posting.date, credit.posting.number, credit.posting.summary, credit.remaining)
        for credit in found.credits
    )


def disputed_in(found: Position, documents: Mapping[str, str]) -> tuple[MemoRow, ...]:
    """The open items the other side disputes; `documents` gives the reason by document id."""
    return tuple(
        MemoRow(debt.posting.date, debt.posting.number, documents[debt.posting.document], debt.remaining)
        for debt in found.debts
        if debt.posting.document in documents
    )


def total(rows: Sequence[MemoRow]) -> Decimal:
    """The sum of a block that stands apart."""
    return sum((row.amount for row in rows), ZERO)


def needs_statement(statement: Statement) -> bool:
    """Whether there is anything to tell: a movement, or a balance that just stood there."""
    return bool(statement.entries or statement.opening or statement.closing)


def _goods_shown(layout: Layout, goods: Mapping[str, Sequence[GoodsLine]]) -> Mapping[str, tuple[GoodsLine, ...]]:
    if layout.detail == "documents":
        return {}
    if layout.prices:
        return {number: tuple(lines) for number, lines in goods.items()}
    return {
        number: tuple(replace(line, unit_price=None, amount=None) for line in lines) for number, lines in goods.items()
    }


def _form_row(entry: StatementEntry, goods: Mapping[str, tuple[GoodsLine, ...]]) -> FormRow:
    return FormRow(
        date=entry.date,
        kind=entry.kind,
        number=entry.number,
        summary=entry.summary,
        debit=entry.debit,
        credit=entry.credit,
        balance=entry.balance,
        goods=goods.get(entry.number, ()),
    )


def _open_rows(found: Position, end: dt.date, goods: Mapping[str, tuple[GoodsLine, ...]]) -> tuple[OpenRow, ...]:
    """Unpaid debts, oldest first, then the money paid ahead; the last balance is the closing."""
    rows = []
    running = ZERO
    for debt in found.debts:
        running += debt.remaining
        rows.append(_debt_row(debt, end, running, goods))
    for credit in found.credits:
        running -= credit.remaining
        rows.append(_credit_row(credit, running))
    return tuple(rows)


def _debt_row(debt: OpenDebt, end: dt.date, running: Decimal, goods: Mapping[str, tuple[GoodsLine, ...]]) -> OpenRow:
    posting = debt.posting
    return OpenRow(
        date=posting.date,
        due=debt.due,
        kind=posting.kind,
        number=posting.number,
        part=debt.part,
        summary=posting.summary,
        amount=debt.amount,
        settled=debt.amount - debt.remaining,
        remaining=debt.remaining,
        days_late=(end - debt.due).days,
        balance=running,
        goods=goods.get(posting.number, ()),
    )


def _credit_row(credit: OpenCredit, running: Decimal) -> OpenRow:
    posting = credit.posting
    return OpenRow(
        date=posting.date,
        due=posting.date,
        kind=posting.kind,
        number=posting.number,
        part=1,
        summary=posting.summary,
        amount=posting.amount,
        settled=posting.amount + credit.remaining,
        remaining=-credit.remaining,
        days_late=0,
        balance=running,
    )
