"""An order under promotions, one unit after the other, as docs/policies.md tells it."""

from dataclasses import dataclass, field
from fractions import Fraction

FEN = Fraction(1, 100)
FIRST = (-(10**9), 0)


def fen(amount):
    """Half up, to the fen."""
    sign = -1 if amount < 0 else 1
    return sign * Fraction((abs(amount) * 200 + 1).__floor__() // 2, 100)


@dataclass(eq=False)
class Unit:
    """One piece: what it cost, costs, and what chained discounts see; which groups have had it."""

    line: int
    product: object
    price: Fraction
    gross: Fraction
    net: Fraction
    chain: Fraction
    used: set = field(default_factory=set)
    closed: bool = False


@dataclass
class Told:
    """What an order comes to."""

    lines: list
    free: dict
    uses: dict


class Reckoned:
    """An order being reckoned; `lines` are (product, units, price)."""

    def __init__(self, lines, usage=None):
        self.left = usage or {}
        self.units = []
        for place, (product, count, price) in enumerate(lines):
            gross = fen(Fraction(count) * Fraction(price)) / count
            self.units += [Unit(place, product, Fraction(price), gross, gross, gross) for _ in range(count)]
        self.shown = [fen(sum(u.net for u in self.units if u.line == n)) for n in range(len(lines))]
        self.free = {}
        self.uses = {}

    def run(self, policies):
        for policy in in_sequence(policies):
            self.apply(policy)
        return Told(self.shown, self.free, self.uses)

    # ---- one policy

    def apply(self, policy):
        terms, scope = policy.terms, policy.scope
        mine = self.open(policy, scope)
        if not mine:
            return
        counted: list = []
        for condition in terms.conditions:
            met = self.meets(policy, condition, mine)
            if met is None:
                return
            mine, over = met
            counted += over if condition.uses else []
        if not mine:
            return
        before = [(u, u.net, u.chain, set(u.used), u.closed) for u in self.units]
        self.given: dict = {}
        self.took: set = set()
        self.quota = 0
        also = getattr(self, "do_" + type(terms.template).__name__)(policy, terms.template, mine) or []
        shown = [fen(sum(u.net for u in self.units if u.line == n)) for n in range(len(self.shown))]
        if shown == self.shown and not self.given:
            for u, net, chain, used, closed in before:
                u.net, u.chain, u.used, u.closed = net, chain, used, closed
            return
        self.shown = shown
        for u in [*self.took, *also, *counted]:
            u.used.add(group_of(policy))
            u.closed = u.closed or policy.stacking.exclusive
        for key, quantity in self.given.items():
            self.free[policy.id, key] = self.free.get((policy.id, key), 0) + quantity
        self.uses[policy.id] = self.quota

    def meets(self, policy, condition, mine):
        """What is left of the policy's units, and what was counted; None where the condition isn't met."""
        over = self.open(policy, policy.scope if condition.products is None else condition.products)
        if condition.per == "order" or not over:
            return (mine, over) if holds(condition, over) else None
        lines = {u.line for u in over}
        fit = {n for n in lines if holds(condition, [u for u in over if u.line == n])}
        return ([u for u in mine if u.line not in lines - fit], [u for u in over if u.line in fit]) if fit else None

    def open(self, policy, scope):
        group = group_of(policy)
        return [u for u in self.units if not u.closed and group not in u.used and scope.matches(u.product)]

    def off(self, policy, unit, amount):
        amount = min(amount, unit.net)
        if amount > 0:
            unit.net -= amount
            if policy.stacking.reduces:
                unit.chain = max(unit.chain - amount, Fraction(0))
            self.took.add(unit)

    def base(self, policy, unit):
        return unit.chain if policy.stacking.mode == "chained" else unit.gross

    # ---- the templates

    def do_PercentOff(self, policy, template, mine):
        for u in mine:
            self.off(policy, u, self.base(policy, u) * Fraction(template.percent) / 100)

    def do_AmountOff(self, policy, template, mine):
        if template.per == "unit":
            for u in mine:
                self.off(policy, u, Fraction(template.amount))
            return
        for n in {u.line for u in mine}:
            self.spread(policy, [u for u in mine if u.line == n], Fraction(template.amount))

    def spread(self, policy, units, amount):
        """An amount over units of one line, by what they cost."""
        whole = sum(u.net for u in units)
        amount = min(amount, whole)
        for u, net in [(u, u.net) for u in units]:
            if whole:
                self.off(policy, u, amount * net / whole)

    def do_FixedPrice(self, policy, template, mine):
        for u in mine:
            self.off(policy, u, u.net - Fraction(template.price))

    def do_QuotaPrice(self, policy, template, mine):
        rest = [Fraction(self.left.get(policy.id, template.quota))]
        rest += [Fraction(n) for n in (template.per_dealer, template.per_order) if n is not None]
        wanted = in_turn([u for u in mine if u.net > Fraction(template.price)])
        for u in wanted[: max(min(rest), Fraction(0)).__floor__()]:
            self.off(policy, u, u.net - Fraction(template.price))
            self.quota += 1

    def groups(self, per, mine):
        keys = {"order": lambda _u: 0, "product": lambda u: u.product.id, "line": lambda u: u.line}
        found: dict = {}
        for u in sorted(mine, key=lambda u: canon(u, self.units)):
            found.setdefault(keys[per](u), []).append(u)
        return list(found.values())

    def do_QuantityBreak(self, policy, template, mine):
        for units in self.groups(template.per, mine):
            reached = [b for b in template.breaks if b.start <= len(units)]
            if not reached or (reached[-1].end is not None and len(units) >= reached[-1].end):
                continue
            step = reached[-1]
            for u in units:
                if step.price is not None:
                    self.off(policy, u, u.net - Fraction(step.price))
                elif step.percent is not None:
                    self.off(policy, u, self.base(policy, u) * Fraction(step.percent) / 100)
                else:
                    self.off(policy, u, Fraction(step.amount))

    def do_BuyGet(self, policy, template, mine):
        used, left = [], None if template.most_times is None else template.buy * template.most_times
        for units in self.groups(template.per, mine):
            may = len(units) if left is None else min(len(units), int(left))
            if not template.repeating:
                may = min(may, int(template.buy))
            best = (0, 0)
            for n in range(may + 1):  # the fewest units that bring the most
                if template.remainder == "share" and template.repeating:
                    brings = int(n * template.gift.quantity // template.buy)
                else:
                    brings = int(n // template.buy) * int(template.gift.quantity)
                best = (brings, n) if brings > best[0] else best
            if best[0]:
                left = None if left is None else left - best[1]
                used += in_turn(units)[: best[1]]
                name = template.gift.product or units[0].product.id
                self.given[name] = self.given.get(name, 0) + best[0]
        return used

    def steps(self, template, spends, mine):
        total = spent(mine)
        times: dict = {}
        left = 10**9 if template.most_times is None else template.most_times
        for n in reversed(range(len(spends))):
            while spends[n] <= total and left > 0 and not (times and not template.repeating):
                times[n] = times.get(n, 0) + 1
                total -= spends[n]
                left -= 1
                if not template.repeating:
                    break
            if times and not template.repeating:
                break
        return times

    def do_SpendGoods(self, policy, template, mine):
        for n, often in self.steps(template, [Fraction(s.spend) for s in template.steps], mine).items():
            for gift in template.steps[n].gifts:
                self.given[gift.product] = self.given.get(gift.product, 0) + int(gift.quantity) * often
        return mine if self.given else []

    def do_SpendSave(self, policy, template, mine):
        times = self.steps(template, [Fraction(s.spend) for s in template.steps], mine)
        saved = sum(Fraction(template.steps[n].save) * often for n, often in times.items())
        return self.off_the_order(policy, mine, saved)

    def do_OrderDiscount(self, policy, template, mine):
        reached = spent(mine) if template.measure == "amount" else len(mine)
        if template.measure == "products":
            reached = len({u.product.id for u in mine})
        steps = [s for s in template.steps if s.start <= reached]
        if not steps:
            return []
        if steps[-1].percent is None:
            return self.off_the_order(policy, mine, Fraction(steps[-1].amount))
        basis = sum(self.base(policy, u) for u in mine)
        return self.off_the_order(policy, mine, fen(basis * Fraction(steps[-1].percent) / 100))

    def off_the_order(self, policy, mine, amount):
        lines = sorted({u.line for u in mine}, key=lambda n: canon(next(u for u in mine if u.line == n), self.units))
        costs = [fen(sum(u.net for u in mine if u.line == n)) for n in lines]
        amount = min(amount, sum(costs))
        if amount <= 0:
            return []
        for n, part in zip(lines, split(amount, costs), strict=True):
            self.spread(policy, [u for u in mine if u.line == n], part)
        return mine

    def do_Bundle(self, policy, template, mine):
        order = in_turn(mine)
        wanted = [part.products for part in template.parts for _ in range(int(part.quantity))]
        sets, chosen = 0, []
        while template.most_times is None or sets < template.most_times:
            matched = fill(order, wanted * (sets + 1))
            if matched is None:
                break
            sets, chosen = sets + 1, matched
        if not sets:
            return
        by_price = template.percent is None
        worth = {u: u.net if by_price else self.base(policy, u) for u in chosen}
        normal = sum(worth.values())
        saved = fen(normal - Fraction(template.price) * sets if by_price else normal * Fraction(template.percent) / 100)
        if saved <= 0:
            return
        lines = sorted(
            {u.line for u in chosen}, key=lambda n: canon(next(u for u in chosen if u.line == n), self.units)
        )
        costs = [sum(worth[u] for u in chosen if u.line == n) for n in lines]
        for n, part in zip(lines, split(saved, costs), strict=True):
            self.spread(policy, [u for u in chosen if u.line == n], part)


def fill(order, wanted):
    """Units for these places, the dearest that can be had, by augmenting paths; None where there aren't enough."""
    holder = [None] * len(wanted)

    def place(unit, seen):
        for n, scope in enumerate(wanted):
            if n not in seen and scope.matches(unit.product):
                seen.add(n)
                if holder[n] is None or place(holder[n], seen):
                    holder[n] = unit
                    return True
        return False

    for unit in order:
        place(unit, set())
        if None not in holder:
            return holder
    return None


def split(total, weights):
    """By weight, to the fen, what is left to the largest remainders, the earlier where they are equal."""
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    exact = [total * 100 * w / whole for w in weights]
    parts = [each.__floor__() for each in exact]
    for n in sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])[: int(total * 100) - sum(parts)]:
        parts[n] += 1
    return [Fraction(part, 100) for part in parts]


def spent(units):
    """What units cost, rounded line by line."""
    return sum(fen(sum(u.net for u in units if u.line == n)) for n in {u.line for u in units})


def holds(condition, units):
    value = {
        "quantity": lambda: len(units),
        "amount": lambda: spent(units),
        "products": lambda: len({u.product.id for u in units}),
    }[condition.measure]()
    return value >= condition.least and (condition.most is None or value <= condition.most)


def group_of(policy):
    return "!" if policy.stacking.exclusive else policy.stacking.group


def canon(unit, units):
    return -unit.price, unit.product.id, sum(u.line == unit.line for u in units), unit.line


def in_turn(units):
    """The dearest goods first, then by product, of the same goods those that cost most by now."""
    count = {u.line: 0 for u in units}
    for u in units:
        count[u.line] += 1
    return sorted(
        units, key=lambda u: (-u.price, u.product.id, -u.net, -u.chain, sorted(u.used), count[u.line], u.line)
    )


def in_sequence(policies):
    """Exclusive ones first, then by order and stage; inside a group nothing goes before what has the higher rank."""
    own = {p.id: FIRST if p.stacking.exclusive else (p.stacking.order, p.terms.template.stage) for p in policies}

    def place(policy):
        """One that stands above others of its group goes no later than they do."""
        below = [p for p in policies if group_of(p) == group_of(policy) and (p.rank, p.id) <= (policy.rank, policy.id)]
        return min(own[p.id] for p in below)

    return sorted(policies, key=lambda p: (place(p), group_of(p), [-part for part in p.rank], p.id))
