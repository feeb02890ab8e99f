"""What a person can do about an answered order: amend it, split it, or say that the answer was seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from desktop.actions.orders.order_steps import open_quantity
from desktop.ui.frame.actions import amending, order_closings, verdicts
from desktop.ui.orders.answers import CloseDialog
from desktop.ui.widgets.quantities import Countable, QuantityDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.actions.documents.views import OrderDraft, OrderView
    from desktop.ui.frame.work import Worker
    from domain.errors import DeskError


class Steps(QObject):
    """Does them.

    Signals:
        opened: a draft to go on with (OrderDraft).
        seen: the answer was confirmed as seen.
        closed: the rest was closed, or its seller asked to (OrderView).
        failed: why it did not work (DeskError).
    """

    opened = Signal(object)
    seen = Signal()
    closed = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, page: QWidget) -> None:
        super().__init__(page)
        self._worker = worker
        self._page = page

    def amend(self, number: str) -> None:
        """The order as a draft that is to be taken instead of it."""
        self._worker.read(amending.amended_draft, number, then=self._open, failed=self._fail)

    def split(self, order: OrderView, today: dt.date) -> None:
        """Asks what goes first; what that leaves becomes a draft of its own."""
        self._number = order.number
        lines = [
            Countable(line.line, line.name, line.sku, left, line.base_unit or line.unit, line.packs)
            for line in order.lines
            if not line.gift and (left := open_quantity(order, line)) > 0
        ]
        translate = QCoreApplication.translate
        title = translate("steps", "拆单：{0}　先下多少？其余成为第二张草稿").format(order.number)
        dialog = QuantityDialog(
            title, translate("steps", "拆成两张"), lines, today, self._page, most=translate("steps", "可下")
        )
        dialog.without_day()
        self.dialog = dialog
        dialog.confirmed.connect(self._split)
        dialog.open()

    def see(self, number: str) -> None:
        """A person has seen the answer."""
        self._worker.write(verdicts.see_verdicts, [number], then=self._saw, failed=self._fail)

    def close(self, order: OrderView, *, selling: bool) -> None:
        """Asks why no more of an order is to be delivered."""
        self._number = order.number
        self.closing = CloseDialog(order, self._page, selling=selling)
        self.closing.confirmed.connect(self._close)
        self.closing.open()

    @Slot()
    def _close(self) -> None:
        asked = (self._number, self.closing.why)
        self._worker.write(order_closings.close_rest, *asked, then=self._shut, failed=self.closing.refuse)

    @Slot(object)
    def _shut(self, order: OrderView) -> None:
        self.closing.accept()
        self.closed.emit(order)

    @Slot()
    def _split(self) -> None:
        asked = (self._number, self.dialog.quantities)
        self._worker.write(amending.split_order, *asked, then=self._halved, failed=self.dialog.refuse)

    @Slot(object)
    def _halved(self, drafts: tuple[OrderDraft, OrderDraft]) -> None:
        self.dialog.accept()
        self.opened.emit(drafts[0])

    @Slot(object)
    def _open(self, draft: OrderDraft) -> None:
        self.opened.emit(draft)

    @Slot(object)
    def _saw(self, _: object) -> None:
        self.seen.emit()

    @Slot(object)
    def _fail(self, failure: DeskError) -> None:
        self.failed.emit(failure)
