"""What customers owed when the books began, one opening balance each; what they had paid ahead is below zero."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.documents.money import put_opening
from desktop.actions.intake.cells import RowCells
from desktop.actions.intake.lookups import customers_named
from desktop.actions.intake.rows import Item, RowKind
from domain.explain import Reason
from domain.imports.row_columns import OPENING_SHAPE, OPENINGS
from domain.parties.dealers import Dealer
from domain.tables.words import side_of
from domain.values.money import format_money

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


@dataclass(frozen=True, slots=True)
class Opened:
    """A customer and what it owed on a day."""

    customer: Dealer
    amount: Decimal
    on: date


class OpeningReader:
    """Reads what each customer owed."""

    def __init__(self, desk: Desk, writing: Writing) -> None:
        self._desk = desk
        self._customers = customers_named(writing.connection, desk.dealer_id)
        self._undated: set[str] = set()  # customers whose rows say no day
        self._opened: set[str] = set()

    def read(self, row: RowCells) -> Item | None:
        word = row.word("customer", "customer_name")
        if not word:
            row.blame(("customer_missing", {}))
            return None
        customer = self._customers.find(word)
        if isinstance(customer, tuple):
            row.blame(customer)
            return None
        amount, on = self._owed(row), row.day("date", headed=True)
        if row.wrong or amount is None:
            return None
        self._undated |= {customer.id} if on is None and amount else set()
        value = Opened(customer, amount, on or self._desk.today())
        says = f"{format_money(amount)} ({value.on.isoformat()})" if amount else ""
        return Item(value, f"{customer.code} {customer.name}", says, key=customer.id, group=customer.id)

    def group(self, row: RowCells) -> Hashable:
        return id(row)

    def book(self, writing: Writing, items: Sequence[Item]) -> list[str]:
        opened = items[0].value
        assert isinstance(opened, Opened)
        if not opened.amount:
            return []
        number = put_opening(self._desk, writing, opened.customer, opened.amount, opened.on).number
        self._opened.add(opened.customer.id)
        return [number]

    def notes(self) -> list[Reason]:
        today = self._desk.today().isoformat()
        undated = len(self._undated & self._opened)
        dated = [Reason("openings_dated", "warn", {"count": undated, "date": today})] if undated else []
        return [*self._customers.notes(), *dated]

    def _owed(self, row: RowCells) -> Decimal | None:
        """What is owed, less what was paid ahead, with the sign that the word of its side tells."""
        amount, ahead = row.figure("amount"), row.figure("ahead")
        if amount is None and ahead is None:
            if not row.wrong:
                row.blame(("amount_missing", {}))
            return None
        side = side_of(row.text("direction")) if row.has("direction") else "owes"
        for each in (ahead, amount if side == "ahead" else None):
            if each is not None and each < 0:
                row.blame(("ahead_negative", {"amount": each}))
        if amount and side == "ahead":
            amount = -amount
        elif amount and side != "owes":
            row.blame(("direction_unknown", {"text": row.text("direction")}))
        owed = (amount or Decimal(0)) - (ahead or Decimal(0))
        if owed * 100 % 1:
            row.blame(("amount_decimals", {"amount": owed, "most": 2}))
        return owed


KIND = RowKind("openings", "money_write", OPENINGS, OPENING_SHAPE, OpeningReader, figure="amount")
