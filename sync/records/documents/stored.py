"""A document as it stands in the book, with its lines and what followed it, in stored units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.money import from_price, line_amount, to_fen
from domain.values.quantities import from_milli
from sync.records.books.bulk import query_rows, rows_in


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
    net: int | None = None
    gift: str = ""
    by_hand: bool = False
    closed: int = 0

    @property
    def left(self) -> int:
        """What of an order's line is still to be delivered."""
        return max((self.accepted or 0) - self.closed - self.delivered, 0)

    @property
    def added(self) -> bool:
        """Whether the seller's answer put this line on an order; meant of orders only."""
        return self.order_line is not None

    @property
    def cost(self) -> int | None:
        """What the accepted quantity costs, in fen; None where there is no price."""
        if self.net is not None or self.price is None:
            return self.net
        return to_fen(line_amount(from_milli(self.accepted or 0), from_price(self.price)))

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
    supersedes: str | None
    lines: tuple[FiledLine, ...]

    @property
    def closed(self) -> bool:
        """Whether its seller closed what was left of it."""
        return any(line.closed for line in self.lines)

    @property
    def ended(self) -> str:
        """Why nothing of an order that isn't open is delivered: the code of the refusal."""
        if self.closed:
            return "order_closed"
        return "order_delivered" if self.state == "delivered" else "order_not_accepted"


def document_row(connection: Connection, number_or_id: str, *kinds: str) -> Any:
    """The row of the document of this number or id, of one of these kinds (none: any).

    Raises UsageError `document_unknown` (`is_of` says what kind it is the number of), or `document_ambiguous` where a
    number from elsewhere is used twice.
    """
    found: list[Any] = []
    others: set[str] = set()
    for column in ("id", "number"):
        rows = found or query_rows(connection, f"SELECT * FROM document WHERE {column} = ?", number_or_id)
        found = [row for row in rows if not kinds or row.kind in kinds]
        others |= {row.kind for row in rows}
    if not found:
        wanted = kinds[0] if len(kinds) == 1 else "document"
        is_of = Reason("number_is_of", "info", {"kind": others.pop()}) if len(others) == 1 else ""
        raise UsageError("document_unknown", number=number_or_id, kind=wanted, is_of=is_of)
    if len(found) > 1:
        raise UsageError("document_ambiguous", number=number_or_id, ids=", ".join(row.id for row in found))
    return found[0]


def find_document(connection: Connection, number_or_id: str, kind: str = "") -> Filed:
    """The document of this number or id, of one kind or any; raises what `document_row` raises."""
    return with_lines(connection, document_row(connection, number_or_id, *([kind] if kind else [])))


def with_lines(connection: Connection, row: Any) -> Filed:
    """The document of a row of its table."""
    lines = query_rows(connection, "SELECT * FROM document_line WHERE document = ? ORDER BY line", row.pk)
    return Filed(
        **{name: getattr(row, name) for name in Filed.__slots__ if name != "lines"},
        lines=tuple(FiledLine(**{name: getattr(line, name) for name in FiledLine.__slots__}) for line in lines),
    )


def followed(connection: Connection, source: str, kind: str) -> dict[int, tuple[int, int]]:
    """By line of the source: quantity and amount that documents of this kind took up so far, less their reversals."""
    query = (
        "SELECT l.order_line, SUM(l.quantity), SUM(l.amount) FROM document d "
        "JOIN document_line l ON l.document = d.pk "
        "WHERE d.source IN (?*) AND d.kind = ? AND l.order_line IS NOT NULL GROUP BY l.order_line"
    )
    return {line: (int(quantity), int(amount)) for line, quantity, amount in rows_in(connection, query, [source], kind)}


class LineGoods(Protocol):
    """A line's goods, of a document that stands or of one in the making."""

    @property
    def product(self) -> str: ...

    @property
    def sku(self) -> str: ...

    @property
    def name(self) -> str: ...


def named_line(connection: Connection, line: LineGoods, **milli: int) -> dict[str, Any]:
    """A line's product as a sentence names it, with its units, and quantities given in 1/1000."""
    row = next(iter(rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", [line.product])), None)
    named: dict[str, Any] = {name: from_milli(quantity) for name, quantity in milli.items()}
    named |= {"sku": line.sku, "name": line.name or (row.name if row else "")}
    packed = {"unit": row.pack_unit, "pack_size": from_milli(row.pack_size)} if row and row.pack_unit else {}
    return named | packed | ({"base_unit": row.unit} if row else {})


REFUSED = "refused"
"""The method of a goods receipt that takes nothing of its delivery in."""
REFUSAL = "f.kind = 'goods_receipt' AND f.method = 'refused' AND f.state = 'posted' AND f.reverses IS NULL"
"""What makes a document `f` a refusal that stands."""


def check_not_refused(connection: Connection, delivery: Filed) -> None:
    """RefusedError `delivery_refused` where the buyer said that it takes nothing of it in."""
    sql = f"SELECT f.number, f.remark FROM document f WHERE f.source = ? AND {REFUSAL} LIMIT 1"
    for row in query_rows(connection, sql, delivery.id):
        raise RefusedError("delivery_refused", number=delivery.number, by=row.number, reason=row.remark)
