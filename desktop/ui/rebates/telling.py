"""A rebate's figures in words: amounts, quantities and percentages by what is measured, periods, rewards, days left."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop.actions.policies.views import RebateRow
from desktop.actions.rebates.steps import next_of, per_full, tier_reached
from desktop.listings.periods import period_in_words
from desktop.ui.widgets import formatting
from domain.values.quantities import plain_number

translate = QCoreApplication.translate
NAMED = ("goods", "thing")  # rewards that are no money


def in_percent(row: RebateRow) -> bool:
    """Whether the steps are percentages: of a target, or of growth on last year."""
    if row.method == "target_rate":
        return True
    if row.ahead:
        nearest = row.ahead[0]
        return nearest.tier < len(row.starts) and row.starts[nearest.tier] != nearest.total
    return row.tier is not None and row.reached != row.total


def measured(row: RebateRow, value: Decimal) -> str:
    """A figure of what is measured: money, or goods as people count them."""
    if row.unit != "quantity":
        return formatting.money(value)
    if row.packs:
        return formatting.quantity(value, row.base_unit, row.packs)
    whole, dot, places = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{places}{row.base_unit}".replace("-", "−")


def reached(row: RebateRow, value: Decimal) -> str:
    """A figure in the terms of the steps."""
    return f"{plain_number(round(value, 1))}%".replace("-", "−") if in_percent(row) else measured(row, value)


def short(value: Decimal) -> str:
    """A figure under a mark, where there is little room: 12万, 1.5亿; 120k, 1.5M."""
    steps = ((10**8, "亿"), (10**4, "万")) if formatting.language() == "zh" else ((10**6, "M"), (10**3, "k"))
    for size, name in steps:
        if abs(value) >= size:
            return f"{plain_number(round(value / size, 2))}{name}"
    whole, dot, places = plain_number(round(value, 2)).partition(".")
    return f"{int(whole):,}{dot}{places}"


def mark(row: RebateRow, value: Decimal) -> str:
    """A step's own figure under its mark."""
    if in_percent(row):
        return f"{plain_number(value)}%"
    return measured(row, value) if row.packs else short(value)


def missing(row: RebateRow) -> str:
    """What the next step asks more; a dash on the highest."""
    coming = next_of(row)
    return formatting.NONE if coming is None else measured(row, coming.missing)


def brings(row: RebateRow) -> str:
    """What the next step brings on top; nothing on the highest."""
    coming = next_of(row)
    return gain(row, coming.brings) if coming is not None and coming.brings else ""


def gain(row: RebateRow, value: Decimal) -> str:
    """A rebate's reward: money, or so many of what is given."""
    return gain_of(row.reward, row.reward_name, value)


def gain_of(reward: str, name: str, value: Decimal) -> str:
    """A reward of this kind."""
    figure = figure_of(reward, value)
    return f"{figure} × {name}" if name and reward in NAMED else figure


def figure_of(reward: str, value: Decimal) -> str:
    """A reward's figure alone."""
    return plain_number(value).replace("-", "−") if reward in NAMED else formatting.money(value)


def period(key: str) -> str:
    """`2026-11` → 2026 年 11 月, `2026-Q4` → 2026 年第 4 季度, `2026` → 2026 年, `whole` → 整个政策期."""
    return period_in_words(key, formatting.language())


def days(row: RebateRow) -> str:
    """How long there is left."""
    left = row.days_left
    if left is None:
        return translate("rebates", "长期")
    return QCoreApplication.translate("rebates", "还剩 %n 天", "", left) if left else translate("rebates", "今天截止")


def urgency(row: RebateRow) -> str:
    """The colour of the days left: what ends soon and could still bring more is told louder."""
    if row.days_left is None or next_of(row) is None:
        return "muted"
    return "warn" if row.days_left <= 7 else "info"


def stands(row: RebateRow) -> str:
    """Where the bar stands, in words: so much, and which step that is."""
    return f"{reached(row, row.reached)}  ·  {tier(row)}"


def tier(row: RebateRow) -> str:
    """The step that is reached, in words."""
    number = tier_reached(row)
    if number is not None:
        return translate("rebates", "第 {0} 档").format(number)
    return translate("rebates", "未达起步档") if per_full(row) is None else translate("rebates", "还不满一份")


def measures(row: RebateRow) -> str:
    """What is measured."""
    return {
        "quantity": translate("rebates", "按数量"),
        "amount_untaxed": translate("rebates", "按不含税金额"),
    }.get(row.unit, translate("rebates", "按含税金额"))


def reward_kind(code: str) -> str:
    """How a rebate is paid."""
    return {
        "credit": translate("rebates", "返利余额"),
        "account": translate("rebates", "账扣"),
        "goods": translate("rebates", "货补"),
        "cash": translate("rebates", "现金"),
        "thing": translate("rebates", "奖品"),
    }.get(code, code)
