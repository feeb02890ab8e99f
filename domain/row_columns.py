"""What files tell whose rows are each one thing to book: prices, opening balances, stock counted, goods received."""

from __future__ import annotations

from domain.columns import HISTORY, Meanings
from domain.tables.sorting import TableShape

_PRODUCT = {"product": HISTORY.names["product"], "product_name": HISTORY.names["product_name"]}
_CUSTOMER = {"customer": HISTORY.names["customer"], "customer_name": HISTORY.names["customer_name"]}
_UNIT = HISTORY.names["unit"]
_WAREHOUSE = "warehouse 仓库 仓库名称 库房 存放仓库 收货仓库"

PRICES = Meanings(
    {
        **_PRODUCT,
        "unit_price": """
            selling_price sale_price 售价 销售价 销售单价 含税售价 含税单价
            | price unit_price list_price 单价 价格 定价 批发价 零售价 一级价 标准价
        """,
        "unit": _UNIT,
        "price_list": "price_list 价格表 价目表 价格等级 价格级别",
    },
    needed=[("product", "product_name"), ("unit_price",)],
)

OPENINGS = Meanings(
    {
        **_CUSTOMER,
        "amount": """
            opening_balance opening 期初余额 期初应收 期初欠款 期初金额 期初应收余额 期初应收款
            | balance receivable owed 应收余额 应收账款 应收款 欠款 欠款金额 期末余额 期末应收 余额 结余
            | amount 金额
        """,
        "ahead": "paid_ahead prepaid 期初预收 预收余额 预收款 预收账款 预收",
        "direction": "direction side 方向 余额方向 借贷方向 借贷 借或贷",
        "date": "date opening_date 日期 期初日期 建账日期 开账日期 截止日期",
    },
    needed=[("customer", "customer_name"), ("amount", "ahead")],
)

COUNTS = Meanings(
    {
        **_PRODUCT,
        "quantity": """
            counted counted_quantity actual_quantity 实盘数量 实盘数 实盘 盘点数量 盘点数 实存数量 实存数
            实点数量 实际数量
            | opening_quantity 期初数量 期初库存
            | on_hand stock stock_quantity quantity qty 库存数量 库存 结存数量 结存 当前库存 账面数量 数量
        """,
        "unit": _UNIT,
        "warehouse": _WAREHOUSE,
    },
    needed=[("product", "product_name"), ("quantity",)],
)

RECEIPTS = Meanings(
    {
        "number": """
            delivery delivery_no delivery_number 出库单号 发货单号 送货单号 销售出库单号
            | number document_no document_number 单据编号 单据号 单号
        """,
        **_PRODUCT,
        "quantity": """
            received received_quantity 实收数量 实收数 实收 收货数量 到货数量 入库数量 验收数量
            | quantity qty 数量
        """,
        "unit": _UNIT,
        "warehouse": _WAREHOUSE,
        "date": "date received_on 收货日期 到货日期 入库日期 | 日期 单据日期",
    },
    needed=[("number",), ("product", "product_name"), ("quantity",)],
)

_THINGS = ("product", "product_name")
PRICE_SHAPE = TableShape(thing=_THINGS)
OPENING_SHAPE = TableShape(thing=("customer", "customer_name"), quantity="amount", states=("direction",))
COUNT_SHAPE = TableShape(thing=_THINGS, quantity="quantity")
RECEIPT_SHAPE = TableShape(
    document=("number",), beside=("date", "warehouse"), thing=_THINGS, quantity="quantity", states=("number",)
)
