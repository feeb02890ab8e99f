"""What HQ's books say about the records that a page of entries is and names, and what the page itself adds to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import KINDS, ORDER_RECORDS
from sync.hq.admission.remainders import Remainders, names_of
from sync.hq.admission.table import Rule
from sync.hq.channel.tree import Tree
from sync.hq.taking.hearing import UNHEARD
from sync.records.bodies.accounts import OrderClosingBody, ReplyBody, SettlementBody, StatementBody
from sync.records.bodies.records import (
    BODY_TYPES,
    DOCUMENT_KINDS,
    AnswerBody,
    Body,
    DealerBody,
    DocumentBody,
    ProductBody,
)
from sync.records.books.bulk import query_lists, query_rows, rows_in
from sync.records.books.locking import lock_documents
from sync.records.books.settings import identity
from sync.records.log.holding import ANSWERED_TWICE, Held
from sync.records.log.streams import Living, living
from sync.records.statements.signatures import Signed, authority_of, is_signed_with, prove
from sync.streams import Entry

Numbered = Sequence[tuple[int, Entry]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StandingPaper:
    """A document or statement that stands: its kind, its parties, and the state an order has come to."""

    kind: str
    seller: str
    buyer: str
    state: str = ""

    @property
    def account(self) -> tuple[str, str]:
        return self.seller, self.buyer


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a record that lives: in which stream (by its row), its bytes, and its own row."""

    stream: int
    body: bytes
    leaf: bytes
    row: int = 0


@dataclass(frozen=True, slots=True)
class WritingDesk:
    """Whose desk writes: the dealer, the desk's id, and what its numbers begin with."""

    dealer: str
    desk: str
    prefix: str


def writing_desk_of(connection: Connection, stream: int, dealer: str) -> WritingDesk:
    """Whose desk writes a stream (its row)."""
    sql = "SELECT s.name, k.prefix FROM stream s LEFT JOIN desk k ON k.id = substr(s.name, 6) WHERE s.id = ?"
    [[name, prefix]] = query_rows(connection, sql, stream)
    return WritingDesk(dealer, str(name).removeprefix("desk/"), prefix or "")


