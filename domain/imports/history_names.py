"""Rows that leave a code blank and write a name the books know: the code is that of whoever bears the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.tables.cells import folded, read_code, read_name

_NAMED = (("customer", "customer_name"), ("product", "product_name"))

Names = Callable[[str], Mapping[str, str]]
"""For `customer` or `product` the code of each name, folded for comparing; "" where several bear it."""


class RowNames:
    """Fills in the codes of one table's rows; the names are asked for once some row needs them."""

    def __init__(self, columns: Mapping[str, int], names: Names) -> None:
        self._names = names
        self._pairs = [
            (code, columns[code], columns[name])
            for code, name in _NAMED
            if code in columns and name in columns and columns[code] != columns[name]
        ]
        self._known: dict[str, Mapping[str, str]] = {}

    def filled(self, cells: Sequence[Any]) -> Sequence[Any]:
        """The row with the codes its names stand for; itself where nothing is to be filled in."""
        for meaning, place, named in self._pairs:
            if cells[place] in ("", None) and not read_code(cells[place]) and (name := read_name(cells[named])):
                if meaning not in self._known:
                    self._known[meaning] = self._names(meaning)
                if code := self._known[meaning].get(folded(name)):
                    cells = [*cells[:place], code, *cells[place + 1 :]]
        return cells
