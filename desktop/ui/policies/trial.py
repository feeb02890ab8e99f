"""A trial: a policy tried on real documents, dealer by dealer beside what is in force, and what it costs in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.listings.policies import TRIAL
from desktop.ui.frame.actions import library, policy_trial
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.policies.deciding import DifferenceList
from desktop.ui.policies.differences import differences, tell_named
from desktop.ui.policies.names import Names
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.parts import ActionButton, card, figure, label, row

if TYPE_CHECKING:
    from desktop.actions.policies.views import Rights, Simulation

_SIDE, _SLIM = 286, 256


class PolicyTrialPage(WindowPage):
    """One trial."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.found: Simulation | None = None
        self._form: Mapping[str, Any] = {}
        self._given: dict[str, Any] = {}
        self._task: Task | None = None
        self._known = False
        self.names = Names(worker, self)
        self.names.arrived.connect(self._compare)
        self.rows = FixedRows(worker, self)
        self._build_actions()
        self._build()

    def _build_actions(self) -> None:
        self.back_action = self.act(self.tr("返回"), key_table.BACK, self._back)
        self.run_action = self.act(self.tr("试算"), key_table.DO, self._run)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.excel.action.setEnabled(False)

    def _build(self) -> None:
        self.build_title(
            self.tr("政策试算"),
            self.excel.button(),
            ActionButton(self.run_action, "primary", "count"),
        )
        body = QHBoxLayout()
        body.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._build_choice())
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        left.addWidget(frame, 1)
        body.addLayout(left, 1)
        body.addWidget(self._build_side())
        self.box.addLayout(body, 1)

    def _columns(self) -> tuple[Column, ...]:
        return window_columns(TRIAL)

    def _build_choice(self) -> QFrame:
        frame, inside = card()
        today = dt.datetime.now().astimezone().date()
        self.first, self.last = DayEdit(today), DayEdit(today)
        first, last = Field(self.tr("用哪天起的单据"), self.first), Field(self.tr("到哪天"), self.last)
        self.first.wronged.connect(first.blame)
        self.last.wronged.connect(last.blame)
        self.first.entered.connect(self.last.setFocus)
        self.last.entered.connect(self._run)
        self.said = label("", "muted", wrap=True)
        line = row(first, last, spacing=12)
        line.addWidget(self.said, 1)
        inside.addLayout(line)
        return frame

    def _build_side(self) -> QWidget:
        side = QWidget()
        self.narrow(side, _SIDE, _SLIM)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        frame, inside = card()
        self.before, self.after, self.documents = (
            figure(formatting.NONE),
            figure(formatting.NONE),
            figure(formatting.NONE),
        )
        self.difference = figure(formatting.NONE, "big")
        inside.addLayout(row(label(self.tr("单据"), "muted"), 1, self.documents))
        inside.addLayout(row(label(self.tr("现行政策共让利"), "muted"), 1, self.before))
        inside.addLayout(row(label(self.tr("换成它共让利"), "muted"), 1, self.after))
        inside.addLayout(row(label(self.tr("多花（负为少花）"), "strong"), 1, self.difference))
        box.addWidget(frame)
        frame, inside = card(margins=(16, 12, 6, 10))
        self.against = label("", "heading", wrap=True)
        inside.addWidget(self.against)
        self.list = DifferenceList()
        inside.addWidget(self.list, 1)
        box.addWidget(frame, 1)
        return side

    # ---- what the shell does

    def begin(self) -> None:
        self.worker.read(library.rights, then=self._know)

    def take(self, given: Any) -> None:
        """`form` to try, `draft` where it is one, and `back` where Esc leads."""
        self._given = dict(given)
        self._form = self._given.get("form", {})
        self.found = None
        self.rest()
        if self._known:
            self._try(None, None)

    def rest(self) -> None:
        self.view.setFocus()

    @Slot(object)
    def _know(self, rights: Rights) -> None:
        self.first.today = self.last.today = rights.today
        self._known = True
        if self._form:
            self._try(None, None)

    # ---- trying

    @Slot()
    def _run(self) -> None:
        """Once more, over the days that were typed."""
        if self.first.settle() and self.last.settle() and self._form:
            self._try(self.first.day, self.last.day)

    def _try(self, first: dt.date | None, last: dt.date | None) -> None:
        """Without days the documents of a year before the policy's own."""
        if self._task is not None:
            self._task.cancel()
        self.banner.hide()  # what was said of the trial before says nothing of this one
        self.said.setText(self.tr("正在试算…"))
        self.view.say_when_empty("")
        self.excel.action.setEnabled(False)
        self.rows.show_rows([])
        title = self.tr("正在试算政策")
        self._task = self.worker.long(
            title, policy_trial.simulate, self._form, first, last, then=self._show, failed=self._refuse
        )
        self._task.destroyed.connect(self._over)

    @Slot()
    def _over(self) -> None:
        """A trial that was stopped leaves no answer."""
        if self.said.text() == self.tr("正在试算…"):
            self.said.setText(self.tr("已停下，没有结果。"))

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self._task = None
        self.said.setText("")
        reasons = failure.facts.get("reasons")
        if isinstance(reasons, tuple) and reasons:
            self.banner.say(tell_named(reasons, self._form), "bad")
        else:
            self.tell(failure)

    @Slot(object)
    def _show(self, found: Simulation) -> None:
        self._task = None
        self.found = found
        self.first.set_day(found.first_day)
        self.last.set_day(found.last_day)
        self.view.say_when_empty(self.tr("这段时间没有单据受它影响。"))
        self.rows.show_rows(sorted(found.dealers, key=lambda each: (-abs(each.difference), each.dealer.code)))
        self.excel.action.setEnabled(bool(found.dealers))
        more = found.after - found.before
        self.documents.setText(f"{found.documents:,}")
        self.before.setText(formatting.money(found.before))
        self.after.setText(formatting.money(found.after))
        self.difference.setText(formatting.money(more))
        tone(self.difference, tone="big")
        days = self.tr("“{0}” v{1} 套在 {2} 至 {3} 的单据上。")
        told = [days.format(found.policy.name, found.policy.version, found.first_day, found.last_day)]
        told = [] if found.reasons and not found.documents else told
        told += [tell_named(found.reasons, self._form)] if found.reasons else []
        self.said.setText("\n".join(told))
        self._compare()

    @Slot()
    def _compare(self) -> None:
        """Field by field against the version in force."""
        found = self.found
        if found is None:
            return
        if found.against is None:
            self.against.setText(self.tr("没有现行版本：全部是新增的让利。"))
            self.list.show_differences([], compared=False)
            return
        from domain.policies.file import write_policy

        self.against.setText(self.tr("与现行 v{0} 的差别").format(found.against.version))
        self.list.show_differences(differences(self.names, write_policy(found.against), write_policy(found.policy)))

    # ---- leaving

    def _sheets(self) -> Sheets | None:
        """The dealers as they are listed."""
        if self.found is None:
            return None
        about = f"{self.found.policy.id} v{self.found.policy.version}"
        return lists(listing("policy_trial", self.rows.rows, about=about))

    def _back(self) -> None:
        back = str(self._given.get("back", "policies"))
        given = None
        if back == "policies":
            found = self._form
            given = {
                "policy": found.get("id", ""),
                "version": found.get("version", 0),
                "draft": self._given.get("draft", ""),
            }
        self.wanted.emit(back, given)
