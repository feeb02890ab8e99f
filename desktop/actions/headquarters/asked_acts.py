"""What only HQ may write is asked for at a desk of its people by the very action that does it in HQ's own books.

The desk first tries the action on its copy of HQ's books and undoes it, so that what HQ would refuse is refused at
once; then it writes a request. HQ does the action in the request's transaction, in the name and with the rights of who
asked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec

from desktop.actions.headquarters.queued import Queued
from desktop.actions.headquarters.requests import FORM, VERSION
from desktop.desk import Desk, Identity
from domain.errors import RefusedError, UsageError
from domain.parties.users import Person
from sync.hq.deciding.requests import VERBS, Verbs
from sync.records.books.homes import home_of
from sync.records.books.nested_transaction import BookWithin
from sync.records.books.settings import write_setting
from sync.records.log.writing import Writing
from sync.records.people import requesting
from sync.records.people.requesting import Request

P = ParamSpec("P")
T = TypeVar("T")
_MOST_TOLD = 6


def hq_does(verb: str) -> Callable[[Callable[Concatenate[Desk, P], T]], Callable[Concatenate[Desk, P], T | Queued]]:
    """An action that HQ alone may do: at a desk of its people it asks HQ and gives back `Queued`.

    There it raises what the action would raise, and RefusedError `asked_already` where the very same waits already,
    unless the person insists.
    """

    def asking(action: Callable[Concatenate[Desk, P], T]) -> Callable[Concatenate[Desk, P], T | Queued]:
        told = inspect.signature(action)

        @wraps(action)
        def do_or_ask(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> T | Queued:
            if not desk.asks:
                return action(desk, *args, **kwargs)
            bound = told.bind(desk, *args, **kwargs)
            bound.apply_defaults()
            return _ask(desk, verb, dict(list(bound.arguments.items())[1:]))

        return do_or_ask

    return asking


def verbs() -> Verbs:
    """All that HQ's people may ask for from their desks, for whoever starts HQ's service."""
    from desktop.actions.headquarters.request_types import REQUEST_TYPES

    return {**VERBS, **{verb: _Doing(verb) for verb in REQUEST_TYPES}}


class _Doing:
    """One verb at HQ."""

    def __init__(self, verb: str) -> None:
        from desktop.actions.headquarters.request_types import REQUEST_TYPES

        self.wish = REQUEST_TYPES[verb]

    @property
    def action(self) -> str:
        return self.wish.action

    def __call__(self, writing: Writing, request: Request, today: date, now: str) -> str:
        return self.do(DeskWithin(writing, request, today, now), request)

    def do(self, desk: Desk, request: Request) -> str:
        """Does it; what came of it in a word."""
        form = read_form(request.verb, request.facts)
        action = getattr(import_module(f"desktop.actions.{self.wish.module}"), self.wish.function)
        return _outcome(action(desk, **form.arguments()))


class DeskWithin(Desk):
    """HQ's own desk inside one transaction, where the one who asked works; his day and moment are HQ's."""

    def __init__(self, writing: Writing, request: Request, today: date, now: str, folder: Path = Path()) -> None:
        home = home_of(writing.connection)
        identity = Identity("hq", home.desk, home.dealer, home.prefix, "")
        super().__init__(BookWithin(writing), identity, folder, clock=lambda: datetime.fromisoformat(now))
        self.operator = request.by
        if request.role:
            self.user = Person("", request.by, request.role, dealer=home.dealer, desk=request.desk)
        self._today = today

    def today(self) -> date:
        """The day HQ, or the desk that tries, reckons with."""
        return self._today


def read_form(verb: str, facts: Mapping[str, str]) -> Any:
    """What a request of such a verb says.

    Raises UsageError `request_unknown` for one of a newer program, `request_unreadable`.
    """
    from desktop.actions.headquarters.request_types import REQUEST_TYPES

    wish = REQUEST_TYPES[verb]
    version = facts.get(VERSION, "")
    if not version.isdecimal() or int(version) > wish.version:
        raise UsageError("request_unknown", verb=verb)
    try:
        form = msgspec.json.decode(facts.get(FORM, ""), type=wish.form)
    except msgspec.MsgspecError as unreadable:
        raise UsageError("request_unreadable", detail=str(unreadable)[:200]) from unreadable
    if not _finite(form):
        raise UsageError("request_unreadable", detail="amount")
    return form


# ---- inside -----------------------------------------------------------------------------------------------------


class _TriedError(Exception):
    """It would work; nothing of it stays."""


def _ask(desk: Desk, verb: str, arguments: Mapping[str, Any]) -> Queued:
    """Asks HQ."""
    from desktop.actions.headquarters.request_types import REQUEST_TYPES

    wish = REQUEST_TYPES[verb]
    person = desk.signed_in()
    if wish.action:
        desk.need_right(wish.action)
    form = wish.form.of(arguments, desk.today())
    facts = {FORM: msgspec.json.encode(form).decode(), VERSION: str(wish.version)}
    subject = str(getattr(form, form.__struct_fields__[0]))
    request = Request("", verb, subject, desk.operator, desk.now(), facts, role=person.role if person else "")
    if wish.tried:
        _try(desk, verb, request)
    with desk.book.writing() as writing:
        _look_for(desk, writing, request)
        made = requesting.ask(writing, verb, subject, facts, desk.operator, request.at)
    return Queued(made, verb)


def _try(desk: Desk, verb: str, request: Request) -> None:
    """Raises what HQ would raise, as far as this desk's copy of its books can tell."""
    try:
        with desk.book.writing() as writing:
            write_setting(writing.connection, "role", "hq")  # undone with all the rest
            _Doing(verb).do(DeskWithin(writing, request, desk.today(), request.at, desk.folder), request)
            raise _TriedError
    except _TriedError:
        return


def _look_for(desk: Desk, writing: Writing, request: Request) -> None:
    """RefusedError `asked_already` where the same, word for word, waits for HQ's answer; told once, then believed."""
    wish = f"{request.verb} {request.facts[FORM]}"
    if desk.insists or wish in desk.warned:
        desk.warned.discard(wish)
        return
    for each in requesting.asked(writing.connection, subject=request.subject, open_only=True):
        same = (each.request.verb, dict(each.request.facts)) == (request.verb, dict(request.facts))
        if each.state == "waiting" and same:
            desk.warned.add(wish)
            raise RefusedError("asked_already", verb=request.verb, by=each.request.by, at=_clock(each.request.at))


def _clock(stored: str) -> str:
    """A recording time as this place's clock shows it."""
    return f"{datetime.fromisoformat(stored).astimezone():%m-%d %H:%M}"


def _finite(value: Any) -> bool:
    """Whether all figures in it are figures."""
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, msgspec.Struct):
        return all(_finite(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, dict):
        return all(_finite(each) for each in value.values())
    if isinstance(value, tuple | list):
        return all(_finite(each) for each in value)
    return all(_finite(getattr(value, name)) for name in getattr(value, "__dataclass_fields__", ()))


def _outcome(made: Any) -> str:
    """What came of it: the numbers of what was written."""
    if isinstance(made, str):
        return made
    if isinstance(made, tuple | list):
        numbers = list(filter(None, map(_outcome, made)))
        return ", ".join(numbers if len(numbers) <= _MOST_TOLD else [numbers[0], "…", numbers[-1]])
    number = getattr(made, "number", "")
    return number if isinstance(number, str) else ""
