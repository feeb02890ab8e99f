"""How fast a desk takes its first fill of 200,000 products and prices, beside plain inserts of the very same rows."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
import sqlcipher3.dbapi2 as sqlite
from keyring.backends import null

from sync.client.line.asking import Patience
from sync.client.line.transport import Response
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.endpoints import Endpoints
from sync.hq.service.enrolment import make_code
from sync.hq.service.founding import found
from sync.keys import load_key
from sync.records.bodies.records import DealerBody, PriceBody, ProductBody
from sync.records.books.database import Book, open_sqlite
from sync.records.books.searching import pinyin_keys, search_keys
from sync.records.schema.columns import metadata

REQUIRED = 0.5
_PRODUCTS = 100_000
_NOW = "2026-11-23T08:41:07Z"
_NAMES = ("农夫山泉饮用天然水", "康师傅红烧牛肉面", "蒙牛纯牛奶", "海天金标生抽", "金龙鱼大豆油", "雪花清爽啤酒")


class _Inside:
    """Carries requests inside the process, and counts the seconds HQ takes, which are not the desk's."""

    def __init__(self, hq: Book) -> None:
        self._endpoints = Endpoints(hq)
        self.seconds = 0.0

    def send(self, method: str, path: str, headers: Any, body: bytes) -> Response:
        began = time.perf_counter()
        answer = self._endpoints.answer(method, path, headers, body)
        self.seconds += time.perf_counter() - began
        return Response(answer.status, answer.body)


def make_hq(path: Path, products: int) -> Book:
    """An HQ with one agent, so many products and a price for each."""
    hq = open_sqlite(path, create=True)
    found(hq, _NOW, dealer="HQ")
    bodies = []
    for number in range(products):
        name = f"{_NAMES[number % len(_NAMES)]}{number % 900}ml"
        body = ProductBody(
            f"SP{number:06d}", name, "瓶", pinyin_keys(name), f"69{number:011d}", "箱", 24000, 1300, "饮料", "某牌"
        )
        bodies.append((body.sku, body))
    prices = [(f"P1|{sku}|", PriceBody("P1", sku, 25000 + place)) for place, (sku, _) in enumerate(bodies)]
    with hq.writing() as writing:
        writing.put("catalog", "dealer", "HQ", DealerBody("HQ", "总部", "hq"))
        writing.put(
            "dealer/GD01", "dealer", "GD01", DealerBody("GD01", "广东总代理", "province", "HQ", price_list="P1")
        )
        writing.put_all("catalog", "product", bodies)
        writing.put_all("prices/P1", "price", prices)
    return hq


def fill(hq: Book, folder: Path) -> float:
    """Seconds a new desk takes for its first fill, from the bytes that arrive to the rows that stand."""
    line = _Inside(hq)
    code = make_code(hq, "GD01", now=datetime.now(UTC)).code
    desk = enrol(folder, "http://127.0.0.1", code, "bench", transport=line).desk_id
    key = load_key(folder, desk)
    assert key is not None
    book = open_sqlite(folder / "desk.db")
    line.seconds = 0.0
    began = time.perf_counter()
    exchange(book, key, transport=line, patience=Patience(tries=1))
    seconds = time.perf_counter() - began - line.seconds
    book.close()
    return seconds


def reference(filled: Path, target: Path) -> tuple[int, float]:
    """Rows and seconds of inserting all a fill left into an empty book of the same schema by plain `executemany`."""
    open_sqlite(target, create=True).close()
    with closing(sqlite.connect(filled)) as source:
        tables = [table.name for table in metadata.sorted_tables]
        rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        found_products = source.execute("SELECT pk, name, sku, pinyin, barcode FROM product").fetchall()
    keys = [
        (pk, search_keys(ProductBody(sku, name, "", pinyin, barcode)))
        for pk, name, sku, pinyin, barcode in found_products
    ]
    with closing(sqlite.connect(target, isolation_level=None)) as plain:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768"):
            plain.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        count = _insert_in_pages(plain, rows, keys)
        return count, time.perf_counter() - began


def _insert_in_pages(plain: Any, rows: dict[str, list[tuple[Any, ...]]], keys: list[tuple[int, str]]) -> int:
    """Inserts in transactions as large as a page of the exchange; the number of rows."""
    jobs: list[tuple[str, list[tuple[Any, ...]]]] = []
    for name, all_rows in rows.items():
        if all_rows:
            marks = ", ".join("?" * len(all_rows[0]))
            jobs.append((f'INSERT INTO "{name}" VALUES ({marks})', all_rows))
    jobs.append(("INSERT INTO product_search (rowid, keys) VALUES (?, ?)", list(keys)))
    for sql, all_rows in jobs:
        for start in range(0, len(all_rows), 10_000):
            plain.execute("BEGIN IMMEDIATE")
            plain.executemany(sql, all_rows[start : start + 10_000])
            plain.execute("COMMIT")
    return sum(len(all_rows) for _, all_rows in jobs)


def run(products: int = _PRODUCTS, rounds: int = 3) -> dict[str, object]:
    """The best of a few rounds of each, taken in turn so that both meet the same machine."""
    no_store: Any = null.Keyring
    keyring.set_keyring(no_store())  # the keys made here are no one's
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        hq = make_hq(folder / "hq.db", products)
        ours, theirs, count = float("inf"), float("inf"), 0
        for turn in range(rounds):
            desk = folder / f"desk{turn}"
            ours = min(ours, fill(hq, desk))
            count, seconds = reference(desk / "desk.db", folder / f"plain{turn}.db")
            theirs = min(theirs, seconds)
        hq.close()
    ratio = theirs / ours
    return {
        "name": "first_fill",
        "rows": count,
        "ours_rows_per_s": round(count / ours),
        "reference_rows_per_s": round(count / theirs),
        "ratio": round(ratio, 3),
        "required": REQUIRED,
        "ok": ratio >= REQUIRED,
    }


if __name__ == "__main__":
    measured: Callable[[], dict[str, object]] = run
    print(json.dumps(measured()))
