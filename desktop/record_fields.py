"""What the fields of records are called in sentences; those of cards as their faces say."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.cards.faces import words_of_fields

RECORD_FIELDS: Mapping[str, tuple[str, str]] = {
    **words_of_fields(),
    "name": ("名称", "name"),
    "code": ("编号", "code"),
    "sku": ("商品编号", "product code"),
    "number": ("单号", "number"),
    "date": ("日期", "date"),
    "due": ("到期日", "due date"),
    "amount": ("金额", "amount"),
    "quantity": ("数量", "quantity"),
    "unit_price": ("单价", "unit price"),
    "pack_unit": ("大单位", "pack"),
    "pack_size": ("包装数", "pack size"),
    "category": ("分类", "category"),
    "ref": ("对方单号", "their number"),
    "method": ("收付方式", "way of payment"),
    "warehouse": ("仓库", "warehouse"),
    "author": ("经手人", "author"),
    "phone": ("电话", "telephone"),
    "territory": ("区域", "territory"),
    "credit_days": ("账期天数", "days of credit"),
    "tags": ("标签", "tags"),
    "terms": ("付款条件", "terms"),
    "coupons": ("优惠券", "coupons"),
    "reason": ("原因", "reason"),
    "heading": ("抬头", "heading"),
    "tax_number": ("税号", "tax number"),
    "bank": ("开户行", "bank"),
    "bank_account": ("账号", "bank account"),
    "logo": ("标志", "logo"),
    "footer": ("页脚", "footer"),
    "payer": ("付款人", "payer"),
    "summary": ("摘要", "summary"),
    "reference": ("流水号", "reference"),
    "source": ("来源", "source"),
    "form": ("内容", "contents"),
    "lines": ("明细", "lines"),
    "state": ("状态", "state"),
}
