"""立减 to people: so much money off each unit or each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.amount_off import AmountOff


def _tell(voice: Voice, template: AmountOff, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    off, unit = voice.money(template.amount), voice.unit(scope)
    if template.per == "unit":
        return [voice(f"每{unit}减 {off}。", f"{off} off each {unit}.")], None
    return [voice(f"每行减 {off}，不论数量。", f"{off} off each line, whatever the quantity.")], None


_PERS = (("unit", ("每个基本单位", "Each base unit")), ("line", ("每行一次", "Once per line")))
FACE = PromotionFace(
    name=("立减", "amount off"),
    kind=("减价（每件或每行）", "Amount off (unit or line)"),
    listed=20,
    fields=(FaceField("amount", ("减多少元", "Yuan off")), FaceField("per", ("怎样减", "How"), "choice", _PERS)),
    tell=_tell,
    example={"amount": "0.5"},
)
