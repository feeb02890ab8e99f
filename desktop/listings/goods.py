"""Lists of orders, goods and documents, with the lines in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.catalog import products
from desktop.actions.documents import deliveries, document_views, lists, stock
from desktop.actions.documents.lists import OrderFilter, PaperFilter
from desktop.actions.documents.views import (
    IncomingRow,
    OrderLineView,
    OrderRow,
    OrderView,
    PaperLineView,
    PaperRow,
    PaperView,
)
from desktop.actions.orders import orders
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, either, name
from desktop.listings.listing import NOTHING, ListQuery
from desktop.listings.rows import blocks
from domain.documents.kinds import KINDS, sign_of
from sync.records.books.bulk import rows_in
from sync.records.documents.stored import document_row

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


_KINDS = tuple(each for each in KINDS if each not in {"order", "answer"})


class OrderedLine(NamedTuple):
    """A line of an order, with the order it stands in."""

    order: OrderView
    line: OrderLineView


class PaperLine(NamedTuple):
    """A line of a document, with the document it stands in."""

    paper: PaperView
    line: PaperLineView


def lines_of_order(order: OrderView) -> list[OrderedLine]:
    """One order's lines as the list of orders has them."""
    return [OrderedLine(order, line) for line in order.lines]


# ---- orders -----------------------------------------------------------------------------------------------------


def _orders(desk: Desk, wish: ListQuery) -> Iterable[OrderedLine]:
    if wish.number:
        return lines_of_order(orders.order(desk, wish.number))
    buyer = orders.dealer_id(desk, wish.account) if wish.account else ""
    return _ordered(desk, lists.order_ids(desk, OrderFilter(buyer=buyer, state=wish.only)))


def _ordered(desk: Desk, pks: Sequence[int]) -> Iterator[OrderedLine]:
    for block in blocks(pks):
        for order in orders.orders_of(desk, block):
            yield from lines_of_order(order)


def _list_price(row: OrderedLine, _: Language) -> Cell:
    return row.line.list_price if row.line.discounts else None


def _policies(row: OrderedLine, _: Language) -> Cell:
    named = [each.name for each in row.line.discounts] or [row.line.gift_name or row.line.gift]
    return "、".join(filter(None, dict.fromkeys(named)))


def _closed(row: OrderedLine, _: Language) -> Cell:
    return row.line.closed or None


def _ordered_from(row: OrderedLine) -> object:
    """What is bought and what is sold make no sum together."""
    return row.order.seller.id


ORDERS = Listed(
    (
        Col("单号", "Number", "order.number"),
        Col("日期", "Date", "order.date", "date"),
        Col("卖方", "Seller", "order.seller.code"),
        Col("卖方名称", "Seller's name", "order.seller.name"),
        Col("买方", "Buyer", "order.buyer.code"),
        Col("买方名称", "Buyer's name", "order.buyer.name"),
        Col("状态", "State", name("stage", "order.stage")),
        Col("参考号", "Reference", "order.ref"),
        Col("行", "Line", "line.line", "integer"),
        Col("货号", "SKU", "line.sku"),
        Col("品名", "Name", "line.name"),
        Col("单位", "Unit", "line.base_unit"),
        Col("数量", "Quantity", "line.quantity", "quantity"),
        Col("优惠前单价", "Price before policies", _list_price, "price"),
        Col("单价", "Unit price", "line.unit_price", "price"),
        Col("金额", "Amount", "line.amount", "money", _ordered_from),
        Col("接受数量", "Accepted", "line.taken", "quantity"),
        Col("结单数量", "Closed", _closed, "quantity", optional=True),
        Col("接受金额", "Accepted amount", "line.due", "money", _ordered_from),
        Col("已发数量", "Delivered", "line.delivered", "quantity"),
        Col("已发金额", "Delivered amount", "line.delivered_amount", "money", _ordered_from),
        Col("政策", "Policies", _policies),
    ),
    _orders,
    _ordered,
    takes=frozenset({"number", "account"}),
    only=lists.ORDER_STATES,
)


def _order_heads(desk: Desk, wish: ListQuery) -> Iterator[OrderRow]:
    buyer = orders.dealer_id(desk, wish.account) if wish.account else ""
    return _order_rows(desk, lists.order_ids(desk, OrderFilter(buyer=buyer, state=wish.only)))