class BooksAtEntry:
    """The books as a page's entries find them one after another.

    Attributes:
        dealer, desk, prefix: whose desk writes, its id, and that of its numbers.
        hq: HQ's own id, as a seller.
        at_hq: whether it is a desk of HQ's own people.
        today: the day at HQ.
        heard: whether the desk had heard a number of its dealer's stream when it wrote the entry at hand.
        remainders: what the papers that the page speaks of still leave.
        touched: the papers of which believed entries took, gave back or undid something.
    """

    def __init__(
        self,
        connection: Connection,
        stream: int,
        writer: WritingDesk,
        numbered: Numbered,
        bodies: Mapping[int, Body | None],
    ) -> None:
        self._connection, self._stream = connection, stream
        self.dealer, self.desk, self.prefix = writer.dealer, writer.desk, writer.prefix
        self.hq = identity(connection).get("dealer_id", "")
        self.at_hq = self.dealer == self.hq
        found = [body for body in bodies.values() if body is not None]
        kinds = {entry.kind for _, entry in numbered}
        self._whole = kinds <= BODY_TYPES.keys()
        named = self._at_hand(kinds & BODY_TYPES.keys(), numbered, found)
        there = _decided_on(numbered, bodies) & {row.id for row in named if row.what == "paper"}
        # Nobody else answers, delivers or takes of these until this page is written; somebody may have just now.
        if lock_documents(connection, sorted(there)):
            named = self._at_hand(kinds & BODY_TYPES.keys(), numbered, found)
        self._live = {(row.kind, row.id): _version(row) for row in named if row.what == "entry"}
        self._first = {key: (each.row, each.stream, each.leaf) for key, each in self._live.items()}
        self.papers = {
            row.id: StandingPaper(row.kind, row.seller, row.buyer, row.state) for row in named if row.what == "paper"
        }
        self._known = frozenset(self.papers)
        self.today = datetime.now(UTC).date()
        self.heard: Callable[[int], bool] = partial(UNHEARD.had_heard, 0)
        self.held_then: Callable[[str, int], bool] = UNHEARD.held_then
        self.statements = {
            row.id: StandingPaper("statement", row.seller, row.buyer) for row in named if row.what == "statement"
        }
        self._products = {row.id for row in named if row.what == "product"}
        self.tree = Tree.around(connection, {self.dealer, *(side for body in found for side in _parties(body))})
        self._dealers: set[str] = set()
        self.remainders = Remainders(connection, stream, found)
        self.touched: set[str] = set()

    # ---- versions of the record itself

    def elsewhere(self, entry: Entry) -> Version | None:
        """A living record in whose way this one stands: of this name in another stream, or of another kind."""
        kinds = DOCUMENT_KINDS if entry.kind in DOCUMENT_KINDS else (entry.kind,)
        for kind in kinds:
            version = self._live.get((kind, entry.record))
            if version and (version.stream != self._stream or kind != entry.kind):
                return version
        return None

    def is_colleagues(self, version: Version) -> bool:
        """Whether another desk of the writing dealer wrote it: of others' records nothing is told."""
        sql = "SELECT d.dealer FROM stream s JOIN desk d ON s.name = 'desk/' || d.id WHERE s.id = ?"
        return [str(row.dealer) for row in query_rows(self._connection, sql, version.stream)] == [self.dealer]

    def earlier(self, entry: Entry) -> Version | None:
        """The living version in the very stream that this one would take the place of."""
        version = self._live.get((entry.kind, entry.record))
        return version if version and version.stream == self._stream else None

    def take(self, entry: Entry, body: Body | None) -> None:
        """What a page's entry adds, once it is believed, for those that follow it."""
        key = (entry.kind, entry.record)
        self.remainders.take(entry.kind, entry.record, body)
        self._touch(entry, body)
        if entry.body is None:
            self._live.pop(key, None)
            self.papers.pop(entry.record, None)
            return
        self._live[key] = Version(self._stream, entry.body, entry.leaf)
        match body:
            case DocumentBody():
                known = self.papers.get(entry.record)
                state = known.state if known and known.state and body.state != "cancelled" else body.state
                self.papers[entry.record] = StandingPaper(entry.kind, body.seller, body.buyer, state)
            case StatementBody():
                self.statements[entry.record] = StandingPaper("statement", body.seller, body.buyer)
            case AnswerBody():
                order = self.papers.get(body.order)
                if order and order.state != "cancelled":  # what was taken back no answer brings back
                    self.papers[body.order] = StandingPaper("order", order.seller, order.buyer, body.state)
            case DealerBody():
                self._dealers.add(entry.record)
                self.tree.place(entry.record, body.parent)
            case ProductBody():
                self._products.add(entry.record)

    def pass_over(self, held: Held, body: Body | None) -> None:
        """What a page's entry leaves for those that follow it although it is held."""
        if held.code == ANSWERED_TWICE and isinstance(body, AnswerBody):
            self.remainders.answer_apart(body)

    def _touch(self, entry: Entry, body: Body | None) -> None:
        before = self.earlier(entry) if entry.kind == "settlement" and body is None else None
        gone = decoded(SettlementBody, before.body) if before else None
        self.touched.update(names_of(gone or body).values())

    # ---- what it rests on

    def may_trade(self, entry: Entry, body: DocumentBody) -> bool:
        """Whether the desk may write a paper of this account; after a move only what closes it, or wasn't known."""
        opens = KINDS[entry.kind].source is None or (entry.kind == "delivery" and not body.source)
        closes = not opens or entry.record in self._known or body.state == "refused"
        return self.tree.may_trade(body.seller, body.buyer, self.dealer, self.heard, closes=closes)

    def is_closed_customer(self, dealer: str) -> bool:
        """Whether a customer is closed and the writing desk knew: it wrote the card itself, or held it by then."""
        if dealer == self.dealer or not self.tree.is_closed(dealer):
            return False
        sql = (
            "SELECT s.id, s.name, e.number FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'dealer' "
            f"AND e.record = ? AND e.{living(self._connection)}"
        )
        cards = query_rows(self._connection, sql, dealer)
        return any(row.id == self._stream or self.held_then(row.name, row.number) for row in cards)

    def is_wound_up(self) -> bool:
        """Whether the writer's dealer is closed and its desk had heard so: then it opens no new business."""
        if not self.tree.is_closed(self.dealer):
            return False
        sql = (
            "SELECT e.number FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'dealer' AND e.record = ? "
            f"AND e.{living(self._connection)} AND s.name = ?"
        )
        told = query_rows(self._connection, sql, self.dealer, f"dealer/{self.dealer}")
        return bool(told) and self.heard(told[0].number)

    def knows_dealer(self, dealer: str) -> bool:
        return dealer in self._dealers or self.tree.knows(dealer)

    def missing_product(self, body: DocumentBody) -> str:
        """The first product of its lines that isn't there, "" where all are."""
        return next((line.product for line in body.lines if line.product not in self._products), "")

    def card(self, product: str) -> Any:
        """A product's row, None where it isn't known here."""
        return next(iter(rows_in(self._connection, "SELECT * FROM product WHERE id IN (?*)", [product])), None)

    def delivered(self, order: str) -> list[int]:
        """What was delivered of an order, line by line."""
        sql = (
            "SELECT l.delivered FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id IN (?*) "
            "ORDER BY l.line"
        )
        return [int(done) for (done,) in rows_in(self._connection, sql, [order])]

    def ordered(self, order: str) -> list[int]:
        """What an order asks for, line by line, without what its answer added."""
        sheet = self.remainders.sheets.get(order)  # it may have come in this very page
        if sheet is not None:
            return [line.quantity for line in sheet.lines if line.order_line is None]
        sql = (
            "SELECT l.quantity FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id IN (?*) "
            "AND l.order_line IS NULL ORDER BY l.line"
        )
        return [int(quantity) for (quantity,) in rows_in(self._connection, sql, [order])]

    def resting_on(self, kind: str, record: str) -> str:
        """The number or id of something that rests on a record, "" where nothing does."""
        for sql in _RESTING.get(kind, _RESTING_ON_PAPERS if kind in DOCUMENT_KINDS else ()):
            found = rows_in(self._connection, sql, [record])
            if found:
                return str(found[0][0])
        return ""

    def is_signed(self, said: Signed) -> bool:
        """With the key the desk has now or, offered again after HQ was restored, with one that HQ vouched for then."""
        if said.vouch:
            return prove(said, authority_of(self._connection)) == "signed"
        keys = rows_in(self._connection, "SELECT public_key FROM desk WHERE id IN (?*)", [self.desk])
        return bool(keys) and is_signed_with(said, str(keys[0][0]))

    def draft_is_published(self, draft: str) -> bool:
        return bool(rows_in(self._connection, "SELECT id FROM policy WHERE draft IN (?*)", [draft]))

    # ---- read at once

    @property
    def living(self) -> Living | None:
        """The versions that lived before the page; None where it brings kinds this program doesn't know."""
        return self._first if self._whole else None

    def _at_hand(self, kinds: AbstractSet[str], numbered: Numbered, bodies: Sequence[Body]) -> list[Any]:
        """All that these entries are or speak of, in one question."""
        wanted = kinds | set(DOCUMENT_KINDS) if kinds & set(DOCUMENT_KINDS) else kinds
        # The kinds stand in the statement, so that the index of living records is gone into by kind and id.
        asked = ", ".join(f"'{kind}'" for kind in sorted(wanted)) or "''"
        ids = sorted({entry.record for _, entry in numbered})
        papers = sorted({*ids, *_named(bodies)})
        statements = sorted({body.statement for body in bodies if isinstance(body, ReplyBody)})
        sql = _NAMED.replace("KINDS", asked).replace("LIVING", living(self._connection))
        return query_lists(self._connection, sql, ids, papers, statements, sorted(_products(bodies)))


