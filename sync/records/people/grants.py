"""Who of HQ's people may what, by HQ's own word: what a desk writes of its people only asks for it.

A grant stands in HQ's own stream and is written at HQ alone: by whoever works in HQ's folder, by the one-time code that
let a desk's first person in, or at the wish of somebody to whom HQ gave the right to look after the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.errors import RefusedError
from domain.parties.users import PERMISSIONS
from sync.records.bodies.policies import GrantBody
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.records.log.streams import living
from sync.records.log.writing import Writing

CONFIRM = "confirm_user"
"""The verb by which one of HQ's people asks HQ to take another one's role as given."""


@dataclass(frozen=True, slots=True)
class UnconfirmedPerson:
    """Someone at one of HQ's desks whose role HQ has not confirmed: what it asks for, and what HQ gave ("" nothing)."""

    id: str
    desk: str
    name: str
    role: str
    active: bool
    granted: str
    at: str


def grant_id(desk: str, name: str) -> str:
    """A grant is a name's at a desk, whatever records that desk writes of it."""
    return f"{desk}/{name}"


def give(writing: Writing, desk: str, name: str, role: str, *, active: bool, now: str, by: str) -> None:
    """HQ's word on somebody at one of its desks; it takes the place of the word before."""
    body = GrantBody(desk, name, role, now, by, active=active)
    writing.put("hq", "grant", grant_id(desk, name), body)


def granted_role(connection: Connection, desk: str, name: str) -> str:
    """The role HQ gave somebody at a desk, "" where it gave none or took it back."""
    rows = query_rows(connection, "SELECT role FROM role_grant WHERE id = ? AND active", grant_id(desk, name))
    return str(rows[0].role) if rows else ""


def granted_roles(connection: Connection, desk: str) -> Mapping[str, str]:
    """Of every name at a desk the role HQ gave it."""
    rows = query_rows(connection, "SELECT name, role FROM role_grant WHERE desk = ? AND active", desk)
    return {row.name: row.role for row in rows}


def known_names(connection: Connection) -> set[str]:
    """The names of all people HQ itself knows: those of its folder, and those it gave a role at a desk."""
    hq = read_setting(connection, "dealer_id")
    own = query_rows(connection, "SELECT name FROM desk_user WHERE desk = '' AND dealer IN (?, '')", hq)
    granted = query_rows(connection, "SELECT name FROM role_grant WHERE active")
    return {row.name for row in (*own, *granted)}


def asking(connection: Connection) -> list[UnconfirmedPerson]:
    """People at HQ's desks who ask for a role, or for being let in again, that HQ has not given; the oldest first."""
    sql = (
        "SELECT u.*, COALESCE(g.role, '') AS given, COALESCE(g.active, u.active) AS standing, g.pk AS known "
        "FROM desk_user u LEFT JOIN role_grant g ON g.desk = u.desk AND g.name = u.name "
        "WHERE u.desk <> '' AND u.dealer = ? AND u.active ORDER BY u.pk"
    )
    rows = query_rows(connection, sql, read_setting(connection, "dealer_id"))
    return [_asking(row) for row in rows if row.known is None or row.given != row.role or not row.standing]


def lesser(granted: str, said: str) -> str:
    """The role that holds where HQ's word and the person's own record differ: a desk may lessen a right, never add one.

    "" where neither is less than the other.
    """
    given, own = PERMISSIONS.get(granted, frozenset()), PERMISSIONS.get(said, frozenset())
    return said if own <= given else granted if given <= own else ""


def check_known(connection: Connection, name: str, kind: str, record: str) -> None:
    """Lets a name pass that stands under a desk's paper and that HQ knows; RefusedError `author_unknown_at_hq`.

    What was written in HQ's own books passes: whoever works there needed no desk's word.
    """
    sql = (
        "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = ? AND e.record = ? "
        f"AND e.{living(connection)}"
    )
    written = [row.name for row in query_rows(connection, sql, kind, record)]
    if any(each.startswith("desk/") for each in written) and name not in known_names(connection):
        raise RefusedError("author_unknown_at_hq", user=name)


def _asking(row: Any) -> UnconfirmedPerson:
    given = row.given if row.standing else ""
    return UnconfirmedPerson(row.id, row.desk, row.name, row.role, bool(row.active), given, row.made_at)
