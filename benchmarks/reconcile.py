"""Two books of 10,000 lines each, with everything that goes wrong between two bookkeepers, reconciled and adjusted."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from decimal import Decimal

from domain.reconciliation.comparison import adjustment_table, reconcile
from domain.reconciliation.matching import BookLine

LINES = 10_000
ROUNDS = 5
LIMIT = 2.0
_START = dt.date(2026, 1, 1)


def books(lines: int, *, alike: bool = True) -> tuple[list[BookLine], list[BookLine]]:
    """Our book and theirs over a year; `alike` False makes books that have nothing to do with each other.

    Of 100 lines theirs has 60 with our number, 25 without number up to two days later, 6 booked as one with the next,
    3 missing, 2 keyed twice, 2 with swapped figures and 2 ten times too large.
    """
    ours = [_our_line(place, lines) for place in range(lines)]
    if not alike:
        return ours, [BookLine(f"t{e.id}", e.date, e.amount + Decimal("0.37")) for e in ours]
    theirs: list[BookLine] = []
    held = Decimal(0)
    for place, line in enumerate(ours):
        theirs += _as_they_book(place, line, held)
        held = line.amount if 85 <= place % 100 < 91 and place % 2 else Decimal(0)
    return ours, theirs


def _our_line(place: int, lines: int) -> BookLine:
    amount = Decimal(10_000 + place * 7_919 % 2_400_000) / 100
    paid = place % 5 == 4
    day = _START + dt.timedelta(days=place * 365 // lines)
    return BookLine(f"o{place}", day, -amount if paid else amount, f"XSCK-01-{day:%y%m%d}-{place:05d}")


def _as_they_book(place: int, line: BookLine, held: Decimal) -> list[BookLine]:
    kind = place % 100
    if kind < 60:
        return [BookLine(f"t{place}", line.date, line.amount, line.number)]
    if kind < 85:
        return [BookLine(f"t{place}", line.date + dt.timedelta(days=place % 3), line.amount)]
    if kind < 91:
        return [] if place % 2 else [BookLine(f"t{place}", line.date, line.amount + held)]
    if kind < 94:
        return []
    if kind < 96:
        return [BookLine(f"t{place}{twin}", line.date, line.amount, line.number) for twin in "ab"]
    if kind < 98:
        text = str(line.amount)
        return [BookLine(f"t{place}", line.date, Decimal(text[:-5] + text[-4] + text[-5] + text[-3:]), line.number)]
    return [BookLine(f"t{place}", line.date, line.amount * 10)]


def measure(lines: int = LINES, rounds: int = ROUNDS, *, alike: bool = True) -> float:
    """The median seconds of reconciling and adjusting two books of so many lines."""
    ours, theirs = books(lines, alike=alike)
    closing_ours = sum((line.amount for line in ours), Decimal(0))
    closing_theirs = sum((line.amount for line in theirs), Decimal(0))
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = reconcile(ours, theirs)
        table = adjustment_table(found, closing_ours, closing_theirs)
        taken.append(time.perf_counter() - start)
        assert table.our_adjusted == table.their_adjusted
    return statistics.median(taken)


def run() -> dict[str, object]:
    """Seconds for like and unlike books, whether both are within the limit, and how much found its partner."""
    ours, theirs = books(LINES)
    found = reconcile(ours, theirs)
    like, unlike = measure(), measure(alike=False)
    return {
        "name": "reconcile",
        "lines": [len(ours), len(theirs)],
        "seconds": round(like, 3),
        "seconds_unlike": round(unlike, 3),
        "required": LIMIT,
        "ok": max(like, unlike) < LIMIT,
        "matched": len(found.matches),
        "differing": len(found.differing),
        "ours_only": len(found.ours_only),
        "theirs_only": len(found.theirs_only),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
