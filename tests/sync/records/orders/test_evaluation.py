"""An order priced and judged from the book's own figures, as seller and as buyer."""

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import UsageError
from domain.explain import Reason, Step
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.bodies.records import AvailabilityBody
from sync.records.books import reading
from sync.records.orders.evaluation import (
    Wanted,
    check_parties,
    fact_text,
    judge,
    line_bodies,
    price_lines,
    reason_body,
    step_body,
)
from sync.records.pricing.context import Wishes, load_pricing_context
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, TODAY, a_line, a_price, an_order, found_hq, put, stock_up


@pytest.fixture
def hq(book):
    found_hq(book, limit="100", prices=("A",))
    stock_up(book, {"A": 30, "B": 30})
    return book


def wanted(book, sku="A", quantity=10, agreed=None):
    with book.reading() as connection:
        product = reading.product(connection, sku)
    return Wanted(product, Decimal(quantity), "瓶", Decimal(1), agreed)


def struck(connection, book, lines, on=TODAY, **wishes):
    products = [
        reading.product(connection, line.product if isinstance(line.product, str) else line.product.id)
        for line in lines
    ]
    buyer = reading.dealer(connection, AGENT)
    return load_pricing_context(connection, book.policy_cache, HQ, buyer, products, on, Wishes(**wishes))


def priced(book, *lines, on=TODAY):
    with book.reading() as connection:
        return price_lines(connection, struck(connection, book, lines, on), lines)


def judged(book, lines, *, selling=True, **wishes):
    with book.reading() as connection:
        return judge(connection, struck(connection, book, lines, **wishes), lines, TODAY, selling=selling)


def how(line):
    return [step.code for step in line.steps]


def test_price_comes_from_the_buyers_list_on_the_day(hq):
    put(hq, "prices/P1", "price", *a_price("A", "3.00", valid_from="2026-12-01"))
    put(hq, "prices/P2", "price", *a_price("A", "9.99", "P2"))
    assert priced(hq, wanted(hq))[0].unit_price == Decimal("2.5")
    (later,) = priced(hq, wanted(hq), on=date(2026, 12, 1))
    assert (later.unit_price, how(later)) == (Decimal(3), ["price_list"])


def test_agreed_price_wins_and_shows_what_it_replaced(hq):
    (line,) = priced(hq, wanted(hq, agreed=Decimal("2.2222")))
    assert (line.unit_price, how(line)) == (Decimal("2.2222"), ["price_list", "hand"])


def test_without_a_list_price_what_was_paid_last_holds(hq):
    assert how(priced(hq, wanted(hq, "B"))[0]) == ["price_missing"]
    put(hq, "prices/P1", "price", *a_price("B", "4.00", valid_to="2026-11-23"))
    put(hq, "desk/d1", "order", "o1", an_order([a_line("B", 1)]))
    decide_waiting(hq, TODAY, NOW)
    ship(hq, "o1", on=TODAY, now=NOW)
    with hq.writing() as writing:
        writing.delete("prices/P1", "price", ["P1|B|"])
    (line,) = priced(hq, wanted(hq, "B"))
    assert (line.unit_price, how(line)) == (Decimal(4), ["last_price"])


def test_seller_judges_by_his_own_stock(hq):
    found = judged(hq, priced(hq, wanted(hq, quantity=40)), selling=True)
    assert (found.verdict.state, found.verdict.lines[0].accepted) == ("accepted_in_part", 30)
    assert found.stock["A"].as_of is None


def test_buyer_judges_by_the_sellers_last_word(hq):
    put(hq, "stock", "availability", "W1|A", AvailabilityBody("W1", "A", 12_000, NOW))
    put(hq, "desk/d1", "order", "o1", an_order([a_line("A", 5)]))
    found = judged(hq, priced(hq, wanted(hq)), selling=False)
    assert (found.verdict.state, found.verdict.lines[0].accepted) == ("accepted_in_part", 7)
    assert found.credit.as_of == NOW
    assert found.credit.committed == Decimal("12.50")


def test_lines_are_stored_with_price_amount_and_reasons(hq):
    lines = priced(hq, wanted(hq, quantity="3.333"), wanted(hq, "B"))
    first, second = line_bodies(judged(hq, lines), decided=True, names={"A": "商品A"})
    assert (first.quantity, first.unit_price, first.amount, first.accepted, first.name) == (
        3333,
        25000,
        833,
        3333,
        "商品A",
    )
    assert (second.unit_price, second.amount, second.accepted) == (None, 0, 0)
    assert [step.code for step in first.why] == ["price_list"]


def test_explanations_keep_their_facts_as_text():
    reason = reason_body(Reason("x", "warn", {"limit": None, "by": Decimal("1.50"), "on": TODAY, "n": 3}, 2))
    assert (reason.facts, reason.line) == ({"limit": "", "by": "1.50", "on": "2026-11-23", "n": "3"}, 2)
    step = step_body(Step("hand", Decimal("2.5"), None, {}))
    assert (step.before, step.after) == (25000, None)
    assert fact_text(Decimal("1E+2")) == "100"


def test_steps_are_stored_each_as_it_is_written_also_where_they_are_equal():
    steps = [Step("hand", None, Decimal(1), {"by": by}) for by in (Decimal("1.50"), Decimal("1.5"), 1, True)]
    assert (steps[0], steps[2]) == (steps[1], steps[3])
    for _ in range(2):
        assert [step_body(step).facts["by"] for step in steps] == ["1.50", "1.5", "1", "True"]


def test_a_step_that_is_gone_tells_nothing_of_the_next(monkeypatch):
    """Whatever comes to lie where it lay in memory."""
    monkeypatch.setattr("sync.records.orders.evaluation._MOST_STEPS", 2)
    for number in range(100):
        assert step_body(Step("hand", None, Decimal(number), {"n": number})).facts == {"n": str(number)}


def test_orders_go_to_the_one_right_above(hq):
    with hq.reading() as connection:
        top, agent, shop = (reading.dealer(connection, each) for each in (HQ, AGENT, SHOP))
    check_parties(top, agent)
    check_parties(agent, shop)
    for seller, buyer, code in (
        (top, shop, "order_not_below"),
        (agent, top, "order_not_below"),
        (top, top, "order_to_"),
    ):
        with pytest.raises(UsageError, match=code):
            check_parties(seller, buyer)
