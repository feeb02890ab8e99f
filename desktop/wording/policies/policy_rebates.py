"""Rebates in sentences: what is measured, the tiers, what is asked for, what is paid and how."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from desktop.wording.policies.policy_words import Voice
from desktop.wording.policies.promotion_phrases import spanned
from desktop.wording.policies.text_parts import Section, TextGrid
from domain.policies.rebate_terms import MarkUp, Rebate, Target, Tier
from domain.policies.scopes import EVERYTHING, ProductScope
from domain.values.quantities import plain_number


def rebate_sections(voice: Voice, terms: Rebate, scope: ProductScope) -> Iterator[Section]:
    """The sections of a rebate over the products it covers."""
    yield Section(voice("计算口径", "What is measured"), tuple(_measure(voice, terms)))
    yield Section(voice("档位", "Tiers"), tuple(_method(voice, terms)), _tiers(voice, terms, scope))
    if terms.targets:
        yield Section(voice("任务量", "Targets"), (), _targets(voice, terms, scope))
    asked = tuple(_asked(voice, terms))
    if asked:
        yield Section(voice("条件", "Conditions"), asked)
    yield Section(voice("兑现", "How it is paid"), tuple(_paid(voice, terms)))


def _measure(voice: Voice, terms: Rebate) -> Iterator[str]:
    source = {
        "purchases": voice("进货", "purchases"),
        "sell_through": voice("向下级和客户的销售", "sales to those below"),
        "received": voice("实收货款", "money received"),
    }[terms.source]
    unit = {
        "amount": voice("含税金额", "the amount with tax"),
        "amount_untaxed": voice("不含税金额", "the amount without tax"),
        "quantity": voice("数量", "the quantity"),
    }[terms.unit]
    period = {
        "month": voice("按月", "month by month"),
        "quarter": voice("按季度", "quarter by quarter"),
        "year": voice("按年", "year by year"),
        "whole": voice("按整个政策期", "over the policy's whole period"),
    }[terms.period]
    yield voice(
        f"按{source}的{unit}，{period}计算，减去退货。", f"{unit.capitalize()} of {source}, {period}, less returns."
    )
    yield (
        voice("退货算在退货当天。", "Returns count on their own day.")
        if terms.returns == "return_date"
        else voice(
            "退货算回原销售当天，已付的返利会扣回。",
            "Returns count on the day of the sale; what was paid is taken back.",
        )
    )
    if terms.period != "whole":
        yield (
            voice(
                "一期内退货多于进货的，从以后各期扣减。",
                "Where more came back than was bought, the next periods are less by it.",
            )
            if terms.negative == "carry"
            else voice(
                "一期内退货多于进货的，不影响以后各期。",
                "Where more came back than was bought, the next periods don't feel it.",
            )
        )
    counts = voice("计入任务量", "count toward the target") if terms.free_counts else voice("不计任务量", "don't count")
    earns = voice("计返利", "earn") if terms.free_earns else voice("不计返利", "don't earn")
    yield voice(f"赠品{counts}，{earns}。", f"Free goods {counts} and {earns}.")
    if terms.to_date == "all":
        yield voice(
            "与全年累计一起考核：全年任务达成前不付，达成后一并补付。",
            "Judged with the year to date: nothing is paid before the year's target is met, then everything.",
        )
    elif terms.to_date == "met":
        yield voice(
            "与全年累计一起考核：达成的各期照付，未达成的各期待累计达成后补付。",
            "Judged with the year to date: periods that met are paid, the others once the year catches up.",
        )


def _method(voice: Voice, terms: Rebate) -> Iterator[str]:
    if terms.tier_by == "growth":
        yield voice("按比去年同期增长的百分比定档。", "The growth on the same period last year picks the tier.")
    yield {
        "whole": voice("达到哪一档，全部按那一档计。", "The tier reached holds for the whole."),
        "marginal": voice("分段计：各段按各段的档。", "Each part is reckoned by its own tier."),
        "increment": voice(
            "只对超过任务量（按增长定档时为增长部分）的部分计。",
            "Only what is above the target (by growth: what has grown) earns.",
        ),
        "per_full": _shares(voice, terms),
        "target_rate": voice(
            "按任务达成率定档，全部按那一档计。", "The share of the target reached picks the tier for the whole."
        ),
    }[terms.method]


def _shares(voice: Voice, terms: Rebate) -> str:
    """How shares are counted: full ones, or as the rounding says."""
    return {
        "floor": voice("每满一份计一次。", "It is given for each full share."),
        "ceiling": voice("每一份计一次，不足一份的按一份计。", "It is given for each share, a begun one counts whole."),
        "round": voice(
            "每一份计一次，不足一份的四舍五入。", "It is given for each share, the last one rounded half up."
        ),
        "keep": voice("按份数计，不足一份的按比例。", "It is given by the share, of the last one its part."),
    }[terms.rounding.mode]


def _tiers(voice: Voice, terms: Rebate, scope: ProductScope) -> TextGrid:
    following = [tier.start for tier in terms.tiers[1:]]
    rows = []
    for place, tier in enumerate(terms.tiers):
        end = tier.end if tier.end is not None else (following[place] if place < len(following) else None)
        start = spanned(voice, tier.start, end, lambda number: _start(voice, terms, number, scope))
        rows.append((str(place + 1), start, _gives(voice, tier, terms, scope)))
    return TextGrid((voice("档", "Tier"), voice("达到", "From"), voice("返", "Gives")), tuple(rows))


def _start(voice: Voice, terms: Rebate, number: Decimal, scope: ProductScope) -> str:
    if terms.tier_by == "growth":
        return voice(f"增长 {voice.percent(number)}", f"{voice.percent(number)} growth")
    if terms.method == "target_rate":
        return voice(f"达成 {voice.percent(number)}", f"{voice.percent(number)} of the target")
    return _amount(voice, terms, number, scope)


def _amount(voice: Voice, terms: Rebate, number: Decimal, scope: ProductScope) -> str:
    return voice.goods(number, scope) if terms.unit == "quantity" else voice.money(number)


def _gives(voice: Voice, tier: Tier, terms: Rebate, scope: ProductScope) -> str:
    found = []
    if tier.percent is not None:
        found.append(voice.percent(tier.percent))
    if tier.once is not None:
        once = _reward_figure(voice, terms, tier.once)
        found.append(voice(f"一次 {once}", f"{once} once"))
    if tier.each is not None:
        each = _reward_figure(voice, terms, tier.each)
        if tier.per is None:
            per = voice.unit(scope)
            found.append(voice(f"每{per} {each}", f"{each} for each {per}"))
        else:
            full = _amount(voice, terms, tier.per, scope)
            found.append(voice(f"每满 {full} 返 {each}", f"{each} for each full {full}"))
    elif tier.per is not None:
        found.append(_amount(voice, terms, tier.per, scope))
    return voice.listed(found)


def _reward_figure(voice: Voice, terms: Rebate, figure: Decimal) -> str:
    if terms.reward.kind == "goods":
        return voice.goods(figure, terms.reward.product)
    if terms.reward.kind == "thing":
        return voice(f"{plain_number(figure)} 份", plain_number(figure))
    return voice.money(figure)


def _targets(voice: Voice, terms: Rebate, scope: ProductScope) -> TextGrid:
    heads = (voice("经销商", "Dealer"), voice("期间", "Period"), voice("任务量", "Target"))
    return TextGrid(heads, tuple(_target(voice, terms, each, scope) for each in terms.targets), (2,))


def _target(voice: Voice, terms: Rebate, target: Target, scope: ProductScope) -> tuple[str, str, str]:
    return (
        voice.dealer(target.dealer) if target.dealer else voice("其他经销商", "everyone else"),
        target.period or voice("各期", "each period"),
        _amount(voice, terms, target.amount, scope),
    )


def _asked(voice: Voice, terms: Rebate) -> Iterator[str]:
    for mix in terms.mix:
        least, goods = voice.percent(mix.least), voice.scope(mix.products)
        yield voice(f"{goods}至少占 {least}，否则不返。", f"At least {least} must be {goods}, or nothing is earned.")
    if terms.late_days is not None:
        yield voice(
            f"按期付款才计返利：到期后 {terms.late_days} 天内付清。",
            f"Only what is paid within {terms.late_days} days after it is due earns.",
        )


def _paid(voice: Voice, terms: Rebate) -> Iterator[str]:
    reward = terms.reward
    yield {
        "credit": voice(
            "返利记入返利钱包，以后订货时抵扣。", "It is credited to the wallet and spent in later orders."
        ),
        "account": voice("返利直接冲减欠款。", "It is taken off what is owed."),
        "goods": voice("返利以货兑现。", "It is paid in goods."),
        "cash": voice("返利以现金兑现。", "It is paid in cash."),
        "thing": voice("返利以奖品兑现。", "It is paid by a prize."),
    }[reward.kind]
    if reward.product:
        yield voice(f"兑现的商品：{voice.product(reward.product)}。", f"The goods: {voice.product(reward.product)}.")
    if reward.thing:
        yield voice(f"奖品：{reward.thing}。", f"The prize: {reward.thing}.")
    if reward.scope != EVERYTHING:
        goods = voice.scope(reward.scope)
        yield voice(f"只能用来订{goods}。", f"It buys only {goods}.")
    if reward.until is not None:
        yield voice(f"有效期到 {reward.until}。", f"It expires after {reward.until}.")
    if reward.months is not None:
        yield voice(
            f"期末起 {reward.months} 个月内有效（到月底）。",
            f"It expires {reward.months} months after the period, at the month's end.",
        )
    yield (
        voice("每期结束后结算。", "It is settled when a period has ended.")
        if terms.payable == "period_end"
        else voice("每张单付清后即可兑现。", "It is due as each document is paid.")
    )
    yield from (_mark_up(voice, each) for each in terms.mark_ups)
    yield from _caps(voice, terms)
    yield _rounding(voice, terms)


def _mark_up(voice: Voice, mark: MarkUp) -> str:
    who = [voice.dealer(mark.dealer)] if mark.dealer else []
    who += [voice.named("tier", mark.tier)] if mark.tier else []
    named = voice.listed(who) or voice("其他经销商", "everyone else")
    factor = plain_number(mark.factor)
    return voice(f"{named}的返利乘以 {factor}。", f"For {named} the rebate is multiplied by {factor}.")


def _caps(voice: Voice, terms: Rebate) -> Iterator[str]:
    for name, zh, en in (
        ("dealer_period", "每户每期最多", "At most {} for a dealer in a period."),
        ("dealer", "每户累计最多", "At most {} for a dealer over all periods."),
        ("policy", "全部经销商合计最多", "At most {} for all dealers together."),
    ):
        cap = getattr(terms.caps, name)
        if cap is not None:
            told = _reward_figure(voice, terms, cap)
            yield voice(f"{zh} {told}。", en.format(told))


def _rounding(voice: Voice, terms: Rebate) -> str:
    rounding = terms.exact_rounding
    unit, mode = plain_number(rounding.unit), voice.named("rounding", rounding.mode)
    told = voice(f"尾数处理：{mode}，到 {unit}", f"Rounding: {mode}, to {unit}")
    if rounding.carry and terms.method != "per_full":
        told += voice("，舍去的结转下期", ", the rest is carried on")
    elif terms.rounding.carry:
        told += voice("，不足一份的部分结转下期", ", what fills no share is carried on")
    if rounding is not terms.rounding:
        told += voice("，因为奖品不能拆开", ", since it can't be given in pieces")
    return told + voice("。", ".")
