"""Cells of a row that the spreadsheet couldn't compute, told as that: what should stand there nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.explain import Fact
from domain.tables.cells import error_in

Why = tuple[str, Mapping[str, Fact]]


def errors_in(cells: Sequence[Any], columns: Mapping[str, int]) -> tuple[Why, ...]:
    """Why a row can't be taken for its cells in error, one for each column; `columns` are the places of meanings."""
    told: dict[int, Why] = {}
    for meaning, place in columns.items():
        if place < len(cells) and place not in told and (text := error_in(cells[place])):
            told[place] = "cell_error", {"column": meaning, "text": text}
    return tuple(told.values())
