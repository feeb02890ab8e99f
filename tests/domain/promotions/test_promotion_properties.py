"""What must hold for any order under any promotions: no price rises, nothing is lost, no order of lists matters."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policies.promotion_terms import Condition, Limits
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.free_goods import Gift
from domain.promotions.lines import Usage
from domain.promotions.pricing import price_order, used_after
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
from domain.values.money import round_fen
from tests.building.domain.policy_makers import D, a_line, a_product, a_promotion, an_order, category, only

CARDS = {
    "A": a_product("A", category="tea", brand="X"),
    "B": a_product("B", category="tea", brand="Y"),
    "C": a_product("C", category="milk", brand="X"),
}
money = st.decimals(0, 300, places=2)
some = st.decimals(D("0.5"), 60, places=1)
shares = st.decimals(0, 100, places=2)
scopes = st.sampled_from([category(), only("A"), only("A", "B"), category("tea"), category(brands=["X"])])
templates = st.one_of(
    st.builds(PercentOff, shares),
    st.builds(AmountOff, money, st.sampled_from(["unit", "line"])),
    st.builds(FixedPrice, money),
    st.builds(lambda a, b: QuantityBreak((Break(D(5), a), Break(D(10), price=b)), "product"), shares, money),
    st.builds(QuotaPrice, money, some, st.none() | some, st.none() | some),
    st.builds(lambda q, p: Bundle((Part(q, only("A")), Part(D(1), only("A", "B"))), price=p), some, money),
    st.builds(lambda q: Bundle((Part(D(1), only("B")), Part(D(2), only("C"))), percent=q), shares),
    st.builds(BuyGet, some, st.builds(Gift, some), st.booleans(), st.none() | st.integers(1, 3)),
    st.builds(lambda s, r: SpendSave((Saving(D(100), s), Saving(D(300), s * 2)), r), shares, st.booleans()),
    st.builds(lambda q: SpendGoods((Giving(D(50), (Gift(q, "C"),)),)), some),
    st.builds(
        OrderDiscount,
        st.builds(lambda p, a: (OrderStep(D(2), p), OrderStep(D(9), amount=a)), shares, money),
        st.sampled_from(["amount", "quantity", "products"]),
    ),
)
conditions = st.lists(st.builds(Condition, st.decimals(0, 20, places=0), products=st.none() | scopes), max_size=1)
promotions = st.builds(
    a_promotion,
    templates,
    products=scopes,
    conditions=conditions,
    group=st.sampled_from(["", "a", "b"]),
    priority=st.integers(0, 3),
    mode=st.sampled_from(["additive", "chained"]),
    order=st.integers(0, 2),
    exclusive=st.integers(0, 9).map(lambda n: n == 0),
    reduces=st.booleans(),
)
lists = st.lists(promotions, max_size=7).map(lambda ps: [replace(p, id=f"P{i}") for i, p in enumerate(ps)])
lines = st.lists(
    st.builds(
        a_line,
        st.sampled_from("ABC"),
        st.decimals(D("-2"), 30, places=1),
        st.none() | st.decimals(0, 200, places=4).map(str),
        agreed=st.integers(0, 5).map(lambda n: n == 0),
    ),
    max_size=6,
).map(lambda ls: [replace(ln, product=CARDS[ln.product.id]) for ln in ls])


@settings(max_examples=300)
@given(lists, lines)
def test_no_price_rises_none_falls_below_zero_and_every_fen_is_told(policies, ordered):
    result = price_order(an_order(*ordered), CompiledPolicies(policies))
    for line, asked in zip(result.lines, ordered, strict=True):
        if asked.unit_price is None or asked.quantity <= 0:
            assert (line.amount, line.discounts) == (line.gross, ())
            continue
        assert 0 <= line.amount <= line.gross
        assert line.amount == round_fen(line.amount)
        assert line.gross - sum(discount.amount for discount in line.discounts) == line.amount
        assert all(discount.amount >= 0 for discount in line.discounts)
        ends = [line.gross, *(step.after for step in line.steps)]
        assert [step.before for step in line.steps] == ends[:-1]
        assert ends[-1] == line.amount
    for total in result.discounts:
        told = [d.amount for line in result.lines for d in line.discounts if d.policy == total.policy]
        assert sum(told) == total.amount
    assert result.total == sum(line.amount for line in result.lines) + sum(line.amount for line in result.free)


def told(result, order):
    """What was decided, free of the order in which lines were written."""
    rows = zip(order, result.lines, strict=True)
    by_line = sorted(str((a.product.id, a.quantity, a.unit_price, a.agreed, b.amount, b.discounts)) for a, b in rows)
    return by_line, result.free, result.total, result.discounts, set(result.uses), sorted(map(str, result.hints))


@settings(max_examples=300)
@given(lists, lines, st.randoms(use_true_random=False))
def test_neither_the_order_of_lines_nor_that_of_policies_matters(policies, ordered, chance):
    other_policies, other_lines = list(policies), list(ordered)
    chance.shuffle(other_policies)
    chance.shuffle(other_lines)
    first = price_order(an_order(*ordered), CompiledPolicies(policies))
    second = price_order(an_order(*other_lines), CompiledPolicies(other_policies))
    assert told(first, ordered) == told(second, other_lines)


limited = st.one_of(
    st.builds(lambda p, q, d: a_promotion(QuotaPrice(p, q, d), limits=Limits()), money, some, st.none() | some),
    st.builds(
        lambda p, n: a_promotion(OrderDiscount((OrderStep(D(0), p),)), limits=Limits(uses_per_dealer=n)),
        shares,
        st.integers(0, 3),
    ),
    st.builds(lambda b, g: a_promotion(BuyGet(b, Gift(g), per="order")), some, some),
    st.builds(lambda p: a_promotion(QuantityBreak((Break(D(5), p),), "order")), shares),
)


@settings(max_examples=200)
@given(limited, lines, st.lists(st.booleans(), min_size=6, max_size=6))
def test_an_order_split_in_two_yields_no_more_than_the_policy_allows(policy, ordered, in_first):
    compiled = CompiledPolicies([policy])
    halves = [[ln for ln, here in zip(ordered, in_first, strict=False) if here is side] for side in (True, False)]
    usage, results = Usage(), []
    for half in halves:
        results.append(price_order(an_order(*half, usage=usage), compiled))
        usage = used_after(usage, results[-1], compiled)
    whole = price_order(an_order(*ordered), compiled)
    template = policy.terms.template
    if isinstance(template, QuotaPrice):
        taken = sum(use.quantity for result in results for use in result.uses)
        assert taken <= min(template.quota, template.per_dealer or template.quota)
        assert usage.left.get("P", template.quota) == template.quota - taken
    elif policy.terms.limits.uses_per_dealer is not None:
        assert sum(len(result.uses) for result in results) <= policy.terms.limits.uses_per_dealer
    elif isinstance(template, BuyGet):
        parts = sum(line.quantity for result in results for line in result.free)
        assert parts <= sum(line.quantity for line in whole.free)
    else:
        assert sum(r.gross - r.total for r in results) <= whole.gross - whole.total + D("0.02") * len(ordered)


@given(lines, st.integers(1, 5))
def test_a_repeated_saving_is_never_more_for_two_orders_than_for_one(ordered, cut):
    compiled = CompiledPolicies([a_promotion(SpendSave((Saving(D(50), D(7)),), repeating=True))])
    whole = price_order(an_order(*ordered), compiled)
    parts = [price_order(an_order(*half), compiled) for half in (ordered[:cut], ordered[cut:])]
    assert sum(part.gross - part.total for part in parts) <= whole.gross - whole.total
