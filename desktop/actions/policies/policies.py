"""The life of a policy: read, written, proposed, approved by a second person, ended, and what dealers have read."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from desktop.actions.catalog.cost import check_cost
from desktop.actions.changes import changes
from desktop.actions.policies.files import read_form_file, write_form_file
from desktop.actions.policies.lists import (
    DeskPolicies,
    asked_about,
    draft_rows,
    published_rows,
    receipts_of,
    still_asked,
)
from desktop.actions.policies.trial import simulate
from desktop.actions.policies.views import PolicyRow, PolicyView, ReadReceipt
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.policies.file import policy_schema, read_policy, write_policy
from domain.policies.policy import Policy
from sync.records.bodies.policies import PolicyDraftBody, PolicyReadBody
from sync.records.books.bulk import rows_in
from sync.records.log.streams import living
from sync.records.people.requesting import ask
from sync.records.pricing.policy_cache import policy_of
from sync.records.pricing.policy_forms import digest_of, stored_form

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

__all__ = [
    "approve", "check_form", "drop_draft", "mark_read", "next_version_form", "policy_rows", "policy_schema",
    "policy_view", "propose", "read_form_file", "receipts", "save_draft", "simulate", "withdraw", "write_form_file",
]  # fmt: skip

Which = Literal["mine", "all", "drafts"]


def policy_rows(desk: Desk, which: Which = "mine", on: date | None = None, text: str = "") -> list[PolicyRow]:
    """Policies in a list, what holds on the day first.

    `mine`: published versions that hold for this desk's dealer, or for what he sells; `all`: every one this desk may
    read; `drafts`: those being written at HQ. `text` is looked for in number and name.
    """
    with desk.book.reading() as connection:
        seen = DeskPolicies(connection, desk)
        if which == "drafts":
            rows = [row for row, _ in draft_rows(seen)]
        else:
            rows = [row for row, _ in published_rows(seen, on or seen.today)]
    wanted = text.strip().casefold()
    return [
        row
        for row in rows
        if (which != "mine" or row.mine) and (not wanted or wanted in f"{row.policy} {row.name}".casefold())
    ]


def policy_view(desk: Desk, policy: str, version: int = 0, draft: str = "") -> PolicyView:
    """One version with everything about it; version 0 is the one in force, or the newest; `draft` shows a draft.

    Raises UsageError `policy_unknown`, `policy_draft_unknown`; RefusedError `cost_hidden` where it says what this
    dealer itself pays and that isn't for whoever works here.
    """
    with desk.book.reading() as connection:
        seen = DeskPolicies(connection, desk)
        if draft:
            return _draft_view(seen, draft)
        rows = published_rows(seen, seen.today, policy)
        row, stored = _picked(rows, policy, version)
        found = policy_of(stored.form, stored.until)
        assert found is not None  # a form that can't be read is no row
        if seen.tells_cost(found):
            check_cost(desk, desk.dealer_id)
        asked = asked_about(connection, [stored.id]).get(stored.id)
        return PolicyView(
            row=row,
            policy=found,
            form=msgspec.json.decode(stored.form),
            reasons=asked.reasons if asked is not None and not stored.withdrawn_at else (),
            versions=tuple(sorted((each for each, _ in rows), key=lambda each: -each.version)),
            receipts=receipts_of(seen, found),
            withdrawn_by=stored.withdrawn_by,
            reason=stored.reason,
        )


def receipts(desk: Desk, policy: str, version: int = 0) -> tuple[ReadReceipt, ...]:
    """Who of the dealers addressed has opened a version, and who has not."""
    return policy_view(desk, policy, version).receipts


def check_form(desk: Desk, form: object) -> list[Reason]:
    """Every reason against a policy's JSON form, each with the fact `path`: what it says, and what it would meet."""
    policy, reasons = read_policy(form)
    if policy is None:
        return reasons
    from sync.hq.deciding.publishing import check_draft

    with desk.book.reading() as connection:
        return check_draft(connection, policy, desk.today())


@changes("policies")
def save_draft(desk: Desk, form: object, draft: str = "") -> PolicyRow:
    """Saves a draft, a new one or in place of `draft`; one that was proposed has to be proposed again.

    Raises RefusedError `only_at_hq`, `policy_unfit` (`reasons`), `draft_of_another`, `draft_published`; UsageError
    `policy_misformed` (`reasons`), `policy_draft_unknown`.
    """
    _need(desk, "policy_write")
    policy = _read(form)
    with desk.book.writing() as writing:
        if draft:
            _own_draft(writing.connection, desk, draft)
        _check(writing.connection, policy, desk.today())
        return _write_draft(writing, desk, draft or uuid.uuid4().hex, policy, "draft", desk.operator)


