"""Whether a record fits: read once, every field held against its bound, then what its fields say of one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, get_args, get_type_hints

import msgspec

from domain.documents.kinds import KINDS, PAPERS, DocumentKind
from domain.errors import RefusedError
from sync.records.accounts.account_rows import HELD
from sync.records.bodies.accounts import ReconciledBody, SettlementBody, StatementBody
from sync.records.bodies.records import AnswerBody, Body, DocumentBody, decode, decode_all
from sync.records.bounds.fields import BOUNDS, ORDER_STATES
from sync.records.bounds.values import LONGEST_ID, Bound, Many, Name

UNFIT, UNREADABLE = "record_unfit", "record_unreadable"
LONGEST_KIND = 80


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first thing that is wrong with a record: the field (`lines[3].amount`), the bound it breaks, its value.

    `code` is `record_unfit`, or `record_unreadable` where the body isn't of its kind at all.
    """

    code: str
    field: str
    bound: str
    value: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What a person is told."""
        return {"field": self.field, "bound": self.bound, "value": self.value}

    @property
    def detail(self) -> str:
        """The same as one line."""
        return f"{self.field}: {self.bound}" + (f" ({self.value})" if self.value else "")


class UnfitError(RefusedError):
    """A record that doesn't fit; `misfit` says why."""

    def __init__(self, kind: str, record: str, misfit: Misfit) -> None:
        super().__init__(misfit.code, kind=kind, record=record, **misfit.facts)
        self.misfit = misfit

    def __str__(self) -> str:
        return self.misfit.detail


_IN_LINE = re.compile(r"[a-z_]+\[([0-9]+)\]")
_ID = Name(LONGEST_ID)
_KIND = Name(LONGEST_KIND)
# Its fields with their bounds, and those that hold further shapes.
_Plan = tuple[tuple[tuple[str, Bound], ...], tuple[str, ...]]
_Check = Callable[[Any], "Misfit | None"]


def read_record(kind: str, record: str, raw: bytes) -> Body | Misfit | None:
    """The record an entry holds, what is wrong with it, or None for a kind this program doesn't know."""
    try:
        body = decode(kind, raw)
    except (msgspec.MsgspecError, RecursionError, ValueError) as unreadable:
        return Misfit(UNREADABLE, "body", "unreadable", _shown(str(unreadable)))
    if body is None:
        return None
    return misfit_of(kind, record, body) or body


def read_records(kind: str, records: Sequence[tuple[str, bytes]]) -> list[Body | Misfit | None]:
    """`read_record` for many of one kind, given as (id, body): field by field at once, and one by one where that fails.

    A first fill brings a million; a call for each field of each would take longer than all the rest.
    """
    try:
        bodies = decode_all(kind, (raw for _, raw in records))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        bodies = None
    if bodies and _all_fit(kind, [record for record, _ in records], bodies):
        return list(bodies)
    return [read_record(kind, record, raw) for record, raw in records]


def _all_fit(kind: str, ids: Sequence[str], bodies: Sequence[Body]) -> bool:
    """Whether all of these surely fit."""
    fields, nested = _PLANS[type(bodies[0])]
    if nested or kind in _WHOLE or not _ID.fit_all(ids):
        return False
    return all(bound.fit_all(list(map(attrgetter(name), bodies))) for name, bound in fields)


def misfit_of(kind: str, record: str, body: Body) -> Misfit | None:
    """The first thing that is wrong with a record of a known kind, None where it fits."""
    wrong = _ID(record)
    if wrong:
        return Misfit(UNFIT, "id", wrong, _shown(record))
    return (None if _fit_surely([body]) else _misfit(body, "")) or next(
        (found for check in _WHOLE.get(kind, ()) if (found := check(body)) is not None), None
    )


def misnamed(kind: str, record: str) -> Misfit | None:
    """What is wrong with the kind and id of an entry, whether or not this program knows the kind."""
    for field, value, bound in (("kind", kind, _KIND), ("id", record, _ID)):
        if wrong := bound(value):
            return Misfit(UNFIT, field, wrong, _shown(value))
    return None


