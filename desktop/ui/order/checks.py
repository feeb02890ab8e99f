"""Every reason of the verdict at once, each with what to do; those of a line lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.actions.views import CheckedOrder
from desktop.ui import words
from desktop.ui.order.entry import EntryLine
from desktop.ui.parts import Clickable, label
from desktop.ui.style import pixmap
from domain.errors import DeskError
from domain.explain import Reason

_LOOKS = {"stop": ("stop-circle", "bad"), "warn": ("warn", "warn"), "info": ("check-circle", "good")}
_RANK = {"stop": 0, "warn": 1, "info": 2}


Told = tuple[str, str, int | None, int | None]
"""Severity, sentence, the draft's line (from 1), the grid's row (from 0)."""


class _Line(Clickable):
    def __init__(self, severity: str, text: str, line: int | None, row: int | None) -> None:
        super().__init__()
        self.line = line
        self.row = row
        picture, shade = _LOOKS[severity]
        mark = QLabel()
        mark.setPixmap(pixmap(picture, shade, 17, self.devicePixelRatioF()))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(8)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(label(text, wrap=True), 1)
        if line is not None or row is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)


class ChecksCard(QFrame):
    """The card under the credit.

    Signals:
        line_wanted: the place of the draft's line a reason speaks of, counted from 1.
        place_wanted: the row of the grid in which something can't be read.
    """

    line_wanted = Signal(int)
    place_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 16, 12)
        self._box.setSpacing(4)
        self._box.addWidget(label(self.tr("检查"), "heading"))
        self._lines: list[QWidget] = []
        self.texts: list[str] = []
        self.clear()

    def clear(self) -> None:
        """There is nothing to judge yet."""
        self._show([("info", self.tr("录入商品后，价格、库存、信用一并检查。"), None, None)], quiet=True)

    def show_wrong(self, wrong: Sequence[tuple[int, EntryLine]]) -> None:
        """Only what can't be read."""
        told = self._wrong(wrong)
        if told:
            self._show(told)
        else:
            self.clear()

    def show_reasons(self, reasons: Sequence[Reason], wrong: Sequence[tuple[int, EntryLine]] = ()) -> None:
        """All reasons, the gravest first."""
        ordered = sorted(reasons, key=lambda reason: (_RANK[reason.severity], reason.line or 0))
        told: list[Told] = [(reason.severity, words.tell(reason), reason.line, None) for reason in ordered]
        self._show([*self._wrong(wrong), *told])

    def show_verdict(self, checked: CheckedOrder, wrong: Sequence[tuple[int, EntryLine]]) -> None:
        """The verdict on a draft; a line's reasons learn the product's name, which their sentences need."""
        reasons = [*checked.verdict.reasons]
        for verdict in checked.verdict.lines:
            view = checked.lines[verdict.line - 1]
            known = {"name": view.name, "base_unit": view.base_unit}
            reasons += [replace(each, facts={**known, **each.facts}, line=verdict.line) for each in verdict.reasons]
        self.show_reasons(reasons, wrong)

    def show_failure(self, failure: DeskError) -> None:
        """Why it can't even be judged."""
        line = failure.facts.get("line")
        self._show([("stop", words.tell(failure), line if isinstance(line, int) else None, None)])

    def _wrong(self, wrong: Sequence[tuple[int, EntryLine]]) -> list[Told]:
        at = self.tr("第 {0} 行：{1}")
        return [
            ("stop", at.format(place + 1, words.tell(line.wrong[1])), None, place)
            for place, line in wrong
            if line.wrong
        ]

    def _show(self, told: list[Told], *, quiet: bool = False) -> None:
        for old in self._lines:
            self._box.removeWidget(old)
            old.deleteLater()
        self._lines = []
        self.texts = [each[1] for each in told]
        for severity, text, line, place in told[:9]:
            widget: QWidget = label(text, "small", wrap=True) if quiet else _Line(severity, text, line, place)
            if isinstance(widget, _Line):
                widget.clicked.connect(self._wanted)
            self._lines.append(widget)
            self._box.addWidget(widget)
        if len(told) > 9:
            more = label(self.tr("还有 %n 条", "", len(told) - 9), "small")
            self._lines.append(more)
            self._box.addWidget(more)

    def _wanted(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Line) and sender.line is not None:
            self.line_wanted.emit(sender.line)
        elif isinstance(sender, _Line) and sender.row is not None:
            self.place_wanted.emit(sender.row)
