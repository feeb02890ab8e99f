"""Products with what lies here, what is promised, what the seller above could send, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.actions.documents.views import PaperView, ProductRow, ProductStrip
from desktop.cards.face import SavedCard
from desktop.listings.products import PRODUCTS
from desktop.ui.cards.opening import Cards
from desktop.ui.cards.product_acts import ProductActs
from desktop.ui.frame.actions import owner, product_sidebar, stock
from desktop.ui.frame.list_page import ListPage
from desktop.ui.frame.work import Latest
from desktop.ui.navigation import key_table
from desktop.ui.products.dialog import CountDialog
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, ElidedLabel, figure, label, rule

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner


class ProductsPage(ListPage):
    """The list and, on its right, one product warehouse by warehouse."""

    topics = frozenset({"stock", "products"})
    listing = PRODUCTS
    exported = ("products", "stock")
    asked = frozenset({"save_product", "set_for_sale"})
    row_height = 44

    def search_hint(self) -> str:
        return self.tr("编码、名称、拼音首字母、条码")

    def columns(self) -> Sequence[Column]:
        # Nobody stands above HQ: what can be ordered there is its own, and it pays nobody a price.
        above = ("seller_available", "unit_price") if self.worker.asks_hq else ()
        return window_columns(PRODUCTS, without=above)

    def build(self) -> None:
        count = self.act(self.tr("盘点"), key_table.EDIT_OTHER, self._count, right="goods_move")
        add = self.act(self.tr("加商品"), key_table.ADD, self._add, right="card_write")
        self.change_action = self.act(self.tr("改资料"), key_table.EDIT, self._change, right="card_write")
        self.cards = Cards(self)
        acts = ProductActs(self, self.cards, lambda: self._row)
        take = self.act(self.tr("导入文件"), key_table.OPEN, self._import)
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        buttons = (
            ActionButton(add, picture="plus"),
            ActionButton(self.change_action, picture="pen"),
            ActionButton(take, picture="open"),
            ActionButton(count, picture="count"),
        )
        self.build_title(self.tr("商品与库存"), self.build_excel(), *buttons)
        body = self.build_list()
        inside = self.side(body, 320)
        self.name = label("", "heading", wrap=True)
        self.code = label("", "small", wrap=True)
        self.grid = QGridLayout()
        self.grid.setColumnStretch(0, 1)
        self.grid.setVerticalSpacing(7)
        inside.addWidget(self.name)
        inside.addWidget(self.code)
        inside.addWidget(rule())
        inside.addLayout(self.grid)
        inside.addStretch(1)
        self.say_when_none(self.tr("还没有商品，与总部交换之后就有了。"), self.tr("没有符合的商品。"))
        self.keep_from_hqs_people(count, take, acts.price, acts.opening)
        self.keep_from_hqs_people(add, self.change_action, acts.sale, right="card_write")
        self._latest = Latest(self.worker, self)
        self._latest.answered.connect(self._show)
        self._own = self._above_id = ""
        self._today: Any = None
        self._places: list[str] = []
        self._row: ProductRow | None = None

    def begin(self) -> None:
        super().begin()
        self.worker.read(owner.desk_owner, then=self._know)
        self.worker.read(stock.warehouses, then=self._know_places)

    def take(self, given: Any) -> None:
        self.search.setText(str(given))
        self.refresh()
        self.rest()

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self._own = whose.dealer.id
        self._above_id = whose.seller.id if whose.seller else self._own
        self._today = whose.today
        self.row_chosen(self.view.current_row())

    @Slot(object)
    def _know_places(self, places: list[str]) -> None:
        self._places = places

    def row_chosen(self, row: ProductRow | None) -> None:
        self._row = row
        if row is not None and self._own:
            self._latest.ask(product_sidebar.product_strip, self._above_id, self._own, row.id)

    @Slot(object)
    def _show(self, strip: ProductStrip) -> None:
        self.name.setText(strip.name)
        packs = "  ".join(f"1{pack.unit} = {formatting.quantity(pack.size, strip.unit, ())}" for pack in strip.packs)
        barcode = self._row.barcode if self._row and self._row.id == strip.product else ""
        stopped = self.tr("已停售") if self._row and self._row.id == strip.product and not self._row.active else ""
        self.code.setText("  ·  ".join(text for text in (stopped, strip.sku, barcode, packs) if text))
        self._clear()
        for place, level in strip.stock:
            self._line(
                formatting.stock_place(place), formatting.quantity(level.on_hand, strip.unit, strip.packs), strong=True
            )
            if level.reserved:
                self._line(self.tr("其中占用"), formatting.quantity(level.reserved, strip.unit, strip.packs))
        if strip.in_transit:
            self._line(self.tr("在途"), formatting.quantity(strip.in_transit, strip.unit, strip.packs))
        if strip.seller_available is not None:
            above = strip.seller_available
            self._line(self.tr("总部可订"), formatting.quantity(above.available, strip.unit, strip.packs))
            if above.as_of:
                self._line(self.tr("总部数据截至"), formatting.ago(above.as_of))
        if not strip.stock:
            self._line(self.tr("没有库存记录"), "")
        for sale in strip.sales:
            self._line(
                self.tr("进货 {0}").format(formatting.near_day(sale.date)),
                f"{sale.quantity_text} × {formatting.price(sale.unit_price)}/{strip.unit}",
            )

    def _clear(self) -> None:
        while self.grid.count():
            item = self.grid.takeAt(0)
            widget: QWidget | None = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()

    def _line(self, name: str, text: str, *, strong: bool = False) -> None:
        place = self.grid.rowCount()
        self.grid.addWidget(ElidedLabel(name, "" if strong else "muted"), place, 0)
        self.grid.addWidget(figure(text, "strong" if strong else "muted"), place, 1)

    def _import(self) -> None:
        self.wanted.emit("importing", "products")

    def _add(self) -> None:
        self.cards.open("product", then=self._added)

    def _change(self) -> None:
        if self._row is not None:
            self.cards.open("product", self._row.id)

    def _added(self, card: SavedCard) -> None:
        self.search.setText(card.code)

    def _count(self) -> None:
        if self._row is not None and self._own:
            asked = (self._above_id, self._own, self._row.id)
            self.worker.read(product_sidebar.product_strip, *asked, then=self._ask_count)

    @Slot(object)
    def _ask_count(self, strip: ProductStrip) -> None:
        row = self._row
        if row is None or self._today is None or row.id != strip.product:
            return
        known = {place or self._places[0]: level.on_hand for place, level in strip.stock if place or self._places}
        self._dialog = CountDialog(row, known, self._today, self._places, self)
        self._dialog.confirmed.connect(self._write_count)
        self._dialog.open()

    def _write_count(self) -> None:
        dialog: Any = self._dialog
        self.worker.write(stock.count_stock, *dialog.counted, then=self._done, failed=dialog.refuse)

    @Slot(object)
    def _done(self, paper: Any) -> None:
        self._dialog.accept()
        if paper is None:
            self.banner.say(self.tr("数目相符，没有要调整的。"), "good")
        else:
            told = self.tr("已按盘点调整：{0}，{1}。").format(paper.number, _changed(paper))
            self.banner.say(told, "good")
            self.exchange_wanted.emit()


def _changed(paper: PaperView) -> str:
    """What a count has changed in the books, product by product."""
    more = QCoreApplication.translate("products", "{0} 多 {1}")
    less = QCoreApplication.translate("products", "{0} 少 {1}")
    return "；".join(
        (more if line.quantity > 0 else less).format(line.name, line.quantity_text.lstrip("-−")) for line in paper.lines
    )
