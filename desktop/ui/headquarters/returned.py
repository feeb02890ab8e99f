"""What came back after headquarters was set back: HQ's people see each record, take it, or put it aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.listings.kept import RETURNED
from desktop.ui.frame.actions import restored
from desktop.ui.frame.list_page import CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.parts import ActionButton, card, flowing, label, row

if TYPE_CHECKING:
    from desktop.actions.headquarters.restored import ReturnedOverview, ReturnedView
    from domain.errors import DeskError


class ReturnedPage(WindowPage):
    """The list, asked of HQ as the page is opened; what is taken or put aside HQ does with the next exchange."""

    topics = frozenset({"requests"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self._away: set[tuple[str, str, str]] = set()
        self._chosen: list[ReturnedView] = []
        self.take_action = self.act(
            self.tr("收回入账"), key_table.DO, self._take, right="books_care", why=self.tr("这里没有等着收回的。")
        )
        self.all_action = self.act(
            self.tr("全部收回"),
            key_table.DO_ALL,
            self._take_all,
            right="books_care",
            why=self.tr("没有不用逐条看就能收回的。"),
        )
        self.leave_action = self.act(
            self.tr("不收"), key_table.REFUSE, self._leave, right="books_care", why=self.tr("这里没有等着收回的。")
        )
        again = self.act(self.tr("重新查看"), key_table.WHY, self.refresh)
        self.act(self.tr("返回"), key_table.BACK, lambda: self.wanted.emit("settings", None))
        self.rows = FixedRows(worker, self)
        self.excel = ExcelKey(self, worker, self.banner, lambda: lists(listing("returned", self.rows.rows)))
        self.build_title(
            self.tr("恢复后交还"),
            self.excel.button(),
            ActionButton(again),
            ActionButton(self.leave_action),
            ActionButton(self.all_action),
            ActionButton(self.take_action, "primary", "check"),
        )
        self.count = CountLabel()
        hint = self.tr("总部由备份恢复后，各工作台和旧账交还的记录。收回的照原样入账；不收的存档。")
        self.box.addLayout(row(label(hint, "muted"), 1, self.count))
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.say_when_empty(self.tr("没有等待处理的交还内容。"))
        self.view.chosen.connect(self._choose)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.box.addWidget(frame, 1)
        self.whole = label("", wrap=True)
        self.whole.setMinimumHeight(40)
        self.box.addWidget(self.whole)
        self._choose(None)

    def _columns(self) -> Sequence[Column]:
        return window_columns(RETURNED)

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        if not self.worker.asks_hq:  # nothing comes back to HQ at a dealer's desk
            return
        self.worker.read(restored.returned_list, then=self._show, failed=self.tell)

    def take(self, given: object) -> None:  # noqa: ARG002 -- nothing is given to it
        self.refresh()
        self.rest()

    def rest(self) -> None:
        self.view.setFocus()

    @Slot(object)
    def _show(self, found: ReturnedOverview) -> None:
        left = [each for each in found.rows if each.name not in self._away]
        self.rows.show_rows(left)
        self.count.show_count(found.count - (len(found.rows) - len(left)))
        self.all_action.setEnabled(any(_is_plain(each) for each in left))

    @Slot(object)
    def _choose(self, each: ReturnedView | None) -> None:
        self.take_action.setEnabled(each is not None and each.against != "elsewhere")
        self.leave_action.setEnabled(each is not None)
        self.whole.setText("" if each is None else f"{_kind(each)}  {_number(each)}  {_stream(each)}  {_note(each)}")

    def _take(self) -> None:
        each = self.view.current_row()
        if each is None:
            return
        if _is_plain(each):
            self._ask_to_take([each])
            return
        self.overriding = OverrideDialog(_note(each), self)
        self.overriding.confirmed.connect(self._override)
        self.overriding.open()

    @Slot()
    def _override(self) -> None:
        self.overriding.accept()
        each = self.view.current_row()
        if each is not None:
            self._ask_to_take([each], over=bool(each.against), unproven=not each.proven)

    def _take_all(self) -> None:
        self._ask_to_take([each for each in self.rows.rows if _is_plain(each)])

    def _ask_to_take(self, found: Sequence[ReturnedView], *, over: bool = False, unproven: bool = False) -> None:
        if found:
            self._chosen = list(found)
            about, names = _about(found), [each.name for each in found]
            self.worker.write(restored.take_named, about, names, over, unproven, then=self._done, failed=self._not_done)

    def _leave(self) -> None:
        each = self.view.current_row()
        if each is not None:
            self._chosen = [each]
            asked = (_about([each]), [each.name])
            self.worker.write(restored.leave_named, *asked, then=self._done, failed=self._not_done)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.refresh()

    @Slot(object)
    def _not_done(self, why: DeskError | Queued) -> None:
        """HQ was asked, as a rule: what it was asked for needs nobody any more unless HQ refuses it."""
        if isinstance(why, Queued):
            self._away |= {each.name for each in self._chosen}
        self.tell(why)


class OverrideDialog(FormDialog):
    """What came back stands against what was done since, or isn't signed one by one: taken only where that is meant."""

    def __init__(self, why: str, parent: QWidget) -> None:
        super().__init__(parent, width=480)
        self.say_what(self.tr("仍要收回这一条？"), self.tr("收回"))
        self.fields.addWidget(label(why, "strong", wrap=True))
        self.fields.addWidget(flowing(self.tr("收回后以交还的内容为准，恢复以后另作的处理被它替代。"), "muted"))


def _about(found: Sequence[ReturnedView]) -> str:
    first = found[0].number or found[0].record
    return first if len(found) == 1 else f"{first} + {len(found) - 1}"


def _is_plain(each: ReturnedView) -> bool:
    return each.proven and not each.against


def _kind(each: ReturnedView) -> str:
    return formatting.kind(each.kind) or each.kind


def _number(each: ReturnedView) -> str:
    return each.number or each.record


def _stream(each: ReturnedView) -> str:
    return each.stream


def _note(each: ReturnedView) -> str:
    return "  ".join(map(formatting.told, each.notes))
