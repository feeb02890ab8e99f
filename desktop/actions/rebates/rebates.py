"""Rebates: how each stands and why, what was settled, corrections by hand, and rewards until they are handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop.actions.catalog.cards import dealer_named, dealers_by_id, own_dealer, stranger
from desktop.actions.catalog.cost import check_cost, is_veiled_from
from desktop.actions.changes import changes
from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateRow, RebateView
from desktop.actions.rebates.views import adjustment_view, payout_views, rebate_row
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.parties.dealers import below
from domain.policies.rebate_terms import Rebate
from domain.rebates.facts import explain_lines
from domain.rebates.periods import is_period
from domain.rebates.settlement import accrued_of, present_rate
from domain.values.money import ZERO
from sync.hq.deciding import rewards, settling_rebates
from sync.records.bodies.policies import RebateAdjustmentBody
from sync.records.books.reading import parents
from sync.records.documents.note_builders import has_account
from sync.records.people import requesting
from sync.records.pricing.policy_cache import published
from sync.records.rebates.payouts import corrections, payout_row, payout_rows, to_stored
from sync.records.rebates.standing import RebateQuestion, RebateStanding, Standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing


@dataclass(frozen=True, slots=True)
class RebateSettled:
    """What a settlement made: its payouts where HQ itself did it, or the request that HQ's desk wrote.

    `reasons` tell of dealers who earned something and got nothing, because it can't be paid to them.
    """

    payouts: tuple[PayoutView, ...] = ()
    request: str = ""
    reasons: tuple[Reason, ...] = ()


def rebate_rows(
    desk: Desk, dealer: str = "", on: date | None = None, period: str = "", policy: str = ""
) -> list[RebateRow]:
    """How the rebates stand on a day (today): of one dealer (id or code), or of all this book may tell of.

    The periods that the day lies in, or the one named (`2026-11`, `2026-Q4`, `2026`, `whole`). A desk tells of its own
    dealer first, then of those below it. Raises UsageError `dealer_unknown`, `rebate_unknown`, `rebate_period_unknown`.
    """
    day = on or desk.today()
    with desk.book.reading() as connection:
        _check_period(period)
        standings = Standings(connection, RebateQuestion(day, period, policy))
        dealers = [_named(connection, desk, dealer)] if dealer else _told_of(connection, desk)
        if dealer:
            check_cost(desk, dealers[0])
        shown = [each for each in dealers if not is_veiled_from(desk, each)]
        return [_row(connection, desk, each, day) for each in standings.of(shown)]


def rebate(desk: Desk, policy: str, dealer: str, period: str = "", on: date | None = None) -> RebateView:
    """One rebate down to each line that counted or didn't, and why; `dealer` "" is one's own.

    Raises UsageError `dealer_unknown`, `rebate_unknown`, `rebate_period_unknown`; RefusedError `rebate_not_yours` where
    the policy doesn't speak to this dealer.
    """
    day = on or desk.today()
    with desk.book.reading() as connection:
        named = _named(connection, desk, dealer)
        check_cost(desk, named)
        standings = Standings(connection, RebateQuestion(day, period, policy), whole=True)
        if not any(each.id == policy for each in standings.policies):
            raise UsageError("rebate_period_unknown", policy=policy, period=period or day.isoformat())
        found = next(standings.of([named], keep=True), None)
        if found is None:
            raise RefusedError("rebate_not_yours", policy=policy, dealer=dealer or desk.dealer_id)
        explained = explain_lines(found.policy, found.facts, standings.books.products)
        lines = sorted(explained, key=lambda line: (line.fact.on, line.fact.number, line.fact.product))
        rate = present_rate(found.policy, found.result)
        key = found.result.period
        return RebateView(
            _row(connection, desk, found, day),
            found.policy,
            tuple(lines),
            tuple(payout_views(connection, payout_rows(connection, policy, [named], key))),
            tuple(adjustment_view(each, found.buyer.dealer) for each in corrections(connection, policy, [named], key)),
            tuple(accrued_of(found.policy, line, rate) if line.period == key else ZERO for line in lines),
        )


@changes("rebates", "accounts", "papers")
def settle(
    desk: Desk, policy: str, period: str, dealers: Sequence[str] = (), *, interim: bool = False, version: int = 0
) -> RebateSettled:
    """Settles a policy's period formally for some dealers (none: all); at HQ's desk asks HQ to do so.

    Nothing to change is no error: there are no payouts then. Raises as `settling_rebates.settle_within`, and
    RefusedError `only_at_hq` at a dealer's desk, `not_permitted`.
    """
    _check_hq(desk)
    if desk.is_hq:
        order = settling_rebates.SettlementOrder(
            policy, period, desk.operator, desk.today(), desk.now(), tuple(dealers), version, interim
        )
        made = set(settling_rebates.settle_rebates(desk.book, order))
        with desk.book.reading() as connection:
            rows = [row for row in payout_rows(connection, policy, (), period) if row.id in made]
            lacking = settling_rebates.without_account(connection, order)
            reasons = (no_account(policy, lacking),) if lacking else ()
            return RebateSettled(tuple(payout_views(connection, rows)), reasons=reasons)
    with desk.book.writing() as writing:
        if not any(each.id == policy for each in published(writing.connection).values()):
            raise UsageError("rebate_unknown", policy=policy)
        ids = [_named(writing.connection, desk, each) for each in dealers]
        facts = {"version": str(version or ""), "period": period, "dealers": ",".join(ids)}
        if interim:
            facts["interim"] = "1"
        return RebateSettled(request=_ask(desk, writing, "settle_rebate", policy, facts))


def payouts(desk: Desk, dealer: str = "", policy: str = "", period: str = "") -> list[PayoutView]:
    """What was settled formally, in order of number: of one dealer or all this book knows."""
    with desk.book.reading() as connection:
        dealers = [_named(connection, desk, dealer)] if dealer else []
        found = payout_rows(connection, policy, dealers, period)
        return payout_views(connection, [row for row in found if not is_veiled_from(desk, row.dealer)])


def adjustments(desk: Desk, dealer: str = "", policy: str = "") -> list[AdjustmentView]:
    """Corrections by hand, approved or waiting."""
    with desk.book.reading() as connection:
        dealers = [_named(connection, desk, dealer)] if dealer else []
        found = [each for each in corrections(connection, policy, dealers) if not is_veiled_from(desk, each.dealer)]
        cards = dealers_by_id(connection, [each.dealer for each in found])
        return [adjustment_view(each, cards.get(each.dealer) or stranger(each.dealer)) for each in found]


@changes("rebates", "accounts", "papers")
def adjust(desk: Desk, policy: str, dealer: str, period: str, amount: Decimal, reason: str) -> AdjustmentView:
    """Proposes a correction of a dealer's rebate in a period; it counts once a second person has approved it.

    Raises UsageError `rebate_unknown`, `rebate_period_unknown`, `dealer_unknown`, `amount_zero`, `amount_decimals`,
    `adjustment_reason`; RefusedError `only_at_hq`, `not_permitted`.
    """
    _check_hq(desk)
    with desk.book.writing() as writing:
        connection = writing.connection
        kinds = {each.period for each in _versions(connection, policy)}
        if not any(is_period(period, kind) for kind in kinds):
            raise UsageError("rebate_period_unknown", policy=policy, period=period)
        if not amount:
            raise UsageError("amount_zero", amount=amount)
        if amount * 100 % 1:
            raise UsageError("amount_decimals", amount=amount, most=2)
        if not reason.strip():
            raise UsageError("adjustment_reason")
        party = dealer_named(connection, dealer, desk.dealer_id)
        body = RebateAdjustmentBody(
            policy, party.id, period, to_stored(amount), reason.strip(), desk.operator, desk.now()
        )
        record = uuid4().hex
        writing.put(desk.stream, "rebate_adjustment", record, body)
        return adjustment_view(rewards.adjustment_of(connection, record), party)


@changes("rebates", "accounts", "papers")
def approve_adjustment(desk: Desk, adjustment: str) -> AdjustmentView | str:
    """Lets a correction count, by another person than made it; at HQ's desk asks HQ to, and gives the request's id.

    Raises as `rewards.approve_adjustment`, and RefusedError `only_at_hq`, `not_permitted`.
    """
    _check_hq(desk)
    with desk.book.writing() as writing:
        connection = writing.connection
        found = rewards.adjustment_of(connection, adjustment)
        if not desk.is_hq:
            if desk.operator.casefold() == found.made_by.casefold():
                raise RefusedError("adjustment_own", reason=found.reason, by=found.made_by)
            return _ask(desk, writing, "adjust_rebate_approve", found.id, {})
        made = rewards.approve_adjustment(writing, found.id, rewards.Hand(desk.operator, desk.today(), desk.now()))
        party = dealers_by_id(connection, [found.dealer]).get(found.dealer) or stranger(found.dealer)
        return adjustment_view(rewards.adjustment_of(connection, made), party)


@changes("rebates", "accounts", "papers")
def move_reward(desk: Desk, payout: str, to: str, note: str = "") -> PayoutView | str:
    """Moves goods, cash or a thing on (`approved`, `ordered`, `handed_over`, `lapsed`); at HQ's desk asks HQ to.

    Raises as `rewards.move_reward`, and RefusedError `only_at_hq`, `not_permitted`.
    """
    _check_hq(desk)
    with desk.book.writing() as writing:
        connection = writing.connection
        row = payout_row(connection, payout)
        if not desk.is_hq:
            return _ask(desk, writing, "move_reward", row.id, {"to": to, "note": note})
        rewards.move_reward(writing, row.id, to, note, rewards.Hand(desk.operator, desk.today(), desk.now()))
        return payout_views(connection, [payout_row(connection, row.id)])[0]


def no_account(policy: str, codes: Sequence[str]) -> Reason:
    """Dealers who have no account with HQ can't be paid onto it."""
    return Reason("rebate_no_account", "warn", {"policy": policy, "dealers": ", ".join(codes)})


