"""The window's small words: amounts, days, ages, states and kinds as people read them, in the language that holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.actions.headquarters.queued import Queued
from desktop.labels import Language, name_of
from desktop.listings.moments import clock, moment, near_day
from desktop.listings.tones import stage_tone, state_tone
from desktop.listings.types import NONE, price_text
from domain.values.money import format_money
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from desktop.actions.documents.views import PaperView
    from desktop.label_groups import Pair
    from domain.errors import DeskError
    from domain.explain import Reason, Step
    from domain.values.quantities import Pack

__all__ = [
    "NONE", "ago", "charged", "clock", "day", "days", "days_late", "kind", "language", "list_name", "method",
    "moment", "money", "named", "near_day", "price", "quantity", "reward_state", "role", "set_language",
    "settle_way", "stage", "stage_tone", "state", "state_tone", "stock_place", "tell", "tell_step", "tier",
    "told", "warehouse", "yuan",
]  # fmt: skip
_LANGUAGE = "desk_language"
_HOUSE = "主仓"  # the house's own warehouse, as the books name it


def language() -> Language:
    """The language that holds now."""
    application = QCoreApplication.instance()
    return "en" if application is not None and application.property(_LANGUAGE) == "en" else "zh"


def named_in_row(names: Iterable[str]) -> str:
    """Several names one after another, as the language that holds now parts them."""
    return in_language(("、", ", ")).join(names)


def with_colon(lead: str, said: str) -> str:
    """What is said of something, behind what it is called."""
    return f"{lead}{in_language(('：', ': '))}{said}"


def in_language(pair: Pair) -> str:
    """Of a text in Chinese and in English the one of the language that holds now."""
    return pair[0 if language() == "zh" else 1]


def set_language(chosen: str) -> None:
    """Notes the language for what is not said through Qt."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_LANGUAGE, chosen)


def money(amount: Decimal | None) -> str:
    """Two places with separators, a dash for none."""
    return NONE if amount is None else format_money(amount).replace("-", "−")


def yuan(amount: Decimal | None) -> str:
    """As `money`, with the currency behind the sign where there is a figure: `−¥5.00`."""
    figures = money(amount)
    if amount is None or is_veiled(amount):
        return figures
    return f"−¥{figures[1:]}" if figures.startswith("−") else f"¥{figures}"


def price(amount: Decimal | None) -> str:
    """Two to four places."""
    return NONE if amount is None else price_text(amount)


def quantity(amount: Decimal | None, unit: str, packs: tuple[Pack, ...]) -> str:
    """As people count: 30箱5瓶."""
    from domain.values.quantities import format_quantity

    return NONE if amount is None else format_quantity(amount, unit, packs).replace("-", "−")


def list_name(code: str) -> str:
    """What a list is called where it is given out."""
    return named("list", code)


def warehouse(place: str) -> str:
    """A warehouse as people call it; the house's own, unnamed one has a name in each language."""
    return name_of("warehouse", place, language())


def stock_place(place: str) -> str:
    """The warehouse that stock lies in; what lies in none is in the house's own."""
    return warehouse(place or _HOUSE)


def day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def ago(stored: str) -> str:
    """How long ago, in the largest fitting unit."""
    local = moment(stored)
    if local is None:
        return ""
    minutes = int((dt.datetime.now().astimezone() - local).total_seconds() // 60)
    if minutes < 1:
        return QCoreApplication.translate("words", "刚刚")
    if minutes < 60:
        return QCoreApplication.translate("words", "{0} 分钟前").format(minutes)
    if minutes < 48 * 60:
        return QCoreApplication.translate("words", "{0} 小时前").format(minutes // 60)
    return QCoreApplication.translate("words", "{0} 天前").format(minutes // 1440)


def named(group: str, code: str) -> str:
    """What a code of one of the lists of names is called, beginning with a capital."""
    name = name_of(group, code, language())
    return name[:1].upper() + name[1:]


def state(code: str) -> str:
    """An order's state."""
    return named("state", code)


def stage(code: str) -> str:
    """Where an order is on its way."""
    return named("stage", code)


def kind(code: str) -> str:
    """A kind of document."""
    return named("kind", code)


def tier(code: str) -> str:
    """A dealer's place in the channel."""
    return named("tier", code)


def role(code: str) -> str:
    """What someone may do here, as one word."""
    return named("role", code)


def method(code: str) -> str:
    """A way of paying."""
    return named("method", code)


def charged(paper: PaperView) -> str:
    """What was charged with a return for benefits that what is kept hasn't earned, or given back; "" for nothing.

    What else is to be known of it is told too.
    """
    said = ""
    if paper.charge_told:
        said += " " + told(paper.charge_told, charge=abs(paper.charge), number=paper.charge_number)
    return said + "".join(f" {told(each.code, **each.facts)}" for each in paper.told)


def settle_way(code: str) -> str:
    """How a payment was set against what it pays, or is to be."""
    return named("settle_way", code)


def reward_state(code: str) -> str:
    """Where a reward stands until it is handed over."""
    return named("reward", code)


def tell(what: DeskError | Reason | Queued) -> str:
    """What happened, why, and what to do, in one sentence or two."""
    from desktop import wording

    if isinstance(what, Queued):
        return told(what.code, **what.facts)
    return wording.say(what, language())


def told(code: str, **facts: object) -> str:
    """The sentence of a plain code."""
    from desktop import wording

    return wording.say(code, language(), **facts)


def tell_step(step: Step) -> str:
    """One step of a price's explanation."""
    from desktop import wording

    return wording.say(step, language())


def days_late(count: int) -> str:
    """So many days past the due date."""
    return QCoreApplication.translate("words", "超 %n 天", "", count)


def days(count: int) -> str:
    """So many days to pay."""
    return QCoreApplication.translate("words", "账期 %n 天", "", count)
