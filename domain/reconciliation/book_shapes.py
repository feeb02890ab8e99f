"""The shapes a stranger's ledger comes in, brought to one: a single header row, a date and an amount in every line.

Headers over two rows, a day written once for all its lines or in columns of its own, dates without a year, only a
running balance, amounts whose sign a word tells: each becomes what a plain table says. No row moves, so that whatever
is told of a row names the row of the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from domain.bank.formats import HEADER_WITHIN, Row, plain_title, unmapped
from domain.tables.cells import read_code
from domain.tables.day_parts import DayColumns, DayParts, day_columns
from domain.tables.days import DayCustom, DayEvidence, read_date
from domain.tables.numbers import read_number
from domain.tables.periods_told import Span, spans_told
from domain.tables.words import names_carried, names_sum

KeptBy = Literal["seller", "buyer"]
DATE, AMOUNT = "日期", "金额(按余额)"  # the titles of columns that are made here
_LOWERS = (
    *("收款", "付款", "回款", "退货", "退款", "返利", "折让", "折扣", "冲减", "贷项", "抹零", "预收"),
    *("payment", "receipt", "return", "rebate", "creditnote", "discount"),
)
_UP = ("增", "增加", "应收", "销售", "+", "up")
_DOWN = ("减", "减少", "已收", "收款", "-", "down")


def is_sum(row: Row) -> bool:
    """Whether a row only sums up or carries over: one of its cells says so and nothing else."""
    return any(_sums(cell) for cell in row if isinstance(cell, str))


def _sums(cell: str) -> bool:
    title = plain_title(cell)
    return names_carried(title) or names_sum(title) or names_sum(cell)


def in_shape(rows: Sequence[Row], usual: Mapping[str, str], kept_by: KeptBy, near: dt.date) -> list[Row]:
    """The rows with their header and lines as a plain table has them; `near` lends dates the year they leave out.

    `usual` gives the titles of each meaning, as `domain.bank.formats.unmapped` takes them.
    """
    shaped = _one_header(rows, usual)
    asked = unmapped(shaped, usual)
    if len(asked.guessed) < 2 and not _has_parts(shaped[asked.row] if shaped else ()):
        return shaped
    table = _Shaping(
        shaped,
        asked.row,
        dict(asked.guessed),
        kept_by,
        spans_told(cell for row in rows[: asked.row + 1] for cell in row),
        near,
    )
    table.dates()
    table.signs()
    return [*shaped[: asked.row], table.header, *table.lines]


def _one_header(rows: Sequence[Row], usual: Mapping[str, str]) -> list[Row]:
    """Two header rows (本期发生额 over 借方 and 贷方) become one, in the place of the lower."""
    shaped = [list(row) for row in rows]
    best = max((_told_by(row, usual) for row in shaped[:HEADER_WITHIN]), default=0)
    for place in range(min(len(shaped), HEADER_WITHIN) - 1):
        upper, lower = shaped[place], shaped[place + 1]
        if not all(isinstance(cell, str) or cell is None for cell in lower) or not any(map(plain_title, upper)):
            continue
        if any(read_number(cell) is not None for cell in lower):
            continue
        width = max(len(upper), len(lower))
        both = _parted_by_group(upper, [_cell(lower, column) or _cell(upper, column) for column in range(width)])
        found = _told_by(both, usual)
        if found > best and found > _told_by(lower, usual):
            return [*shaped[:place], [""] * width, both, *shaped[place + 2 :]]
    return [*shaped]


def _parted_by_group(upper: Row, titles: list[object]) -> list[object]:
    """Titles that stand under several groups, as 期初余额 and 本期发生额: those of balances bear their group's too."""
    plain, group = [*map(plain_title, titles)], ""
    shown = [*titles]
    for place, title in enumerate(plain):
        group = plain_title(_cell(upper, place)) or group
        if title and plain.count(title) > 1 and title != group and names_carried(group):
            shown[place] = f"{group}{title}"
    return shown


def _told_by(row: Row, usual: Mapping[str, str]) -> int:
    """How many meanings a row of titles names; a day in two columns is one."""
    guessed = unmapped([row], usual).guessed
    return len(guessed) + ("date" not in guessed and _has_parts(row))


def _has_parts(row: Row) -> bool:
    """Whether titles name a day in columns of its own."""
    return day_columns([*map(plain_title, row)]) is not None


def _cell(row: Row, column: int) -> object:
    return row[column] if column < len(row) and row[column] is not None else ""


