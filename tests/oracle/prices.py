"""A unit price by the lists of a buyer, as docs/policies.md tells it."""

from fractions import Fraction


def price_of(lists, buyer, question, plain):
    """The price to four places, None where there is none, or "tie"."""
    mine = [p for p in lists if p.audience.matches(buyer.dealer, buyer.tags, buyer.chain)]
    mine.sort(key=lambda p: ([-part for part in p.rank], p.id))
    giving = [(p, found) for p in mine if (found := by_list(p, lists, buyer, question, plain, ())) is not None]
    if giving:
        first, found = giving[0]
        return "tie" if any(p.rank == first.rank for p, _ in giving[1:]) else found
    if plain.get("") is not None:
        return plain[""]
    recalled = any(p.terms.last_price for p in mine if p.products.matches(question["product"]))
    return question["last"] if recalled else None


def by_list(policy, lists, buyer, question, plain, above):
    if not policy.products.matches(question["product"]):
        return None
    for rule in policy.terms.rules:
        fits = rule.products.matches(question["product"])
        fits = fits and rule.audience.matches(buyer.dealer, buyer.tags, buyer.chain)
        fits = fits and abs(question["quantity"]) >= rule.start and rule.unit in ("", question["unit"])
        if not fits:
            continue
        base = base_of(rule, policy, lists, buyer, question, plain, (*above, policy.id))
        if base is None:
            continue
        if rule.margin is not None:
            base = base * 100 / (100 - Fraction(rule.margin))
        found = four_places(max(base * (100 + Fraction(rule.percent)) / 100 + Fraction(rule.amount), Fraction(0)))
        return found if rule.floor is None else max(found, Fraction(rule.floor))
    return None


def base_of(rule, policy, lists, buyer, question, plain, above):
    if rule.base == "fixed":
        return Fraction(rule.price)
    if rule.base in ("cost", "last"):
        return question[rule.base]
    named = policy.terms.base
    below = next((p for p in lists if p.id == named), None)
    if below is None:
        return plain.get(named)
    found = None if below.id in above else by_list(below, lists, buyer, question, plain, above)
    return plain.get("") if found is None else found


def four_places(amount):
    return Fraction((amount * 20_000 + 1).__floor__() // 2, 10_000)