def _row(connection: Connection, desk: Desk, standing: RebateStanding, day: date) -> RebateRow:
    """One rebate as it stands; where it can't be paid as the policy says, that is told along."""
    row = rebate_row(standing, day)
    if (
        desk.at_hq
        and row.reward == "account"
        and row.earned
        and not has_account(connection, desk.dealer_id, row.dealer)
    ):
        return replace(row, reasons=(*row.reasons, no_account(row.policy, [row.dealer.code])))
    return row


def _ask(desk: Desk, writing: Writing, verb: str, subject: str, facts: Mapping[str, str]) -> str:
    """Writes what HQ is asked to do, because only HQ may write it."""
    return requesting.ask(writing, verb, subject, facts, desk.operator, desk.now())


def _check_hq(desk: Desk) -> None:
    if not desk.at_hq:
        raise RefusedError("only_at_hq")
    desk.need("rebate_settle")


def _check_period(period: str) -> None:
    if period and not any(is_period(period, kind) for kind in ("month", "quarter", "year", "whole")):
        raise UsageError("rebate_period_unknown", policy="", period=period)


def _versions(connection: Connection, policy: str) -> list[Rebate]:
    found = [each for each in published(connection).values() if each.id == policy and each.kind == "rebate"]
    if not found:
        raise UsageError("rebate_unknown", policy=policy)
    return [each.terms for each in found if isinstance(each.terms, Rebate)]


def _named(connection: Connection, desk: Desk, dealer: str) -> str:
    return dealer_named(connection, dealer, desk.dealer_id).id if dealer else desk.dealer_id


def _told_of(connection: Connection, desk: Desk) -> list[str]:
    """The dealers whose rebates this book can tell: at HQ all, at a desk its own and those below."""
    above = parents(connection)
    own = own_dealer(connection, desk)
    if desk.at_hq:
        return sorted(each for each in above if each != own.id)
    return [own.id, *sorted(below(own.id, above))]
