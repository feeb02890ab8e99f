"""The lists of orders: as a whole, and line by line."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.orders.states import ORDER_STATES
from desktop.arrangement import AS_IT_IS, STAGES, Arrangement
from desktop.documents.fields import DOCUMENT_FIELDS
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
    Place,
    RowSource,
    party,
)
from desktop.listings.rows import blocks
from desktop.listings.tones import stage_tone
from desktop.listings.types import CODE, COUNT, DAY, MOMENT, MONEY, PLACE, PRICE, QUANTITY, TEXT, either, named, written

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
        ListColumn("ref", *DOCUMENT_FIELDS["ref"], where=FILED),
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


def _faint(_: OrderedLine) -> str:
    return "faint"


def _under(row: OrderedLine) -> str:
    """What gave the goods, of goods on top; else what the product is known by."""
    return row.line.gift_name or row.line.gift or row.line.sku


def _counted(quantity: Decimal, row: OrderedLine, _language: Language) -> str:
    from domain.values.quantities import format_quantity

    return format_quantity(quantity, row.line.base_unit or row.line.unit, row.line.packs).replace("-", "−")


def _accepted_tone(row: OrderedLine) -> str:
    return "bad" if row.line.taken is not None and row.line.taken < row.line.quantity else "text"


def _cut(row: OrderedLine) -> bool:
    """Whether it was accepted otherwise than asked."""
    return row.line.taken is not None and row.line.taken != row.line.quantity


def _closed_text(quantity: Decimal, row: OrderedLine, language: Language) -> str:
    """What of it won't be delivered any more."""
    count = _counted(quantity, row, language)
    return either(language, f"结单 {count}", f"closed {count}")


def _asked_price(row: OrderedLine) -> Decimal | None:
    """What was asked, where the seller's price is another."""
    line = row.line
    repriced = line.asked_price is not None and line.unit_price is not None and line.asked_price != line.unit_price
    return line.asked_price if repriced else None


def _asked_text(price: Decimal, row: OrderedLine, language: Language) -> str:
    told = PRICE.text(price, row, language)
    return either(language, f"订 {told}", f"asked {told}")


def _price_tone(row: OrderedLine) -> str:
    return "text" if _asked_price(row) is None else "warn"


def _greatest(_names: str, row: OrderedLine, language: Language) -> str:
    """Which policy made most of its price, and how many others there are."""
    line = row.line
    if line.gift:
        return either(language, "赠", "free")
    if line.by_hand:
        return either(language, "手工价", "By hand")
    if not line.discounts:
        return ""
    greatest = max(line.discounts, key=lambda each: each.amount)
    others = len({each.policy for each in line.discounts}) - 1
    return f"{greatest.name} +{others}" if others else greatest.name


def _policy_tone(row: OrderedLine) -> str:
    return "muted" if row.line.by_hand and not row.line.gift else "good"


def _before(row: OrderedLine) -> Decimal | None:
    """What it would cost without promotions, where it has some."""
    line = row.line
    return line.amount + sum(each.amount for each in line.discounts) if line.discounts else None


_CHIP = CellLook(112, "chip", tone=_policy_tone, spare=True, title=("政策", "Policy"))
_PRICED = CellLook(104, second=("asked_price",), tone=_price_tone)
_ASKED = PRICE._replace(text=_asked_text)
_POLICIES = TEXT._replace(text=_greatest, told=TEXT.text)
_ORDERED = QUANTITY._replace(text=written(QUANTITY, "line.quantity_text").text)
_COUNTED = QUANTITY._replace(text=_counted, told=QUANTITY.told)
_CLOSED = QUANTITY._replace(text=_closed_text)
_NOWHERE = frozenset[Place]()
"""Only on the second line under another."""
ORDERS = Listing(
    "orders",
    (
        ListColumn("number", "单号", "Number", CODE, "order.number", TOLD),
        ListColumn("date", "日期", "Date", DAY, "order.date", TOLD),
        ListColumn("seller", "卖方", "Seller", CODE, "order.seller.code", FILED),
        ListColumn("seller_name", "卖方名称", "Seller's name", of="order.seller.name", where=FILED),
        ListColumn("buyer", "买方", "Buyer", CODE, "order.buyer.code", FILED),
        ListColumn("buyer_name", "买方名称", "Buyer's name", of="order.buyer.name", where=TOLD),
        ListColumn("stage", "状态", "State", named("stage"), "order.stage", FILED),
        ListColumn("ref", *DOCUMENT_FIELDS["ref"], of="order.ref", where=FILED),
        ListColumn("line", "行", "Line", PLACE, "line.line", look=CellLook(42, tone=_faint, title=("#", "#"))),
        ListColumn("sku", "货号", "SKU", CODE, "line.sku", TOLD),
        ListColumn(
            "name",
            "品名",
            "Name",
            of="line.name",
            look=CellLook(look="strong", second=("under",), name=True, title=("商品", "Product")),
        ),
        ListColumn("under", "货号或赠品政策", "SKU, or given by", of=_under, where=_NOWHERE),
        ListColumn("unit", "单位", "Unit", of="line.base_unit", where=FILED),
        ListColumn("quantity", "数量", "Quantity", _ORDERED, "line.quantity", look=CellLook(90, "strong")),
        ListColumn("list_price", "优惠前单价", "Price before policies", PRICE, _list_price, FILED),
        ListColumn("unit_price", "单价", "Unit price", PRICE, "line.unit_price", look=_PRICED),
        ListColumn("asked_price", "订货价", "Asked price", _ASKED, _asked_price, _NOWHERE),
        ListColumn(
            "amount",
            "金额",
            "Amount",
            MONEY,
            "line.amount",
            total=_ordered_from,
            look=CellLook(112, "strong", second=("before",)),
        ),
        ListColumn("before", "优惠前金额", "Before policies", MONEY, _before, _NOWHERE),
        ListColumn(
            "accepted_quantity",
            "接受数量",
            "Accepted",
            _COUNTED,
            "line.taken",
            FILED | {WINDOW},
            look=CellLook(
                90, tone=_accepted_tone, strong=_cut, second=("closed_quantity",), title=("已接受", "Accepted")
            ),
        ),
        ListColumn("closed_quantity", "结单数量", "Closed", _CLOSED, _closed, FILED, optional=True),
        ListColumn("accepted_amount", "接受金额", "Accepted amount", MONEY, "line.due", FILED, total=_ordered_from),
        ListColumn(
            "delivered_quantity",
            "已发数量",
            "Delivered",
            _COUNTED,
            "line.delivered",
            FILED | {WINDOW},
            quiet=True,
            look=CellLook(96, spare=True, title=("已发货", "Delivered")),
        ),
        ListColumn(
            "delivered_amount",
            "已发金额",
            "Delivered amount",
            MONEY,
            "line.delivered_amount",
            FILED,
            total=_ordered_from,
        ),
        ListColumn("policies", "政策", "Policies", _POLICIES, _policies, FILED | {WINDOW}, look=_CHIP),
    ),
    RowSource(_ask_lines, by_key=_lines),
    takes=frozenset({"number", "account"}),
    only=ORDER_STATES,
)
LISTS = (ORDER_HEADS, ORDERS)
