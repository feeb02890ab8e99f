"""Keys that stand on a document's first row only, or once for all documents of a customer or a day, filled down.

Figures never are. A key goes on over a subtotal (小计) of what it names, and over a new document where it stands to the
left of what is new, as in a list that names each customer or day once; not in a list that names them on every row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from domain.explain import Reason
from domain.tables.cells import bare, folded, plain, read_code
from domain.tables.shapes import TableShape

_SUBTOTAL = re.compile(r"(?:小计|小計|sub-?totals?)(?:金额|数量|数|额)?[:：]?", re.IGNORECASE)
_OF_DOCUMENT = re.compile(
    r"(?:本|该|此|每)?(?:单据|订单|单|张)(?:合计|小计|合計|小計).*|(?:document|invoice|order)-?(?:sub)?totals?:?"
)
_SUM_WORD = re.compile(r"(?:小计|合计|总计|小計|合計|總計|共计|(?:sub-?)?totals?)[:：]?$", re.IGNORECASE)
_MOST_TOLD = 10  # rows in a sentence
_GOING_ON = ("date", "customer")
_BESIDE_CUSTOMER = ("customer_name", "region")


class KeyFiller:
    """Fills down the keys of one table's rows, which it is given in their order.

    Attributes:
        carried: how many rows took a key over from another document, by the column's place.
    """

    def __init__(self, columns: Mapping[str, int], shape: TableShape) -> None:
        self._keys = [columns[each] for each in shape.document if each in columns]
        self._filled = [columns[each] for each in (*shape.document, *shape.beside) if each in columns]
        self._going_on = [columns[each] for each in _GOING_ON if each in columns and columns[each] in self._keys]
        self._number, self._customer = columns.get("number", -1), columns.get("customer", -1)
        self._name = columns.get("customer_name", self._customer)
        self._with_customer = [columns[each] for each in _BESIDE_CUSTOMER if each in columns]
        self.start()

    def start(self) -> None:
        """Begins at the table's first row, again."""
        self._above: list[Any] = []
        self._written: dict[int, object] = {}
        self._repeated: set[int] = set()
        self.carried: dict[int, list[int]] = {}

    def line(self, number: int, cells: Sequence[Any]) -> Sequence[Any]:
        """A line, or the head of a document, with its keys; the next rows may take theirs from it."""
        filled = self.filled(cells)
        blank = [place for place in self._keys if _is_blank(cells[place])]
        for place in self._going_on:
            if place not in blank:
                if self._written.get(place) == cells[place] and not _is_spread(cells[place]):
                    self._repeated.add(place)
                self._written[place] = cells[place]
        if any(_is_blank(filled[place]) for place in self._keys):
            if len(blank) < len(self._keys):
                self._above = []
            return filled
        if any(place not in blank and _differ(filled, self._above, place) for place in self._keys if self._above):
            for place in blank:
                self.carried.setdefault(place, []).append(number)
        self._above = list(filled)
        return filled

    def sum(self, text: str, cells: Sequence[Any]) -> None:
        """A row that sums up the rows above: what it closes isn't filled down below it."""
        if not self._above or "页" in text:
            return
        words = "".join(plain(text).casefold().split()).strip("*-=—【】[]()<>#")
        of = folded(_SUM_WORD.sub("", plain(text)))
        closes_document = _OF_DOCUMENT.fullmatch(words) or (of and of == folded(read_code(self._at(self._number))))
        others = [place for place in self._keys if not _is_blank(cells[place]) and _differ(cells, self._above, place)]
        if any(read_code(cells[place]) != read_code(text) for place in others):
            self._above = []
        elif closes_document and self._number >= 0:
            self._above[self._number] = ""
        elif not _SUBTOTAL.fullmatch(words):
            self._above = []

    def notes(self, titles: Sequence[str]) -> list[Reason]:
        """That keys were taken over from another document, in a column of which title."""
        return [
            Reason("key_carried", "warn", {"title": titles[place], "rows": _few_rows(rows)})
            for place, rows in self.carried.items()
        ]

    def other_customer(self) -> None:
        """A row that names another customer in words: the one above isn't filled down below it."""
        if self._above and self._customer >= 0:
            self._above[self._customer] = ""

    def _at(self, place: int) -> Any:
        return self._above[place] if 0 <= place < len(self._above) else ""

    def filled(self, cells: Sequence[Any]) -> Sequence[Any]:
        """A row with the keys that those above have for it; nothing is remembered of it."""
        above = self._above
        blank = [place for place in self._keys if _is_blank(cells[place])]
        if not above or not blank:
            return cells
        changed = [place for place in self._keys if place not in blank and _differ(cells, above, place)]
        named = self._name != self._customer and not _is_blank(cells[self._name])
        other = named and _differ(cells, above, self._name)
        if changed:
            first = min(changed)
            taken = [place for place in blank if place < first and self._goes_on(place)]
            taken += self._with_customer if self._customer in taken else []
        else:
            taken = self._filled
        taken = [place for place in taken if not (other and place == self._customer)]
        row = list(cells)
        for place in taken:
            if _is_blank(row[place]):
                row[place] = above[place]
        return row

    def _goes_on(self, place: int) -> bool:
        return place in self._going_on and place not in self._repeated


def _few_rows(rows: Sequence[int]) -> str:
    few = [str(row) for row in rows[:_MOST_TOLD]]
    return ", ".join([*few, *([f"… ({len(rows)})"] if len(rows) > _MOST_TOLD else [])])


def _is_blank(cell: object) -> bool:
    return cell in ("", None)


def _is_spread(cell: object) -> bool:
    return bare(cell) is not cell


def _differ(cells: Sequence[Any], above: Sequence[Any], place: int) -> bool:
    return bool(bare(cells[place]) != bare(above[place]))
