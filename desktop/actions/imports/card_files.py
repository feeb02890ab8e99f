"""Customers and products taken from a file: new cards are made, known ones brought up to date, bad rows reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.catalog.card_cells import CardCells
from desktop.actions.catalog.card_fields import changed_fields
from desktop.actions.catalog.card_kinds import CUSTOMER, PRODUCT, Card, CardKind
from desktop.actions.catalog.customer_cards import price_lists
from desktop.actions.catalog.outsiders import Outsiders
from desktop.actions.imports.file_maps import keep_said, known_maps
from desktop.actions.imports.file_notes import Progress, columns_of, header_notes, report_path, unit_notes
from desktop.actions.imports.file_rows import FileRow, Sample, first_words
from desktop.exchange.reading import FileTable, as_written, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.errors import RefusedError
from domain.explain import Reason
from domain.imports.history import DEFAULT_UNIT
from domain.imports.history_survey import CODE_LENGTH
from domain.parties.users import may
from domain.tables.cells import folded
from domain.tables.shapes import CARD_SHAPE
from domain.tables.sorting import RowSorter, Why
from domain.tables.spelling import alike_notes, bearers, namesake_notes, spellings, zero_notes
from domain.tables.text import Record
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.bulk import parts, rows_in

if TYPE_CHECKING:
    from desktop.desk import Desk

_PAGE = 2_000


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
    rows: tuple[FileRow, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()


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
        desk, file, CUSTOMER, mapping or {}, check=check, hidden=hidden, report=report, progress=progress
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
        desk, file, PRODUCT, mapping or {}, check=check, hidden=hidden, report=report, progress=progress
    )


def _import_cards(
    desk: Desk,
    file: Path,
    kind: CardKind,
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
    with desk.book.reading() as connection:
        maps = known_maps(connection, f"{kind.kind}s")
    tables = read_tables(file, kind.meanings, mapping, hidden=hidden, known=maps)
    rows = [each for table in tables for each in _sorted(table, kind, hidden=hidden)]
    books = _books_of(desk, kind, [CardCells(each.table, each.record.cells) for each in rows if each.why is None])
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
        keep_said(desk, f"{kind.kind}s", tables[0].layout, mapping)
        _put(desk, "dealer" if kind is CUSTOMER else "product", changed)
    made = sum(code not in books.known for code in changed)
    notes = [*tables[0].beside, *(note for table in tables for note in header_notes(table)), *books.notes]
    notes += unit_notes(taken.without_unit, DEFAULT_UNIT)
    notes += _same_barcodes(desk, taken.barcodes)
    notes += _unknown_lists(desk, changed)
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
        rows=taken.sample.rows,
        columns=columns_of(tables[0].header),
        titles=tables[0].header.titles,
    )


@dataclass(frozen=True, slots=True)
class _SortedRow:
    """A row of one of the file's tables, and why it is no card."""

    table: FileTable
    record: Record
    why: Why | None


@dataclass(frozen=True, slots=True)
class _Books:
    """What the books know of the codes: this desk's cards, HQ's, how codes are written, hints.

    `by_word` tells whose a name or a barcode is, folded for comparing, for rows that have no code; "" where it is
    several cards'.
    """

    known: Mapping[str, Card]
    foreign: Mapping[str, Card | None]
    spelled: Mapping[str, str]
    by_word: Mapping[str, str]
    notes: Sequence[Reason]
    outsiders: Outsiders | None

    def code_of(self, kind: CardKind, row: CardCells) -> str:
        """The code a row means: its own as the books write it, else that of the card which bears its name."""
        written = kind.code(row)
        if not written:
            written = kind.word(row)
            bearer = self.by_word.get(folded(written))
            if bearer == "" and written:
                row.wrong.append(("name_of_many", {"name": written}))
            written = bearer or written
        return self.spelled.get(written, written)


@dataclass(slots=True)
class _Taken:
    """What became of the rows so far: `rows` the row of each code, `barcodes` whose rows bear them, taken or not.

    `without_unit` are the codes of new products whose rows name no unit.
    """

    cards: dict[str, Card] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    barcodes: dict[str, set[str]] = field(default_factory=dict)
    without_unit: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    sample: Sample = field(default_factory=Sample)


def _sorted(table: FileTable, kind: CardKind, *, hidden: bool) -> Iterator[_SortedRow]:
    sorter = RowSorter(table.header.titles, table.header.columns, CARD_SHAPE, kind.meanings.has_meaning)
    for record in table.rows():
        mark = "" if hidden and record.mark == "hidden" else record.mark
        _, why = sorter.see(record.number, record.cells, mark)
        yield _SortedRow(table, record, why)


