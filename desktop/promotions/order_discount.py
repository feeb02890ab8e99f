"""整单折扣 to people: a discount on the whole order by what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.promotions import SAME, FaceColumn, FaceField, PromotionFace
from desktop.wording.policies.policy_steps import CAPPED, CAPPED_EN, SHARED, SHARED_EN, reckoned
from desktop.wording.policies.promotion_phrases import measured
from desktop.wording.policies.text_parts import TextGrid

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.order_discount import OrderDiscount, OrderStep


def _tell(voice: Voice, template: OrderDiscount, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    grid = TextGrid(
        (voice("达到", "From"), voice("优惠", "Gives")),
        tuple(
            (measured(voice, step.start, template.measure, scope), voice.listed(_given(voice, step)))
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


def _given(voice: Voice, step: OrderStep) -> Iterator[str]:
    if step.percent is not None:
        yield voice(f"减 {voice.percent(step.percent)}", f"{voice.percent(step.percent)} off")
    if step.amount is not None:
        yield voice(f"减 {voice.money(step.amount)}", f"{voice.money(step.amount)} off")


_MEASURES = (
    ("amount", ("金额", "Amount")),
    ("amount_untaxed", ("不含税金额", "Amount without tax")),
    ("quantity", ("数量", "Quantity")),
    ("products", ("品种数", "Different products")),
)
_COLUMNS = (
    FaceColumn("start", ("满", "From")),
    FaceColumn("percent", ("整单减 %", "% off the order"), hint=SAME),
    FaceColumn("amount", ("或减（元）", "or yuan off"), hint=SAME),
)
_AT, _AT_EN = "{reached:aside:现有 }{start:aside:达到 }", "{reached:aside:at }{start:aside:from }"
FACE = PromotionFace(
    name=("整单折扣", "whole-order discount"),
    kind=("整单折扣", "Whole-order discount"),
    listed=100,
    fields=(
        FaceField("steps", ("档次", "Steps"), "table", columns=_COLUMNS, wide=True),
        FaceField("measure", ("按什么计", "Measure"), "choice", _MEASURES),
    ),
    tell=_tell,
    example={"steps": [{"start": "5000", "percent": "1"}, {"start": "20000", "percent": "2"}]},
    fresh={"steps": []},
    steps={
        "step_promotion_order": reckoned(
            f"{{off:money}}（整单{_AT}减 {{asked:money}}{CAPPED}{SHARED}）",
            f"{{off:money}} (the order{_AT_EN} saves {{asked:money}}{CAPPED_EN}{SHARED_EN})",
        ),
        "step_promotion_order_percent": reckoned(
            f"{{off:money}}（整单{_AT}减 {{basis}} × {{percent:percent}} = {{asked:money}}{CAPPED}{SHARED}）",
            f"{{off:money}} (the order{_AT_EN} saves {{basis}} × {{percent:percent}} = {{asked:money}}"
            f"{CAPPED_EN}{SHARED_EN})",
        ),
    },
    hints={"next_order_discount": ("整单{off}", "the whole order{off}")},
)
