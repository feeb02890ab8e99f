"""Desks of any size to measure on, filled the way a real one is: by records in streams."""

from __future__ import annotations

from pathlib import Path

from desktop.desk import Desk, Identity
from sync.records.bodies.records import Body, DealerBody, DocumentBody, LineBody, PriceBody, ProductBody
from sync.records.books.database import open_sqlite
from sync.records.books.searching import pinyin_keys
from sync.records.books.settings import write_setting
from sync.records.copies.joining import open_outbox

DEALER, CUSTOMERS = "GD01", 100


def sample_desk(folder: Path, *, products: int, stock: int = 0, names: list[str] | None = None) -> Desk:
    """A desk with HQ above, a hundred customers below, products with prices, and so much of each in stock."""
    folder.mkdir(parents=True, exist_ok=True)
    book = open_sqlite(folder / "desk.db", create=True)
    settings = {"role": "desk", "desk_id": "D1", "dealer_id": DEALER, "prefix": "01", "hq_url": "http://127.0.0.1:1"}
    with book.writing() as writing:
        for key, value in settings.items():
            write_setting(writing.connection, key, value)
        dealers: list[tuple[str, Body]] = [
            ("HQ", DealerBody("HQ", "总部", "hq")),
            (DEALER, DealerBody(DEALER, "广东粤海商贸", "province", "HQ", price_list="PROVINCE")),
        ]
        writing.put_all("catalog", "dealer", dealers)
        customers: list[tuple[str, Body]] = [
            (f"{DEALER}:C{place}", DealerBody(f"C{place}", f"天河{place}号便利店", "store", DEALER, price_list="CITY"))
            for place in range(CUSTOMERS)
        ]
        writing.put_all("desk/D1", "dealer", customers)
        writing.put_all("catalog", "product", [_product(place, names) for place in range(products)])
        prices: list[tuple[str, Body]] = [
            (f"CITY/P{place:06d}", PriceBody("CITY", f"P{place:06d}", 1_5000)) for place in range(products)
        ]
        writing.put_all("prices/CITY", "price", prices)
        if stock:
            lines = [LineBody(f"P{place:06d}", f"P{place:06d}", stock * 1000, 0) for place in range(products)]
            count = DocumentBody("PDD-01-1", DEALER, DEALER, "2026-01-01", "2026-01-01T00:00:00Z", 0, lines)
            count.warehouse = "主仓"
            writing.put("desk/D1", "adjustment", "count", count)
    open_outbox(book, folder / "outbox.journal", expected=False)
    return Desk(book, Identity("desk", "D1", DEALER, "01", "http://127.0.0.1:1"), folder)


def _product(place: int, names: list[str] | None) -> tuple[str, Body]:
    name = names[place] if names else f"饮料{place}号500ml"
    sku = f"P{place:06d}"
    barcode = f"69{place * 7919 % 10**11:011d}"
    return sku, ProductBody(sku, name, "瓶", pinyin_keys(name), barcode, "箱", 24_000)
