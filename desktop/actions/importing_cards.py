"""Customers and products taken from a file: new cards are made, known ones brought up to date, bad rows reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.card_cells import CardCells
from desktop.actions.history_books import spellings, zero_notes
from desktop.actions.importing import Progress, header_notes, report_path
from desktop.exchange.reading import Table, as_written, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.catalog import Product, check_product
from domain.columns import CUSTOMERS, PRODUCTS, Meanings
from domain.errors import RefusedError
from domain.explain import Reason
from domain.history import DEFAULT_UNIT
from domain.history_survey import CODE_LENGTH
from domain.money import to_fen
from domain.quantities import Pack, from_milli, to_milli
from domain.tables.cells import folded
from domain.tables.sorting import CARD_SHAPE, RowSorter, Why
from domain.tables.text import Record
from sync.records.bodies import DealerBody, ProductBody
from sync.records.bulk import parts, query_rows, rows_in
from sync.records.searching import pinyin_keys

if TYPE_CHECKING:
    from desktop.desk import Desk

_PAGE = 2_000
Card = DealerBody | ProductBody


@dataclass(frozen=True, slots=True)
class ImportedCards:
    """What an import of cards did, or with `check` would do.

    Made, changed, already so, refused and left out (sums, notes, hidden rows; how many of each in `left`) are together
    the rows.
    """

    lines: int
    made: int
    changed: int
    same: int
    refused_lines: int
    report: Path
    reasons: Mapping[str, int]
    left_lines: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of card is read: `read` gives the card of a code, made from the known card or anew."""

    kind: str
    meanings: Meanings
    read: Callable[[Desk, CardCells, Card | None, str], Card]
    code: Callable[[CardCells], str]
    codes: Callable[[Desk], set[str]]
    known: Callable[[Desk, Sequence[str]], tuple[dict[str, Card], dict[str, Card | None]]]


def import_customers(
    desk: Desk,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    hidden: bool = False,
    report: Path | None = None,
    progress: Progress | None = None,
) -> ImportedCards:
    """Takes customers of this desk's dealer; without codes the names are the codes; blank cells change nothing.

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `import_at_hq`.
    """
    return _import_cards(
        desk, file, _CUSTOMER, mapping or {}, check=check, hidden=hidden, report=report, progress=progress
    )


def import_products(
    desk: Desk,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    hidden: bool = False,
    report: Path | None = None,
    progress: Progress | None = None,
) -> ImportedCards:
    """Takes products of this desk's own; without SKUs their barcodes, without these their names are the SKUs.

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `import_at_hq`.
    """
    return _import_cards(
        desk, file, _PRODUCT, mapping or {}, check=check, hidden=hidden, report=report, progress=progress
    )


