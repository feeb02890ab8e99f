"""What the fields of records are called in sentences: those of cards and documents as their own tables say."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.cards.customer import CUSTOMER
from desktop.cards.faces import words_of_fields
from desktop.documents.fields import words_of_documents

RECORD_FIELDS: Mapping[str, tuple[str, str]] = {
    **words_of_fields(),
    **words_of_documents(),
    "name": ("名称", "name"),
    "code": CUSTOMER.field("code").words,
    "author": ("制单", "made by"),
    "tags": CUSTOMER.field("tags").words,
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
