"""A statement's documents with what the other side holds against each: Enter disputes one, Delete lets it stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.reconciliation.views import BookRow
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import AmountEdit, EnterEdit, Field
from desktop.ui.widgets.parts import ActionButton, card, label, row
from domain.statements.replies import REASONS

_HIGH = 320  # pixels, where there is room for them
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_NEW = ("paid_not_booked", "returned_not_booked", "rebate_not_booked", "other")
"""Reasons for what a statement leaves out."""


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """A document on the statement, or one that is missing from it (`on_it` False), and what is disputed of it."""

    number: str
    date: str
    kind: str
    ours: Decimal | None
    on_it: bool
    objection: ObjectionRow | None = None


class OptionalAmountEdit(AmountEdit):
    """An amount that may be left out."""

    def settle(self) -> bool:
        if not self.text().strip():
            self.wronged.emit(None)
            return True
        return super().settle()


class ObjectionDialog(FormDialog):
    """Why one line is disputed, and what the other side holds right."""

    def __init__(self, line: ObjectionLine | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.number = EnterEdit()
        self.reason = QComboBox()
        for code in REASONS if line is not None else _NEW:
            self.reason.addItem(formatting.named("objection", code), code)
        self.theirs = OptionalAmountEdit()
        self.remark = EnterEdit()
        self._build()
        if line is not None:
            self._show(line)

    def _build(self) -> None:
        line = self.line
        if line is None:
            self.say_what(self.tr("对账单上没有的一笔"), self.tr("记下"))
            self.add(Field(self.tr("单号"), self.number), "reply_line_")
        else:
            name = line.number or self.tr("期初余额")
            self.say_what(self.tr("不符：{0}").format(name), self.tr("记下"))
            told = self.tr("对账单上的金额：{0}").format(formatting.money(line.ours))
            self.fields.addWidget(label(told, "muted"))
        theirs = Field(self.tr("买方认为的金额（没有这笔就留空；付款、退货写负数）"), self.theirs)
        self.theirs.wronged.connect(theirs.blame)
        self.fields.addWidget(Field(self.tr("原因"), self.reason))
        self.add(theirs, "amount_")
        self.add(Field(self.tr("说明"), self.remark), "reply_reason")

    def _show(self, line: ObjectionLine) -> None:
        before = line.objection
        if before is not None:
            self.reason.setCurrentIndex(self.reason.findData(before.reason))
            self.theirs.setText("" if before.theirs is None else str(before.theirs))
            self.remark.setText(before.remark)
        elif (line.ours or 0) < 0:  # money and returns aren't goods that didn't come
            self.reason.setCurrentIndex(self.reason.findData("amount"))

    @property
    def objection(self) -> ObjectionRow:
        """What was filled in."""
        line = self.line
        number = line.number if line is not None else self.number.text().strip()
        ours = line.ours if line is not None else None
        return ObjectionRow(
            number, str(self.reason.currentData()), ours, self.theirs.amount, self.remark.text().strip()
        )


class ObjectionsView(QWidget):
    """The table.

    Signals:
        changed: other lines are disputed now.
    """

    changed = Signal()

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[ObjectionLine] = []
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=40)
        self.view.say_when_empty(self.tr("对账单上没有单据。Insert 加一笔。"))
        self.view.opened.connect(self._open)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.told = label("", "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(frame, 1)
        acts = (
            make_action(self, self.tr("加对账单上没有的"), key_table.ADD, self.add_line, again=True),
            make_action(self, self.tr("取消这笔"), key_table.LEAVE_OUT, self.drop_line, again=True),
        )
        buttons = [ActionButton(each, "flat") for each in acts]
        for button in buttons:
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each has its key, and the caret stays on its line
        box.addLayout(row(self.told, 1, *buttons))
        self.setFocusProxy(self.view)
        self.view.installEventFilter(self)
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HIGH)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab goes through the lines, and past the last one on; backwards likewise."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TABS:
            place = self.view.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Tab else -1)
            if 0 <= place < len(self._lines):
                self.view.selectRow(place)
                return True
        return super().eventFilter(watched, event)

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("日期"), _date, 96, whole=True),
            Column(self.tr("单号"), self._number, 0, look="strong", second=_kind, whole=True),
            Column(self.tr("对账单金额"), _ours, 112, right=True),
            Column(self.tr("买方认为"), _theirs, 112, right=True, tone=_tone),
            Column(self.tr("原因"), _reason, 168, tone=_tone, second=_remark),
        )

    def show_lines(self, lines: Iterable[BookRow], objections: Sequence[ObjectionRow] = ()) -> None:
        """The statement's documents, and what is disputed already."""
        against = {each.number: each for each in objections}
        found = [
            ObjectionLine(
                each.number, each.date.isoformat(), each.kind, each.amount, True, against.pop(each.number, None)
            )
            for each in lines
        ]
        extra = [ObjectionLine(each.number, "", "", each.ours, False, each) for each in against.values()]
        self._lines = [*extra, *found]
        self._list()

    @property
    def objections(self) -> tuple[ObjectionRow, ...]:
        return tuple(each.objection for each in self._lines if each.objection is not None)

    def add_line(self) -> None:
        """One more that the statement leaves out."""
        self._ask(None)

    def drop_line(self) -> None:
        """The line under the caret stands as it is."""
        line = self.view.current_row()
        if line is not None and line.objection is not None:
            place = self._lines.index(line)
            self._lines[place : place + 1] = [replace(line, objection=None)] if line.on_it else []
            self._list()

    @Slot(object)
    def _open(self, line: ObjectionLine) -> None:
        self._ask(line)

    def _ask(self, line: ObjectionLine | None) -> None:
        self.dialog: Any = ObjectionDialog(line, self.window())
        self.dialog.confirmed.connect(self._take)
        self.dialog.open()

    @Slot()
    def _take(self) -> None:
        told, line = self.dialog.objection, self.dialog.line
        self.dialog.accept()
        if line is None:
            self._lines.insert(0, ObjectionLine(told.number, "", "", None, False, told))
        else:
            self._lines[self._lines.index(line)] = replace(line, objection=told)
        self._list()
        self.view.setFocus()

    def _list(self) -> None:
        self.rows.show_rows(self._lines)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        told = self.objections
        less = sum(((each.ours or Decimal(0)) - (each.theirs or Decimal(0)) for each in told), Decimal(0))
        keys = self.tr("Enter 或双击：记不符")
        figures = self.tr("差异合计 {0}").format(formatting.money(less)) + "　　" if told else ""
        self.told.setText(figures + keys)

    def _number(self, line: ObjectionLine) -> str:
        return line.number or self.tr("期初余额")


def _date(line: ObjectionLine) -> str:
    return line.date


def _kind(line: ObjectionLine) -> str:
    return formatting.kind(line.kind) if line.kind else ""


def _ours(line: ObjectionLine) -> str:
    return formatting.money(line.ours)


def _theirs(line: ObjectionLine) -> str:
    told = line.objection
    return "" if told is None else formatting.money(told.theirs)


def _reason(line: ObjectionLine) -> str:
    return formatting.named("objection", line.objection.reason) if line.objection else ""


def _remark(line: ObjectionLine) -> str:
    return line.objection.remark if line.objection else ""


def _tone(line: ObjectionLine) -> str:
    return "bad" if line.objection else "text"
