"""Promotions in sentences: what the template gives, under which conditions, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.wording.policies.policy_words import Section, TextGrid, Voice
from domain.policies.promotion_terms import Condition, Promotion
from domain.policies.scopes import ProductScope
from domain.promotions.free_goods import Gift
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.bundle import Bundle
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_goods import SpendGoods
from domain.promotions.templates.spend_save import SpendSave
from domain.values.quantities import plain_number

Told = tuple[list[str], TextGrid | None]


def promotion_sections(voice: Voice, terms: Promotion, scope: ProductScope) -> Iterator[Section]:
    """The sections of a promotion over the products it acts on."""
    sentences, grid = _TEMPLATES[type(terms.template)](voice, terms.template, scope)
    yield Section(voice("优惠内容", "What it gives"), tuple(sentences), grid)
    rules = [_condition(voice, each, scope) for each in terms.conditions]
    if rules:
        several = [voice("以下条件都要满足：", "All of these must hold:")] if len(rules) > 1 else []
        yield Section(voice("条件", "Conditions"), (*several, *rules))
    yield Section(voice("限制", "Limits"), tuple(_limits(voice, terms)))
    yield Section(voice("退货", "Returns"), tuple(_returns(voice, terms)))


def _percent_off(voice: Voice, template: PercentOff, _scope: ProductScope) -> Told:
    off = voice.percent(template.percent)
    return [voice(f"适用商品每行减 {off}。", f"{off} off each line of these products.")], None


def _amount_off(voice: Voice, template: AmountOff, scope: ProductScope) -> Told:
    off, unit = voice.money(template.amount), voice.unit(scope)
    if template.per == "unit":
        return [voice(f"每{unit}减 {off}。", f"{off} off each {unit}.")], None
    return [voice(f"每行减 {off}，不论数量。", f"{off} off each line, whatever the quantity.")], None


def _fixed_price(voice: Voice, template: FixedPrice, scope: ProductScope) -> Told:
    price, unit = voice.money(template.price), voice.unit(scope)
    return [
        voice(
            f"特价每{unit} {price}，是减完别的优惠以后的价；已经更低的不变。",
            f"The price is {price} for each {unit}, other discounts included; what is cheaper already stays so.",
        )
    ], None


def _quantity_break(voice: Voice, template: QuantityBreak, scope: ProductScope) -> Told:
    over = {
        "line": voice("按每行数量计", "counted line by line"),
        "product": voice("同一商品各行合计", "the lines of one product together"),
        "order": voice("适用商品整单合计", "all these products of the order together"),
    }[template.per]
    grid = TextGrid(
        (voice("数量", "Quantity"), voice("优惠", "Gives")),
        tuple(
            (spanned(voice, start, end, lambda number: voice.goods(number, scope)), _break(voice, each, scope))
            for each, (start, end) in zip(template.breaks, _spans(template.breaks), strict=True)
        ),
    )
    told = voice(
        f"数量越多越优惠，达到哪一档，全部数量都按那一档（{over}）：",
        f"The more, the cheaper; the step reached holds for the whole quantity ({over}):",
    )
    return [told], grid


def _spans(breaks: Sequence[Any]) -> list[tuple[Decimal, Decimal | None]]:
    """Where each step begins and ends; the next one's start where no end is said."""
    following = [each.start for each in breaks[1:]]
    return [
        (each.start, each.end if each.end is not None else (following[place] if place < len(following) else None))
        for place, each in enumerate(breaks)
    ]


def spanned(voice: Voice, start: Decimal, end: Decimal | None, told: Callable[[Decimal], str]) -> str:
    """A step from one figure up to, not including, another."""
    if end is None:
        return voice(f"{told(start)} 起", f"from {told(start)}")
    return voice(f"{told(start)} 起，不到 {told(end)}", f"from {told(start)}, below {told(end)}")


