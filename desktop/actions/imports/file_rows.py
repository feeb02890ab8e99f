"""What became of single rows of a file: some of each state are kept for the preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.exchange.reading import as_written
from domain.tables.sorting import Why

SAMPLE = 200
"""So many rows of each state are shown."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it was judged: `state` is `taken`, `same` (the books say so already), `refused` or `left`.

    `what` names what it is about, `says` what booking it does or did, `fields` what a card's are made or changed to, by
    their meaning, `why` its reasons.
    """

    row: int
    sheet: str
    state: str
    what: str = ""
    says: str = ""
    why: tuple[Why, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


class Sample:
    """Keeps the first rows of each state, in the file's order."""

    def __init__(self) -> None:
        self._shown: Counter[str] = Counter()
        self._rows: list[FileRow] = []
        self._sheets: dict[str, int] = {}  # in the file's order

    def wants(self, state: str) -> bool:
        """Whether one more row of a state would be kept."""
        return self._shown[state] < SAMPLE

    def add(self, row: FileRow) -> None:
        if self.wants(row.state):
            self._shown[row.state] += 1
            self._sheets.setdefault(row.sheet, len(self._sheets))
            self._rows.append(row)

    @property
    def rows(self) -> tuple[FileRow, ...]:
        return tuple(sorted(self._rows, key=lambda each: (self._sheets[each.sheet], each.row)))


def first_words(cells: Sequence[Any]) -> str:
    """The first words of a row that nobody could read."""
    return " ".join(str(cell) for cell in as_written(cells) if cell not in ("", None))[:60]
