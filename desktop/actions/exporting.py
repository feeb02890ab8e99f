"""Lists given out as a workbook or as CSV, with real numbers and dates in their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.actions import customers, deliveries, lists, orders, products, stock
from desktop.actions.cards import dealers_by_id, stranger
from desktop.actions.saving import write_whole
from desktop.exchange.sheets import Cell, ColumnType, SheetColumn, csv_bytes, xlsx_bytes
from desktop.wording import name_of
from domain.errors import UsageError
from sync.records.statements import statement_rows

if TYPE_CHECKING:
    from desktop.actions.policy_views import RebateRow
    from desktop.desk import Desk

Language = Literal["zh", "en"]
_BLOCK = 500
_Keys = Sequence[int] | None
_SUMMED = frozenset({"Amount", "Balance", "Ordered", "Opening", "Closing"})
"""Columns that make a sum worth having; it is written as a formula."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The file written, and how many rows stand in it."""

    path: Path
    rows: int


def export(desk: Desk, kind: str, path: Path, language: Language = "zh", pks: Sequence[int] | None = None) -> Exported:
    """Writes a list by the file's ending: `.xlsx` or `.csv`; of lists that the window shows, only these keys' rows.

    Kinds: `orders` (a row for each line), `customers`, `products`, `stock`, `documents`, `incoming`,
    `rebates`, `statements`. Raises UsageError
    `export_kind_unknown`, `export_ending_unknown`; RefusedError `file_not_written`.
    """
    if kind not in _KINDS:
        raise UsageError("export_kind_unknown", kind=kind, known=", ".join(_KINDS))
    heads, make_rows = _KINDS[kind]
    columns = [SheetColumn(zh if language == "zh" else en, of_type, total=en in _SUMMED) for zh, en, of_type in heads]
    rows = list(make_rows(desk, language, pks))
    return _write(kind, columns, rows, path, language)


def export_rebates(rows: Sequence[RebateRow], path: Path, language: Language = "zh") -> Exported:
    """Writes rebates that are here already, in their order; raises as `export` does."""
    columns = [SheetColumn(zh if language == "zh" else en, of_type) for zh, en, of_type in _REBATES]
    return _write("rebates", columns, [_rebate_cells(row, language) for row in rows], path, language)


def _write(
    kind: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Cell]], path: Path, language: Language
) -> Exported:
    ending = path.suffix.lower()
    if ending == ".xlsx":
        content = xlsx_bytes(name_of("list", kind, language), columns, rows)
    elif ending == ".csv":
        content = csv_bytes(columns, rows)
    else:
        raise UsageError("export_ending_unknown", path=str(path), known=".xlsx, .csv")
    return Exported(write_whole(path, content), len(rows))


def _orders(desk: Desk, language: Language, pks: _Keys) -> Iterable[Sequence[Cell]]:
    pks = lists.order_ids(desk) if pks is None else pks
    for start in range(0, len(pks), _BLOCK):
        for order in orders.orders_of(desk, pks[start : start + _BLOCK]):
            for line in order.lines:
                yield (
                    order.number,
                    order.date,
                    order.seller.code,
                    order.buyer.code,
                    order.buyer.name,
                    name_of("state", order.state, language),
                    line.sku,
                    line.name,
                    line.quantity,
                    line.unit_price,
                    line.amount,
                    line.accepted,
                )


def _customers(desk: Desk, language: Language, pks: _Keys) -> Iterable[Sequence[Cell]]:
    for row in customers.customers(desk) if pks is None else customers.customer_rows(desk, pks):
        tier = name_of("tier", row.tier, language)
        yield row.code, row.name, tier, row.price_list, row.credit_limit, row.balance, row.committed, row.available


def _products(desk: Desk, _: Language, pks: _Keys) -> Iterable[Sequence[Cell]]:
    for row in products.products(desk) if pks is None else products.product_rows(desk, pks):
        yield row.sku, row.name, row.unit, row.barcode, row.category, row.brand, row.available, row.unit_price


def _incoming(desk: Desk, _: Language, pks: _Keys) -> Iterable[Sequence[Cell]]:
    for row in deliveries.incoming(desk) if pks is None else lists.incoming_rows(desk, pks):
        yield row.number, row.date, row.seller_code, row.seller_name, row.order_number, row.lines, row.amount


def _stock(desk: Desk, _: Language, __: _Keys) -> Iterable[Sequence[Cell]]:
    for row in stock.stock_list(desk):
        yield row.owner, row.warehouse, row.sku, row.name, row.on_hand, row.reserved, row.available


def _documents(desk: Desk, language: Language, pks: _Keys) -> Iterable[Sequence[Cell]]:
    pks = lists.paper_ids(desk, "") if pks is None else pks
    for start in range(0, len(pks), _BLOCK):
        for row in lists.paper_rows(desk, pks[start : start + _BLOCK]):
            kind, state = name_of("kind", row.kind, language), name_of("state", row.state, language)
            yield row.number, kind, row.date, row.seller_code, row.buyer_code, row.buyer_name, state, row.amount


def _rebates(desk: Desk, language: Language, _: _Keys) -> Iterable[Sequence[Cell]]:
    from desktop.actions.rebates import rebate_rows

    return (_rebate_cells(row, language) for row in rebate_rows(desk))


