"""Minuses by a mark that not everybody knows for one, told with the figure as it was read: `△3` and `[3]` are −3."""

from __future__ import annotations

from collections.abc import Sequence

from domain.explain import Reason
from domain.tables.cells import read_code
from domain.tables.numbers import read_number


def minus_notes(found: Sequence[tuple[int, object]]) -> list[Reason]:
    """What is said of the rows and their cells that `is_marked_minus` found in a table: the first, and how many."""
    if not found:
        return []
    row, cell = found[0]
    facts = {"text": read_code(cell), "number": read_number(cell), "lines": len(found)}
    return [Reason("minus_marked", "info", facts, row)]
