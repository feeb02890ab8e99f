"""What a desk may write: records it is the home of; anything else stays in its chain and changes nothing.

A desk is trusted with its own dealer's business only. Otherwise a desk could pay its own debts by a receipt in
HQ's name, answer its own orders, or overwrite a document of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec
from sqlalchemy import Connection

from sync.hq import admission_accounts
from sync.hq.admission_confirmations import HELD_CODES as HELD_ACTS
from sync.hq.admission_confirmations import judge_confirmations
from sync.hq.hearing import UNHEARD, Hearing
from sync.hq.tree import Tree
from sync.records.bodies import (
    BODY_TYPES,
    DOCUMENT_KINDS,
    AnswerBody,
    Body,
    DealerBody,
    DocumentBody,
    PeriodBody,
    ProductBody,
    decode,
)
from sync.records.bulk import rows_in
from sync.records.log import living
from sync.records.policy_bodies import PolicyReadBody, UserBody, VerdictSeenBody
from sync.records.settings import read_setting
from sync.streams import Entry

_DESK_KINDS = frozenset(
    {
        *("dealer", "product", "period", "answer", "user", "policy_read", "verdict_seen"),
        *DOCUMENT_KINDS,
        *admission_accounts.KINDS,
        "confirmation",
    }
)
# HQ's people write nothing in HQ's name: they prepare, ask, and HQ does it.
_HQ_DESK_KINDS = frozenset({"user", "policy_draft", "policy_read", "request", "rebate_adjustment"})
# What an entry is held for that stays in the chain only; as told in `problem`.
HELD_CODES = (
    "kind_not_yours",
    "record_of_another",
    "record_not_yours",
    "document_not_yours",
    "answer_not_yours",
    "order_decided_by_buyer",
    *admission_accounts.HELD_CODES,
    *HELD_ACTS,
)
# The side of a document whose desk writes it; an order is written by either.
_HOME = {
    "opening": "seller",
    "adjustment": "seller",
    "delivery": "seller",
    "return": "seller",
    **dict.fromkeys(("money_receipt", "payment", "discount", "credit_note", "debit_note"), "seller"),
    "rebate_settlement": "seller",
    "goods_receipt": "buyer",
}
_ASKING = frozenset({"submitted", "cancelled"})

Numbered = Sequence[tuple[int, Entry]]


def judge_entries(
    connection: Connection, stream: int, dealer: str, numbered: Numbered, hearing: Hearing = UNHEARD
) -> dict[int, str]:
    """The code of what is wrong, by number, of entries this dealer's desk is not the home of.

    Entries of kinds this program doesn't know are let through: nothing is derived from them.
    """
    bodies = {number: _body(entry) for number, entry in numbered}
    taken = _taken(connection, stream, numbered)
    around = _Around(connection, stream, dealer, bodies, numbered)
    wrong: dict[int, str] = {}
    for number, entry in numbered:
        around.heard = partial(hearing.had_heard, number)
        code = _judge(entry, bodies[number], dealer, taken, around)
        if code:
            wrong[number] = code
    acts = judge_confirmations(connection, around.desk, dealer, numbered, bodies)
    return {**acts, **wrong}


def _judge(entry: Entry, body: Body | None, dealer: str, taken: Mapping[str, set[str]], around: _Around) -> str | None:
    if entry.kind not in BODY_TYPES:
        return None
    if entry.kind not in (_HQ_DESK_KINDS if around.at_hq else _DESK_KINDS):
        return "kind_not_yours"
    if any(_collide(entry.kind, kind) for kind in taken.get(entry.record, ())):
        return "record_of_another"
    if entry.kind in {"dealer", "product"} and not entry.record.startswith(f"{dealer}:"):
        return "record_not_yours"
    match body:
        case DealerBody() if body.parent is None or not around.is_below(body.parent):
            return "record_not_yours"
        case ProductBody() if body.owner != dealer:
            return "record_not_yours"
        case PeriodBody() if body.dealer != dealer or not around.may_close(entry.record):
            return "record_not_yours"
        case UserBody() if (body.dealer, body.desk) != (dealer, around.desk):
            return "record_not_yours"
        case PolicyReadBody() | VerdictSeenBody() if body.dealer != dealer or not entry.record.endswith(
            f"/{around.desk}"
        ):
            return "record_not_yours"
        case AnswerBody() if around.sides.get(body.order, ("", ""))[0] != dealer:
            return "answer_not_yours"
        case DocumentBody():
            return _judge_document(entry, body, dealer, around)
    return None if body is None else admission_accounts.judge_account(body, around, around.statements)


def _collide(kind: str, other: str) -> bool:
    """Whether two records of one id stand in each other's way; documents of all kinds share their ids."""
    return kind == other or (kind in DOCUMENT_KINDS and other in DOCUMENT_KINDS)


