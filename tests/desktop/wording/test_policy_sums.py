"""Every sentence about a price, a promotion or a rebate holds the figures to reckon its amount by hand."""

import random
import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import get_args

import pytest

from desktop.actions.rebates.views import _kinds
from desktop.labels import NAMES
from desktop.wording import say_step
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.rebate_terms import Caps, MarkUp, Method, Rounding, Target, Tier
from domain.prices.price_lists import PriceBook, PriceQuestion
from domain.prices.unit_price import FoundPrice
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.pricing import price_order
from domain.promotions.templates import WAYS
from domain.rebates.period_rebate import Prior, RebateSums, evaluate
from tests.building.domain.policy_makers import DAY, D, a_buyer, a_line, a_product, an_order
from tests.building.domain.rebate_makers import a_rebate, tiers
from tests.domain.promotions.test_promotion_properties import CARDS
from tests.domain.promotions.test_promotion_sentences_hold import random_policies

FEN = Fraction(1, 100)
_TOKEN = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?|[()×÷+−]")


def by_hand(text):
    """The value of a sum as a person with a pocket calculator reads it."""
    tokens = _TOKEN.findall(text)
    assert "".join(tokens) == text.replace(" ", ""), text
    value, rest = _sum(tokens)
    assert not rest, text
    return value


def _sum(tokens):
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+−":
        more, rest = _product(tokens[1:])
        value, tokens = (value + more if tokens[0] == "+" else value - more), rest
    return value, tokens


def _product(tokens):
    value, tokens = _figure(tokens)
    while tokens and tokens[0] in "×÷":
        more, rest = _figure(tokens[1:])
        value, tokens = (value * more if tokens[0] == "×" else value / more), rest
    return value, tokens


def _figure(tokens):
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        return value, rest[1:]
    figure = tokens[0].replace(",", "")
    if figure.endswith("%"):
        return Fraction(figure[:-1]) / 100, tokens[1:]
    return Fraction(figure), tokens[1:]


def rounded(value, unit="0.01"):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(unit), ROUND_HALF_UP)


def equations(sentence):
    """Each sum in it with what it is said to come to."""
    return re.findall(r"([\d(][\d,.%()×÷+− ]*[×÷+−][\d,.%()×÷+− ]*) = ([\d,.]+)", sentence)


def matched(pattern, text):
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1]


def told_figure(sentence, *words):
    """The figure that stands after one of these words; None where it isn't said."""
    found = re.search(rf"(?:{'|'.join(words)})\s?([\d,.]+\d)", sentence)
    return None if found is None else Fraction(found[1].replace(",", ""))


