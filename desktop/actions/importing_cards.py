"""Customers and products taken from a file: new cards are made, known ones brought up to date, bad rows reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.importing import Progress, header_notes, report_path
from desktop.exchange.reading import Table, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.cells import read_code, read_number
from domain.columns import CUSTOMERS, PRODUCTS, Meanings
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.history import CODE_LENGTH, DEFAULT_UNIT, Why
from domain.money import to_fen
from domain.quantities import to_milli
from domain.terms import read_terms
from sync.records.bodies import DealerBody, ProductBody
from sync.records.bulk import parts, rows_in
from sync.records.searching import pinyin_keys

if TYPE_CHECKING:
    from desktop.desk import Desk

_PAGE = 2_000
_ON = {"1", "是", "启用", "正常", "active", "yes", "true", "on", "y"}
_OFF = {"0", "否", "禁用", "停用", "inactive", "no", "false", "off", "n", "stopped"}

Card = DealerBody | ProductBody


@dataclass(frozen=True, slots=True)
class ImportedCards:
    """What an import of cards did, or with `check` would do: made, changed, already so, refused; together the rows."""

    lines: int
    made: int
    changed: int
    same: int
    refused_lines: int
    report: Path
    reasons: Mapping[str, int]
    notes: tuple[Reason, ...] = ()


class _Cells:
    """One row read by meaning, collecting what is wrong with it."""

    def __init__(self, table: Table, cells: Sequence[Any]) -> None:
        self._columns = table.header.columns
        self._titles = table.header.titles
        self._cells = cells
        self.wrong: list[Why] = []

    def text(self, meaning: str) -> str:
        """What stands there as text, "" where there is no such column."""
        return read_code(self._cells[self._columns[meaning]]) if meaning in self._columns else ""

    def number(self, meaning: str, most: Decimal, places: int) -> Decimal | None:
        """A number from zero to `most`, or None where nothing stands there."""
        text = self.text(meaning)
        if not text:
            return None
        number = read_number(text.removesuffix("%"))
        if number is None or not 0 <= number <= most or number.scaleb(places) % 1:
            self.fail(meaning, text)
            return None
        return number / 100 if text.endswith("%") else number

    def flag(self, meaning: str) -> bool | None:
        text = self.text(meaning).casefold()
        if text and text not in _ON | _OFF:
            self.fail(meaning, text)
        return text in _ON if text else None

    def terms(self) -> str:
        """Terms of payment as they are stored, "" where nothing stands there."""
        text = self.text("terms")
        try:
            return read_terms(text).text if text.strip() else ""
        except UsageError:
            self.fail("terms", text)
            return ""

    def fail(self, meaning: str, text: str) -> None:
        self.wrong.append(("field_unreadable", {"column": self._titles[self._columns[meaning]], "text": text}))


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of card is read: `read` gives its code and the card, made from the known card or anew."""

    kind: str
    meanings: Meanings
    read: Callable[[Desk, _Cells, Card | None], tuple[str, Card]]
    code: Callable[[_Cells], str]
    known: Callable[[Desk, Sequence[str]], tuple[dict[str, Card], set[str]]]


def import_customers(
    desk: Desk,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    report: Path | None = None,
    progress: Progress | None = None,
) -> ImportedCards:
    """Takes customers of this desk's dealer; without codes the names are the codes; blank cells change nothing.

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `import_at_hq`.
    """
    return _import_cards(desk, file, _CUSTOMER, mapping or {}, check=check, report=report, progress=progress)


def import_products(
    desk: Desk,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    report: Path | None = None,
    progress: Progress | None = None,
) -> ImportedCards:
    """Takes products of this desk's own; without SKUs their barcodes, without these their names are the SKUs.

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `import_at_hq`.
    """
    return _import_cards(desk, file, _PRODUCT, mapping or {}, check=check, report=report, progress=progress)


def _import_cards(
    desk: Desk,
    file: Path,
    kind: _Kind,
    mapping: Mapping[str, str],
    *,
    check: bool,
    report: Path | None,
    progress: Progress | None,
) -> ImportedCards:
    if desk.at_hq:
        raise RefusedError("import_at_hq", dealer=desk.dealer_id)
    if not check:
        desk.need("card_write")
    tables = read_tables(file, kind.meanings, mapping)
    rows = [(table, number, cells) for table in tables for number, cells in table.rows()]
    known, foreign = kind.known(desk, [kind.code(_Cells(table, cells)) for table, _, cells in rows])
    seen: dict[str, int] = {}
    fresh: dict[str, Card] = {}
    path = report or report_path(desk, file, f"{kind.kind}s")
    with RefusalReport(path, tables[0].header.titles, sheets=len(tables) > 1) as told:
        for done, (table, number, cells) in enumerate(rows, 1):
            row = _Cells(table, cells)
            code, card = kind.read(desk, row, known.get(kind.code(row)))
            row.wrong += _code_problems(code, seen, foreign)
            if row.wrong:
                told.add(number, table.sheet, row.wrong, cells)
            else:
                seen[code], fresh[code] = number, card
            if progress and done % 500 == 0:
                progress(done, len(rows))
    changed = {code: card for code, card in fresh.items() if known.get(code) != card}
    if not check:
        _put(desk, "dealer" if kind is _CUSTOMER else "product", changed)
    made = sum(code not in known for code in changed)
    same = len(fresh) - len(changed)
    notes = tuple(note for table in tables for note in header_notes(table))
    return ImportedCards(
        len(rows), made, len(changed) - made, same, told.lines, told.path, dict(told.reasons.most_common()), notes
    )