def _judge_document(entry: Entry, body: DocumentBody, dealer: str, around: _Around) -> str | None:
    kind = entry.kind
    home = _HOME.get(kind)
    if kind == "order" and body.seller != dealer:
        if body.buyer != dealer or not around.may_trade(entry, body):
            return "document_not_yours"
        return None if body.state in _ASKING else "order_decided_by_buyer"
    if home is not None and getattr(body, home) != dealer:
        return "document_not_yours"
    if home != "buyer" and body.buyer and not around.may_trade(entry, body):
        return "document_not_yours"
    side = 1 if home == "buyer" else 0
    for named in (body.source, body.reverses):
        sides = around.sides.get(named) if named else None
        if sides is not None and sides[side] != dealer:
            return "document_not_yours"
    return None


def _body(entry: Entry) -> Body | None:
    if entry.body is None:
        return None
    try:
        return decode(entry.kind, entry.body)
    except msgspec.MsgspecError:
        return None  # told as unreadable where it is applied


def _taken(connection: Connection, stream: int, numbered: Numbered) -> dict[str, set[str]]:
    """Kinds under which ids of these entries stand already, other than the very record in this very stream."""
    kinds = {entry.record: entry.kind for _, entry in numbered}
    found = rows_in(
        connection,
        f"SELECT record, kind, stream FROM entry WHERE {living(connection)} AND record IN (?*) "
        f"AND kind IN ({', '.join(repr(kind) for kind in sorted(_DESK_KINDS | _HQ_DESK_KINDS))})",
        list(kinds),
    )
    taken: dict[str, set[str]] = {}
    for record, kind, home in found:
        if home != stream or kind != kinds[record]:
            taken.setdefault(record, set()).add(kind)
    return taken


def held_numbers(connection: Connection, stream: str, after: int, until: int) -> set[int]:
    """Numbers of a desk's entries in (after, until] that are kept without being believed."""
    if not stream.startswith("desk/"):
        return set()
    sql = "SELECT number FROM problem WHERE code IN (?*) AND stream = ? AND number > ? AND number <= ?"
    return {number for (number,) in rows_in(connection, sql, HELD_CODES, stream, after, until)}


class _Around:
    """What a page's entries refer to: the tree about their dealer, and the parties of documents they name."""

    def __init__(
        self, connection: Connection, stream: int, dealer: str, bodies: Mapping[int, Body | None], numbered: Numbered
    ) -> None:
        self.dealer, self._connection = dealer, connection
        self.heard: Callable[[int], bool] = partial(UNHEARD.had_heard, 0)
        self.known: set[str] = set()
        self.at_hq = dealer == read_setting(connection, "dealer_id")
        [[name]] = rows_in(connection, "SELECT name FROM stream WHERE id IN (?*)", [stream])
        self.desk = name.removeprefix("desk/")
        documents = [body for body in bodies.values() if isinstance(body, DocumentBody)]
        named = {each for body in documents for each in (body.source, body.reverses) if each}
        named |= {body.order for body in bodies.values() if isinstance(body, AnswerBody)}
        named |= admission_accounts.named_documents(list(bodies.values()))
        self.statements = admission_accounts.statement_sides(connection, numbered, bodies)
        self.sides: dict[str, tuple[str, str]] = {
            entry.record: (body.seller, body.buyer)
            for number, entry in numbered
            if isinstance(body := bodies[number], DocumentBody)
        }
        # What stands in the books already comes before what a page says of itself.
        query = "SELECT id, seller, buyer FROM document WHERE id IN (?*)"
        for record, seller, buyer in rows_in(connection, query, sorted({*named, *self.sides})):
            self.sides[record] = (seller, buyer)
            self.known.add(record)
        buyers = admission_accounts.named_buyers(list(bodies.values()))
        self._tree = Tree.around(
            connection, {dealer, *buyers, *(side for body in documents for side in (body.seller, body.buyer))}
        )

    def may_close(self, record: str) -> bool:
        """Whether a closing stands under this desk's own name, or under its dealer's as it once did."""
        found = rows_in(self._connection, "SELECT prefix FROM desk WHERE id IN (?*)", [self.desk])
        return record == self.dealer or [record] == [f"{self.dealer}/{prefix}" for (prefix,) in found]

    def may_trade(self, entry: Entry, body: DocumentBody) -> bool:
        opens = entry.kind in ("order", "opening") or (entry.kind == "delivery" and not body.source)
        closes = not opens or entry.record in self.known or body.state == "refused"
        return self._tree.may_trade(body.seller, body.buyer, self.dealer, self.heard, closes=closes)

    def is_below(self, other: str) -> bool:
        """Whether this is the dealer itself, or someone below it now."""
        return self._tree.is_own(self.dealer, other)

    def is_own(self, other: str) -> bool:
        """Whether this is the dealer itself, or someone below it now or once."""
        return self._tree.is_account(self.dealer, other)
