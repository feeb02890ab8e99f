"""Texts with a word of those that make a row no line of its table, remembered because most cells repeat."""

from __future__ import annotations

from domain.tables.words import (
    ends_in_sum,
    is_draft,
    is_no_sale,
    is_reversed,
    is_void,
    names_capitals,
    names_sum,
)

_MEMORY = 40_000  # so that a file of any length needs the same memory


class OddTexts(dict[str, bool]):
    """Whether a text has a word of those that make a row no line."""

    def __missing__(self, text: str) -> bool:
        if len(self) >= _MEMORY:
            self.clear()
        odd = self[text] = (
            names_sum(text)
            or names_capitals(text)
            or ends_in_sum(text)
            or is_void(text, within=True)
            or is_reversed(text, within=True)
            or is_draft(text)
            or is_no_sale(text)
        )
        return odd
