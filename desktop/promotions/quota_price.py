"""限量特价 to people: a special price for a quantity that all dealers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.quota_price import QuotaPrice


def _tell(voice: Voice, template: QuotaPrice, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
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


FACE = PromotionFace(
    name=("限量特价", "limited-quota price"),
    kind=("限量特价（共用名额）", "Limited-quota price"),
    listed=90,
    fields=(
        FaceField("price", ("特价（含税，每个基本单位）", "Price (with tax, per base unit)")),
        FaceField("quota", ("全部客户共用名额", "Quota of all dealers together")),
        FaceField("per_dealer", ("每户最多", "Most per dealer")),
        FaceField("per_order", ("每单最多", "Most per order")),
    ),
    tell=_tell,
    example={"price": "8", "quota": "800", "per_dealer": "160"},
)