def _books_of(desk: Desk, kind: CardKind, rows: Sequence[CardCells]) -> _Books:
    """Looks the rows' codes up, also under another case or width of theirs, and the names of those without."""
    every = kind.codes(desk)
    named = [(kind.code(row), row.text("name"), kind.word(row)) for row in rows]
    words = bearers((word, code) for code, *told in named for word in told if code)
    by_word = {**words, **every.by_word}
    codes = [code or by_word.get(folded(word)) or word for code, _, word in named]
    spelled = spellings([code for code in codes if code not in every.codes], list(every.codes))
    asked = [*codes, *spelled.values()]
    known, foreign = kind.known(desk, asked)
    new = [code for code in dict.fromkeys(codes) if code not in every.codes and code not in spelled]
    notes = [*alike_notes(spelled), *zero_notes(new, list(every.codes))]
    if kind is CUSTOMER:
        fresh = set(new)
        alike = {code: every.by_word.get(folded(name), "") for code, name, _ in named if code in fresh}
        notes += namesake_notes({code: bearer for code, bearer in alike.items() if bearer})
    return _Books(known, foreign, spelled, by_word, notes, every.outsiders)


def _take(desk: Desk, kind: CardKind, each: _SortedRow, books: _Books, taken: _Taken, told: RefusalReport) -> None:
    number, cells, mark = each.record
    if each.why is not None:
        taken.left[each.why[0]] += 1
        told.leave_out(number, each.table.sheet, each.why, as_written(cells))
        _show(taken, each, "left", why=(each.why,))
        return
    row = CardCells(each.table, cells)
    code = books.code_of(kind, row)
    theirs = books.foreign.get(code)
    card = kind.read(desk, row, books.known.get(code) or theirs, code)
    row.wrong += [("row_quote", {})] if mark == "quote" else []
    row.wrong += _code_problems(code, taken.rows, set() if card == theirs else set(books.foreign))
    if books.outsiders and not (code in books.known or theirs) and (why := books.outsiders.why(code, card.name)):
        row.wrong.append(why)
    row.wrong += _not_theirs_to_give(desk, books.known.get(code) or theirs, card)
    row.has_errors()
    if isinstance(card, ProductBody) and card.barcode:
        taken.barcodes.setdefault(card.barcode, set()).add(code)
    if row.wrong:
        taken.refused[row.wrong[0][0]] += 1
        told.add(number, each.table.sheet, row.wrong, as_written(cells))
        _show(taken, each, "refused", why=tuple(row.wrong))
    else:
        taken.rows[code], taken.cards[code] = number, card
        before = books.known.get(code) or theirs
        if isinstance(card, ProductBody) and before is None and not row.text("unit"):
            taken.without_unit.append(code)
        taken_as = "same" if before == card else "taken"
        _show(taken, each, taken_as, f"{code} {card.name}", fields=changed_fields(before, card))


def _not_theirs_to_give(desk: Desk, before: Card | None, card: Card) -> list[Why]:
    """Whoever may not say how much credit a customer has doesn't by a file either; a new one then has none."""
    person = desk.signed_in()
    if not isinstance(card, DealerBody) or person is None or may(person.role, "money_write"):
        return []
    if before is None:
        given = _agreed(card) != _agreed(DealerBody("", "", "store"))
        card.credit_limit = card.credit_limit if given else 0
    else:
        given = isinstance(before, DealerBody) and _agreed(before) != _agreed(card)
    return [("credit_not_permitted", {"role": person.role})] if given else []


def _agreed(card: DealerBody) -> tuple[object, ...]:
    return card.credit_limit, card.credit_days, card.terms, card.status


def _show(
    taken: _Taken,
    each: _SortedRow,
    state: str,
    what: str = "",
    why: tuple[Why, ...] = (),
    fields: tuple[tuple[str, str], ...] = (),
) -> None:
    if taken.sample.wants(state):
        named = what or first_words(each.record.cells)
        taken.sample.add(FileRow(each.record.number, each.table.sheet, state, named, "", why, fields))


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


def _unknown_lists(desk: Desk, changed: Mapping[str, Card]) -> list[Reason]:
    """Price lists that cards name and nothing is on."""
    named = {card.price_list for card in changed.values() if isinstance(card, DealerBody) and card.price_list}
    if not named:
        return []
    with desk.book.reading() as connection:
        known = price_lists(connection)
    unknown = ", ".join(sorted(named - set(known)))
    return [Reason("price_lists_unknown", "warn", {"lists": unknown, "known": ", ".join(known)})] if unknown else []


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
