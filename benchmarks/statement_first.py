"""How long the first page of a statement takes out of a long account: 50,000 postings, and 8,000 received deliveries.

The books are real ones, a third of the long account's payments set against a debt of their own; the statement is one
month's. What counts is the processor's time, which other work on the machine stretches less than that on the clock.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from benchmarks.desks import DEALER, sample_desk
from desktop.actions.statements.papers import printout
from desktop.actions.statements.statements import draft
from desktop.desk import Desk
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import Body, DocumentBody, LineBody

ALLOWED = 0.2
POSTINGS, RECEIVED, TIMES = 50_000, 8_000, 7
_FIRST, _DAYS, _PART = date(2022, 1, 1), 1_600, 5_000
_BUYER, _STREAM = f"{DEALER}:C1", "desk/D1"


def run() -> dict[str, object]:
    """Medians in seconds, from the question to the first page painted."""
    with tempfile.TemporaryDirectory() as place, closing(sample_desk(Path(place), products=200, stock=10**7)) as desk:
        _sell(desk)
        _receive(desk)
        found = {"postings": _first_page(desk, "C1"), "received": _first_page(desk, DEALER)}
    return {
        "name": "statement_first",
        "what": "seconds to the first page of a month's statement",
        "postings": POSTINGS,
        "received": RECEIVED,
        **{f"{name}_s": round(seconds, 3) for name, seconds in found.items()},
        "allowed_s": ALLOWED,
        "ok": max(found.values()) <= ALLOWED,
    }


def _first_page(desk: Desk, account: str) -> float:
    taken = []
    start = _FIRST + timedelta(days=_DAYS - 60)
    for _ in range(TIMES + 1):
        began = time.process_time()
        printout(desk, draft(desk, account, start, start + timedelta(days=30)).paper, pages=1)
        taken.append(time.process_time() - began)
    return statistics.median(taken[1:])


def _day(place: int, of: int) -> str:
    return (_FIRST + timedelta(days=place * _DAYS // of)).isoformat()


def _goods(place: int, order_line: int = 0) -> list[LineBody]:
    sku = f"P{place % 200:06d}"
    return [LineBody(sku, sku, 5_000, 7_500, unit_price=15_000, unit="瓶", pack=1_000, order_line=order_line)]


def _sell(desk: Desk) -> None:
    """Four deliveries and a payment in turn; each third of the payments is set against the delivery before it."""
    for start in range(0, POSTINGS, _PART):
        sold, paid, settled = list[tuple[str, Body]](), list[tuple[str, Body]](), list[tuple[str, Body]]()
        for place in range(start, start + _PART):
            on = _day(place, POSTINGS)
            made = (DEALER, _BUYER, on, f"{on}T08:00:00Z")
            if place % 5 < 4:
                number = f"XSCK-01-{place:06d}"
                sold.append((f"d{place}", DocumentBody(number, *made, 7_500, _goods(place), due=on, warehouse="主仓")))
                continue
            paid.append((f"m{place}", DocumentBody(f"SKD-01-{place:06d}", *made, 29_000, [], method="bank")))
            if place % 3 == 0:
                body = SettlementBody(DEALER, _BUYER, f"m{place}", f"d{place - 1}", 7_500, on)
                settled.append((f"s{place}", body))
        with desk.book.writing() as writing:
            writing.put_all(_STREAM, "delivery", sold)
            writing.put_all(_STREAM, "money_receipt", paid)
            writing.put_all(_STREAM, "settlement", settled)


def _receive(desk: Desk) -> None:
    for start in range(0, RECEIVED, _PART):
        sent, received = list[tuple[str, Body]](), list[tuple[str, Body]]()
        for place in range(start, min(start + _PART, RECEIVED)):
            on = _day(place, RECEIVED)
            made = ("HQ", DEALER, on, f"{on}T08:00:00Z")
            number = f"XSCK-00-{place:06d}"
            sent.append((f"h{place}", DocumentBody(number, *made, 7_500, _goods(place), due=on, warehouse="总仓")))
            body = DocumentBody(f"CGRK-01-{place:06d}", *made, 7_500, _goods(place, 1), warehouse="主仓")
            body.source = f"h{place}"
            received.append((f"g{place}", body))
        with desk.book.writing() as writing:
            writing.put_all(f"dealer/{DEALER}", "delivery", sent)
            writing.put_all(_STREAM, "goods_receipt", received)
