"""Promotions in sentences: what the template gives, under which conditions, how often, and what returns make of it."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.promotions import faces
from desktop.wording.policies.policy_words import Voice
from desktop.wording.policies.promotion_phrases import measured
from desktop.wording.policies.text_parts import Section
from domain.policies.promotion_terms import Condition, Promotion
from domain.policies.scopes import ProductScope
from domain.values.forms import tag_of


def promotion_sections(voice: Voice, terms: Promotion, scope: ProductScope) -> Iterator[Section]:
    """The sections of a promotion over the products it acts on."""
    sentences, grid = faces()[tag_of(type(terms.template))].tell(voice, terms.template, scope)
    yield Section(voice("优惠内容", "What it gives"), tuple(sentences), grid)
    rules = [_condition(voice, each, scope) for each in terms.conditions]
    if rules:
        several = [voice("以下条件都要满足：", "All of these must hold:")] if len(rules) > 1 else []
        yield Section(voice("条件", "Conditions"), (*several, *rules))
    yield Section(voice("限制", "Limits"), tuple(_limits(voice, terms)))
    yield Section(voice("退货", "Returns"), tuple(_returns(voice, terms)))


def _condition(voice: Voice, condition: Condition, scope: ProductScope) -> str:
    over = scope if condition.products is None else condition.products
    narrows = condition.per == "line" and (condition.products is None or condition.products == scope)
    least = measured(voice, condition.least, condition.measure, over)
    what = voice("适用商品", "these products") if condition.products is None else voice.scope(condition.products)
    place = voice("一行中，", "in one line") if condition.per == "line" else voice("一单中，", "in one order")
    told = voice(f"{place}{what}至少 {least}", f"at least {least} of {what} {place}")
    if condition.most is not None:
        most = measured(voice, condition.most, condition.measure, over)
        told += voice(f"，至多 {most}", f", at most {most}")
    if narrows:
        told += voice("，只有满足的行享受", "; only lines that meet it take part")
    if not condition.uses:
        told += voice("（这些商品还可以用于别的优惠）", " (which may still count for others)")
    return told[0].upper() + told[1:] + voice("。", ".")


def _limits(voice: Voice, terms: Promotion) -> Iterator[str]:
    limits = terms.limits
    if limits.coupon:
        yield voice(f"凭券“{limits.coupon}”享受。", f"Given for the coupon “{limits.coupon}”.")
    if limits.uses is not None:
        yield voice(f"全部经销商共限 {limits.uses} 次。", f"{limits.uses} times for all dealers together.")
    if limits.uses_per_dealer is not None:
        yield voice(f"每户限 {limits.uses_per_dealer} 次。", f"{limits.uses_per_dealer} times for each dealer.")
    if limits.uses is None and limits.uses_per_dealer is None:
        yield voice("使用次数不限。", "It may be used any number of times.")
    yield (
        voice("单价另行议定的商品也享受。", "It holds for lines at a price agreed by hand, too.")
        if terms.agreed_prices
        else voice("单价另行议定的商品不享受，也不计入。", "Lines at a price agreed by hand don't take part.")
    )


def _returns(voice: Voice, terms: Promotion) -> Iterator[str]:
    yield {
        "ask": voice(
            "退掉一部分、留下的货够不上时，多享的优惠和赠品由卖方在退货时决定：退回、补收或不追回。",
            "Where part comes back and the rest no longer earns it, the seller decides then whether savings and goods "
            "on top that were too much are brought back, charged, or left.",
        ),
        "charge": voice(
            "退掉一部分、留下的货够不上时，多享的优惠和赠品折成钱补收。",
            "Where part comes back and the rest no longer earns it, savings and goods on top that were too much are "
            "charged.",
        ),
        "return": voice(
            "退掉一部分、留下的货够不上时，多得的赠品一起退回，多享的优惠补收。",
            "Where part comes back and the rest no longer earns it, goods on top that were too much come back too, and "
            "savings are charged.",
        ),
        "keep": voice(
            "退掉一部分时，已享的优惠和赠品不追回。",
            "Where part comes back, savings and goods on top stay with the buyer.",
        ),
    }[terms.returns.lost]
    yield (
        voice(
            "退货把所占的名额按比例还回；用到的货都退了，次数也还回。",
            "Goods that come back free their part of a quota, and a use once nothing it was used on is kept.",
        )
        if terms.returns.gives_back
        else voice("退货不还回名额和次数。", "Goods that come back free neither quota nor uses.")
    )
