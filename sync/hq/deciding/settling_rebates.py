"""HQ settles rebates: what is earned by now less what was paid before becomes a payout, in one transaction a dealer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec
from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.explain import Step
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import EVERYTHING
from domain.rebates.facts import explain_lines
from domain.rebates.settlement import RebateCorrection, RebateSettlement, accrue, expiry, settle, tier_rate
from domain.values.forms import write_form
from domain.values.money import ZERO, round_fen
from sync.hq.deciding import rewards
from sync.records.bodies.policies import RebatePayoutBody
from sync.records.books.bulk import parts, query_rows, rows_in
from sync.records.books.database import Book
from sync.records.books.homes import Home, home_of
from sync.records.books.locking import lock_account, lock_policy
from sync.records.books.numbering import document_numbers
from sync.records.documents.builders import PostingContext
from sync.records.documents.note_builders import NoteDetails, has_account, make_note
from sync.records.documents.posting import post_document
from sync.records.log.writing import Writing
from sync.records.people.grants import check_known
from sync.records.people.requesting import Request
from sync.records.pricing.policy_cache import published
from sync.records.rebates.payouts import Correction, corrections, from_stored, line_body, payout_rows, to_stored
from sync.records.rebates.standing import RebateQuestion, RebateStanding, Standings, last_day

MONEY = ("credit", "account", "cash")
SERIES = "FLJS"
_NOTHING = Decimal(0)
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class SettlementOrder:
    """What is to be settled: a policy's period, of some dealers (none: all), by whom, today; `interim` before its end.

    `version` is the one expected to reckon the period, 0 whichever it is.
    """

    policy: str
    period: str
    by: str
    today: date
    now: str
    dealers: tuple[str, ...] = ()
    version: int = 0
    interim: bool = False


def settle_rebates(book: Book, order: SettlementOrder) -> list[str]:
    """Settles for one chunk of dealers after the other, each whole or not at all; the ids of the payouts made.

    Asked again it goes on where it was broken off, because what was paid is taken off. What a cap over all dealers
    leaves to each is reckoned over all of them, so it is settled with all at once. Raises as `settle_within`.
    """
    with book.reading() as connection:
        dealers = _dealers(connection, order)
        capped = any(
            isinstance(each.terms, Rebate) and each.terms.caps.policy is not None
            for each in published(connection).values()
            if each.id == order.policy
        )
    made: list[str] = []
    for chunk in parts(dealers, len(dealers) or 1 if capped else _CHUNK):
        with book.writing() as writing:
            made += settle_within(writing, replace(order, dealers=tuple(chunk)))
    return made


def settle_within(writing: Writing, order: SettlementOrder) -> list[str]:
    """Settles inside an open transaction; the ids of the payouts made, none where nothing changes.

    Raises UsageError `rebate_unknown`, `rebate_period_unknown`, `dealer_unknown`; RefusedError `rebate_period_open`,
    `rebate_version`, `adjustment_unapproved`.
    """
    connection = writing.connection
    home = home_of(connection)
    lock_policy(connection, order.policy)
    dealers = _dealers(connection, order)
    for dealer in dealers:
        lock_account(connection, dealer)
    return [*_write(writing, home, order, due_within(connection, order, dealers))]


def due_within(
    connection: Connection, order: SettlementOrder, dealers: Sequence[str] | None = None
) -> list[tuple[RebateStanding, RebateSettlement]]:
    """What settling now would pay, and nothing is written; raises as `settle_within`.

    What would go onto the account of a dealer who has none here is left out: it stops nobody else.
    """
    return [each for each in _due(connection, order, dealers) if not _is_stranger(connection, each[0])]


def without_account(connection: Connection, order: SettlementOrder) -> list[str]:
    """The codes of the dealers whose rebate goes onto an account that they don't have here; nothing is written."""
    return [each[0].buyer.dealer.code for each in _due(connection, order) if _is_stranger(connection, each[0])]


def _is_stranger(connection: Connection, standing: RebateStanding) -> bool:
    terms = standing.policy.terms
    assert isinstance(terms, Rebate)
    home = home_of(connection)
    return terms.reward.kind == "account" and not has_account(connection, home.dealer, standing.buyer.dealer)


