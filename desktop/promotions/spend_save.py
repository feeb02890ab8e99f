"""满减 to people: who spends so much saves so much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceColumn, FaceField, PromotionFace
from desktop.wording.policies.policy_steps import CAPPED, CAPPED_EN, SHARED, SHARED_EN, reckoned
from desktop.wording.policies.promotion_phrases import SPENDING, spending
from desktop.wording.policies.text_parts import TextGrid

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.spend_save import SpendSave


def _tell(voice: Voice, template: SpendSave, _scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    grid = TextGrid(
        (voice("买满", "Spend"), voice("减", "Save")),
        tuple((voice.money(step.spend), voice.money(step.save)) for step in template.steps),
        (0, 1),
    )
    return spending(voice, template), grid


_COLUMNS = (FaceColumn("spend", ("满（元）", "Spend (yuan)")), FaceColumn("save", ("减（元）", "Save (yuan)")))
FACE = PromotionFace(
    name=("满减", "spend and save"),
    kind=("满减", "Spend and save"),
    listed=50,
    fields=(FaceField("steps", ("档次", "Steps"), "table", columns=_COLUMNS, wide=True), *SPENDING),
    tell=_tell,
    example={"steps": [{"spend": "1000", "save": "30"}, {"spend": "3000", "save": "120"}]},
    fresh={"steps": []},
    steps={
        "step_promotion_spend": reckoned(
            f"{{off:money}}（整单 {{reached:money}} 按满减{{steps:aside}}减 {{asked:money}}{CAPPED}{SHARED}）",
            f"{{off:money}} (the order's {{reached:money}} save by the steps{{steps:aside}} {{asked:money}}"
            f"{CAPPED_EN}{SHARED_EN})",
        )
    },
    hints={"next_save": ("满 {spend} 减 {save}", "spend {spend}, save {save}")},
)
