"""What files tell whose rows are each one thing: cards, prices, opening balances, stock counted, goods received."""

from __future__ import annotations

from domain.imports.columns import Meanings
from domain.imports.history_columns import HISTORY
from domain.tables.shapes import TableShape

_PRODUCT = {"product": HISTORY.names["product"], "product_name": HISTORY.names["product_name"]}
_CUSTOMER = {
    "customer": f"{HISTORY.names['customer']} | 单位编码 单位编号 往来单位编码 往来单位编号 | code 编码 编号 代码",
    "customer_name": f"{HISTORY.names['customer_name']} | 单位名称 | name 名称 简称 全称 单位",
}
_UNIT = HISTORY.names["unit"]
_WAREHOUSE = "warehouse 仓库 仓库名称 库房 存放仓库 收货仓库"

CUSTOMERS = Meanings(
    {
        "name": """
            customer_name client_name 客户名称 客户姓名 单位名称 往来单位名称 经销商名称
            | 客户全称 客户全名 单位全称 客户简称 往来单位简称 单位简称
            | name customer client 名称 姓名 客户 往来单位
        """,
        "code": """
            customer_id customer_code customer_no 客户编码 客户编号 客户代码 客户id 单位编号 单位编码
            往来单位编码 往来单位编号
            | code id 编码 编号 代码
        """,
        "contact": "contact contact_name contact_person 联系人",
        "phone": "phone mobile telephone tel 手机 手机号 手机号码 电话 | 联系电话 联系方式",
        "address": "address 地址 联系地址 送货地址 收货地址",
        "territory": "territory division 行政区划 行政区划代码 区划代码",
        "price_list": "price_list 价格表 价目表 价格等级 价格级别",
        "credit_limit": "credit_limit 信用额度 信用限额 授信额度",
        "credit_days": """
            credit_days days_of_credit payment_days days_to_pay terms_days
            账期 账期天数 信用天数 信用期限 付款天数 赊销天数
        """,
        "terms": "terms payment_terms terms_of_payment 付款条件 结算条件 收款条件 分期",
        "tax_id": "tax_id tax_number 税号 纳税人识别号 纳税人税号 统一社会信用代码",
        "remark": "remark remarks 备注",
        "status": "status active enabled 状态 启用",
    },
    needed=[("name",)],
)

PRODUCTS = Meanings(
    {
        "name": """
            product_name item_name description 商品名称 品名 产品名称 存货名称 物料名称 货品名称
            | name product item 名称 商品 产品
        """,
        "sku": """
            sku sku_code stock_code product_code product_id item_code item_no 货号 商品编码 商品编号 商品代码 产品编码
            产品编号 存货编码 物料编码 款号
            | code id 编码 编号
        """,
        "barcode": "barcode ean ean13 upc 条码 条形码 商品条码 基本条码",
        "unit": "unit uom base_unit 单位 基本单位 计量单位 主单位 主计量单位 小单位",
        "pack_unit": "pack_unit 副单位 辅助单位 辅单位 包装单位 大单位 | 箱单位 整件单位",
        "pack_size": """
            pack_size packs 包装 比例 换算比例 换算率 装箱数 包装数 包装数量 箱规
            | 换算 换算关系 换算系数 换算数 单位换算 装箱量 装箱规格 箱装数 件装数 箱入数 入数
            每箱数量 每件数量 每箱瓶数
        """,
        "tax_rate": "tax_rate vat vat_rate 税率",
        "category": "category 类别 分类 商品类别 商品分类",
        "brand": "brand 品牌",
        "spec": "spec specification 规格 规格型号 型号规格 | 型号 model",
        "status": "status active enabled 状态 启用",
    },
    needed=[("name",)],
)

PRICES = Meanings(
    {
        **_PRODUCT,
        "unit_price": """
            selling_price sale_price 售价 销售价 销售单价 含税售价 含税单价
            | price unit_price list_price 单价 价格 定价 批发价 零售价 一级价 标准价
        """,
        "unit": _UNIT,
        "currency": HISTORY.names["currency"],
        "price_list": "price_list 价格表 价目表 价格等级 价格级别",
    },
    needed=[("product", "product_name"), ("unit_price",)],
)

OPENINGS = Meanings(
    {
        **_CUSTOMER,
        "amount": """
            opening_balance opening 期初余额 期初应收 期初欠款 期初金额 期初应收余额 期初应收款
            期初借方 期初借方余额
            | balance 借方余额 debit_balance receivable owed
              应收余额 应收账款 应收款 欠款 欠款金额 期末余额 期末应收 余额 结余
            | amount 金额
        """,
        "ahead": """
            paid_ahead prepaid 期初预收 预收余额 预收款 预收账款 预收 期初贷方 期初贷方余额 贷方余额 credit_balance
        """,
        "direction": "direction side 方向 余额方向 借贷方向 借贷 借或贷",
        "currency": HISTORY.names["currency"],
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
