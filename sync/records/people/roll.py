"""Who works in this place, read without the modules that make and change people."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.parties.users import Person
from sync.records.books.bulk import query_rows
from sync.records.books.homes import home_of

_PEOPLE = (
    "SELECT u.id, u.name, u.role, u.active, u.dealer, u.desk, s.hash FROM desk_user u "
    'LEFT JOIN user_secret s ON s."user" = u.id WHERE u.desk = ? ORDER BY u.made_at, u.pk'
)


def people(connection: Connection) -> list[Person]:
    """Everyone who works, or worked, in this place; the first made comes first."""
    home = home_of(connection)
    # HQ's folder has people before its dealer tree is loaded, so its dealer says nothing there.
    return [
        Person(row.id, row.name, row.role, bool(row.active), row.dealer, row.desk, guarded=row.hash is not None)
        for row in query_rows(connection, _PEOPLE, home.desk)
    ]