def _order_rows(desk: Desk, pks: Sequence[int]) -> Iterator[OrderRow]:
    for block in blocks(pks):
        yield from lists.order_rows(desk, block)


def _sold_by(row: OrderRow) -> object:
    return row.seller_code


ORDER_HEADS = Listed(
    (
        Col("单号", "Number", "number"),
        Col("日期", "Date", "date", "date"),
        Col("卖方", "Seller", "seller_code"),
        Col("卖方名称", "Seller's name", "seller_name"),
        Col("买方", "Buyer", "buyer_code"),
        Col("买方名称", "Buyer's name", "buyer_name"),
        Col("状态", "State", name("stage", "stage")),
        Col("参考号", "Reference", "ref"),
        Col("行数", "Lines", "lines", "integer"),
        Col("金额", "Amount", "total", "money", _sold_by),
        Col("接受金额", "Accepted amount", "accepted_amount", "money", _sold_by),
        Col("已发金额", "Delivered amount", "delivered_amount", "money", _sold_by),
    ),
    _order_heads,
    _order_rows,
    takes=frozenset({"account"}),
    only=lists.ORDER_STATES,
)


# ---- documents --------------------------------------------------------------------------------------------------


def _paper_pks(desk: Desk, wish: ListQuery) -> Sequence[int]:
    if wish.number:
        with desk.book.reading() as connection:
            return [document_row(connection, wish.number).pk]
    buyer = orders.dealer_id(desk, wish.account) if wish.account else ""
    return lists.paper_ids(desk, wish.only, PaperFilter(buyer=buyer, start=wish.start, end=wish.end))


def _papers(desk: Desk, wish: ListQuery) -> Iterator[PaperRow]:
    return _paper_rows(desk, _paper_pks(desk, wish))


def _paper_rows(desk: Desk, pks: Sequence[int]) -> Iterator[PaperRow]:
    for block in blocks(pks):
        yield from lists.paper_rows(desk, block)


def _posted(row: PaperRow, _: Language) -> Cell:
    """What the document does to what the buyer owes."""
    sign = sign_of(row.kind)
    return row.amount * sign if sign else None


def _of_one_kind(row: PaperRow) -> object:
    return row.kind, row.seller_code


def _of_one_seller(row: PaperRow) -> object:
    """Only what is owed to one seller adds up."""
    return row.seller_code


def _line_of_one_kind(row: PaperLine) -> object:
    return row.paper.kind, row.paper.seller.id


def _method(row: PaperRow, language: Language) -> Cell:
    return name("method", "method")(row, language)


_PAPER_TAKES = frozenset({"number", "account", "start", "end"})
DOCUMENTS = Listed(
    (
        Col("单号", "Number", "number"),
        Col("种类", "Kind", name("kind", "kind")),
        Col("日期", "Date", "date", "date"),
        Col("卖方", "Seller", "seller_code"),
        Col("卖方名称", "Seller's name", "seller_name"),
        Col("买方", "Buyer", "buyer_code"),
        Col("买方名称", "Buyer's name", "buyer_name"),
        Col("状态", "State", name("state", "state")),
        Col("方式", "Method", _method),
        Col("参考号", "Reference", "ref"),
        Col("摘要", "Remark", "remark"),
        Col("来源单据", "Made from", "source_number"),
        Col("红冲", "Reverses", "reverses_number"),
        Col("金额", "Amount", "amount", "money", _of_one_kind),
        Col("欠款增减", "On the account", _posted, "money", _of_one_seller),
    ),
    _papers,
    _paper_rows,
    takes=_PAPER_TAKES,
    only=_KINDS,
)


def _paper_lines(desk: Desk, wish: ListQuery) -> Iterator[PaperLine]:
    return _lines_of(desk, _paper_pks(desk, wish))


def _lines_of(desk: Desk, pks: Sequence[int]) -> Iterator[PaperLine]:
    for block in blocks(pks):
        for paper in document_views.papers_of(desk, block):
            for line in paper.lines:
                yield PaperLine(paper, line)


def _gift(row: PaperLine, _: Language) -> Cell:
    return row.line.gift_name or row.line.gift


