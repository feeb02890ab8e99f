"""What the columns of files are called in sentences, whose code names only programs know."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.cards.faces import words_of_fields

COLUMN_NAMES: Mapping[str, tuple[str, str]] = {
    **words_of_fields(),
    "number": ("单据编号", "document number"),
    "date": ("日期", "date"),
    "dates": ("日期写法", "how dates are written"),
    "time": ("时间", "time"),
    "customer": ("客户编码", "customer code"),
    "customer_name": ("客户名称", "customer name"),
    "product": ("货号", "SKU"),
    "product_name": ("商品名称", "product name"),
    "quantity": ("数量", "quantity"),
    "unit_price": ("单价", "unit price"),
    "amount": ("金额", "amount"),
    "tax": ("税额", "tax"),
    "discount": ("折扣额", "discount"),
    "returned_quantity": ("退货数量", "quantity returned"),
    "returned_amount": ("退货金额", "amount returned"),
    "gifts": ("赠品数量", "goods on top"),
    "valid": ("是否有效", "whether valid"),
    "posted": ("是否审核", "whether posted"),
    "returned": ("是否退货", "whether a return"),
    "free": ("是否赠品", "whether given away"),
    "kind": ("单据类型", "kind of document"),
    "status": ("状态", "status"),
    "voided": ("是否作废", "whether void"),
    "region": ("地区", "region"),
    "warehouse": ("仓库", "warehouse"),
    "ahead": ("预收", "paid ahead"),
    "name": ("名称", "name"),
    "code": ("编码", "code"),
    "income": ("收入", "money in"),
    "expense": ("支出", "money out"),
    "direction": ("收支方向", "in or out"),
    "balance": ("余额", "balance"),
    "currency": ("币种", "currency"),
    "own": ("本方账号", "own account"),
    "account": ("对方账号", "their account"),
    "party": ("对方信息", "other side"),
    "summary": ("摘要", "summary"),
    "memo": ("备注", "remark"),
    "reference": ("流水号", "reference"),
}
BOOK_SIDES: Mapping[str, tuple[str, str]] = {"seller": ("卖方", "seller"), "buyer": ("买方", "buyer")}


def columns_named(text: str, place: int) -> str:
    """A list such as `number, unit_price/amount` or `date=交易日` in words; `place` is that of the language."""

    def named(code: str) -> str:
        pair = COLUMN_NAMES.get(code)
        return code if pair is None else pair[place]

    def one(part: str) -> str:
        codes, said, title = part.partition("=")
        return (" / " if place else "或").join(map(named, codes.split("/"))) + said + title

    return (", " if place else "、").join(map(one, text.split(", ")))
