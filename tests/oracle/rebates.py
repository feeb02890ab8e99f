"""What dealers earn, period after period, as docs/policies.md tells it; every line looked at anew for every period."""

from datetime import timedelta
from fractions import Fraction

from domain.rebates.periods import period_days, period_key

MONEY = ("credit", "account", "cash")


class Earnings:
    """All dealers' rebates by (policy, dealer, period); `dealers` are (buyer, lines), in the order caps are used up."""

    def __init__(self, policies, dealers, cards):
        self.policies, self.dealers, self.cards = policies, dealers, cards
        self.earned = {}
        self.base = {}
        ids: dict = {}
        for policy in sorted(policies, key=lambda p: p.version):
            ids.setdefault(policy.id, []).append(policy)
        for versions in sorted(ids.values(), key=lambda v: (v[-1].place, v[-1].id)):
            self.run(versions)

    def run(self, versions):
        left = {buyer.dealer.id: Left() for buyer, _ in self.dealers}
        gone = Fraction(0)
        for policy, period in self.turns(versions):
            for buyer, lines in self.dealers:
                speaks = policy.audience.matches(buyer.dealer, buyer.tags, buyer.chain)
                if not speaks or period not in self.periods(policy, lines):
                    continue
                mine = left[buyer.dealer.id]
                if mine.policy is not None and mine.policy is not policy:
                    mine.goes_over(mine.policy, policy)
                mine.policy = policy
                earned = self.reckon(policy, period, buyer, lines, mine, gone)
                gone += earned
                mine.so_far += earned
                self.earned[policy.id, buyer.dealer.id, policy.version, period] = earned

    def turns(self, versions):
        """Every period of every version that is anybody's, in order of days."""
        found = {
            (period_days(key, policy.period).start, policy.version, key): (policy, key)
            for policy in versions
            for _, lines in self.dealers
            for key in self.periods(policy, lines)
        }
        return [found[turn] for turn in sorted(found)]

    def periods(self, policy, lines):
        """From a dealer's first line to the last, those without one too."""
        keys = {period_key(line.on, policy.terms.period) for line in lines if self.counts(policy, line)}
        return with_gaps(keys, policy.terms.period)

    def counts(self, policy, line):
        return policy.period.holds(line.on) and policy.products.matches(self.cards[line.product])

    def measure(self, terms, line):
        return Fraction(line.milli, 1000) if terms.unit == "quantity" else Fraction(line.fen, 100)

    def here(self, policy, period, lines):
        return [n for n in lines if self.counts(policy, n) and period_key(n.on, policy.terms.period) == period]

    def reckon(self, policy, period, buyer, lines, left, gone):
        terms = policy.terms
        own = self.here(policy, period, lines)
        total = sum(self.measure(terms, n) for n in own)
        self.base[policy.id, buyer.dealer.id, policy.version, period] = total
        mix = [sum(self.measure(terms, n) for n in own if m.products.matches(self.cards[n.product])) for m in terms.mix]
        if terms.negative == "carry":
            total += left.deficit
            mix = [part + less for part, less in zip(mix, left.mix or [0] * len(mix), strict=True)]
            left.deficit, left.mix = min(total, Fraction(0)), [min(part, Fraction(0)) for part in mix]
        target = terms.target_of(buyer.dealer.id, period)
        target = None if target is None else Fraction(target)
        if terms.method in ("target_rate", "increment") and not target:
            return Fraction(0)
        if any(total <= 0 or part * 100 < Fraction(m.least) * total for part, m in zip(mix, terms.mix, strict=True)):
            return Fraction(0)
        reached = total * 100 / target if terms.method == "target_rate" else total
        tiers = [t for t in terms.tiers if t.start <= reached]
        if not tiers or (tiers[-1].end is not None and reached >= tiers[-1].end):
            return Fraction(0)
        base = total
        if policy.stacking.mode == "chained":
            base -= min(self.taken(policy, period, buyer, own), max(base, Fraction(0)))
        return self.amount(terms, tiers[-1], base, target, buyer, left, gone)

    def taken(self, policy, period, buyer, own):
        """What earlier rebates give on these lines: of each its share by what earned it."""
        found = Fraction(0)
        kinds = ("goods",) if policy.terms.unit == "quantity" else MONEY
        for (code, dealer, version, earlier), earned in self.earned.items():
            other = next(p for p in self.policies if (p.id, p.version) == (code, version))
            if dealer != buyer.dealer.id or code == policy.id or not other.stacking.reduces:
                continue
            base = self.base[code, dealer, version, earlier]
            part = sum(self.measure(other.terms, n) for n in self.here(other, earlier, own))
            if other.terms.reward.kind in kinds and earned and base > 0 and part > 0:
                found += earned * part / base
        return found

    def amount(self, terms, tier, base, target, buyer, left, gone):
        per_full = terms.method == "per_full"
        rest = Fraction(0)
        if per_full:
            if terms.rounding.carry:
                base += left.remainder
            per = Fraction(tier.per)
            times = rounded(max(base, Fraction(0)), terms.rounding.mode, per) / per
            if terms.rounding.mode == "keep":
                times = rounded(max(base, Fraction(0)) / per, "round", Fraction(1, 10_000))
            rest = base - times * per if terms.rounding.mode == "floor" and base > 0 else Fraction(0)
            amount = times * Fraction(tier.each)
        elif terms.method == "marginal":
            amount = sum(given(t, slice_of(terms.tiers, n, base)) for n, t in enumerate(terms.tiers))
        elif terms.method == "increment":
            amount = given(tier, max(base - target, Fraction(0)))
        else:
            amount = max(given(tier, base), Fraction(0))
        amount *= factor_of(terms, buyer)
        mode, unit, carry = whole_ones(terms)
        amount += left.pieces if per_full else left.remainder if carry else 0
        kept = rounded(amount, "round", Fraction(1, 10_000)) if mode == "keep" else rounded(amount, mode, unit)
        over = amount - kept if mode == "floor" else Fraction(0)
        if per_full:
            left.remainder = rest if terms.rounding.carry else Fraction(0)
            left.pieces = over if is_whole(terms) else Fraction(0)
        else:
            left.remainder = over if carry else Fraction(0)
        caps = [(terms.caps.dealer_period, Fraction(0)), (terms.caps.dealer, left.so_far), (terms.caps.policy, gone)]
        for cap, so_far in caps:
            if cap is not None:
                kept = min(kept, max(Fraction(cap) - so_far, Fraction(0)))
        return kept


