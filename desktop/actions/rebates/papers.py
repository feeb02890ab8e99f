"""The explanation of a rebate on paper: how it was reckoned, its tiers, each document counted or not, what was paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.policies.names import names_in
from desktop.actions.policies.papers import publisher
from desktop.actions.statements.profiles import heading_of
from desktop.wording import name_of, say_reason, say_step
from desktop.wording.policies.policy_rebates import rebate_sections
from desktop.wording.policies.policy_text import PolicyText, Section, TextGrid
from desktop.wording.policies.policy_words import Voice
from domain.policies.rebate_terms import Rebate
from domain.values.money import format_money, round_fen
from domain.values.quantities import format_quantity, plain_number

if TYPE_CHECKING:
    from desktop.actions.policies.views import RebateView
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout


def rebate_bytes(desk: Desk, view: RebateView, paper: str = "a4", language: Literal["zh", "en"] = "zh") -> Printout:
    """A rebate's explanation as PDF in the style of a policy; raises UsageError `paper_unknown`."""
    from desktop.printing.policy import PolicyPaper, print_policy

    with desk.book.reading() as connection:
        products = products_by_id(connection, [line.fact.product for line in view.lines])
        heading = heading_of(connection, publisher(connection, desk))
    named = names_in(desk, view.policy)
    voice = Voice(language, replace(named, products={**named.products, **products}))
    row = view.row
    text = PolicyText(
        row.name,
        voice(
            f"返利说明　{row.dealer.name}　{_period(voice, view)}",
            f"Rebate of {row.dealer.name}, {_period(voice, view)}",
        ),
        tuple(_sections(voice, view)),
    )
    facts = (voice(f"累计 {_measured(view, row.total)}", f"total {_measured(view, row.total)}"),
             voice(f"已得 {_money(row.earned)}", f"earned {_money(row.earned)}"),
             voice(f"已付 {_money(row.paid)}", f"paid {_money(row.paid)}"))  # fmt: skip
    shown = PolicyPaper(text, f"{row.policy} / {row.version}", facts)
    printed_at = desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
    return print_policy(shown, heading=heading, printed_at=printed_at, language=language, paper=paper)


def _period(voice: Voice, view: RebateView) -> str:
    row = view.row
    if row.first_day is None or row.last_day is None:
        return row.period
    return voice(f"{row.first_day} 至 {row.last_day}", f"{row.first_day} to {row.last_day}")


def _sections(voice: Voice, view: RebateView) -> Iterator[Section]:
    language, row = voice.language, view.row
    steps = (*(say_step(step, language) for step in row.steps), *(say_reason(each, language) for each in row.reasons))
    yield Section(voice("怎样算出", "How it was reckoned"), (*steps, *_ahead(voice, view)))
    terms = view.policy.terms
    if isinstance(terms, Rebate):
        yield from rebate_sections(voice, terms, view.policy.scope)
    yield Section(voice("逐张单据", "Each document"), _none(voice, view.lines), _lines(voice, view))
    yield Section(voice("已结算", "What was settled"), _none(voice, view.payouts), _payouts(voice, view))
    if view.adjustments:
        yield Section(voice("手工调整", "Corrections by hand"), (), _adjustments(voice, view))


def _money(amount: Decimal) -> str:
    """An amount with separators; a reward may have more than two places."""
    return format_money(amount) if amount == round_fen(amount) else f"{amount.normalize():,f}"


def _measured(view: RebateView, amount: Decimal) -> str:
    """A figure in the rebate's measure: money, or goods as people count them."""
    row = view.row
    if row.unit != "quantity":
        return _money(amount)
    return format_quantity(amount, row.base_unit, row.packs) if row.base_unit else plain_number(amount)


def _ahead(voice: Voice, view: RebateView) -> Iterator[str]:
    row = view.row
    if row.ahead:
        missing, stake = _measured(view, row.ahead[0].missing), _money(row.at_stake)
        yield voice(
            f"距下一档还差 {missing}，达到后可多得 {stake}。",
            f"{missing} more reach the next tier, which brings {stake} more.",
        )


def _none(voice: Voice, found: Sequence[object]) -> tuple[str, ...]:
    return () if found else (voice("没有。", "None."),)


def _lines(voice: Voice, view: RebateView) -> TextGrid | None:
    heads = (
        voice("日期", "Date"), voice("单号", "Number"), voice("商品", "Product"), voice("计入", "Counted"),
        voice("计返利", "Earns"), voice("原因", "Why"),
    )  # fmt: skip
    rows = tuple(
        (
            line.fact.on.isoformat(),
            line.fact.number,
            _product(voice, line.fact.product),
            _measured(view, line.counted),
            _measured(view, line.earning),
            say_reason(line.reason, voice.language),
        )
        for line in view.lines
    )
    return TextGrid(heads, rows, (3, 4)) if rows else None


def _product(voice: Voice, product: str) -> str:
    card = voice.known.products.get(product)
    return card.name if card else product


def _payouts(voice: Voice, view: RebateView) -> TextGrid | None:
    heads = (
        voice("单号", "Number"), voice("日期", "Date"), voice("已得", "Earned"), voice("应付", "Payable"),
        voice("兑付方式", "Reward"), voice("状态", "State"),
    )  # fmt: skip
    rows = tuple(
        (
            each.number,
            each.settled_at[:10],
            _money(each.final),
            _money(each.payable),
            name_of("reward_kind", each.reward, voice.language),
            name_of("reward", each.state, voice.language),
        )
        for each in view.payouts
    )
    return TextGrid(heads, rows, (2, 3)) if rows else None


def _adjustments(voice: Voice, view: RebateView) -> TextGrid:
    heads = (
        voice("金额", "Amount"), voice("原因", "Reason"), voice("提出人", "Made by"), voice("批准人", "Approved by"),
    )  # fmt: skip
    rows = tuple((_money(each.amount), each.reason, each.made_by, each.approved_by) for each in view.adjustments)
    return TextGrid(heads, rows, (0,))
