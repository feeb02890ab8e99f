"""Derives the rows of sellers' answers, and of documents passed on as copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from sync.records.bodies.accounts import ACCOUNT_BODIES
from sync.records.bodies.records import DOCUMENT_KINDS, AnswerBody, CopyBody, DealerBody, DocumentBody
from sync.records.books.bulk import rows_in, run_many, upsert_rows
from sync.records.books.settings import read_setting
from sync.records.bounds.fitting import Misfit, UnfitError, read_record
from sync.records.documents.applier import DocumentApplier
from sync.records.log.masters import DEALERS, TableApplier
from sync.records.log.policy_records import RECORDS
from sync.records.log.streams import living
from sync.records.orders.fulfilment import OrderAnswer, refresh_orders
from sync.records.schema import tables

_ANSWER = (
    "id", "order", "state", "number", "decided_at", "decided_by", "reasons", "accepted", "unit_prices", "warehouse",
    "amounts", "added", "policies", "uses", "wallet", "differs",
)  # fmt: skip
_encode = msgspec.json.encode
_CARRIED = frozenset({"answer", "dealer", *DOCUMENT_KINDS, *ACCOUNT_BODIES})


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
        refresh_orders(connection, [body.order for _, body in records], {row[1]: _as_read(row) for row in rows})
        upsert_rows(connection, tables.answer, _ANSWER, rows)

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


def _as_read(row: tuple[Any, ...]) -> OrderAnswer:
    """What was just written, as a question would give it."""
    told = dict(zip(_ANSWER, row, strict=True))
    return OrderAnswer(*(told[name] for name in OrderAnswer._fields))


class CopyApplier:
    """Derives the rows of what a copy carries, unless this book holds the original."""

    def put(self, connection: Connection, records: Sequence[tuple[str, CopyBody]]) -> None:
        originals = _originals(connection, [body.id for _, body in records])
        spoken = spoken_cards(connection, [body.id for _, body in records if body.kind == "dealer"])
        for _, body in records:
            if (body.kind, body.id) in originals:
                continue
            if body.kind in _CARRIED:
                inner = read_record(body.kind, body.id, bytes(body.body))
                if isinstance(inner, Misfit):
                    raise UnfitError(body.kind, body.id, inner)
                if body.kind == "dealer" and body.id in spoken:
                    inner = spoken[body.id][1]
                _applier(body.kind).put(connection, [(body.id, inner)])  # type: ignore[list-item]

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        named = [carried(each) for each in ids if "/" in each]
        originals = _originals(connection, [record for _, record in named])
        for kind, record in named:
            if (kind, record) not in originals:
                _applier(kind).drop(connection, [record])
        restore_cards(
            connection, [record for kind, record in named if kind == "dealer" and (kind, record) not in originals]
        )


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


def restore_cards(connection: Connection, dealers: Sequence[str], besides: int = 0) -> None:
    """Lets copies of these dealers' cards speak again, where the book has any outside the stream of this key."""
    for dealer, (_, card) in spoken_cards(connection, dealers, besides).items():
        DEALERS.put(connection, [(dealer, card)])


def spoken_cards(connection: Connection, dealers: Sequence[str], besides: int = 0) -> dict[str, tuple[str, DealerBody]]:
    """Of the copies of each dealer's card in this book the one that speaks, with its id.

    A dealer above reads those of all below it: its own comes first, and of others the last by name.
    """
    sql = (
        f"SELECT record, body FROM entry WHERE kind IN (?*) AND {living(connection)} AND record >= ? AND record < ? "
        "AND stream <> ?"
    )
    own = read_setting(connection, "dealer_id") if dealers else ""
    found: dict[str, tuple[str, DealerBody]] = {}
    for dealer in dealers:
        # What follows "/" in the order of characters is "0": all names that begin so, by the index alone.
        copies = rows_in(connection, sql, ["copy"], f"dealer/{dealer}/", f"dealer/{dealer}0", besides)
        if copies:
            record, body = max(copies, key=lambda row: (row[0] == card_copy_id(dealer, own), row[0]))
            copy = msgspec.json.decode(bytes(body), type=CopyBody)
            found[dealer] = (record, msgspec.json.decode(copy.body, type=DealerBody))
    return found


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
