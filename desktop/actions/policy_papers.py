"""A policy as its readers get it: in words with the names of everything it speaks of, and on paper."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from desktop.actions.cards import dealers_by_id, own_dealer, products_by_id
from desktop.actions.policies import policy_view
from desktop.actions.profiles import heading_of
from desktop.wording import name_of, say
from desktop.wording.policy_text import Known, PolicyText, policy_text
from domain.policies import Policy
from sync.records.bulk import query_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.policy_views import PolicyView
    from desktop.desk import Desk
    from desktop.printing.pen import Printout
    from desktop.printing.policy import PolicyPaper
    from domain.parties import Dealer

_NAMING = {"dealers": "dealer", "below": "dealer", "dealer": "dealer", "products": "product", "product": "product"}


def document(desk: Desk, policy: Policy, language: Literal["zh", "en"]) -> PolicyText:
    """Everything a policy says, in words."""
    with desk.book.reading() as connection:
        known = known_in(connection, policy)
    return policy_text(policy, language, known)


def known_in(connection: Connection, policy: Policy) -> Known:
    """The names of everything a policy speaks of."""
    found: dict[str, set[str]] = {"dealer": set(), "product": set()}
    _collect(policy, found)
    dealers = dealers_by_id(connection, found["dealer"])
    return Known({each: card.name for each, card in dealers.items()}, products_by_id(connection, found["product"]))


def _collect(value: object, found: dict[str, set[str]]) -> None:
    if isinstance(value, tuple):
        for each in value:
            _collect(each, found)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return
    for part in dataclasses.fields(value):
        inside = getattr(value, part.name)
        kind = _NAMING.get(part.name)
        if kind is not None and isinstance(inside, frozenset):
            found[kind] |= inside
        elif kind is not None and isinstance(inside, str):
            found[kind] |= {inside} if inside else set()
        else:
            _collect(inside, found)


def policy_bytes(
    desk: Desk,
    policy: str,
    version: int = 0,
    draft: str = "",
    paper: str = "a4",
    language: Literal["zh", "en"] = "zh",
) -> Printout:
    """A version, or a draft, as PDF; raises UsageError `policy_unknown`, `draft_unknown`, `paper_unknown`."""
    from desktop.printing.policy import PolicyPaper, print_policy

    view = policy_view(desk, policy, version, draft)
    with desk.book.reading() as connection:
        known = known_in(connection, view.policy)
        heading = heading_of(connection, _publisher(connection, desk))
    row = view.row
    shown: PolicyPaper = PolicyPaper(
        policy_text(view.policy, language, known),
        f"{row.policy} / {row.version}",
        tuple(_facts(view, language)),
        _warning(view, language),
    )
    printed_at = desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
    return print_policy(shown, heading=heading, printed_at=printed_at, language=language, paper=paper)


def _publisher(connection: Connection, desk: Desk) -> Dealer:
    rows = query_rows(connection, "SELECT id FROM dealer WHERE tier = ? ORDER BY id", "hq")
    found = dealers_by_id(connection, [row.id for row in rows[:1]])
    return next(iter(found.values()), None) or own_dealer(connection, desk)


def _facts(view: PolicyView, language: Literal["zh", "en"]) -> list[str]:
    row = view.row
    told = [("制定", "Written by", row.author), ("审批", "approved by", row.approver)]
    told.append(("发布", "published", row.published_at[:10]))
    return [f"{zh if language == 'zh' else en} {what}" for zh, en, what in told if what]


def _warning(view: PolicyView, language: Literal["zh", "en"]) -> str:
    """Why the version doesn't simply hold, "" where it does."""
    row = view.row
    if row.state in {"in_force", "coming"} and not view.withdrawn_by:
        return ""
    if view.withdrawn_by:
        facts = {"by": view.withdrawn_by, "until": row.end, "reason": view.reason}
        return say("policy_note_withdrawn", language, **facts)
    return say("policy_note_state", language, state=name_of("policy_state", row.state, language))
