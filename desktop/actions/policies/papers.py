"""A policy as its readers get it: in words with the names of everything it speaks of, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from desktop.actions.catalog.cards import dealers_by_id, own_dealer
from desktop.actions.policies.names import names_in
from desktop.actions.policies.policies import policy_view
from desktop.actions.policies.quotas import with_quota_left
from desktop.actions.statements.profiles import heading_of
from desktop.wording import name_of, say
from desktop.wording.policies.policy_text import PolicyText, policy_text
from domain.policies.policy import Policy
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.policies.views import PolicyView
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.policy import PolicyPaper
    from domain.parties.dealers import Dealer


def document(desk: Desk, policy: Policy, language: Literal["zh", "en"]) -> PolicyText:
    """Everything a policy says, in words, and what is left of its quota."""
    return with_quota_left(desk, policy, policy_text(policy, language, names_in(desk, policy)), language)


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
        heading = heading_of(connection, publisher(connection, desk))
    row = view.row
    shown: PolicyPaper = PolicyPaper(
        document(desk, view.policy, language),
        f"{row.policy} / {row.version}",
        tuple(_facts(view, language)),
        _warning(view, language),
    )
    printed_at = desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
    return print_policy(shown, heading=heading, printed_at=printed_at, language=language, paper=paper)


def publisher(connection: Connection, desk: Desk) -> Dealer:
    """Who publishes the policies this desk knows: HQ, under whose heading they are printed."""
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
