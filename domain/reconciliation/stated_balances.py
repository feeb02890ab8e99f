"""What a stranger's ledger states of its balance: a figure with its side (借, 贷, 平, CR) in one cell or in two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.bank.formats import BankLayout, Row, plain_title
from domain.reconciliation.book_shapes import KeptBy
from domain.tables.cells import bare, visible
from domain.tables.numbers import read_number
from domain.values.money import ZERO, round_fen

_DEBIT = frozenset({"借", "借方", "dr", "d", "debit"})
_CREDIT = frozenset({"贷", "贷方", "cr", "c", "credit"})
_EVEN = frozenset({"平", "nil"})
_SIDES = _DEBIT | _CREDIT | _EVEN
_SIDE = r"借方?|贷方?|平|dr\.?|cr\.?"
_BEFORE = re.compile(rf"({_SIDE})\s*[:：]?\s*(.*)", re.IGNORECASE)
_BEHIND = re.compile(rf"(.*?)\s*[(（]?({_SIDE})[)）]?", re.IGNORECASE)
_DASHES = re.compile(r"[-–—\s]+")


@dataclass(frozen=True, slots=True)
class StatedBalance:
    """A balance with the seller's sign; `sure` where the file says its side, and isn't only a figure of some size."""

    amount: Decimal
    sure: bool = False


class BalanceReader:
    """Reads the balances of the rows below one header.

    The column of sides is the one beside the balance that holds nothing but sides; what `direction` means in a layout
    whose amounts have their sign from a word is the side of those, and not of the balance.
    """

    def __init__(self, layout: BankLayout, header: Row, below: Sequence[Row], kept_by: KeptBy) -> None:
        titles = [plain_title(cell) for cell in header]
        self._column = titles.index(plain_title(layout.titles["balance"])) if "balance" in layout.titles else -1
        self._raises = _CREDIT if kept_by == "buyer" else _DEBIT
        taken = {titles.index(plain_title(title)) for meaning, title in layout.titles.items() if meaning != "direction"}
        if layout.sign == "word":
            taken.add(titles.index(plain_title(layout.titles["direction"])))
        self._side = self._side_column(below, taken) if self._column >= 0 else -1

    def _side_column(self, below: Sequence[Row], taken: set[int]) -> int:
        for place in (self._column - 1, self._column + 1):
            told = {text for row in below if (text := plain_title(_cell(row, place)))}
            if place >= 0 and place not in taken and told & _SIDES and all(each in _SIDES for each in told):
                return place
        return -1

    def of(self, row: Row) -> StatedBalance | None:
        """The balance a row states, rounded to the fen; None where it states none."""
        if self._column < 0:
            return None
        side, figure = _parted(_cell(row, self._column))
        side = side or (plain_title(_cell(row, self._side)) if self._side >= 0 else "")
        if side in _EVEN:
            return StatedBalance(ZERO, sure=True)
        return None if figure is None else self._told(figure, side)

    def carried(self, row: Row) -> StatedBalance | None:
        """The balance of a row that names one: in its column, else the only figure of the row; a dash is nothing."""
        told = self.of(row)
        if told is None and self._column >= 0 and _DASHES.fullmatch(str(bare(_cell(row, self._column)) or "")):
            return StatedBalance(ZERO)
        if told is None:
            parts = [(side, figure) for side, figure in map(_parted, row) if figure is not None]
            told = self._told(parts[0][1], parts[0][0]) if len(parts) == 1 and parts[0][1] is not None else None
        return told

    def _told(self, figure: Decimal, side: str) -> StatedBalance:
        if side not in _DEBIT | _CREDIT:
            return StatedBalance(round_fen(figure))
        return StatedBalance(round_fen(figure if side in self._raises else -figure), sure=True)


def _parted(cell: object) -> tuple[str, Decimal | None]:
    """The side a cell names, "" for none, and its figure."""
    figure = read_number(cell)
    text = bare(cell)
    if figure is not None or not isinstance(text, str):
        return "", figure
    plain = unicodedata.normalize("NFKC", visible(text)).strip()
    for shape, side, rest in ((_BEFORE, 1, 2), (_BEHIND, 2, 1)):
        if told := shape.fullmatch(plain):
            figure = read_number(told[rest].strip())
            if figure is not None or not told[rest].strip():
                return told[side].casefold().rstrip("."), figure
    return "", None


def _cell(row: Row, column: int) -> object:
    return row[column] if 0 <= column < len(row) else ""