def check_discount(sentence):
    """Before less the discount is after; and every sum inside holds."""
    body = re.split(r"）：|\): ", sentence, maxsplit=1)[1]
    before, _, rest = body.partition(" − ")
    off, _, after = rest.rpartition(" → ")
    start = told_figure(before, "精确为", "exactly") or by_hand(matched(r"([\d,.]+)", before))
    most = re.search(r"(?:（最多减到零，即 |\(no more than it costs, )([\d,.]+)[）)]$", off)
    plain = matched(r"^(\([^)]*\)|[\d,.]+(?: × [\d,.]+%?)?)", off)
    taken = by_hand(plain if most is None else most[1])
    assert rounded(start - taken) == Decimal(after.rstrip("。.").replace(",", "")), sentence
    for asked, said in equations(off):
        assert abs(by_hand(asked.strip()) - by_hand(said.rstrip(",."))) <= FEN, (sentence, asked, said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_discount_can_be_reckoned_from_its_sentence(language):
    ways = set()
    for seed in range(300):
        chance = random.Random(seed)
        compiled = CompiledPolicies(random_policies(chance))
        prices = ("1000", "3.3333", "47.9", "180")
        ordered = [
            replace(a_line(sku, chance.randint(1, 40), chance.choice(prices)), product=CARDS[sku])
            for sku in "ABCABC"
            if chance.random() < 0.6
        ]
        for line in price_order(an_order(*ordered), compiled).lines:
            for step in line.steps:
                ways.add(step.facts["by"])
                check_discount(say_step(step, language))
    assert ways >= set(WAYS) - {"line"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_price_by_a_rule_can_be_reckoned_from_its_sentence(language):
    chance = random.Random(7)
    for _ in range(200):
        rule = PriceRule(
            base=chance.choice(["base", "cost", "last"]),
            percent=D(chance.choice(["0", "-4", "12.5"])),
            amount=D(chance.choice(["0", "0.35", "-0.1"])),
            margin=chance.choice([None, D(20)]),
            start=D(chance.choice([0, 24])),
        )
        policy = Policy("L", 1, "价", PriceList((rule,)))
        question = PriceQuestion(a_product(), D(48), cost=D("2.35"), last_paid=(D("3.10"), DAY, "X1"))
        answer = PriceBook([policy], a_buyer(), DAY).price(question, {"": FoundPrice(D("4.7"), ())})
        sentence = say_step(answer.steps[-1], language)
        said = matched(r"(?:条：|rule 1: )([\d.]*\d)", sentence)
        if rule.percent or rule.amount or rule.margin:
            asked = matched(r"[（(]= (.*?)[）)](?:（|。| \(from|\.$)", sentence)
            assert rounded(by_hand(asked), "0.0001") == D(said), sentence
        assert ("24" in sentence) == bool(rule.start)


ONCE = {"whole_once", "target_rate_once"}
MODES = {"floor": ROUND_FLOOR, "ceiling": ROUND_CEILING, "round": ROUND_HALF_UP}
ROUNDED = {name: MODES[mode] for mode, names in NAMES["rounding"].items() if mode in MODES for name in names}


def check_rebate(step, sentence):
    """What a step of a rebate says it comes to, reckoned from its own figures."""
    head, after = re.split(r" → | 得 | earn ", sentence.rstrip("。."))
    said, by = by_hand(after), step.facts.get("by")
    sums = re.findall(r"[-\d(][-\d,.%()×÷+− ]*[×÷+−][-\d,.%()×÷+− ]*\d%?", head)
    if step.code == "rebate_rounding":
        mode, unit, figure = figures_of(r"[（(](.+?)[，,] ?(?:单位|unit) ([\d.]+)[）)][:：] ?([\d.,]+)", head)
        amount = by_hand(figure)
        if mode in ROUNDED:
            times = Decimal(amount.numerator) / Decimal(amount.denominator) / Decimal(unit)
            assert Fraction(times.quantize(Decimal(1), ROUNDED[mode]) * Decimal(unit)) == said, sentence
        else:
            assert rounded(amount, "0.0001") == rounded(said, "0.0001"), sentence
    elif step.code == "rebate_cap":
        cap, so_far, amount = [by_hand(each.rstrip(",.")) for each in re.findall(r"\d[\d,.]*", head)]
        assert said == min(amount, max(cap - so_far, Fraction(0))), sentence
    elif by == "increment":
        assert close(max(by_hand(sums[-1]), Fraction(0)) * told_rate(head), said), sentence
    elif by in ONCE:
        base = by_hand(figures_of(r"[:：] ?(-?[\d,.]+)$", head)[0])
        assert said == (told_rate(head) if base > 0 else 0), sentence
    elif step.code == "rebate_tier" and by not in {"marginal", "per_full"}:
        base = by_hand(figures_of(r"[:：] ?(-?[\d,.]+)$", head)[0])
        assert close(max(base * told_rate(head), Fraction(0)), said), sentence
    else:
        assert close(by_hand(sums[-1]) if sums else Fraction(0), said), sentence  # no slice of a base below zero


def close(one, other):
    return abs(one - other) < Fraction(1, 10**5)


def figures_of(pattern, text):
    found = re.search(pattern, text)
    assert found is not None, text
    return found.groups()


def told_rate(sentence):
    """What a tier gives: a percentage, or so much for each."""
    return by_hand(figures_of(r"(?:返 ?|gives )([\d,.]+%?)", sentence)[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_of_a_rebate_can_be_reckoned_from_its_sentence(language):
    chance = random.Random(3)
    codes = set()
    for _ in range(500):
        policy = random_rebate(chance)
        sums = RebateSums(D(chance.randint(0, 4000)), D(chance.randint(-50, 4000)), last_year=D(900), reduced=D("33.3"))
        prior = Prior(
            D(chance.choice([0, 7])),
            D(chance.choice([0, 90])),
            D(0),
            deficit=RebateSums(D(-20), D(chance.choice([0, -20]))),
        )
        result = evaluate(policy, a_buyer(), "2026-11", sums, prior)
        kinds = _kinds(policy.terms)
        for step in result.steps:
            codes.add((step.code, step.facts.get("by")))
            check_rebate(step, say_step(replace(step, facts={**kinds, **step.facts}), language))
        if result.tier is not None:
            assert result.steps[-1].after == result.earned
    assert {code for code, _ in codes} >= {
        "rebate_deficit", "rebate_reduced", "rebate_remainder", "rebate_tier", "rebate_mark_up", "rebate_rounding",
        "rebate_cap",
    }  # fmt: skip
    assert {by for code, by in codes if code == "rebate_tier"} == {*get_args(Method), *ONCE}


def random_rebate(chance):
    method = chance.choice(get_args(Method))
    per = D(100) if method == "per_full" else None
    rates = [(0, "2"), (1000, "5"), (2000, "7.5")]
    found = tiers((0, 2), (80, 5))
    if method != "target_rate":
        found = tuple(Tier(D(at), None if per else D(rate), D(rate) if per else None, per) for at, rate in rates)
    if method in ("whole", "target_rate") and chance.random() < 0.3:
        found = tuple(Tier(each.start, once=each.percent) for each in found)
    return a_rebate(
        found,
        method,
        targets=(Target(D(1200)),),
        rounding=chance.choice(
            [Rounding(), Rounding("floor", D(10), carry=True), Rounding("ceiling", D("0.1")), Rounding("keep")]
        ),
        mark_ups=chance.choice([(), (MarkUp(D("1.25")),)]),
        caps=chance.choice([Caps(), Caps(dealer_period=D(60)), Caps(dealer=D(120))]),
        stacking=chance.choice([Stacking(), Stacking(mode="chained")]),
    )
