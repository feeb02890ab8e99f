"""What the window asks about the people of this place; run by its worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.ui.frame.work import REQUESTED, Written
from domain.parties.users import Person, may

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop.actions.headquarters.requests import RequestView
    from desktop.actions.headquarters.restored import Names, ReturnedOverview
    from desktop.desk import Desk

_PEOPLE = frozenset({"people"})


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
    from desktop.actions.people import users

    working = desk.user
    manages = working is None or may(working.role, "user_manage")
    asking = users.people_asking(desk)
    waiting = tuple(Person(each.id, each.name, each.role, each.active, desk=each.desk) for each in asking)
    return Staff(tuple(users.people(desk)), users.roles(desk), working, manages, desk.at_hq, waiting)


def requests(desk: Desk, *subjects: str) -> list[RequestView]:
    """What HQ was asked about something, by whatever name it was called, the newest first."""
    from desktop.actions.headquarters.requests import requests as asked

    found = [each for subject in subjects for each in asked(desk, subject)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def pending(desk: Desk, verbs: Collection[str]) -> list[RequestView]:
    """What HQ was asked for of these verbs and has not done."""
    from desktop.actions.headquarters.requests import pending as open_ones

    return open_ones(desk, verbs)


def put_away(desk: Desk, ids: Sequence[str]) -> Written[Any]:
    """Somebody has read why these were refused."""
    from desktop.actions.headquarters.requests import forget

    forget(desk, ids)
    return Written(None, REQUESTED)


def add_person(desk: Desk, name: str, role: str, password: str) -> Written[Any]:
    """Another one; the first one of all is in at once."""
    from desktop.actions.people import users

    if not desk.peopled:
        return Written(users.first_person(desk, name, password), _PEOPLE)
    return Written(users.add_person(desk, name, role, password), _PEOPLE)


def change_role(desk: Desk, name: str, role: str) -> Written[Any]:
    from desktop.actions.people.users import change_role as change

    return Written(change(desk, name, role), _PEOPLE)


def confirm(desk: Desk, name: str, machine: str) -> Written[Any]:
    """Has HQ take somebody's role as given; whether that is done, or asked for."""
    from desktop.actions.people.users import confirm_person

    confirm_person(desk, name, machine)
    return Written(not desk.asks, _PEOPLE | REQUESTED)


def set_active(desk: Desk, name: str, active: bool) -> Written[Any]:
    from desktop.actions.people.users import set_active as change

    return Written(change(desk, name, active=active), _PEOPLE)


def set_password(desk: Desk, name: str, password: str) -> Written[Any]:
    from desktop.actions.people.users import set_password as change

    return Written(change(desk, name, password), _PEOPLE)


def key_place(desk: Desk) -> str:
    """Where this desk's key lies (`desktop.actions.people.keys.place_of`); "" in HQ's own books, which have none."""
    from desktop.actions.people.keys import place_of

    return "" if desk.is_hq else place_of(desk)


def set_passphrase(desk: Desk, now: str, passphrase: str) -> Written[Any]:
    """Sets, changes or takes away the passphrase; gives where the key lies now."""
    from desktop.actions.people.keys import replace_passphrase

    return Written(replace_passphrase(desk, now, passphrase), frozenset())


def set_standing(desk: Desk, dealer: str, status: str, reason: str) -> Written[Any]:
    """Suspends or closes a customer, or lets it in again."""
    from desktop.actions.catalog.standing import set_standing as stand

    return Written(stand(desk, dealer, status, reason), frozenset({"parties", "accounts"}))


def rejoin(desk: Desk, address: str, code: str) -> Written[Any]:
    """Joins HQ again under a new key; the dealer's name and the prefix of its numbers."""
    from desktop.actions.headquarters.exchange import rejoin as join

    done = join(desk, address, code)
    return Written((done.dealer_name, done.prefix), frozenset({"orders"}))


def returned(desk: Desk) -> ReturnedOverview:
    """What came back after a restore and waits for HQ's people."""
    from desktop.actions.headquarters.restored import returned_list

    return returned_list(desk)


def take_returned(desk: Desk, about: str, names: Names, over: bool, unproven: bool) -> Written[Any]:
    from desktop.actions.headquarters.restored import take_named

    return Written(take_named(desk, about, names, over, unproven), frozenset({"orders"}))


def leave_returned(desk: Desk, about: str, names: Names) -> Written[Any]:
    from desktop.actions.headquarters.restored import leave_named

    return Written(leave_named(desk, about, names), frozenset({"orders"}))
