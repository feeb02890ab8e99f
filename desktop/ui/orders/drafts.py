"""The drafts that are kept: opened, copied and deleted from one list, the one touched last first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.documents.views import KeptDraft, OrderDraft
from desktop.listings.kept import DRAFTS
from desktop.ui.frame.actions import drafts
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.sums import ListFooter
from desktop.ui.tables.view import ListView
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.parts import ActionButton, card


class DraftsPage(WindowPage):
    """The list; what was deleted here can be brought back as long as the window is open."""

    topics = frozenset({"drafts", "parties"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self._deleted: list[OrderDraft] = []
        self.open_action = self.act(
            self.tr("打开"), key_table.EDIT, self._open, right="order_write", why=self.tr("这里没有草稿。")
        )
        self.copy_action = self.act(
            self.tr("复制"), key_table.NEW_OTHER, self._copy, right="order_write", why=self.tr("这里没有草稿。")
        )
        self.delete_action = self.act(
            self.tr("删除草稿"), key_table.DELETE, self._delete, right="order_write", why=self.tr("这里没有草稿。")
        )
        self.undo_action = self.act(self.tr("撤销删除"), key_table.UNDO, self._bring_back, right="order_write")
        self.act(self.tr("新销售订单"), key_table.NEW, self._new, right="order_write")
        self.act(self.tr("返回列表"), key_table.BACK, self._back)
        self.rows = FixedRows(worker, self)
        self.excel = ExcelKey(self, worker, self.banner, lambda: lists(listing("drafts", self.rows.rows)))
        self.build_title(
            self.tr("订单草稿"),
            self.excel.button(),
            ActionButton(self.delete_action, "danger", "close"),
            ActionButton(self.copy_action, picture="copy"),
            ActionButton(self.open_action, "primary", "pen"),
        )
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.say_when_empty(self.tr("没有草稿。没写完的订单会自动留在这里。"))
        self.view.opened.connect(self._open_row)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(ListFooter(self.view))
        self.box.addWidget(frame, 1)
        self._allow()

    def _new(self) -> None:
        self.wanted.emit("order", None)

    def _columns(self) -> Sequence[Column]:
        return window_columns(DRAFTS)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("打开"))]

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.worker.read(drafts.kept_drafts, then=self._show)

    def rest(self) -> None:
        self.view.setFocus()

    @Slot(object)
    def _show(self, kept: list[KeptDraft]) -> None:
        self.rows.show_rows(kept)
        self._allow()

    def _allow(self) -> None:
        """Something can be done with a draft only where there is one, and brought back only what was deleted."""
        for action in (self.open_action, self.copy_action, self.delete_action):
            action.setEnabled(bool(self.rows.rows))
        self.undo_action.setVisible(bool(self._deleted))
        self.undo_action.setEnabled(bool(self._deleted))
        self.keys_changed.emit()

    def _party(self, kept: KeptDraft) -> str:
        if kept.party:
            return kept.party.name
        typed = kept.draft.party_text
        return self.tr("“{0}”（还没认出）").format(typed) if typed else self.tr("还没选客户")

    def _back(self) -> None:
        self.wanted.emit("orders", None)

    # ---- what can be done with one

    def _open(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self._open_row(row)

    @Slot(object)
    def _open_row(self, kept: KeptDraft) -> None:
        self.wanted.emit("order" if kept.selling else "purchase", kept.draft)

    def _copy(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.worker.write(drafts.copy_draft, row.draft, then=self._copied)

    @Slot(object)
    def _copied(self, _: OrderDraft) -> None:
        self.banner.say(self.tr("已复制成另一张草稿。"), "good")

    def _delete(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self._going: KeptDraft = row
            self.worker.write(drafts.discard_draft, row.draft.id, then=self._gone)

    @Slot(object)
    def _gone(self, _: object) -> None:
        self._deleted.append(self._going.draft)
        told = self.tr("已删除 {0} 的草稿（{1} 行）。Ctrl+Z 撤销。")
        self.banner.say(told.format(self._party(self._going), self._going.rows), "info")
        self._allow()

    def _bring_back(self) -> None:
        if self._deleted:
            self.worker.write(drafts.save_draft, self._deleted[-1], then=self._brought)

    @Slot(object)
    def _brought(self, draft: Any) -> None:
        self._deleted = [each for each in self._deleted if each.id != draft]
        self.banner.say(self.tr("草稿已恢复。"), "good")
        self._allow()
