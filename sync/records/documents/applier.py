"""Derives a document's rows: the document, its lines, its posting and its stock moves."""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec
from sqlalchemy import Connection

from domain.documents.fulfilment import order_state, reserved_of
from domain.documents.kinds import KINDS
from sync.records.bodies.records import DocumentBody, LineBody, ReasonBody
from sync.records.books.bulk import insert_new, insert_rows, query_lists, rows_in, run_many, upsert_giving
from sync.records.documents.stocks import Shifts, undo_moves
from sync.records.documents.transit import tell_awaited
from sync.records.orders.fulfilment import (
    forget_reservations,
    forget_uses,
    insert_uses,
    promised_fen,
    refresh_orders,
    use_rows,
)
from sync.records.pricing.given_back import refresh_behind
from sync.records.schema import tables

Paper = tuple[str, DocumentBody]
MET = "met"
"""Where an open transaction notes documents it did not make as the first; see `Writing.met`."""

_DOCUMENT = (
    "id", "kind", "number", "seller", "buyer", "date", "due", "state", "stated", "amount", "warehouse", "ref",
    "remark", "method", "source", "reverses", "author", "recorded_at", "reasons", "terms", "policies", "coupons",
    "supersedes", "promised",
)  # fmt: skip
_LINE = (
    "document", "line", "product", "sku", "name", "quantity", "unit", "pack", "unit_price", "amount", "order_line",
    "why", "gift", "by_hand", "net", "accepted", "reserved", "reserved_in",
)  # fmt: skip
_POSTING = ("document", "seller", "buyer", "date", "due", "amount")
_MOVE = ("document", "line", "owner", "warehouse", "product", "quantity", "date")
_encode = msgspec.json.Encoder().encode


