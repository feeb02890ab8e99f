"""The people of a place: records that travel, passwords that never do, and how often a wrong one was tried."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.parties import users
from domain.parties.users import Person
from sync.records.bodies.policies import UserBody
from sync.records.books.bulk import query_rows, run_many, upsert_rows
from sync.records.books.database import Book
from sync.records.books.homes import home_of
from sync.records.books.settings import moment, read_setting, write_setting
from sync.records.log.writing import Writing
from sync.records.people.roll import people
from sync.records.schema import policy_tables

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "LOCKED",
    "MOST_WRONG",
    "author_at",
    "change_person",
    "make_person",
    "people",
    "person_named",
    "set_password",
    "sign_in",
]

MOST_WRONG = 5
LOCKED = timedelta(minutes=5)


def person_named(connection: Connection, name: str) -> Person:
    """The person of this name in this place; UsageError `user_unknown`."""
    for each in people(connection):
        if users.same_name(each.name, name):
            return each
    raise UsageError("user_unknown", user=name)


def author_at(connection: Connection, desk: str, name: str) -> Person | None:
    """Who, among the active people of any desk, bears exactly this name."""
    sql = "SELECT id, name, role, dealer, desk FROM desk_user WHERE desk = ? AND name = ? AND active ORDER BY pk"
    for row in query_rows(connection, sql, desk, name):
        return Person(row.id, row.name, row.role, dealer=row.dealer, desk=row.desk)
    return None


def make_person(writing: Writing, name: str, role: str, password: str, now: str, by: str) -> Person:
    """A new person of this place.

    Raises UsageError `user_name_…`, `role_unknown`, `password_…`; RefusedError `user_name_taken`.
    """
    connection = writing.connection
    home = home_of(connection)
    kept = users.check_name(name, [each.name for each in people(connection)])
    users.check_role(role, at_hq=home.at_hq)
    users.check_password(password, needed=home.at_hq)
    made = Person(f"u-{uuid.uuid4().hex}", kept, role, dealer=home.dealer, desk=home.desk, guarded=bool(password))
    body = UserBody(home.dealer, home.desk, kept, role, made_at=now, made_by=by or kept)
    writing.put(home.own_stream, "user", made.id, body)
    _keep_password(connection, made.id, password)
    return made


def change_person(writing: Writing, person: Person, *, role: str | None = None, active: bool | None = None) -> Person:
    """Another role, or in or out of work; UsageError `role_unknown`, RefusedError `user_last_head`."""
    connection = writing.connection
    home = home_of(connection)
    if role is not None:
        users.check_role(role, at_hq=home.at_hq)
    changed = replace(
        person,
        role=person.role if role is None else role,
        active=person.active if active is None else active,
    )
    users.check_head_stays(people(connection), changed)
    if changed != person:
        [row] = query_rows(connection, "SELECT made_at, made_by FROM desk_user WHERE id = ?", person.id)
        body = UserBody(changed.dealer, changed.desk, changed.name, changed.role, changed.active, row[0], row[1])
        writing.put(home.own_stream, "user", person.id, body)
    return changed


def set_password(connection: Connection, person: Person, password: str) -> Person:
    """Another password, or none where the place allows that; wrong tries are forgotten. UsageError `password_…`."""
    users.check_password(password, needed=home_of(connection).at_hq)
    _keep_password(connection, person.id, password)
    write_setting(connection, _tries_key(person.id), "")
    return replace(person, guarded=bool(password))


def sign_in(book: Book, name: str, password: str, now: datetime) -> Person:
    """Who bears this name and knows the password.

    Raises UsageError `user_unknown`; RefusedError `user_disabled`, `password_not_set` (HQ's people need one),
    `password_superfluous`, `password_wrong` (`left`), `password_locked` (`minutes`).
    """
    with book.reading() as connection:
        person = person_named(connection, name)
        home = home_of(connection)
        stored = _stored(connection, person.id)
    if not person.active:
        raise RefusedError("user_disabled", user=person.name)
    if not stored:
        if home.at_hq:
            raise RefusedError("password_not_set", user=person.name)
        if password:  # or whoever typed something would believe that it was asked for
            raise RefusedError("password_superfluous", user=person.name)
        return person
    tries = _begin_try(book, person, now)
    if _fits(stored, password):
        with book.writing() as writing:
            write_setting(writing.connection, _tries_key(person.id), "")
        return person
    if tries >= MOST_WRONG:
        raise RefusedError("password_locked", user=person.name, minutes=_minutes(LOCKED))
    raise RefusedError("password_wrong", user=person.name, left=MOST_WRONG - tries)


def _keep_password(connection: Connection, person: str, password: str) -> None:
    if password:
        row = (person, _hasher().hash(password))
        upsert_rows(connection, policy_tables.user_secret, ("user", "hash"), [row], key=("user",))
    else:
        run_many(connection, 'DELETE FROM user_secret WHERE "user" = ?', [(person,)])


def _stored(connection: Connection, person: str) -> str:
    rows = query_rows(connection, 'SELECT hash FROM user_secret WHERE "user" = ?', person)
    return str(rows[0][0]) if rows else ""


def _fits(stored: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    if len(password) > users.LONGEST_PASSWORD:
        return False  # nobody has such a one, and reckoning it would only cost time
    try:
        return _hasher().verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # argon2id as RFC 9106 advises: 64 MiB, three passes


def _tries_key(person: str) -> str:
    return f"wrong_passwords {person}"


def _begin_try(book: Book, person: Person, now: datetime) -> int:
    """The how manieth try in a row this is; it counts before it is looked at, so that many at once count as many.

    RefusedError `password_locked` (`minutes`).
    """
    with book.writing() as writing:
        last, _, count = read_setting(writing.connection, _tries_key(person.id)).partition(" ")
        tries = int(count or 0)
        if tries >= MOST_WRONG:
            until = datetime.fromisoformat(last) + LOCKED
            if now < until:
                raise RefusedError("password_locked", user=person.name, minutes=_minutes(until - now))
            tries = 0
        write_setting(writing.connection, _tries_key(person.id), f"{moment(now)} {tries + 1}")
    return tries + 1


def _minutes(left: timedelta) -> int:
    return max(1, -(-int(left.total_seconds()) // 60))