def _due(
    connection: Connection, order: SettlementOrder, dealers: Sequence[str] | None = None
) -> list[tuple[RebateStanding, RebateSettlement]]:
    dealers = _dealers(connection, order) if dealers is None else dealers
    standings = Standings(connection, RebateQuestion(order.today, order.period, order.policy))
    policy = _judged(standings, order)
    by_dealer = _corrections(connection, order, dealers)
    before = {row.dealer: (row.held, row.released) for row in payout_rows(connection, policy.id, dealers, order.period)}
    due = []
    for found in standings.of(dealers, keep=True):
        standing = replace(found, facts=())  # of one dealer's lines after the other only the sum is kept
        if standing.policy.id == order.policy:
            accrued = _accrued(found, standings) if standing.result.earned else None
            settlement = _settlement(standing, by_dealer.get(standing.buyer.dealer.id, ()), accrued)
            kept = _kept_back(standing)
            if settlement.payable or kept != before.get(standing.buyer.dealer.id, (0, 0)):
                due.append((standing, settlement))
    return due


def settle_rebate(writing: Writing, request: Request, today: date, now: str) -> str:
    """What HQ's desk asks for: subject the policy; facts `version`, `period`, `dealers`, `interim`; the numbers."""
    facts = request.facts
    dealers = tuple(each for each in facts.get("dealers", "").split(",") if each)
    version = facts.get("version", "")
    order = SettlementOrder(
        request.subject,
        facts.get("period", ""),
        request.by,
        today,
        now,
        dealers,
        int(version) if version.isdecimal() else 0,
        bool(facts.get("interim")),
    )
    made = settle_within(writing, order)
    if not made and (lacking := without_account(writing.connection, order)):
        raise RefusedError("rebate_no_account", policy=order.policy, dealers=", ".join(lacking))
    rows = rows_in(writing.connection, "SELECT number FROM rebate_payout WHERE id IN (?*)", made)
    return ", ".join(sorted(number for (number,) in rows))


def adjust_rebate_approve(writing: Writing, request: Request, today: date, now: str) -> str:
    """What HQ's desk asks for: that the correction `subject` counts, approved by who asks; HQ must know both."""
    if request.desk:
        made_by = rewards.adjustment_of(writing.connection, request.subject).made_by
        check_known(writing.connection, made_by, "rebate_adjustment", request.subject)
    return rewards.approve_adjustment(writing, request.subject, rewards.Hand(request.by, today, now))


def move_reward(writing: Writing, request: Request, today: date, now: str) -> str:
    """What HQ's desk asks for: that the reward of the payout `subject` moves on; facts `to`, `note`."""
    facts, hand = request.facts, rewards.Hand(request.by, today, now)
    return rewards.move_reward(writing, request.subject, facts.get("to", ""), facts.get("note", ""), hand)


def _dealers(connection: Connection, order: SettlementOrder) -> list[str]:
    """The dealers asked for, by id or code, each once; all that a rebate can speak to where none is named."""
    rows = query_rows(connection, "SELECT id, code, tier FROM dealer ORDER BY id")
    if not order.dealers:
        return [row.id for row in rows if row.tier != "hq"]
    by_name = {row.code: row.id for row in rows} | {row.id: row.id for row in rows}
    for named in order.dealers:
        if named not in by_name:
            raise UsageError("dealer_unknown", dealer=named)
    return sorted({by_name[named] for named in order.dealers})


def _judged(standings: Standings, order: SettlementOrder) -> Policy:
    """The version that reckons the period, if it may be settled now."""
    found = [each for each in standings.policies if each.id == order.policy]
    if not found:
        raise UsageError("rebate_period_unknown", policy=order.policy, period=order.period)
    policy = found[0]
    if order.version and order.version != policy.version:
        raise RefusedError("rebate_version", policy=policy.id, version=order.version, reckons=policy.version)
    end = last_day(policy, order.period)
    if not order.interim and (end is None or order.today <= end):
        raise RefusedError("rebate_period_open", policy=policy.id, period=order.period, end=end)
    return policy


def _corrections(connection: Connection, order: SettlementOrder, dealers: Sequence[str]) -> dict[str, list[Correction]]:
    """The corrections of the period by dealer; RefusedError where one waits for its approval."""
    found: dict[str, list[Correction]] = {}
    for each in corrections(connection, order.policy, dealers, order.period):
        if not each.approved_by:
            raise RefusedError("adjustment_unapproved", reason=each.reason)
        found.setdefault(each.dealer, []).append(each)
    return found


def _accrued(standing: RebateStanding, standings: Standings) -> Decimal | None:
    """What the period's documents accrue one by one at the tier's rate; None where they don't earn one by one."""
    policy, result = standing.policy, standing.result
    rate = tier_rate(policy, result)
    assert isinstance(policy.terms, Rebate)
    if rate is None or policy.terms.reward.kind not in MONEY:
        return None
    lines = explain_lines(policy, standing.facts, standings.books.products)
    here = (line for line in lines if line.period == result.period)
    return sum((each.amount for each in accrue(policy, here, rate)), ZERO)


