"""Sentences about what a price list or a promotion did to a line, with every figure that reckoning by hand needs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from domain.values.quantities import plain_number

_PROMOTION = "促销“{name}”（{policy} 第 {version} 版）"
_PROMOTION_EN = "Promotion “{name}” ({policy}, version {version})"
_BEFORE = "{before:money}{exact:aside:精确为 }"
_BEFORE_EN = "{before:money}{exact:aside:exactly }"
_REACHED = "{reached:aside:现有 }{start:aside:达到 | 起的一档}"
_REACHED_EN = "{reached:aside:there are }{start:aside:the step from }"
_MOST = "{most:aside:最多减到零，即 }"
_MOST_EN = "{most:aside:no more than it costs, }"
_UNITS = "{units:aside:只算其中 | 个基本单位}"
_UNITS_EN = "{units:aside:of only | base units}"


def reckoned(chinese: str, english: str) -> tuple[str, str]:
    """The sentence of a discount, in both languages: what the line cost, what was taken and how, what it costs now."""
    return (
        f"{_PROMOTION}：{_BEFORE} − {chinese}{_MOST} → {{after:money}}。",
        f"{_PROMOTION_EN}: {_BEFORE_EN} − {english}{_MOST_EN} → {{after:money}}.",
    )


SHARED = "，本行分得 {saving:money} × {base} ÷ {whole} = {off:money}"
SHARED_EN = ", of which this line has {saving:money} × {base} ÷ {whole} = {off:money}"

CAPPED = "{capped:aside_money:最多减到零，即 }"
CAPPED_EN = "{capped:aside_money:no more than they cost, }"
_PRICED = "{after}{before:aside:原 }{how:aside:= }"
_PRICED_EN = "{after}{before:aside:was }{how:aside:= }"

STEPS: Mapping[str, tuple[str, str]] = {
    "step_price_rule": (
        f"价目“{{name}}”（{{policy}} 第 {{version}} 版）第 {{rule}} 条：{_PRICED}{{least:aside:起订 }}。",
        f"Price list “{{name}}” ({{policy}}, version {{version}}), rule {{rule}}: {_PRICED_EN}{{least:aside:from }}.",
    ),
    "step_promotion": (
        f"{_PROMOTION}：{{before:money}} → {{after:money}}。",
        f"{_PROMOTION_EN}: {{before:money}} → {{after:money}}.",
    ),
    "step_promotion_percent": reckoned(
        f"{{base}} × {{percent:percent}}{_UNITS}{_REACHED}", f"{{base}} × {{percent:percent}}{_UNITS_EN}{_REACHED_EN}"
    ),
    "step_promotion_unit": reckoned(f"{{units}} × {{amount}}{_REACHED}", f"{{units}} × {{amount}}{_REACHED_EN}"),
    "step_promotion_line": reckoned("{amount}", "{amount}"),
    "step_promotion_price": reckoned(
        f"({{base}} − {{units}} × {{price}}){_REACHED}", f"({{base}} − {{units}} × {{price}}){_REACHED_EN}"
    ),
}

# What every way of reckoning a tier begins with.
_TIER = "第 {tier} 档（{start:begins} 起）"
_TIER_EN = "Tier {tier} (from {start:begins})"
_ABOVE = "{base:measured} − {target:measured}"
_FULL = "{times} × {each:given}"
_EARNS = "{base:measured} 得 {after:given}"
_EARNS_EN = "{base:measured} earn {after:given}"
_GIVES = "返 {percent:percent}{each:given}{per:measured:aside:每满 }"
_GIVES_EN = "gives {percent:percent}{each:given}{per:measured:aside:each }"

REBATE_STEPS: Mapping[str, tuple[str, str]] = {
    "step_rebate_tier": (
        f"{_TIER}，{_GIVES}：{_EARNS}。",
        f"{_TIER_EN} {_GIVES_EN}: {_EARNS_EN}.",
    ),
    "step_rebate_tier_marginal": (
        f"{_TIER}，各段按各段的档：{{base:measured}} = {{slices}} 得 {{after:given}}。",
        f"{_TIER_EN}, each part by its own tier: {{base:measured}} = {{slices}} earn {{after:given}}.",
    ),
    "step_rebate_tier_increment": (
        f"{_TIER}，超过 {{target:measured}} 的部分{_GIVES}：{_ABOVE} 得 {{after:given}}。",
        f"{_TIER_EN} {_GIVES_EN} on what is above {{target:measured}}: {_ABOVE} earn {{after:given}}.",
    ),
    "step_rebate_tier_target_rate": (
        f"达成 {{reached:begins}}（任务量 {{target:measured}}），{_TIER}，{_GIVES}：{_EARNS}。",
        f"{{reached:begins}} of the target {{target:measured}} are reached. {_TIER_EN} {_GIVES_EN}: {_EARNS_EN}.",
    ),
    "step_rebate_tier_whole_once": (
        f"{_TIER}，一次返 {{once:given}}：{_EARNS}。",
        f"{_TIER_EN} gives {{once:given}} once: {_EARNS_EN}.",
    ),
    "step_rebate_tier_target_rate_once": (
        f"达成 {{reached:begins}}（任务量 {{target:measured}}），{_TIER}，一次返 {{once:given}}：{_EARNS}。",
        (
            f"{{reached:begins}} of the target {{target:measured}} are reached. {_TIER_EN} gives {{once:given}} once: "
            f"{_EARNS_EN}."
        ),
    ),
    "step_rebate_tier_per_full": (
        f"{_TIER}，{_GIVES}：{{base:measured}} 计 {{times}} 份，{_FULL} 得 {{after:given}}。",
        f"{_TIER_EN} {_GIVES_EN}: {{base:measured}} make {{times}} shares, {_FULL} earn {{after:given}}.",
    ),
    "step_rebate_deficit": (
        "减去以前各期退多于进的部分：{before:measured} − {taken:measured} → {after:measured}。",
        "Less what came back before beyond what was bought: {before:measured} − {taken:measured} → {after:measured}.",
    ),
    "step_rebate_reduced": (
        "减去先算的返利在同样商品上返的部分：{before:measured} − {taken:measured} → {after:measured}。",
        "Less what earlier rebates give on the same goods: {before:measured} − {taken:measured} → {after:measured}.",
    ),
    "step_rebate_remainder": (
        "加上期尾数：{before:given} + {left:given} → {after:given}。",
        "With the last period's remainder: {before:given} + {left:given} → {after:given}.",
    ),
    "step_rebate_remainder_base": (
        "加上期不足一份的部分：{before:measured} + {left:measured} → {after:measured}。",
        "With what filled no share last period: {before:measured} + {left:measured} → {after:measured}.",
    ),
    "step_rebate_mark_up": (
        "乘以系数：{before:given} × {factor} → {after:given}。",
        "Multiplied: {before:given} × {factor} → {after:given}.",
    ),
    "step_rebate_rounding": (
        "取整（{mode:rounding}，单位 {unit}）：{before:given} → {after:given}。",
        "Rounded ({mode:rounding}, unit {unit}): {before:given} → {after:given}.",
    ),
    "step_rebate_cap": (
        "封顶（{limit:cap} {cap:given}，此前已有 {so_far:given}）：{before:given} → {after:given}。",
        "Capped at {cap:given} {limit:cap} ({so_far:given} so far): {before:given} → {after:given}.",
    ),
}


def price_formula(facts: Mapping[str, object]) -> str:
    """What a rule did to the price before, as a sum anybody can do again; "" where it took the price as it is."""
    before, percent, amount = (_number(facts.get(name)) for name in ("before", "percent", "amount"))
    margin = _number(facts.get("margin"))
    if before is None or not (percent or amount or margin):
        return ""
    told = plain_number(before)
    if margin:
        told += f" ÷ (1 − {plain_number(margin)}%)"
    if percent:
        told += f" × (1 {'+' if percent > 0 else '−'} {plain_number(abs(percent))}%)"
    if amount:
        told += f" {'+' if amount > 0 else '−'} {plain_number(abs(amount))}"
    return told


def least_of(facts: Mapping[str, object]) -> str:
    """From what quantity on a rule holds; "" where from the first piece on."""
    start = _number(facts.get("start"))
    return plain_number(start) if start else ""


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