def _code_problems(code: str, seen: Mapping[str, int], foreign: set[str]) -> Iterator[Why]:
    if len(code) > CODE_LENGTH:
        yield "code_too_long", {"most": CODE_LENGTH}
    elif code in seen:
        yield "code_twice", {"code": code, "row": seen[code]}
    elif code in foreign:
        yield "record_not_yours", {"code": code}


def _put(desk: Desk, kind: str, cards: Mapping[str, Card]) -> None:
    for page in parts(list(cards.items()), _PAGE):
        with desk.book.writing() as writing:
            writing.put_all(desk.stream, kind, [(f"{desk.dealer_id}:{code}", card) for code, card in page])


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


def _customer_code(row: _Cells) -> str:
    return row.text("code") or row.text("name")


def _known_customers(desk: Desk, codes: Sequence[str]) -> tuple[dict[str, Card], set[str]]:
    sql = "SELECT code FROM dealer WHERE code IN (?*) AND parent = ? AND id NOT LIKE ?"
    with desk.book.reading() as connection:
        rows = rows_in(connection, sql, sorted(set(codes)), desk.dealer_id, f"{desk.dealer_id}:%")
    return _known(desk, codes, "dealer", "code", DealerBody), {code for (code,) in rows}


def _customer(desk: Desk, row: _Cells, known: Card | None) -> tuple[str, Card]:
    before = known if isinstance(known, DealerBody) else DealerBody("", "", "store", parent=desk.dealer_id)
    limit = row.number("credit_limit", Decimal(10) ** 10, 2)
    days = row.number("credit_days", Decimal(3650), 0)
    active = row.flag("status")
    name = row.text("name")
    if not name:
        row.wrong.append(("name_missing", {}))
    words = {
        meaning: row.text(meaning) or getattr(before, meaning)
        for meaning in ("contact", "phone", "address", "territory", "price_list")
    }
    return _customer_code(row), DealerBody(
        code=_customer_code(row),
        name=name,
        tier=before.tier,
        parent=before.parent,
        credit_limit=before.credit_limit if limit is None else to_fen(limit),
        credit_days=before.credit_days if days is None else int(days),
        status=before.status if active is None else ("active" if active else "inactive"),
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
        tags=before.tags,
        terms=row.terms() or before.terms,
        **words,
    )


# ---- products ---------------------------------------------------------------------------------------------------


def _sku(row: _Cells) -> str:
    return row.text("sku") or row.text("barcode") or row.text("name")


def _known_products(desk: Desk, skus: Sequence[str]) -> tuple[dict[str, Card], set[str]]:
    with desk.book.reading() as connection:
        rows = rows_in(connection, "SELECT sku FROM product WHERE sku IN (?*) AND owner = ''", sorted(set(skus)))
    return _known(desk, skus, "product", "sku", ProductBody), {sku for (sku,) in rows}


def _product(desk: Desk, row: _Cells, known: Card | None) -> tuple[str, Card]:
    before = known if isinstance(known, ProductBody) else ProductBody("", "", DEFAULT_UNIT, owner=desk.dealer_id)
    size = row.number("pack_size", Decimal(1_000_000), 3)
    pack_unit = row.text("pack_unit")
    if pack_unit and not size:
        row.fail("pack_unit", pack_unit)
    tax_rate = row.number("tax_rate", Decimal(100), 4)
    if tax_rate is not None and tax_rate >= 1:
        tax_rate /= 100  # written as a percentage
    active = row.flag("status")
    name = row.text("name")
    if not name:
        row.wrong.append(("name_missing", {}))
    packed = bool(pack_unit and size)
    return _sku(row), ProductBody(
        sku=_sku(row),
        name=name,
        unit=row.text("unit") or before.unit,
        owner=before.owner,
        barcode=row.text("barcode") or before.barcode,
        pack_unit=pack_unit if packed else before.pack_unit,
        pack_size=to_milli(size) if packed and size else before.pack_size,
        tax_rate=before.tax_rate if tax_rate is None else int(tax_rate * 10_000),
        category=row.text("category") or before.category,
        brand=row.text("brand") or before.brand,
        active=before.active if active is None else active,
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
    )


_CUSTOMER = _Kind("customer", CUSTOMERS, _customer, _customer_code, _known_customers)
_PRODUCT = _Kind("product", PRODUCTS, _product, _sku, _known_products)