def _settlement(standing: RebateStanding, corrected: Sequence[Correction], accrued: Decimal | None) -> RebateSettlement:
    return settle(
        in_whole_fen(standing).result,
        paid=standing.paid,
        accrued=accrued,
        adjustments=[RebateCorrection(each.amount, each.reason, each.approved_by) for each in corrected],
        held=round_fen(standing.year.held) if standing.year else ZERO,
        released=round_fen(standing.year.released) if standing.year else ZERO,
    )


def in_whole_fen(standing: RebateStanding) -> RebateStanding:
    """Money can only be paid in whole fen; what a rebate keeps beyond them is rounded as a step of its own."""
    terms, result = standing.policy.terms, standing.result
    assert isinstance(terms, Rebate)
    earned = round_fen(result.earned)
    if terms.reward.kind not in MONEY or earned == result.earned:
        return standing
    step = Step("rebate_rounding", result.earned, earned, {"mode": "round", "unit": Decimal("0.01")})
    return replace(standing, result=replace(result, earned=earned, steps=(*result.steps, step)))


def _kept_back(standing: RebateStanding) -> tuple[int, int]:
    year = standing.year
    return (to_stored(round_fen(year.held)), to_stored(round_fen(year.released))) if year else (0, 0)


def _write(
    writing: Writing, home: Home, order: SettlementOrder, due: Sequence[tuple[RebateStanding, RebateSettlement]]
) -> Iterator[str]:
    numbers = document_numbers(writing.connection, SERIES, home.prefix, order.today, len(due))
    for number, (standing, settlement) in zip(numbers, due, strict=True):
        record = uuid4().hex
        body = _payout(order, number, in_whole_fen(standing), settlement)
        if body.reward == "account" and settlement.payable:
            body.document = _post(writing, home, order, body)
        writing.put(home.stream_for(body.dealer), "rebate_payout", record, body)
        yield record


def _payout(
    order: SettlementOrder, number: str, standing: RebateStanding, settlement: RebateSettlement
) -> RebatePayoutBody:
    policy, result = standing.policy, standing.result
    terms = policy.terms
    assert isinstance(terms, Rebate)
    reward = terms.reward
    held, released = _kept_back(standing)
    expires = expiry(reward, last_day(policy, result.period)) if reward.kind == "credit" else None
    # Credit and account are paid by the record itself; goods, cash and things are still to be handed over.
    states = ["earned", *(["handed_over"] if reward.kind in {"credit", "account"} and settlement.payable else [])]
    return RebatePayoutBody(
        number=number,
        policy=policy.id,
        version=policy.version,
        dealer=settlement.dealer,
        period=settlement.period,
        reward=reward.kind,
        earned=to_stored(result.earned),
        final=to_stored(settlement.final),
        payable=to_stored(settlement.payable),
        settled_at=order.now,
        settled_by=order.by,
        lines=[line_body(line.kind, line.amount, line.facts) for line in settlement.lines],
        steps=[
            line_body(step.code, step.after or _NOTHING, {"before": step.before, **step.facts}) for step in result.steps
        ],
        remainder=to_stored(result.remainder),
        base=to_stored(result.sums.base),
        total=to_stored(result.sums.total),
        tier=result.tier,
        held=held,
        released=released,
        state=states[-1],
        history=[line_body(state, _NOTHING, {"at": order.now, "by": order.by}) for state in states],
        product=reward.product,
        thing=reward.thing,
        scope=_scope(terms),
        expires=expires.isoformat() if expires else "",
    )


def _scope(terms: Rebate) -> msgspec.Raw:
    scope = terms.reward.scope
    return msgspec.Raw(b"null" if scope == EVERYTHING else msgspec.json.encode(write_form(scope)))


def _post(writing: Writing, home: Home, order: SettlementOrder, payout: RebatePayoutBody) -> str:
    """The payout as a credit (or, clawed back, a debit) on the dealer's account; the document's id."""
    clerk = PostingContext(home.dealer, home.prefix, order.by, order.now, order.today)
    said = NoteDetails("account", payout.number, f"{payout.policy} {payout.period}")
    amount = round_fen(from_stored(payout.payable))
    made = make_note(writing.connection, clerk, "rebate_settlement", payout.dealer, amount, on=order.today, said=said)
    return post_document(writing, home, clerk, made)
