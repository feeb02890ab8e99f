"""What documents and ages are called on papers, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

KINDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "delivery": "销售出库",
        "return": "销售退货",
        "money_receipt": "收款",
        "opening": "期初",
        "adjustment": "调整",
        "payment": "付款",
        "discount": "折让",
        "credit_note": "贷项",
        "debit_note": "借项",
        "rebate_settlement": "返利冲抵",
        "reversal": "红冲",
    },
    "en": {
        "delivery": "Delivery",
        "return": "Return",
        "money_receipt": "Receipt",
        "opening": "Opening",
        "adjustment": "Adjustment",
        "payment": "Payment",
        "discount": "Discount",
        "credit_note": "Credit note",
        "debit_note": "Debit note",
        "rebate_settlement": "Rebate",
        "reversal": "Reversal",
    },
}
REVERSED: Mapping[Language, str] = {"zh": "红冲{}", "en": "{} (rev.)"}
# Opening balances and adjustments are negative by nature; for the others a negative figure is a reversal's.
REVERSIBLE = frozenset(
    {"delivery", "return", "money_receipt", "payment", "discount", "credit_note", "debit_note", "rebate_settlement"}
)
AGES: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "not_due": "未到期",
        "1-30": "1–30 天",
        "31-60": "31–60 天",
        "61-90": "61–90 天",
        "91-120": "91–120 天",
        "over_120": "120 天以上",
    },
    "en": {
        "not_due": "Not due",
        "1-30": "1–30 days",
        "31-60": "31–60 days",
        "61-90": "61–90 days",
        "91-120": "91–120 days",
        "over_120": "Over 120 days",
    },
}
