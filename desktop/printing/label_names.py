"""What documents and ages are called on papers, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from desktop.documents.face import in_language
from desktop.documents.faces import SHORT_NAMES
from domain.documents.kinds import KINDS as RULES
from domain.documents.kinds import POSTING

Language = Literal["zh", "en"]

KINDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {**in_language(SHORT_NAMES, "zh"), "reversal": "红冲"},
    "en": {**in_language(SHORT_NAMES, "en"), "reversal": "Reversal"},
}
REVERSED: Mapping[Language, str] = {"zh": "红冲{}", "en": "{} (rev.)"}
# Opening balances and adjustments are negative by nature; for the others a negative figure is a reversal's.
REVERSIBLE = frozenset(kind for kind in POSTING if RULES[kind].below_zero != "by_nature")
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
