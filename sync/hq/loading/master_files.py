"""What dealers.csv, products.csv and prices.csv say, as records: a row changes only what its columns name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec

from domain.catalog.products import Product, check_product
from domain.errors import UsageError
from domain.explain import Reason
from domain.parties.dealers import ACTIVE, STATUSES, TIERS, Dealer, check_tree
from domain.tables.numbers import days_of_credit, read_number
from domain.values.lookalikes import is_like_another
from domain.values.money import to_fen, to_price
from domain.values.payment_terms import read_terms
from domain.values.quantities import Pack, from_milli, to_milli
from sync.hq.loading.csv_files import FileForm, LoadedRow, LoadedSheet
from sync.records.bodies.records import DealerBody, PriceBody, ProductBody
from sync.records.books.searching import pinyin_keys
from sync.records.books.settings import moment

DEALERS = FileForm(
    "dealers.csv",
    ("code", "name", "tier", "parent"),
    ("territory", "price_list", "credit_limit", "credit_days", "tags", "terms", "status", "status_reason"),
)
PRODUCTS = FileForm(
    "products.csv",
    ("sku", "name", "unit"),
    ("barcode", "pack_unit", "pack_size", "tax_rate", "category", "brand", "spec"),
)
PRICES = FileForm("prices.csv", ("price_list", "sku", "unit_price"), ("valid_from", "valid_to", "unit", "currency"))

# What ids and stream names are put together with.
SEPARATORS = ":|/"
_TAG_ENDS = re.compile("[;；、]")
_TREE_COLUMNS = {
    "tree_duplicate_code": "code",
    "tree_unknown_tier": "tier",
    "tree_tier_order": "tier",
    "tree_root_tier": "tier",
}
_PRODUCT_COLUMNS = {
    "product_sku_missing": "sku",
    "code_alike": "sku",
    "product_name_missing": "name",
    "product_unit_missing": "unit",
    "product_tax_rate": "tax_rate",
    "pack_size": "pack_size",
    "pack_parts": "pack_size",
}
_MOST_DAYS = Decimal(3650)
Key = TypeVar("Key")


def unrepeated(sheet: LoadedSheet, key: Callable[[LoadedRow], Key], column: str) -> dict[Key, LoadedRow]:
    """The rows by their key; a key that comes again is told as `row_twice` with the row it first came in."""
    found: dict[Key, LoadedRow] = {}
    for row in sheet.rows:
        first = found.setdefault(key(row), row)
        if first is not row:
            row.blame("row_twice", column, first=first.number)
    return found


def read_dealers(sheet: LoadedSheet, standing: Mapping[str, DealerBody]) -> dict[str, DealerBody]:
    """The dealers of the file by code, checked as one tree together with those that stand already."""
    rows = unrepeated(sheet, lambda row: row.cells["code"], "code")
    bodies = {code: _dealer(row, standing.get(code)) for code, row in rows.items()}
    for code, body in bodies.items():
        if body.parent and body.parent not in bodies and body.parent not in standing:
            rows[code].blame("tree_unknown_parent", "parent", dealer=code, parent=body.parent)
    if sheet.problems:
        return bodies
    tree = [_as_dealer(code, body) for code, body in {**standing, **bodies}.items()]
    for problem in check_tree(tree):
        code = str(problem.facts["dealer"])
        facts = {name: fact for name, fact in problem.facts.items() if name != "dealer"}
        row = rows.get(code)
        sheet.blame(
            problem.code, row.number if row else None, _TREE_COLUMNS.get(problem.code, "parent"), dealer=code, **facts
        )
    return bodies


def _dealer(row: LoadedRow, standing: DealerBody | None) -> DealerBody:
    name, tier = row.needed("name"), row.needed("tier").lower()
    body = DealerBody(row.needed("code", forbidden=SEPARATORS), name, tier)
    if standing is not None:
        pinyin = standing.pinyin if standing.name == name else ""
        body = msgspec.structs.replace(standing, name=name, tier=tier, pinyin=pinyin)
    if tier and tier not in TIERS:
        row.blame("tree_unknown_tier", "tier", dealer=body.code, tier=tier, known=", ".join(TIERS))
    _check_codes(row, "code", "price_list")
    body.pinyin = body.pinyin or pinyin_keys(name)
    body.parent = row.text("parent") or None
    if row.has("territory"):
        body.territory = row.text("territory")
    if row.has("price_list"):
        body.price_list = row.text("price_list", forbidden=SEPARATORS)
    if row.has("credit_limit"):
        limit = row.number_in("credit_limit", 2)
        body.credit_limit = None if limit is None else to_fen(limit)
    if row.has("credit_days"):
        days = _days_of_credit(row)
        body.credit_days = None if days is None else int(days)
    if row.has("terms"):
        body.terms = _terms(row)
    if row.has("tags"):
        body.tags = _tags(row)
    if row.has("status"):
        _read_status(row, body, standing)
    return body


def _days_of_credit(row: LoadedRow) -> Decimal | None:
    """A number of days, or one as people write it: `30天`, `现结`."""
    text = row.cells["credit_days"]
    worded = days_of_credit(text) if text and read_number(text) is None else None
    if worded is not None and worded <= _MOST_DAYS:
        return worded
    return row.number_in("credit_days", 0, most=_MOST_DAYS)


def _read_status(row: LoadedRow, body: DealerBody, standing: DealerBody | None) -> None:
    """What a dealer may do from now on; a change has its moment and why.

    What a person decided for a reason isn't taken back by a file that gives none: it may be older than that.
    """
    body.status = row.text("status").lower() or ACTIVE
    reason = " ".join(row.text("status_reason").split()) if row.has("status_reason") else ""
    if body.status not in STATUSES:
        row.blame("dealer_status_unknown", "status", dealer=body.code, status=body.status)
    if body.status == (standing.status if standing else ACTIVE):
        return
    if standing is not None and standing.status_reason and not reason:
        facts = {"since": standing.status_since[:10], "reason": standing.status_reason}
        row.blame("status_decided", "status", dealer=body.code, status=standing.status, wanted=body.status, **facts)
    body.status_since, body.status_reason = moment(), reason


def _check_codes(row: LoadedRow, *columns: str) -> None:
    for column in columns:
        code = row.cells.get(column, "")
        if is_like_another(code):
            row.blame("code_alike", column, text=code)


def _terms(row: LoadedRow) -> str:
    """Terms of payment in words, as they are stored."""
    text = row.text("terms")
    try:
        return read_terms(text).text if text.strip() else ""
    except UsageError as unreadable:
        row.blame(unreadable.code, "terms", text=text)
        return ""


def _tags(row: LoadedRow) -> list[str]:
    """What policies may address the dealer by, parted by `;` or `、`; each once, in one order."""
    return sorted({each.strip() for each in _TAG_ENDS.split(row.text("tags")) if each.strip()})


def _as_dealer(code: str, body: DealerBody) -> Dealer:
    return Dealer(code, body.code, body.name, body.tier, body.parent)


def read_products(sheet: LoadedSheet, standing: Mapping[str, ProductBody]) -> dict[str, ProductBody]:
    """The products of the file by SKU."""
    rows = unrepeated(sheet, lambda row: row.cells["sku"], "sku")
    return {sku: _product(row, standing.get(sku)) for sku, row in rows.items()}


def _product(row: LoadedRow, standing: ProductBody | None) -> ProductBody:
    sku, name, unit = row.needed("sku", forbidden=":|"), row.needed("name"), row.needed("unit")
    body = ProductBody(sku, name, unit)
    if standing is not None:
        pinyin = standing.pinyin if standing.name == name else ""
        body = msgspec.structs.replace(standing, name=name, unit=unit, pinyin=pinyin)
    body.pinyin = body.pinyin or pinyin_keys(name)
    _check_codes(row, "barcode")
    for column in ("barcode", "category", "brand", "pack_unit", "spec"):
        if row.has(column):
            setattr(body, column, row.text(column))
    if row.has("pack_size"):
        _read_pack_size(row, body)
    elif row.has("pack_unit") and body.pack_unit and not body.pack_size:
        row.blame("cell_missing", "pack_size")
    if row.has("tax_rate"):
        body.tax_rate = _tax_rate(row)
    if sku and name and unit:
        for problem in check_product(_as_product(body)):
            _blame_product(row, problem)
    return body


def _read_pack_size(row: LoadedRow, body: ProductBody) -> None:
    size = row.number_in("pack_size", 3, most=Decimal(1_000_000))
    if body.pack_unit and size is None and not row.cells["pack_size"]:
        row.blame("cell_missing", "pack_size")
    if body.pack_unit and size == 0:
        row.blame("pack_size", "pack_size", unit=body.pack_unit, size=size)
    if not body.pack_unit and size is not None and size > 1:
        row.blame("pack_unit_missing", "pack_unit")
    body.pack_size = to_milli(size) if body.pack_unit and size is not None else 0


def _tax_rate(row: LoadedRow) -> int:
    """A share (0.13) or a percentage (13%), in 1/10000."""
    text = unicodedata.normalize("NFKC", row.cells["tax_rate"])
    if text.endswith("%"):
        cell = LoadedRow(row.sheet, row.number, {"tax_rate": text.removesuffix("%").strip()})
        percent = cell.number_in("tax_rate", 2)
        return 0 if percent is None else int(percent * 100)
    share = row.number_in("tax_rate", 4)
    return 0 if share is None else int(share * 10_000)


def _as_product(body: ProductBody) -> Product:
    packs = (Pack(body.pack_unit, from_milli(body.pack_size)),) if body.pack_unit and body.pack_size else ()
    return Product(body.sku, body.sku, body.name, body.unit, packs, tax_rate=Decimal(body.tax_rate) / 10_000)


def _blame_product(row: LoadedRow, problem: Reason) -> None:
    facts = {name: fact for name, fact in problem.facts.items() if name != "sku"}
    row.blame(problem.code, _PRODUCT_COLUMNS.get(problem.code, "pack_unit"), **facts)


def read_prices(sheet: LoadedSheet, products: Mapping[str, ProductBody]) -> dict[str, PriceBody]:
    """The prices of the file by record id; of one list and product no two may hold on the same day."""
    bodies: dict[str, PriceBody] = {}
    numbers: dict[str, LoadedRow] = {}
    by_product: defaultdict[tuple[str, str], list[tuple[str, str, LoadedRow]]] = defaultdict(list)
    for row in sheet.rows:
        body = _price(row, products)
        record = f"{body.price_list}|{body.product}|{body.valid_from}"
        if record in bodies:
            row.blame("row_twice", "valid_from", first=numbers[record].number)
            continue
        bodies[record], numbers[record] = body, row
        by_product[body.price_list, body.product].append((body.valid_from, body.valid_to or "9999-99-99", row))
    for spans in by_product.values():
        if len(spans) > 1:
            _check_overlaps(spans)
    return bodies


def _price(row: LoadedRow, products: Mapping[str, ProductBody]) -> PriceBody:
    sku = row.needed("sku")
    price = row.number_in("unit_price", 4)
    if not row.cells["unit_price"]:
        row.blame("cell_missing", "unit_price")
    if sku and sku not in products:
        row.blame("product_unknown", "sku", product=sku)
    elif sku:
        row.check_unit("unit_price", products[sku].unit)
    row.check_currency()
    start, end = row.day("valid_from"), row.day("valid_to")
    if start and end and end < start:
        row.blame("date_order", "valid_to", valid_from=start, valid_to=end)
    return PriceBody(
        row.needed("price_list", forbidden=SEPARATORS),
        sku,
        to_price(price) if price is not None else 0,
        start.isoformat() if start else "",
        end.isoformat() if end else "",
    )


def _check_overlaps(spans: list[tuple[str, str, LoadedRow]]) -> None:
    spans.sort(key=lambda span: (span[0], span[1], span[2].number))
    latest = spans[0]
    for span in spans[1:]:
        if span[0] <= latest[1]:
            span[2].blame("price_overlap", "valid_from", other=latest[2].number)
        latest = max(latest, span, key=lambda each: each[1])
