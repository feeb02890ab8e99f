"""Every reason of the verdict at once, each with what to do; those of a line lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.actions.documents.views import CheckedOrder
from desktop.ui.frame.style import pixmap
from desktop.ui.navigation import key_table
from desktop.ui.order.benefits.hints import ToldHint
from desktop.ui.order.lines.entry import EntryLine
from desktop.ui.order.lines.numbered import failure_here, reason_here
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import Clickable, flowing, key_cap, label
from desktop.ui.widgets.scrolling import SnugScrollArea
from domain.errors import DeskError
from domain.explain import Reason

_LOOKS = {
    "stop": ("stop-circle", "bad"),
    "warn": ("warn", "warn"),
    "info": ("check-circle", "good"),
    "hint": ("gift", "info"),
}
_RANK = {"stop": 0, "warn": 1, "info": 2}
_MOST, _MOST_HINTS = 9, 2
_WIDTH, _LEAST = 260, 40  # the room inside the card as it usually is; what is always seen of it


Told = tuple[str, str, int | None, int | None]
"""Severity, sentence, the draft's line (from 1), the grid's row (from 0)."""


class _Line(Clickable):
    def __init__(self, severity: str, text: str, line: int | None, row: int | None, keys: str = "") -> None:
        super().__init__()
        self.line = line
        self.row = row
        self.hint: ToldHint | None = None
        picture, shade = _LOOKS[severity]
        mark = QLabel()
        mark.setPixmap(pixmap(picture, shade, 17, self.devicePixelRatioF()))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(8)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(flowing(text), 1)
        if keys:
            box.addWidget(key_cap(keys), 0, Qt.AlignmentFlag.AlignTop)
        if line is not None or row is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)


class ChecksCard(QFrame):
    """The card under the credit.

    Signals:
        line_wanted: the place of the draft's line a reason speaks of, counted from 1.
        place_wanted: the place of the entry's line in which something can't be read.
        hint_wanted: the ToldHint that was clicked, to be fulfilled.
    """

    line_wanted = Signal(int)
    place_wanted = Signal(int)
    hint_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        """`whole`: it stands in what scrolls, and doesn't scroll itself."""
        super().__init__(parent)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 14, 8)
        box.setSpacing(4)
        self._heading = label(self.tr("检查"), "heading")
        box.addWidget(self._heading)
        self._area = SnugScrollArea(_WIDTH, _LEAST, spacing=4, whole=whole)
        box.addWidget(self._area)
        self._box = self._area.column
        self._lines: list[QWidget] = []
        self.texts: list[str] = []
        self.hints: Sequence[ToldHint] = ()
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

    def show_reasons(
        self,
        reasons: Sequence[Reason],
        wrong: Sequence[tuple[int, EntryLine]] = (),
        hints: Sequence[ToldHint] = (),
        places: Sequence[int] = (),
    ) -> None:
        """All reasons, the gravest first, then what is missing to more; `places` of the draft's lines in the table."""
        ordered = sorted(reasons, key=lambda reason: (_RANK[reason.severity], reason.line or 0))
        told: list[Told] = [
            (each.severity, formatting.tell(reason_here(each, places)), each.line, None) for each in ordered
        ]
        self._show([*self._wrong(wrong), *told], hints=hints)

    def show_verdict(
        self,
        checked: CheckedOrder,
        places: Sequence[int],
        wrong: Sequence[tuple[int, EntryLine]],
        hints: Sequence[ToldHint],
    ) -> None:
        """The verdict on a draft; a line's reasons learn the product's name, which their sentences need."""
        reasons = [*checked.verdict.reasons]
        for verdict in checked.verdict.lines:
            view = checked.lines[verdict.line - 1]
            known = {"name": view.name, "base_unit": view.base_unit}
            reasons += [replace(each, facts={**known, **each.facts}, line=verdict.line) for each in verdict.reasons]
        self.show_reasons(reasons, wrong, hints, places)

    def show_failure(self, failure: DeskError, places: Sequence[int] = ()) -> None:
        """Why it can't even be judged."""
        line = failure.facts.get("line")
        self._show(
            [("stop", formatting.tell(failure_here(failure, places)), line if isinstance(line, int) else None, None)]
        )

    def _wrong(self, wrong: Sequence[tuple[int, EntryLine]]) -> list[Told]:
        at = self.tr("第 {0} 行：{1}")
        return [
            ("stop", at.format(place + 1, formatting.tell(line.wrong[1])), None, place)
            for place, line in wrong
            if line.wrong
        ]

    def _show(self, told: list[Told], *, quiet: bool = False, hints: Sequence[ToldHint] = ()) -> None:
        for old in self._lines:
            self._box.removeWidget(old)
            old.deleteLater()
        self._lines = []
        self.hints = hints[:_MOST_HINTS]
        self.texts = [*(each[1] for each in told), *(hint.text for hint in self.hints)]
        count = 0 if quiet else len(self.texts)
        self._heading.setText(self.tr("检查（{0}）").format(count) if count > 1 else self.tr("检查"))
        room = _MOST - len(self.hints)
        pressing = sum(each[0] != "info" for each in told[:room])
        for place, each in enumerate(told[:room]):
            if place == pressing:
                self._put_hints()
            self._put(flowing(each[1], "small") if quiet else _Line(*each))
        if pressing >= len(told[:room]):
            self._put_hints()
        if len(told) > room:
            self._put(label(self.tr("还有 %n 条", "", len(told) - room), "small"))

    def _put_hints(self) -> None:
        """What is missing to more stands after what is wrong and before what is merely right."""
        for nth, hint in enumerate(self.hints):
            shown = _Line(
                "hint", hint.text, hint.line or None, None, key_table.NEXT_STEP.keys[0] if not nth and hint.line else ""
            )
            shown.hint = hint
            self._put(shown)

    def _put(self, widget: QWidget) -> None:
        if isinstance(widget, _Line):
            widget.clicked.connect(self._wanted)
        self._lines.append(widget)
        self._box.addWidget(widget)

    def _wanted(self) -> None:
        sender = self.sender()
        if not isinstance(sender, _Line):
            return
        if sender.hint is not None:
            self.hint_wanted.emit(sender.hint)
        elif sender.line is not None:
            self.line_wanted.emit(sender.line)
        elif sender.row is not None:
            self.place_wanted.emit(sender.row)
