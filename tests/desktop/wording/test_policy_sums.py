"""Every sentence about a price, a promotion or a rebate holds the figures to reckon its amount by hand."""

import random
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from desktop.wording import say_step
from domain.compiled import CompiledPolicies
from domain.policies import Policy
from domain.price_terms import PriceList, PriceRule
from domain.pricelists import PriceBook, PriceQuestion
from domain.pricing import Priced
from domain.promotions import WAYS, price_order
from tests.domain.policy_makers import DAY, D, a_buyer, a_line, a_product, an_order
from tests.domain.test_promotion_properties import CARDS
from tests.domain.test_promotion_sentences_hold import random_policies

FEN = Fraction(1, 100)
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[()×÷+−]")


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
        answer = PriceBook([policy], a_buyer(), DAY).price(question, {"": Priced(D("4.7"), ())})
        sentence = say_step(answer.steps[-1], language)
        said = matched(r"(?:条：|rule 1: )([\d.]*\d)", sentence)
        if rule.percent or rule.amount or rule.margin:
            asked = matched(r"[（(]= (.*?)[）)](?:（|。| \(from|\.$)", sentence)
            assert rounded(by_hand(asked), "0.0001") == D(said), sentence
        assert ("24" in sentence) == bool(rule.start)
