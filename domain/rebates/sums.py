"""A dealer's lines added up once for all policies: same product class, same day class, one addition."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.catalog.products import Product
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import NO_CATEGORIES, Categories
from domain.rebates.facts import RebateFact, days_late, judge, net_fen
from domain.rebates.period_rebate import RebateSums
from domain.rebates.periods import period_key, year_after
from domain.values.money import from_fen
from domain.values.quantities import from_milli

_LINES = 1 << 20  # room for the number of day cells inside a bucket's key
_UNPAID = 10**6
_COLUMN = {"amount": 0, "amount_untaxed": 1, "quantity": 2}


Slot = tuple[int, str]
"""A policy by its place, and one of its periods."""

Overlaps = Mapping[Slot, Mapping[Slot, Decimal]]
"""By a chained policy's period: what of the base of other policies' periods is on the same lines."""

_NOTHING = Decimal(0)
_Kind = tuple[str, bool, bool, int, int]  # source, bought from HQ, free, lateness, cell of the sale


class _Share(NamedTuple):
    """Where a bucket's sum goes for one policy: which slots of the period's sums."""

    policy: int
    period: str
    column: int
    slots: tuple[int, ...]  # 0 total, 1 base, 2 last year, 3 and on: the parts of the mix


class RebateIndex:
    """Rebate policies prepared for streaming: products in classes that no policy tells apart, days in cells likewise.

    Made once for a run; memory grows with the number of products and days, not with the lines. `asked` says of a policy
    and a period whether its sums are wanted; all are where it isn't given.
    """

    def __init__(
        self,
        policies: Iterable[Policy],
        products: Mapping[str, Product],
        categories: Categories = NO_CATEGORIES,
        asked: Callable[[Policy, str], bool] | None = None,
    ) -> None:
        self.policies = [policy for policy in policies if isinstance(policy.terms, Rebate)]
        self.terms = [policy.terms for policy in self.policies if isinstance(policy.terms, Rebate)]
        self._products = products
        self._categories = categories
        self._asked = asked
        self._margins = sorted({terms.late_days for terms in self.terms if terms.late_days is not None})
        self._untaxed = any(terms.unit == "amount_untaxed" for terms in self.terms)
        self._sale_dates = any(terms.returns == "sale_date" for terms in self.terms)
        self._borders = sorted(set(_borders(self.policies)))
        self._classes: dict[frozenset[tuple[int, int]], int] = {}
        self._members: list[frozenset[tuple[int, int]]] = []
        self._class_of: dict[str, int] = {}
        self._cells: dict[tuple[int, int], int] = {}
        self._days: list[date] = []
        self._cell_of: dict[date, int] = {}
        self._kinds: dict[_Kind, int] = {}
        self._kind_list: list[_Kind] = []
        self._shares: dict[int, tuple[_Share, ...]] = {}
        self._lessened = _lessened(self.policies, self.terms)
        self._active_shares: dict[frozenset[int], dict[int, tuple[_Share, ...]]] = {}

    def sums(self, facts: Iterable[RebateFact], active: frozenset[int]) -> dict[tuple[int, str], RebateSums]:
        """One dealer's sums by (place in `policies`, period), for the active policies that any line touches."""
        return self.gather(facts, active)[0]

    def gather(
        self, facts: Iterable[RebateFact], active: frozenset[int]
    ) -> tuple[dict[tuple[int, str], RebateSums], Overlaps]:
        """The sums, and for chained policies what of the earnings base of others lies on their goods and days."""
        found: dict[tuple[int, str], list[int]] = {}
        overlaps: dict[Slot, dict[Slot, Decimal]] = {}
        known = self._active_shares.setdefault(active, {})
        for key, bucket in self._buckets(facts).items():
            shares = known.get(key)
            if shares is None:
                shares = known[key] = self._shares_for(key, active)
            for policy, period, column, slots in shares:
                totals = found.get((policy, period))
                if totals is None:
                    totals = found[policy, period] = [0] * (3 + len(self.terms[policy].mix))
                value = bucket[column]
                for slot in slots:
                    totals[slot] += value
            if self._lessened:
                self._overlap(shares, bucket, overlaps)
        return {key: self._as_sums(key[0], totals) for key, totals in found.items()}, overlaps

    def _overlap(
        self, shares: Iterable[_Share], bucket: tuple[int, int, int], overlaps: dict[Slot, dict[Slot, Decimal]]
    ) -> None:
        """Notes what one bucket brings to chained policies of the base of those that lessen them."""
        earning = [share for share in shares if 1 in share.slots]
        for later in earning:
            lessening = self._lessened.get(later.policy, ())
            for earlier in earning:
                if earlier.policy in lessening:
                    of = overlaps.setdefault((later.policy, later.period), {})
                    unit = from_milli if self.terms[earlier.policy].unit == "quantity" else from_fen
                    slot = earlier.policy, earlier.period
                    of[slot] = of.get(slot, _NOTHING) + unit(bucket[earlier.column])

    def _shares_for(self, key: int, active: frozenset[int]) -> tuple[_Share, ...]:
        """Where a bucket goes for the policies that speak to a dealer, of what is asked for."""
        every = self._shares.get(key)
        if every is None:
            every = self._shares[key] = tuple(self._shares_of(key))
        asked = self._asked
        return tuple(
            share
            for share in every
            if share.policy in active and (asked is None or asked(self.policies[share.policy], share.period))
        )

    def _as_sums(self, policy: int, totals: list[int]) -> RebateSums:
        unit = from_milli if self.terms[policy].unit == "quantity" else from_fen
        total, base, last_year, *mix = map(unit, totals)
        return RebateSums(total, base, tuple(mix), last_year)

    def _buckets(self, facts: Iterable[RebateFact]) -> dict[int, tuple[int, int, int]]:
        """Sums of fen, untaxed fen and milli by kind of line, product class and day cell."""
        found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        class_of, cell_of, untaxed = self._class_of, self._cell_of, self._untaxed
        plain = self._kind(("purchases", True, False, 0, -1))
        for product, on, fen, milli, source, rate, free, due_on, paid_on, sold_on, _, _, direct in facts:
            kind = plain
            if free or due_on is not None or sold_on is not None or source != "purchases" or not direct:
                kind = self._kind((source, direct, free, self._lateness(due_on, paid_on), self._sold(sold_on)))
            place = class_of.get(product)
            if place is None:
                place = self._classify(product)
            cell = cell_of.get(on)
            if cell is None:
                cell = self._cell(on)
            bucket = found[((kind << 20) + place) * _LINES + cell]
            bucket[0] += fen
            bucket[2] += milli
            if untaxed:
                bucket[1] += net_fen(fen, rate)
        return {key: (fen, net, milli) for key, (fen, net, milli) in found.items()}

    def _lateness(self, due_on: date | None, paid_on: date | None) -> int:
        days = days_late(due_on, paid_on)
        late = _UNPAID if days is None else max(days, 0)
        return sum(margin < late for margin in self._margins)

    def _sold(self, sold_on: date | None) -> int:
        return self._cell(sold_on) if sold_on is not None and self._sale_dates else -1

    def _kind(self, kind: _Kind) -> int:
        if kind not in self._kinds:
            self._kinds[kind] = len(self._kind_list)
            self._kind_list.append(kind)
        return self._kinds[kind]

    def _classify(self, product: str) -> int:
        """Products that the same policies and the same mixes cover are one class."""
        card = self._products.get(product)
        covered: set[tuple[int, int]] = set()
        for place, policy in enumerate(self.policies):
            if product and (card is None or not policy.products.matches(card, self._categories)):
                continue
            covered.add((place, -1))
            for part, mix in enumerate(self.terms[place].mix):
                if card is not None and mix.products.matches(card, self._categories):
                    covered.add((place, part))
        members = frozenset(covered)
        if members not in self._classes:
            self._classes[members] = len(self._members)
            self._members.append(members)
        found = self._class_of[product] = self._classes[members]
        return found

    def _cell(self, on: date) -> int:
        """Days of one month between two borders of policies are one cell."""
        cell = self._cell_of.get(on)
        if cell is None:
            key = on.year * 12 + on.month, bisect_right(self._borders, on)
            if key not in self._cells:
                self._cells[key] = len(self._days)
                self._days.append(on)
            cell = self._cell_of[on] = self._cells[key]
        return cell

    def _shares_of(self, key: int) -> Iterable[_Share]:
        rest, cell = divmod(key, _LINES)
        kind, place = divmod(rest, 1 << 20)
        source, direct, free, lateness, sold = self._kind_list[kind]
        members = self._members[place]
        for policy in sorted({policy for policy, _ in members}):
            terms = self.terms[policy]
            day = self._days[sold if sold >= 0 and terms.returns == "sale_date" else cell]
            late = terms.late_days is not None and terms.late_days in self._margins[:lateness]
            column = _COLUMN[terms.unit]
            verdict = judge(self.policies[policy], terms, terms.source, day, free=free, late=late)
            if source != terms.source or not (direct or self.policies[policy].channel):
                continue
            if verdict.period is not None:
                parts = [3 + part for member, part in members if member == policy and part >= 0]
                slots = [*([0, *sorted(parts)] if verdict.counts else []), *([1] if verdict.earns else [])]
                yield _Share(policy, verdict.period, column, tuple(slots))
            after = year_after(day)
            if (
                terms.tier_by == "growth"
                and self.policies[policy].period.holds(after)
                and (terms.free_counts or not free)
            ):
                yield _Share(policy, period_key(after, terms.period), column, (2,))


def _lessened(policies: list[Policy], terms: list[Rebate]) -> dict[int, frozenset[int]]:
    """By the place of each chained policy those that take from its base: like from like, yuan from yuan.

    Whether they come before it is for the run to say.
    """
    found = {}
    for place, policy in enumerate(policies):
        if policy.stacking.mode == "chained":
            kinds = {"goods"} if terms[place].unit == "quantity" else {"credit", "account", "cash"}
            found[place] = frozenset(
                other
                for other, earlier in enumerate(policies)
                if earlier.id != policy.id and earlier.stacking.reduces and terms[other].reward.kind in kinds
            )
    return found


def _borders(policies: Iterable[Policy]) -> Iterable[date]:
    """The days on which anything changes for any policy, also as seen from a year before."""
    for policy in policies:
        start, end = policy.period.start, policy.period.end
        for first in (start, None if end is None or end == date.max else date.fromordinal(end.toordinal() + 1)):
            if first is not None:
                yield first
                yield first.replace(
                    year=max(first.year - 1, 1), day=min(first.day, 28) if first.month == 2 else first.day
                )
