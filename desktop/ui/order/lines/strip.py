"""The strip under the grid follows the caret: what lies where, what this buyer paid before, why this price."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.actions.documents.views import OrderLineView, ProductStrip, QuotaLeft
from desktop.ui.frame.actions import product_sidebar
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.order.benefits.why import quota_text
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ElidedLabel, label

_LINES = 3


class _Column(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "small")
        self.lines = [ElidedLabel() for _ in range(_LINES)]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.title)
        for line in self.lines:
            box.addWidget(line)

    def show_lines(self, title: str, texts: list[str]) -> None:
        self.title.setText(title)
        for place, line in enumerate(self.lines):
            text = texts[place] if place < len(texts) else ""
            line.setText(text)
            line.setToolTip(text)


class Strip(QFrame):
    """Three columns of facts."""

    def __init__(self, worker: Worker, parent: QWidget | None = None, *, selling: bool = True) -> None:
        super().__init__(parent)
        self._past = self.tr("该客户最近三次") if selling else self.tr("最近三次进货")
        self.setProperty("card", True)
        self.setFixedHeight(104)
        self._columns = [_Column() for _ in range(3)]
        self._hint = label(self.tr("光标到哪一行，这里就说那一行的库存、最近三次成交和价格由来。"), "muted")
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(24)
        box.addWidget(self._hint)
        for column, share in zip(self._columns, (4, 4, 6), strict=True):
            box.addWidget(column, share)
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._line: OrderLineView | None = None
        self._quotas: Sequence[QuotaLeft] = ()
        self._asked: tuple[str, str, str] | None = None
        self.clear()

    @property
    def texts(self) -> list[str]:
        labels: list[QLabel] = [line for column in self._columns for line in (column.title, *column.lines)]
        return [each.text() for each in labels if each.text()]

    def clear(self) -> None:
        """The caret is on no product."""
        self._latest.drop()
        self._asked = None
        self._hint.show()
        for column in self._columns:
            column.hide()

    def follow(
        self, seller: str, buyer: str, product: str, line: OrderLineView | None, quotas: Sequence[QuotaLeft] = ()
    ) -> None:
        """The caret is on a product; `line` is what the books made of it, if it was judged.

        `quotas` are those the order touches; told are the ones that lower this line's price, or are used up.
        """
        self._line = line
        using = {each.policy for each in line.discounts} if line is not None else set()
        self._quotas = [each for each in quotas if each.policy in using or not each.left]
        asked = (seller, buyer, product)
        if asked != self._asked:
            self._asked = asked
            self._latest.ask(product_sidebar.product_strip, *asked)
        else:
            self._show_price()

    @Slot(object)
    def _show(self, strip: ProductStrip) -> None:
        self._hint.hide()
        for column in self._columns:
            column.show()
        stock = [
            f"{formatting.stock_place(place)}  {formatting.quantity(level.available, strip.unit, strip.packs)}"
            for place, level in strip.stock[:2]
        ]
        if strip.seller_available is not None:
            above = formatting.quantity(strip.seller_available.available, strip.unit, strip.packs)
            text = self.tr("总部可订 {0}").format(above)
            if strip.seller_available.as_of:
                text += self.tr("（{0}）").format(formatting.ago(strip.seller_available.as_of))
            stock.insert(0, text)
        if strip.in_transit:
            transit = formatting.quantity(strip.in_transit, strip.unit, strip.packs)
            stock.append(self.tr("在途 {0}").format(transit))
        if not stock:
            stock.append(self.tr("没有库存记录"))
        title = self.tr("{0} · 库存").format(strip.name)
        self._columns[0].show_lines(title, stock)
        sales = [
            f"{formatting.near_day(sale.date)}   {sale.quantity_text} × "
            f"{formatting.price(sale.unit_price)}/{strip.unit}"
            for sale in strip.sales[:3]
        ]
        self._columns[1].show_lines(self._past, sales or [self.tr("还没有买过")])
        self._show_price()

    def _show_price(self) -> None:
        steps = self._line.steps if self._line else ()
        told = [*map(quota_text, self._quotas), *(formatting.tell_step(step) for step in steps)]
        if len(told) > _LINES:
            rest = self.tr("还有 {0} 步，按 F7 看全部").format(len(told) - _LINES + 1)
            told = [*told[: _LINES - 1], rest]
        self._columns[2].show_lines(self.tr("为什么是这个价"), told or [self.tr("填了数量就说明价格由来。")])