def _break(voice: Voice, each: Break, scope: ProductScope) -> str:
    unit = voice.unit(scope)
    found = []
    if each.percent is not None:
        found.append(voice(f"减 {voice.percent(each.percent)}", f"{voice.percent(each.percent)} off"))
    if each.price is not None:
        found.append(voice(f"每{unit} {voice.money(each.price)}", f"{voice.money(each.price)} for each {unit}"))
    if each.amount is not None:
        found.append(voice(f"每{unit}减 {voice.money(each.amount)}", f"{voice.money(each.amount)} off each {unit}"))
    return voice.listed(found)


def _quota_price(voice: Voice, template: QuotaPrice, scope: ProductScope) -> Told:
    price, unit = voice.money(template.price), voice.unit(scope)
    told = [
        voice(
            f"限量特价：每{unit} {price}，已经更低的不变，也不占限量。",
            f"A special price: {price} for each {unit}; what is cheaper already stays so and takes nothing of it.",
        ),
        voice(
            f"全部经销商共 {voice.goods(template.quota, scope)}，先到先得，以总部答复为准；超出部分按原价。",
            f"{voice.goods(template.quota, scope)} for all dealers together, first come, first served, as HQ answers; "
            "what is beyond costs the usual price.",
        ),
    ]
    if template.per_dealer is not None:
        most = voice.goods(template.per_dealer, scope)
        told.append(voice(f"每户最多 {most}。", f"At most {most} for each dealer."))
    if template.per_order is not None:
        most = voice.goods(template.per_order, scope)
        told.append(voice(f"每单最多 {most}。", f"At most {most} in each order."))
    return told, None


def _bundle(voice: Voice, template: Bundle, _scope: ProductScope) -> Told:
    grid = TextGrid(
        (voice("组合中的商品", "Products of a set"), voice("数量", "Quantity")),
        tuple((voice.scope(part.products), voice.goods(part.quantity, part.products)) for part in template.parts),
        (1,),
    )
    found = []
    if template.price is not None:
        price = voice.money(template.price)
        found.append(
            voice(
                f"下列商品成套购买，每套 {price}，能凑几套算几套；已经更便宜的不变。",
                f"Bought as a set, these cost {price} a set, as many sets as the order holds; "
                "what is cheaper already stays so.",
            )
        )
    if template.percent is not None:
        off = voice.percent(template.percent)
        found.append(
            voice(
                f"下列商品成套购买，减 {off}，能凑几套算几套。",
                f"Bought as a set, these are {off} off, as many sets as the order holds.",
            )
        )
    return [*found, *_times(voice, template.most_times)], grid


def _buy_get(voice: Voice, template: BuyGet, scope: ProductScope) -> Told:
    bought, gift = voice.goods(template.buy, scope), _gift(voice, template.gift, scope)
    over = {
        "line": voice("按每行计", "line by line"),
        "product": voice("同一商品合计", "one product's lines together"),
        "order": voice("适用商品整单合计", "all these products of the order together"),
    }[template.per]
    told = [
        voice(f"每买 {bought} 送 {gift}（{over}）。", f"For each {bought} bought, {gift} on top ({over}).")
        if template.repeating
        else voice(f"买满 {bought} 送 {gift}，只送一次（{over}）。", f"{gift} on top of {bought}, once only ({over}).")
    ]
    told.append(
        voice("不足一套的部分不送。", "What is short of a whole set gives nothing.")
        if template.remainder == "drop" or not template.repeating
        else voice(
            "不足一套的部分按比例送，只送整个单位。", "What is short of a set gives its share, in whole units only."
        )
    )
    return [*told, *_times(voice, template.most_times)], None


def _gift(voice: Voice, gift: Gift, scope: ProductScope) -> str:
    quantity = voice.goods(gift.quantity, gift.product or scope)
    what = voice.product(gift.product) if gift.product else voice("同一商品", "the same product")
    unit = voice.unit(gift.product or scope)
    price = (
        voice(f"，每{unit}加 {voice.money(gift.price)}", f" at {voice.money(gift.price)} each") if gift.price else ""
    )
    return voice(f"{what} {quantity}{price}", f"{quantity} of {what}{price}")


def _spend_save(voice: Voice, template: SpendSave, _scope: ProductScope) -> Told:
    grid = TextGrid(
        (voice("买满", "Spend"), voice("减", "Save")),
        tuple((voice.money(step.spend), voice.money(step.save)) for step in template.steps),
        (0, 1),
    )
    return _spend(voice, template), grid


