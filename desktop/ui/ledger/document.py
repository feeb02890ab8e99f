"""One document to look at: its lines, and what it settled or was settled by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.actions.accounts.account_views import SettlementRow
from desktop.listings.documents import LINES, PaperLine
from desktop.listings.listing import CellLook, ListColumn
from desktop.listings.open_items import SETTLEMENTS, Open
from desktop.listings.types import CODE
from desktop.ui.frame.actions import overviews
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import columns_of, window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, Banner, figure, flowing, label, row


class DocumentDialog(QDialog):
    """Shows a document by its number; Esc leaves it."""

    def __init__(self, worker: Worker, number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(number)
        self.resize(720, 520)
        self.found: overviews.SettledDocument | None = None
        leave = make_action(self, self.tr("关闭"), (key_table.BACK, key_table.ENTER), self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        self.banner = Banner(self)
        self.heading, self.total = label(number, "heading"), figure("", "strong")
        self.note, self.settled = flowing("", "muted"), flowing("", "small")
        self.lines = FixedRows(worker, self)
        self.view = ListView(ListModel(self.lines, window_columns(LINES), self), row=40)
        self.settled_rows = FixedRows(worker, self)
        self.settled_view = ListView(ListModel(self.settled_rows, self._settled_columns(), self), row=36)
        self.settled_view.say_when_empty(self.tr("没有核销记录。"))
        self.settled_view.hide()
        box.addLayout(row(self.heading, 1, self.total))
        box.addWidget(self.banner)
        box.addWidget(self.note)
        box.addWidget(self.view, 1)
        box.addWidget(self.settled_view, 1)
        box.addWidget(self.settled)
        button = ActionButton(leave, picture="close")
        button.setAutoDefault(False)
        self.excel = ExcelKey(self, worker, self.banner, self._sheets)
        box.addLayout(row(1, self.excel.button(), button))
        worker.read(overviews.settled_document, number, then=self._show, failed=self._refuse)

    @Slot(object)
    def _show(self, found: overviews.SettledDocument) -> None:
        self.found = found
        paper = found.paper
        self.total.setText(formatting.money(paper.amount))
        due = self.tr("到期 {0}").format(paper.due) if paper.due and paper.due != paper.date else ""
        told = [
            formatting.kind(paper.kind),
            formatting.day(paper.date),
            due,
            formatting.state(paper.state),
            formatting.method(paper.method),
        ]
        told += [paper.source_number, paper.reverses_number, paper.ref, paper.remark, paper.author]
        self.note.setText("  ·  ".join(text for text in told if text))
        self.lines.show_rows([PaperLine(paper, each) for each in paper.lines])
        settled = [each for each in found.settlements if not each.void]
        self.settled_rows.show_rows([Open(paper.buyer, each) for each in settled])
        lines = [self._settlement(each) for each in settled]
        self.settled.setText("\n".join(lines) if lines else self.tr("没有核销记录。"))
        self._give_room(self.view if paper.lines else self.settled_view)

    def _give_room(self, shown: ListView) -> None:
        """A paper without goods, as a receipt, is looked at for what it settled."""
        self.view.setVisible(shown is self.view)
        self.settled.setVisible(shown is self.view)
        self.settled_view.setVisible(shown is self.settled_view)
        shown.setFocus()

    def _sheets(self) -> Sheets | None:
        """Its lines, and what it settled or was settled by."""
        if self.found is None:
            return None
        paper = self.found.paper
        lines = [PaperLine(paper, each) for each in paper.lines]
        settled = [Open(paper.buyer, each) for each in self.found.settlements]
        return lists(listing("document_lines", lines, about=paper.number), listing("settlements", settled))

    def _settled_columns(self) -> Sequence[Column]:
        """The settlements' own, with the one other document in place of both."""
        other = ListColumn("other", "与哪张单据核销", "Set against", CODE, self._other_of, look=CellLook(look="strong"))
        return columns_of((other, *map(SETTLEMENTS.column, ("date", "mode", "amount"))))

    def _other_of(self, each: Open) -> str:
        return self._other(each.row)

    def _other(self, each: SettlementRow) -> str:
        return (each.debt_number if each.credit_number == self.windowTitle() else each.credit_number) or formatting.NONE

    def _settlement(self, each: SettlementRow) -> str:
        told = self.tr("{0} 与 {1} 核销 {2}（{3}）")
        return told.format(
            each.date, self._other(each), formatting.money(each.amount), formatting.settle_way(each.mode)
        )

    @Slot(object)
    def _refuse(self, failure: object) -> None:
        self.banner.say(formatting.tell(failure), "bad")  # type: ignore[arg-type]  # whatever the worker gives is an error