@changes("policies")
def propose(desk: Desk, draft: str) -> PolicyRow:
    """Lays a draft before a second person; raises as `save_draft`."""
    _need(desk, "policy_write")
    with desk.book.writing() as writing:
        row = _own_draft(writing.connection, desk, draft)
        policy = _read(msgspec.json.decode(row.form))
        _check(writing.connection, policy, desk.today())
        return _write_draft(writing, desk, draft, policy, "proposed", row.author)


@changes("policies")
def drop_draft(desk: Desk, draft: str) -> None:
    """Gives a draft up; RefusedError `draft_of_another`, `draft_published`, UsageError `policy_draft_unknown`."""
    with desk.book.writing() as writing:
        row = _own_draft(writing.connection, desk, draft)
        body = PolicyDraftBody(
            row.policy, row.version, msgspec.Raw(row.form.encode()), row.author, desk.now(), "dropped"
        )
        writing.put(desk.stream, "policy_draft", draft, body)


@changes("policies", "products", "orders")
def approve(desk: Desk, draft: str) -> PolicyRow:
    """A second person says yes: published at once in HQ's folder, asked of HQ at HQ's desk (its row then names him).

    Raises RefusedError `only_at_hq`, `approver_is_author`, `approver_missing`, `draft_not_proposed`,
    `draft_published`, `request_waiting`, `policy_unfit`; UsageError `policy_draft_unknown`.
    """
    from sync.hq.deciding.publishing import Approval, check_approver, publish

    _need(desk, "policy_approve")
    with desk.book.writing() as writing:
        connection = writing.connection
        row = _draft_row(connection, draft)
        if row.state != "proposed":
            raise RefusedError("draft_not_proposed", policy=row.policy, state=row.state)
        check_approver(row.author, desk.operator, row.policy)
        digest = digest_of(row.form)
        if desk.is_hq:
            publish(writing, Approval(draft, desk.operator, digest), desk.today(), desk.now())
            return _picked(
                published_rows(DeskPolicies(connection, desk), desk.today(), row.policy), row.policy, row.version
            )[0]
        asked = asked_about(connection, [draft]).get(draft)
        if asked is not None and not asked.state and still_asked(row, asked):
            raise RefusedError("request_waiting", policy=row.policy, by=asked.by)
        _check(connection, _read(msgspec.json.decode(row.form)), desk.today())
        facts = {"digest": digest, "saved_at": row.saved_at}
        ask(writing, "publish_policy", draft, facts, desk.operator, desk.now())
        return draft_rows(DeskPolicies(connection, desk), draft)[0][0]


@changes("policies", "products", "orders")
def withdraw(desk: Desk, policy: str, version: int, last_day: date, reason: str) -> PolicyRow:
    """Ends a version after its last day: at once in HQ's folder, asked of HQ at HQ's desk.

    Raises UsageError `policy_unknown`, `withdraw_reason_missing`; RefusedError `only_at_hq`, `withdraw_past`,
    `withdraw_over`, `withdraw_twice`, `request_waiting`.
    """
    from sync.hq.deciding.publishing import Withdrawal, check_withdrawal
    from sync.hq.deciding.publishing import withdraw as end

    _need(desk, "policy_approve")
    with desk.book.writing() as writing:
        connection = writing.connection
        row, stored = _picked(published_rows(DeskPolicies(connection, desk), desk.today(), policy), policy, version)
        wanted = Withdrawal(stored.id, last_day, reason, desk.operator)
        if desk.is_hq:
            end(writing, wanted, desk.today(), desk.now())
        else:
            check_withdrawal(connection, wanted, desk.today())
            asked = asked_about(connection, [stored.id]).get(stored.id)
            if asked is not None and not asked.state:
                raise RefusedError("request_waiting", policy=policy, by=asked.by)
            facts = {"last_day": last_day.isoformat(), "reason": reason.strip()}
            ask(writing, "withdraw_policy", stored.id, facts, desk.operator, desk.now())
        return _picked(published_rows(DeskPolicies(connection, desk), desk.today(), policy), policy, row.version)[0]


@changes("policies")
def mark_read(desk: Desk, policy: str, version: int) -> bool:
    """Tells HQ that somebody here has opened a version that speaks to this dealer; True where that was new."""
    record = f"{policy}/{version}/{desk.identity.desk_id}"
    with desk.book.writing() as writing:
        connection = writing.connection
        if rows_in(connection, "SELECT 1 FROM policy_read WHERE id IN (?*)", [record]):
            return False
        seen = DeskPolicies(connection, desk)
        rows = [row for row, _ in published_rows(seen, seen.today, policy) if row.version == version]
        if seen.at_hq or not rows or not rows[0].mine:
            return False
        body = PolicyReadBody(policy, version, desk.dealer_id, desk.operator, desk.now())
        writing.put(desk.stream, "policy_read", record, body)
        return True