LINES = Listed(
    (
        Col("单号", "Number", "paper.number"),
        Col("种类", "Kind", name("kind", "paper.kind")),
        Col("日期", "Date", "paper.date", "date"),
        Col("卖方名称", "Seller's name", "paper.seller.name"),
        Col("买方", "Buyer", "paper.buyer.code"),
        Col("买方名称", "Buyer's name", "paper.buyer.name"),
        Col("状态", "State", name("state", "paper.state")),
        Col("仓库", "Warehouse", name("warehouse", "paper.warehouse")),
        Col("行", "Line", "line.line", "integer"),
        Col("货号", "SKU", "line.sku"),
        Col("品名", "Name", "line.name"),
        Col("单位", "Unit", "line.base_unit"),
        Col("数量", "Quantity", "line.quantity", "quantity"),
        Col("整箱写法", "In packs", "line.quantity_text"),
        Col("单价", "Unit price", "line.unit_price", "price"),
        Col("金额", "Amount", "line.amount", "money", _line_of_one_kind),
        Col("赠品政策", "Given by", _gift),
    ),
    _paper_lines,
    _lines_of,
    takes=_PAPER_TAKES,
    only=_KINDS,
)


# ---- goods on their way, products, stock ------------------------------------------------------------------------


def _incoming(desk: Desk, _: ListQuery) -> Iterable[IncomingRow]:
    return deliveries.incoming(desk)


def _received(row: IncomingRow, language: Language) -> Cell:
    return either(language, "部分已收", "in part") if row.partly else None


INCOMING = Listed(
    (
        Col("出库单号", "Number", "number"),
        Col("日期", "Date", "date", "date"),
        Col("发货方", "From", "seller_code"),
        Col("发货方名称", "From (name)", "seller_name"),
        Col("订单", "Order", "order_number"),
        Col("行数", "Lines", "lines", "integer"),
        Col("金额", "Amount", "amount", "money", "always"),
        Col("已收金额", "Received amount", "received_amount", "money", "always"),
        Col("待收金额", "Outstanding amount", "outstanding_amount", "money", "always"),
        Col("收货", "Received", _received),
    ),
    _incoming,
    lists.incoming_rows,
)


def _products(desk: Desk, _: ListQuery = NOTHING) -> Iterable[Any]:
    return products.products(desk)


def _packs(row: Any, _: Language) -> Cell:
    return "、".join(f"1{pack.unit}={pack.size.normalize():f}{row.unit}" for pack in row.packs)


PRODUCTS = Listed(
    (
        Col("货号", "SKU", "sku"),
        Col("品名", "Name", "name"),
        Col("单位", "Unit", "unit"),
        Col("包装", "Packs", _packs),
        Col("条码", "Barcode", "barcode"),
        Col("类别", "Category", "category"),
        Col("品牌", "Brand", "brand"),
        Col("规格", "Specification", "spec", optional=True),
        Col("现存", "On hand", "on_hand", "quantity"),
        Col("占用", "Reserved", "reserved", "quantity"),
        Col("可用库存", "Available", "available", "quantity"),
        Col("上级可供", "Available above", "seller_available", "quantity"),
        Col("进价", "Price", "unit_price", "price"),
    ),
    _products,
    products.product_rows,
)


def _stock(desk: Desk, _: ListQuery = NOTHING) -> Iterable[Any]:
    return stock.stock_list(desk)


def _stock_of(desk: Desk, pks: Sequence[int]) -> Iterator[Any]:
    """The stock of the products that a list shows, in its order."""
    with desk.book.reading() as connection:
        ids = {row.pk: row.id for row in rows_in(connection, "SELECT pk, id FROM product WHERE pk IN (?*)", list(pks))}
    places: dict[str, list[Any]] = {}
    for each in stock.stock_list(desk):
        places.setdefault(each.product, []).append(each)
    for pk in pks:
        yield from places.get(ids.get(pk, ""), ())


STOCK = Listed(
    (
        Col("所属", "Owner", "owner"),
        Col("仓库", "Warehouse", name("warehouse", "warehouse")),
        Col("货号", "SKU", "sku"),
        Col("品名", "Name", "name"),
        Col("现存", "On hand", "on_hand", "quantity"),
        Col("占用", "Reserved", "reserved", "quantity"),
        Col("可用", "Available", "available", "quantity"),
    ),
    _stock,
    _stock_of,
)

LISTS = {
    "orders": ORDERS,
    "order_heads": ORDER_HEADS,
    "documents": DOCUMENTS,
    "document_lines": LINES,
    "incoming": INCOMING,
    "products": PRODUCTS,
    "stock": STOCK,
}
