"""The two kinds of card a file may bring: how a row of each is read into its record, and what the books know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.catalog.card_cells import CardCells
from desktop.actions.catalog.outsiders import Outsiders, outsiders_of
from desktop.cards.customer import CUSTOMER as CUSTOMER_FACE
from desktop.cards.product import PRODUCT as PRODUCT_FACE
from domain.catalog.products import Product, check_product
from domain.explain import Reason
from domain.imports.columns import Meanings
from domain.imports.history import DEFAULT_UNIT
from domain.imports.row_columns import CUSTOMERS, PRODUCTS
from domain.tables.cells import folded
from domain.tables.spelling import bearers
from domain.values.money import to_fen
from domain.values.quantities import Pack, from_milli, to_milli
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.searching import pinyin_keys

if TYPE_CHECKING:
    from desktop.desk import Desk

Card = DealerBody | ProductBody
_NO_PACK = ("0", "0.0")
_MEASURED = ("name", "unit", "pack_unit")
_PRODUCT_TEXTS = [each for each in PRODUCT_FACE.of_type("text", "suggested") if each not in _MEASURED]


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes the books hold, and whose a name or barcode is, folded for comparing; "" where several bear it.

    `outsiders` are those who can't be customers, None for products.
    """

    codes: frozenset[str]
    by_word: Mapping[str, str] = field(default_factory=dict)
    outsiders: Outsiders | None = None


@dataclass(frozen=True, slots=True)
class CardKind:
    """How one kind of card is read.

    `read` gives the card of a code, made from the known card or anew; `code` the code of a row, and `word` what stands
    for it in a row that has none.
    """

    kind: str
    meanings: Meanings
    read: Callable[[Desk, CardCells, Card | None, str], Card]
    code: Callable[[CardCells], str]
    word: Callable[[CardCells], str]
    codes: Callable[[Desk], KnownCodes]
    known: Callable[[Desk, Sequence[str]], tuple[dict[str, Card], dict[str, Card | None]]]


def _known(desk: Desk, codes: Sequence[str], table: str, column: str, body: type[Card]) -> dict[str, Card]:
    """This desk's own cards of these codes, as their records say."""
    fields = ", ".join(body.__struct_fields__)
    ids = sorted({f"{desk.dealer_id}:{code}" for code in codes})
    with desk.book.reading() as connection:
        rows = rows_in(connection, f"SELECT {column}, {fields} FROM {table} WHERE id IN (?*)", ids)
    return {row[0]: _card(body, row[1:]) for row in rows}


def _card(body: type[Card], values: Sequence[Any]) -> Card:
    given = dict(zip(body.__struct_fields__, values, strict=True))
    if "active" in given:
        given["active"] = bool(given["active"])
    if "tags" in given:
        given["tags"] = msgspec.json.decode(given["tags"], type=list[str])
    return body(**given)


# ---- customers --------------------------------------------------------------------------------------------------


def _customer_code(row: CardCells) -> str:
    return row.code("code")


def _customer_word(row: CardCells) -> str:
    return row.text("name")


def _customer_codes(desk: Desk) -> KnownCodes:
    with desk.book.reading() as connection:
        rows = query_rows(connection, "SELECT code, name FROM dealer WHERE parent = ?", desk.dealer_id)
        outsiders = outsiders_of(connection, desk.dealer_id)
    by_word = bearers((row.name, row.code) for row in rows)
    return KnownCodes(frozenset(str(row.code) for row in rows), by_word, outsiders)


def _known_customers(desk: Desk, codes: Sequence[str]) -> tuple[dict[str, Card], dict[str, Card | None]]:
    fields = ", ".join(DealerBody.__struct_fields__)
    sql = f"SELECT code, {fields} FROM dealer WHERE code IN (?*) AND parent = ? AND id NOT LIKE ?"
    with desk.book.reading() as connection:
        rows = rows_in(connection, sql, sorted(set(codes)), desk.dealer_id, f"{desk.dealer_id}:%")
    theirs: dict[str, Card | None] = {row[0]: _card(DealerBody, row[1:]) for row in rows}
    return _known(desk, codes, "dealer", "code", DealerBody), theirs


