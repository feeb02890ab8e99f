"""A rebate run over a million lines of real documents, 2,000 dealers and 50 policies, beside one SQL GROUP BY.

The lines stand in `document` and `document_line` of a SQLite book, with their postings; the run reads them as a
settlement does, dealer by dealer, and reckons every rebate that holds on the last day.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from benchmarks.pricing import catalogue
from domain.catalog.products import Product
from domain.policies.file import write_policy
from domain.policies.policy import Policy, Stacking
from domain.policies.rebate_terms import Rebate, Rounding, Target, Tier
from domain.policies.scopes import EVERYONE, Audience, DealerGroup, Period, ProductGroup, ProductScope
from sync.records.bodies.policies import PolicyBody
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book, open_sqlite
from sync.records.rebates.standing import RebateQuestion, Standings

LINES, DEALERS, POLICIES, LINES_A_DOCUMENT = 1_000_000, 2_000, 50, 5
REQUIRED = 20.0
_START, _ON = date(2026, 1, 1), date(2026, 12, 31)
_TIERS = ("province", "city", "store")
_PAGE = 20_000
_DOCUMENT = (
    "INSERT INTO document (pk, id, kind, number, seller, buyer, date, due, state, amount, recorded_at) "
    "VALUES (?, ?, ?, ?, 'HQ', ?, ?, ?, 'posted', ?, '2026-12-31T00:00:00Z')"
)
_LINE = (
    "INSERT INTO document_line (document, line, product, sku, quantity, unit_price, amount, gift) "
    "VALUES (?, ?, ?, ?, ?, 10000, ?, ?)"
)
_POSTING = "INSERT INTO posting (document, seller, buyer, date, due, amount) VALUES (?, 'HQ', ?, ?, ?, ?)"


def a_book(folder: Path, lines: int = LINES) -> Book:
    """HQ's book with a year of deliveries in the order of their days, returns and free goods among them."""
    book = open_sqlite(folder / "hq.db", create=True)
    products = catalogue()
    with book.writing() as writing:
        writing.put("catalog", "dealer", "HQ", DealerBody("HQ", "HQ", "hq"))
        cards = [
            (f"D{number:04d}", DealerBody(f"D{number:04d}", f"D{number:04d}", _TIERS[number % 3], "HQ"))
            for number in range(DEALERS)
        ]
        writing.put_all("catalog", "dealer", cards)
        writing.put_all(
            "catalog",
            "product",
            [
                (
                    each.id,
                    ProductBody(each.sku, each.name, "瓶", tax_rate=1300, category=each.category, brand=each.brand),
                )
                for each in products
            ],
        )
        writing.put_all("policies/all", "policy", [(f"{each.id}/1", _published(each)) for each in policies()])
    _write_documents(book, products, lines)
    return book


def _published(policy: Policy) -> PolicyBody:
    form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
    return PolicyBody(policy.id, policy.version, form, "", "a", "b", "2026-01-01T00:00:00Z")


def _write_documents(book: Book, products: Sequence[Product], lines: int) -> None:
    chance = random.Random(3)  # noqa: S311 - the same lines in every run, not secret
    documents = lines // LINES_A_DOCUMENT
    for first in range(0, documents, _PAGE):
        page = range(first, min(first + _PAGE, documents))
        with book.writing() as writing:
            _write_page(writing.connection, chance, products, page, documents)


def _write_page(
    connection: Connection, chance: random.Random, products: Sequence[Product], page: range, documents: int
) -> None:
    heads, lines, postings = [], [], []
    for place in page:
        back = chance.random() < 0.02
        day = (_START + timedelta(place * 365 // documents)).isoformat()
        dealer, total = f"D{chance.randrange(DEALERS):04d}", 0
        for line in range(1, LINES_A_DOCUMENT + 1):
            free = chance.random() < 0.02
            product, fen = chance.choice(products).id, 0 if free else chance.randrange(1_000, 400_000)
            total += fen
            lines.append((place + 1, line, product, product, chance.randrange(1, 240) * 1000, fen, "G" if free else ""))
        kind = "return" if back else "delivery"
        heads.append((place + 1, f"d{place:07d}", kind, f"N-{place:07d}", dealer, day, day, total))
        postings.append((place + 1, dealer, day, day, -total if back else total))
    run_many(connection, _DOCUMENT, heads)
    run_many(connection, _LINE, lines)
    run_many(connection, _POSTING, postings)


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


def results(connection: Connection) -> Iterator[Decimal]:
    """What every dealer has earned by every rebate on the last day."""
    standings = Standings(connection, RebateQuestion(_ON))
    dealers = [row.id for row in query_rows(connection, "SELECT id FROM dealer WHERE tier <> ? ORDER BY id", "hq")]
    for standing in standings.of(dealers):
        yield standing.result.earned


def _group_by(connection: Connection) -> tuple[int, float]:
    """The reference: what one query over the same lines takes."""
    sql = (
        "SELECT d.buyer, l.product, SUM(l.amount) FROM document d JOIN document_line l ON l.document = d.pk "
        "GROUP BY d.buyer, l.product"
    )
    started = time.perf_counter()
    count = query_rows(connection, f"SELECT COUNT(*) FROM ({sql}) AS sums")[0][0]
    return int(count), time.perf_counter() - started


def _memory_mb(word: str) -> float:
    """What the system says of this process: `VmRSS` now, `VmHWM` at its highest (0 where it doesn't tell)."""
    told = Path("/proc/self/status")
    if not told.exists():
        return 0.0
    lines = told.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(word)), 0.0)


def run(lines: int = LINES) -> dict[str, object]:
    """Measures both over the same tables, and how much the run adds to the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        book = a_book(Path(folder), lines)
        with book.reading() as connection:
            groups, first = _group_by(connection)
            _, second = _group_by(connection)
            reference = min(first, second)
            before, started = _memory_mb("VmRSS"), time.perf_counter()
            count, earned = 0, Decimal(0)
            for each in results(connection):
                count, earned = count + 1, earned + each
            ours = time.perf_counter() - started
            peak = _memory_mb("VmHWM")
        book.close()
    ratio = ours / reference
    return {
        "name": "rebate_run",
        "lines": lines,
        "groups": groups,
        "results": count,
        "earned": f"{earned:.2f}",
        "ours_s": round(ours, 2),
        "sql_s": round(reference, 2),
        "ratio": round(ratio, 1),
        "required": REQUIRED,
        "before_mb": round(before, 1),
        "peak_mb": round(peak, 1),
        "ok": ratio <= REQUIRED,
    }


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2])), ensure_ascii=False))
