"""The policies of a book made ready once, so that pricing an order only looks things up until they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
from sqlalchemy import Connection

from domain.parties.dealers import Dealer, chain_up
from domain.policies.file import read_policy
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList
from domain.policies.scopes import Period
from domain.prices.price_lists import Buyer, PriceBook
from domain.promotions.compiled import CompiledPolicies
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.catalogue import Catalogue
from sync.records.books.goods import GoodsCache
from sync.records.books.settings import read_setting
from sync.records.log.policy_records import POLICY_MARK

_MOST_BOOKS = 64


@dataclass(frozen=True, slots=True)
class PolicySet:
    """What was made ready of a book's published policies.

    `policies` are all versions, each with a period that ends where a later version or a withdrawal ended it. What is
    bought from HQ is priced by all of them, what is bought from anyone else by those that hold in the whole channel.
    """

    mark: str
    policies: tuple[Policy, ...]
    direct: CompiledPolicies
    channel: CompiledPolicies
    has_lists: bool
    _books: dict[tuple[Buyer, date, bool] | None, PriceBook] = field(default_factory=dict)

    def compiled(self, *, from_hq: bool) -> CompiledPolicies:
        """The promotions that hold for a sale by HQ, or by someone else in the channel."""
        return self.direct if from_hq else self.channel

    def price_book(self, buyer: Buyer, on: date, *, from_hq: bool) -> PriceBook:
        """The price lists that hold for a buyer on a day; kept for the next question."""
        key = (buyer, on, from_hq) if self.has_lists else None  # without lists all have the plain prices
        if key not in self._books:
            if len(self._books) >= _MOST_BOOKS:
                self._books.clear()
            chosen = self.policies if from_hq else [policy for policy in self.policies if policy.channel]
            self._books[key] = PriceBook(chosen, buyer, on)
        return self._books[key]


class PolicyCache:
    """Keeps one policy_set until the book's policies change; one belongs to each open book.

    Attributes:
        catalogue: HQ's products and prices, kept likewise; of a SQLite book `goods` keeps whatever it knows.
    """

    def __init__(self) -> None:
        self._kept: PolicySet | None = None
        self.catalogue = Catalogue()
        self._goods = GoodsCache("")

    def policy_set(self, connection: Connection, mark: str | None = None) -> PolicySet:
        """The policies as they stand in this transaction, made ready; `mark` is theirs where it was read already."""
        mark = read_setting(connection, POLICY_MARK) if mark is None else mark
        kept = self._kept
        if kept is None or kept.mark != mark:
            kept = self._kept = _assort(mark, published(connection))
        return kept

    def goods(self, mark: str) -> GoodsCache:
        """The products, prices and dealers of a SQLite book where it bears this mark (`sync.records.orders.ground`)."""
        kept = self._goods
        if kept.mark != mark or kept.is_full:
            kept = self._goods = GoodsCache(mark)
        return kept


def _assort(mark: str, policies: Mapping[str, Policy]) -> PolicySet:
    every = tuple(policies.values())
    channel = [policy for policy in every if policy.channel]
    has_lists = any(isinstance(policy.terms, PriceList) for policy in every)
    return PolicySet(mark, every, CompiledPolicies(every), CompiledPolicies(channel), has_lists)


def published(connection: Connection) -> dict[str, Policy]:
    """Every published version by record id (`<policy>/<version>`); a form this program can't read is passed over."""
    rows = query_rows(connection, "SELECT id, form, until FROM policy ORDER BY policy, version")
    found = {record: policy_of(form, until) for record, form, until in rows}
    return {record: policy for record, policy in found.items() if policy is not None}


def policy_of(form: str, until: str = "") -> Policy | None:
    """The policy of a stored form, ending on the day that a later version or a withdrawal ended it."""
    policy, _ = read_policy(msgspec.json.decode(form))
    if policy is None or not until:
        return policy
    last = date.fromisoformat(until)
    end = last if policy.period.end is None else min(last, policy.period.end)
    return replace(policy, period=Period(policy.period.start, end))


def buyer_among(dealer: Dealer, known: Mapping[str, Dealer]) -> Buyer:
    """A dealer as policies see him, where everyone above him is at hand."""
    parents = {each.id: each.parent for each in known.values()} | {dealer.id: dealer.parent}
    return Buyer(dealer, dealer.tags, tuple(chain_up(dealer.id, parents)))


def buyer_of(connection: Connection, dealer: Dealer) -> Buyer:
    """A dealer as policies see him: his tags, himself and everyone above him."""
    chain = [dealer.id]
    above = dealer.parent
    while above is not None and above not in chain:
        chain.append(above)
        rows = rows_in(connection, "SELECT parent FROM dealer WHERE id IN (?*)", [above])
        above = rows[0][0] if rows else None
    return Buyer(dealer, dealer.tags, tuple(chain))
