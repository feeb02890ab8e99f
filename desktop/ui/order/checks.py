"""Every reason of the verdict at once, each with what to do; those of a line lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui import words
from desktop.ui.parts import Clickable, label
from desktop.ui.style import pixmap
from domain.errors import DeskError
from domain.explain import Reason

_LOOKS = {"stop": ("stop-circle", "bad"), "warn": ("warn", "warn"), "info": ("check-circle", "good")}
_RANK = {"stop": 0, "warn": 1, "info": 2}


class _Line(Clickable):
    def __init__(self, severity: str, text: str, line: int | None) -> None:
        super().__init__()
        self.line = line
        picture, shade = _LOOKS[severity]
        mark = QLabel()
        mark.setPixmap(pixmap(picture, shade, 17, self.devicePixelRatioF()))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(8)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(label(text, wrap=True), 1)
        if line is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)


class ChecksCard(QFrame):
    """The card under the credit.

    Signals:
        line_wanted: the place of the draft's line a reason speaks of, counted from 1.
    """

    line_wanted = Signal(int)

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
        self._show([("info", self.tr("录入商品后，价格、库存、信用一并检查。"), None)], quiet=True)

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """All reasons, the gravest first."""
        ordered = sorted(reasons, key=lambda reason: (_RANK[reason.severity], reason.line or 0))
        self._show([(reason.severity, words.tell(reason), reason.line) for reason in ordered])

    def show_failure(self, failure: DeskError) -> None:
        """Why it can't even be judged."""
        line = failure.facts.get("line")
        self._show([("stop", words.tell(failure), line if isinstance(line, int) else None)])

    def _show(self, told: list[tuple[str, str, int | None]], *, quiet: bool = False) -> None:
        for widget in self._lines:
            self._box.removeWidget(widget)
            widget.deleteLater()
        self._lines = []
        self.texts = [text for _, text, _ in told]
        for severity, text, line in told[:9]:
            widget: QWidget = label(text, "small", wrap=True) if quiet else _Line(severity, text, line)
            if isinstance(widget, _Line) and line is not None:
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
