"""What can be done with the product under the caret besides changing its card: its price, its opening, its sale."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop.actions.documents.views import ProductRow
from desktop.cards.face import SavedCard
from desktop.ui.cards.merging import SaleDialog
from desktop.ui.cards.opening import Cards
from desktop.ui.frame.actions import product_cards
from desktop.ui.frame.page import WindowPage
from desktop.ui.navigation import key_table


class ProductActs(QObject):
    """Three acts of a page; each takes the product that `chosen` gives."""

    def __init__(self, page: WindowPage, cards: Cards, chosen: Callable[[], ProductRow | None]) -> None:
        super().__init__(page)
        self._page, self._cards, self._chosen = page, cards, chosen
        self.price = page.act(self.tr("售价"), key_table.PRICE, self._price, right="card_write")
        self.opening = page.act(self.tr("期初库存"), key_table.OPENING, self._open, right="goods_move")
        self.sale = page.act(self.tr("停售 / 恢复"), key_table.STOP, self._turn, bar=False, right="card_write")
        self.dialog: SaleDialog | None = None

    def _price(self) -> None:
        row = self._chosen()
        if row is not None:
            self._cards.open("price", row.id)

    def _open(self) -> None:
        row = self._chosen()
        if row is not None:
            self._cards.open("opening_stock", row.id)

    def _turn(self) -> None:
        row = self._chosen()
        if row is None:
            return
        if not row.active:
            self._page.worker.write(
                partial(product_cards.set_for_sale, active=True), row.id, then=self._offered, failed=self._page.tell
            )
            return
        self.dialog = SaleDialog(row.id, row.name, self._page)
        self.dialog.confirmed.connect(self._stop)
        self.dialog.open()

    def _stop(self) -> None:
        if self.dialog is not None:
            stop = partial(product_cards.set_for_sale, active=False)
            self._page.worker.write(stop, *self.dialog.asked, then=self._stopped, failed=self.dialog.refuse)

    @Slot(object)
    def _stopped(self, card: SavedCard) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        self._page.banner.say(self.tr("{0} 已停售：不再列出，不能下新单。").format(card.name), "good")
        self._page.exchange_wanted.emit()

    @Slot(object)
    def _offered(self, card: SavedCard) -> None:
        self._page.banner.say(self.tr("{0} 恢复销售。").format(card.name), "good")
        self._page.exchange_wanted.emit()
