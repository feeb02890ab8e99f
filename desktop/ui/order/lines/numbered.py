"""What is said of an order's lines numbers them as the table does, where rows still to be filled in count too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import DeskError
from domain.explain import Reason


def reason_here(reason: Reason, places: Sequence[int]) -> Reason:
    """The reason with the table's number: line n of the draft stands there at `places[n-1]`."""
    return reason if reason.line is None else replace(reason, line=_row(reason.line, places))


def failure_here(failure: DeskError, places: Sequence[int]) -> DeskError:
    """The failure, and the reasons it carries, with the table's numbers."""
    line, reasons = failure.facts.get("line"), failure.facts.get("reasons")
    here: dict[str, object] = {}
    if isinstance(line, int):
        here["line"] = _row(line, places)
    if isinstance(reasons, tuple):
        here["reasons"] = tuple(reason_here(each, places) if isinstance(each, Reason) else each for each in reasons)
    return DeskError(failure.code, **{**failure.facts, **here}) if here else failure


def _row(line: int, places: Sequence[int]) -> int:
    """The number before the line's row; goods on top have none."""
    return places[line - 1] + 1 if 0 < line <= len(places) else line
