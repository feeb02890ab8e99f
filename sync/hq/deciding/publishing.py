"""Policies are published and ended at HQ: checked once more against all that stands, then whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.parties.users import same_name
from domain.policies.checks import check_policy
from domain.policies.file import read_policy
from domain.policies.policy import Policy
from domain.policies.shapes import problem
from domain.policies.ties import check_next_version, check_ties
from sync.records.bodies.policies import PolicyBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.log.streams import living
from sync.records.log.writing import Writing
from sync.records.people.grants import check_known
from sync.records.people.requesting import Request
from sync.records.pricing.policy_cache import policy_of
from sync.records.pricing.policy_forms import digest_of, stored_form, stream_of, surroundings_of

NEVER = date.min.isoformat()  # the last day of a version that another one follows from its very first day


@dataclass(frozen=True, slots=True)
class Approval:
    """Who says yes to which draft, and to exactly which words of it (`digest`; "" takes them as they stand)."""

    draft: str
    approver: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Which version (its record) holds through which day and no longer, why, and who says so."""

    record: str
    last_day: date
    reason: str
    by: str


def check_draft(connection: Connection, policy: Policy, today: date) -> list[Reason]:
    """Every reason that speaks against publishing this version on top of what is published in this book."""
    around = surroundings_of(connection, today)
    found = [*check_policy(policy, around), *check_ties(policy, around)]
    versions = [each for each in around.policies if each.id == policy.id]
    if versions:
        last = max(versions, key=lambda each: each.version)
        return [*found, *check_next_version(last, policy, used=_used(connection, policy.id))]
    if policy.version > 1:
        found.append(problem("policy_version_order", "$.version", version=policy.version, last=0))
    return found


def publish(writing: Writing, approval: Approval, today: date, now: str) -> str:
    """Publishes a proposed draft and ends the versions before it; returns the record's id.

    Raises RefusedError `policy_draft_unknown`, `draft_not_proposed`, `draft_published`, `draft_changed`,
    `approver_missing`, `approver_is_author`, `policy_unfit` (`reasons`: every one of them).
    """
    connection = writing.connection
    _lock_policies(connection)
    row = _proposed(connection, approval)
    policy, reasons = read_policy(msgspec.json.decode(row.form))
    if policy is not None:
        reasons = check_draft(connection, policy, today)
    if policy is None or reasons:
        raise RefusedError("policy_unfit", policy=row.policy, version=row.version, reasons=tuple(reasons))
    form = stored_form(policy)
    record = f"{policy.id}/{policy.version}"
    _end_earlier(writing, policy)
    body = PolicyBody(
        policy.id, policy.version, form, digest_of(form), row.author, approval.approver, now, draft=approval.draft
    )
    writing.put(stream_of(policy), "policy", record, body)
    return record


def withdraw(writing: Writing, withdrawal: Withdrawal, today: date, now: str) -> str:
    """Ends a version: it holds through its last day and no longer; what was reckoned with it stands.

    Raises as `check_withdrawal`. Returns the record's id.
    """
    _lock_policies(writing.connection)
    row = check_withdrawal(writing.connection, withdrawal, today)
    changed = {"until": withdrawal.last_day.isoformat(), "withdrawn_at": now, "withdrawn_by": withdrawal.by}
    _write_again(writing, row, **changed, reason=withdrawal.reason.strip())
    return withdrawal.record


def check_withdrawal(connection: Connection, withdrawal: Withdrawal, today: date) -> Any:
    """The version's row; what was sold at its prices stands, so that its last day can't be a past one.

    Raises UsageError `policy_unknown`, `withdraw_reason_missing`; RefusedError `withdraw_past`, `withdraw_over`,
    `withdraw_twice`.
    """
    record, last_day = withdrawal.record, withdrawal.last_day
    found = rows_in(connection, "SELECT * FROM policy WHERE id IN (?*)", [record])
    if not found:
        raise UsageError("policy_unknown", policy=record)
    if not withdrawal.reason.strip():
        raise UsageError("withdraw_reason_missing", policy=record)
    row = found[0]
    if row.withdrawn_at:
        raise RefusedError("withdraw_twice", policy=record, until=date.fromisoformat(row.until), by=row.withdrawn_by)
    if last_day < today:
        raise RefusedError("withdraw_past", policy=record, last=last_day, today=today)
    policy = policy_of(row.form, row.until)
    end = policy.period.end if policy else None
    if end is not None and end <= last_day:
        raise RefusedError("withdraw_over", policy=record, end=end)
    return row


