"""Policies as this desk sees them: which it may read, how each stands on a day, and which wait to be approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection

from desktop.actions.policies.views import PolicyRow, PolicyState, ReadReceipt
from desktop.desk import Desk
from domain.explain import Reason
from domain.parties.dealers import chain_up
from domain.policies.policy import Policy
from domain.policies.promotion_terms import Promotion
from domain.prices.price_lists import Buyer
from sync.records.bodies.body import ReasonBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.reading import dealer_of
from sync.records.pricing.policy_cache import policy_of

_RANKS: Mapping[str, int] = {"in_force": 0, "coming": 1, "proposed": 2, "refused": 3, "draft": 4}


@dataclass(frozen=True, slots=True)
class LastRequest:
    """The last thing asked of HQ about a draft or a version, and by whom; `state` is "" until it is answered."""

    by: str
    facts: Mapping[str, str]
    state: str
    reasons: tuple[Reason, ...]


class DeskPolicies:
    """What decides how policies look from one desk: its dealer, everyone it sells to, and what it has read."""

    def __init__(self, connection: Connection, desk: Desk) -> None:
        self.connection = connection
        self.dealer = desk.dealer_id
        self.today = desk.today()
        cards = [dealer_of(row) for row in query_rows(connection, "SELECT * FROM dealer ORDER BY id")]
        parents = {card.id: card.parent for card in cards}
        self.buyers = [Buyer(card, card.tags, tuple(chain_up(card.id, parents))) for card in cards]
        self.own = next((buyer for buyer in self.buyers if buyer.dealer.id == self.dealer), None)
        self.at_hq = desk.at_hq

    def addressed(self, policy: Policy) -> list[Buyer]:
        """Everyone in this book whom a policy speaks to."""
        return [buyer for buyer in self.buyers if policy.audience.matches(buyer.dealer, buyer.tags, buyer.chain)]

    def is_mine(self, policy: Policy) -> bool:
        """Whether it holds for what this dealer buys or, in the whole channel, for what he sells to those below."""
        own = self.own
        if own is None:
            return False
        if policy.audience.matches(own.dealer, own.tags, own.chain):
            return True
        return policy.channel and any(self.dealer in buyer.chain for buyer in self.addressed(policy))

    def tells_cost(self, policy: Policy) -> bool:
        """Whether it says what this dealer itself pays: its price list, its rebates, a special price of HQ's for it."""
        own = self.own
        if own is None or self.at_hq or not policy.audience.matches(own.dealer, own.tags, own.chain):
            return False
        if isinstance(policy.terms, Promotion):
            return not policy.channel and policy.terms.template.tells_price()
        return True


def published_rows(seen: DeskPolicies, on: date, policy: str = "") -> list[tuple[PolicyRow, Any]]:
    """Every published version (of one policy), each with its row of the table, what holds first."""
    where, values = (" WHERE policy = ?", [policy]) if policy else ("", [])
    rows = query_rows(seen.connection, f"SELECT * FROM policy{where} ORDER BY policy, version", *values)
    read = {
        (each.policy, each.version)
        for each in query_rows(seen.connection, "SELECT policy, version FROM policy_read WHERE dealer = ?", seen.dealer)
    }
    found = [(_published(seen, row, on, (row.policy, row.version) in read), row) for row in rows]
    return sorted(((row, stored) for row, stored in found if row is not None), key=lambda each: _rank(each[0]))


def _rank(row: PolicyRow) -> tuple[int, str, str, int]:
    return _RANKS.get(row.state, 9), (row.start or date.min).isoformat(), row.policy, -row.version


def _published(seen: DeskPolicies, row: Any, on: date, read: bool) -> PolicyRow | None:
    policy = policy_of(row.form, row.until)
    if policy is None:  # made by a newer program
        return None
    state, mine = _state(row, policy, on), seen.is_mine(policy)
    return PolicyRow(
        policy=policy.id,
        version=policy.version,
        name=policy.name,
        kind=policy.kind,
        template=template_of(policy),
        start=policy.period.start,
        end=policy.period.end,
        state=state,
        author=row.author,
        approver=row.approver,
        published_at=row.published_at,
        draft="",
        unread=mine and not read and not seen.at_hq and state in {"in_force", "coming"},
        mine=mine,
    )


