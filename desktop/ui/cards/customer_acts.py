"""What is done with the card of the customer under the caret besides changing it: its opening, two cards made one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desktop.actions.catalog.merging import CarriedView, MergedView
from desktop.ui.cards.merging import MergeDialog
from desktop.ui.cards.opening import Cards
from desktop.ui.frame.actions import merging
from desktop.ui.frame.page import WindowPage
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from domain.parties.dealers import MERGED, Dealer


class CustomerActs(QObject):
    """Three acts of a page; each takes the customer that `chosen` gives."""

    def __init__(self, page: WindowPage, cards: Cards, chosen: Callable[[], Dealer | None]) -> None:
        super().__init__(page)
        self._page, self._cards, self._chosen = page, cards, chosen
        self.opening = page.act(self.tr("期初余额"), key_table.OPENING, self._open, bar=False, right="money_write")
        self.merge = page.act(self.tr("并入别的卡"), key_table.MERGE, self._merge, bar=False, right="money_write")
        self.carry = page.act(self.tr("余额转到并入的卡"), key_table.CARRY, self._carry, bar=False, right="money_write")
        self.carry.refuse(self.tr("停在一张已并入别的卡、账上还有余额的客户上。"))
        self.dialog: MergeDialog | None = None
        self.show_chosen(None)

    def show_chosen(self, card: Dealer | None) -> None:
        """What can be done with this one."""
        self.merge.setEnabled(card is not None and card.status != MERGED)
        self.carry.setEnabled(card is not None and card.status == MERGED)

    def _open(self) -> None:
        card = self._chosen()
        if card is not None:
            self._cards.open("opening_balance", card.id)

    def _merge(self) -> None:
        card = self._chosen()
        if card is not None:
            self.dialog = MergeDialog(self._page.worker, card, self._page)
            self.dialog.confirmed.connect(self._ask_merge)
            self.dialog.open()

    def _ask_merge(self) -> None:
        if self.dialog is not None:
            self._page.worker.write(
                merging.merge_customer, *self.dialog.asked, then=self._merged, failed=self.dialog.refuse
            )

    @Slot(object)
    def _merged(self, view: MergedView) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        facts = {"dealer": view.code, "name": view.name, "into": view.into_code, "into_name": view.into_name}
        balance = view.balance or None
        told = formatting.told("card_merged", **facts, balance=balance, open_orders=view.open_orders or None)
        self._page.banner.say(told, "warn" if balance or view.open_orders else "good")
        self._page.exchange_wanted.emit()

    def _carry(self) -> None:
        card = self._chosen()
        if card is not None:
            self._page.worker.write(merging.carry_over, card.id, then=self._carried, failed=self._page.tell)

    @Slot(object)
    def _carried(self, view: CarriedView) -> None:
        facts = {"amount": view.amount, "away": view.away, "onto": view.onto, "name": view.name}
        self._page.banner.say(formatting.told("balance_carried", **facts), "good")
        self._page.exchange_wanted.emit()
