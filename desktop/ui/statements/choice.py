"""What is chosen for a statement: whose, of which days, in which form, and on which paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from desktop.ui.frame.preferences import PAPERS, Preferences
from desktop.ui.frame.title_line import ButtonLine
from desktop.ui.frame.work import Worker
from desktop.ui.paper.names import copies_box, copy_names, paper_names
from desktop.ui.paper.offsets import OffsetEdit
from desktop.ui.statements.drawn import StatementQuestion, code_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.account_box import AccountBox
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.parts import ActionButton, FilterBar, card, label, row
from desktop.ui.widgets.periods import CLOSING_DAYS, picked_days
from domain.statements.forms import Layout


class StatementChoice(QWidget):
    """The card of choices.

    Signals:
        other: it is another statement now: an account, day or form was chosen.
        redrawn: it is the same statement on other paper.
    """

    other = Signal()
    redrawn = Signal()

    def __init__(self, worker: Worker, preferences: Preferences, actions: Sequence[QAction]) -> None:
        """`actions` choose the columns, and the layout of the pre-printed form that takes their place."""
        super().__init__()
        self._preferences = preferences
        self.today = dt.datetime.now().astimezone().date()
        self._told = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(spacing=9)
        box.addWidget(frame)
        self._build_account(worker)
        inside.addWidget(self.account)
        inside.addWidget(self.periods)
        start, end = self._days()
        inside.addLayout(row(start, label("–", "muted"), end))
        inside.addWidget(self.layouts)
        self._papers = QWidget()
        self._papers.setLayout(self._build_paper())
        inside.addWidget(self._papers)
        self.form = QCheckBox(self.tr("套打到预印单"))
        self.form.toggled.connect(self._turned_form)
        self.offsets = OffsetEdit(worker, preferences, narrow=True)
        self.offsets.hide()
        self.offsets.shifted.connect(self.redrawn)
        inside.addWidget(self.form)
        inside.addWidget(self.offsets)
        self._columns, self._layout = (ActionButton(action) for action in actions)
        self._layout.hide()
        inside.addWidget(ButtonLine(self._columns, self._layout))

    def _build_account(self, worker: Worker) -> None:
        self.account = AccountBox(worker)
        self.account.setAccessibleName(self.tr("账户"))
        self.account.setToolTip(self.tr("账户"))
        self.account.currentIndexChanged.connect(self.other)
        self.periods = FilterBar(
            [("this", self.tr("本月")), ("last", self.tr("上月")), ("year", self.tr("今年")), ("own", self.tr("自定"))]
        )
        self.periods.picked.connect(self.pick_period)
        self.layouts = FilterBar(
            [
                ("documents", self.tr("单据")),
                ("lines", self.tr("带明细")),
                ("bare", self.tr("无价格")),
                ("open", self.tr("未结清")),
            ]
        )
        self.layouts.picked.connect(self.other)

    def _days(self) -> tuple[Field, Field]:
        self.start, self.end = DayEdit(self.today), DayEdit(self.today)
        self.start.setAccessibleName(self.tr("从"))
        self.end.setAccessibleName(self.tr("到"))
        start, end = Field("", self.start), Field("", self.end)
        for edit, field in ((self.start, start), (self.end, end)):
            edit.wronged.connect(field.blame)
            edit.day_changed.connect(self._own_period)
            edit.entered.connect(self.other)
        return start, end

    def _build_paper(self) -> QGridLayout:
        self.paper = QComboBox()
        for name, shown in paper_names(PAPERS):
            self.paper.addItem(shown, name)
        self.copies = copies_box(self._preferences.copies)
        self._follow_paper()
        for choice in (self.paper, self.copies):
            choice.setMinimumWidth(80)  # the longest of its choices doesn't widen the card
            choice.currentIndexChanged.connect(self._keep_paper)
        self._preferences.changed.connect(self._preferred)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for place, (name, edit) in enumerate(((self.tr("纸张"), self.paper), (self.tr("联次"), self.copies))):
            told = label(name, "label")
            told.setBuddy(edit)
            grid.addWidget(told, place, 0)
            grid.addWidget(edit, place, 1)
        return grid

    # ---- what is chosen

    @property
    def buyer(self) -> str:
        """The account asked for; "" for none."""
        return self.account.buyer

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day."""
        return self.start.day, self.end.day

    @property
    def kind(self) -> str:
        """The kind of paper its columns are chosen for."""
        return "open_items" if self.layouts.code == "open" else "statement"

    def question(self, number: str) -> StatementQuestion:
        """What is to be shown; `number` of a statement that was issued, "" for one that isn't."""
        return StatementQuestion(
            self.buyer,
            *self.days,
            str(self.paper.currentData()),
            formatting.language(),
            self.layouts.code,
            number,
            copy_names(int(self.copies.currentData())),
            self._preferences.columns(self.kind),
            self.form.isChecked(),
            self.offsets.name,
        )

    # ---- filling

    def know_today(self, today: dt.date) -> None:
        """The books' day; the period that is picked is counted from it."""
        self.today = self.start.today = self.end.today = today
        if not self._told and self.periods.code == "this" and today.day <= CLOSING_DAYS:
            self.periods.pick("last")  # what is made in a month's first days is the statement of the month before
        else:
            self.pick_period(self.periods.code)
        self._told = True

    def show_issued(self, buyer: str, days: tuple[dt.date, dt.date], layout: Layout) -> None:
        """What an issued statement was made of; nothing is asked for by it."""
        for widget in (self.account, self.periods, self.layouts, self.start, self.end):
            widget.blockSignals(True)
        self.account.choose(buyer)
        self.periods.pick("own")
        self.start.set_day(days[0])
        self.end.set_day(days[1])
        self.layouts.pick(code_of(layout))
        for widget in (self.account, self.periods, self.layouts, self.start, self.end):
            widget.blockSignals(False)

    # ---- choosing

    @Slot(str)
    def pick_period(self, code: str) -> None:
        """A month or year by its code; one's own days are typed."""
        days = picked_days(code, self.today)
        if days is None:
            if not self.end.hasFocus():  # whoever types the end is there already
                self.start.setFocus()
            return
        for edit, day in zip((self.start, self.end), days, strict=True):
            edit.set_day(day, quietly=True)
        self.other.emit()

    @Slot()
    def _own_period(self) -> None:
        self.periods.pick("own")
        self.other.emit()

    @Slot(bool)
    def _turned_form(self, form: bool) -> None:
        """A pre-printed form has its own paper, columns and copies."""
        self.offsets.setVisible(form)
        self._layout.setVisible(form)
        self._papers.setVisible(not form)
        self._columns.setVisible(not form)
        if form:
            self.offsets.load("statement")
        self.redrawn.emit()

    def lay_out_again(self) -> None:
        """The form's layout was changed."""
        if self.form.isChecked():
            self._turned_form(True)

    @Slot()
    def _keep_paper(self) -> None:
        self._preferences.set("paper", str(self.paper.currentData()))
        self._preferences.set("copies", str(self.copies.currentData()))
        self.redrawn.emit()

    @Slot(str)
    def _preferred(self, name: str) -> None:
        """Chosen elsewhere, in settings or in another window."""
        if name in ("paper", "copies"):
            self._follow_paper()
            self.redrawn.emit()
        elif name.startswith("columns/"):
            self.redrawn.emit()

    def _follow_paper(self) -> None:
        wanted: Sequence[tuple[QComboBox, Any]] = (
            (self.paper, self._preferences.paper),
            (self.copies, self._preferences.copies),
        )
        for choice, value in wanted:
            choice.blockSignals(True)  # followed, not chosen
            choice.setCurrentIndex(choice.findData(value))
            choice.blockSignals(False)
