"""What HQ's people do with the policy under the caret: write, propose, try out, let pass, end, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from desktop.ui.frame.actions import policies
from desktop.ui.frame.page import give_keys
from desktop.ui.navigation import key_table
from desktop.ui.policies.deciding import ApproveDialog, WithdrawPolicyDialog
from desktop.ui.widgets.following import FollowingButton
from desktop.ui.widgets.parts import ActionButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.actions.policies.views import PolicyRow, Reading, Rights
    from desktop.ui.frame.page import WindowPage
    from desktop.ui.policies.names import Names
    from desktop.ui.policies.panel import PolicyPanel

_LIVE = ("in_force", "coming")
_UNPROPOSED = ("draft", "refused")


class PolicyActions(QObject):
    """The actions on a page of policies, which stand there only for those who may do them."""

    def __init__(self, page: WindowPage, panel: PolicyPanel, names: Names, waits: Callable[[], bool]) -> None:
        """`waits` tells whether what stands beside the list is still being read."""
        super().__init__(page)
        self.page, self._panel, self._names = page, panel, names
        self._waits = waits
        self._later: Callable[[Reading], None] | None = None
        self._dialog: Any = None
        act = page.act
        self.new = act(self.tr("新政策"), key_table.NEW, self._new)
        self.unsaved = act(self.tr("接着写未存的"), key_table.NEW_OTHER, self._unsaved)
        self.edit = act(self.tr("修改草稿"), key_table.EDIT, self._edit)
        self.next = act(self.tr("写新版本"), key_table.EDIT_OTHER, self._next)
        self.trial = act(self.tr("试算"), key_table.WHY, self._try)
        self.decide = act(self.tr("审批"), key_table.APPROVE, self._decide)
        self.withdraw = act(self.tr("停用"), key_table.STOP, self._withdraw, bar=False)
        self.drop = act(self.tr("放弃草稿"), key_table.DELETE, self._drop, bar=False)
        self._all = (
            self.new,
            self.unsaved,
            self.edit,
            self.next,
            self.trial,
            self.decide,
            self.withdraw,
            self.drop,
        )
        self._rights: Rights | None = None
        self._row: PolicyRow | None = None
        self.follow(None)

    def buttons(self) -> list[ActionButton]:
        """Those that stand in the title row; each is out of sight with its action."""
        made = [
            FollowingButton(self.trial, picture="count"),
            FollowingButton(self.edit, picture="pen"),
            FollowingButton(self.next, picture="copy"),
            FollowingButton(self.decide, "primary", "check"),
            FollowingButton(self.new, picture="plus"),
        ]
        return list(made)

    def allow(self, rights: Rights) -> None:
        """Who works here."""
        self._rights = rights
        self.follow(self._row)

    def follow(self, row: PolicyRow | None) -> None:
        """What can be done with the row the caret is on."""
        if row is None or self._row is None or _key(row) != _key(self._row):
            self._later = None  # it was meant for another
        self._row = row
        rights = self._rights
        writes = rights is not None and rights.may_write
        lets = rights is not None and rights.may_approve
        state = row.state if row is not None else ""
        shown = {
            self.new: writes,
            self.unsaved: writes and bool(self.page.preferences.unsaved("policy")),
            self.edit: writes and state in ("draft", "refused", "proposed"),
            self.next: writes and row is not None and not row.draft,
            self.trial: rights is not None and rights.at_hq and row is not None and row.kind != "",
            self.decide: (writes and state in _UNPROPOSED) or (lets and state == "proposed"),
            self.withdraw: lets and state in _LIVE,
            self.drop: writes and row is not None and bool(row.draft),
        }
        self.decide.setText(self.tr("提交审批") if state in _UNPROPOSED else self.tr("审批"))
        give_keys(self.decide, key_table.DO if state in _UNPROPOSED else key_table.APPROVE)
        for action in self._all:
            action.setVisible(shown[action])
        self.page.keys_changed.emit()

    # ---- what needs the text beside the list

    def _with_reading(self, doing: Callable[[Reading], None]) -> None:
        """A key pressed while the policy is still being read is done as soon as it is there."""
        reading = self._panel.reading
        if self._waits():
            self._later = doing
        elif reading is not None:
            doing(reading)

    def come(self, reading: Reading) -> None:
        """The policy under the caret is read."""
        later, self._later = self._later, None
        if later is not None:
            later(reading)

    # ---- writing

    def _new(self) -> None:
        self.page.wanted.emit("policyedit", {"kind": "spend_save"})

    def _unsaved(self) -> None:
        kept = self.page.preferences.unsaved("policy")
        self.page.preferences.keep_unsaved("policy", {})
        self.page.wanted.emit("policyedit", {**kept, "unsaved": True})

    def _edit(self) -> None:
        self._with_reading(self._edit_draft)

    def _edit_draft(self, reading: Reading) -> None:
        if reading.view.row.draft:
            self.page.wanted.emit("policyedit", {"form": reading.view.form, "draft": reading.view.row.draft})

    def _next(self) -> None:
        if self._row is not None:
            self.page.wanted.emit("policyedit", {"next": self._row.policy})

    def _try(self) -> None:
        self._with_reading(self._try_it)

    def _try_it(self, reading: Reading) -> None:
        given = {"form": reading.view.form, "draft": reading.view.row.draft, "back": "policies"}
        self.page.wanted.emit("policytrial", given)

    def _decide(self) -> None:
        """What comes next: a draft is proposed, a proposal is let pass."""
        if self._row is not None and self._row.state in _UNPROPOSED:
            self._propose()
        else:
            self._with_reading(self._approve)

    def _propose(self) -> None:
        if self._row is not None:
            self.page.worker.write(policies.propose, self._row.draft, then=self._proposed, failed=self.page.tell)

    @Slot(object)
    def _proposed(self, row: PolicyRow) -> None:
        self.page.banner.say(self.tr("“{0}”已提交，等另一位同事审批。").format(row.name), "good")
        self.page.exchange_wanted.emit()

    def _drop(self) -> None:
        if self._row is not None and self._row.draft:
            self.page.worker.write(policies.drop_draft, self._row.draft, then=self._dropped, failed=self.page.tell)

    @Slot(object)
    def _dropped(self, _: object) -> None:
        self.page.banner.say(self.tr("草稿已放弃。"), "good")

    # ---- deciding

    def _approve(self, reading: Reading) -> None:
        if self._rights is None or reading.view.row.state != "proposed":
            return
        self._dialog = ApproveDialog(reading, self._rights, self._names, self.page)
        self._dialog.confirmed.connect(self._let_pass)
        self._dialog.open()

    @Slot()
    def _let_pass(self) -> None:
        dialog = self._dialog
        self.page.worker.write(policies.approve, dialog.draft, then=self._passed, failed=dialog.refuse)

    @Slot(object)
    def _passed(self, row: PolicyRow) -> None:
        self._dialog.accept()
        if row.published_at:
            told = self.tr("“{0}”已发布，各经销商下次交换时收到。").format(row.name)
        else:
            told = self.tr("“{0}”已批准，总部在下次交换时发布。").format(row.name)
        self.page.banner.say(told, "good")
        self.page.exchange_wanted.emit()

    def _withdraw(self) -> None:
        if self._row is None or self._rights is None:
            return
        self._dialog = WithdrawPolicyDialog(self._row, self._rights.today, self.page)
        self._dialog.confirmed.connect(self._end)
        self._dialog.open()

    @Slot()
    def _end(self) -> None:
        dialog = self._dialog
        self.page.worker.write(policies.withdraw, *dialog.asked, then=self._ended, failed=dialog.refuse)

    @Slot(object)
    def _ended(self, row: PolicyRow) -> None:
        self._dialog.accept()
        self.page.banner.say(self.tr("“{0}”停用已登记，生效以各家下次交换为准。").format(row.name), "good")
        self.page.exchange_wanted.emit()


def _key(row: PolicyRow) -> tuple[str, int, str]:
    return row.policy, row.version, row.draft