def _rebate_cells(row: RebateRow, language: Language) -> Sequence[Cell]:
    nearest = row.ahead[0] if row.ahead else None
    return (
        row.dealer.code,
        row.dealer.name,
        row.policy,
        row.version,
        row.name,
        row.period,
        name_of("rebate_unit", row.unit, language),
        row.total,
        row.base,
        row.target,
        None if row.tier is None else row.tier + 1,
        row.earned,
        row.paid,
        row.held,
        nearest.missing if nearest else None,
        row.at_stake if nearest else None,
        row.days_left,
    )


def _statements(desk: Desk, _: Language, __: _Keys) -> Iterable[Sequence[Cell]]:
    with desk.book.reading() as connection:
        rows = statement_rows(connection)
        known = dealers_by_id(connection, [row.buyer for row in rows])
    for row in rows:
        buyer = known.get(row.buyer) or stranger(row.buyer)
        days = row.start, row.end, row.issued
        yield row.number, *days, buyer.code, buyer.name, row.opening, row.closing, row.author, row.prints


_Head = tuple[str, str, ColumnType]
_Rows = Callable[["Desk", Language, _Keys], Iterable[Sequence[Cell]]]
_REBATES: Sequence[_Head] = (
    ("经销商代码", "Dealer", "text"),
    ("经销商", "Dealer's name", "text"),
    ("政策编号", "Policy", "text"),
    ("版本", "Version", "integer"),
    ("政策", "Policy's name", "text"),
    ("期间", "Period", "text"),
    ("口径", "Measured", "text"),
    ("计入", "Counted", "quantity"),
    ("计返", "Earning", "quantity"),
    ("任务量", "Target", "quantity"),
    ("档", "Tier", "integer"),
    ("已获", "Earned", "money"),
    ("已结", "Paid", "money"),
    ("暂扣", "Held back", "money"),
    ("到下一档还差", "Missing to the next tier", "quantity"),
    ("可多得", "At stake", "money"),
    ("剩余天数", "Days left", "integer"),
)
_KINDS: Mapping[str, tuple[Sequence[_Head], _Rows]] = {
    "orders": (
        (
            ("单号", "Number", "text"),
            ("日期", "Date", "date"),
            ("卖方", "Seller", "text"),
            ("买方", "Buyer", "text"),
            ("买方名称", "Buyer's name", "text"),
            ("状态", "State", "text"),
            ("货号", "SKU", "text"),
            ("品名", "Name", "text"),
            ("数量", "Quantity", "quantity"),
            ("单价", "Unit price", "price"),
            ("金额", "Amount", "money"),
            ("接受数量", "Accepted", "quantity"),
        ),
        _orders,
    ),
    "customers": (
        (
            ("代码", "Code", "text"),
            ("名称", "Name", "text"),
            ("层级", "Tier", "text"),
            ("价目表", "Price list", "text"),
            ("信用额度", "Credit limit", "money"),
            ("余额", "Balance", "money"),
            ("已订未发", "Ordered", "money"),
            ("可用额度", "Available", "money"),
        ),
        _customers,
    ),
    "products": (
        (
            ("货号", "SKU", "text"),
            ("品名", "Name", "text"),
            ("单位", "Unit", "text"),
            ("条码", "Barcode", "text"),
            ("类别", "Category", "text"),
            ("品牌", "Brand", "text"),
            ("可用库存", "Available", "quantity"),
            ("进价", "Price", "price"),
        ),
        _products,
    ),
    "stock": (
        (
            ("所属", "Owner", "text"),
            ("仓库", "Warehouse", "text"),
            ("货号", "SKU", "text"),
            ("品名", "Name", "text"),
            ("现存", "On hand", "quantity"),
            ("占用", "Reserved", "quantity"),
            ("可用", "Available", "quantity"),
        ),
        _stock,
    ),
    "documents": (
        (
            ("单号", "Number", "text"),
            ("种类", "Kind", "text"),
            ("日期", "Date", "date"),
            ("卖方", "Seller", "text"),
            ("买方", "Buyer", "text"),
            ("买方名称", "Buyer's name", "text"),
            ("状态", "State", "text"),
            ("金额", "Amount", "money"),
        ),
        _documents,
    ),
    "incoming": (
        (
            ("出库单号", "Number", "text"),
            ("日期", "Date", "date"),
            ("发货方", "From", "text"),
            ("发货方名称", "From (name)", "text"),
            ("订单", "Order", "text"),
            ("行数", "Lines", "integer"),
            ("金额", "Amount", "money"),
        ),
        _incoming,
    ),
    "rebates": (_REBATES, _rebates),
    "statements": (
        (
            ("编号", "Number", "text"),
            ("起", "From", "date"),
            ("止", "To", "date"),
            ("开具", "Issued", "date"),
            ("客户", "Customer", "text"),
            ("客户名称", "Customer's name", "text"),
            ("期初余额", "Opening", "money"),
            ("期末余额", "Closing", "money"),
            ("制单", "Made by", "text"),
            ("打印次数", "Prints", "integer"),
        ),
        _statements,
    ),
}