def publish_policy(writing: Writing, request: Request, today: date, now: str) -> str:
    """What an HQ desk asks by the verb of this name: `subject` is the draft, who asks is who approves.

    Of the two who stand behind it HQ must know both: RefusedError `author_unknown_at_hq`.
    """
    if request.desk:
        for row in rows_in(writing.connection, "SELECT author FROM policy_draft WHERE id IN (?*)", [request.subject]):
            check_known(writing.connection, row.author, "policy_draft", request.subject)
    return publish(writing, Approval(request.subject, request.by, request.facts.get("digest", "")), today, now)


def withdraw_policy(writing: Writing, request: Request, today: date, now: str) -> str:
    """What an HQ desk asks by the verb of this name: `subject` is the version's record."""
    told = request.facts.get("last_day", "")
    try:
        last_day = date.fromisoformat(told)
    except ValueError as unreadable:
        raise UsageError("date_unreadable", text=told) from unreadable
    asked = Withdrawal(request.subject, last_day, request.facts.get("reason", ""), request.by)
    return withdraw(writing, asked, today, now)


def check_approver(author: str, approver: str, policy: str) -> None:
    """Two people stand behind a policy: RefusedError `approver_missing`, `approver_is_author`."""
    if not approver.strip():
        raise RefusedError("approver_missing", policy=policy)
    if same_name(author, approver):
        raise RefusedError("approver_is_author", policy=policy, user=approver)


def _proposed(connection: Connection, approval: Approval) -> Any:
    found = rows_in(connection, "SELECT * FROM policy_draft WHERE id IN (?*)", [approval.draft])
    if not found:
        raise RefusedError("policy_draft_unknown", draft=approval.draft)
    row = found[0]
    for published in rows_in(connection, "SELECT id FROM policy WHERE draft IN (?*)", [approval.draft]):
        raise RefusedError("draft_published", policy=published.id)
    if row.state != "proposed":
        raise RefusedError("draft_not_proposed", policy=row.policy, state=row.state)
    if approval.digest and approval.digest != digest_of(row.form):
        raise RefusedError("draft_changed", policy=row.policy)
    check_approver(row.author, approval.approver, row.policy)
    return row


def _used(connection: Connection, policy: str) -> bool:
    """Whether documents or settlements name the policy already."""
    for table in ("policy_use", "rebate_payout"):
        if query_rows(connection, f"SELECT 1 FROM {table} WHERE policy = ? LIMIT 1", policy):
            return True
    return False


def _end_earlier(writing: Writing, policy: Policy) -> None:
    """Earlier versions hold no longer from the first day of this one."""
    start = policy.period.start
    last = NEVER if start is None or start == date.min else (start - timedelta(days=1)).isoformat()
    rows: Sequence[Any] = query_rows(
        writing.connection, "SELECT * FROM policy WHERE policy = ? AND version < ?", policy.id, policy.version
    )
    for row in rows:
        if not row.until or row.until > last:
            _write_again(writing, row, until=last)


def _write_again(writing: Writing, row: Any, **changed: str) -> None:
    """The same version with another end, in the stream it stands in."""
    fields = [*PolicyBody.__struct_fields__]
    values = {name: getattr(row, name) for name in fields} | changed
    values["form"] = msgspec.Raw(row.form.encode())
    sql = (
        "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record IN (?*) AND e.kind = 'policy' AND e.{living(writing.connection)}"
    )
    ((stream,),) = rows_in(writing.connection, sql, [row.id])
    writing.put(stream, "policy", row.id, PolicyBody(**values))


def _lock_policies(connection: Connection) -> None:
    """Nobody else publishes or ends a policy until the transaction ends; readers go on."""
    # SQLite has one writer at a time: its transaction began by taking that place.
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("LOCK TABLE policy IN SHARE ROW EXCLUSIVE MODE")
