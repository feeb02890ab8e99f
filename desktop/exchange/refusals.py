"""The report of an import: every row that was not booked, with its number, its reasons and what stood in it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from desktop.wording import Language, say_row
from domain.errors import UsageError
from domain.tables.sorting import Why
from sync.trouble import known_trouble, trouble

_TITLES = ("行号 row", "代码 code", "原因", "reason")
_SHEET = "工作表 sheet"
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


class RefusalReport:
    """A CSV file for spreadsheet programs (UTF-8 with mark), complete only when left without an exception.

    Attributes:
        path: where it stands when it is complete.
        lines: rows written, the title row not counted.
        reasons: how often each code was given.
    """

    def __init__(self, path: Path, titles: Sequence[str], *, sheets: bool) -> None:
        self.path = path
        self.lines = 0
        self.reasons: Counter[str] = Counter()
        self._sheets = sheets
        self._part = path.with_name(f"{path.name}.part")
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._row([*_TITLES, *([_SHEET] if sheets else []), *titles])

    def leave_out(self, row: int, sheet: str, why: Why, cells: Sequence[Any]) -> None:
        """A row that is no line; it isn't counted among the refused."""
        code, facts = why
        told = (say_row(code, facts, language) for language in _LANGUAGES)
        self._row([row, why[0], *told, *([sheet] if self._sheets else []), *cells])

    def add(self, row: int, sheet: str, why: Sequence[Why], cells: Sequence[Any]) -> None:
        codes = [code for code, _ in why]
        told = (" ".join(say_row(code, facts, language) for code, facts in why) for language in _LANGUAGES)
        self._row([row, "; ".join(codes), *told, *([sheet] if self._sheets else []), *cells])
        self.lines += 1
        self.reasons.update(codes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _told(self.path):
            self._file.close()
            if kind is None:
                self._part.replace(self.path)
            else:
                self._part.unlink(missing_ok=True)

    def _row(self, cells: Sequence[Any]) -> None:
        with _told(self.path):
            self._writer.writerow(cells)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        said = trouble(failure)
        if said in ("full", "is_file"):
            raise (known_trouble(failure, path) or failure) from failure
        raise UsageError("report_unwritable", path=str(path), detail=said) from failure
