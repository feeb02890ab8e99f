"""A policy as a document that people read: headings, sentences and small tables for everything it can say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.wording.policies.policy_prices import price_sections
from desktop.wording.policies.policy_promotions import promotion_sections
from desktop.wording.policies.policy_rebates import rebate_sections
from desktop.wording.policies.policy_words import KnownNames, Language, Voice
from desktop.wording.policies.text_parts import Section, TextGrid
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import ProductScope

__all__ = ["KnownNames", "Language", "PolicyText", "Section", "TextGrid", "policy_text"]


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The whole of a policy in one language: what it is called, what it is, and its sections in reading order."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def plain(self) -> str:
        """The document as plain text, tables as lines."""
        lines = [self.title, self.subtitle]
        for section in self.sections:
            lines += ["", section.heading, *(f"  {sentence}" for sentence in section.sentences)]
            if section.grid is not None:
                lines += ["  " + " | ".join(row) for row in (section.grid.heads, *section.grid.rows)]
        return "\n".join(lines)


_TERMS: Mapping[type, Callable[[Voice, Any, ProductScope], Iterator[Section]]] = {
    PriceList: price_sections,
    Promotion: promotion_sections,
    Rebate: rebate_sections,
}


def _subtitle(voice: Voice, kind: str, policy: Policy) -> str:
    """The kind, the number and the version; one that is being written may have no number yet."""
    if not policy.id:
        return voice(f"{kind}　第 {policy.version} 版", f"{kind}, version {policy.version}")
    return voice(f"{kind}　{policy.id} 第 {policy.version} 版", f"{kind} — {policy.id}, version {policy.version}")


def policy_text(policy: Policy, language: Language, known: KnownNames | None = None) -> PolicyText:
    """Everything a policy says, in Chinese or English; `known` gives names to what it speaks of."""
    voice = Voice(language, known or KnownNames())
    kind = voice.named("policy", policy.kind)
    if isinstance(policy.terms, Promotion):
        kind += voice("·", ", ") + voice.named("template", type(policy.terms.template).__name__)
    kind = kind[:1].upper() + kind[1:]
    return PolicyText(
        policy.name,
        _subtitle(voice, kind, policy),
        (
            Section(voice("适用范围", "Whom and what it is for"), tuple(_scope(voice, policy))),
            *_TERMS[type(policy.terms)](voice, policy.terms, policy.scope),
            Section(voice("与其他政策的关系", "Together with other policies"), tuple(_stacking(voice, policy))),
            *([Section(voice("说明", "Note"), tuple(policy.note.splitlines()))] if policy.note else []),
        ),
    )


def _scope(voice: Voice, policy: Policy) -> Iterator[str]:
    yield voice(f"对象：{voice.audience(policy.audience)}。", f"For: {voice.audience(policy.audience)}.")
    yield voice(f"期间：{voice.period(policy.period)}。", f"Days: {voice.period(policy.period)}.")
    yield voice(f"商品：{voice.scope(policy.products)}。", f"Products: {voice.scope(policy.products)}.")
    yield (
        voice(
            "适用于渠道内每一级的进货，不论向谁订货。", "It holds for whatever they buy, whoever above them sells it."
        )
        if policy.channel
        else voice("只适用于直接向总部订货。", "It holds for what is bought from HQ itself.")
    )
    if policy.reaches_back:
        yield voice(
            "追溯执行：期间内已过去的日子也算。", "It reaches back: days of its period that are past count too."
        )


def _stacking(voice: Voice, policy: Policy) -> Iterator[str]:
    stacking = policy.stacking
    if stacking.exclusive:
        yield voice(
            "独占：最先计算，它用过的数量不再享受别的优惠。",
            "Exclusive: it goes first and leaves nothing of the units it used to others.",
        )
    if stacking.group:
        group = stacking.group
        yield voice(
            f"与“{group}”组的其他政策不叠加，同一批货只享受其中一项。",
            f"It doesn't add up with others of the group “{group}”: goods count for one of them.",
        )
    elif policy.kind == "promotion":
        yield voice(
            "与其他没有分组的促销不叠加，同一批货只享受其中一项。",
            "It doesn't add up with other promotions without a group: goods count for one of them.",
        )
    elif policy.kind == "rebate":
        yield voice("单独计算，与其他返利互不影响。", "It stands alone and adds up with other rebates.")
    if stacking.priority or policy.kind == "price_list" or stacking.group:
        yield voice(
            f"优先级 {stacking.priority}：数字大的优先；相同时对象更具体的优先，再看商品。",
            f"Priority {stacking.priority}: the higher goes first, then the narrower audience, then the products.",
        )
    if stacking.order:
        yield voice(
            f"叠加次序 {stacking.order}：数字小的先算。", f"Order {stacking.order}: the lower is reckoned first."
        )
    yield from _basis(voice, policy)
    if not stacking.reduces:
        yield voice(
            "它的优惠不减少后面政策的计算金额。", "What it takes off leaves the base of later policies as it was."
        )


def _basis(voice: Voice, policy: Policy) -> Iterator[str]:
    """What it is reckoned from, where it isn't a price of its own."""
    if policy.kind == "price_list" or _sets_price(policy):
        if policy.stacking.mode == "chained":
            yield voice(
                "按前面政策优惠后的金额计算；但单价就是单价，两种算法没有分别。",
                "It is reckoned from what the policies before it left; for a set price that makes no difference.",
            )
    elif policy.kind == "rebate":
        if policy.stacking.mode == "chained":
            yield voice(
                "先减去前面的返利在同样商品上返的部分（金额减金额，货减货；期间不同的按商品占比），再计算。",
                "What rebates before it give on the same goods is taken off first: money off money, goods off goods, "
                "and where their periods differ the share of those goods.",
            )
    elif policy.stacking.mode == "chained":
        yield voice("按前面政策优惠后的金额计算。", "It is reckoned from what the policies before it left.")
    else:
        yield voice("按优惠前的金额计算。", "It is reckoned from the price before any promotion.")


def _sets_price(policy: Policy) -> bool:
    return isinstance(policy.terms, Promotion) and policy.terms.template.sets_price()
