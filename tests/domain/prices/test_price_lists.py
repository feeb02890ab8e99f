"""Price lists: the conformance cases of section A under their numbers, hand-agreed prices, bases and floors."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import UsageError
from domain.policies.checks import check_policy
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.scopes import ALWAYS, EVERYONE, EVERYTHING, Period
from domain.prices.price_lists import PriceBook, PriceQuestion, pack_price
from domain.prices.unit_price import FoundPrice
from tests.building.domain.policy_makers import DAY, D, a_buyer, a_product, category, dealers, only, surroundings


def a_list(*rules, code="L", audience=EVERYONE, products=EVERYTHING, period=ALWAYS, version=1, priority=0, **terms):
    return Policy(
        code, version, code, PriceList(rules, **terms), audience, period, products, Stacking(priority=priority)
    )


def ask(policies, *, quantity=1, product=None, plain="10", buyer=None, categories=None, on=DAY, **question):
    book = PriceBook(policies, buyer or a_buyer(), on, categories or {})
    prices = {"": FoundPrice(None if plain is None else D(plain), ())}
    return book.price(PriceQuestion(product or a_product(), D(str(quantity)), **question), prices)


VARIANT = (
    PriceRule(percent=D(-20), start=D(10), products=only("A")),
    PriceRule(percent=D(-10), start=D(10)),
    PriceRule(percent=D(10), products=only("VARIANT")),
    PriceRule(),
)


@pytest.mark.parametrize(
    ("case", "quantity", "price"),
    [("A01", 1, 10), ("A02", D("1000") / 1000, 10), ("A04", 10, 9), ("A05", D("10000") / 1000, 9), ("A06", -10, 9)],
)
def test_a01_to_a06_tiers_count_base_units_by_absolute_quantity(case, quantity, price):
    answer = ask([a_list(*VARIANT)], quantity=quantity, product=a_product("OTHER"))
    assert answer.unit_price == price, case


def test_a01_the_variants_own_rules_go_first():
    assert ask([a_list(*VARIANT)], quantity=10, product=a_product("A")).unit_price == 8
    assert ask([a_list(*VARIANT)], quantity=1, product=a_product("VARIANT")).unit_price == 11


def test_a09_a_rule_for_a_category_covers_the_categories_below():
    rules = a_list(PriceRule(percent=D(-20), products=category("drinks")), PriceRule())

    def of(name):
        return ask([rules], product=a_product(category=name), categories={"tea": "drinks"}).unit_price

    assert (of("drinks"), of(""), of("tea"), of("drinks/juice")) == (8, 10, 8, 8)


def test_a10_cost_plus_and_what_an_unsaid_cost_means():
    rules = a_list(PriceRule("cost", percent=D(20)))
    assert ask([rules], cost=D(0)).unit_price == 0
    assert ask([rules], cost=D(5)).unit_price == 6
    unsaid = ask([rules], cost=None, plain=None)
    assert (unsaid.unit_price, unsaid.steps[0].code) == (None, "cost_missing")


def test_a_rule_without_its_base_is_passed_over_and_that_is_told():
    unsaid = ask([a_list(PriceRule("cost", percent=D(20)))], cost=None)
    assert (unsaid.unit_price, unsaid.steps[0].code) == (10, "cost_missing")
    first = ask([a_list(PriceRule("last", percent=D(10)))])
    assert (first.unit_price, first.steps[0].code) == (10, "last_price_missing")
    rules = a_list(PriceRule("last"), PriceRule("cost", percent=D(50)), PriceRule(percent=D(-10)))
    assert ask([rules], cost=D(4)).unit_price == 6
    assert ask([rules]).unit_price == 9
    assert [step.code for step in ask([rules]).steps][:2] == ["last_price_missing", "cost_missing"]


def test_where_no_rule_and_no_plain_price_is_there_the_last_price_is_used_for_everything():
    last = D("9.9"), date(2026, 9, 1), "XSCK-01-260901-0001"
    rules = a_list(PriceRule(percent=D(-10)), last_price=True)
    assert ask([rules], plain=None, last_paid=last).unit_price == D("9.9")


def test_a_list_that_goes_first_but_gives_nothing_leaves_the_price_to_the_next():
    nothing = a_list(PriceRule("cost"), code="FIRST", audience=dealers("C1"))
    assert ask([nothing, a_list(PriceRule(percent=D(-5)), code="NEXT")]).unit_price == D("9.5")


def test_a_list_says_nothing_of_goods_it_does_not_cover_even_as_a_base():
    base = a_list(PriceRule(percent=D(-30)), code="L1", products=only("C"))
    top = a_list(PriceRule(percent=D(-10)), code="L2", base="L1", audience=dealers("C1"))
    assert ask([base, top], product=a_product("A"), plain="100").unit_price == 90
    assert ask([base, top], product=a_product("C"), plain="100").unit_price == 63


def test_a_tie_is_seen_past_a_list_that_gives_nothing():
    lists = [
        a_list(PriceRule(percent=D(-1)), code="ONE"),
        a_list(PriceRule(percent=D(-2), start=D(100)), code="THREE"),
        a_list(PriceRule(percent=D(-3)), code="TWO"),
    ]
    answer = ask(lists, plain="100")
    assert (answer.unit_price, [reason.code for reason in answer.reasons]) == (None, ["price_tie"])


def test_a11_no_price_is_none_and_not_zero():
    rules = a_list(PriceRule(percent=D(-20)))
    assert ask([rules]).unit_price == 8
    assert ask([rules], plain=None).unit_price is None


def test_a13_a14_discount_and_surcharge():
    assert ask([a_list(PriceRule(percent=D(-10)))]).unit_price == 9
    assert ask([a_list(PriceRule(amount=D("-0.5")))]).unit_price == D("9.5")


def test_a15_a_dozen_costs_twelve_times_the_piece():
    price = ask([a_list(PriceRule(percent=D("-3.3")))]).unit_price
    assert pack_price(price, D(12)) == 12 * price == D("116.04")


@pytest.mark.parametrize("discount", ["0", "-20.02", "-0.5"])
def test_a16_mark_up_is_the_discount_with_its_sign_turned(discount):
    rule = PriceRule(percent=-D(discount))
    assert (rule.discount, -rule.discount) == (D(discount), rule.percent)


def test_a17_a_list_that_builds_on_itself_is_refused():
    period = Period(DAY, None)
    one, two = a_list(code="ONE", base="TWO", period=period), a_list(code="TWO", base="ONE", period=period)
    (circle,) = check_policy(one, surroundings(two))
    assert (circle.code, circle.facts["path"]) == ("policy_base_circle", "$.terms.base")
    assert circle.facts["circle"] == "ONE → TWO → ONE"
    assert [r.code for r in check_policy(a_list(code="ONE", base="ONE", period=period), surroundings())] == [
        "policy_base_circle"
    ]
    assert [r.code for r in check_policy(one, surroundings())] == ["policy_unknown_base"]
    assert check_policy(one, surroundings(plain_lists=frozenset({"TWO"}))) == []


@pytest.mark.parametrize("scope", [only("A"), category("drinks")], ids=["A19", "A20 A21"])
def test_a19_to_a21_a_rule_for_one_unit_only(scope):
    rules = a_list(PriceRule("fixed", D(101), unit="箱", products=scope))
    product = a_product("A", category="drinks")
    assert ask([rules], product=product, plain="100", unit="箱").unit_price == 101
    assert ask([rules], product=product, plain="100", unit="瓶").unit_price == 100


def test_a22_a_mark_up_on_the_items_own_price():
    answer = ask([a_list(PriceRule(percent=D(2)))], plain="100")
    (step,) = answer.steps
    assert (step.before, step.after, answer.unit_price) == (100, 102, 102)


def test_a_margin_is_a_share_of_the_price():
    assert ask([a_list(PriceRule("cost", margin=D(20)))], cost=D(8)).unit_price == 10


def test_lists_by_dealer_tier_and_territory_the_narrower_first():
    lists = [
        a_list(PriceRule(percent=D(-1)), code="ALL"),
        a_list(PriceRule(percent=D(-2)), code="CITY", audience=dealers(tiers=["city"])),
        a_list(PriceRule(percent=D(-5)), code="MINE", audience=dealers("C1")),
    ]
    assert ask(lists).unit_price == D("9.5")
    assert ask(lists, buyer=a_buyer("C2")).unit_price == D("9.8")
    assert ask(lists, buyer=a_buyer("C2", tier="store")).unit_price == D("9.9")
    urgent = replace(lists[0], id="URGENT", stacking=Stacking(priority=1))
    assert ask([*lists, urgent]).unit_price == D("9.9")


def test_two_lists_that_nothing_decides_between_give_no_price():
    answer = ask([a_list(PriceRule(), code="ONE"), a_list(PriceRule(percent=D(5)), code="TWO")])
    assert answer.unit_price is None
    assert [reason.code for reason in answer.reasons] == ["price_tie"]


def test_a_list_builds_on_a_list_and_tells_every_step():
    base = a_list(PriceRule(percent=D(-10)), code="BASE")
    top = a_list(PriceRule(amount=D(-1)), code="TOP", base="BASE", audience=dealers("C1"))
    answer = ask([base, top], plain="100")
    assert answer.unit_price == 89
    assert [(step.facts["policy"], step.before, step.after) for step in answer.steps] == [
        ("BASE", 100, 90),
        ("TOP", 90, 89),
    ]
    assert (answer.policy, answer.version) == ("TOP", 1)


def test_no_rule_goes_below_its_floor():
    answer = ask([a_list(PriceRule(percent=D(-50), floor=D(7)))])
    assert (answer.unit_price, answer.floor) == (7, 7)
    assert [(step.code, step.before, step.after) for step in answer.steps][-1] == ("price_floor", 5, 7)


def test_the_last_price_where_a_list_allows_it():
    last = D("9.9"), date(2026, 9, 1), "XSCK-01-260901-0001"
    assert ask([a_list(last_price=True)], plain=None, last_paid=last).unit_price == D("9.9")
    assert ask([a_list()], plain=None, last_paid=last).unit_price is None
    assert ask([a_list(PriceRule("last", percent=D(10)))], last_paid=last).unit_price == D("10.89")


@pytest.mark.parametrize(
    ("agreed", "code"),
    [("9.5", "price_agreed"), ("9.0", "price_agreed"), ("8.99", "price_outside_band"), ("10.51", "price_outside_band")],
)
def test_a_price_by_hand_inside_its_band(agreed, code):
    rules = a_list(PriceRule(), band=Band(D(10), D(5)))
    answer = ask([rules], agreed=D(agreed))
    assert (answer.unit_price, answer.by_hand) == (D(agreed), True)
    assert [reason.code for reason in answer.reasons] == [code]
    assert answer.steps[-1].code == "hand"


def test_a_price_by_hand_survives_other_quantities_and_returns():
    rules = a_list(PriceRule(percent=D(-20), start=D(10)), PriceRule(), band=Band(D(30), D(30)))
    assert [ask([rules], quantity=q, agreed=D(9)).unit_price for q in (1, 10, -10)] == [9, 9, 9]


def test_a_price_by_hand_below_the_floor_or_where_none_is_allowed():
    answer = ask([a_list(PriceRule(floor=D(9)), band=Band(D(50)))], agreed=D(8))
    assert [(r.code, r.severity) for r in answer.reasons] == [("price_agreed", "info"), ("price_below_floor", "stop")]
    assert [r.code for r in ask([a_list(PriceRule())], agreed=D(8)).reasons] == ["price_by_hand"]
    assert [r.code for r in ask([], agreed=D(8)).reasons] == ["price_agreed"]
    with pytest.raises(UsageError, match="price_negative"):
        ask([], agreed=D(-1))


def test_an_old_day_has_its_old_price():
    old = a_list(PriceRule(percent=D(-10)), period=Period(date(2026, 1, 1), None))
    new = a_list(PriceRule(percent=D(-20)), period=Period(date(2026, 11, 1), None), version=2)
    assert ask([old, new], on=date(2026, 10, 31)).unit_price == 9
    assert ask([old, new], on=date(2026, 11, 1)).unit_price == 8


def test_rules_for_single_products_and_for_all_keep_their_order():
    rules = a_list(
        PriceRule("fixed", D(7), products=only("A"), start=D(5)),
        PriceRule(percent=D(-1), products=category("tea")),
        PriceRule("fixed", D(8), products=only("A", "B")),
        PriceRule("fixed", D(6), audience=dealers("C2")),
        PriceRule(),
    )
    tea = a_product("A", category="tea")
    assert [ask([rules], product=tea, quantity=quantity).unit_price for quantity in (5, 4)] == [7, D("9.9")]
    assert ask([rules], product=a_product("B")).unit_price == 8
    assert ask([rules], product=a_product("C")).unit_price == 10
    assert ask([rules], product=a_product("C"), buyer=a_buyer("C2")).unit_price == 6
