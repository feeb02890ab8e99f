"""The people of this place as the settings show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.people import users
from desktop.actions.people.keys import place_of
from domain.parties.users import Person, may

if TYPE_CHECKING:
    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class Staff:
    """The people here, the roles there are, who of them works now, and whether he may change the others.

    `waiting` are those, here and at HQ's other desks, whose role HQ has not confirmed.
    """

    people: tuple[Person, ...]
    roles: tuple[str, ...]
    working: Person | None
    manages: bool
    password_needed: bool
    waiting: tuple[Person, ...] = ()

    @property
    def everybody(self) -> list[Person]:
        """The people here, and behind them those of HQ's other desks who wait."""
        here = {each.id for each in self.people}
        return [*self.people, *(each for each in self.waiting if each.id not in here)]

    def waits(self, person: Person) -> bool:
        """Whether what is said of somebody doesn't hold at HQ yet."""
        return any(each.id == person.id for each in self.waiting)


def staff(desk: Desk) -> Staff:
    """Who is here, and who waits for HQ."""
    working = desk.user
    manages = working is None or may(working.role, "user_manage")
    asking = users.people_asking(desk)
    waiting = tuple(Person(each.id, each.name, each.role, each.active, desk=each.desk) for each in asking)
    return Staff(tuple(users.people(desk)), users.roles(desk), working, manages, desk.at_hq, waiting)


@changes("people")
def take_on(desk: Desk, name: str, role: str, password: str) -> Person:
    """Another person; the first one of all is in at once."""
    if not desk.peopled:
        return users.first_person(desk, name, password)
    return users.add_person(desk, name, role, password)


def key_place(desk: Desk) -> str:
    """Where this desk's key lies (`desktop.actions.people.keys.place_of`); "" in HQ's own books, which have none."""
    return "" if desk.is_hq else place_of(desk)
