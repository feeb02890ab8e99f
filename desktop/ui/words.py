"""The window's small words: amounts, days, ages, states and kinds as people read them, in the language that holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QCoreApplication

from domain.errors import DeskError
from domain.explain import Reason, Step
from domain.money import format_money
from domain.quantities import Pack, format_quantity, plain_number

_LANGUAGE = "desk_language"
NONE = "–"
_translate = QCoreApplication.translate


def language() -> Literal["zh", "en"]:
    """The language that holds now."""
    application = QCoreApplication.instance()
    return "en" if application is not None and application.property(_LANGUAGE) == "en" else "zh"


def speak(chosen: str) -> None:
    """Notes the language for what is not said through Qt."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_LANGUAGE, chosen)


def money(amount: Decimal | None) -> str:
    """Two places with separators, a dash for none."""
    return NONE if amount is None else format_money(amount).replace("-", "−")


def price(amount: Decimal | None) -> str:
    """Two to four places."""
    if amount is None:
        return NONE
    whole, _, places = plain_number(amount).partition(".")
    return f"{int(whole):,}.{places.ljust(2, '0')}"


def quantity(amount: Decimal | None, unit: str, packs: tuple[Pack, ...]) -> str:
    """As people count: 30箱5瓶."""
    return NONE if amount is None else format_quantity(amount, unit, packs).replace("-", "−")


def day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def moment(stored: str) -> dt.datetime | None:
    """A stored moment in this machine's own time."""
    try:
        return dt.datetime.fromisoformat(stored.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return None


def clock(stored: str) -> str:
    """`08:41` today, `11-22 08:41` before."""
    local = moment(stored)
    if local is None:
        return ""
    same = local.date() == dt.datetime.now().astimezone().date()
    return f"{local:%H:%M}" if same else f"{local:%m-%d %H:%M}"


def ago(stored: str) -> str:
    """How long ago, in the largest fitting unit."""
    local = moment(stored)
    if local is None:
        return ""
    minutes = int((dt.datetime.now().astimezone() - local).total_seconds() // 60)
    if minutes < 1:
        return _translate("words", "刚刚")
    if minutes < 60:
        return _translate("words", "%n 分钟前", "", minutes)
    if minutes < 48 * 60:
        return _translate("words", "%n 小时前", "", minutes // 60)
    return _translate("words", "%n 天前", "", minutes // 1440)


def state(code: str) -> str:
    """An order's state."""
    match code:
        case "draft":
            return _translate("words", "草稿")
        case "submitted":
            return _translate("words", "待答复")
        case "accepted":
            return _translate("words", "已接受")
        case "accepted_in_part":
            return _translate("words", "部分接受")
        case "needs_approval":
            return _translate("words", "待审批")
        case "refused":
            return _translate("words", "已拒绝")
        case "partly_delivered":
            return _translate("words", "部分发货")
        case "delivered":
            return _translate("words", "已发货")
        case "cancelled":
            return _translate("words", "已取消")
        case "reversed":
            return _translate("words", "已红冲")
        case "posted":
            return _translate("words", "已过账")
    return code


_STATE_TONES = {
    "submitted": "info",
    "accepted": "good",
    "accepted_in_part": "warn",
    "needs_approval": "warn",
    "refused": "bad",
    "partly_delivered": "info",
    "delivered": "muted",
    "reversed": "bad",
}


def state_tone(code: str) -> str:
    """The chip's colour of a state."""
    return _STATE_TONES.get(code, "muted")


def kind(code: str) -> str:
    """A kind of document."""
    match code:
        case "order":
            return _translate("words", "订单")
        case "delivery":
            return _translate("words", "出库单")
        case "goods_receipt":
            return _translate("words", "入库单")
        case "return":
            return _translate("words", "退货单")
        case "money_receipt":
            return _translate("words", "收款单")
        case "opening":
            return _translate("words", "期初")
        case "adjustment":
            return _translate("words", "盘点单")
    return code


def tier(code: str) -> str:
    """A dealer's place in the channel."""
    match code:
        case "hq":
            return _translate("words", "总部")
        case "province":
            return _translate("words", "省级")
        case "city":
            return _translate("words", "市级")
        case "store":
            return _translate("words", "门店")
    return code


def method(code: str) -> str:
    """A way of paying."""
    match code:
        case "cash":
            return _translate("words", "现金")
        case "transfer":
            return _translate("words", "转账")
        case "wechat":
            return _translate("words", "微信")
        case "alipay":
            return _translate("words", "支付宝")
        case "draft":
            return _translate("words", "承兑汇票")
    return code


def tell(what: DeskError | Reason) -> str:
    """What happened, why, and what to do, in one sentence or two."""
    from desktop import wording

    return wording.say(what, language())


def tell_step(step: Step) -> str:
    """One step of a price's explanation."""
    from desktop import wording

    return wording.say_step(step, language())