class _Shaping:
    """The lines below one header while they are put in order."""

    def __init__(
        self,
        rows: Sequence[Row],
        place: int,
        guessed: dict[str, str],
        kept_by: KeptBy,
        spans: tuple[Span, ...],
        near: dt.date,
    ) -> None:
        self.header = list(rows[place])
        self.lines = [list(row) for row in rows[place + 1 :]]
        self.kept_by, self.spans, self.near = kept_by, spans, near
        titles = [plain_title(cell) for cell in self.header]
        self.titles = titles
        self.column = {meaning: titles.index(plain_title(title)) for meaning, title in guessed.items()}

    def dates(self) -> None:
        """Every line gets its day: out of columns of month and day, or the one above where it is left out."""
        if "date" not in self.column and (parts := day_columns(self.titles)) is not None:
            self._dates_of_parts(parts)
            return
        if "date" not in self.column:
            return
        column = self.column["date"]
        evidence = DayEvidence(chinese=True, latest=self.near)
        for line in self.lines:
            evidence.see(_cell(line, column))
        custom = replace(evidence.custom(), spans=self.spans, near=self.near)
        before: dt.date | None = None
        for line in self.lines:
            if is_sum(line) or not any(isinstance(cell, str) and plain_title(cell) for cell in line):
                continue
            day = _day(_cell(line, column), custom, before)
            if day is not None:
                self._put(line, column, day)
                before = day

    def _dates_of_parts(self, parts: DayColumns) -> None:
        self.column["date"] = len(self.header)
        self.header.append(DATE)
        days, custom = DayParts(parts), DayCustom(spans=self.spans, near=self.near)
        before: dt.date | None = None
        for line in self.lines:
            if is_sum(line):
                continue
            day = _day(days.together([_cell(line, place) for place in range(self.column["date"])]), custom, before)
            if day is not None:
                self._put(line, self.column["date"], day)
                before = day

    def signs(self) -> None:
        """Every line gets an amount with its sign where the file has but a balance, a word or a bare figure."""
        if {"income", "expense"} & set(self.column):
            return
        if "direction" in self.column:
            self._words()
        elif "amount" not in self.column:
            self._out_of_balances()
        else:
            self._bare()

    def _words(self) -> None:
        """增 and 减 say what 借 and 贷 say in the book of whoever keeps it."""
        column = self.column["direction"]
        up, down = ("借", "贷") if self.kept_by == "seller" else ("贷", "借")
        for line in self.lines:
            word = plain_title(_cell(line, column))
            if word in _UP or word in _DOWN:
                self._put(line, column, up if word in _UP else down)

    def _out_of_balances(self) -> None:
        if "balance" not in self.column:
            return
        self.column["amount"] = len(self.header)
        self.header.append(AMOUNT)
        before: Decimal | None = None
        for line in self.lines:
            balance = read_number(_cell(line, self.column["balance"]))
            if balance is None:
                continue
            if before is not None and not is_sum(line):
                self._put(line, self.column["amount"], str(balance - before))
            before = balance

    def _bare(self) -> None:
        """Figures that are never negative: the running balance says which way they went, else their words."""
        amounts = [(line, read_number(_cell(line, self.column["amount"]))) for line in self.lines if not is_sum(line)]
        told = [(line, amount) for line, amount in amounts if amount]
        if len(told) < 2 or any(amount < 0 for _, amount in told):
            return
        before: Decimal | None = None
        for line in self.lines:
            amount = read_number(_cell(line, self.column["amount"]))
            balance = read_number(_cell(line, self.column["balance"])) if "balance" in self.column else None
            if amount and not is_sum(line) and self._went_down(line, amount, before, balance):
                self._put(line, self.column["amount"], str(-amount))
            before = balance if balance is not None else before

    def _went_down(self, line: Row, amount: Decimal, before: Decimal | None, balance: Decimal | None) -> bool:
        if before is not None and balance is not None and abs(balance - before) == amount:
            return balance < before
        words = "".join(plain_title(cell) for cell in line if isinstance(cell, str))
        return any(each in words for each in _LOWERS)

    @staticmethod
    def _put(line: list[object], column: int, value: object) -> None:
        line.extend([""] * (column + 1 - len(line)))
        line[column] = value


def _day(cell: object, custom: DayCustom, before: dt.date | None) -> dt.date | None:
    """The day a cell tells; the one before for an empty cell, None for one that can't be read."""
    if not read_code(cell).strip():
        return before
    read = read_date(cell, custom)
    return read if isinstance(read, dt.date) else None
