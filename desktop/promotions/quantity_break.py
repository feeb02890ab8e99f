"""阶梯价 to people: the more, the cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import SAME, FaceColumn, FaceField, PromotionFace
from desktop.wording.policies.promotion_phrases import PER, spanned, spans
from desktop.wording.policies.text_parts import TextGrid

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.quantity_break import Break, QuantityBreak


def _tell(voice: Voice, template: QuantityBreak, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    over = {
        "line": voice("按每行数量计", "counted line by line"),
        "product": voice("同一商品各行合计", "the lines of one product together"),
        "order": voice("适用商品整单合计", "all these products of the order together"),
    }[template.per]
    grid = TextGrid(
        (voice("数量", "Quantity"), voice("优惠", "Gives")),
        tuple(
            (spanned(voice, start, end, lambda number: voice.goods(number, scope)), _given(voice, step, scope))
            for step, (start, end) in zip(template.breaks, spans(template.breaks), strict=True)
        ),
    )
    told = voice(
        f"数量越多越优惠，达到哪一档，全部数量都按那一档（{over}）：",
        f"The more, the cheaper; the step reached holds for the whole quantity ({over}):",
    )
    return [told], grid


def _given(voice: Voice, step: Break, scope: ProductScope) -> str:
    unit = voice.unit(scope)
    found = []
    if step.percent is not None:
        found.append(voice(f"减 {voice.percent(step.percent)}", f"{voice.percent(step.percent)} off"))
    if step.price is not None:
        found.append(voice(f"每{unit} {voice.money(step.price)}", f"{voice.money(step.price)} for each {unit}"))
    if step.amount is not None:
        found.append(voice(f"每{unit}减 {voice.money(step.amount)}", f"{voice.money(step.amount)} off each {unit}"))
    return voice.listed(found)


_COLUMNS = (
    FaceColumn("start", ("数量满", "From quantity")),
    FaceColumn("price", ("单价", "Unit price"), hint=SAME),
    FaceColumn("percent", ("或减 %", "or % off"), hint=SAME),
    FaceColumn("amount", ("或每件减", "or off each"), hint=SAME),
)
FACE = PromotionFace(
    name=("阶梯价", "quantity break"),
    kind=("数量阶梯价", "Quantity break"),
    listed=40,
    fields=(
        FaceField(
            "breaks",
            ("阶梯（每档三选一）", "Breaks (one of three each)"),
            "table",
            columns=_COLUMNS,
            ended=True,
            wide=True,
        ),
        PER,
    ),
    tell=_tell,
    example={"breaks": [{"start": "10", "price": "9.5"}, {"start": "50", "price": "9"}]},
    fresh={"breaks": []},
    hints={"next_break": ("这项{off}", "this product{off}")},
)
