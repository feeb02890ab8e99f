"""What a person says about an order, with why: it passes all the same, it is refused, what is left of it is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.documents.views import OrderView
from desktop.actions.orders.order_steps import open_wish
from desktop.ui.frame.actions import orders
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.parts import flowing
from desktop.ui.widgets.reasons import ReasonDialog

_FEW = 6  # so many lines are named, of more the rest is counted


class LetPassDialog(ReasonDialog):
    """What stands against an order, and why it passes all the same; both sides will read it."""

    def __init__(self, order: OrderView, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("特批订单 {0}").format(order.number), self.tr("特批"))
        against = [formatting.tell(each) for each in order.reasons if each.severity != "info"]
        if against:
            self.fields.addWidget(flowing("\n".join(against), "muted"))
        self.ask_why(self.tr("原因（对方看得到）"), "reason_missing")


class RefuseOrderDialog(ReasonDialog):
    """Why an order is refused, as its writer will read it.

    Signals:
        answered: it is refused now (the order as it stands).
    """

    answered = Signal(object)

    def __init__(self, worker: Worker, number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("拒绝订单 {0}").format(number), self.tr("拒绝"))
        self.ask_why(self.tr("原因（对方看得到）"))
        self.answered.connect(self.accept)
        self._worker = worker
        self._number = number
        self.confirmed.connect(self._put)

    @Slot()
    def _put(self) -> None:
        self._worker.write(orders.refuse_order, self._number, self.why, then=self.answered.emit, failed=self.refuse)


class CancelDialog(FormDialog):
    """What becomes of an order that is cancelled, before it is: there is no way back.

    Signals:
        answered: it is cancelled now (the order as it stands).
    """

    answered = Signal(object)

    def __init__(self, worker: Worker, order: OrderView, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("取消订单 {0}").format(order.number), self.tr("取消订单"))
        about = self.tr("{0} → {1}，{2}").format(order.seller.name, order.buyer.name, formatting.yuan(order.total))
        self.fields.addWidget(flowing(about, "strong"))
        told = self.tr("占用的库存和信用随即释放。取消后不能恢复，以后要货另下新单。")
        self.fields.addWidget(flowing(told, "muted"))
        self.answered.connect(self.accept)
        self._worker = worker
        self._number = order.number
        self.confirmed.connect(self._put)

    @Slot()
    def _put(self) -> None:
        self._worker.write(orders.cancel_order, self._number, then=self.answered.emit, failed=self.refuse)


class CloseDialog(ReasonDialog):
    """What is left of an order, line by line, and why no more of it is to be delivered; the other side will read it."""

    def __init__(self, order: OrderView, parent: QWidget, *, selling: bool) -> None:
        super().__init__(parent)
        title = self.tr("结单 {0}") if selling else self.tr("请求卖方结单 {0}")
        self.say_what(title.format(order.number), self.tr("结单") if selling else self.tr("请求结单"))
        left = [line for line in order.lines if line.left > 0]
        told = [
            f"{line.name}　{formatting.quantity(line.left, line.base_unit or line.unit, line.packs)}" for line in left
        ]
        if len(told) > _FEW:
            told = [*told[: _FEW - 1], self.tr("还有 %n 行", "", len(told) - _FEW + 1)]
        head = self.tr("不再发的货：") if selling else self.tr("请求不再发的货：")
        self.box.insertWidget(1, flowing("\n".join([head, *told]), "muted"))
        if selling:
            self.box.insertWidget(2, flowing(self.tr("占用的库存和信用随即释放；以后要货另下新单。"), "muted"))
        wish = open_wish(order) if selling else None
        self.reason.setText(wish.reason if wish else "")
        self.ask_why(self.tr("原因（对方看得到）"), "reason_")
