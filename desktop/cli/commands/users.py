"""Commands about the people of a desk or of HQ."""

from __future__ import annotations

from desktop.actions.people import users
from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import table
from desktop.cli.signing_in import new_password
from desktop.wording import name_of, say
from domain.parties.users import Person
from sync.records.people.grants import UnconfirmedPerson


def show(call: Call) -> CommandResult:
    """Lists them."""
    with call.desk() as desk:
        found, waiting, given = users.people(desk), users.people_asking(desk), users.confirmed_roles(desk)
    heads = ("姓名", "角色", "状态", "密码") if call.language == "zh" else ("Name", "Role", "State", "Password")
    yes, no = call.say("有", "yes"), call.say("无", "no")
    rows = [
        [each.name, name_of("role", each.role, call.language), _state(call, each), yes if each.guarded else no]
        for each in found
    ]
    known = {each.id for each in found}
    others = [each for each in waiting if each.id not in known]
    unsure = call.say("待总部确认", "HQ has to confirm")
    forms = [person_form(each) for each in found]
    if given is not None:
        sure = [given.get(each.name) == each.role for each in found]
        forms = [{**form, "confirmed": yes} for form, yes in zip(forms, sure, strict=True)]
        rows = [[*row[:2], row[2] if yes else unsure, row[3]] for row, yes in zip(rows, sure, strict=True)]
    rows += [[f"{each.name} · {each.desk}", name_of("role", each.role, call.language), unsure, ""] for each in others]
    return CommandResult([*forms, *map(asking_form, others)], table(heads, rows))


def confirm(call: Call) -> CommandResult:
    """HQ takes what one of its desks says of somebody as its own word."""
    with call.desk(writing=True) as desk:
        found = users.confirm_person(desk, call.args.name, call.args.desk)
        waits = desk.asks
    told = say("user_confirm_asked" if waits else "user_confirmed", call.language, user=found.name, role=found.role)
    return CommandResult({**asking_form(found), "confirmed": not waits}, told)


def asking_form(each: UnconfirmedPerson) -> dict[str, object]:
    """Someone who waits for HQ's word as JSON; `granted` is the role HQ gave before, "" for none."""
    form: dict[str, object] = {"id": each.id, "name": each.name, "role": each.role, "active": each.active}
    return {**form, "password": False, "desk": each.desk, "granted": each.granted, "confirmed": False}


def add(call: Call) -> CommandResult:
    """Adds someone; the first one may everything, whatever is asked for."""
    with call.desk(writing=True) as desk:
        if desk.peopled:
            # Refused before a password is asked for, not after.
            name, role = users.check_person(desk, call.args.name, call.args.role)
            made = users.add_person(desk, name, role, new_password(name, call.language, call.place))
        else:
            name = call.args.name
            made = users.first_person(desk, name, new_password(name, call.language, call.place, first=True))
    return CommandResult(person_form(made), say("user_made", call.language, user=made.name, role=made.role))


def role(call: Call) -> CommandResult:
    """Changes someone's role."""
    with call.desk(writing=True) as desk:
        return _changed(call, users.change_role(desk, call.args.name, call.args.role))


def disable(call: Call) -> CommandResult:
    """Shuts someone out."""
    with call.desk(writing=True) as desk:
        return _changed(call, users.set_active(desk, call.args.name, active=False))


def enable(call: Call) -> CommandResult:
    """Lets someone in again."""
    with call.desk(writing=True) as desk:
        return _changed(call, users.set_active(desk, call.args.name, active=True))


def password(call: Call) -> CommandResult:
    """Sets a password."""
    with call.desk(writing=True) as desk:
        person = users.changeable(desk, call.args.name)
        changed = users.set_password(desk, person.name, new_password(person.name, call.language, call.place))
    return CommandResult(person_form(changed), say("password_set", call.language, user=changed.name))


def person_form(person: Person) -> dict[str, object]:
    """Someone as JSON."""
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "active": person.active,
        "password": person.guarded,
    }


def _changed(call: Call, person: Person) -> CommandResult:
    told = say("user_changed", call.language, user=person.name, role=person.role, state=_state(call, person))
    return CommandResult(person_form(person), told)


def _state(call: Call, person: Person) -> str:
    return call.say("在用", "active") if person.active else call.say("已停用", "shut out")
