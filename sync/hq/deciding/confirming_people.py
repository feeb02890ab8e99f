"""HQ takes the role of somebody at one of its desks as given: in its folder, or as one it trusts with that asks."""

from __future__ import annotations

from datetime import date

from domain.errors import UsageError
from domain.parties.users import HQ_ROLES
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.records.log.writing import Writing
from sync.records.people.grants import give
from sync.records.people.requesting import Request


def confirm(writing: Writing, user: str, now: str, by: str, role: str = "") -> str:
    """Gives somebody at a desk of HQ's the role its record asks for, or takes it back where that says so; the name.

    Args:
        user: the id of the person's record.
        role: the one expected there; UsageError `user_role_changed` where it says another by now, "" takes any.

    UsageError `user_unknown`, `role_unknown`.
    """
    connection = writing.connection
    rows = query_rows(connection, "SELECT * FROM desk_user WHERE id = ? AND desk <> ''", user)
    if not rows or rows[0].dealer != read_setting(connection, "dealer_id"):
        raise UsageError("user_unknown", user=user)
    row = rows[0]
    if role and row.role != role:
        raise UsageError("user_role_changed", user=row.name, role=row.role)
    if row.role not in HQ_ROLES:
        raise UsageError("role_unknown", role=row.role, known=", ".join(HQ_ROLES))
    give(writing, row.desk, row.name, row.role, active=bool(row.active), now=now, by=by)
    return str(row.name)


def confirm_asked(writing: Writing, request: Request, today: date, now: str) -> str:  # noqa: ARG001 -- as every verb
    """What an HQ desk asks by the verb `confirm_user`: `subject` is the person's record, `role` what it says."""
    return confirm(writing, request.subject, now, request.by, request.facts.get("role", ""))
