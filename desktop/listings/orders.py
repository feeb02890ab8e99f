"""The lists of orders: as a whole, and line by line."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.orders.states import ORDER_STATES
from desktop.arrangement import AS_IT_IS, STAGES, Arrangement
from desktop.labels import NAMES, Language
from desktop.listings.listing import (
    FILED,
    JSON,
    TOLD,
    WINDOW,
    CellLook,
    Filter,
    ListColumn,
    Listing,
    ListQuery,
    RowSource,
    party,
)
from desktop.listings.rows import blocks
from desktop.listings.tones import stage_tone
from desktop.listings.types import CODE, COUNT, DAY, MOMENT, MONEY, PRICE, QUANTITY, either, named

if TYPE_CHECKING:
    from decimal import Decimal

    from desktop.actions.documents.views import OrderLineView, OrderRow, OrderView
    from desktop.desk import Desk


def _state_filter(code: str) -> Filter:
    zh, en = NAMES["state"][code]
    return Filter(code, zh, en[:1].upper() + en[1:])


def _ids(desk: Desk, text: str = "", state: str = "", arranged: Arrangement = AS_IT_IS) -> array[int]:
    from desktop.actions.documents.lists import OrderFilter, order_ids

    return order_ids(desk, OrderFilter(text=text, state=state, arranged=arranged))


def _sums(
    desk: Desk, text: str, state: str, arranged: Arrangement, pks: Sequence[int] | None = None
) -> Mapping[str, Any]:
    from desktop.actions.documents.list_sums import order_sums
    from desktop.actions.documents.lists import OrderFilter

    return order_sums(desk, OrderFilter(text=text, state=state, arranged=arranged), pks)


def _asked_for(desk: Desk, query: ListQuery) -> array[int]:
    from desktop.actions.documents.lists import OrderFilter, order_ids
    from desktop.actions.orders.orders import dealer_id

    buyer = dealer_id(desk, query.account) if query.account else ""
    return order_ids(desk, OrderFilter(buyer=buyer, state=query.only))


# ---- orders as a whole ------------------------------------------------------------------------------------------


def _rows(desk: Desk, pks: Sequence[int]) -> Iterator[OrderRow]:
    from desktop.actions.documents.lists import order_rows

    for block in blocks(pks):
        yield from order_rows(desk, block)


def _ask(desk: Desk, query: ListQuery) -> Iterator[OrderRow]:
    return _rows(desk, _asked_for(desk, query))


def _sold_by(row: OrderRow) -> object:
    return row.seller_code


def _accepted_text(amount: Decimal, row: OrderRow, language: Language) -> str:
    """What of it stands as accepted, where that is less or more than was ordered."""
    if amount == row.total:
        return ""
    figure = MONEY.text(amount, row, language)
    return either(language, f"接受 {figure}", f"accepted {figure}")


def _since_text(moment: str, row: OrderRow, language: Language) -> str:
    when = MOMENT.text(moment, row, language)
    return when and either(language, f"自 {when}", f"since {when}")


def _stage(row: OrderRow) -> str:
    return row.stage or row.state


def _stage_tone(row: OrderRow) -> str:
    return stage_tone(_stage(row))


ORDER_HEADS = Listing(
    "order_heads",
    (
        ListColumn("number", "单号", "Number", CODE, look=CellLook(178, "strong", second=("ref",))),
        ListColumn("date", "日期", "Date", DAY, look=CellLook(104)),
        *party("seller", ("卖方", "Seller"), ("卖方名称", "Seller's name")),
        *party("buyer", ("买方", "Buyer"), ("买方名称", "Buyer's name")),
        ListColumn("ref", "参考号", "Reference", where=FILED),
        ListColumn("lines", "行数", "Lines", COUNT, where=FILED | {WINDOW}, look=CellLook(56, spare=True)),
        ListColumn(
            "total", "金额", "Amount", MONEY, total=_sold_by, look=CellLook(122, "strong", second=("accepted_amount",))
        ),
        ListColumn(
            "accepted_amount",
            "接受金额",
            "Accepted amount",
            MONEY._replace(text=_accepted_text),
            where=TOLD,
            total=_sold_by,
            look=CellLook(title=("接受", "Accepted")),
        ),
        ListColumn(
            "delivered_amount",
            "已发金额",
            "Delivered amount",
            MONEY,
            total=_sold_by,
            quiet=True,
            look=CellLook(112, spare=True, title=("已发", "Delivered")),
        ),
        ListColumn(
            "stage",
            "状态",
            "State",
            named("stage"),
            _stage,
            codes=STAGES,
            look=CellLook(154, "chip", second=("since",), tone=_stage_tone, title=("进度", "Where it is")),
        ),
        ListColumn("since", "自", "Since", MOMENT._replace(text=_since_text), where=frozenset({JSON})),
    ),
    RowSource(_ask, _ids, _rows, _sums),
    takes=frozenset({"account"}),
    filters=(Filter("", "全部", "All"), *map(_state_filter, ORDER_STATES)),
)


# ---- orders line by line ----------------------------------------------------------------------------------------


class OrderedLine(NamedTuple):
    """A line of an order, with the order it stands in."""

    order: OrderView
    line: OrderLineView


def lines_of_order(order: OrderView) -> list[OrderedLine]:
    """One order's lines as the list of orders has them."""
    return [OrderedLine(order, line) for line in order.lines]