# A record, and what records speak of, told apart by `what`.
_NAMED = (
    "SELECT 'entry' AS what, kind, record AS id, '' AS seller, '' AS buyer, '' AS state, stream, id AS key, leaf, body "
    "FROM entry WHERE kind IN (KINDS) AND record IN (?*) AND LIVING "
    "UNION ALL SELECT 'paper', kind, id, seller, buyer, state, 0, 0, NULL, NULL FROM document WHERE id IN (?*) "
    "UNION ALL SELECT 'statement', '', id, seller, buyer, '', 0, 0, NULL, NULL FROM statement WHERE id IN (?*) "
    "UNION ALL SELECT 'product', '', id, '', '', '', 0, 0, NULL, NULL FROM product WHERE id IN (?*)"
)


def _version(row: Any) -> Version:
    return Version(row.stream, bytes(row.body), bytes(row.leaf), row.key)


_RESTING_ON_PAPERS = (
    "SELECT number FROM document WHERE source IN (?*) LIMIT 1",
    "SELECT number FROM document WHERE reverses IN (?*) LIMIT 1",
    'SELECT number FROM answer WHERE "order" IN (?*) LIMIT 1',
    "SELECT id FROM settlement WHERE credit IN (?*) LIMIT 1",
    "SELECT id FROM settlement WHERE debt IN (?*) LIMIT 1",
)
_RESTING: Mapping[str, tuple[str, ...]] = {
    "dealer": (
        "SELECT number FROM document WHERE buyer IN (?*) LIMIT 1",
        "SELECT number FROM document WHERE seller IN (?*) LIMIT 1",
        "SELECT id FROM dealer WHERE parent IN (?*) LIMIT 1",
    ),
    "product": (
        "SELECT d.number FROM document_line l JOIN document d ON d.pk = l.document WHERE l.product IN (?*) LIMIT 1",
    ),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry as the table is asked about it: what it says (None: a deletion), and the version it would replace."""

    standing: BooksAtEntry
    rule: Rule
    entry: Entry
    read: Body | None
    before: Version | None

    @property
    def body(self) -> Body:
        """What it says, where it is no deletion."""
        assert self.read is not None
        return self.read

    @property
    def earlier(self) -> bytes:
        """The bytes of the version it would replace."""
        assert self.before is not None
        return self.before.body

    @property
    def changes(self) -> bool:
        """Whether it says anything else than what stands."""
        return self.before is not None and (self.entry.body is None or self.entry.leaf != self.before.leaf)


def _named(bodies: Iterable[Body]) -> set[str]:
    """The documents that records speak of."""
    found: set[str] = set()
    for body in bodies:
        match body:
            case DocumentBody():
                found |= {each for each in (body.source, body.reverses, body.supersedes) if each}
            case AnswerBody() | OrderClosingBody():
                found.add(body.order)
            case SettlementBody():
                found |= {each for each in (body.credit, body.debt) if each}
    return found


def _decided_on(numbered: Numbered, bodies: Mapping[int, Body | None]) -> set[str]:
    """The documents whose state decides about a page: that it writes over, answers, takes up, undoes, replaces."""
    found = {entry.record for _, entry in numbered if entry.kind in ORDER_RECORDS}
    for body in bodies.values():
        if isinstance(body, AnswerBody | OrderClosingBody):
            found.add(body.order)
        elif body is not None:
            found.update(names_of(body).values())
        if isinstance(body, DocumentBody) and body.supersedes:
            found.add(body.supersedes)
    return found


def _parties(body: Body) -> tuple[str, ...]:
    """The dealers that a record names."""
    if isinstance(body, DealerBody):
        return (body.parent or "",)
    return tuple(getattr(body, name, "") for name in ("seller", "buyer"))


def _products(bodies: Iterable[Body]) -> set[str]:
    return {line.product for body in bodies if isinstance(body, DocumentBody) for line in body.lines}


def statement_as_row(record: str, body: StatementBody) -> Any:
    """A statement that comes in a page, as its row will be."""
    told = {name: getattr(body, name) for name in StatementBody.__struct_fields__ if name != "form"}
    return SimpleNamespace(id=record, form=bytes(body.form).decode(), **told)


def decoded(kind_type: type[Body], raw: bytes) -> Any:
    """An earlier version, None where an older program wrote what this one can't read."""
    try:
        return msgspec.json.decode(raw, type=kind_type)
    except msgspec.MsgspecError:
        return None
