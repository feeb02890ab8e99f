"""组合价 to people: a set of goods at a price of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceColumn, FaceField, PromotionFace
from desktop.wording.policies.policy_steps import SHARED, SHARED_EN, reckoned
from desktop.wording.policies.promotion_phrases import times
from desktop.wording.policies.text_parts import TextGrid

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.bundle import Bundle


def _tell(voice: Voice, template: Bundle, _scope: ProductScope) -> tuple[list[str], TextGrid | None]:
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
    return [*found, *times(voice, template.most_times)], grid


_COLUMNS = (
    FaceColumn("quantity", ("数量", "Quantity"), width=96),
    FaceColumn("products", ("其中任意商品（空格选）", "Any of these (Space)"), "scope", hint=("选商品", "choose")),
)
FACE = PromotionFace(
    name=("组合价", "bundle"),
    kind=("组合价", "Bundle"),
    listed=80,
    fields=(
        FaceField("parts", ("一套里有", "In one set"), "table", columns=_COLUMNS, wide=True),
        FaceField("price", ("每套价（元）", "Price of a set (yuan)")),
        FaceField("percent", ("或减百分之几", "or percent off")),
        FaceField("most_times", ("每单最多几套", "Most sets per order"), "whole", more=True),
    ),
    tell=_tell,
    example={
        "parts": [
            {"quantity": "1", "products": {"include": [{"products": ["A"]}]}},
            {"quantity": "1", "products": {"include": [{"products": ["B"]}]}},
        ],
        "price": "15",
    },
    fresh={"parts": []},
    steps={
        "step_promotion_set": reckoned(
            f"{{off:money}}（{{sets}} 套共省 {{whole}} − {{sets}} × {{price}} = {{saving:money}}{SHARED}）",
            f"{{off:money}} ({{sets}} sets save {{whole}} − {{sets}} × {{price}} = {{saving:money}}{SHARED_EN})",
        ),
        "step_promotion_set_percent": reckoned(
            f"{{off:money}}（{{sets}} 套共省 {{whole}} × {{percent:percent}} = {{saving:money}}{SHARED}）",
            f"{{off:money}} ({{sets}} sets save {{whole}} × {{percent:percent}} = {{saving:money}}{SHARED_EN})",
        ),
    },
    hints={"next_bundle": ("凑成一套，{off}", "makes a set{off}")},
)
