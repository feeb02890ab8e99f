"""Text parted into rows: which encoding it has, and quotes that open a cell by mistake and would swallow rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

SEPARATORS = (",", ";", "\t", "|")
_LONGEST = 131_072  # what a cell may hold, as the csv module has it
_MOST_LINES = 200  # of one cell
# Words every table of trade has, by which an encoding that fits by chance is told from the right one.
_WORDS = re.compile(
    "编号|单号|编码|日期|客户|商品|名称|数量|单价|金额|余额|摘要|账号|交易|单位|备注|借方|贷方|收入|支出|电话|地址|合计|有限公司"
    "|編號|單號|編碼|客戶|名稱|數量|單價|金額|餘額|帳號|單位|備註|借方|貸方|電話|合計"
)
_TEXT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')


class Record(NamedTuple):
    """One row of a text: the line it begins on (from 1), its cells, and `quote` where a quote in it has no partner."""

    number: int
    cells: list[Any]
    mark: str = ""


def likeliest(texts: dict[str, str]) -> str:
    """The encoding under which most words of trade are found, the earlier one where two are alike."""
    return max(texts, key=lambda encoding: len(_WORDS.findall(texts[encoding])))


def decoded(raw: bytes) -> str | int:
    """A whole text in whatever usual encoding it is, or the row at which it stops being UTF-8 and is nothing else."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(raw, "utf-16") or 1
    text = _as(raw, "utf-8-sig")
    if text is None:
        texts = {each: found for each in ("gb18030", "big5hkscs") if (found := _as(raw, each)) is not None}
        text = texts[likeliest(texts)] if texts else None
    return _first_wrong(raw) if text is None else text


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_wrong(raw: bytes) -> int:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        return raw.count(b"\n", 0, failure.start) + 1
    return 1


def records(lines: Iterable[str], separator: str) -> Iterator[Record]:
    """The rows of a text given by its lines, line ends kept; raises csv.Error for a cell beyond all bounds.

    A cell in quotes may hold line ends; where its quote isn't closed, or where it would swallow whole rows, the quote
    is a character like any other, and the row is marked.
    """
    source = _Lines(lines)
    width = 0
    while (line := source.take()) is not None:
        number = source.number
        cells = _parted(line, separator)
        record = Record(number, cells) if cells is not None else _quoted(source, line, separator, width)
        width = len(record.cells) if len(record.cells) > 1 else width
        yield record._replace(cells=list(map(_as_text, record.cells))) if '="' in line else record


def _as_text(cell: str) -> str:
    """What stands in a cell that a program wrote as a formula to keep it text in a spreadsheet: `="00123"`."""
    found = _TEXT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


class _Lines:
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: list[str] = []
        self.number = 0

    def take(self) -> str | None:
        line = self._back.pop() if self._back else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back += reversed(lines)
        self.number -= len(lines)


def _parted(text: str, separator: str) -> list[str] | None:
    """The cells of whole lines, or None where a quote isn't closed in them or is no quote."""
    if '"' not in text and len(text) < _LONGEST:
        return text.rstrip("\r\n").split(separator)
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def _quoted(source: _Lines, line: str, separator: str, width: int) -> Record:
    """A row whose quotes don't close on its first line; `width` is that of the row before."""
    number = source.number
    if len(line) > _LONGEST:
        raise csv.Error("a cell is too long")
    if not _is_open(line, separator):
        return Record(number, next(csv.reader([line], delimiter=separator), []))
    taken: list[str] = []
    while len(taken) < _MOST_LINES and (following := source.take()) is not None:
        taken.append(following)
        cells = _parted(line + "".join(taken), separator)
        if cells is not None:
            if _swallowed([line, *taken], separator, len(cells), width):
                break
            return Record(number, cells)
    source.give_back(taken)
    return Record(number, line.rstrip("\r\n").split(separator), "quote")


def _swallowed(lines: list[str], separator: str, found: int, width: int) -> bool:
    """Whether a quote that closes on a later line took rows in that are whole by themselves."""
    whole = [each.count(separator) + 1 >= width for each in lines]
    return width > 1 and (all(whole) or (found != width and any(whole)))


def _is_open(line: str, separator: str) -> bool:
    """Whether a quoted cell begins on this line and doesn't end on it."""
    try:
        list(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error as failure:
        return "unexpected end" in str(failure)
    return False
