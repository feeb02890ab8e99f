"""What the word for a row's kind of document says of booking it: a sale, goods that came back, goods given away."""

from __future__ import annotations

import re
from typing import Literal

from domain.tables.cells import plain

Kind = Literal["sale", "return", "free", "other"]

_RETURNED = re.compile(r"退|红冲|红字|冲销|作废|\bXSTH\b|\b(?:RET|RTN|RETURN|REFUND|CREDIT)", re.IGNORECASE)
_FREE = re.compile(
    r"样品|样机|样酒|样板|试用|试饮|试吃|试样|品尝|品鉴|赠|搭送|白送|陈列|招待|礼品|免费|无偿|\b(?:sample|gift|free|giveaway|tasting|trial)",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"(?:(?:商品|产品|普通|正常|标准|一般|蓝字|线下|线上|门店|电商|现款|赊账|委托|整单|国内|内销|现|赊|直|代|经|外|分)*"
    r"(?:销售|销货|出货|售货|零售|批发|销|售|发货|发出|送货|出库|开票|发票)"
    r"(?:出库|发货|送货|销售|出货|开票|发票|业务)*(?:单|票|单据)?(?:[(（\[].*)?|普通|正常|标准|蓝字|蓝单|"
    r"(?:sales?|sold|(?:sales? )?invoices?|deliver(?:y|ies)|shipments?|standard|normal|regular|(?:goods )?issue)"
    r"(?: ?note| ?slip)?)",
    re.IGNORECASE,
)


def says_return(word: str) -> bool:
    """Whether a kind of document, or a document's number, says that goods came back."""
    return bool(_RETURNED.search(word))


def kind_of(word: str) -> Kind:
    """What a kind of document is booked as; `other` is for words that are no plain sale and nothing else known."""
    text = plain(word)
    if not text:
        return "sale"
    if says_return(text):
        return "return"
    if _FREE.search(text):
        return "free"
    return "sale" if _SALE.fullmatch(text) else "other"
