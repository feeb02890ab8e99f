"""Records that are held, here or at HQ: looked through, and put away when nobody needs to look at them any more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.catalog.cards import dealers_by_id
from desktop.actions.changes import changes
from desktop.actions.documents.document_views import numbers_of
from desktop.actions.headquarters.dismissals import put_dismissal
from desktop.wording import sentence_of
from domain.explain import Fact, Reason
from sync.records.books.bulk import query_rows
from sync.records.log import problems
from sync.records.log.holding import BY, CARD_TWICE, CAUSE, CROSSED, RESTS, TOLD_PLAINLY
from sync.records.log.problems import Problem, held_numbers
from sync.shapes import make_ready
from sync.trouble import trouble_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


# Facts that name another record; people know it by its number.
_NAMING = ("id", "order", "statement", "by", "buyer")


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem as people are told of it: the document's number or the record's id, and its sentence's facts.

    `along`: what it rests on is held itself, and tells what is to be done.
    """

    problem: Problem
    subject: str
    facts: Mapping[str, object]
    along: bool = False

    @property
    def code(self) -> str:
        """The sentence's: of many that are held alike, one tells of all."""
        cause = self.problem.facts.get(CAUSE, "")
        if self.problem.count > 1:
            return "held_many"
        if self.along:
            return "rests_on_held"
        # What another desk did first is told as such; there is nothing to talk to HQ about.
        crossed = cause in CROSSED and self.problem.facts.get(BY)
        return cause if cause in TOLD_PLAINLY or crossed else self.problem.code


def held_records(desk: Desk) -> list[ToldProblem]:
    """What a person should look at, the newest first."""
    with desk.book.reading() as connection:
        return told_problems(connection)


def told_problems(connection: Connection, most: int = 100) -> list[ToldProblem]:
    """The same from an open connection; why HQ holds an entry stands under `why` as a reason of its own."""
    found = problems.open_problems(connection, most)
    written = problems.written_numbers(connection, found)
    named = {each.facts[name] for each in found for name in _NAMING if each.facts.get(name)}
    known = numbers_of(connection, [*named, *(each.record for each in found)])
    parties = dealers_by_id(connection, {each.facts["buyer"] for each in found if each.facts.get("buyer")})
    known |= {name: card.name for name, card in parties.items()}
    pairs = _settlements(connection, found)
    along = held_numbers(connection, {each.facts["id"] for each in found if _rests(each)} - known.keys())
    known |= along
    told = []
    for each in found:
        pair = pairs.get((each.stream, each.number), {})
        number = written.get((each.stream, each.number)) or known.get(each.record, "") or " → ".join(pair.values())
        facts = _facts(each, number, known, pair) | _written_on(connection, each)
        subject = number or (each.record if _is_readable(each.record) else "")
        with_it = _rests(each) and each.facts["id"] in along
        told.append(ToldProblem(each, subject, facts if each.count == 1 else _of_many(each, facts), with_it))
    return told


def _rests(found: Problem) -> bool:
    """Whether it is held for want of a paper that it names."""
    return RESTS in (found.code, found.facts.get(CAUSE)) and "id" in found.facts


class _Pair(msgspec.Struct):
    credit: str = ""
    debt: str = ""


make_ready(_Pair)


def _settlements(connection: Connection, found: Sequence[Problem]) -> dict[tuple[str, int], dict[str, str]]:
    """What settlements set against what, by the numbers of both; they have none of their own."""
    bodies = problems.bodies_at(connection, [each for each in found if each.kind == "settlement"])
    pairs = {}
    for place, body in bodies.items():
        with suppress(msgspec.MsgspecError, UnicodeDecodeError):
            pairs[place] = msgspec.json.decode(body, type=_Pair)
    numbers = numbers_of(connection, [end for pair in pairs.values() for end in (pair.credit, pair.debt)])
    return {
        place: {side: numbers[end] for side, end in (("credit", pair.credit), ("debt", pair.debt)) if numbers.get(end)}
        for place, pair in pairs.items()
    }


_INTERNAL = re.compile(r"[0-9a-f]{24,}")


def _is_readable(name: str) -> bool:
    """Whether people can do anything with a record's id; a random one tells nobody anything."""
    return not _INTERNAL.search(name)


_MOST_NAMED = 6
_ON_CARD = (
    "SELECT d.number FROM entry e JOIN stream s ON s.id = e.stream JOIN document d ON d.id = e.record "
    "AND d.kind = e.kind WHERE s.name = ? AND e.number > ? AND d.buyer = ? AND d.reverses IS NULL "
    "AND d.state NOT IN ('reversed', 'cancelled') ORDER BY e.number LIMIT ?"
)


def _written_on(connection: Connection, found: Problem) -> dict[str, object]:
    """The papers that a desk wrote for the customer whose card another desk had made under the same code."""
    if CARD_TWICE not in (found.code, found.facts.get(CAUSE)) or found.kind != "dealer":
        return {}
    rows = query_rows(connection, _ON_CARD, found.stream, found.number, found.record, _MOST_NAMED + 1)
    more = " …" if len(rows) > _MOST_NAMED else ""
    return {"papers": ", ".join(row.number for row in rows[:_MOST_NAMED]) + more}


def _of_many(found: Problem, facts: dict[str, object]) -> dict[str, object]:
    """What is told of many at once: how many, and the reason of the newest."""
    told: dict[str, Fact] = {name: fact for name, fact in facts.items() if isinstance(fact, str)}
    why = facts.get("why") or Reason(found.code if sentence_of(found.code) else "held_otherwise", "stop", told)
    return {"kind": found.kind, "stream": found.stream, "count": found.count, "why": why}


# What a library said of a record is kept with it for whoever looks after the program; people are told in words.
_BY_LIBRARY = {"record_unreadable": "unreadable", "record_not_applied": "defect", "order_not_decided": "defect"}


def _facts(found: Problem, number: str, known: Mapping[str, str], pair: Mapping[str, str]) -> dict[str, object]:
    facts: dict[str, Fact] = {"kind": found.kind, "document": number, **pair}
    # An id that can't stand as it is written is told as it is written.
    as_written = "id_not_yours" in (found.code, found.facts.get(CAUSE))
    for name, fact in found.facts.items():
        if name != CAUSE:
            facts[name] = _called(fact, known) if name in _NAMING and not as_written else fact
    cause = found.facts.get(CAUSE)
    if not cause and found.code in _BY_LIBRARY:
        how = trouble_in(found.detail, otherwise=_BY_LIBRARY[found.code])
        return {**facts, "why": Reason("trouble_is", "stop", {"how": how})}
    if not cause:
        return {**facts}
    return {**facts, "why": Reason(cause if sentence_of(cause) else "held_otherwise", "stop", facts)}


def _called(fact: str, known: Mapping[str, str]) -> str:
    """What another record is called; nothing where all that is known of it is a random id."""
    return known.get(fact) or (fact if _is_readable(fact) else "")


@changes("orders")
def put_away(desk: Desk, stream: str, number: int) -> int:
    """Nobody needs to look at this line any more; what it stands for goes on being held, and so many they are.

    Raises RefusedError `not_permitted`; UsageError `problem_unknown`.
    """
    desk.need("books_care")
    with desk.book.writing() as writing:
        done = problems.put_away(writing.connection, stream, number, desk.now(), desk.operator)
        put_dismissal(desk, writing, done.key, done.until)
        return done.entries
