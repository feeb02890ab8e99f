"""Whom a policy speaks to and which products it covers, as fields of names: any group will do, and who is left out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.frame.work import Worker
from desktop.ui.policies.chips import ChipsEdit
from desktop.ui.policies.document import MISSING, PolicyDocument, inside
from desktop.ui.policies.names import Names
from desktop.ui.widgets.parts import label, row

translate = QCoreApplication.translate
FIELDS = {
    "audience": (
        ("dealers", "dealer"),
        ("tiers", "tier"),
        ("territories", "territory"),
        ("tags", "tag"),
        ("below", "dealer"),
    ),
    "scope": (("products", "product"), ("categories", "category"), ("brands", "brand")),
}
_LABEL_WIDTH = 64


def field_name(field: str) -> str:
    """What a field of a group is called."""
    return {
        "dealers": translate("policies", "经销商"),
        "tiers": translate("policies", "级别"),
        "territories": translate("policies", "地区"),
        "tags": translate("policies", "标签"),
        "below": translate("policies", "及其下级"),
        "products": translate("policies", "商品"),
        "categories": translate("policies", "类别"),
        "brands": translate("policies", "品牌"),
    }.get(field, field)


def everyone(kind: str) -> str:
    """What nothing said means."""
    return translate("policies", "全部经销商") if kind == "audience" else translate("policies", "全部商品")


def tell_scope(names: Names, kind: str, form: Any) -> str:
    """A scope in a few words, for a cell."""
    if not isinstance(form, Mapping):
        return ""
    told = _groups(names, kind, form.get("include")) or everyone(kind)
    without = _groups(names, kind, form.get("exclude"))
    return translate("policies", "{0}（除 {1}）").format(told, without) if without else told


def _groups(names: Names, kind: str, groups: Any) -> str:
    told = []
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, Mapping):
            parts = [names.listed(of, group.get(field) or ()) for field, of in FIELDS[kind] if group.get(field)]
            told.append(" · ".join(parts) or everyone(kind))
    return translate("policies", " 或 ").join(told)


class ScopeEdit(QWidget):
    """A scope at one place of the form.

    Signals:
        entered: Enter led out of the last field.
        reshaped: fields came or went.
    """

    entered = Signal()
    reshaped = Signal()

    def __init__(
        self, document: PolicyDocument, path: str, kind: str, worker: Worker, names: Names, window: QWidget
    ) -> None:
        super().__init__()
        self.document, self.path, self.kind = document, path, kind
        self._worker, self._names, self._window = worker, names, window
        self._more = {"include": 0, "exclude": 0}
        self._shape = (0, 0)
        self.edits: list[ChipsEdit] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._body = QWidget()
        self._box.addWidget(self._body)
        self._build()
        document.changed.connect(self._changed)

    # ---- what sections ask of every field

    def show_value(self) -> None:
        """Shows what the form says here."""
        if self._counts() != self._shape:
            self._build()
        for edit in self.edits:
            edit.show_value()

    def settle(self) -> bool:
        """What is chosen is written already."""
        return True

    def setFocus(self, *_: Any) -> None:
        self.edits[0].setFocus()

    # ---- building

    def _groups_of(self, side: str) -> int:
        return len(self.document.rows(f"{self.path}.{side}"))

    def _counts(self) -> tuple[int, int]:
        including = max(1, self._groups_of("include") + self._more["include"])
        return including, self._groups_of("exclude") + self._more["exclude"]

    def _build(self) -> None:
        self._shape = self._counts()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.edits = []
        for place in range(self._shape[0]):
            self._add_group(grid, "include", place)
        for place in range(self._shape[1]):
            self._add_group(grid, "exclude", place)
        grid.addLayout(self._buttons(), grid.rowCount(), 1, 1, 3)
        self._box.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        for edit, after in pairwise(self.edits):
            edit.entered.connect(after.setFocus)
        self.edits[-1].entered.connect(self.entered)
        self.reshaped.emit()

    def _add_group(self, grid: QGridLayout, side: str, place: int) -> None:
        if side == "exclude" or place:
            told = translate("policies", "除外") if side == "exclude" else translate("policies", "或者")
            grid.addWidget(label(told, "strong"), grid.rowCount(), 0, 1, 4)
        wide, narrow = grid.rowCount(), 0
        for field, kind in FIELDS[self.kind]:
            path = f"{self.path}.{side}[{place}].{field}"
            if field == "below" and not self.document.is_set(path) and side == "include" and not place:
                continue
            edit = ChipsEdit(self.document, path, kind, self._worker, self._names, self._window)
            self.edits.append(edit)
            if field in ("dealers", "products"):
                if side == "include" and not place:
                    edit.hint(translate("policies", "不填就是{0}").format(everyone(self.kind)))
                line, column = wide, 0
            else:
                line, column = wide + 1 + narrow // 2, narrow % 2 * 2
                narrow += 1
            name = label(field_name(field), "label")
            name.setMinimumWidth(_LABEL_WIDTH)
            grid.addWidget(name, line, column, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(edit, line, column + 1, 1, 1 if column or line > wide else 3)

    def _buttons(self) -> Any:
        again = QPushButton("+ " + translate("policies", "或者另一组"))
        without = QPushButton("+ " + translate("policies", "除外"))
        for button, side in ((again, "include"), (without, "exclude")):
            button.setProperty("kind", "link")
            button.setProperty("side", side)
            button.clicked.connect(self._another)
        wanted = []
        if self._groups_of("include") and not self._more["include"]:
            wanted.append(again)
        if not self._more["exclude"]:
            wanted.append(without)
        return row(*wanted, 1, spacing=18)

    @Slot()
    def _another(self) -> None:
        side = str(self.sender().property("side"))
        self._more[side] = 1
        self._build()
        place = self._groups_of(side)
        first = f"{self.path}.{side}[{place}]."
        next(edit for edit in self.edits if edit.path.startswith(first)).setFocus()

    @Slot(str)
    def _changed(self, path: str) -> None:
        if not inside(path, self.path) and not inside(self.path, path):
            return
        for side in ("include", "exclude"):
            for place, group in enumerate(self.document.rows(f"{self.path}.{side}")):
                here = f"{self.path}.{side}[{place}]"
                if group == {} and inside(path, here):
                    # A group without a word would mean everyone; whoever emptied it means no group at all.
                    self.document.drop_row(f"{self.path}.{side}", place)
                    return
                if inside(path, here) and place + 1 == self._groups_of(side):
                    self._more[side] = 0
        if self._counts() != self._shape or self.document.raw(self.path) is MISSING:
            self.show_value()


class ScopeDialog(QDialog):
    """A scope that belongs to one cell; F8 keeps it, Esc leaves it as it was."""

    def __init__(
        self, document: PolicyDocument, path: str, kind: str, worker: Worker, names: Names, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(560, 380)
        self._document, self._path = document, path
        self._before = document.copy()
        title = translate("policies", "哪些经销商") if kind == "audience" else translate("policies", "哪些商品")
        self.setWindowTitle(title)
        self.edit = ScopeEdit(document, path, kind, worker, names, self)
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.edit)
        column.addStretch(1)
        area.setWidget(inner)
        done = QPushButton(translate("policies", "完成") + "  F8")
        done.setProperty("kind", "primary")
        done.setAutoDefault(False)
        done.clicked.connect(self.accept)
        leave = QPushButton(translate("policies", "取消") + "  Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.edit.entered.connect(done.setFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 18)
        box.setSpacing(12)
        box.addWidget(label(title, "heading"))
        box.addWidget(area, 1)
        box.addLayout(row(1, leave, done))
        self.rejected.connect(self._restore)
        self.edit.setFocus()

    @Slot()
    def _restore(self) -> None:
        if self._document.form != self._before:
            self._document.form = self._before
            self._document.changed.emit(self._path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
        else:
            super().keyPressEvent(event)