def _customer(desk: Desk, row: CardCells, known: Card | None, code: str) -> Card:
    before = known if isinstance(known, DealerBody) else DealerBody("", "", "store", parent=desk.dealer_id)
    no_limit, month_end = row.has_no_limit(), row.month_end()
    limit = None if no_limit else row.number("credit_limit", Decimal(10) ** 10, 2)
    days = None if month_end else row.number("credit_days", Decimal(3650), 0)
    active = row.flag("status")
    name = row.text("name")
    if not name:
        row.wrong.append(("name_missing", {}))
    row.code("phone")  # a number of this length is damaged as codes are
    words = {
        meaning: row.text(meaning) or getattr(before, meaning)
        for meaning in CUSTOMER_FACE.of_type("text", "suggested")
        if meaning != "name"
    }
    kept = None if no_limit else before.credit_limit
    # Terms stand before days of credit, so that new days take the place of old terms.
    kept_terms = before.terms if days is None or int(days) == (before.credit_days or 0) else ""
    return msgspec.structs.replace(
        before,
        code=code,
        name=name,
        credit_limit=kept if limit is None else to_fen(limit),
        credit_days=before.credit_days if days is None else int(days),
        status=before.status if active is None else ("active" if active else "inactive"),
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
        terms=row.terms() or month_end or kept_terms,
        **words,
    )


# ---- products ---------------------------------------------------------------------------------------------------


def _sku(row: CardCells) -> str:
    return row.code("sku")


def _product_word(row: CardCells) -> str:
    return row.code("barcode") or row.text("name")


def _skus(desk: Desk) -> KnownCodes:
    with desk.book.reading() as connection:
        sql = "SELECT sku, name, barcode FROM product WHERE owner IN ('', ?)"
        rows = query_rows(connection, sql, desk.dealer_id)
    words = [(word, row.sku) for row in rows for word in (row.name, row.barcode)]
    return KnownCodes(frozenset(str(row.sku) for row in rows), bearers(words))


def _known_products(desk: Desk, skus: Sequence[str]) -> tuple[dict[str, Card], dict[str, Card | None]]:
    fields = ", ".join(ProductBody.__struct_fields__)
    sql = f"SELECT sku, {fields} FROM product WHERE sku IN (?*) AND owner = ''"
    with desk.book.reading() as connection:
        rows = rows_in(connection, sql, sorted(set(skus)))
    theirs: dict[str, Card | None] = {row[0]: _card(ProductBody, row[1:]) for row in rows}
    return _known(desk, skus, "product", "sku", ProductBody), theirs


def _product(desk: Desk, row: CardCells, known: Card | None, sku: str) -> Card:
    before = known if isinstance(known, ProductBody) else ProductBody("", "", DEFAULT_UNIT, owner=desk.dealer_id)
    size = row.number("pack_size", Decimal(1_000_000), 3)
    pack_unit = row.pack_unit()
    if size == 0 and row.text("pack_size") not in _NO_PACK:
        row.fail("pack_size", row.text("pack_size"))
    tax_rate = row.number("tax_rate", Decimal(100), 4)
    if tax_rate is not None and tax_rate >= 1:
        tax_rate /= 100  # written as a percentage
    active = row.flag("status")
    name = row.text("name")
    if not name:
        row.wrong.append(("name_missing", {}))
    unit = row.text("unit") or before.unit
    unread = size is None and bool(row.text("pack_size").strip())  # told already
    if pack_unit and not size and not unread and folded(pack_unit) not in (folded(before.pack_unit), folded(unit)):
        row.wrong.append(("pack_size_missing", {"pack": pack_unit, "unit": unit}))
    pack_unit = pack_unit or before.pack_unit
    if size and size > 1 and not pack_unit:
        row.wrong.append(("pack_unit_missing", {"size": row.text("pack_size")}))
    packed = bool(pack_unit and size) and not (size == 1 and folded(pack_unit) == folded(unit))
    words = {meaning: row.text(meaning) or getattr(before, meaning) for meaning in _PRODUCT_TEXTS}
    body = msgspec.structs.replace(
        before,
        sku=sku,
        name=name,
        unit=unit,
        barcode=row.code("barcode") or before.barcode,
        pack_unit=pack_unit if packed else before.pack_unit,
        pack_size=to_milli(size) if packed and size else before.pack_size,
        tax_rate=before.tax_rate if tax_rate is None else int(tax_rate * 10_000),
        active=before.active if active is None else active,
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
        **words,
    )
    row.wrong += ((each.code, each.facts) for each in _checked(body) if name)
    return body


def _checked(body: ProductBody) -> list[Reason]:
    """What HQ's load would say of such a product."""
    packs = (Pack(body.pack_unit, from_milli(body.pack_size)),) if body.pack_unit and body.pack_size else ()
    product = Product(body.sku, body.sku, body.name, body.unit, packs, tax_rate=Decimal(body.tax_rate) / 10_000)
    return list(check_product(product))


CUSTOMER = CardKind("customer", CUSTOMERS, _customer, _customer_code, _customer_word, _customer_codes, _known_customers)
PRODUCT = CardKind("product", PRODUCTS, _product, _sku, _product_word, _skus, _known_products)
