"""What is on record for what was typed: customers, products, documents and statements by number, policies, people."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.actions.catalog.search import find_dealers, find_products
from desktop.actions.finding.names import Names, closeness, fitting
from desktop.actions.people.present import people
from domain.documents.kinds import DOCUMENTS, KINDS
from domain.parties.users import may
from domain.statements.marks import PREFIX as STATEMENT_PREFIX
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from desktop.desk import Desk

DEALER, PRODUCT, STATEMENT, POLICY, PERSON = "dealer", "product", "statement", "policy", "person"
_HQS_PREFIX = "00"
_DAY_DIGITS = 6
_LEAST_DIGITS = 4
_PAST = "\uffff"  # behind every character that a number can hold
_FEW = 6
_SERIES = tuple(KINDS[kind].prefix for kind in DOCUMENTS)


class FoundRecord(NamedTuple):
    """Something on record.

    `kind` is a kind of document, or `dealer`, `product`, `statement`, `policy`, `person`; `key` is what it is opened
    by: a number, an id, or a product's code.
    """

    kind: str
    key: str
    title: str
    about: str = ""
    on: date | None = None
    version: int = 0


class Findings(NamedTuple):
    """What fits: names as place and closeness, and what is on record."""

    names: list[tuple[int, int]]
    records: list[FoundRecord]


class _PolicyName(msgspec.Struct):
    name: str = ""


_named = msgspec.json.Decoder(_PolicyName).decode


def find(desk: Desk, typed: str, names: Sequence[Names]) -> Findings:
    """What the program offers under these names, and what is on record, for what was typed."""
    return Findings(fitting(names, typed), records(desk, typed))


def records(desk: Desk, typed: str) -> list[FoundRecord]:
    """What is on record; of each kind the first few, and nothing that whoever works here may not see."""
    wanted = typed.strip()
    if not wanted or not wanted.isprintable():
        return []
    found = [FoundRecord(DEALER, hit.id, hit.name, hit.code) for hit in find_dealers(desk, wanted, 5)]
    found += [FoundRecord(PRODUCT, hit.sku, hit.name, hit.sku) for hit in find_products(desk, wanted, 7)]
    with desk.book.reading() as connection:
        found += _documents(connection, desk, wanted)
        found += _statements(connection, desk, wanted)
        found += _policies(connection, wanted)
    return [*found, *_people(desk, wanted)]


def number_spans(typed: str, prefix: str, series: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Where in the order of numbers those lie that were meant: by their beginning, or by day and place in the series.

    Of figures alone only numbers of this desk (`prefix`) and of HQ are meant, of any of these `series`: each span is
    found by the index of numbers, however many there are.
    """
    if re.fullmatch(r"[A-Za-z]{2,}[A-Za-z0-9-]*", typed):
        begins = typed.upper()
        yield begins, begins + _PAST
        return
    digits = typed.replace("-", "")
    if not digits.isdecimal() or not digits.isascii() or len(digits) < _LEAST_DIGITS:
        return
    rest = digits if len(digits) <= _DAY_DIGITS else f"{digits[:_DAY_DIGITS]}-{digits[_DAY_DIGITS:]}"
    for letters in series:
        for home in dict.fromkeys((prefix, _HQS_PREFIX)):
            begins = f"{letters}-{home}-{rest}"
            yield begins, begins + _PAST


def _documents(connection: Connection, desk: Desk, typed: str) -> list[FoundRecord]:
    sql = (
        "SELECT number, kind, date, (SELECT name FROM dealer WHERE id = CASE WHEN d.seller = ? THEN d.buyer "
        "ELSE d.seller END) party FROM document d WHERE number >= ? AND number < ? ORDER BY number DESC "
        f"LIMIT {_FEW}"
    )
    spans = number_spans(typed, desk.identity.prefix, _SERIES)
    rows = [row for span in spans for row in query_rows(connection, sql, desk.dealer_id, *span)]
    rows.sort(key=lambda row: str(row.date), reverse=True)
    return [
        FoundRecord(row.kind, row.number, row.number, row.party or "", date.fromisoformat(row.date))
        for row in rows[:_FEW]
    ]


def _statements(connection: Connection, desk: Desk, typed: str) -> list[FoundRecord]:
    sql = (
        "SELECT number, last_day, (SELECT name FROM dealer WHERE id = s.buyer) party FROM statement s "
        f"WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT {_FEW}"
    )
    spans = number_spans(typed, desk.identity.prefix, (STATEMENT_PREFIX,))
    rows = [row for span in spans for row in query_rows(connection, sql, *span)]
    return [
        FoundRecord(STATEMENT, row.number, row.number, row.party or "", date.fromisoformat(row.last_day))
        for row in rows[:_FEW]
    ]


def _policies(connection: Connection, typed: str) -> list[FoundRecord]:
    """The newest version of each policy that is called so, or has such a number."""
    sql = (
        "SELECT policy, version, form FROM policy p "
        "WHERE version = (SELECT MAX(version) FROM policy WHERE policy = p.policy) ORDER BY policy"
    )
    word, found = typed.casefold(), []
    for row in query_rows(connection, sql):
        name = _named(row.form).name
        fits = [fit for each in (row.policy, name) if (fit := closeness(each, word)) is not None]
        if fits:
            found.append((min(fits), FoundRecord(POLICY, row.policy, name, row.policy, version=int(row.version))))
    return [record for _, record in sorted(found, key=lambda each: each[0])[:_FEW]]


def _people(desk: Desk, typed: str) -> list[FoundRecord]:
    """Who works here, for whoever may look after people."""
    if desk.user is not None and not may(desk.user.role, "user_manage"):
        return []
    word = typed.casefold()
    return [
        FoundRecord(PERSON, person.name, person.name, person.role)
        for person in people(desk)
        if closeness(person.name, word) is not None
    ][:_FEW]
