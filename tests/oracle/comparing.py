"""Random policies, reckoned by the program and by the oracle; a case is its kind and number, the same each time."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.promotion_terms import Condition
from domain.policies.rebate_terms import Caps, MarkUp, Mix, Rebate, Reward, Rounding, Target, Tier
from domain.policies.scopes import EVERYTHING, Period, only
from domain.prices.price_lists import PriceBook, PriceQuestion
from domain.prices.unit_price import FoundPrice
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.free_goods import Gift
from domain.promotions.pricing import price_order
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from domain.promotions.templates.spend_save import Saving, SpendSave
from domain.rebates.runs import Account, run_rebates
from domain.rebates.sums import RebateIndex
from domain.rebates.wallet import WalletEntry, WalletMove, left
from tests.building.domain.policy_makers import (
    DAY,
    D,
    a_buyer,
    a_line,
    a_product,
    a_promotion,
    an_order,
    category,
    dealers,
)
from tests.building.domain.rebate_makers import a_fact
from tests.oracle.prices import price_of
from tests.oracle.promotions import Reckoned
from tests.oracle.rebates import Earnings
from tests.oracle.wallets import spendable

CARDS = {
    "A": a_product("A", category="tea", brand="X"),
    "B": a_product("B", category="tea", brand="Y"),
    "C": a_product("C", category="milk", brand="X"),
}
SCOPES = (EVERYTHING, only("A"), only("A", "B"), category("tea"), category(brands=["X"]), only("C"))
PERCENTS = ("5", "10", "12.5", "33", "50", "100")
MONEY = ("0.35", "1", "3.9", "12", "25")


def promotions(number):
    """What differs in one random order, as text; empty where nothing does."""
    chance = random.Random(f"promotions {number}")
    policies = [_promotion(chance, place) for place in range(chance.randint(1, 5))]
    goods = [
        (
            CARDS[chance.choice("ABC")],
            chance.randint(1, 14),
            Decimal(chance.choice(["10", "3.3333", "47.9", "8", "100"])),
        )
        for _ in range(chance.randint(1, 5))
    ]
    told = price_order(
        an_order(*[replace(a_line(p.id, count, str(price)), product=p) for p, count, price in goods]),
        CompiledPolicies(policies),
    )
    wanted = Reckoned(goods).run(policies)
    free: dict = {}
    for line in told.free:
        free[line.policy, line.product] = free.get((line.policy, line.product), 0) + line.quantity
    got = [line.amount for line in told.lines], free, {use.policy: use.quantity for use in told.uses}
    return _differ(got, (wanted.lines, wanted.free, wanted.uses), policies, goods)


def _promotion(chance, place):
    conditions = []
    if chance.random() < 0.35:
        conditions = [
            Condition(
                D(chance.choice([0, 1, 3, 8])),
                chance.choice([None, None, D(12)]),
                chance.choice(["quantity", "quantity", "amount", "products"]),
                chance.choice(["order", "order", "line"]),
                chance.choice([None, *SCOPES]),
                chance.random() < 0.7,
            )
        ]
    return a_promotion(
        _template(chance),
        f"P{place}",
        products=chance.choice(SCOPES),
        conditions=conditions,
        group=chance.choice(["", "", "a", "b"]),
        priority=place,
        mode=chance.choice(["additive", "chained"]),
        order=chance.randint(0, 2),
        exclusive=chance.random() < 0.12,
        reduces=chance.random() < 0.8,
    )


def _template(chance):
    percent, money, count = D(chance.choice(PERCENTS)), D(chance.choice(MONEY)), D(chance.choice([1, 2, 3, 5]))
    most = chance.choice([None, None, 1, 2])
    parts = [Part(D(chance.randint(1, 2)), chance.choice(SCOPES[1:])) for _ in range(chance.randint(1, 3))]
    spends = sorted(chance.sample([20, 50, 60, 100, 150], 2))
    gifts = [Gift(D(chance.randint(1, 3)), chance.choice("CE")) for _ in range(2)]
    repeating = chance.random() < 0.6
    return chance.choice(
        [
            PercentOff(percent),
            AmountOff(money, chance.choice(["unit", "line"])),
            FixedPrice(money),
            QuantityBreak(
                (Break(count, percent), Break(count * 3, price=money)), chance.choice(["line", "product", "order"])
            ),
            QuantityBreak((Break(count, amount=money, end=D(9)),), chance.choice(["line", "product", "order"])),
            QuotaPrice(money, count * 3, chance.choice([None, count * 2]), chance.choice([None, count])),
            Bundle(tuple(parts), price=money * 2, most_times=most),
            Bundle(tuple(parts), percent=percent, most_times=most),
            BuyGet(
                count,
                Gift(D(chance.randint(1, 2))),
                repeating,
                most,
                chance.choice(["product", "line"]),
                chance.choice(["drop", "share"]),
            ),
            BuyGet(count, Gift(D(2), "E"), repeating, most, "order", chance.choice(["drop", "share"])),
            SpendSave(tuple(Saving(D(s), D(s) / 10) for s in spends), repeating, most),
            SpendGoods(tuple(Giving(D(s), (g,)) for s, g in zip(spends, gifts, strict=True)), repeating, most),
            OrderDiscount((OrderStep(D(2), percent), OrderStep(D(9), amount=money)), "quantity"),
            OrderDiscount((OrderStep(D(30), amount=money), OrderStep(D(90), percent)), chance.choice(["amount"])),
        ]
    )


def prices(number):
    """What differs in one random question for a price."""
    chance = random.Random(f"prices {number}")
    lists = [_list(chance, place) for place in range(chance.randint(1, 4))]
    buyer = a_buyer(chance.choice(["C1", "C2"]), tier=chance.choice(["city", "store"]))
    product, quantity = CARDS[chance.choice("ABC")], D(chance.choice([1, 5, 12, -5]))
    cost, last = (chance.choice([None, D("4.2"), D("0.333")]) for _ in range(2))
    unit = chance.choice(["瓶", "箱"])
    plain = {"": chance.choice([None, D("10"), D("7.77")]), "X": chance.choice([None, D("9")])}
    question = PriceQuestion(product, quantity, unit, cost, None if last is None else (last, DAY, "N1"))
    told = PriceBook(lists, buyer, DAY).price(question, {name: FoundPrice(price, ()) for name, price in plain.items()})
    asked = {"product": product, "quantity": quantity, "unit": unit, "cost": _exact(cost), "last": _exact(last)}
    wanted = price_of(lists, buyer, asked, {name: _exact(price) for name, price in plain.items()})
    tie = any(reason.code == "price_tie" for reason in told.reasons)
    return _differ("tie" if tie else told.unit_price, wanted, lists, (buyer, question, plain))


def _exact(number):
    return None if number is None else Fraction(number)


def _list(chance, place):
    def rule():
        base = chance.choice(["base", "base", "cost", "last", "fixed"])
        return PriceRule(
            base,
            D(chance.choice(MONEY)) if base == "fixed" else None,
            D(chance.choice(["0", "-4", "-10", "7.5"])),
            D(chance.choice(["0", "0", "0.35", "-20"])),
            chance.choice([None, None, D(20)]),
            chance.choice([None, None, D(5)]),
            D(chance.choice([0, 0, 5, 12])),
            chance.choice(["", "", "箱"]),
            chance.choice(SCOPES),
            chance.choice([dealers("C1"), dealers(tiers=["city"]), dealers()]),
        )

    terms = PriceList(
        tuple(rule() for _ in range(chance.randint(0, 3))),
        chance.choice(["", "X", *(f"L{n}" for n in range(place))]),
        chance.random() < 0.3,
    )
    return Policy(
        f"L{place}",
        1,
        "L",
        terms,
        chance.choice([dealers(), dealers("C1"), dealers(tiers=["city"])]),
        Period(),
        chance.choice(SCOPES),
        Stacking(priority=chance.choice([0, 0, 1])),
    )


def rebates(number):
    """What differs in one random year of a few dealers; periods are asked for in any sequence."""
    chance = random.Random(f"rebates {number}")
    policies = [policy for place in range(chance.randint(1, 3)) for policy in _rebate(chance, place)]
    accounts = [(a_buyer(code, tier=tier), _lines(chance)) for code, tier in (("C1", "city"), ("C2", "store"))]
    wanted = Earnings(policies, accounts, CARDS).earned
    index = RebateIndex(policies, CARDS)
    run = run_rebates(index, [Account(buyer, lines) for buyer, lines in accounts])
    told = {(each.policy, each.dealer, each.version, each.period): each.earned for each in run}
    missing = {key: amount for key, amount in wanted.items() if amount and key not in told}
    found = {key: (told[key], wanted.get(key)) for key in told if told[key] != wanted.get(key, Fraction(0))}
    if not found and not missing and not any(policy.terms.caps.policy for policy in policies):
        found = _one_by_one(chance, policies, accounts, told)
    return f"{found} {missing}\n{policies}\n{accounts}" if found or missing else ""


def _one_by_one(chance, policies, accounts, told):
    """Each period asked for alone comes to what all at once come to."""
    index, found = RebateIndex(policies, CARDS), {}
    for code, dealer, version, period in chance.sample(sorted(told), min(3, len(told))):
        account = next((buyer, lines) for buyer, lines in accounts if buyer.dealer.id == dealer)
        asked = {(code, version): period}
        run = run_rebates(index, [Account(*account)], wanted=partial(_period_of, asked))
        alone = {(each.policy, each.version, each.period): each.earned for each in run}[code, version, period]
        if alone != told[code, dealer, version, period]:
            found[code, dealer, version, period] = alone, told[code, dealer, version, period], "alone"
    return found


def _period_of(asked, policy):
    return asked.get((policy.id, policy.version))


def _rebate(chance, place):
    method = chance.choice(["whole", "marginal", "increment", "per_full", "target_rate"])
    per_full = method == "per_full"

    def tier(start):
        if per_full:
            return Tier(D(start), each=D(chance.choice(["1", "5", "14.53"])), per=D(chance.choice([10, 100])))
        if chance.random() < 0.2:
            return Tier(D(start), each=D("0.05"))
        if method in ("whole", "target_rate") and chance.random() < 0.15:
            return Tier(D(start), once=D(chance.choice(["1", "30", "7.5"])))
        return Tier(D(start), D(chance.choice(["2", "5", "7.25"])))

    starts = chance.choice([[0], [0, 300], [200, 500, 900]]) if method != "target_rate" else [80, 100]
    terms = Rebate(
        tuple(tier(start) for start in starts),
        method,
        unit=chance.choice(["amount", "amount", "quantity"]),
        period=chance.choice(["month", "month", "quarter", "year"]),
        targets=(Target(D(400)), Target(D(250), "C1")) if method in ("increment", "target_rate") else (),
        mix=chance.choice([(), (), (Mix(D(30), only("B")),)]),
        mark_ups=chance.choice([(), (MarkUp(D("1.25"), tier="city"), MarkUp(D(2), dealer="C2"))]),
        caps=chance.choice([Caps(), Caps(dealer=D(60)), Caps(dealer_period=D(20)), Caps(policy=D(50))]),
        rounding=Rounding(
            chance.choice(["floor", "ceiling", "round", "keep"]),
            D(chance.choice(["0.01", "1", "10"])),
            chance.random() < 0.5,
        ),
        reward=chance.choice([Reward(), Reward(), Reward("goods", product="A")]),
        negative=chance.choice(["carry", "carry", "drop"]),
    )
    stacking = Stacking(mode=chance.choice(["additive", "chained"]), order=place, reduces=chance.random() < 0.7)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    policy = Policy(f"R{place}", 1, "R", terms, dealers(), year, chance.choice(SCOPES), stacking)
    if chance.random() < 0.7:
        return [policy]
    cut = date(2026, 7, 1)
    changed = replace(terms, caps=replace(terms.caps, dealer=D(80)))
    return [
        replace(policy, period=Period(year.start, date(2026, 6, 30))),
        replace(policy, version=2, terms=changed, period=Period(cut, year.end)),
    ]


def _lines(chance):
    return [
        a_fact(
            chance.choice(["120", "333.33", "50", "-80", "-400", "610", "19"]),
            date(2026, chance.randint(1, 12), chance.randint(1, 28)),
            chance.choice("ABC"),
            pieces=str(chance.randint(-20, 60)),
        )
        for _ in range(chance.randint(1, 9))
    ]


def wallets(number):
    """What differs in what a dealer can spend of random credits, after random orders and claw-backs."""
    chance = random.Random(f"wallets {number}")
    entries, moves = [], []
    for place in range(chance.randint(1, 5)):
        expires = chance.choice([None, date(2026, 7, 31), date(2026, 12, 31), date(2027, 1, 31)])
        amount = D(chance.choice(["30", "100", "8.4", "-20", "-100"]))
        on = date(2026, chance.randint(6, 12), 5) if amount < 0 and chance.random() < 0.7 else None
        period = f"2026-{chance.randint(6, 8):02}"
        entries.append(WalletEntry(f"E{place}", "C1", "R", 1, period, amount, chance.choice(SCOPES[:2]), expires, on))
        if amount > 0 and chance.random() < 0.6:
            part = amount * chance.randint(1, 4) / 4
            moves.append(WalletMove(f"E{place}", "O", "reserved", part))
            if chance.random() < 0.3:
                moves.append(WalletMove(f"E{place}", "O", "restored", part))
    on = chance.choice([date(2026, chance.randint(7, 12), 20), date(2026, 7, 31), date(2026, 12, 31)])
    told = {code: int(amount * 100) for code, amount in left(entries, moves, on).items()}
    return _differ(told, spendable(entries, moves, on), entries, (moves, on))


def _differ(told, wanted, *about):
    return "" if told == wanted else "\n".join(map(str, (f"got {told}", f"right {wanted}", *about)))


KINDS = {"promotions": promotions, "prices": prices, "rebates": rebates, "wallets": wallets}
