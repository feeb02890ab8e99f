"""What states, kinds, tiers and the like are called."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "state": {
        "draft": ("草稿", "draft"),
        "submitted": ("待答复", "submitted"),
        "accepted": ("已接受", "accepted"),
        "accepted_in_part": ("部分接受", "accepted in part"),
        "needs_approval": ("待审批", "needs approval"),
        "refused": ("已拒绝", "refused"),
        "partly_delivered": ("部分发货", "partly delivered"),
        "delivered": ("已发货", "delivered"),
        "cancelled": ("已撤销", "cancelled"),
        "posted": ("已过账", "posted"),
        "reversed": ("已红冲", "reversed"),
    },
    "kind": {
        "order": ("销售订单", "order"),
        "answer": ("答复", "answer"),
        "delivery": ("销售出库单", "delivery"),
        "goods_receipt": ("到货单", "goods receipt"),
        "return": ("销售退货单", "return"),
        "money_receipt": ("收款单", "money receipt"),
        "opening": ("期初余额", "opening balance"),
        "adjustment": ("库存调整单", "stock adjustment"),
        "document": ("单据", "document"),
        "dealer": ("往来单位", "dealer"),
        "product": ("商品", "product"),
        "price": ("价格", "price"),
        "availability": ("可供库存", "availability"),
        "period": ("账期", "period"),
        "copy": ("副本", "copy"),
    },
    "tier": {
        "hq": ("总部", "HQ"),
        "province": ("省级代理", "province"),
        "city": ("市县分销", "city"),
        "store": ("终端门店", "store"),
    },
    "bucket": {
        "not_due": ("未到期", "not due"),
        "1-30": ("1–30 天", "1–30 days"),
        "31-60": ("31–60 天", "31–60 days"),
        "61-90": ("61–90 天", "61–90 days"),
        "91-120": ("91–120 天", "91–120 days"),
        "over_120": ("120 天以上", "over 120 days"),
    },
    "method": {
        "cash": ("现金", "cash"),
        "bank": ("银行转账", "bank transfer"),
        "wechat": ("微信", "WeChat"),
        "alipay": ("支付宝", "Alipay"),
        "cheque": ("支票", "cheque"),
    },
    "list": {
        "orders": ("订单", "Orders"),
        "customers": ("客户", "Customers"),
        "products": ("商品", "Products"),
        "stock": ("库存", "Stock"),
        "documents": ("单据", "Documents"),
    },
}
