"""What HQ's books say about the records that a page of entries is and names, and what the page itself adds to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection

from sync.hq.admission.table import Rule
from sync.hq.hearing import UNHEARD
from sync.hq.tree import Tree
from sync.records.account_bodies import ReplyBody, SettlementBody, StatementBody
from sync.records.bodies import BODY_TYPES, DOCUMENT_KINDS, AnswerBody, Body, DealerBody, DocumentBody, ProductBody
from sync.records.bulk import rows_in
from sync.records.log import living
from sync.records.settings import read_setting
from sync.streams import Entry

Numbered = Sequence[tuple[int, Entry]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
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
    """The version of a record that lives: in which stream (by its row), and its bytes."""

    stream: int
    body: bytes
    leaf: bytes


class Standing:
    """The books as a page's entries find them one after another.

    Attributes:
        dealer, desk, prefix: whose desk writes, its id, and that of its numbers.
        at_hq: whether it is a desk of HQ's own people.
        heard: whether the desk had heard a number of its dealer's stream when it wrote the entry at hand.
    """

    def __init__(
        self, connection: Connection, stream: int, dealer: str, numbered: Numbered, bodies: Mapping[int, Body | None]
    ) -> None:
        self._connection, self._stream, self.dealer = connection, stream, dealer
        self.at_hq = dealer == read_setting(connection, "dealer_id")
        [[name]] = rows_in(connection, "SELECT name FROM stream WHERE id IN (?*)", [stream])
        self.desk = str(name).removeprefix("desk/")
        prefixes = rows_in(connection, "SELECT prefix FROM desk WHERE id IN (?*)", [self.desk])
        self.prefix = str(prefixes[0][0]) if prefixes else ""
        found = [body for body in bodies.values() if body is not None]
        ids = sorted({entry.record for _, entry in numbered})
        named = sorted({*ids, *_named(found)})
        self._live = self._living({entry.kind for _, entry in numbered} & BODY_TYPES.keys(), ids)
        self.papers = self._papers(named)
        self._known = frozenset(self.papers)
        self.heard: Callable[[int], bool] = partial(UNHEARD.had_heard, 0)
        self.statements = self._statements(sorted({body.statement for body in found if isinstance(body, ReplyBody)}))
        self._products = self._existing("product", _products(found))
        sides = {side for body in found for side in _parties(body)}
        self.tree = Tree.around(connection, {dealer, *sides})
        self._dealers = self._existing("dealer", sides)

    # ---- versions of the record itself

    def elsewhere(self, entry: Entry) -> Version | None:
        """A living record in whose way this one stands: of this name in another stream, or of another kind."""
        kinds = DOCUMENT_KINDS if entry.kind in DOCUMENT_KINDS else (entry.kind,)
        for kind in kinds:
            version = self._live.get((kind, entry.record))
            if version and (version.stream != self._stream or kind != entry.kind):
                return version
        return None

    def earlier(self, entry: Entry) -> Version | None:
        """The living version in the very stream that this one would take the place of."""
        version = self._live.get((entry.kind, entry.record))
        return version if version and version.stream == self._stream else None

    def take(self, entry: Entry, body: Body | None) -> None:
        """What a page's entry adds, once it is believed, for those that follow it."""
        key = (entry.kind, entry.record)
        if entry.body is None:
            self._live.pop(key, None)
            self.papers.pop(entry.record, None)
            return
        self._live[key] = Version(self._stream, entry.body, entry.leaf)
        match body:
            case DocumentBody():
                known = self.papers.get(entry.record)
                state = known.state if known and known.state and body.state != "cancelled" else body.state
                self.papers[entry.record] = Paper(entry.kind, body.seller, body.buyer, state)
            case StatementBody():
                self.statements[entry.record] = Paper("statement", body.seller, body.buyer)
            case AnswerBody():
                order = self.papers.get(body.order)
                if order:
                    self.papers[body.order] = Paper("order", order.seller, order.buyer, body.state)
            case DealerBody():
                self._dealers.add(entry.record)
            case ProductBody():
                self._products.add(entry.record)

    # ---- what it rests on

    def may_trade(self, entry: Entry, body: DocumentBody) -> bool:
        """Whether the desk may write a paper of this account; after a move only what closes it, or wasn't known."""
        opens = entry.kind in ("order", "opening") or (entry.kind == "delivery" and not body.source)
        closes = not opens or entry.record in self._known or body.state == "refused"
        return self.tree.may_trade(body.seller, body.buyer, self.dealer, self.heard, closes=closes)

    def knows_dealer(self, dealer: str) -> bool:
        return dealer in self._dealers

    def missing_product(self, body: DocumentBody) -> str:
        """The first product of its lines that isn't there, "" where all are."""
        return next((line.product for line in body.lines if line.product not in self._products), "")

    def delivered(self, order: str) -> list[int]:
        """What was delivered of an order, line by line."""
        sql = (
            "SELECT l.delivered FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id IN (?*) "
            "ORDER BY l.line"
        )
        return [int(done) for (done,) in rows_in(self._connection, sql, [order])]

    def resting_on(self, kind: str, record: str) -> str:
        """The number or id of something that rests on a record, "" where nothing does."""
        for sql in _RESTING.get(kind, _RESTING_ON_PAPERS if kind in DOCUMENT_KINDS else ()):
            found = rows_in(self._connection, sql, [record])
            if found:
                return str(found[0][0])
        return ""

    def draft_is_published(self, draft: str) -> bool:
        return bool(rows_in(self._connection, "SELECT id FROM policy WHERE draft IN (?*)", [draft]))

    # ---- read at once

    def _living(self, kinds: set[str], ids: Sequence[str]) -> dict[Key, Version]:
        wanted = kinds | set(DOCUMENT_KINDS) if kinds & set(DOCUMENT_KINDS) else kinds
        if not wanted:
            return {}
        # The kinds stand in the statement, so that the index of living records is gone into by kind and id.
        asked = ", ".join(f"'{kind}'" for kind in sorted(wanted))
        sql = (
            "SELECT kind, record, stream, body, leaf FROM entry WHERE "
            f"kind IN ({asked}) AND record IN (?*) AND {living(self._connection)}"
        )
        return {
            (kind, record): Version(stream, bytes(body), bytes(leaf))
            for kind, record, stream, body, leaf in rows_in(self._connection, sql, ids)
        }

    def _papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        sql = "SELECT id, kind, seller, buyer, state FROM document WHERE id IN (?*)"
        return {row[0]: Paper(*row[1:]) for row in rows_in(self._connection, sql, ids)}

    def _statements(self, ids: Sequence[str]) -> dict[str, Paper]:
        sql = "SELECT id, seller, buyer FROM statement WHERE id IN (?*)"
        return {each: Paper("statement", seller, buyer) for each, seller, buyer in rows_in(self._connection, sql, ids)}

    def _existing(self, table: str, ids: Iterable[str]) -> set[str]:
        found = rows_in(
            self._connection, f"SELECT id FROM {table} WHERE id IN (?*)", sorted({each for each in ids if each})
        )
        return {each for (each,) in found}


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
class Asked:
    """One entry as the table is asked about it: what it says (None: a deletion), and the version it would replace."""

    standing: Standing
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
            case AnswerBody():
                found.add(body.order)
            case SettlementBody():
                found |= {each for each in (body.credit, body.debt) if each}
    return found


def _parties(body: Body) -> tuple[str, ...]:
    """The dealers that a record names."""
    if isinstance(body, DealerBody):
        return (body.parent or "",)
    return tuple(getattr(body, name, "") for name in ("seller", "buyer"))


def _products(bodies: Iterable[Body]) -> set[str]:
    return {line.product for body in bodies if isinstance(body, DocumentBody) for line in body.lines}


def decoded(kind_type: type[Body], raw: bytes) -> Any:
    """An earlier version, None where an older program wrote what this one can't read."""
    try:
        return msgspec.json.decode(raw, type=kind_type)
    except msgspec.MsgspecError:
        return None