def _spend_goods(voice: Voice, template: SpendGoods, scope: ProductScope) -> Told:
    grid = TextGrid(
        (voice("买满", "Spend"), voice("送", "Get")),
        tuple(
            (voice.money(step.spend), voice.listed(_gift(voice, gift, scope) for gift in step.gifts))
            for step in template.steps
        ),
    )
    return _spend(voice, template), grid


def _spend(voice: Voice, template: SpendSave | SpendGoods) -> list[str]:
    told = [voice("适用商品的金额达到下列一档时：", "When these products come to one of these amounts:")]
    if template.repeating and len(template.steps) > 1:
        told.append(
            voice(
                "从最高一档起，每满一次给一次；余下的金额再按较低的档给。",
                "From the highest step down, once for each full amount; what is left goes to the lower steps.",
            )
        )
    elif template.repeating:
        told.append(voice("每满一次给一次。", "It is given once for each full amount."))
    else:
        told.append(voice("按达到的最高一档，只给一次。", "The highest step reached holds, once."))
    if template.untaxed:
        told.append(voice("金额按不含税计。", "Amounts are reckoned without tax."))
    return [*told, *_times(voice, template.most_times)]


def _times(voice: Voice, most: int | None) -> list[str]:
    return [] if most is None else [voice(f"每单最多 {most} 次。", f"At most {most} times in an order.")]


def _order_discount(voice: Voice, template: OrderDiscount, scope: ProductScope) -> Told:
    grid = TextGrid(
        (voice("达到", "From"), voice("优惠", "Gives")),
        tuple(
            (_measured(voice, step.start, template.measure, scope), voice.listed(_order_step(voice, step)))
            for step in template.steps
        ),
    )
    what = {
        "amount": voice("金额", "amount"),
        "amount_untaxed": voice("不含税金额", "amount without tax"),
        "quantity": voice("数量", "quantity"),
        "products": voice("品种数", "number of different products"),
    }[template.measure]
    told = voice(
        f"整单折扣：按适用商品的{what}，达到的最高一档优惠整单中的适用商品。",
        f"A discount on the whole order: by the {what} of these products, the highest step reached.",
    )
    return [told], grid


def _order_step(voice: Voice, step: Any) -> Iterator[str]:
    if step.percent is not None:
        yield voice(f"减 {voice.percent(step.percent)}", f"{voice.percent(step.percent)} off")
    if step.amount is not None:
        yield voice(f"减 {voice.money(step.amount)}", f"{voice.money(step.amount)} off")


def _measured(voice: Voice, number: Decimal, measure: str, scope: ProductScope) -> str:
    if measure == "quantity":
        return voice.goods(number, scope)
    if measure == "products":
        return voice(f"{plain_number(number)} 种商品", f"{plain_number(number)} different products")
    return voice.money(number) + (voice("（不含税）", " without tax") if measure == "amount_untaxed" else "")


def _condition(voice: Voice, condition: Condition, scope: ProductScope) -> str:
    over = scope if condition.products is None else condition.products
    narrows = condition.per == "line" and (condition.products is None or condition.products == scope)
    least = _measured(voice, condition.least, condition.measure, over)
    what = voice("适用商品", "these products") if condition.products is None else voice.scope(condition.products)
    place = voice("一行中，", "in one line") if condition.per == "line" else voice("一单中，", "in one order")
    told = voice(f"{place}{what}至少 {least}", f"at least {least} of {what} {place}")
    if condition.most is not None:
        most = _measured(voice, condition.most, condition.measure, over)
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


_TEMPLATES: Mapping[type, Callable[[Voice, Any, ProductScope], Told]] = {
    PercentOff: _percent_off,
    AmountOff: _amount_off,
    FixedPrice: _fixed_price,
    QuantityBreak: _quantity_break,
    QuotaPrice: _quota_price,
    Bundle: _bundle,
    BuyGet: _buy_get,
    SpendSave: _spend_save,
    SpendGoods: _spend_goods,
    OrderDiscount: _order_discount,
}
