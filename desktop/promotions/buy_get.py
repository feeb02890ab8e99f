"""买赠 to people: goods on top of goods that were bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace
from desktop.wording.policies.promotion_phrases import MOST_TIMES, PER, gift_words, times

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.buy_get import BuyGet


def _tell(voice: Voice, template: BuyGet, scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    bought, gift = voice.goods(template.buy, scope), gift_words(voice, template.gift, scope)
    over = {
        "line": voice("按每行计", "line by line"),
        "product": voice("同一商品合计", "one product's lines together"),
        "order": voice("适用商品整单合计", "all these products of the order together"),
    }[template.per]
    told = [
        voice(f"每买 {bought} 送 {gift}（{over}）。", f"For each {bought} bought, {gift} on top ({over}).")
        if template.repeating
        else voice(f"买满 {bought} 送 {gift}，只送一次（{over}）。", f"{gift} on top of {bought}, once only ({over}).")
    ]
    told.append(
        voice("不足一套的部分不送。", "What is short of a whole set gives nothing.")
        if template.remainder == "drop" or not template.repeating
        else voice(
            "不足一套的部分按比例送，只送整个单位。", "What is short of a set gives its share, in whole units only."
        )
    )
    return [*told, *times(voice, template.most_times)], None


_REMAINDERS = (
    ("drop", ("不足一组的不送", "Nothing for an incomplete set")),
    ("share", ("不足一组的按比例送整件", "Pro rata in whole units for an incomplete set")),
)
FACE = PromotionFace(
    name=("买赠", "buy and get"),
    kind=("买赠", "Buy and get"),
    listed=70,
    fields=(
        FaceField("buy", ("买满（基本单位）", "Buy (base units)")),
        FaceField("gift.quantity", ("送（基本单位）", "Get (base units)")),
        FaceField(
            "gift.product",
            ("送什么", "Gift"),
            "product",
            hint=("空着：送所买的商品", "empty: the product bought"),
            wide=True,
        ),
        FaceField("repeating", ("每满一组都送", "For each full set"), "yes"),
        PER,
        FaceField("remainder", ("零头", "Remainder"), "choice", _REMAINDERS, more=True),
        MOST_TIMES,
        FaceField("gift.price", ("赠品加价购（每件）", "Gift's price (each)"), more=True),
    ),
    tell=_tell,
    example={"buy": "10", "gift": {"quantity": "1"}},
    fresh={"gift": {}},
    steps={
        "step_gift_bought": (
            (
                "赠品：促销“{name}”（{policy} 第 {version} 版），买 {bought}，每满 {buy} 送 {each}"
                "{most:aside:最多 | 次}，共 {quantity}；单价 {after}。"
            ),
            (
                "Given by promotion “{name}” ({policy}, version {version}): {bought} bought, {each} for each full {buy}"
                "{most:aside:at most | times}, {quantity} in all, at {after}."
            ),
        ),
        "step_gift_share": (
            (
                "赠品：促销“{name}”（{policy} 第 {version} 版），买 {bought}，每 {buy} 送 {each}"
                "{most:aside:最多 | 次}，不足一套按比例取整，共 {quantity}；单价 {after}。"
            ),
            (
                "Given by promotion “{name}” ({policy}, version {version}): {bought} bought, {each} for {buy}"
                "{most:aside:at most | times} and pro rata in whole units, {quantity} in all, at {after}."
            ),
        ),
        "step_gift_once": (
            (
                "赠品：促销“{name}”（{policy} 第 {version} 版），买 {bought}，满 {buy} 送 {each}，只送一次，"
                "共 {quantity}；单价 {after}。"
            ),
            (
                "Given by promotion “{name}” ({policy}, version {version}): {bought} bought, {each} once for {buy}, "
                "{quantity} in all, at {after}."
            ),
        ),
    },
    hints={"next_free": ("{gift}", "{gift}")},
)
