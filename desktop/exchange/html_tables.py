"""Tables out of web pages and of Excel's own pages of 2003, which many programs export under the name of a workbook."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import count

from domain.tables.cells import Spread
from domain.tables.text import Record

_BEGINS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<?xml", b"<div", b"<!--")
_MOST_SPAN = 1_000
_SHEET_TAGS = {"row": "tr", "cell": "td"}
_HIDDEN = ("display:none", "visibility:hidden")


def looks_like_html(start: bytes) -> bool:
    """Whether a file begins as a web page does."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_BEGINS)


def html_rows(text: str) -> list[list[Record]]:
    """The rows of each table of a page that has any, numbered through; rows that aren't shown are marked `hidden`."""
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    return [table for table in reader.tables if any(record.cells for record in table)]


class _HtmlReader(HTMLParser):
    """Collects rows; a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Record]] = []
        self._open: list[_Table] = []
        self._numbers = count(1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name.removeprefix("ss:"): value or "" for name, value in attrs}
        tag = _SHEET_TAGS.get(tag.removeprefix("ss:"), tag)
        if tag == "table":
            self._open.append(_Table())
        elif not self._open:
            return
        elif tag == "tr":
            style = "".join(told.get("style", "").split()).casefold()
            hidden = told.get("hidden", "0") == "1" or any(each in style for each in _HIDDEN)
            self._open[-1].begin(next(self._numbers), hidden=hidden)
        elif tag in ("td", "th"):
            down, across = _span(told.get("mergedown", "0"), 1), _span(told.get("mergeacross", "0"), 1)
            rows, columns = _span(told.get("rowspan", "1")), _span(told.get("colspan", "1"))
            self._open[-1].cell(max(rows, down), max(columns, across), _span(told.get("index", "0")))
        elif tag == "br":
            self._open[-1].say("\n")

    def handle_endtag(self, tag: str) -> None:
        tag = _SHEET_TAGS.get(tag.removeprefix("ss:"), tag)
        if tag == "table" and self._open:
            self.tables.append(self._open.pop().rows())
        elif tag in ("td", "th") and self._open:
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].say(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self.tables.append(self._open.pop().rows())


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._spread: dict[int, tuple[list[str], int, int, int]] = {}  # by column: text, top, rows, rows left
        self._into: list[str] | None = None
        self._texts: list[tuple[int, list[str], int]] = []
        self._row: tuple[int, bool] | None = None
        self._column = 0

    def begin(self, number: int, *, hidden: bool) -> None:
        self._end_row()
        self._row, self._column = (number, hidden), 0

    def cell(self, rows: int, columns: int, index: int = 0) -> None:
        self.end_cell()
        if self._row is None:
            return
        self._column = max(self._column, index - 1)
        while self._column in self._spread:
            self._column += 1
        self._into = []
        self._texts.append((self._column, self._into, rows))
        self._column += columns

    def end_cell(self) -> None:
        self._into = None

    def say(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def rows(self) -> list[Record]:
        self._end_row()
        return self._records

    def _end_row(self) -> None:
        if self._row is None:
            return
        number, hidden = self._row
        cells: dict[int, object] = {}
        for column, (text, top, rows, left) in list(self._spread.items()):
            cells[column] = Spread(_joined(text), top, rows, first=False)
            if left > 1:
                self._spread[column] = (text, top, rows, left - 1)
            else:
                del self._spread[column]
        for column, text, rows in self._texts:
            cells[column] = Spread(_joined(text), number, rows, first=True) if rows > 1 else _joined(text)
            if rows > 1:
                self._spread[column] = (text, number, rows, rows - 1)
        width = max(cells, default=-1) + 1
        self._records.append(Record(number, [cells.get(each, "") for each in range(width)], "hidden" if hidden else ""))
        self._row, self._texts, self._into = None, [], None


def _span(text: str, more: int = 0) -> int:
    """How many rows or columns an attribute says, and `more`."""
    return min(int(text) + more, _MOST_SPAN) if text.strip().isdecimal() else 1


def _joined(text: list[str]) -> str:
    return " ".join("".join(text).split())
