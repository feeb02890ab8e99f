"""An order that begins from another one: the customer's last, one that was looked at, or a draft that was kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop.actions.views import CheckedOrder, CustomerRow, OrderDraft, OrderView
from desktop.ui import asks
from desktop.ui.order.entry import Entry, EntryLine, line_of, lines_of
from desktop.ui.work import Worker


class Copies(QObject):
    """Fetches what an order begins from.

    Signals:
        lines: EntryLines to be added.
        customer: the CustomerRow of the order that is copied.
        opened: a draft as Entry, without its lines yet, and its customer or None.
        nothing: there is no order to copy.
    """

    lines = Signal(object)
    customer = Signal(object)
    opened = Signal(object, object)
    nothing = Signal()

    def __init__(self, worker: Worker, parent: QObject, *, selling: bool) -> None:
        super().__init__(parent)
        self._worker = worker
        self._selling = selling

    def last(self, entry: Entry) -> None:
        """The account's newest order."""
        if entry.buyer:
            self._named = True
            self._worker.read(asks.last_order, entry.seller, entry.buyer, then=self._take)

    def order(self, view: OrderView, *, named: bool) -> None:
        """An order that is here already; `named`: the customer is known."""
        self._named = named
        self._take(view)

    def draft(self, draft: OrderDraft) -> None:
        """A draft, judged anew."""
        self._worker.read(asks.open_draft, draft, then=self._open)

    @Slot(object)
    def _take(self, view: OrderView | None) -> None:
        if view is None:
            self.nothing.emit()
            return
        if self._selling and not self._named:
            self._worker.read(asks.find_customers, view.buyer.code, then=self._found)
        copied: list[EntryLine] = [line_of(line) for line in view.lines if not line.gift]
        self.lines.emit(copied)

    @Slot(object)
    def _found(self, found: list[CustomerRow]) -> None:
        if found:
            self.customer.emit(found[0])

    @Slot(object)
    def _open(self, opened: tuple[OrderDraft, CustomerRow | None, CheckedOrder]) -> None:
        draft, customer, checked = opened
        entry = Entry(
            draft.id,
            self._selling,
            draft.seller,
            draft.buyer,
            draft.date,
            ref=draft.ref,
            remark=draft.remark,
            coupons=draft.coupons,
            use_wallet=draft.use_wallet,
            wallet_most=draft.wallet_most,
            supersedes=draft.supersedes,
        )
        self.opened.emit(entry, customer)
        self.lines.emit(lines_of(checked))