class DocumentApplier:
    """Derives what documents of one kind say, and takes it back when the record goes or is written anew."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._rule = KINDS[kind]

    def put(self, connection: Connection, papers: Sequence[Paper]) -> None:
        ids = [paper_id for paper_id, _ in papers]
        shifts = Shifts()
        known, followed = self._standing(connection, ids)
        if known:
            self._take_back(connection, [*known.values()], shifts)
        keys = self._write(connection, papers, known)
        lines = _lines(papers, keys) if self.kind != "order" else _order_lines(papers, keys, shifts)
        insert_rows(connection, tables.document_line, _LINE, lines)
        if self.kind == "order":
            insert_uses(connection, _uses(papers, keys), _wallet_uses(papers, keys))
        if self._rule.posts:
            insert_rows(connection, tables.posting, _POSTING, self._postings(papers, keys))
        if self._rule.moves:
            moves = self._moves(papers, keys)
            insert_rows(connection, tables.stock_move, _MOVE, moves)
            for _, _, owner, warehouse, product, quantity, _ in moves:
                shifts.move((owner, warehouse, product), quantity)
        shifts.write(connection)
        _settle(connection, self.kind, papers, followed)

    def _write(self, connection: Connection, papers: Sequence[Paper], known: Container[str]) -> dict[str, int]:
        """Writes the documents' own rows, over those that are `known`; gives the key of each."""
        rows = [self._row(each, body) for each, body in papers]
        if len(rows) == 1 and papers[0][0] not in known:
            key = insert_new(connection, tables.document, _DOCUMENT, rows[0])
            if key is not None:
                return {papers[0][0]: key}
        written = upsert_giving(connection, tables.document, _DOCUMENT, rows, ("id", "pk"))
        met = (row.id for row in written if row.id in known or not getattr(row, "made", True))
        connection.info.get(MET, set()).update(met)
        return {row.id: row.pk for row in written}

    def _standing(self, connection: Connection, ids: list[str]) -> tuple[dict[str, int], list[str]]:
        """The keys of those that stand already; and orders that were answered, delivered or closed, so that what their
        writer stated isn't the last word.
        """
        if self.kind != "order":
            return dict(_keys(connection, ids)), []
        rows = query_lists(connection, _STANDING, ids, ids, ids, ids)
        return {row.id: row.pk for row in rows if row.pk}, [row.id for row in rows if not row.pk]

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        keys = _keys(connection, ids)
        touched = rows_in(connection, "SELECT source, reverses FROM document WHERE id IN (?*)", ids)
        shifts = Shifts()
        self._take_back(connection, [pk for _, pk in keys], shifts)
        run_many(connection, "DELETE FROM document WHERE pk = ?", [(pk,) for _, pk in keys])
        shifts.write(connection)
        refresh_orders(connection, [source for source, _ in touched if source])
        if self.kind == "return":
            refresh_behind(connection, [source for source, _ in touched if source])
        _mark_reversed(connection, [reverses for _, reverses in touched if reverses])
        tell_awaited(connection, self.kind, [each for row in touched for each in row if each])

    def _take_back(self, connection: Connection, pks: Sequence[int], shifts: Shifts) -> None:
        undo_moves(connection, pks, shifts)
        if self.kind == "order":
            forget_reservations(connection, pks, shifts)
            forget_uses(connection, pks, pks)
        for table in ("posting", "stock_move", "document_line"):
            run_many(connection, f"DELETE FROM {table} WHERE document = ?", [(pk,) for pk in pks])

    def _row(self, paper_id: str, body: DocumentBody) -> tuple[object, ...]:
        state = body.state or "posted"
        reasons = _encode(body.reasons).decode() if body.reasons else "[]"
        return (
            paper_id, self.kind, body.number, body.seller, body.buyer, body.date, body.due, state, state,
            body.amount, body.warehouse, body.ref, body.remark, body.method, body.source, body.reverses,
            body.author, body.recorded_at, reasons, body.terms, _json(body.policies, "{}"), _json(body.coupons, "[]"),
            body.supersedes, _promised(body) if self.kind == "order" else 0,
        )  # fmt: skip

    def _postings(self, papers: Sequence[Paper], keys: dict[str, int]) -> list[tuple[object, ...]]:
        sign = self._rule.posts
        return [
            (keys[each], body.seller, body.buyer, body.date, body.due or body.date, sign * body.amount)
            for each, body in papers
        ]

    def _moves(self, papers: Sequence[Paper], keys: dict[str, int]) -> list[tuple[int, int, str, str, str, int, str]]:
        # A line that moves twice is numbered anew, behind all lines that moved before.
        return [
            (
                keys[each],
                place * len(body.lines) + line_no,
                getattr(body, move.side),
                getattr(body, move.place),
                line.product,
                move.sign * line.quantity,
                body.date,
            )
            for each, body in papers
            for place, move in enumerate(self._rule.moves)
            for line_no, line in enumerate(body.lines, 1)
        ]


def _json(value: object, empty: str) -> str:
    return _encode(value).decode() if value else empty


def _lines(papers: Sequence[Paper], keys: dict[str, int]) -> list[tuple[object, ...]]:
    return [
        _line(keys[each], number, line, line.accepted, 0, "")
        for each, body in papers
        for number, line in enumerate(body.lines, 1)
    ]


def _line(
    pk: int, number: int, line: LineBody, accepted: int | None, reserved: int, reserved_in: str
) -> tuple[object, ...]:
    return (
        pk, number, line.product, line.sku, line.name, line.quantity, line.unit, line.pack, line.unit_price,
        line.amount, line.order_line, _encode(line.why).decode() if line.why else "[]", line.gift, line.by_hand,
        line.net, accepted, reserved, reserved_in,
    )  # fmt: skip


