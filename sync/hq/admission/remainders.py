"""What the papers that a page speaks of still leave: to undo, to deliver, to receive, to take back, to settle.

Read once for a page, and kept up while its entries are believed one after another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import TAKING_OFF, following
from sync.hq.admission.sheets import PaperSheet, SheetLine, answered, closed, sheet_of
from sync.records.accounts.account_rows import HELD
from sync.records.accounts.closings import read_known
from sync.records.bodies.accounts import OrderClosingBody, SettlementBody, StatementBody
from sync.records.bodies.body import Body
from sync.records.bodies.records import AnswerBody, DocumentBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.locking import lock_account
from sync.records.documents.kind_lists import quoted
from sync.records.documents.stored import REFUSED
from sync.records.log.holding import ANSWERED_TWICE
from sync.records.log.streams import living
from sync.records.orders.superseding import successors

_SHEETS = "SELECT pk, id, kind, number, amount, reverses, source, warehouse, date, terms FROM document WHERE id IN (?*)"
_LINES = (
    "SELECT document, line, product, quantity, amount, order_line, accepted, "
    "COALESCE(answered_price, unit_price) AS price, net, closed FROM document_line "
    "WHERE document IN (?*) ORDER BY document, line"
)
_TAKEN = (
    "SELECT d.source, d.kind, l.order_line, l.product, SUM(l.quantity) AS quantity, SUM(l.amount) AS amount "
    "FROM document d JOIN document_line l ON l.document = d.pk "
    f"WHERE d.source IN (?*) AND d.kind IN ({quoted(following('takes_up'))}) "
    "GROUP BY d.source, d.kind, l.order_line, l.product"
)
_UNDONE = "SELECT reverses, id FROM document WHERE reverses IN (?*)"
_SETTLED = (
    "SELECT s.id, s.credit, s.debt, s.part, s.amount, s.mode, COALESCE(c.state, '') AS paid, "
    "COALESCE(d.state, '') AS owed FROM settlement s LEFT JOIN document c ON c.id = s.credit "
    "LEFT JOIN document d ON d.id = s.debt WHERE s.{} IN (?*)"
)


# What a desk wrote behind a number; the kind is spelled so that its index isn't taken: it would read every desk's.
_COUNTED = (
    "SELECT e.record FROM stream s JOIN entry e ON e.stream = s.id WHERE s.name = ? AND e.number > ? "
    "AND e.kind || '' = 'adjustment' AND e.{} ORDER BY e.number"
)
_COUNTED_THERE = (
    "SELECT d.id FROM document d WHERE d.id IN (?*) AND d.warehouse = ? AND d.reverses IS NULL AND d.state = 'posted' "
    "ORDER BY d.pk"
)
_OPENED = (
    "SELECT d.id, e.stream, e.number, s.name FROM document d JOIN entry e ON e.record = d.id AND e.kind = 'opening' "
    "AND e.{} JOIN stream s ON s.id = e.stream WHERE d.kind = 'opening' AND d.buyer = ? AND d.seller = ? "
    "AND d.state = 'posted' AND d.reverses IS NULL AND substr(s.name, 1, 5) = 'desk/' ORDER BY d.date, d.pk LIMIT 50"
)
# The stream is walked back from where the promise was taken back.
_ANSWER_BEFORE = (
    "SELECT body FROM entry WHERE stream = ? AND number < ? AND record = ? AND kind || '' = 'answer' "
    "AND body IS NOT NULL ORDER BY number DESC LIMIT 1"
)
_GOODS = "SELECT l.product FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id IN (?*)"


_NOTED = (
    f"SELECT id, amount FROM document WHERE source = ? AND kind IN ({quoted(TAKING_OFF)}) "
    "AND state = 'posted' AND reverses IS NULL ORDER BY pk"
)


_RECEIVED = (
    "SELECT id, method FROM document WHERE source = ? AND kind = 'goods_receipt' AND state = 'posted' "
    "AND reverses IS NULL ORDER BY pk LIMIT 50"
)
# What this desk answered and HQ held because another desk had answered before.
_APART = (
    "SELECT e.body FROM entry e JOIN stream s ON s.id = e.stream JOIN problem p ON p.stream = s.name "
    "AND p.number = e.number WHERE e.stream = ? AND p.record = ? AND p.kind = 'answer' AND p.held "
    f"AND p.code = '{ANSWERED_TWICE}' AND e.body IS NOT NULL ORDER BY e.number DESC LIMIT 1"
)


class SettledPart(NamedTuple):
    """One settlement that counts; fen."""

    credit: str
    debt: str
    part: int
    amount: int


class TakenUp(NamedTuple):
    """What papers of one kind took up of one source: by line and by product, each quantity and amount."""

    lines: dict[int, list[int]]
    products: dict[str, list[int]]

    def add(self, line: int | None, product: str, quantity: int, amount: int) -> None:
        """Counts so much more; a line that names none of the source counts by its product alone."""
        counts = [self.products.setdefault(product, [0, 0])]
        if line is not None:
            counts.append(self.lines.setdefault(line, [0, 0]))
        for each in counts:
            each[0] += quantity
            each[1] += amount

    def copied(self) -> TakenUp:
        """The same, in figures of its own."""
        return TakenUp(
            {line: list(each) for line, each in self.lines.items()},
            {product: list(each) for product, each in self.products.items()},
        )


class Remainders:
    """The papers named by a page, what was taken up of them, what undid them, and what is settled of them."""

    def __init__(self, connection: Connection, stream: int, bodies: Iterable[Body]) -> None:
        self._connection, self._stream = connection, stream
        papers, settled = _named(bodies)
        self.sheets: dict[str, PaperSheet] = {}
        self.undone: dict[str, str] = {}
        self._statements: dict[str, tuple[str, str]] = {}
        self._taken: defaultdict[tuple[str, str], TakenUp] = defaultdict(lambda: TakenUp({}, {}))
        self._settled: dict[str, SettledPart] = {}
        self._apart: dict[str, AnswerBody] = {}
        named = sorted(papers | settled)
        if not named:
            return
        self._read_sheets(named)
        self.undone.update(rows_in(connection, _UNDONE, named))
        for row in rows_in(connection, _TAKEN, sorted(papers)):
            self._taken[row.source, row.kind].add(row.order_line, row.product, int(row.quantity), int(row.amount))
        for side in ("credit", "debt") if settled else ():
            for row in rows_in(connection, _SETTLED.format(side), sorted(settled)):
                if "reversed" not in (row.paid, row.owed) and row.mode != HELD:
                    self._settled[row.id] = SettledPart(row.credit, row.debt, row.part, row.amount)

    def _read_sheets(self, named: Sequence[str]) -> None:
        rows = rows_in(self._connection, _SHEETS, named)
        lines: defaultdict[int, list[SheetLine]] = defaultdict(list)
        for pk, *line in rows_in(self._connection, _LINES, [row.pk for row in rows]):
            lines[pk].append(SheetLine(*line))
        for row in rows:
            self.sheets[row.id] = PaperSheet(
                row.kind, row.number, row.amount, row.reverses, row.source, row.warehouse, row.date, row.terms,
                lines[row.pk],
            )  # fmt: skip

    # ---- what the page adds

    def take(self, kind: str, record: str, body: Body | None) -> None:
        """Counts a page's entry that is believed; None for a deletion."""
        match body:
            case None:
                self._settled.pop(record, None)
            case DocumentBody():
                self.sheets[record] = sheet_of(kind, body)
                if body.reverses:
                    self.undone[body.reverses] = record
                    self._settled = {
                        each: one for each, one in self._settled.items() if body.reverses not in (one.credit, one.debt)
                    }
                for line in body.lines if body.source else ():
                    self._taken[body.source or "", kind].add(line.order_line, line.product, line.quantity, line.amount)
            case AnswerBody():
                if body.order in self.sheets:
                    self.sheets[body.order] = answered(self.sheets[body.order], body)
            case OrderClosingBody():
                if body.side == "seller" and body.order in self.sheets:
                    self.sheets[body.order] = closed(self.sheets[body.order], body)
            case StatementBody():
                self._statements[body.number] = record, body.buyer
            case SettlementBody():
                if body.mode != HELD:
                    self._settled[record] = SettledPart(body.credit, body.debt, body.part, body.amount)

    def answer_apart(self, body: AnswerBody) -> None:
        """Keeps a page's answer that is held because another desk had answered before."""
        self._apart[body.order] = body

    # ---- what is asked

    def taken(self, source: str, kind: str, besides: str) -> TakenUp:
        """What papers of a kind took up of a source so far, less what was undone of it, `besides` one of them.

        That one may stand already by a copy, which came back to HQ before what it is a copy of.
        """
        whole = self._taken[source, kind]
        if not whole.products:
            return whole
        lines = {line: list(each) for line, each in whole.lines.items()}
        found = TakenUp(lines, {product: list(each) for product, each in whole.products.items()})
        sql = (
            "SELECT l.order_line, l.product, l.quantity, l.amount FROM document d "
            "JOIN document_line l ON l.document = d.pk WHERE d.id = ? AND d.source = ? AND d.kind = ?"
        )
        for line, product, quantity, amount in query_rows(self._connection, sql, besides, source, kind):
            found.add(line, product, -quantity, -amount)
        return found

    def settled(self, document: str, besides: str) -> int:
        """How much of a paper is settled, `besides` one settlement; fen."""
        others = (each for name, each in self._settled.items() if name != besides)
        return sum(each.amount for each in others if document in (each.credit, each.debt))

    def settled_part(self, document: str, part: int, besides: str) -> int:
        """How much of one instalment of a debt is settled, `besides` one settlement; fen."""
        others = (each for name, each in self._settled.items() if name != besides)
        return sum(each.amount for each in others if (each.debt, each.part) == (document, part))

    def noted(self, document: str, besides: str) -> dict[str, int]:
        """What returns, discounts and credit notes took off a document, `besides` one of them; fen, by their ids."""
        found = {str(row.id): int(row.amount) for row in query_rows(self._connection, _NOTED, document)}
        found |= {
            each: one.amount
            for each, one in self.sheets.items()
            if one.source == document and one.kind in TAKING_OFF and not one.reverses
        }
        return {each: fen for each, fen in found.items() if each != besides and each not in self.undone}

    def other_taker(self, source: str, kind: str) -> str:
        """A paper of a kind that another desk wrote over this source; "" where none did."""
        return self.elsewhere(kind, self._takers(source, kind))

    def taker(self, source: str, kind: str) -> str:
        """A paper of a kind that stands over this source, of the books or of the page; "" where there is none."""
        of_page = (each for each, one in self.sheets.items() if (one.source, one.kind) == (source, kind))
        return next(iter((*self._takers(source, kind), *of_page)), "")

    def _takers(self, source: str, kind: str) -> list[str]:
        sql = "SELECT id FROM document WHERE source = ? AND kind = ? AND reverses IS NULL AND state = 'posted' LIMIT 50"
        return [str(row.id) for row in query_rows(self._connection, sql, source, kind)]

    def received(self, delivery: str, besides: str) -> dict[str, bool]:
        """The receipts that stand over a delivery, `besides` one of them, and whether each refuses it; by their ids."""
        found = {str(row.id): row.method == REFUSED for row in query_rows(self._connection, _RECEIVED, delivery)}
        found |= {
            each: one.method == REFUSED
            for each, one in self.sheets.items()
            if one.source == delivery and one.kind == "goods_receipt" and not one.reverses
        }
        return {each: refuses for each, refuses in found.items() if each != besides and each not in self.undone}

    def promised_apart(self, order: str) -> PaperSheet | None:
        """An order as this very desk promised it while another desk's answer, unheard of, came first; None for none."""
        said = self._apart.get(order)
        for (body,) in () if said else query_rows(self._connection, _APART, self._stream, order):
            said = msgspec.json.decode(bytes(body), type=AnswerBody)
        if said is None:
            return None
        found = answered(self.sheets[order], said)
        wanted = [line._replace(accepted=min(line.accepted or 0, line.quantity)) for line in found.lines]
        return replace(found, lines=wanted)

    def promised_before(self, order: str) -> PaperSheet | None:
        """An order as it was promised before another desk took the promise back; None where none did."""
        live = f"r.{living(self._connection)}"
        back = (
            f"SELECT r.stream, r.number FROM answer a JOIN entry r ON r.record = a.id AND r.kind = 'answer' AND {live} "
            "WHERE a.\"order\" = ? AND a.state = 'cancelled' AND r.stream <> ?"
        )
        for stream, number in query_rows(self._connection, back, order, self._stream):
            before = query_rows(self._connection, _ANSWER_BEFORE, stream, number, order)
            if before:
                return answered(self.sheets[order], msgspec.json.decode(bytes(before[0].body), type=AnswerBody))
            sql = f"SELECT body FROM entry r WHERE r.record = ? AND r.kind = 'order' AND {live}"
            for (body,) in query_rows(self._connection, sql, order):
                return sheet_of("order", msgspec.json.decode(bytes(body), type=DocumentBody))
        return self._before_closing(order)

    def _before_closing(self, order: str) -> PaperSheet | None:
        """The same, before another desk closed what was left of it."""
        sql = (
            "SELECT r.body, r.stream FROM order_closing c JOIN entry r ON r.record = c.id AND r.kind = 'order_closing' "
            f"AND r.{living(self._connection)} WHERE c.\"order\" = ? AND c.side = 'seller'"
        )
        rows = query_rows(self._connection, sql, order)
        if all(row.stream == self._stream for row in rows):
            return None
        found = replace(self.sheets[order], lines=[line._replace(closed=0) for line in self.sheets[order].lines])
        for row in rows:
            if row.stream == self._stream:
                found = closed(found, msgspec.json.decode(bytes(row.body), type=OrderClosingBody))
        return found

    def other_successor(self, order: str, besides: str) -> str:
        """An order that another desk wrote in place of this one and that stands; "" where none did."""
        return self.elsewhere("order", [row.id for row in successors(self._connection, order, besides)])

    def other_settler(self, document: str) -> str:
        """A settlement of this paper that another desk wrote; "" where none did."""
        named = [each for each, one in self._settled.items() if document in (one.credit, one.debt)]
        return self.elsewhere("settlement", named)

    def other_count(self, dealer: str, desk: str, body: DocumentBody) -> str:
        """A count of the same goods in the same warehouse that another desk wrote, and this one hadn't heard of."""
        lock_account(self._connection, dealer)
        known = read_known(body.known)
        products = {line.product for line in body.lines}
        sql = _COUNTED.format(living(self._connection))
        for row in query_rows(self._connection, "SELECT id FROM desk WHERE dealer = ? AND id <> ?", dealer, desk):
            stream = f"desk/{row.id}"
            later = query_rows(self._connection, sql, stream, known.get(stream, 0))
            there = rows_in(self._connection, _COUNTED_THERE, [each.record for each in later], body.warehouse)
            for (record,) in there:
                if products & self.goods_of(str(record)):
                    return str(record)
        return ""

    def goods_of(self, paper: str) -> set[str]:
        """The products on the lines of a paper of the books."""
        return {str(product) for (product,) in rows_in(self._connection, _GOODS, [paper])}

    def other_opening(self, body: DocumentBody) -> str:
        """A standing opening of the same account that another desk wrote, and this one hadn't heard of; "" for none."""
        lock_account(self._connection, body.buyer)
        known = read_known(body.known)
        rows = query_rows(self._connection, _OPENED.format(living(self._connection)), body.buyer, body.seller)
        others = (row for row in rows if row.stream != self._stream and row.number > known.get(row.name, 0))
        return next((str(row.id) for row in others), "")

    def other_statement(self, number: str, besides: str) -> str:
        """Whose account another statement under this number is of; "" where there is none."""
        sql = (
            "SELECT COALESCE(p.name, s.buyer) AS party FROM statement s LEFT JOIN dealer p ON p.id = s.buyer "
            "WHERE s.number = ? AND s.id <> ?"
        )
        of_page, party = self._statements.get(number, (besides, ""))
        found = [str(row.party) for row in query_rows(self._connection, sql, number, besides)]
        return party if of_page != besides else next(iter(found), "")

    def elsewhere(self, kind: str, records: Sequence[str]) -> str:
        """The first of these records that lives in another stream than the page's; "" where none does."""
        sql = (
            f"SELECT e.record FROM entry e WHERE e.record IN (?*) AND e.kind = ? AND e.stream <> ? "
            f"AND e.{living(self._connection)}"
        )
        found = {record for (record,) in rows_in(self._connection, sql, sorted(records), kind, self._stream)}
        return next((each for each in records if each in found), "")


def _named(bodies: Iterable[Body]) -> tuple[set[str], set[str]]:
    """The papers that a page takes up or undoes, and those that it settles."""
    papers: set[str] = set()
    settled: set[str] = set()
    for body in bodies:
        if isinstance(body, SettlementBody):
            settled |= {*names_of(body).values()}
        elif isinstance(body, DocumentBody):
            papers |= {*names_of(body).values(), *([body.supersedes] if body.supersedes else [])}
    return papers, settled


def names_of(body: Any) -> Mapping[str, str]:
    """The papers a record takes up, undoes or settles, by the field that names them."""
    fields = ("source", "reverses") if isinstance(body, DocumentBody) else ("credit", "debt")
    return {name: named for name in fields if (named := getattr(body, name, None))}
