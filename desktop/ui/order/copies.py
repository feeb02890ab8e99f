"""What an order begins from: the customer's last one, one that was looked at, or a draft that was kept."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.actions.documents.views import DraftRow, OrderDraft, OrderView
from desktop.ui.frame.actions import opened_drafts
from desktop.ui.frame.work import Worker
from desktop.ui.order.lines.entry import EntryLine, OrderEntry, line_of, row_line

if TYPE_CHECKING:
    from desktop.actions.orders.opened_drafts import OpenedDraft


class Copies(QObject):
    """Fetches what an order begins from.

    Signals:
        lines: EntryLines to be added to the order being written.
        opened: a draft, or a copy of an order, as Entry with its lines, and its customer or None.
        nothing: there is no order to copy.
    """

    lines = Signal(object)
    opened = Signal(object, object)
    nothing = Signal()

    def __init__(self, worker: Worker, parent: QObject, *, selling: bool) -> None:
        super().__init__(parent)
        self._worker = worker
        self._selling = selling

    def last(self, entry: OrderEntry) -> None:
        """The account's newest order, added to the one being written."""
        if entry.buyer:
            self._worker.read(opened_drafts.last_order, entry.seller, entry.buyer, then=self._take)

    @Slot(object)
    def _take(self, view: OrderView | None) -> None:
        if view is None:
            self.nothing.emit()
        else:
            copied: list[EntryLine] = [line_of(line) for line in view.lines if not line.gift]
            self.lines.emit(copied)

    def order(self, view: OrderView) -> None:
        """A new order with an order's customer and goods, at today's prices."""
        rows = tuple(
            DraftRow(line.product, line.sku, line.quantity, line.unit or line.base_unit, line.pack_size)
            for line in view.lines
            if not line.gift
        )
        self.draft(OrderDraft(uuid.uuid4().hex, view.seller.id, view.buyer.id, view.date, rows=rows), dated=False)

    def draft(self, draft: OrderDraft, *, dated: bool = True) -> None:
        """A draft that was kept; `dated`: it has a date of its own."""
        self._dated = dated
        self._worker.read(opened_drafts.open_draft, draft, then=self._open)

    @Slot(object)
    def _open(self, opened: OpenedDraft) -> None:
        draft, customer, hits = opened
        rows = draft.rows or tuple(
            DraftRow(line.product, "", line.quantity, line.unit, line.pack_size, line.agreed) for line in draft.lines
        )
        entry = OrderEntry(
            draft.id,
            self._selling,
            draft.seller,
            draft.buyer,
            draft.date,
            warehouse=draft.warehouse,
            ref=draft.ref,
            remark=draft.remark,
            coupons=draft.coupons,
            use_wallet=draft.use_wallet,
            wallet_most=draft.wallet_most,
            supersedes=draft.supersedes,
            lines=[row_line(row, hits.get(row.product)) for row in rows],
            dated=self._dated,
            party_text=draft.party_text,
            shown=draft.shown,
        )
        self.opened.emit(entry, customer)
