"""The columns of a paper, ticked apart from the screen's and remembered in the desk's folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from desktop.documents.faces import PAPERS
from desktop.ui.frame.page import make_action
from desktop.ui.frame.preferences import Preferences
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, FilterBar, label, row


class ColumnsDialog(QDialog):
    """Ticks what is printed, for one kind of paper or for all of them; a tick holds at once, so the preview follows."""

    def __init__(self, preferences: Preferences, kinds: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("纸上的列"))
        self.setMinimumWidth(380)
        self._preferences = preferences
        names = {
            "statement": self.tr("对账单"),
            "open_items": self.tr("未结清对账单"),
            **{kind: formatting.in_language(paper.title) for kind, paper in PAPERS.items()},
        }
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 18)
        box.setSpacing(12)
        self.kinds = FilterBar([(kind, names[kind]) for kind in kinds])
        box.addWidget(label(names[kinds[0]], "heading") if len(kinds) == 1 else self.kinds)
        self.kinds.setVisible(len(kinds) > 1)
        box.addWidget(label(self.tr("打印出来的列，与屏幕无关；缺不了的列总在。"), "muted", wrap=True))
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(8)
        box.addLayout(self._ticks)
        box.addStretch(1)
        leave = ActionButton(self._leave_action, picture="close")
        leave.setAutoDefault(False)
        box.addLayout(row(1, leave))
        self.boxes: dict[str, QCheckBox] = {}
        self._kind = kinds[0]
        self._fill(self._kind)
        self.kinds.picked.connect(self._fill)

    def _fill(self, kind: str) -> None:
        from desktop.printing.columns import offered

        self._kind = kind
        for tick in self.boxes.values():
            tick.hide()
            tick.deleteLater()
        kept = self._preferences.columns(kind)
        self.boxes = {}
        for key, title in offered(kind, cast("Any", formatting.language())):
            tick = self.boxes[key] = QCheckBox(title)
            tick.setChecked(not kept or key in kept)
            tick.toggled.connect(self._keep)
            self._ticks.addWidget(tick)
        if self.boxes:
            next(iter(self.boxes.values())).setFocus()

    def _keep(self, _: bool) -> None:
        from desktop.printing.columns import chosen

        ticked = [key for key, tick in self.boxes.items() if tick.isChecked()]
        whole = len(ticked) == len(self.boxes)
        self._preferences.keep_columns(self._kind, () if whole else chosen(self._kind, ticked))
