"""Builders of small desks with every default said, for the tests of actions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.desk import Desk, Identity
from sync.records.bodies.records import (
    AvailabilityBody,
    Body,
    DealerBody,
    DocumentBody,
    LineBody,
    PriceBody,
    ProductBody,
)
from sync.records.books.database import open_sqlite
from sync.records.books.settings import write_setting

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def a_desk(
    folder: Path,
    *,
    dealer: str = "GD01",
    records: Sequence[tuple[str, str, Body]] | None = None,
    stock: dict[str, int] | None = None,
) -> Desk:
    """A desk of Guangdong's agent, with HQ above it, two customers below it, and two products."""
    folder.mkdir(parents=True, exist_ok=True)
    book = open_sqlite(folder / "desk.db", create=True)
    settings = {"role": "desk", "desk_id": "D1", "dealer_id": dealer, "prefix": "01", "hq_url": "http://127.0.0.1:1"}
    with book.writing() as writing:
        for key, value in settings.items():
            write_setting(writing.connection, key, value)
        for kind, record, body in [*masters(), *(records or [])]:
            home = "desk/D1" if ":" in record else "catalog"
            writing.put(home, kind, record, body)
        if stock:
            writing.put("desk/D1", "adjustment", "count-1", a_count(dealer, stock))
    return Desk(book, Identity("desk", "D1", dealer, "01", "http://127.0.0.1:1"), folder, clock=lambda: NOW)


def masters() -> list[tuple[str, str, Body]]:
    return [
        ("dealer", "HQ", DealerBody("HQ", "总部", "hq")),
        (
            "dealer",
            "GD01",
            DealerBody("GD01", "广东粤海商贸", "province", "HQ", price_list="P", credit_limit=10_000_00),
        ),
        ("dealer", "GD01:C1", DealerBody("C1", "天河小卖部", "store", "GD01", price_list="W", credit_limit=1_000_00)),
        ("dealer", "GD01:C2", DealerBody("C2", "越秀超市", "store", "GD01", price_list="W", credit_days=30)),
        ("product", "W550", a_product("W550", "农夫山泉550ml", "6901234500001")),
        ("product", "COLA", a_product("COLA", "可口可乐330ml", "6901234500018")),
        ("price", "P/W550", PriceBody("P", "W550", 1_0000)),
        ("price", "P/COLA", PriceBody("P", "COLA", 2_0000)),
        ("price", "W/W550", PriceBody("W", "W550", 1_5000)),
        ("price", "W/COLA", PriceBody("W", "COLA", 2_5000)),
        ("availability", "HQ/W550", AvailabilityBody("HQ", "W550", 2400_000, "2026-11-22T00:00:00Z")),
    ]


def a_product(sku: str, name: str, barcode: str = "", *, owner: str = "") -> ProductBody:
    return ProductBody(sku, name, "瓶", barcode=barcode, pack_unit="箱", pack_size=24_000, owner=owner)


def a_count(owner: str, stock: dict[str, int], warehouse: str = "主仓") -> DocumentBody:
    lines = [LineBody(sku, sku, quantity * 1000, 0) for sku, quantity in stock.items()]
    return DocumentBody(
        "PDD-01-261101-0001", owner, owner, "2026-11-01", "2026-11-01T00:00:00Z", 0, lines, warehouse=warehouse
    )


def a_line(
    sku: str = "W550", quantity: str = "24", *, unit: str = "瓶", size: str = "1", agreed: str = ""
) -> DraftLine:
    return DraftLine(sku, Decimal(quantity), unit, Decimal(size), Decimal(agreed) if agreed else None)


def a_draft(
    *lines: DraftLine, seller: str = "GD01", buyer: str = "GD01:C1", on: date = TODAY, ref: str = ""
) -> OrderDraft:
    return OrderDraft("draft-1", seller, buyer, on, "", ref, "", lines or (a_line(),))
