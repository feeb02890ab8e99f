"""What the lists of posted documents share: today's date, and reversing the one under the caret with a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desktop.actions.documents.views import PaperRow
from desktop.ui.frame.actions import owner, reversing
from desktop.ui.frame.list_page import ListPage
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.reasons import ReasonDialog

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner


class PaperListPage(ListPage):
    """A list of posted documents."""

    row_height = 44
    today: dt.date | None = None
    dialog: Any = None

    def search_hint(self) -> str:
        return self.tr("单号、往来单位、拼音首字母、参考号")

    def begin(self) -> None:
        super().begin()
        self.worker.read(owner.desk_owner, then=self._know)

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self.today = whose.today

    def build_reversing(self, right: str) -> None:
        """The action that reverses, for whoever has the right to post such a paper."""
        self.reverse_action = self.act(self.tr("红冲"), key_table.REVERSE, self._reverse, right=right)

    def allow_reversing(self, row: PaperRow | None) -> None:
        """What is reversed, or reverses another one, isn't reversed; its key says so."""
        why = ""
        if row is not None and row.reverses_number:
            why = formatting.told("reversal_of_reversal", number=row.number)
        elif row is not None and row.state == "reversed":
            why = formatting.told("already_reversed", number=row.number)
        self.reverse_action.refuse(why)
        self.reverse_action.setEnabled(not why)
        self.reverse_action.setVisible(not why)
        self.keys_changed.emit()

    def _reverse(self) -> None:
        row = self.view.current_row()
        if row is None or self.today is None:
            return
        self.dialog = ReverseDialog(row.number, self.today, self)
        self.dialog.confirmed.connect(self._undo)
        self.dialog.open()

    def _undo(self) -> None:
        dialog = self.dialog
        asked = (dialog.number, dialog.day.day, dialog.why)
        self.worker.write(reversing.reverse, *asked, then=self._undone, failed=dialog.refuse)

    @Slot(object)
    def _undone(self, paper: Any) -> None:
        self.dialog.accept()
        self.view.start_over()
        self.refresh()
        said = self.tr("已红冲：{0}，金额 {1}。").format(paper.number, formatting.money(paper.amount))
        self.banner.say(said, "good")
        self.exchange_wanted.emit()


class ReverseDialog(ReasonDialog):
    """A posted document never changes; its negative is written, with the reason."""

    def __init__(self, number: str, today: dt.date, parent: ListPage) -> None:
        super().__init__(parent)
        self.say_what(self.tr("红冲 {0}").format(number), self.tr("红冲"))
        self.number = number
        self.day = DayEdit(today)
        day = Field(self.tr("日期"), self.day)
        self.day.wronged.connect(day.blame)
        self.ask_why(self.tr("原因"))
        self.add(day, "date_")
