"""特价 to people: what a unit costs in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.fixed_price import FixedPrice


def _tell(voice: Voice, template: FixedPrice, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    price, unit = voice.money(template.price), voice.unit(scope)
    return [
        voice(
            f"特价每{unit} {price}，是减完别的优惠以后的价；已经更低的不变。",
            f"The price is {price} for each {unit}, other discounts included; what is cheaper already stays so.",
        )
    ], None


FACE = PromotionFace(
    name=("特价", "fixed price"),
    kind=("特价（一口价）", "Fixed price"),
    listed=30,
    fields=(FaceField("price", ("特价（含税，每个基本单位）", "Price (with tax, per base unit)")),),
    tell=_tell,
    example={"price": "9.9"},
)
