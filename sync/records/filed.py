"""A document as it stands in the book, with its lines and what followed it, in stored units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from domain.errors import UsageError
from sync.records.bulk import rows_in
from sync.records.tables import document, document_line


@dataclass(frozen=True, slots=True)
class FiledLine:
    """One line: quantities and pack in 1/1000, prices in 1/10000 yuan, amount in fen; `line` counts from 1."""

    line: int
    product: str
    sku: str
    name: str
    quantity: int
    unit: str
    pack: int
    unit_price: int | None
    amount: int
    order_line: int | None
    accepted: int | None
    delivered: int
    answered_price: int | None
    reserved_in: str

    @property
    def price(self) -> int | None:
        """The price that holds: the seller's answer before what was asked."""
        return self.unit_price if self.answered_price is None else self.answered_price


@dataclass(frozen=True, slots=True)
class Filed:
    """A document; `state` is the derived one."""

    id: str
    kind: str
    number: str
    seller: str
    buyer: str
    date: str
    due: str
    state: str
    amount: int
    warehouse: str
    ref: str
    remark: str
    method: str
    source: str | None
    reverses: str | None
    lines: tuple[FiledLine, ...]


def find_document(connection: Connection, number_or_id: str, kind: str = "") -> Filed:
    """The document of this number or id, of one kind or any.

    Raises UsageError `document_unknown`, or `document_ambiguous` where a number from elsewhere is used twice.
    """
    found: list[Row[Any]] = []
    for column in (document.c.id, document.c.number):
        query = select(document).where(column == number_or_id)
        found = found or list(connection.execute(query.where(document.c.kind == kind) if kind else query))
    if not found:
        raise UsageError("document_unknown", number=number_or_id, kind=kind)
    if len(found) > 1:
        raise UsageError("document_ambiguous", number=number_or_id, ids=", ".join(row.id for row in found))
    return _filed(connection, found[0])


def followed(connection: Connection, source: str, kind: str) -> dict[int, tuple[int, int]]:
    """By line of the source: quantity and amount that documents of this kind took up so far, less their reversals."""
    query = (
        "SELECT l.order_line, SUM(l.quantity), SUM(l.amount) FROM document d "
        "JOIN document_line l ON l.document = d.pk "
        "WHERE d.source IN (?*) AND d.kind = ? AND l.order_line IS NOT NULL GROUP BY l.order_line"
    )
    return {line: (int(quantity), int(amount)) for line, quantity, amount in rows_in(connection, query, [source], kind)}


def _filed(connection: Connection, row: Row[Any]) -> Filed:
    lines = connection.execute(
        select(document_line).where(document_line.c.document == row.pk).order_by(document_line.c.line)
    ).mappings()
    fields = FiledLine.__slots__
    return Filed(
        **{name: getattr(row, name) for name in Filed.__slots__ if name != "lines"},
        lines=tuple(FiledLine(**{name: line[name] for name in fields}) for line in lines),
    )
