"""The keys for what an order is given: why a price, what reaches the next step, the wallet and coupons."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from desktop.ui.frame.page import WindowPage
from desktop.ui.navigation import key_table
from desktop.ui.order.benefits.benefits import Benefits
from desktop.ui.order.checks import ChecksCard
from desktop.ui.order.head import OrderHead
from desktop.ui.order.lines.grid import OrderGrid


class BenefitKeys(QObject):
    """Actions of an order's page that hold only where there is something to use them on."""

    def __init__(
        self,
        page: WindowPage,
        benefits: Benefits,
        grid: OrderGrid,
        head: OrderHead,
        checks: ChecksCard,
        before: QAction,
    ) -> None:
        """`before` is the action that follows them on the bar."""
        super().__init__(page)
        self._page = page
        self._benefits = benefits
        self._grid = grid
        self._checks = checks
        self.why = page.act(self.tr("为什么"), key_table.WHY, self._explain)
        self.hint = page.act(self.tr("补足优惠"), key_table.NEXT_STEP, benefits.take_hint)
        self.wallet = page.act(self.tr("用返利"), key_table.PAY, benefits.turn_wallet)
        self.most = page.act(self.tr("抵用金额"), key_table.EDIT_OTHER, benefits.start_amount, bar=False)
        page.act(self.tr("用券"), key_table.COUPON, head.ask_coupons, bar=False)
        page.insertActions(before, [self.why, self.hint, self.wallet])
        benefits.allowed.connect(self.allow)
        self.allow()

    @Slot()
    def allow(self) -> None:
        """Which of them hold now."""
        used = self._benefits.entry.use_wallet
        self.wallet.setVisible(self._benefits.has_wallet or used)
        self.wallet.setText(self.tr("不用返利") if used else self.tr("用返利"))
        self.most.setVisible(self.wallet.isVisible())
        self.hint.setVisible(self._benefits.nearest is not None)
        self._page.keys_changed.emit()

    def _explain(self) -> None:
        if not self._benefits.why(self._grid.currentIndex().row(), self._checks.texts):
            self._page.banner.say(self.tr("订单里还没有商品，没有可说明的价格和优惠。先选客户，再加商品。"), "info")
