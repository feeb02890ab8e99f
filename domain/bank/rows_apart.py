"""Rows of a bank's file or a ledger that stand apart: below another table's titles, or in a document that is void.

A second page may have its columns in another order: read under the first one's titles, what went out had come in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.bank.formats import LAYOUTS, MEANINGS, Recognised, Row, plain_title, usual_titles
from domain.errors import UsageError
from domain.explain import Reason
from domain.tables.cells import error_in, read_code
from domain.tables.numbers import read_number
from domain.tables.words import is_void, names_capitals, names_sum

_LEAST_TITLES = 3  # known ones in a row that is none of another table's lines
_FIGURES = ("income", "expense", "amount")
_STATES = ("状态", "status", "是否作废", "作废标志", "作废")
_KNOWN = frozenset(
    title
    for titles in (*(usual_titles(meaning) for meaning in MEANINGS), *(layout.header for layout in LAYOUTS))
    for title in titles
)


def rows_apart(rows: Sequence[Row], found: Recognised, *, ledger: bool = False) -> dict[int, str]:
    """The marks of rows that are no lines of this table, by their place from 0.

    `title` for its own titles said again, `elsewhere` for other ones and what stands below them until its own come
    again; in a `ledger` also `void` for a document that its state calls so.
    """
    header = [plain_title(cell) for cell in rows[found.row]]
    own = {title for title in header if title}
    states = [place for place, title in enumerate(header) if ledger and title.endswith(_STATES)]
    marks: dict[int, str] = {}
    elsewhere = False
    for place, row in enumerate(rows[found.row + 1 :], found.row + 1):
        kind = _titles_of(row, header, own)
        elsewhere = kind == "elsewhere" or (elsewhere and kind != "title")
        if kind == "title" or elsewhere:
            marks[place] = kind or "elsewhere"
        elif any(at < len(row) and is_void(read_code(row[at]), within=False) for at in states):
            marks[place] = "void"
    return marks


def check_columns(rows: Sequence[Row], found: Recognised, marks: Mapping[int, str]) -> None:
    """Refuses a table with two columns of one title that say different figures: UsageError `bank_column_twice`."""
    header = [plain_title(cell) for cell in rows[found.row]]
    for meaning in _FIGURES:
        title = found.layout.titles.get(meaning, "")
        places = [place for place, each in enumerate(header) if title and each == plain_title(title)]
        below = [row for place, row in enumerate(rows[found.row + 1 :], found.row + 1) if place not in marks]
        told = {tuple(_figure(row, place) for row in below) for place in places}
        if len([figures for figures in told if any(figures)]) > 1:
            raise UsageError("bank_column_twice", title=title, columns=", ".join(str(place + 1) for place in places))


def _figure(row: Row, place: int) -> object:
    return read_number(row[place]) if place < len(row) else None


def _titles_of(row: Row, header: Sequence[str], own: set[str]) -> str:
    """`title` for the header said again, `elsewhere` for a row of other titles, "" for any other row."""
    said = [(place, plain_title(cell)) for place, cell in enumerate(row) if cell not in ("", None)]
    if len(said) < _LEAST_TITLES or any(not title or read_number(title) is not None for _, title in said):
        return ""
    if all(place < len(header) and title == header[place] for place, title in said):
        return "title"
    known = sum(title in own or title in _KNOWN for _, title in said)
    return "elsewhere" if known >= _LEAST_TITLES and 2 * known > len(said) else ""


def no_line(place: int, row: Row, text: Mapping[str, str], day: object) -> Reason:
    """Totals and notices below the table have no date; a line with money and words of its own has lost it.

    `day` is what the cell of its day was read as.
    """
    words = " ".join(filter(None, (read_code(cell).strip() for cell in row)))
    is_foot = any(isinstance(cell, str) and names_sum(cell) for cell in row)
    if any(isinstance(cell, str) and names_capitals(cell) for cell in row):
        return Reason("bank_row_capitals", "info", {"text": words}, place)
    if not is_foot and (error := next(filter(None, map(error_in, row)), "")):
        return Reason("bank_row_error", "warn", {"text": error}, place)
    if is_foot or not any(text.get(each) for each in ("amount", "income", "expense")):
        return Reason("bank_row_foot", "info", {"text": words}, place)
    if day in ("date_undecided", "date_ambiguous"):
        return Reason("bank_row_day_order", "warn", {"text": words, "day": text.get("date", "")}, place)
    return Reason("bank_row_date", "warn", {"text": words}, place)
