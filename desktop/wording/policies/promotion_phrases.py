"""Phrases and fields that several promotion templates share: what is counted together, steps, gifts, how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.promotions import FaceField
from domain.values.quantities import plain_number

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.free_goods import Gift

PER = FaceField(
    "per",
    ("数量怎样合计", "Quantities added up"),
    "choice",
    (
        ("line", ("每行单独计", "Each line alone")),
        ("product", ("同一商品合计", "Per product")),
        ("order", ("整单合计", "Whole order")),
    ),
)
MOST_TIMES = FaceField("most_times", ("每单最多几次", "Most times per order"), "whole", more=True)
SPENDING = (
    FaceField(
        "repeating",
        ("每满一次都算（不勾：只按最高一档算一次）", "For each full amount (else the highest step once)"),
        "yes",
    ),
    MOST_TIMES,
    FaceField("untaxed", ("按不含税金额计", "Count without tax"), "yes", more=True),
)
"""How steps of an amount spent are counted."""


def spans(steps: Sequence[Any]) -> list[tuple[Decimal, Decimal | None]]:
    """Where each step begins and ends; the next one's start where no end is said."""
    following = [step.start for step in steps[1:]]
    return [
        (step.start, step.end if step.end is not None else (following[place] if place < len(following) else None))
        for place, step in enumerate(steps)
    ]


def spanned(voice: Voice, start: Decimal, end: Decimal | None, told: Callable[[Decimal], str]) -> str:
    """A step from one figure up to, not including, another."""
    if end is None:
        return voice(f"{told(start)} 起", f"from {told(start)}")
    return voice(f"{told(start)} 起，不到 {told(end)}", f"from {told(start)}, below {told(end)}")


def times(voice: Voice, most: int | None) -> list[str]:
    """How often it is given in one order, where that is limited."""
    return [] if most is None else [voice(f"每单最多 {most} 次。", f"At most {most} times in an order.")]


def spending(voice: Voice, template: Any) -> list[str]:
    """How steps of an amount spent hold: `repeating`, `most_times` and `untaxed` of the template."""
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
    return [*told, *times(voice, template.most_times)]


def gift_words(voice: Voice, gift: Gift, scope: ProductScope) -> str:
    """Goods on top: how many of what, and at what price."""
    quantity = voice.goods(gift.quantity, gift.product or scope)
    what = voice.product(gift.product) if gift.product else voice("同一商品", "the same product")
    unit = voice.unit(gift.product or scope)
    price = (
        voice(f"，每{unit}加 {voice.money(gift.price)}", f" at {voice.money(gift.price)} each") if gift.price else ""
    )
    return voice(f"{what} {quantity}{price}", f"{quantity} of {what}{price}")


def measured(voice: Voice, number: Decimal, measure: str, scope: ProductScope) -> str:
    """A figure of a measure: money, goods, or how many different ones."""
    if measure == "quantity":
        return voice.goods(number, scope)
    if measure == "products":
        return voice(f"{plain_number(number)} 种商品", f"{plain_number(number)} different products")
    return voice.money(number) + (voice("（不含税）", " without tax") if measure == "amount_untaxed" else "")
