"""The people of a desk or of HQ: listed, made, changed, let in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import own_dealer
from desktop.actions.changes import changes
from desktop.actions.people.keys import is_locked
from desktop.actions.people.present import is_open_to_all, nobody_asked, people
from domain.errors import RefusedError, UsageError
from domain.parties.users import HEADS, Person, check_name, check_role, head_role, roles_of, same_name
from sync.records.people import people as records
from sync.records.people import requesting
from sync.records.people.grants import CONFIRM, UnconfirmedPerson, asking, granted_roles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

__all__ = [
    "SignInState",
    "add_person",
    "change_role",
    "changeable",
    "check_person",
    "confirm_person",
    "confirmed_roles",
    "door",
    "first_person",
    "is_open_to_all",
    "nobody_asked",
    "people",
    "people_asking",
    "roles",
    "set_active",
    "set_password",
    "sign_in",
]


def roles(desk: Desk) -> tuple[str, ...]:
    """The roles one can have here."""
    return roles_of(at_hq=desk.at_hq)


@changes("people")
def first_person(desk: Desk, name: str, password: str = "") -> Person:
    """The first one, who may everything; where a dead machine's place was taken, the one of this name is let in again.

    Raises UsageError `user_name_…`, `password_…`; RefusedError `people_known` where there are people who can let others
    in.
    """
    role = head_role(at_hq=desk.at_hq)
    with desk.book.writing() as writing:
        here = records.people(writing.connection)
        if here and not _without_keys(here):
            raise RefusedError("people_known", user=name)
        found = next((each for each in here if same_name(each.name, name)), None)
        if found is None:
            made = records.make_person(writing, name, role, password, desk.now(), "")
        else:
            known = records.change_person(writing, found, role=role, active=True)
            made = records.set_password(writing.connection, known, password)
    desk.peopled, desk.user = True, made
    return made


def check_person(desk: Desk, name: str, role: str) -> tuple[str, str]:
    """The name as it would be kept, and a role there is; raises as `add_person`, before a password is asked for."""
    desk.need("user_manage")
    return check_name(name, [each.name for each in people(desk)]), check_role(role, at_hq=desk.at_hq)


@changes("people")
def add_person(desk: Desk, name: str, role: str, password: str = "") -> Person:
    """Another one.

    Raises RefusedError `not_permitted`, `user_name_taken`; UsageError `role_unknown`, `user_name_…`, `password_…`.
    """
    desk.need("user_manage")
    with desk.book.writing() as writing:
        made = records.make_person(writing, name, role, password, desk.now(), desk.operator)
        _ask_to_confirm(writing, desk, made)
    return made


@changes("people")
def change_role(desk: Desk, name: str, role: str) -> Person:
    """Another role; RefusedError `user_last_head`, UsageError `user_unknown`, `role_unknown`."""
    return _change(desk, name, role=role)


@changes("people")
def set_active(desk: Desk, name: str, *, active: bool) -> Person:
    """Shuts someone out, or lets him in again; what he wrote keeps his name. RefusedError `user_last_head`."""
    return _change(desk, name, active=active)


@changes("people")
def set_password(desk: Desk, name: str, password: str) -> Person:
    """Another password: one's own, or, for whoever looks after the people, anybody's; raises UsageError `password_…`.

    "" takes it away where a place allows people without one.
    """
    person = changeable(desk, name)
    with desk.book.writing() as writing:
        changed = records.set_password(writing.connection, person, password)
    return _known_anew(desk, changed)


def _known_anew(desk: Desk, person: Person) -> Person:
    """The person as he is now; where he is whoever works here, the desk knows it at once."""
    if desk.user is not None and desk.user.id == person.id:
        desk.user = person
    return person


def changeable(desk: Desk, name: str) -> Person:
    """The person of this name, where whoever works here may set his password: it is his own, or he may manage people.

    Raises UsageError `user_unknown`; RefusedError `not_permitted`, `login_needed`.
    """
    with desk.book.reading() as connection:
        person = records.person_named(connection, name)
    mine = desk.signed_in()
    if mine is None or mine.id != person.id:
        desk.need("user_manage")
    return person


def sign_in(desk: Desk, name: str, password: str = "") -> Person:
    """From here on this person works here; raises as `sync.records.people.people.sign_in`."""
    desk.user = records.sign_in(desk.book, name, password, desk.clock())
    return desk.user


@dataclass(frozen=True, slots=True)
class SignInState:
    """What stands before the books: `state` is `open`, `first` (nobody is known yet), `login`, or `locked` (the key).

    `names` are those who may come in, `needed` says that a password is no choice, `dealer` whose books they are.
    """

    state: str
    names: tuple[str, ...] = ()
    needed: bool = False
    dealer: str = ""


def door(desk: Desk, *, switching: bool = False) -> SignInState:
    """What whoever opens the window has to pass; the only one without a password is in already.

    `switching` asks in any case: somebody works here, and another one may want to.
    """
    working = [each for each in people(desk) if each.active]
    with desk.book.reading() as connection:
        dealer = own_dealer(connection, desk).name
    if is_locked(desk):
        return SignInState("locked", dealer=dealer)
    if not working:
        return SignInState("first", needed=desk.asks, dealer=dealer)
    if not switching and (desk.user is not None or nobody_asked(desk) is not None):
        return SignInState("open", dealer=dealer)
    return SignInState("login", tuple(each.name for each in working), desk.at_hq, dealer)


def _change(desk: Desk, name: str, *, role: str | None = None, active: bool | None = None) -> Person:
    desk.need("user_manage")
    with desk.book.writing() as writing:
        person = records.person_named(writing.connection, name)
        changed = records.change_person(writing, person, role=role, active=active)
        if changed != person:
            _ask_to_confirm(writing, desk, changed)
    return _known_anew(desk, changed)


def _ask_to_confirm(writing: Writing, desk: Desk, person: Person) -> None:
    """At a desk of HQ's people what is said of somebody holds at HQ once HQ says so too; who said it asks for that."""
    if desk.asks:
        requesting.ask(writing, CONFIRM, person.id, {"role": person.role}, desk.operator, desk.now())


