"""Which rows of a table are its lines: sums, voided documents, notes and titles said again are told and left out.

The whole table is gone through once (`see`) before any row is judged, because a sum is known by what it adds up and a
document may be called void on one of its rows only. Keys are filled down on the way (`filling`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.explain import Fact, Reason
from domain.tables.cells import Spread, bare, read_code
from domain.tables.filling import KeyFiller
from domain.tables.headings import customer_said
from domain.tables.marked_minuses import minus_notes
from domain.tables.numbers import is_marked_minus, read_number
from domain.tables.odd_texts import OddTexts
from domain.tables.shapes import TableShape
from domain.tables.sums import RunningSums
from domain.tables.words import (
    ends_in_sum,
    is_draft,
    is_foot,
    is_no_sale,
    is_reversed,
    is_void,
    names_capitals,
    names_sum,
)
from domain.values.money import round_fen

Why = tuple[str, Mapping[str, Fact]]
_YES = frozenset({"1", "是", "y", "yes", "true", "√", "已作废", "作废"})
_NO = frozenset({"0", "否", "n", "no", "false", "×", "x", "未", "无", "无效", "没有"})
_UNSEEN = ("row_hidden", "row_struck")
_MEMORY = 40_000  # cells remembered, so that a file of any length needs the same memory
_MOST_NOTES = 20
_TITLES_ALIKE = 3
_ZERO = Decimal(0)
SUM_ROWS = frozenset({"row_sum", "row_adds_up"})
"""Reasons of rows whose figures stand in other rows already, so that no total counts them."""
NOT_BOOKED = frozenset({"row_void", "row_draft", "row_no_sale"})
"""Reasons that hold for a whole document, on whichever of its rows they are said."""


class RowSorter:
    """Sorts the rows of one table.

    Attributes:
        asides: why rows aren't lines, by their number in the file.
        notes: what a person should know of the sums.
    """

    def __init__(
        self,
        titles: Sequence[str],
        columns: Mapping[str, int],
        shape: TableShape,
        has_meaning: Callable[[str], bool] = lambda _title: False,
    ) -> None:
        """`has_meaning` tells whether a word is a title that such tables have."""
        self._has_meaning = has_meaning
        self._titles = tuple(titles)
        self._constants = {place for place, title in enumerate(titles) if title[:1] == "“"}  # said for every row
        self._column = dict(columns)
        self._shape = shape
        self._keys = [columns[each] for each in shape.document if each in columns]
        self._filled = [columns[each] for each in (*shape.document, *shape.beside) if each in columns]
        self._things = [columns[each] for each in shape.thing if each in columns]
        self._states = [columns[each] for each in shape.states if each in columns]
        self._state_columns = [columns[each] for each in ("status", "kind") if each in columns and each in shape.states]
        self._kind = columns.get("kind", -1) if "kind" in shape.states else -1
        self._figures = [columns.get(each, -1) for each in (shape.quantity, shape.price, shape.amount)]
        figures = [place for place in self._figures[:2] if place >= 0]
        self._needed = [*self._keys, *self._things[:1], *reversed(figures)] if self._keys and figures else []
        self._flags = [columns[each] for each in (shape.flag, shape.valid, shape.posted) if each in columns]
        self._odd = OddTexts()
        self._keys_above = KeyFiller(columns, shape)
        self.asides: dict[int, Why] = {}
        self.notes: list[Reason] = []
        self._voids: dict[tuple[str, ...], Why] = {}
        self._undone: set[tuple[str, str, Decimal]] = set()
        self._written = self._valid = RunningSums()  # one as long as no row is void
        self._counted = ""
        self._lines = 0
        self._unsure = False
        self._elsewhere = ""  # the titles of another table that began below this one's
        self._numbers: dict[Any, Decimal | None] = {}
        self._departs: list[Reason] = []
        self._minuses: list[tuple[int, object]] = []

    # ---- the first look ---------------------------------------------------------------------------------------------

    def see(self, number: int, cells: Sequence[Any], mark: str = "") -> tuple[Sequence[Any], Why | None]:
        """A row with its keys filled in, and why it is no line; called for every row in the file's order."""
        why = self._aside(number, cells, mark)
        filled = self._fill(number, cells, why)
        if why is None:
            self._minuses += [(number, cells[at]) for at in self._figures if at >= 0 and is_marked_minus(cells[at])]
        if why is None or why[0] in _UNSEEN or why[0] in NOT_BOOKED:
            self._count(cells, valid=why is None and self._left_out(cells, filled) is None)
        if why is not None:
            self.asides[number] = why
        return filled, why

    def finish(self) -> None:
        """Ends the first look; the rows can be gone through again with `again`."""
        self.notes += self._keys_above.notes(self._titles)
        self._keys_above.start()
        self._odd = OddTexts()
        self._written = self._valid = RunningSums()
        self.notes += self._departs[:_MOST_NOTES]

    def minuses(self) -> list[Reason]:
        """What is told of figures that have their minus by a mark."""
        return minus_notes(self._minuses)

    def again(self, number: int, cells: Sequence[Any]) -> tuple[Sequence[Any], Why | None]:
        """The same row on the second way through, when all void documents are known."""
        why = self.asides.get(number)
        filled = self._fill(number, cells, why)
        if why is None:
            why = self._left_out(cells, filled)
        if why is None and self._undone and self._reverses_void(filled):
            why = ("row_void", {"text": self._state_text(filled)})
        return filled, why

    def _left_out(self, cells: Sequence[Any], filled: Sequence[Any]) -> Why | None:
        """Why a row isn't booked with its document; a row that says itself what it is says it for itself."""
        why = self._voids.get(self._document(filled)) if self._voids else None
        if why is None or why[0] == "row_void":
            return None if any(_text(cells, place) for place in self._state_columns[:1]) else why
        said = [_text(filled, place) for place in self._state_columns if why[0] == "row_draft" or place == self._kind]
        return why if why[1]["text"] in said or not any(said) else None

    # ---- what a row is ----------------------------------------------------------------------------------------------

    def _aside(self, number: int, cells: Sequence[Any], mark: str) -> Why | None:
        if mark in ("hidden", "struck"):
            return f"row_{mark}", {}
        odd = bool(self._flags) or self._has_odd(cells)
        if not odd and not self._elsewhere and self._is_plain(cells):
            return None
        if self._is_title(cells):
            self._elsewhere = ""
            return "row_title", {}
        if self._is_other_title(cells):
            self._elsewhere = " ".join(filter(None, map(read_code, cells)))[:80]
        if self._elsewhere:
            return "row_elsewhere", {"text": self._elsewhere}
        if odd and (word := self._sum_word(cells)) is not None and not self._is_whole(cells, word):
            self._stated(number, cells)
            return "row_sum", {"text": word}
        if odd and (capitals := self._capitals(cells)):
            return "row_capitals", {"text": capitals}
        if self._adds_up(cells):
            self._closed()
            return "row_adds_up", {}
        return (self._void(cells) if odd else None) or self._note(cells)

    def _has_odd(self, cells: Sequence[Any]) -> bool:
        """Whether a row has a word that a sum or a void document would have."""
        odd = self._odd
        return any(odd[text] for cell in cells if isinstance(text := bare(cell), str))

    def _is_plain(self, cells: Sequence[Any]) -> bool:
        """Whether a row has all that a line has."""
        if not self._needed:
            return False
        for place in self._needed:
            if cells[place] in ("", None):
                return False
        quantity = cells[self._needed[-1]]
        return not isinstance(quantity, str) or quantity.lstrip(" +-")[:1].isdigit()

    def _written_in(self, cells: Sequence[Any]) -> list[tuple[int, Any]]:
        """What a row holds and where, but for what is said for every row."""
        places = (place for place in range(len(cells)) if place not in self._constants)
        return [(place, cells[place]) for place in places if cells[place] not in ("", None)]

    def _is_title(self, cells: Sequence[Any]) -> bool:
        said = self._written_in(cells)
        return len(said) > 1 and all(
            isinstance(cell, str) and place < len(self._titles) and read_code(cell) == read_code(self._titles[place])
            for place, cell in said
        )

    def _is_other_title(self, cells: Sequence[Any]) -> bool:
        """Whether a row holds titles and no figure: several of this table's in their places, or such as tables have."""
        said = [(place, read_code(cell)) for place, cell in self._written_in(cells)]
        if any(not isinstance(bare(cells[place]), str) or read_number(cells[place]) is not None for place, _ in said):
            return False
        same = sum(place < len(self._titles) and text == read_code(self._titles[place]) for place, text in said)
        known = sum(self._has_meaning(text) for _, text in said) if same < _TITLES_ALIKE else same
        return known >= _TITLES_ALIKE and (known == same or 2 * known > len(said))

    def _sum_word(self, cells: Sequence[Any]) -> str | None:
        for place, cell in enumerate(cells):
            text = bare(cell)
            if not isinstance(text, str) or not text:
                continue
            if names_sum(text) or (place in self._filled + self._things and ends_in_sum(text)):
                return text.strip()
        return None

    def _capitals(self, cells: Sequence[Any]) -> str:
        """The amount in words that stands on a row below a table, which has not all that a line has."""
        named = [] if self._keys else self._things  # without keys, what it would be called
        told = (cell for place, cell in enumerate(cells) if isinstance(cell, str) and place not in named)
        said = next((read_code(cell) for cell in told if names_capitals(cell)), "")
        return "" if said and self._keys and self._is_whole(cells, said) else said

    def _is_whole(self, cells: Sequence[Any], word: str) -> bool:
        """Whether a row with such a word in some remark is a line all the same: it has all a line has."""
        needed = [*self._keys, *self._things[:1], *(place for place in self._figures[:2] if place >= 0)]
        texts = [_text(cells, place) for place in needed]
        if not self._keys:
            named = [_text(cells, place) for place in self._things]
            return bool(named and named[0]) and word not in named
        return all(texts) and word not in texts and not self._matches(self._told(cells))

    def _adds_up(self, cells: Sequence[Any]) -> bool:
        quantity, price, amount = self._figures
        if quantity < 0 or not self._lines:
            return False
        named = any(_text(cells, place) for place in self._things)
        if named and (price < 0 or amount < 0 or _text(cells, price) or self._lines < 2):
            return False
        told = self._told(cells)
        if named and not all(told):
            return False
        return self._matches(told)

    def _matches(self, told: Sequence[Decimal | None]) -> bool:
        return self._written.says(told) or self._valid.says(told)

    def _stated(self, number: int, cells: Sequence[Any]) -> None:
        """A sum that doesn't follow from its lines is told."""
        told = self._told(cells)
        if any(told) and self._lines and not self._unsure and not self._matches(told):
            figure = told[1] if told[1] is not None else told[0]
            self._departs.append(Reason("sum_departs", "warn", {"row": number, "amount": figure or _ZERO}))
        self._closed()

    def _closed(self) -> None:
        self._written.close()
        if self._valid is not self._written:
            self._valid.close()

    def _void(self, cells: Sequence[Any]) -> Why | None:
        text, red = self._void_text(cells)
        if red and (self._number(cells, 0) or _ZERO) < 0:
            return None  # it takes back another one
        why: Why | None = ("row_void", {"text": text}) if text else self._no_sale(cells)
        if why is not None:
            filled = self._keys_above.filled(cells)
            if any(document := self._document(filled)):
                self._voids[document] = why
            if text:
                self._undone.add(self._line(filled))
        return why

    def _no_sale(self, cells: Sequence[Any]) -> Why | None:
        draft = next((text for place in self._state_columns if is_draft(text := _text(cells, place))), "")
        draft = draft or self._refused(cells, self._shape.posted)
        if draft:
            return "row_draft", {"text": draft}
        kind = _text(cells, self._kind)
        return ("row_no_sale", {"text": kind}) if is_no_sale(kind) else None

    def _refused(self, cells: Sequence[Any], meaning: str) -> str:
        """What a column says no by, with its title; "" where it says anything else."""
        said = _text(cells, self._column[meaning]) if meaning in self._column else ""
        return f"{self._titles[self._column[meaning]]}: {said}" if said.casefold() in _NO else ""

    def _void_text(self, cells: Sequence[Any]) -> tuple[str, bool]:
        """The words that call this row's document void, and whether they call it reversed."""
        if self._shape.flag in self._column:
            said = _text(cells, self._column[self._shape.flag])
            if said.casefold() in _YES:
                return said, False
        if text := self._refused(cells, self._shape.valid):
            return text, False
        for place in self._states:
            text = _text(cells, place)
            if is_void(text, within=True):
                return text, False
            if place != self._column.get("number") and is_reversed(text, within=True):
                return text, True
        if not self._keys:
            return "", False
        for cell in cells:
            if isinstance(cell, str) and cell and is_void(cell, within=False):
                return cell.strip(), False
        return "", False

    def _state_text(self, cells: Sequence[Any]) -> str:
        return next((_text(cells, place) for place in self._states if _text(cells, place)), "")

    def _reverses_void(self, cells: Sequence[Any]) -> bool:
        quantity = self._number(cells, 0)
        return bool(quantity and quantity < 0 and self._void_text(cells)[1] and self._line(cells) in self._undone)

    def _line(self, cells: Sequence[Any]) -> tuple[str, str, Decimal]:
        thing = _text(cells, self._things[0]) if self._things else ""
        customer = _text(cells, self._column["customer"]) if "customer" in self._column else ""
        return customer, thing, abs(self._number(cells, 0) or _ZERO)

    def _note(self, cells: Sequence[Any]) -> Why | None:
        """A row that names nothing and has no figure: a document's head, who made the list, what nobody guarantees."""
        if any(place >= 0 and _text(cells, place) for place in self._figures):
            return None
        said = [text for place, cell in enumerate(cells) if (text := read_code(cell)) and place not in self._constants]
        if any(map(is_foot, said)):
            return "row_note", {"text": " ".join(said)[:80]}
        if any(_text(cells, place) for place in self._things):
            return None
        if self._keys and all(_text(cells, place) for place in self._keys):
            return "row_head", {"text": _text(cells, self._keys[0])}
        if len(said) > 1 and (not self._keys or len(said) > len(self._titles) // 2):
            return None
        return "row_note", {"text": " ".join(said)[:80]}

    # ---- figures ----------------------------------------------------------------------------------------------------

    def _count(self, cells: Sequence[Any], *, valid: bool) -> None:
        if self._figures[0] < 0:
            return
        if self._keys and (key := read_code(cells[self._keys[0]])) not in ("", self._counted):
            self._counted = key
            self._closed()  # a sum may go back to where its document begins
        told = self._worth(cells)
        written = told[:1] if max(self._figures[1:]) < 0 else told  # a count has no amount, and none is missing
        self._unsure = self._unsure or None in written
        if not valid and self._valid is self._written:
            self._valid = self._written.copy()
        self._written.add(told)
        if valid and self._valid is not self._written:
            self._valid.add(told)
        self._lines += 1

    def _told(self, cells: Sequence[Any]) -> tuple[Decimal | None, Decimal | None]:
        """Quantity and amount as a row writes them."""
        amount = self._number(cells, 2) if self._figures[2] >= 0 else None
        return self._number(cells, 0), None if amount is None else round_fen(amount)

    def _worth(self, cells: Sequence[Any]) -> tuple[Decimal | None, Decimal | None]:
        """Quantity and amount of a line, the amount reckoned where none is written."""
        quantity, amount = self._told(cells)
        if amount is None and (price := self._number(cells, 1)) is not None and quantity is not None:
            amount = round_fen(quantity * price)
        return quantity, amount

    def _number(self, cells: Sequence[Any], which: int) -> Decimal | None:
        place = self._figures[which]
        if place < 0 or place >= len(cells):
            return None
        cell = cells[place]
        try:
            return self._numbers[cell]
        except KeyError:
            if len(self._numbers) >= _MEMORY:
                self._numbers.clear()
            number = read_number(cell)
            self._numbers[cell] = found = read_number(cell, decimal_comma=True) if number is None else number
            return found

    # ---- keys -------------------------------------------------------------------------------------------------------

    def _fill(self, number: int, cells: Sequence[Any], aside: Why | None) -> Sequence[Any]:
        """The row with what its document's first row says."""
        if aside is None or aside[0] in (*_UNSEEN, "row_head") or aside[0] in NOT_BOOKED:
            return self._keys_above.line(number, cells)
        if aside[0] in SUM_ROWS:
            self._keys_above.sum(str(aside[1].get("text", "")), cells)
        elif aside[0] == "row_note" and customer_said(cells) is not None:
            self._keys_above.other_customer()
        return cells

    def _document(self, cells: Sequence[Any]) -> tuple[str, ...]:
        return tuple(read_code(cells[place]) for place in self._keys)


def _text(cells: Sequence[Any], place: int) -> str:
    return read_code(cells[place]) if 0 <= place < len(cells) else ""


def is_blank(cells: Sequence[Any]) -> bool:
    """Whether nothing stands in a row."""
    if cells and isinstance(cells[0], str) and cells[0]:
        return False
    return all(cell in ("", None) or (isinstance(cell, Spread) and not cell.first) for cell in cells)
