"""The editor of a policy: its fields on the left, on the right how it reads and what is wrong, while one types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions.policies.views import Look
from desktop.ui.frame.actions import library, policies
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.policies.differences import tell_named
from desktop.ui.policies.document import PolicyDocument
from desktop.ui.policies.form import PolicyForm
from desktop.ui.policies.kinds import fresh_form, kind_of
from desktop.ui.policies.makers import Workbench
from desktop.ui.policies.reader import TextView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, card, chip, label, row
from domain.errors import DeskError
from domain.explain import Reason

if TYPE_CHECKING:
    from desktop.actions.policies.views import Rights

SOON = 120  # ms after the last key before the form is checked
_PREVIEW, _LEAST_PREVIEW = 372, 280
_FEWER = 6  # problems told by name
# What is only not yet filled in is counted and not held against anyone before he wants to save.
_UNFILLED = {
    *("form_missing_field", "policy_id_missing", "policy_name_missing", "policy_start_missing", "policy_tiers_empty"),
}


class PolicyEditorPage(WindowPage):
    """One policy being written."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.draft = ""
        self._saved: Mapping[str, Any] = {}
        self._tried = False
        self._read = ""  # the kind whose text stands beside the fields
        self._went = ""  # where F3 led last
        self._to_mend_said = ""  # what was said of places that are wrong
        self._untried = self.tr("还有要改的地方，改好了才能试算。")
        self.document = PolicyDocument(fresh_form("percent_off"), self)
        self.bench = Workbench(self.document, worker, dt.datetime.now().astimezone().date(), self)
        self.reasons: Sequence[Reason] = ()
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._looked)
        self._latest.failed.connect(self.tell)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._look)
        self._build_actions()
        self._build()
        self.document.changed.connect(self._typed)
        self.document.reshaped.connect(self._typed)
        self._remember()

    # ---- building

    def _build_actions(self) -> None:
        self.back_action = self.act(self.tr("返回列表"), key_table.BACK, self._back)
        self.propose_action = self.act(self.tr("提交审批"), key_table.DO, self._propose)
        self.save_action = self.act(self.tr("存草稿"), key_table.SAVE, self._save)
        self.simulate_action = self.act(self.tr("试算"), key_table.WHY, self._simulate)
        self.more_action = self.act(self.tr("更多条件"), key_table.SWITCH, self._more)
        self.more_action.setCheckable(True)
        self.problem_action = self.act(self.tr("到问题处"), key_table.FIND, self._to_problem)
        self.open_action = self.act(self.tr("打开文件"), key_table.OPEN, self._open, bar=False)
        self.file_action = self.act(self.tr("存为文件"), key_table.SAVE_FILE, self._save_file, bar=False)

    def _build(self) -> None:
        self.build_title(
            self.tr("政策编辑"),
            ActionButton(self.open_action, picture="folder"),
            ActionButton(self.file_action, picture="save"),
            ActionButton(self.simulate_action, picture="count"),
            ActionButton(self.save_action, picture="pen"),
            ActionButton(self.propose_action, "primary", "check"),
        )
        body = QHBoxLayout()
        body.setSpacing(6)
        self.form = PolicyForm(self.bench)
        self.form.left_end.connect(self._to_problem_or_save)
        body.addWidget(self.form, 5)
        body.addWidget(self._build_side(), 3)
        self.box.addLayout(body, 1)

    def _build_side(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(_LEAST_PREVIEW)
        side.setMaximumWidth(_PREVIEW)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        more = ActionButton(self.more_action)
        more.setCheckable(True)
        self.more_action.toggled.connect(more.setChecked)
        box.addWidget(more)
        box.addWidget(self._build_problems())
        frame, inside = card(margins=(16, 12, 6, 10))
        inside.addWidget(label(self.tr("政策读起来是这样"), "heading"))
        self._older = label(self.tr("下面还是改错之前的样子：标出的改好了才跟着变。"), "warn", wrap=True)
        self._older.hide()
        inside.addWidget(self._older)
        self.preview = TextView()
        inside.addWidget(self.preview, 1)
        box.addWidget(frame, 1)
        return side

    def _build_problems(self) -> QFrame:
        frame, inside = card()
        self._count = chip("", "muted")
        inside.addLayout(row(label(self.tr("检查"), "heading"), 1, self._count))
        self._problems = label("", "error", wrap=True)
        self._problems.hide()
        inside.addWidget(self._problems)
        self._effects = label("", "warn", wrap=True)
        self._effects.hide()
        inside.addWidget(self._effects)
        return frame

    # ---- what the shell and the pages do

    def begin(self) -> None:
        self.worker.read(library.rights, then=self._know)
        self._typed()

    def take(self, given: Any) -> None:
        """`form` to begin with, `draft` to go on with, or `next` for the next version of a policy."""
        if isinstance(given, dict):
            self.draft = str(given.get("draft", ""))
            if "next" in given:
                self.worker.read(policies.next_version_form, given["next"], then=self._begin_form, failed=self.tell)
            else:
                self._begin_form(given.get("form") or fresh_form(str(given.get("kind", "percent_off"))))
        self.rest()

    def rest(self) -> None:
        self.form.rest()

    def leave(self) -> None:
        """What was written and not saved lies in the window's own memory until it is taken up again."""
        self.form.settle()
        if self.document.form != self._saved:
            self.preferences.keep_unsaved("policy", {"form": self.document.copy(), "draft": self.draft})

    def unfinished(self) -> str:
        self.form.settle()
        return self.tr("正在写的政策还没有存") if self.document.form != self._saved else ""

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("下一栏"))]

    @Slot(object)
    def _know(self, rights: Rights) -> None:
        self.bench.today = rights.today
        for action in (self.propose_action, self.save_action):
            action.setEnabled(rights.may_write)

    @Slot(object)
    def _begin_form(self, form: Mapping[str, Any]) -> None:
        self._tried = bool(form.get("id"))
        self.document.take(form)
        self._remember()
        self.form.rest()

    def _remember(self) -> None:
        self._saved = self.document.copy()

    # ---- checking while one types

    @Slot()
    def _typed(self, *_: object) -> None:
        self._soon.start()

    @Slot()
    def _look(self) -> None:
        self._latest.ask(library.look_at_form, self.document.copy(), formatting.language())

    @Slot(object)
    def _looked(self, look: Look) -> None:
        for path, number in look.counted.items():
            self.document.put(path, number)
        self.reasons = look.reasons
        begun = self._tried or self.document.form != self._saved
        told = [reason for reason in look.reasons if begun and (self._tried or not unfilled(reason))]
        rest = self.form.blame(told)
        open_, wrong = len(look.reasons) - len(told), len(told)
        if wrong:
            self._count.setText(self.tr("%n 处要改", "", wrong))
        else:
            self._count.setText(self.tr("还有 %n 栏没填", "", open_) if open_ else self.tr("可以提交"))
        tone(self._count, tone="bad" if wrong else "info" if open_ else "good")
        self._tell_rest(rest, look.effects)
        kind = kind_of(self.document)
        if look.text is not None:
            self.preview.show_text(look.text)
        elif kind != self._read:  # how another kind reads says nothing of this one
            self.preview.say(self.tr("填好上面标出的栏目，这里就写出政策读起来的样子。"))
        self._read = kind
        self.preview.setEnabled(look.text is not None)
        self._older.setVisible(look.text is None and bool(told))
        mended = look.text is not None if self._to_mend_said == self._untried else not look.reasons
        if mended and self._to_mend_said and self.banner.text == self._to_mend_said:
            self.banner.hide()

    def _tell_rest(self, rest: Sequence[Reason], effects: Sequence[Reason]) -> None:
        """What belongs to no field; and what a sound one does all the same, which is nothing wrong."""
        for place, told in ((self._problems, rest), (self._effects, effects)):
            place.setText(tell_named(told[:_FEWER], self.document.form))
            place.setVisible(bool(told))

    def _to_problem(self) -> None:
        """To the first problem as the fields stand; pressed again, to the next one."""
        paths = [str(reason.facts.get("path", "")) for reason in self.form.in_turn(self.reasons)]
        paths = [path for path in dict.fromkeys(paths) if self.form.view_for(path) is not None]
        if paths:
            before = paths.index(self._went) if self._went in paths else -1
            self._went = paths[(before + 1) % len(paths)]
            self.form.go_to(self._went)

    @Slot()
    def _to_problem_or_save(self) -> None:
        if self.reasons:
            self._to_problem()
        else:
            self.rest()

    def _more(self) -> None:
        self.form.show_all(shown=self.more_action.isChecked())

    # ---- writing

    def _save(self) -> None:
        self._tried = True
        self.form.settle()
        self.worker.write(
            policies.save_draft, self.document.copy(), self.draft, then=self._saved_draft, failed=self._refuse
        )

    @Slot(object)
    def _saved_draft(self, saved: Any) -> None:
        self.draft = saved.draft
        self._remember()
        self.banner.say(self.tr("草稿已存：{0}。").format(saved.name), "good")
        self.exchange_wanted.emit()

    def _propose(self) -> None:
        self._tried = True
        self.form.settle()
        self.worker.write(
            library.save_and_propose, self.document.copy(), self.draft, then=self._proposed, failed=self._refuse
        )

    @Slot(object)
    def _proposed(self, saved: Any) -> None:
        self.draft = saved.draft
        self._remember()
        self.exchange_wanted.emit()
        told = self.tr("“{0}”已提交，等另一位同事审批。").format(saved.name)
        self.wanted.emit("policies", {"draft": saved.draft, "say": told})

    @Slot(object)
    def _refuse(self, failure: DeskError) -> None:
        """Problems of the form are shown at their fields, everything else on top."""
        reasons = failure.facts.get("reasons")
        if isinstance(reasons, tuple) and reasons:
            self._to_mend(Look(reasons, None), self.tr("还有要改的地方，没有保存。"))
        else:
            self.tell(failure)

    def _to_mend(self, look: Look, said: str) -> None:
        """Marks every place that is wrong and goes to the first; what is said of it goes once all is mended."""
        self._tried = True
        self._looked(look)
        self._went = ""
        self._to_problem()
        self._to_mend_said = said
        self.banner.say(said, "bad")

    def _simulate(self) -> None:
        self.form.settle()
        asked = (self.document.copy(), formatting.language())
        self.worker.read(library.look_at_form, *asked, then=self._try, failed=self.tell)

    @Slot(object)
    def _try(self, look: Look) -> None:
        """Only what reads as a policy can be tried; what else is wrong with it may wait."""
        if look.text is None:
            self._to_mend(look, self._untried)
        else:
            self.wanted.emit("policytrial", {"form": self.document.copy(), "back": "policyedit"})

    # ---- files

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("打开政策文件"), "", self.tr("政策文件 (*.json)"))
        if path:
            self.worker.read(library.read_form, Path(path), then=self._opened, failed=self.tell)

    @Slot(object)
    def _opened(self, form: Any) -> None:
        self.draft = ""
        self._begin_form(form if isinstance(form, Mapping) else {"terms": form})
        self._saved = {}

    def _save_file(self) -> None:
        self.form.settle()
        name = f"{self.document.value('$.id') or 'policy'}.json"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存为文件"), name, self.tr("政策文件 (*.json)"))
        if path:
            self.worker.read(library.write_form, Path(path), self.document.copy(), then=self._wrote, failed=self.tell)

    @Slot(object)
    def _wrote(self, path: Path) -> None:
        self.banner.say(self.tr("已保存：{0}").format(path), "good")

    # ---- leaving

    def _back(self) -> None:
        self.form.settle()
        if self.document.form != self._saved and not self._asked_to_leave():
            return
        self.wanted.emit("policies", None)

    def _asked_to_leave(self) -> bool:
        """Leaving with something unsaved is said once; the second Esc leaves, and what was typed is kept."""
        if self.banner.text and self.property("leaving"):
            self.setProperty("leaving", False)
            self.leave()
            return True
        self.setProperty("leaving", True)
        self.banner.say(self.tr("有未存的修改：Ctrl+S 存草稿；再按 Esc 离开，修改留着下次接着写。"), "warn")
        return False


def unfilled(reason: Reason) -> bool:
    """Whether something is only not said yet."""
    return reason.code in _UNFILLED
