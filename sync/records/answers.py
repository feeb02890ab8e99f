"""Derives the rows of sellers' answers, and of documents passed on as copies."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from sync.records import tables
from sync.records.account_bodies import ACCOUNT_BODIES
from sync.records.bodies import DOCUMENT_KINDS, AnswerBody, CopyBody, DealerBody, DocumentBody
from sync.records.bulk import rows_in, run_many, upsert_rows
from sync.records.fulfilment import refresh_orders
from sync.records.log import living
from sync.records.masters import DEALERS, TableApplier
from sync.records.papers import DocumentApplier
from sync.records.policy_records import RECORDS

_ANSWER = (
    "id", "order", "state", "number", "decided_at", "decided_by", "reasons", "accepted", "unit_prices", "warehouse",
    "amounts", "added", "policies", "uses", "wallet", "differs",
)  # fmt: skip
_encode = msgspec.json.encode
_ACCOUNT_DECODERS = {kind: msgspec.json.Decoder(body_type) for kind, body_type in ACCOUNT_BODIES.items()}


class AnswerApplier:
    """Derives an answer's row and moves its order's state."""

    def put(self, connection: Connection, records: Sequence[tuple[str, AnswerBody]]) -> None:
        rows = [
            (
                each, body.order, body.state, body.number, body.decided_at, body.decided_by,
                _encode(body.reasons).decode(), _encode(body.accepted).decode(), _encode(body.unit_prices).decode(),
                body.warehouse, _encode(body.amounts).decode(), _encode(body.added).decode(),
                _encode(body.policies).decode(), _encode(body.uses).decode(), _encode(body.wallet).decode(),
                differs(body),
            )
            for each, body in records
        ]  # fmt: skip
        upsert_rows(connection, tables.answer, _ANSWER, rows)
        refresh_orders(connection, [body.order for _, body in records])

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        orders = rows_in(connection, 'SELECT "order" FROM answer WHERE id IN (?*)', ids)
        run_many(connection, "DELETE FROM answer WHERE id = ?", [(each,) for each in ids])
        refresh_orders(connection, [order for (order,) in orders])
        _write_orders_anew(connection, [order for (order,) in orders])


# What an answer's reasons say of a price, an amount or a gift that isn't what was asked.
_CHANGES = frozenset({"price_changed", "amount_changed", "gift_changed"})


def differs(answer: AnswerBody) -> bool:
    """Whether the seller gives anything else than what was asked, so that the buyer has to see it.

    An order that gave way to the buyer's own later one does what was asked.
    """
    if any(each.code == "superseded_by" for each in answer.reasons):
        return False
    return answer.state != "accepted" or any(each.code in _CHANGES for each in answer.reasons)


class CopyApplier:
    """Derives the rows of what a copy carries, unless this book holds the original."""

    def put(self, connection: Connection, records: Sequence[tuple[str, CopyBody]]) -> None:
        originals = _originals(connection, [body.id for _, body in records])
        for _, body in records:
            if (body.kind, body.id) in originals:
                continue
            if body.kind == "answer":
                ANSWERS.put(connection, [(body.id, msgspec.json.decode(body.body, type=AnswerBody))])
            elif body.kind in DOCUMENT_KINDS:
                inner = msgspec.json.decode(body.body, type=DocumentBody)
                DocumentApplier(body.kind).put(connection, [(body.id, inner)])
            elif body.kind == "dealer":
                DEALERS.put(connection, [(body.id, msgspec.json.decode(body.body, type=DealerBody))])
            elif body.kind in ACCOUNT_BODIES:
                RECORDS[body.kind].put(connection, [(body.id, _ACCOUNT_DECODERS[body.kind].decode(body.body))])

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        named = [carried(each) for each in ids if "/" in each]
        originals = _originals(connection, [record for _, record in named])
        for kind, record in named:
            if (kind, record) not in originals:
                _applier(kind).drop(connection, [record])


def _applier(kind: str) -> AnswerApplier | TableApplier | DocumentApplier:
    """What derives the rows of a kind of record that copies carry."""
    if kind == "answer":
        return ANSWERS
    if kind in ACCOUNT_BODIES:
        return RECORDS[kind]
    return DEALERS if kind == "dealer" else DocumentApplier(kind)


def _write_orders_anew(connection: Connection, order_ids: Sequence[str]) -> None:
    """Brings back what the orders' writers stated and an answer had overwritten: reasons and accepted quantities."""
    sql = f"SELECT record, body FROM entry WHERE {living(connection)} AND record IN (?*) AND kind = 'order'"
    stated = [
        (each, msgspec.json.decode(body, type=DocumentBody)) for each, body in rows_in(connection, sql, order_ids)
    ]
    DocumentApplier("order").put(connection, stated)


def copy_id(kind: str, record: str) -> str:
    """The id of the copy of a record; it names what it carries, so that a deletion can be followed."""
    return f"{kind}/{record}"


def card_copy_id(dealer: str, reader: str) -> str:
    """The id of the copy of a dealer's card; several may need one, so it names the reader too."""
    return f"dealer/{dealer}/{reader}"


def carried(copy: str) -> tuple[str, str]:
    """Kind and id of what a copy carries, by the copy's id."""
    kind, _, record = copy.partition("/")
    return kind, record.partition("/")[0] if kind == "dealer" else record


def _originals(connection: Connection, ids: Sequence[str]) -> set[tuple[str, str]]:
    sql = f"SELECT kind, record FROM entry WHERE {living(connection)} AND record IN (?*)"
    return {(kind, record) for kind, record in rows_in(connection, sql, ids)}


ANSWERS = AnswerApplier()
COPIES = CopyApplier()
