"""A rebate run over a million lines, 2,000 dealers and 50 policies, beside one SQL GROUP BY over the same lines."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from benchmarks.pricing import catalogue
from domain.catalog import Product
from domain.parties import Dealer
from domain.policies import Policy, Stacking
from domain.pricelists import Buyer
from domain.rebate_facts import RebateFact
from domain.rebate_runs import Account, run_rebates
from domain.rebate_sums import RebateIndex
from domain.rebate_terms import Rebate, Rounding, Target, Tier
from domain.scopes import EVERYONE, Audience, DealerGroup, Period, ProductGroup, ProductScope

LINES, DEALERS, POLICIES = 1_000_000, 2_000, 50
REQUIRED = 20.0
_START, _ON = date(2026, 1, 1), date(2026, 12, 31)
_TIERS = ("province", "city", "store")


def books(products: list[Product], lines: int = LINES) -> sqlite3.Connection:
    """A year of lines in a table with an index by dealer, returns and free goods among them."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE line (dealer TEXT, product TEXT, on_date TEXT, fen INTEGER, milli INTEGER, free INTEGER)"
    )
    days = [(_START + timedelta(day)).isoformat() for day in range(365)]

    def rows() -> Iterator[tuple[str, str, str, int, int, int]]:
        chance = random.Random(3)  # noqa: S311 - the same lines in every run, not secret
        for _ in range(lines):
            sign = -1 if chance.random() < 0.02 else 1
            fen, milli = sign * chance.randrange(1_000, 400_000), sign * chance.randrange(1, 240) * 1000
            dealer, product = f"D{chance.randrange(DEALERS):04d}", chance.choice(products).id
            yield dealer, product, chance.choice(days), fen, milli, int(chance.random() < 0.02)

    connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", rows())
    connection.execute("CREATE INDEX by_dealer ON line (dealer)")
    return connection


def _scope(place: int) -> ProductScope:
    if place % 5 == 0:
        return ProductScope()
    if place % 5 == 1:
        return ProductScope((ProductGroup(brands=frozenset({f"牌{place % 40}", f"牌{place * 7 % 40}"})),))
    return ProductScope((ProductGroup(categories=frozenset({f"类{place % 12}"})),))


def policies() -> list[Policy]:
    """All methods over months, quarters and the year, for everyone or for two tiers."""
    tiers = tuple(Tier(Decimal(start), Decimal(percent)) for start, percent in ((0, 1), (5_000, 2), (20_000, 3)))
    full = (Tier(Decimal(0), each=Decimal(5), per=Decimal(1_000)),)
    rates = tuple(Tier(Decimal(start), Decimal(percent)) for start, percent in ((80, 1), (100, 2), (120, 3)))
    kinds = (
        Rebate(tiers),
        Rebate(tiers, "marginal", unit="amount_untaxed", period="quarter"),
        Rebate(full, "per_full", period="quarter", rounding=Rounding("floor", Decimal(1), carry=True)),
        Rebate(rates, "target_rate", period="year", targets=(Target(Decimal(90_000)),)),
        Rebate(tiers, "increment", period="year", targets=(Target(Decimal(50_000)),), free_counts=True),
    )
    some = Audience((DealerGroup(tiers=frozenset({"city", "store"})),))
    return [
        Policy(
            f"FL{place:03d}",
            1,
            f"返利{place}",
            kinds[place % 5],
            audience=some if place % 3 else EVERYONE,
            period=Period(_START, _ON),
            products=_scope(place),
            stacking=Stacking(order=place),
        )
        for place in range(POLICIES)
    ]


def accounts(connection: sqlite3.Connection) -> Iterator[Account]:
    """The table's lines as they stream by, grouped by dealer."""
    day_of = {(_START + timedelta(day)).isoformat(): _START + timedelta(day) for day in range(365)}
    rows = connection.execute("SELECT dealer, product, on_date, fen, milli, free FROM line ORDER BY dealer")
    for dealer, lines in groupby(rows, key=itemgetter(0)):
        tier = _TIERS[int(dealer[1:]) % 3]
        facts = (
            RebateFact(product, day_of[on], fen, milli, "purchases", 1_300, free == 1)
            for _, product, on, fen, milli, free in lines
        )
        yield Account(Buyer(Dealer(dealer, dealer, dealer, tier, "HQ"), frozenset(), (dealer, "HQ")), facts)


def _group_by(connection: sqlite3.Connection, table: str) -> tuple[int, float]:
    started = time.perf_counter()
    rows = connection.execute(f"SELECT dealer, product, SUM(fen) FROM {table} GROUP BY dealer, product")
    return sum(1 for _ in rows), time.perf_counter() - started


def _resident_mb() -> float:
    """Memory in use now, where the system tells it (0 elsewhere)."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text(encoding="ascii").split()[1]) * 4 / 1024 if pages.exists() else 0.0


def run() -> dict[str, object]:
    """Measures both over the same table, and how much the run adds to the peak of memory."""
    products = catalogue()
    connection = books(products)
    groups, with_index = _group_by(connection, "line")
    _, without = _group_by(connection, "line NOT INDEXED")
    reference = min(with_index, without)
    before = highest = _resident_mb()
    started = time.perf_counter()
    index = RebateIndex(policies(), {product.id: product for product in products})
    results, earned = 0, Decimal(0)
    for result in run_rebates(index, accounts(connection), on=_ON):
        results += 1
        earned += result.earned
        if results % 2_000 == 0:
            highest = max(highest, _resident_mb())
    ours = time.perf_counter() - started
    ratio = ours / reference
    return {
        "name": "rebate_run",
        "groups": groups,
        "results": results,
        "earned": f"{earned:.2f}",
        "ours_s": round(ours, 2),
        "sql_s": round(reference, 2),
        "ratio": round(ratio, 1),
        "required": REQUIRED,
        "memory_grown_mb": round(highest - before, 1),
        "ok": ratio <= REQUIRED,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
