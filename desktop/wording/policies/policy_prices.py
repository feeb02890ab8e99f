"""Price lists in sentences: the rules in the order they are tried, each on a line of a table."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.wording.policies.policy_words import Voice
from desktop.wording.policies.text_parts import Section, TextGrid
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.scopes import EVERYTHING, ProductScope


def price_sections(voice: Voice, terms: PriceList, _scope: ProductScope) -> Iterator[Section]:
    """The sections of a price list."""
    told = [
        voice(
            "由上而下，第一条适用且有基础价的就是单价；都没有时用各自的普通价：",
            "From the top: the first line that fits and whose base is known gives the price, else the plain price:",
        )
    ]
    base = (
        voice(f"以价目“{terms.base}”为基础。", f"It builds on the price list “{terms.base}”.")
        if terms.base
        else voice("以各经销商自己的价目为基础。", "It builds on each dealer's own price list.")
    )
    heads = (
        "",
        voice("商品", "Products"),
        voice("条件", "Where"),
        voice("单价", "Price"),
        voice("最低价", "Floor"),
    )
    rows = tuple(
        (
            str(place),
            voice.scope(rule.products) if rule.products != EVERYTHING else voice("全部适用商品", "all of them"),
            _where(voice, rule),
            _price(voice, rule),
            "" if rule.floor is None else voice.money(rule.floor),
        )
        for place, rule in enumerate(terms.rules, 1)
    )
    grid = TextGrid(heads, rows, (0, 4)) if rows else None
    yield Section(voice("价格", "Prices"), (base, *(told if rows else [])), grid)
    yield Section(voice("价格的其他规定", "More about prices"), tuple(_more(voice, terms)))


def _where(voice: Voice, rule: PriceRule) -> str:
    found = []
    if rule.start:
        least = voice.goods(rule.start, rule.products)
        found.append(voice(f"{least} 起", f"from {least}"))
    if rule.unit:
        found.append(voice(f"按“{rule.unit}”开单", f"written by “{rule.unit}”"))
    only = voice.only_for(rule.audience)
    return voice.listed([*found, only] if only else found)


def _price(voice: Voice, rule: PriceRule) -> str:
    unit = voice.unit(rule.products)
    told = {
        "base": voice("基础价", "the base price"),
        "cost": voice("成本价", "cost"),
        "last": voice("上次成交价", "the price last paid"),
        "fixed": "",
    }[rule.base]
    if rule.price is not None:
        told += voice(f"每{unit} {voice.money(rule.price)}", f"{voice.money(rule.price)} for each {unit}")
    if rule.margin is not None:
        margin = voice.percent(rule.margin)
        told += voice(f"，毛利加到 {margin}", f", raised to a margin of {margin}")
    if rule.percent:
        percent = voice.percent(abs(rule.percent))
        told += voice(
            f"，{'加' if rule.percent > 0 else '减'} {percent}", f", {'plus' if rule.percent > 0 else 'less'} {percent}"
        )
    if rule.amount:
        amount = voice.money(abs(rule.amount))
        told += voice(
            f"，{'加' if rule.amount > 0 else '减'} {amount}", f", {'plus' if rule.amount > 0 else 'less'} {amount}"
        )
    return told


def _more(voice: Voice, terms: PriceList) -> Iterator[str]:
    if terms.last_price:
        yield voice(
            "没有一条用得上、也没有普通价时，用上次成交价。",
            "Where no line gives a price and there is no plain price, the price last paid holds.",
        )
    band = terms.band
    if band is None:
        yield voice("单价不得手工更改，更改须审批。", "No price may be set by hand without approval.")
    else:
        below, above = voice.percent(band.below), voice.percent(band.above)
        yield voice(
            f"单价可以手工议定：最多低 {below}，最多高 {above}；超出须审批。",
            f"A price may be agreed by hand up to {below} below and {above} above; beyond that somebody approves.",
        )
