"""满赠 to people: who spends so much gets goods on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import SAME, FaceColumn, FaceField, PromotionFace
from desktop.wording.policies.promotion_phrases import SPENDING, gift_words, spending
from desktop.wording.policies.text_parts import TextGrid

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.spend_goods import SpendGoods


def _tell(voice: Voice, template: SpendGoods, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    grid = TextGrid(
        (voice("买满", "Spend"), voice("送", "Get")),
        tuple(
            (voice.money(step.spend), voice.listed(gift_words(voice, gift, scope) for gift in step.gifts))
            for step in template.steps
        ),
    )
    return spending(voice, template), grid


_COLUMNS = (
    FaceColumn("spend", ("满（元）", "Spend (yuan)"), width=92),
    FaceColumn("gifts[0].product", ("送什么", "Gift"), "product", hint=("编码、名称、拼音", "code, name, initials")),
    FaceColumn("gifts[0].quantity", ("数量", "Quantity"), width=72),
    FaceColumn("gifts[0].price", ("加价购", "At price"), width=76, hint=("0", "0")),
    FaceColumn("gifts[1].product", ("再送什么", "and also"), "product", hint=SAME),
    FaceColumn("gifts[1].quantity", ("数量", "Quantity"), width=72, hint=SAME),
)
FACE = PromotionFace(
    name=("满赠", "spend and get goods"),
    kind=("满赠", "Spend and get goods"),
    listed=60,
    fields=(FaceField("steps", ("档次", "Steps"), "table", columns=_COLUMNS, wide=True), *SPENDING),
    tell=_tell,
    example={"steps": [{"spend": "1000", "gifts": [{"product": "A", "quantity": "2"}]}]},
    fresh={"steps": []},
    steps={
        "step_gift_spent": (
            (
                "赠品：促销“{name}”（{policy} 第 {version} 版），整单 {reached:money} 按满赠{steps:aside}"
                "共 {quantity}；单价 {after}。"
            ),
            (
                "Given by promotion “{name}” ({policy}, version {version}): {reached:money} give by the "
                "steps{steps:aside} {quantity} in all, at {after}."
            ),
        )
    },
    hints={"next_goods": ("{gift}", "{gift}")},
)
