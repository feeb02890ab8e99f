"""What HQ's people asked HQ for on this page and isn't done: what waits, and what was refused and why, until read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.frame.actions import hq_requests
from desktop.ui.frame.style import tone
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, chip, flowing, label

if TYPE_CHECKING:
    from desktop.actions.headquarters.requests import RequestView
    from desktop.ui.frame.work import Worker

_CHIP = 64
_TONES = {"waiting": "info", "refused": "bad"}


class Requested(QFrame):
    """A card with a line for each request, up to so many; it hides where nothing waits and nothing was refused.

    Signals:
        changed: whether there is something refused to put away.
    """

    changed = Signal(bool)

    def __init__(self, worker: Worker, verbs: Collection[str], away: QAction, parent: QWidget, most: int) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.shown: Sequence[RequestView] = ()
        self._worker = worker
        self._verbs = frozenset(verbs)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(10)
        box = QVBoxLayout()
        box.setSpacing(6)
        line.addLayout(box, 1)
        self._rows = [_RequestRow(self) for _ in range(most)]
        for row in self._rows:
            box.addWidget(row)
        self._more = label("", "muted")
        line.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        self._away = ActionButton(away, "flat")
        line.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        worker.changed.connect(self._hear)
        self.hide()

    def ask(self) -> None:
        """Looks again."""

        self._worker.read(hq_requests.pending, self._verbs, then=self._show)

    def put_away(self) -> None:
        """What was refused has been read."""

        ids = [each.id for each in self.shown if each.state == "refused"]
        self._worker.write(hq_requests.forget, ids, then=self._gone)

    @Slot(object)
    def _hear(self, _: object) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.ask()

    @Slot(object)
    def _gone(self, _: object) -> None:
        self.ask()

    @Slot(object)
    def _show(self, found: Sequence[RequestView]) -> None:
        # What was refused needs a person; what waits only needs time.
        self.shown = sorted(found, key=lambda each: each.state != "refused")
        for place, row in enumerate(self._rows):
            row.show_request(self.shown[place] if place < len(self.shown) else None)
        left = len(self.shown) - len(self._rows)
        self._more.setText(self.tr("另有 {0} 件").format(left))
        self._more.setVisible(left > 0)
        refused = any(each.state == "refused" for each in self.shown)
        self._away.setVisible(refused)
        self.setVisible(bool(self.shown))
        self.changed.emit(refused)

    @property
    def texts(self) -> list[str]:
        """What its lines say."""
        return [row.text for row in self._rows if not row.isHidden()]


class _RequestRow(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        self._state: QLabel = chip()
        self._state.setMinimumWidth(_CHIP)
        self._told = flowing("")
        self._who = label("", "muted")
        line.addWidget(self._state)
        line.addWidget(self._told, 1)
        line.addWidget(self._who)

    @property
    def text(self) -> str:
        return f"{self._state.text()} {self._told.text()}"

    def show_request(self, request: RequestView | None) -> None:
        self.setVisible(request is not None)
        if request is None:
            return
        self._state.setText(formatting.named("request_state", request.state))
        tone(self._state, tone=_TONES.get(request.state, "muted"))
        wish = formatting.told(f"wish_{request.verb}", **request.facts)
        between = "" if formatting.language() == "zh" else " "
        self._told.setText(between.join([wish, *map(formatting.tell, request.reasons[:2])]))
        self._who.setText(f"{request.by}  {formatting.clock(request.at)}")
