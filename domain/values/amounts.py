"""An amount of money as people type it: with separators, signs of money, full-width figures, 万, or in capitals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from domain.errors import UsageError
from domain.values.chinese_amounts import read_amount

_SIGNS = re.compile(r"^(?:CNY|RMB|人民币)?\s*¥?\s*|\s*(?:元整?|圆整?|块钱?|CNY|RMB)$", re.IGNORECASE)
# A comma parts thousands and nothing else: 1200,50 could be meant either way, so it is no number.
_FIGURES = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{0,8})?|\.\d{1,8}", re.ASCII)
_TEN_THOUSANDS = re.compile(r"\d{1,11}(?:\.\d{1,8})?万", re.ASCII)
_WORDED = re.compile(r"[元圆角分十百千万亿拾佰仟整]")


def amount_as_typed(text: str) -> Decimal | None:
    """Yuan: `1,200.50`, `￥１２００`, `-50元`, `1.2万`, `壹仟贰佰元整`; None where it can't be read one way only."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("。", ".").strip()
    negative = plain.startswith("-")
    bare = _SIGNS.sub("", plain.removeprefix("-").strip()).strip()
    if _FIGURES.fullmatch(bare):
        amount = Decimal(bare.replace(",", ""))
    elif _TEN_THOUSANDS.fullmatch(bare):
        amount = Decimal(bare[:-1]) * 10_000
    else:
        worded = _in_words(plain.removeprefix("-"))
        if worded is None:
            return None
        amount = worded
    return -amount if negative else amount


def _in_words(text: str) -> Decimal | None:
    if not _WORDED.search(text):
        return None
    try:
        return read_amount(text)
    except UsageError:
        return None