def _state(row: Any, policy: Policy, on: date) -> PolicyState:
    start, end = policy.period.start, policy.period.end
    never = start is not None and end is not None and end < start
    if never or (end is not None and end < on):
        if row.withdrawn_at:
            return "withdrawn"
        return "superseded" if row.until and end == date.fromisoformat(row.until) else "ended"
    return "coming" if start is not None and on < start else "in_force"


def template_of(policy: Policy) -> str:
    """The kind of template of a promotion (`SpendSave`), "" for anything else."""
    return type(policy.terms.template).__name__ if isinstance(policy.terms, Promotion) else ""


def draft_rows(seen: DeskPolicies, draft: str = "") -> list[tuple[PolicyRow, Any]]:
    """The drafts that are neither published nor dropped (or this one), the newest first, each with its table's row."""
    where, values = (" AND id = ?", [draft]) if draft else ("", [])
    rows = query_rows(
        seen.connection,
        "SELECT * FROM policy_draft WHERE state <> 'dropped' AND id NOT IN (SELECT draft FROM policy)"
        f"{where} ORDER BY saved_at DESC, id",
        *values,
    )
    asked = asked_about(seen.connection, [row.id for row in rows])
    found = [(_draft(seen, row, asked.get(row.id)), row) for row in rows]
    return [(row, stored) for row, stored in found if row is not None]


def _draft(seen: DeskPolicies, row: Any, asked: LastRequest | None) -> PolicyRow | None:
    policy = policy_of(row.form)
    if policy is None:
        return None
    waits = still_asked(row, asked)
    refused = waits and asked is not None and asked.state == "refused"
    state: PolicyState = "draft" if row.state != "proposed" else "refused" if refused else "proposed"
    return PolicyRow(
        policy=policy.id,
        version=policy.version,
        name=policy.name,
        kind=policy.kind,
        template=template_of(policy),
        start=policy.period.start,
        end=policy.period.end,
        state=state,
        author=row.author,
        approver=asked.by if waits and asked is not None else "",
        published_at="",
        draft=row.id,
        unread=False,
        mine=seen.is_mine(policy),
    )


def still_asked(row: Any, asked: LastRequest | None) -> bool:
    """Whether what was asked of HQ is about the draft as it now stands, and not about an earlier state of it."""
    return asked is not None and row.state == "proposed" and asked.facts.get("saved_at") == row.saved_at


def asked_about(connection: Connection, subjects: Sequence[str]) -> dict[str, LastRequest]:
    """What was asked of HQ last about each of these, and what it answered."""
    sql = (
        'SELECT r.subject, r."by", r.facts, a.state, a.reasons FROM request r '
        "LEFT JOIN request_answer a ON a.request = r.id WHERE r.subject IN (?*) ORDER BY r.pk"
    )
    return {
        row.subject: LastRequest(
            row.by,
            msgspec.json.decode(row.facts, type=dict[str, str]),
            row.state or "",
            tuple(_reasons(row.reasons)),
        )
        for row in rows_in(connection, sql, list(subjects))
    }


def _reasons(stored: str | None) -> Iterator[Reason]:
    for each in msgspec.json.decode(stored or "[]", type=list[ReasonBody]):
        severity: Any = each.severity
        yield Reason(each.code, severity, dict(each.facts), each.line)


def receipts_of(seen: DeskPolicies, policy: Policy) -> tuple[ReadReceipt, ...]:
    """Every dealer addressed, of those that HQ knows, and whether somebody there has opened the version."""
    rows = query_rows(
        seen.connection,
        'SELECT dealer, "by", read_at FROM policy_read WHERE policy = ? AND version = ? ORDER BY read_at DESC, id',
        policy.id,
        policy.version,
    )
    first = {row.dealer: (row.read_at, row.by) for row in rows}  # the earliest comes last
    wanted = [buyer.dealer for buyer in seen.addressed(policy) if _gets_it(seen, buyer)]
    return tuple(ReadReceipt(dealer, *first.get(dealer.id, ("", ""))) for dealer in wanted)


def _gets_it(seen: DeskPolicies, buyer: Buyer) -> bool:
    """Those whose card HQ wrote have a desk, or will; the policy of a desk's own customers is their seller's care."""
    if ":" in buyer.dealer.id or buyer.dealer.tier == "hq":
        return False
    return seen.at_hq or seen.dealer in buyer.chain