def people_asking(desk: Desk) -> list[UnconfirmedPerson]:
    """In HQ's books: who, at its desks, asks for a role that HQ has not given; nobody elsewhere."""
    if not desk.at_hq:
        return []
    with desk.book.reading() as connection:
        return asking(connection)


@changes("people", "requests")
def confirm_person(desk: Desk, name: str, machine: str = "") -> UnconfirmedPerson:
    """Takes what a desk of HQ's says of somebody as HQ's own word; `machine` names the desk where several have one so.

    At a desk of HQ's people HQ is asked for it. Raises RefusedError `not_permitted`, `only_at_hq`; UsageError
    `user_not_asking`, `user_at_several_desks`, `role_unknown`.
    """
    desk.need("user_manage")
    if not desk.at_hq:
        raise RefusedError("only_at_hq")
    found = [each for each in people_asking(desk) if same_name(each.name, name) and machine in ("", each.desk)]
    if not found:
        raise UsageError("user_not_asking", user=name)
    if len(found) > 1:
        raise UsageError("user_at_several_desks", user=name, known=", ".join(each.desk for each in found))
    with desk.book.writing() as writing:
        if desk.asks:
            requesting.ask(writing, CONFIRM, found[0].id, {"role": found[0].role}, desk.operator, desk.now())
        else:
            from sync.hq.deciding.confirming_people import confirm

            confirm(writing, found[0].id, desk.now(), desk.operator, found[0].role)
    return found[0]


def confirmed_roles(desk: Desk) -> Mapping[str, str] | None:
    """At a desk of HQ's people: the role HQ gave each name here; None where HQ's word isn't needed."""
    if not desk.asks:
        return None
    with desk.book.reading() as connection:
        return granted_roles(connection, desk.identity.desk_id)


def _without_keys(here: list[Person]) -> bool:
    """Whether nobody who may everything has a password, as on a machine that took a dead one's place."""
    return not any(each.guarded for each in here if each.role in HEADS)