def _import_cards(
    desk: Desk,
    file: Path,
    kind: _Kind,
    mapping: Mapping[str, str],
    *,
    check: bool,
    hidden: bool,
    report: Path | None,
    progress: Progress | None,
) -> ImportedCards:
    if desk.at_hq:
        raise RefusedError("import_at_hq", dealer=desk.dealer_id)
    if not check:
        desk.need("card_write")
    tables = read_tables(file, kind.meanings, mapping, hidden=hidden)
    rows = [each for table in tables for each in _sorted(table, hidden=hidden)]
    codes = [kind.code(CardCells(each.table, each.record.cells)) for each in rows if each.why is None]
    books = _books_of(desk, kind, codes)
    taken = _Taken()
    path = report or report_path(desk, file, f"{kind.kind}s")
    with RefusalReport(path, tables[0].header.titles, sheets=len(tables) > 1) as told:
        for done, each in enumerate(rows, 1):
            _take(desk, kind, each, books, taken, told)
            if progress and done % 500 == 0:
                progress(done, len(rows))
    before = {**books.foreign, **books.known}
    changed = {code: card for code, card in taken.cards.items() if before.get(code) != card}
    if not check:
        _put(desk, "dealer" if kind is _CUSTOMER else "product", changed)
    made = sum(code not in books.known for code in changed)
    notes = [*tables[0].beside, *(note for table in tables for note in header_notes(table)), *books.notes]
    notes += _same_barcodes(desk, taken.barcodes)
    notes += (Reason(f"left_{code}", "warn", {"lines": count}) for code, count in taken.left.items())
    return ImportedCards(
        lines=len(rows),
        made=made,
        changed=len(changed) - made,
        same=len(taken.cards) - len(changed),
        refused_lines=sum(taken.refused.values()),
        report=told.path,
        reasons=dict(told.reasons.most_common()),
        left_lines=sum(taken.left.values()),
        left=dict(taken.left),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _SortedRow:
    """A row of one of the file's tables, and why it is no card."""

    table: Table
    record: Record
    why: Why | None


@dataclass(frozen=True, slots=True)
class _Books:
    """What the books know of the codes: this desk's cards, HQ's, how codes are written, hints."""

    known: Mapping[str, Card]
    foreign: Mapping[str, Card | None]
    spelled: Mapping[str, str]
    notes: Sequence[Reason]


@dataclass(slots=True)
class _Taken:
    """What became of the rows so far: `rows` the row of each code, `barcodes` whose rows bear them, taken or not."""

    cards: dict[str, Card] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    barcodes: dict[str, set[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def _sorted(table: Table, *, hidden: bool) -> Iterator[_SortedRow]:
    sorter = RowSorter(table.header.titles, table.header.columns, CARD_SHAPE)
    for record in table.rows():
        mark = "" if hidden and record.mark == "hidden" else record.mark
        _, why = sorter.see(record.number, record.cells, mark)
        yield _SortedRow(table, record, why)


def _books_of(desk: Desk, kind: _Kind, codes: Sequence[str]) -> _Books:
    """Looks the codes up, also under another case or width of theirs."""
    every = kind.codes(desk)
    spelled = spellings([code for code in codes if code not in every], list(every))
    asked = [*codes, *spelled.values()]
    known, foreign = kind.known(desk, asked)
    new = [code for code in dict.fromkeys(codes) if code not in every and code not in spelled]
    return _Books(known, foreign, spelled, zero_notes(new, list(every)))


def _take(desk: Desk, kind: _Kind, each: _SortedRow, books: _Books, taken: _Taken, told: RefusalReport) -> None:
    number, cells, mark = each.record
    if each.why is not None:
        taken.left[each.why[0]] += 1
        told.leave_out(number, each.table.sheet, each.why, as_written(cells))
        return
    row = CardCells(each.table, cells)
    written = kind.code(row)
    code = books.spelled.get(written, written)
    theirs = books.foreign.get(code)
    card = kind.read(desk, row, books.known.get(code) or theirs, code)
    row.wrong += [("row_quote", {})] if mark == "quote" else []
    row.wrong += _code_problems(code, taken.rows, set() if card == theirs else set(books.foreign))
    if isinstance(card, ProductBody) and card.barcode:
        taken.barcodes.setdefault(card.barcode, set()).add(code)
    if row.wrong:
        taken.refused[row.wrong[0][0]] += 1
        told.add(number, each.table.sheet, row.wrong, as_written(cells))
    else:
        taken.rows[code], taken.cards[code] = number, card


def _same_barcodes(desk: Desk, bearers: Mapping[str, set[str]]) -> Iterator[Reason]:
    """Barcodes that more than one product would bear: a scan couldn't tell which is meant."""
    sql = "SELECT barcode, sku FROM product WHERE barcode IN (?*) AND owner IN ('', ?)"
    with desk.book.reading() as connection:
        known = rows_in(connection, sql, sorted(bearers), desk.dealer_id)
    named = set().union(*bearers.values())
    for barcode, skus in bearers.items():
        every = skus | {str(row.sku) for row in known if row.barcode == barcode and row.sku not in named}
        if len(every) > 1:
            yield Reason("barcode_shared", "warn", {"barcode": barcode, "codes": ", ".join(sorted(every))})


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


def _customer_code(row: CardCells) -> str:
    return row.code("code") or row.text("name")


def _customer_codes(desk: Desk) -> set[str]:
    with desk.book.reading() as connection:
        rows = query_rows(connection, "SELECT code FROM dealer WHERE parent = ?", desk.dealer_id)
        return {str(code) for (code,) in rows}


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
        for meaning in ("contact", "phone", "address", "territory", "price_list")
    }
    kept = None if no_limit else before.credit_limit
    return DealerBody(
        code=code,
        name=name,
        tier=before.tier,
        parent=before.parent,
        credit_limit=kept if limit is None else to_fen(limit),
        credit_days=before.credit_days if days is None else int(days),
        status=before.status if active is None else ("active" if active else "inactive"),
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
        tags=before.tags,
        terms=row.terms() or month_end or before.terms,
        **words,
    )


# ---- products ---------------------------------------------------------------------------------------------------


def _sku(row: CardCells) -> str:
    return row.code("sku") or row.code("barcode") or row.text("name")


def _skus(desk: Desk) -> set[str]:
    with desk.book.reading() as connection:
        rows = query_rows(connection, "SELECT sku FROM product WHERE owner IN ('', ?)", desk.dealer_id)
        return {str(sku) for (sku,) in rows}


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
    if pack_unit and not size and row.has("pack_size") and not (known and before.pack_size):
        row.fail("pack_unit" if row.has("pack_unit") else "pack_size", pack_unit)
    tax_rate = row.number("tax_rate", Decimal(100), 4)
    if tax_rate is not None and tax_rate >= 1:
        tax_rate /= 100  # written as a percentage
    active = row.flag("status")
    name = row.text("name")
    if not name:
        row.wrong.append(("name_missing", {}))
    unit = row.text("unit") or before.unit
    pack_unit = pack_unit or before.pack_unit
    if size and size > 1 and not pack_unit:
        row.wrong.append(("pack_unit_missing", {}))
    packed = bool(pack_unit and size) and not (size == 1 and folded(pack_unit) == folded(unit))
    body = ProductBody(
        sku=sku,
        name=name,
        unit=unit,
        owner=before.owner,
        barcode=row.code("barcode") or before.barcode,
        pack_unit=pack_unit if packed else before.pack_unit,
        pack_size=to_milli(size) if packed and size else before.pack_size,
        tax_rate=before.tax_rate if tax_rate is None else int(tax_rate * 10_000),
        category=row.text("category") or before.category,
        brand=row.text("brand") or before.brand,
        active=before.active if active is None else active,
        pinyin=before.pinyin if name == before.name else pinyin_keys(name),
    )
    row.wrong += ((each.code, each.facts) for each in _checked(body) if name)
    return body


def _checked(body: ProductBody) -> list[Reason]:
    """What HQ's load would say of such a product."""
    packs = (Pack(body.pack_unit, from_milli(body.pack_size)),) if body.pack_unit and body.pack_size else ()
    product = Product(body.sku, body.sku, body.name, body.unit, packs, tax_rate=Decimal(body.tax_rate) / 10_000)
    return list(check_product(product))


_CUSTOMER = _Kind("customer", CUSTOMERS, _customer, _customer_code, _customer_codes, _known_customers)
_PRODUCT = _Kind("product", PRODUCTS, _product, _sku, _skus, _known_products)