def next_version_form(desk: Desk, policy: str) -> dict[str, Any]:
    """The form to begin the next version with: the newest published, from tomorrow on; UsageError `policy_unknown`."""
    policy_view(desk, policy)  # which asks whether it may be seen
    with desk.book.reading() as connection:
        rows = rows_in(connection, "SELECT form FROM policy WHERE policy IN (?*) ORDER BY version DESC", [policy])
    if not rows:
        raise UsageError("policy_unknown", policy=policy)
    form: dict[str, Any] = msgspec.json.decode(rows[0][0])
    start = (desk.today() + timedelta(days=1)).isoformat()
    period = {**form.get("period", {}), "start": start}
    if period.get("end", start) < start:
        del period["end"]
    return {**form, "version": int(form["version"]) + 1, "period": period}


# ---- inside -----------------------------------------------------------------------------------------------------


def _read(form: object) -> Policy:
    policy, reasons = read_policy(form)
    if policy is None:
        named = form.get("id", "") if isinstance(form, Mapping) else ""
        raise UsageError("policy_misformed", policy=str(named), reasons=tuple(reasons))
    return policy


def _check(connection: Connection, policy: Policy, today: date) -> None:
    from sync.hq.deciding.publishing import check_draft

    reasons = check_draft(connection, policy, today)
    if reasons:
        raise RefusedError("policy_unfit", policy=policy.id, version=policy.version, reasons=tuple(reasons))


def _write_draft(writing: Writing, desk: Desk, draft: str, policy: Policy, state: str, author: str) -> PolicyRow:
    body = PolicyDraftBody(policy.id, policy.version, stored_form(policy), author, desk.now(), state)
    writing.put(desk.stream, "policy_draft", draft, body)
    return draft_rows(DeskPolicies(writing.connection, desk), draft)[0][0]


def _need(desk: Desk, action: str) -> None:
    """Goes on at HQ only, and only where whoever works there may do this."""
    if not desk.at_hq:
        raise RefusedError("only_at_hq")
    desk.need(action)


def _draft_row(connection: Connection, draft: str) -> Any:
    rows = rows_in(connection, "SELECT * FROM policy_draft WHERE state <> 'dropped' AND id IN (?*)", [draft])
    if not rows:
        raise UsageError("policy_draft_unknown", draft=draft)
    for published in rows_in(connection, "SELECT id FROM policy WHERE draft IN (?*)", [draft]):
        raise RefusedError("draft_published", policy=published.id)
    return rows[0]


def _own_draft(connection: Connection, desk: Desk, draft: str) -> Any:
    """A draft that this place may change: only the desk that wrote it may."""
    row = _draft_row(connection, draft)
    sql = (
        "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record IN (?*) AND e.kind = 'policy_draft' AND e.{living(connection)}"
    )
    if rows_in(connection, sql, [draft]) != [(desk.stream,)]:
        raise RefusedError("draft_of_another", policy=row.policy, author=row.author)
    return row


def _picked(rows: list[tuple[PolicyRow, Any]], policy: str, version: int) -> tuple[PolicyRow, Any]:
    """The version asked for; for 0 the one in force, else the newest."""
    if version:
        found = [each for each in rows if each[0].version == version]
    else:
        found = [each for each in rows if each[0].state == "in_force"] or rows
    if not found:
        raise UsageError("policy_unknown", policy=f"{policy}/{version}" if version else policy)
    return max(found, key=lambda each: each[0].version)


def _draft_view(seen: DeskPolicies, draft: str) -> PolicyView:
    rows = draft_rows(seen, draft)
    if not rows:
        raise UsageError("policy_draft_unknown", draft=draft)
    row, stored = rows[0]
    policy = policy_of(stored.form)
    assert policy is not None  # a form that can't be read is no row
    asked = asked_about(seen.connection, [draft]).get(draft)
    versions = [each for each, _ in published_rows(seen, seen.today, row.policy)]
    return PolicyView(
        row=row,
        policy=policy,
        form=write_policy(policy),
        reasons=asked.reasons if asked is not None and row.state == "refused" else (),
        versions=tuple(sorted(versions, key=lambda each: -each.version)),
        receipts=(),
        withdrawn_by="",
        reason="",
    )
