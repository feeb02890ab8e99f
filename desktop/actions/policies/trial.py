"""A policy tried on last year's real documents: what each dealer would get, side by side with what is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import products_by_id
from desktop.actions.policies.views import SimulatedDealer, Simulation
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.parties.dealers import chain_up
from domain.policies.checks import Surroundings
from domain.policies.file import read_policy
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList
from domain.policies.scopes import Period
from domain.prices.price_lists import Buyer
from domain.prices.unit_price import FoundPrice, Price, price_line
from domain.rebates.runs import Account
from domain.trial.simulation import Move, PastLine, PastOrder, Trial, move_of, moved_fact
from domain.values.money import ZERO, from_price
from domain.values.quantities import from_milli
from sync.records.books.bulk import parts, query_keys, query_rows, rows_in
from sync.records.rebates.lines import RebateBooks, ask_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

Progress = Callable[[int, int], None]
_PAGE = 200
_TIES = frozenset({"policy_tie", "policy_order_tie"})
# What speaks against publishing and not against trying: what is published can be tried as well.
_HARMLESS = _TIES | {
    "policy_past",
    "policy_start_missing",
    "policy_reaches_back",
    "policy_version_order",
    "policy_audience_used",
}


def simulate(
    desk: Desk,
    form: object,
    first_day: date | None = None,
    last_day: date | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Simulation:
    """Tries a policy's form on real orders (where there are none, deliveries; for a rebate, all that counts).

    Args:
        first_day, last_day: the real documents' days; left out, those a year before the policy's own, a year at most.
        progress: called with documents (for a rebate, dealers) done and in all.
        cancelled: asked now and then whether to stop.

    Raises UsageError `policy_misformed`, RefusedError `policy_unfit` (`reasons`), `only_at_hq`, `simulation_cancelled`.
    """
    if not desk.at_hq:
        raise RefusedError("only_at_hq")
    policy, reasons = read_policy(form)
    if policy is None:
        raise UsageError("policy_misformed", policy="", reasons=tuple(reasons))
    from sync.hq.deciding.publishing import check_draft
    from sync.records.pricing.policy_forms import surroundings_of

    watch = _TrialWatch(progress, cancelled)
    with desk.book.reading() as connection:
        told = check_draft(connection, policy, desk.today())
        stopping = tuple(each for each in told if each.code not in _HARMLESS)
        if stopping:
            raise RefusedError("policy_unfit", policy=policy.id, version=policy.version, reasons=stopping)
        around = surroundings_of(connection, desk.today())
        books = _PastBooks(connection, policy, around, move_of(policy, desk.today(), first_day, last_day))
        documents = books.try_rebates(watch) if policy.kind == "rebate" else books.try_orders(watch)
    return books.told(documents, [*(each for each in told if each.code in _TIES), *books.trial.reasons])


@dataclass(frozen=True, slots=True)
class _TrialWatch:
    progress: Progress | None
    cancelled: Callable[[], bool] | None

    def step(self, done: int, total: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise RefusedError("simulation_cancelled", done=done, total=total)
        if self.progress is not None:
            self.progress(done, total)


class _PastBooks:
    """Reads real documents page by page and has them tried."""

    def __init__(self, connection: Connection, candidate: Policy, around: Surroundings, move: Move) -> None:
        self.connection = connection
        self.candidate = candidate
        self.move = move
        self._products = dict(around.products)
        self._prices = _PlainPrices(connection, around, candidate)
        self.trial = Trial(candidate, around.policies, self._prices.worth)
        self._buyers = _buyers(around, [each for each in (candidate, self.trial.against) if each is not None])

    def told(self, documents: int, reasons: Sequence[Reason]) -> Simulation:
        first, last = self.move.source.start, self.move.source.end
        assert first is not None
        assert last is not None
        if not documents:
            reasons = [*reasons, Reason("simulation_nothing", "warn", {"start": first, "end": last})]
        dealers = [
            SimulatedDealer(self._buyers[each].dealer, tally.documents, tally.turnover, tally.before, tally.after)
            for each, tally in self.trial.tallies.items()
            if tally.turnover or tally.before or tally.after
        ]
        dealers.sort(key=lambda each: (-each.difference, -each.after, each.dealer.code))
        return Simulation(self.candidate, self.trial.against, first, last, documents, tuple(dealers), tuple(reasons))

    def try_orders(self, watch: _TrialWatch) -> int:
        """Every order of the days, or every delivery where nobody ordered; how many were tried."""
        keys = self._keys("order") or self._keys("delivery")
        done = tried = 0
        for page in parts(keys, _PAGE):
            watch.step(done, len(keys))
            for past in self._page(page):
                self.trial.order(past)
                tried += 1
            done += len(page)
        watch.step(done, len(keys))
        return tried

    def _keys(self, kind: str) -> Sequence[int]:
        """Documents that stand, the earliest first, because a shared quota goes to whoever came first."""
        direct = "" if self.candidate.channel else " AND seller IN (SELECT id FROM dealer WHERE tier = 'hq')"
        sql = (
            f"SELECT pk FROM document WHERE kind = '{kind}' AND date >= ? AND date <= ?{direct} "
            "AND state NOT IN ('refused', 'cancelled', 'reversed') AND reverses IS NULL ORDER BY date, pk"
        )
        first, last = self.move.source.start, self.move.source.end
        return query_keys(self.connection, sql, [str(first), str(last)])

    def _page(self, keys: Sequence[int]) -> Iterator[PastOrder]:
        documents = rows_in(
            self.connection,
            "SELECT d.pk, d.buyer, d.date, s.tier FROM document d LEFT JOIN dealer s ON s.id = d.seller "
            "WHERE d.pk IN (?*)",
            list(keys),
        )
        wanted = {row.pk: row for row in documents if row.buyer in self._buyers}
        lines = rows_in(
            self.connection,
            "SELECT document, product, COALESCE(accepted, quantity) AS quantity, unit, by_hand, "
            "COALESCE(answered_price, unit_price) AS price FROM document_line "
            "WHERE document IN (?*) AND gift = '' ORDER BY document, line",
            sorted(wanted),
        )
        missing = {row.product for row in lines} - self._products.keys()
        self._products |= products_by_id(self.connection, missing)
        by_document: dict[int, list[Any]] = {}
        for row in lines:
            by_document.setdefault(row.document, []).append(row)
        for key in keys:
            if key in wanted:
                yield self._past(wanted[key], by_document.get(key, []))

    def _past(self, row: Any, lines: Iterable[Any]) -> PastOrder:
        buyer, on = self._buyers[row.buyer], self.move(date.fromisoformat(row.date))
        found = (self._line(buyer, on, each) for each in lines)
        return PastOrder(buyer, on, row.tier == "hq", tuple(each for each in found if each is not None))

    def _line(self, buyer: Buyer, on: date, row: Any) -> PastLine | None:
        product = self._products.get(row.product)
        own = None if row.price is None else from_price(row.price)
        plain = self._prices.plain(buyer, row.product, on, own)
        if product is None or plain is None:
            return None
        by_hand = bool(row.by_hand) and own is not None
        price = own if by_hand and own is not None else plain
        lists = self._prices.named(row.product, on)
        return PastLine(product, from_milli(row.quantity), row.unit, price, by_hand, lists)

    def try_rebates(self, watch: _TrialWatch) -> int:
        """All lines of each dealer addressed, from a year before the days on, because growth looks there."""
        source = self.move.source
        assert source.start is not None
        assert source.end is not None
        since = source.start.replace(year=source.start.year - 1, day=min(source.start.day, 28))
        rebates = [policy for policy in (*self.trial.policies, self.candidate) if policy.kind == "rebate"]
        books = RebateBooks(self.connection, ask_of(rebates, source.end, since), self._products)
        total, done = 2 * len(self._buyers), 0

        def accounts() -> Iterator[Account]:
            nonlocal done
            for buyer in self._buyers.values():
                watch.step(done, total)
                yield Account(buyer, [moved_fact(fact, self.move) for fact in books.facts(buyer)])
                done += 1

        self.trial.rebates(accounts, self._products)
        watch.step(total, total)
        return sum(tally.counted for tally in self.trial.tallies.values())


@dataclass(slots=True)
class _PlainPrices:
    """Prices of plain lists by the day they are asked for; each list is read once."""

    connection: Connection
    around: Surroundings
    candidate: Policy
    _lists: dict[str, dict[str, list[Price]]] = field(default_factory=dict)
    _seen: dict[str, Decimal] = field(default_factory=dict)
    _named: frozenset[str] | None = None

    def plain(self, buyer: Buyer, product: str, on: date, own: Decimal | None) -> Decimal | None:
        """The price of the buyer's own list; where it names none, what the document says."""
        if own is not None:
            self._seen[product] = own
        found = self._price(buyer.dealer.price_list, product, on).unit_price
        return own if found is None else found

    def named(self, product: str, on: date) -> Mapping[str, FoundPrice]:
        """The prices in the plain lists that price policies build on."""
        if self._named is None:
            terms = (policy.terms for policy in (*self.around.policies, self.candidate))
            bases = {each.base for each in terms if isinstance(each, PriceList)}
            self._named = frozenset(bases & self.around.plain_lists)
        return {name: self._price(name, product, on) for name in self._named}

    def worth(self, buyer: Buyer, product: str, on: date) -> Decimal:
        """What a unit of a gift would have cost the buyer, or anybody lately."""
        found = self._price(buyer.dealer.price_list, product, on).unit_price
        return self._seen.get(product, ZERO) if found is None else found

    def _price(self, name: str, product: str, on: date) -> FoundPrice:
        if not name:
            return FoundPrice(None, ())
        if name not in self._lists:
            self._lists[name] = self._read(name)
        return price_line(self._lists[name].get(product, ()), name, on)

    def _read(self, name: str) -> dict[str, list[Price]]:
        found: dict[str, list[Price]] = {}
        sql = "SELECT product, unit_price, valid_from, valid_to FROM price WHERE price_list = ?"
        for product, price, start, end in query_rows(self.connection, sql, name):
            days = Period(_day(start), _day(end))
            found.setdefault(product, []).append(Price(name, product, from_price(price), days.start, days.end))
        return found


def _day(stored: str) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _buyers(around: Surroundings, policies: Iterable[Policy]) -> dict[str, Buyer]:
    """Everyone one of the policies speaks to, by id."""
    parents = {dealer.id: dealer.parent for dealer in around.dealers.values()}
    wanted = list(policies)
    found: dict[str, Buyer] = {}
    for dealer in around.dealers.values():
        buyer = Buyer(dealer, dealer.tags, tuple(chain_up(dealer.id, parents)))
        if any(policy.audience.matches(dealer, buyer.tags, buyer.chain) for policy in wanted):
            found[dealer.id] = buyer
    return found