class Left:
    """What one dealer's periods of one policy left so far."""

    def __init__(self):
        self.remainder = self.pieces = self.deficit = self.so_far = Fraction(0)
        self.mix = None
        self.policy = None

    def goes_over(self, old, new):
        """A new version takes over what both measure alike."""
        alike = old.terms.unit == new.terms.unit
        if not alike or len(self.mix or ()) != len(new.terms.mix):
            self.mix = None
        if not alike:
            self.deficit = Fraction(0)
        both = (old.terms.method == "per_full") == (new.terms.method == "per_full")
        if not (alike and both and old.terms.reward.kind == new.terms.reward.kind):
            self.remainder = self.pieces = Fraction(0)


def with_gaps(keys, kind):
    """These periods and all between them, in order."""
    if len(keys) < 2:
        return sorted(keys)
    found, here = [], min(keys)
    while here <= max(keys):
        found.append(here)
        here = period_key(period_days(here).end + timedelta(1), kind)  # type: ignore[operator, arg-type]
    return found


def slice_of(tiers, place, base):
    end = tiers[place + 1].start if place + 1 < len(tiers) else tiers[place].end
    upper = base if end is None else min(base, Fraction(end))
    return max(upper - Fraction(tiers[place].start), Fraction(0))


def given(tier, base):
    if tier.once is not None:
        return Fraction(tier.once) if base > 0 else Fraction(0)
    return base * Fraction(tier.percent) / 100 if tier.percent is not None else base * Fraction(tier.each)


def factor_of(terms, buyer):
    """The dealer's own, else the nearest above it, else its tier's, else everyone else's."""
    for code in (buyer.dealer.id, *buyer.chain):
        for mark in terms.mark_ups:
            if mark.dealer == code:
                return Fraction(mark.factor)
    for tier in (buyer.dealer.tier, ""):
        for mark in terms.mark_ups:
            if not mark.dealer and mark.tier == tier:
                return Fraction(mark.factor)
    return Fraction(1)


def is_whole(terms):
    """Whether goods or things are rounded to whole ones though the policy says no whole unit."""
    said = terms.rounding
    return terms.reward.kind in ("goods", "thing") and (said.mode == "keep" or said.unit % 1 != 0)


def whole_ones(terms):
    said = terms.rounding
    return ("floor", Fraction(1), True) if is_whole(terms) else (said.mode, Fraction(said.unit), said.carry)


def rounded(amount, mode, unit):
    times = amount / unit
    if mode == "floor":
        return times.__floor__() * unit
    if mode == "ceiling":
        return times.__ceil__() * unit
    return (times * 2 + 1).__floor__() // 2 * unit