def check_fits(kind: str, records: Iterable[tuple[str, Body]]) -> None:
    """Lets records pass that fit; RefusedError `field_unfit`: the field by its own name, the line it stands in, if any.

    `line` counts from 1; `path` is the whole way to the field.
    """
    for record, body in records:
        found = misfit_of(kind, record, body)
        if found is not None:
            raise RefusedError("field_unfit", kind=kind, record=record, path=found.field, **_place(found))


def _place(found: Misfit) -> dict[str, object]:
    line = _IN_LINE.match(found.field)
    facts: dict[str, object] = {"field": found.field.rpartition(".")[2], "bound": found.bound, "value": found.value}
    return {**facts, "line": int(line[1]) + 1} if line else facts


def _fit_surely(bodies: Sequence[Body]) -> bool:
    """Whether bodies of one shape fit with all that is in them, field by field at once; False also where it is open."""
    tests, nested = _TESTS[type(bodies[0])]
    if len(bodies) == 1:
        for (bound, _, usual), value in zip(tests, msgspec.structs.astuple(bodies[0]), strict=True):
            if value is not usual and bound(value):
                return False
    else:
        columns = zip(*map(msgspec.structs.astuple, bodies), strict=True)
        for (bound, fit_all, usual), column in zip(tests, columns, strict=True):
            first = column[0]  # most fields say the same in all the lines of an order
            if usual is _LISTS or column.count(first) < len(column):
                if not fit_all(column):
                    return False
            elif first is not usual and bound(first):
                return False
    for name in nested:
        items = [item for body in bodies for item in getattr(body, name)]
        if items and not _fit_surely(items):
            return False
    return True


def _misfit(body: Body, path: str) -> Misfit | None:
    fields, nested = _PLANS[type(body)]
    for name, bound in fields:
        value = getattr(body, name)
        wrong = bound(value)
        if wrong:
            return Misfit(UNFIT, path + name, wrong, _shown(value))
    for name in nested:
        for place, item in enumerate(getattr(body, name)):
            found = _misfit(item, f"{path}{name}[{place}].")
            if found is not None:
                return found
    return None


def _plan(shape: type[Body], bounds: Mapping[str, Bound]) -> _Plan:
    hints = get_type_hints(shape)
    nested = tuple(
        name for name in bounds if any(isinstance(each, type) and each in BOUNDS for each in get_args(hints[name]))
    )
    return tuple(bounds.items()), nested


_PLANS: Mapping[type[Body], _Plan] = {shape: _plan(shape, bounds) for shape, bounds in BOUNDS.items()}

_NO_DEFAULT, _LISTS = object(), object()
_Test = tuple[Bound, Callable[[Any], bool], object]


def _tests(shape: type[Body], bounds: Mapping[str, Bound]) -> tuple[_Test, ...]:
    """The bounds in the order in which a shape has its fields, each with what needs no look: a default that fits.

    What isn't even to be compared, because it is whole lists, is marked instead.
    """
    return tuple(
        (bounds[each.name], bounds[each.name].fit_all, _usual(bounds[each.name], each.default))
        for each in msgspec.structs.fields(shape)
    )


def _usual(bound: Bound, default: object) -> object:
    if isinstance(bound, Many):
        return _LISTS
    plain = default is None or isinstance(default, str | int)
    return default if plain and not bound(default) else _NO_DEFAULT


_TESTS: Mapping[type[Body], tuple[tuple[_Test, ...], tuple[str, ...]]] = {
    shape: (_tests(shape, bounds), _PLANS[shape][1]) for shape, bounds in BOUNDS.items()
}


def _shown(value: object) -> str:
    """As much of a value as helps to find it, fit to be stored and shown."""
    text = value if isinstance(value, str) else repr(value) if isinstance(value, int) else ""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[:60])


