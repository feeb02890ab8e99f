"""What a table of invoice history may tell, and the titles it stands under."""

from __future__ import annotations

from domain.imports.columns import Meanings

HISTORY = Meanings(
    {
        "number": """
            invoice invoice_no invoice_number invoice_id bill_no document_no document_number doc_no voucher_no
            receipt_no
            sales_order_number number 单据编号 单据号 单号 发票号 发票号码 发票编号 销售单号 出库单号 送货单号 小票号
            | order_id order_no order_number order sales_order 订单号 订单编号 订单id
            | transaction_id transaction_no transaction 流水号 交易号
        """,
        "date": """
            invoice_date document_date doc_date sale_date sales_date 单据日期 开票日期 发票日期 销售日期 出库日期
            发货日期
            业务日期
            | date order_date transaction_date purchase_date 日期 订单日期 下单日期
            | time datetime timestamp 时间 下单时间 开票时间 单据时间
        """,
        "customer": """
            customer_id customer_code customer_no customer_number customer_key client_id client_code account_no
            account_number buyer_id buyer_code dealer_code 客户编码 客户编号 客户代码 客户号 客户id 会员编号 会员id
            经销商编码
            | customer client buyer account dealer 客户 购货单位 购买方 往来单位 会员 经销商
            | customer_name client_name buyer_name 客户名称 客户姓名 购货单位名称 购买方名称 往来单位名称 经销商名称
              客户简称 客户全称 客户全名 往来单位简称 单位简称 单位全称
        """,
        "customer_name": """
            customer_name client_name buyer_name account_name 客户名称 客户姓名 购货单位名称 购买方名称 往来单位名称
            经销商名称
            | customer client buyer account dealer 客户 购货单位 购买方 往来单位 经销商
              客户简称 客户全称 客户全名 往来单位简称 单位简称 单位全称
        """,
        "product": """
            stock_code sku sku_code sku_id product_id product_code product_no product_number product_key item_code
            item_no
            item_id item_number material material_code part_no part_number article article_no 货号 商品编码 商品编号
            商品代码 商品货号 商品id 产品编码 产品编号 产品代码 产品id 存货编码 物料编码 物料号 款号
            | barcode ean ean13 upc 条码 条形码 商品条码 基本条码
            | code 编码 编号
            | product item 商品 产品 存货 物料
            | product_name description item_name item_description product_description 商品名称 品名 产品名称 存货名称
              物料名称 货品名称 名称
        """,
        "product_name": """
            product_name description item_name item_description product_description 商品名称 品名 产品名称 存货名称
            物料名称
            货品名称 商品描述
            | product item name 商品 产品 存货 物料 名称
        """,
        "quantity": """
            quantity qty order_qty order_quantity quantity_ordered quantity_sold qty_sold 数量 销售数量 出库数量
            实发数量
            订单数量
            | units units_sold 销量
        """,
        "unit_price": """
            tax_included_price 含税单价 折后单价 折后价 实际单价
            | unit_price price price_each item_price sale_price selling_price 单价 销售单价 售价 销售价 成交价 价格
        """,
        "amount": """
            line_total line_amount extended_price 价税合计 含税金额 含税合计 行金额 折后金额 折后合计
            优惠后金额 实际金额
            | amount sales total total_price total_amount sub_total revenue 金额 销售额 销售金额 总价 总金额 小计
              合计金额
              成交金额 应收金额
        """,
        "unit": "unit uom unit_of_measure 单位 计量单位 基本单位 销售单位 主计量单位",
        "tax": "tax tax_amount vat vat_amount 税额 税金 增值税 增值税额",
        "tax_rate": "tax_rate vat_rate 税率",
        "discount": "discount discount_amount 折扣额 折扣金额 优惠金额 优惠额 优惠 折让 折让金额",
        "returned_quantity": "returned_qty returned_quantity return_qty 退货数量 退货数 退货量 退回数量 退货",
        "returned_amount": "returned_amount return_amount 退货金额 退货额 退款金额 退回金额",
        "gifts": "gift_quantity free_quantity free_qty 赠品数量 赠送数量 搭赠数量 赠品数 赠送数",
        "currency": "currency 币种 币别 货币",
        "kind": """
            kind type transaction_type document_type doc_type 单据类型 单据类别 业务类型 业务类别 交易类型 销售类型
            订单类型 出库类型 类型
        """,
        "free": "is_free is_gift free_of_charge 是否赠品 赠品标志 赠品标识 是否赠送 是否样品 是否免费",
        "status": "status document_status doc_status 单据状态 状态 审核状态 审批状态 订单状态",
        "voided": "voided void is_void is_cancelled 是否作废 作废标志 作废标识 作废",
        "valid": "valid is_valid 是否有效 有效标志 有效标识 有效",
        "posted": """
            posted is_posted approved is_approved 是否审核 审核标志 审核标识 是否过账 过账标志 记账标志 是否记账
            是否出库 出库标志 是否发货 发货标志 是否生效
        """,
        "returned": """
            is_return is_returned return_flag 是否退货 退货标志 退货标识 红蓝标志 红蓝标识 红蓝字 红蓝 蓝红标志 红字标志
            是否红字 红冲标志
        """,
        "region": "country region city state territory 国家 国家地区 地区 省份 省 城市",
    },
    needed=[("number",), ("date",), ("customer",), ("product",), ("quantity",), ("unit_price", "amount")],
)