def _order_lines(papers: Sequence[Paper], keys: dict[str, int], shifts: Shifts) -> list[tuple[object, ...]]:
    """An order's lines with what they reserve, as its writer states it and nobody has answered or delivered yet."""
    rows: list[tuple[object, ...]] = []
    for each, body in papers:
        accepted = _stated_accepted(body)
        state = order_state(body.state or "posted", None, accepted, [0] * len(accepted))
        held = [reserved_of(state, take, 0) for take in accepted]
        warehouse = body.warehouse
        rows += [
            _line(keys[each], number, line, take, hold, warehouse)
            for number, (line, take, hold) in enumerate(zip(body.lines, accepted, held, strict=True), 1)
        ]
        for line, hold in zip(body.lines, held, strict=True):
            if hold:
                shifts.reserve((body.seller, warehouse, line.product), hold)
    return rows


def _promised(body: DocumentBody) -> int:
    """What an order promises that nobody has answered or delivered yet."""
    taken = zip(body.lines, _stated_accepted(body), strict=True)
    return promised_fen(
        body.state or "posted", ((line.amount, line.unit_price, take, 0, line.net, 0) for line, take in taken)
    )


def _uses(papers: Sequence[Paper], keys: dict[str, int]) -> list[tuple[object, ...]]:
    return [row for each, body in papers if _stands(body) for row in use_rows(keys[each], body.policies, body.uses)]


def _wallet_uses(papers: Sequence[Paper], keys: dict[str, int]) -> list[tuple[object, ...]]:
    standing = [(keys[each], use) for each, body in papers if _stands(body) for use in body.wallet]
    return [(pk, use.entry, use.line, use.amount) for pk, use in standing]


def _stands(body: DocumentBody) -> bool:
    """An order that was refused or taken back takes nothing of limits and wallets."""
    return body.state not in ("refused", "cancelled")


def _stated_accepted(body: DocumentBody) -> list[int | None]:
    """What the order's writer says is accepted; whoever only asks says nothing."""
    return [None if body.state == "submitted" else line.accepted for line in body.lines]


_STANDING = (
    'SELECT id, pk FROM document WHERE id IN (?*) UNION ALL SELECT "order", 0 FROM answer WHERE "order" IN (?*) '
    "UNION ALL SELECT source, 0 FROM document WHERE source IN (?*) AND kind = 'delivery' "
    'UNION ALL SELECT "order", 0 FROM order_closing WHERE "order" IN (?*)'
)


def _keys(connection: Connection, ids: Sequence[str]) -> list[tuple[str, int]]:
    return rows_in(connection, "SELECT id, pk FROM document WHERE id IN (?*)", ids)


def _settle(connection: Connection, kind: str, papers: Sequence[Paper], followed: Sequence[str]) -> None:
    """Moves the states that follow from these papers: orders fulfilled, documents reversed."""
    if kind == "order":
        if followed:
            refresh_orders(connection, followed)
        return
    sources = [body.source for _, body in papers if body.source]
    refresh_orders(connection, sources)
    if kind == "return" and sources:
        refresh_behind(connection, sources)
    ids = [each for each, _ in papers]
    undone = rows_in(connection, "SELECT reverses FROM document WHERE reverses IN (?*)", ids)
    _mark_reversed(connection, [*(body.reverses for _, body in papers if body.reverses), *(each for (each,) in undone)])
    named = (each for _, body in papers for each in (body.source, body.reverses) if each)
    tell_awaited(connection, kind, [*ids, *named])


def _mark_reversed(connection: Connection, ids: Sequence[str]) -> None:
    """Tells of these documents whether another one undoes them; freshly written ones stand as not undone."""
    undone = {each for (each,) in rows_in(connection, "SELECT reverses FROM document WHERE reverses IN (?*)", ids)}
    rows = [(state, each, state) for each in dict.fromkeys(ids) for state in [_STATES[each in undone]]]
    run_many(connection, _STATE, rows)


_STATES = ("posted", "reversed")
_STATE = "UPDATE document SET state = ? WHERE id = ? AND kind <> 'order' AND state <> ?"


def reasons_of(stored: str) -> list[ReasonBody]:
    """The reasons as stored on a document or an answer."""
    return msgspec.json.decode(stored, type=list[ReasonBody])