# ---- what the fields of a record say of one another -------------------------------------------------------------


def _state_of_order(body: DocumentBody) -> Misfit | None:
    wrong = ORDER_STATES(body.state)
    return Misfit(UNFIT, "state", wrong, _shown(body.state)) if wrong else None


def _state_of_posted(body: DocumentBody) -> Misfit | None:
    return Misfit(UNFIT, "state", "value_unknown", _shown(body.state)) if body.state not in ("", "posted") else None


def _nothing_negative(body: DocumentBody) -> Misfit | None:
    """An order asks for goods; one that asked for less than nothing would give stock and credit where there is none."""
    if body.amount < 0:
        return Misfit(UNFIT, "amount", "number_beyond", str(body.amount))
    return _negative_line(body.lines, "lines")


def _negative_line(lines: Iterable[Any], path: str) -> Misfit | None:
    for place, line in enumerate(lines):
        if line.quantity >= 0 and line.amount >= 0 and (line.unit_price or 0) >= 0 and (line.net or 0) >= 0:
            continue
        for name in ("quantity", "amount", "unit_price", "net"):
            if (getattr(line, name) or 0) < 0:
                return Misfit(UNFIT, f"{path}[{place}].{name}", "number_beyond", str(getattr(line, name)))
    return None


def _lines_add_up(body: DocumentBody) -> Misfit | None:
    total = sum(line.amount for line in body.lines)
    return Misfit(UNFIT, "amount", "sum_differs", str(body.amount)) if body.lines and total != body.amount else None


def _undoes_nothing(body: DocumentBody) -> Misfit | None:
    """An order is taken back by its own later version, and follows no other paper."""
    for name in ("source", "reverses"):
        if getattr(body, name):
            return Misfit(UNFIT, name, "not_here", _shown(getattr(body, name)))
    return None


def _raises_nothing_back(body: DocumentBody) -> Misfit | None:
    """A paper about money says how much, and by its kind which way; only one that undoes another is negative."""
    wrong = body.amount > 0 if body.reverses else body.amount < 0
    return Misfit(UNFIT, "amount", "number_beyond", str(body.amount)) if wrong else None


def _days_in_order(body: StatementBody | ReconciledBody) -> Misfit | None:
    """A period ends no earlier than it begins."""
    return Misfit(UNFIT, "last_day", "day_before", body.last_day) if body.last_day < body.first_day else None


def _settles_something(body: SettlementBody) -> Misfit | None:
    """What is set against no debt is only kept back, however much it comes to; all else sets something against one."""
    if body.mode == HELD:
        return None
    if not body.debt:
        return Misfit(UNFIT, "debt", "text_missing")
    return None if body.amount else Misfit(UNFIT, "amount", "number_beyond", "0")


def _wallet_once(body: DocumentBody | AnswerBody) -> Misfit | None:
    uses = [(use.entry, use.line) for use in body.wallet]
    return Misfit(UNFIT, "wallet", "twice") if len(set(uses)) < len(uses) else None


def _answered_lines(body: AnswerBody) -> Misfit | None:
    return _negative_line(body.added, "added")


def _of_paper(kind: DocumentKind) -> tuple[_Check, ...]:
    """What must hold of a whole posted document, by what its kind does."""
    if kind.amount == "said" and kind.below_zero == "undoes":
        return _state_of_posted, _raises_nothing_back
    return (_state_of_posted, _lines_add_up) if kind.amount == "lines" and kind.posts else (_state_of_posted,)


_WHOLE: Mapping[str, tuple[_Check, ...]] = {
    **{kind: _of_paper(KINDS[kind]) for kind in PAPERS},
    "settlement": (_settles_something,),
    "statement": (_days_in_order,),
    "reconciled": (_days_in_order,),
    "order": (_state_of_order, _nothing_negative, _wallet_once, _undoes_nothing),
    "answer": (_answered_lines, _wallet_once),
}