def _ask_lines(desk: Desk, query: ListQuery) -> Iterable[OrderedLine]:
    from desktop.actions.orders.orders import order

    if query.number:
        return lines_of_order(order(desk, query.number))
    return _lines(desk, _asked_for(desk, query))


def _lines(desk: Desk, pks: Sequence[int]) -> Iterator[OrderedLine]:
    from desktop.actions.orders.orders import orders_of

    for block in blocks(pks):
        for order in orders_of(desk, block):
            yield from lines_of_order(order)


def _list_price(row: OrderedLine) -> Decimal | None:
    return row.line.list_price if row.line.discounts else None


def _policies(row: OrderedLine) -> str:
    names = [each.name for each in row.line.discounts] or [row.line.gift_name or row.line.gift]
    return "、".join(filter(None, dict.fromkeys(names)))


def _closed(row: OrderedLine) -> Decimal | None:
    return row.line.closed or None


def _ordered_from(row: OrderedLine) -> object:
    """What is bought and what is sold make no sum together."""
    return row.order.seller.id


ORDERS = Listing(
    "orders",
    (
        ListColumn("number", "单号", "Number", CODE, "order.number"),
        ListColumn("date", "日期", "Date", DAY, "order.date", TOLD),
        ListColumn("seller", "卖方", "Seller", CODE, "order.seller.code", FILED),
        ListColumn("seller_name", "卖方名称", "Seller's name", of="order.seller.name", where=FILED),
        ListColumn("buyer", "买方", "Buyer", CODE, "order.buyer.code", FILED),
        ListColumn("buyer_name", "买方名称", "Buyer's name", of="order.buyer.name", where=TOLD),
        ListColumn("stage", "状态", "State", named("stage"), "order.stage", FILED),
        ListColumn("ref", "参考号", "Reference", of="order.ref", where=FILED),
        ListColumn("line", "行", "Line", COUNT, "line.line"),
        ListColumn("sku", "货号", "SKU", CODE, "line.sku"),
        ListColumn("name", "品名", "Name", of="line.name"),
        ListColumn("unit", "单位", "Unit", of="line.base_unit", where=FILED),
        ListColumn("quantity", "数量", "Quantity", QUANTITY, "line.quantity"),
        ListColumn("list_price", "优惠前单价", "Price before policies", PRICE, _list_price, FILED),
        ListColumn("unit_price", "单价", "Unit price", PRICE, "line.unit_price"),
        ListColumn("amount", "金额", "Amount", MONEY, "line.amount", total=_ordered_from),
        ListColumn("accepted_quantity", "接受数量", "Accepted", QUANTITY, "line.taken", FILED),
        ListColumn("closed_quantity", "结单数量", "Closed", QUANTITY, _closed, FILED, optional=True),
        ListColumn("accepted_amount", "接受金额", "Accepted amount", MONEY, "line.due", FILED, total=_ordered_from),
        ListColumn("delivered_quantity", "已发数量", "Delivered", QUANTITY, "line.delivered", FILED),
        ListColumn(
            "delivered_amount",
            "已发金额",
            "Delivered amount",
            MONEY,
            "line.delivered_amount",
            FILED,
            total=_ordered_from,
        ),
        ListColumn("policies", "政策", "Policies", of=_policies, where=FILED),
    ),
    RowSource(_ask_lines, by_key=_lines),
    takes=frozenset({"number", "account"}),
    only=ORDER_STATES,
)
LISTS = (ORDER_HEADS, ORDERS)
