"""The two decisions about a policy: a second person lets it pass, or a version is ended before its time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop.ui.frame.actions import policy_effects, policy_trial
from desktop.ui.frame.page import WindowPage, make_action
from desktop.ui.navigation import key_table
from desktop.ui.policies import rows
from desktop.ui.policies.differences import FieldDifference, differences, tell_named
from desktop.ui.policies.names import Names
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import label
from domain.parties.users import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.policies.views import PolicyRow, Reading, Rights, Simulation
    from domain.errors import DeskError
    from domain.explain import Reason


class DifferenceList(QScrollArea):
    """Field by field what was said and what is said now."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_differences(self, found: list[FieldDifference], *, compared: bool = True) -> None:
        """Shows them; where nothing was `compared` there is nothing to see."""
        self.setVisible(compared)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        if found:
            for column, title in enumerate((self.tr("现行版本"), self.tr("新版本"))):
                grid.addWidget(label(title, "strong"), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for place, each in enumerate(found):
            line = place * 2 + 1
            grid.addWidget(label(each.name, "label"), line, 0, 1, 2)
            grid.addWidget(label(each.before, wrap=True), line + 1, 0, top)
            grid.addWidget(label(each.after, "strong", wrap=True), line + 1, 1, top)
            grid.setRowMinimumHeight(line, 24)
        if not found:
            grid.addWidget(label(self.tr("与现行版本没有差别。"), "muted"), 1, 0, 1, 2)
        grid.setRowStretch(len(found) * 2 + 2, 1)
        self.setWidget(inner)


class ApproveDialog(FormDialog):
    """Who wrote it, what it changes and what it would cost; the author himself can't let it pass."""

    def __init__(self, reading: Reading, rights: Rights, names: Names, parent: WindowPage) -> None:
        super().__init__(parent, width=620)
        row = reading.view.row
        self.resize(620, 460)
        self.draft = row.draft
        self._reading, self._names, self._worker = reading, names, parent.worker
        self.say_what(self.tr("审批政策：{0}").format(row.name), self.tr("批准并发布"))
        self.fields.addWidget(label(self._told(row), "muted", wrap=True))
        self.cost = label(self.tr("还没有试算：按 F7 看去年的单据会多花多少。"), wrap=True)
        self.fields.addWidget(self.cost)
        make_action(self, self.tr("试算"), key_table.WHY, self._try)
        self.effects = label("", "warn", wrap=True)
        self.effects.hide()
        self.fields.addWidget(self.effects)
        self._worker.read(policy_effects.effects, reading.view.form, then=self._tell_effects, failed=self._untried)
        if same_name(row.author, rights.name):
            self.banner.say(self.tr("这是您自己制定的政策，须由另一位同事审批。"), "warn")
            self.do.setEnabled(False)
        self.list = DifferenceList()
        if reading.before is not None:
            self.fields.addWidget(label(self.tr("与现行版本的差别"), "heading"))
            self.fields.addWidget(self.list, 1)
            self.list.setMinimumHeight(180)
            names.arrived.connect(self._compare)
            self._compare()
        else:
            self.fields.addWidget(label(self.tr("这是一项新政策，没有现行版本。正文见列表右侧。"), wrap=True))

    @Slot(object)
    def _tell_effects(self, found: Sequence[Reason]) -> None:
        """What it does to running periods, and what looks odd in it."""
        self.effects.setText(tell_named(found, self._reading.view.form))
        self.effects.setVisible(bool(found))

    def _told(self, row: PolicyRow) -> str:
        told = [rows.kind_name(row), f"{row.policy}  v{row.version}", rows.period_text(row.start, row.end)]
        return "  ·  ".join([*told, self.tr("{0} 制定").format(row.author)])

    def _try(self) -> None:
        """Tries it on the documents of a year before its own days."""
        form = self._reading.view.form
        self.cost.setText(self.tr("正在试算…"))
        title = self.tr("正在试算政策")
        self._worker.long(title, policy_trial.simulate, form, None, None, then=self._tried, failed=self._untried)

    @Slot(object)
    def _tried(self, found: Simulation) -> None:
        told = self.tr("试算：原来让利 {0}，改后 {1}，相差 {2}。")
        before, after = formatting.money(found.before), formatting.money(found.after)
        self.cost.setText(told.format(before, after, formatting.money(found.after - found.before)))

    @Slot(object)
    def _untried(self, failure: DeskError) -> None:
        self.cost.setText(formatting.tell(failure))

    @Slot()
    def _compare(self) -> None:
        before = self._reading.before
        if before is not None:
            self.list.show_differences(differences(self._names, before, self._reading.view.form))

    def confirm(self) -> None:
        if self.do.isEnabled():
            super().confirm()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.do.setFocus()


class WithdrawPolicyDialog(FormDialog):
    """The last day a version holds, and why."""

    def __init__(self, row: PolicyRow, today: dt.date, parent: QWidget) -> None:
        super().__init__(parent, width=460)
        self._row = row
        self.say_what(self.tr("停用：{0}  v{1}").format(row.name, row.version), self.tr("停用"))
        self.day, self.reason = DayEdit(today), EnterEdit()
        day = Field(self.tr("最后有效的一天"), self.day)
        self.day.wronged.connect(day.blame)
        self.add(day, "date_", "withdraw_past", "withdraw_over")
        self.add(Field(self.tr("原因（各经销商会看到）"), self.reason), "withdraw_reason")

    @property
    def asked(self) -> tuple[str, int, dt.date, str]:
        """Policy, version, last day and reason."""
        return self._row.policy, self._row.version, self.day.day, self.reason.text().strip()
