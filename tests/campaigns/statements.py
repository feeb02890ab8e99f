"""A year's statements of every customer, issued month by month, each closing checked against the file itself.

    python -m tests.campaigns.statements FILE [--from 2011-01] [--to 2011-12]

Two ways of counting meet here: the program imports the file, issues and prints; `recounted` adds up the file's lines by
customer and month with nothing of the program's own. They must agree in every account, every month, to the fen.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from desktop.actions.headquarters.queued import posted
from desktop.actions.imports.history import import_orders
from desktop.actions.statements.batches import print_batch
from desktop.actions.statements.papers import issued_statements
from desktop.desk import Desk
from domain.accounts.periods import Month
from domain.statements.marks import gaps
from tests.building.desktop.a_desk import a_desk

SELLER = "GD01"
Closings = dict[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Checked:
    """One month: statements issued, pages, seconds, and the closings that differ from the file's."""

    month: str
    made: int
    pages: int
    seconds: float
    wrong: list[tuple[str, Decimal, Decimal]]
    missing: list[str]


def recounted(path: Path) -> dict[str, dict[str, Decimal]]:
    """The file's amounts by customer and month, from nothing but the file; lines without a customer are nobody's."""
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(newline="") as text:
        for row in csv.DictReader(text):
            if row["CustomerID"]:
                amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
                month = row["InvoiceDate"][:7]
                found[row["CustomerID"]][month] += amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found


def closing_of(months: dict[str, Decimal], through: str) -> Decimal:
    """What a customer owes at the end of a month; nobody in this file ever pays."""
    return sum((amount for month, amount in months.items() if month <= through), Decimal(0))


def check_month(desk: Desk, month: Month, counted: dict[str, dict[str, Decimal]], out: Path) -> Checked:
    """Issues and prints everybody's, and compares."""
    named = f"{month.start:%Y-%m}"
    began = time.perf_counter()
    done = posted(print_batch(desk, month.start, month.end, out / f"{named}.pdf"))
    seconds = time.perf_counter() - began
    rows = {row.buyer.rpartition(":")[2]: row for row in issued_statements(desk, end=month.end)}
    wrong, missing = [], []
    for customer, months in counted.items():
        closing = closing_of(months, named)
        if customer in rows and rows[customer].closing != closing:
            wrong.append((customer, rows[customer].closing, closing))
        if customer not in rows and (closing or named in months):
            missing.append(customer)
    assert len(rows) == done.made
    return Checked(named, done.made, done.pages, seconds, wrong, missing)


def months_between(first: dt.date, last: dt.date) -> Iterator[Month]:
    """Every month from that of the first day to that of the last."""
    month = Month(first.year, first.month)
    while month.start <= last:
        yield month
        month = month.next


def run(file: Path, first: dt.date, last: dt.date, folder: Path) -> list[Checked]:
    """The whole campaign in a fresh desk."""
    counted = recounted(file)
    with a_desk(folder / "desk") as desk:
        import_orders(desk, file, seller=SELLER)
        results = [check_month(desk, month, counted, folder) for month in months_between(first, last)]
        openings_follow(desk)
        assert gaps(row.number for row in issued_statements(desk)) == ()
    return results


def openings_follow(desk: Desk) -> None:
    """The closing of a month is the opening of the next, in every account that has both."""
    closings = {(row.buyer, row.end): row.closing for row in issued_statements(desk)}
    for row in issued_statements(desk):
        before = closings.get((row.buyer, row.start - dt.timedelta(days=1)))
        assert before is None or before == row.opening, row


def main(words: list[str]) -> int:
    """Tells each month as one line of JSON; ends with 1 where a closing differs."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.statements", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", dest="first", default="2011-01")
    parser.add_argument("--to", dest="last", default="2011-12")
    asked = parser.parse_args(words)
    first, last = (dt.date.fromisoformat(f"{month}-01") for month in (asked.first, asked.last))
    with tempfile.TemporaryDirectory() as folder:
        results = run(asked.file, first, last, Path(folder))
    for each in results:
        told = {"month": each.month, "statements": each.made, "pages": each.pages, "seconds": round(each.seconds, 1)}
        print(json.dumps(told | {"wrong": len(each.wrong), "missing": len(each.missing)}))
    bad = [each for each in results if each.wrong or each.missing]
    print(json.dumps({"statements": sum(each.made for each in results), "ok": not bad}))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
