"""Random lives of accounts for properties over real books: what happens, and doing it to a customer of his own."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from desktop.actions.accounts import settling
from desktop.actions.documents import deliveries, money, reversing
from desktop.actions.documents.money import NoteDetails
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.desk import Desk
from domain.errors import DeskError
from sync.records.bodies.records import DealerBody
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line

FIRST = date(2026, 8, 20)
DAYS = (TODAY - FIRST).days
TERMS = ("", "N30", "M1", "50%N15,50%N45")
NOTES = ("debit_note", "credit_note", "discount", "payment")
QUIET = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
_names = count(1)


@dataclass(frozen=True)
class Deed:
    """One thing that happens: a kind of paper on a day, or the reversal of the `of`-th paper before it."""

    kind: str
    day: int
    amount: int  # yuan
    of: int = 0

    @property
    def date(self) -> date:
        return FIRST + timedelta(days=self.day)


def deeds(*kinds: str, most: int = 9, least: int = 0) -> st.SearchStrategy[list[Deed]]:
    kinds = kinds or (*NOTES, "receipt", "prepayment", "delivery", "return", "reversal")
    deed = st.builds(Deed, st.sampled_from(kinds), st.integers(0, DAYS), st.integers(1, 400), st.integers(0, 9))
    return st.lists(deed, min_size=least, max_size=most)


@dataclass
class Life:
    """One customer and his papers so far, in the order they were posted."""

    desk: Desk
    buyer: str
    papers: list[tuple[str, str, date]] = field(default_factory=list)  # kind, number, day

    def do(self, deed: Deed, label: str = "") -> None:
        """Posts it, if it can be."""
        number = ""
        amount = Decimal(deed.amount)
        if deed.kind in NOTES:
            number = posted(
                money.book_note(self.desk, deed.kind, self.buyer, amount, deed.date, NoteDetails(remark=label))
            ).number
        elif deed.kind in ("receipt", "prepayment"):
            ahead = deed.kind == "prepayment"
            number = posted(
                money.receive_money(self.desk, self.buyer, amount, deed.date, remark=label, prepay=ahead)
            ).number
        elif deed.kind == "delivery":
            number = self.deliver(deed)
        elif deed.kind == "return":
            number = self.send_back(deed)
        elif deed.kind == "reversal":
            self.reverse(deed)
        if number:
            self.papers.append((deed.kind, number, deed.date))

    def deliver(self, deed: Deed) -> str:
        line = a_line("W550", str(deed.amount), agreed="1.00")
        placed = orders.place_order(self.desk, a_draft(line, buyer=self.buyer, on=deed.date))
        if placed.state == "needs_approval":
            orders.approve_order(self.desk, placed.number, "老客户")
        return posted(deliveries.deliver(self.desk, placed.number, on=deed.date)).number

    def send_back(self, deed: Deed) -> str:
        sold = [(number, day) for kind, number, day in self.papers if kind == "delivery" and day <= deed.date]
        if not sold:
            return ""
        with contextlib.suppress(DeskError):  # all of it came back already, or it was reversed
            return posted(deliveries.return_goods(self.desk, sold[deed.of % len(sold)][0], on=deed.date)).number
        return ""

    def reverse(self, deed: Deed) -> None:
        standing = [number for _, number, day in self.papers if day <= deed.date]
        if standing:
            with contextlib.suppress(DeskError):  # other papers rest on it, or it is reversed already
                reversing.reverse(self.desk, standing[deed.of % len(standing)], on=deed.date)


def a_life(desk: Desk, terms: str = "", way: str = "") -> Life:
    """A new customer of this desk without a limit."""
    code = f"L{next(_names)}"
    with desk.book.writing() as writing:
        card = DealerBody(code, f"客户{code}", "store", "GD01", terms=terms)
        writing.put("desk/D1", "dealer", f"GD01:{code}", card)
    if way:
        settling.set_way(desk, way, code)
    return Life(desk, f"GD01:{code}")


def lived(desk: Desk, happened: list[Deed], terms: str = "", way: str = "") -> Life:
    life = a_life(desk, terms, way)
    for deed in happened:
        life.do(deed)
    return life


@contextlib.contextmanager
def a_shop():
    """A desk with goods enough for everything."""
    with tempfile.TemporaryDirectory() as folder, a_desk(Path(folder), stock={"W550": 900_000}) as desk:
        yield desk
