"""What all cards do alike: a record filled from what was typed, the next code, others that look the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

import msgspec

from desktop.cards.face import CardFace
from desktop.cards.values import read_value, show_value
from domain.errors import RefusedError
from domain.explain import Reason
from domain.parties.users import may
from sync.records.books.bulk import query_rows
from sync.records.books.searching import pinyin_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.bodies.records import DealerBody, ProductBody

Card = TypeVar("Card", "DealerBody", "ProductBody")
_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
_TRIES = 10_000


def filled(face: CardFace, body: Card, texts: Mapping[str, str]) -> Card:
    """The record with what was typed in its place; what isn't named stays. Raises as `read_value`."""
    told = {each.key: read_value(each.type, texts[each.key]) for each in face.fields if each.key in texts}
    made: Card = msgspec.structs.replace(body, **told)
    if made.name != body.name or not made.pinyin:
        made.pinyin = pinyin_keys(made.name)
    return made


def written_in(connection: Connection, stream: str, kind: str, record: str, body: type[Card]) -> Card | None:
    """A card as it was written into this stream; None where it wasn't, or was taken away again."""
    sql = (
        "SELECT e.body FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.kind = ? AND e.record = ? AND s.name = ? ORDER BY e.number DESC LIMIT 1"
    )
    rows = query_rows(connection, sql, kind, record, stream)
    return msgspec.json.decode(rows[0].body, type=body) if rows and rows[0].body else None


def texts_of(face: CardFace, body: DealerBody | ProductBody) -> dict[str, str]:
    """What stands in each field of a record."""
    return {each.key: show_value(each.type, getattr(body, each.key)) for each in face.fields}


def may_do(desk: Desk, right: str) -> bool:
    """Whether whoever works here has a right; in books without people everybody may."""
    person = desk.signed_in()
    return not right or person is None or may(person.role, right)


def locked_fields(desk: Desk, face: CardFace, code: str) -> dict[str, Reason]:
    """The fields whoever works here may not change, each with the reason called `code`."""
    person = desk.signed_in()
    role = person.role if person is not None else ""
    return {
        each.key: Reason(code, "info", {"role": role, "action": each.right})
        for each in face.fields
        if each.right and not may_do(desk, each.right)
    }


def check_locked(desk: Desk, face: CardFace, before: Card, after: Card, code: str) -> None:
    """Lets a card pass that changes nothing but what whoever works here may; RefusedError named `code`."""
    for key, reason in locked_fields(desk, face, code).items():
        if getattr(before, key) != getattr(after, key):
            raise RefusedError(code, **reason.facts)


def next_code(codes: Iterable[str], first: str) -> str:
    """The code after the newest one (the last of them) that ends in a number; `first` where there is none."""
    known = list(codes)
    taken = {each.casefold() for each in known}
    numbered = next((found for each in reversed(known) if (found := _NUMBERED.fullmatch(each))), None)
    if numbered is None:
        return first
    head, number, tail = numbered.groups()
    for step in range(1, _TRIES):
        code = f"{head}{int(number) + step:0{len(number)}}{tail}"
        if code.casefold() not in taken:
            return code
    return ""
