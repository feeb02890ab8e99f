"""打折 to people: so many percent off each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.percent_off import PercentOff


def _tell(voice: Voice, template: PercentOff, _scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    off = voice.percent(template.percent)
    return [voice(f"适用商品每行减 {off}。", f"{off} off each line of these products.")], None


FACE = PromotionFace(
    name=("打折", "percent off"),
    kind=("折扣（打折）", "Percent off"),
    listed=10,
    fields=(FaceField("percent", ("减百分之几（5 即九五折）", "Percent off (5 is 5 %)")),),
    tell=_tell,
    example={"percent": "5"},
)
