"""The verdict on an order: what is accepted of each line, and every reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.credit import CreditPosition
from domain.catalog.stock import StockLevel
from domain.documents.verdict import RequestLine, decide
from domain.errors import UsageError

BOX = Decimal(24)


def a_line(product="P1", quantity="48", *, unit="箱", size=BOX, price="2.5"):
    unit_price = None if price is None else Decimal(price)
    return RequestLine(product, product.lower(), Decimal(quantity), unit, Decimal(size), unit_price)


def a_credit(limit=None, *, balance=0, committed=0, overdue=0, days=0):
    ceiling = None if limit is None else Decimal(limit)
    return CreditPosition(ceiling, Decimal(0), Decimal(balance), Decimal(committed), Decimal(overdue), days)


def stock_of(**available):
    return {product: StockLevel(Decimal(amount) + 5, Decimal(5)) for product, amount in available.items()}


def paper(verdict):
    """The verdict as a person reads it: the state, and a row for each line."""
    rows = [(str(line.accepted), str(line.amount), *(reason.code for reason in line.reasons)) for line in verdict.lines]
    return verdict.state, rows


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


def test_all_there_is_accepted_and_what_passed_is_told():
    verdict = decide([a_line(), a_line("P2", "3", unit="瓶", size=1)], stock_of(P1=48, P2=3), a_credit(1000))
    assert paper(verdict) == ("accepted", [("48", "120.00"), ("3", "7.50")])
    assert codes(verdict) == ["stock_ok", "credit_ok"]
    assert str(verdict.total) == "127.50"
    assert verdict.reasons[1].facts["available"] == Decimal("872.50")


def test_short_stock_is_accepted_in_whole_packs_of_the_lines_unit():
    verdict = decide([a_line(quantity="72")], stock_of(P1=50), a_credit())
    assert paper(verdict) == ("accepted_in_part", [("48", "120.00", "stock_short")])
    (reason,) = verdict.lines[0].reasons
    assert (reason.severity, reason.line) == ("warn", 1)
    assert reason.facts == {
        "sku": "p1",
        "wanted": 72,
        "available": 50,
        "accepted": 48,
        "unit": "箱",
        "pack_size": 24,
        "as_of": None,
    }
    assert codes(verdict) == ["credit_ok"]


@pytest.mark.parametrize(
    ("quantity", "available", "accepted"),
    [("2.7", "1.95", "1.950"), ("3", "1.95", "1"), ("3", "3", "3")],
)
def test_goods_asked_for_in_fractions_are_cut_anywhere(quantity, available, accepted):
    line = a_line(quantity=quantity, unit="kg", size=1)
    assert str(decide([line], stock_of(P1=available), a_credit()).lines[0].accepted) == accepted


def test_two_lines_of_one_product_share_its_stock():
    lines = [a_line(quantity="48"), a_line("P1", "10", unit="瓶", size=1), a_line("P1", "24")]
    assert paper(decide(lines, stock_of(P1=55), a_credit())) == (
        "accepted_in_part",
        [("48", "120.00"), ("7", "17.50", "stock_short"), ("0", "0.00", "stock_none")],
    )


def test_every_reason_of_every_line_is_told():
    lines = [a_line(price=None), a_line("P2", price=None), a_line("P3"), a_line("P4", quantity="24")]
    verdict = decide(lines, stock_of(P1=48, P3=23, P4=24), a_credit())
    assert paper(verdict) == (
        "accepted_in_part",
        [
            ("0", "0.00", "price_missing"),
            ("0", "0.00", "price_missing", "stock_none"),
            ("0", "0.00", "stock_none"),
            ("24", "60.00"),
        ],
    )
    assert [reason.line for line in verdict.lines for reason in line.reasons] == [1, 2, 2, 3]


def test_a_line_without_price_takes_no_stock_from_the_next():
    verdict = decide([a_line(price=None), a_line()], stock_of(P1=48), a_credit())
    assert paper(verdict) == ("accepted_in_part", [("0", "0.00", "price_missing"), ("48", "120.00")])


def test_nothing_left_is_refused():
    verdict = decide([a_line(), a_line("P2", price=None)], stock_of(P1=-3, P2=24), a_credit(0))
    assert paper(verdict) == (
        "refused",
        [("0", "0.00", "stock_none"), ("0", "0.00", "price_missing", "stock_short")],
    )
    assert verdict.lines[0].reasons[0].facts["available"] == 0
    assert verdict.lines[1].reasons[1].facts["accepted"] == 0


def test_over_the_limit_refuses_the_whole_and_keeps_the_amounts_it_would_have_had():
    verdict = decide([a_line(), a_line("P2")], stock_of(P1=48, P2=30), a_credit(200, balance=50))
    assert paper(verdict) == ("refused", [("0", "120.00"), ("0", "60.00", "stock_short")])
    assert codes(verdict) == ["credit_over"]
    assert verdict.reasons[0].facts["over_by"] == 30
    assert str(verdict.total) == "180.00"


def test_credit_judges_only_what_stock_allows():
    assert decide([a_line()], stock_of(P1=24), a_credit(60)).state == "accepted_in_part"
    assert decide([a_line()], stock_of(P1=48), a_credit(60)).state == "refused"


def test_late_debt_asks_for_approval_of_what_would_be_accepted():
    late = a_credit(1000, balance=10, overdue=10, days=3)
    verdict = decide([a_line()], stock_of(P1=30), late)
    assert paper(verdict) == ("needs_approval", [("24", "60.00", "stock_short")])
    assert codes(verdict) == ["credit_overdue"]
    assert decide([a_line()], {}, late).state == "refused"


def test_a_dealer_who_is_not_active_is_refused_and_the_other_reasons_are_told_too():
    verdict = decide([a_line()], stock_of(P1=30), a_credit(10, overdue=1, days=1), dealer_status="frozen")
    assert verdict.state == "refused"
    assert codes(verdict) == ["dealer_inactive", "credit_over", "credit_overdue"]
    assert verdict.reasons[0].facts == {"status": "frozen"}
    assert verdict.lines[0].accepted == 0


def test_the_age_of_another_books_stock_is_told():
    level = StockLevel(Decimal(0), Decimal(0), as_of="2026-11-20T08:00:00Z")
    (reason,) = decide([a_line()], {"P1": level}, a_credit()).lines[0].reasons
    assert reason.facts["as_of"] == "2026-11-20T08:00:00Z"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "order_empty"),
        ([a_line(), a_line(quantity="0")], "quantity_zero"),
        ([a_line(quantity="-24")], "quantity_negative"),
    ],
)
def test_what_is_no_order_is_told(lines, code):
    with pytest.raises(UsageError) as refused:
        decide(lines, {}, a_credit())
    assert refused.value.code == code
    assert refused.value.facts.get("line") == (len(lines) or None)


thousandths = st.integers(1, 200_000).map(lambda milli: Decimal(milli) / 1000)
some_lines = st.builds(
    RequestLine,
    st.sampled_from(["P1", "P2", "P3"]),
    st.just("sku"),
    thousandths,
    st.just("箱"),
    st.sampled_from([Decimal(1), Decimal(6), Decimal("12.5")]),
    st.one_of(st.none(), st.decimals(0, 100, places=4)),
)
orders = st.lists(some_lines, min_size=1, max_size=6)
levels = st.builds(StockLevel, thousandths, thousandths)
stocks = st.dictionaries(st.sampled_from(["P1", "P2", "P3"]), levels)
money = st.decimals(0, 20_000, places=2)
credits_ = st.builds(
    CreditPosition, st.one_of(st.none(), money), money, money, money, st.sampled_from([0, 1]), st.just(0)
)


@given(orders, stocks, credits_)
def test_never_more_than_wanted_or_there_and_never_above_the_limit(lines, stock, credit):
    verdict = decide(lines, stock, credit)
    for product in ("P1", "P2", "P3"):
        got = sum(judged.accepted for line, judged in zip(lines, verdict.lines, strict=True) if line.product == product)
        available = stock[product].available if product in stock else Decimal(0)
        assert 0 <= got <= max(available, Decimal(0))
    for line, judged in zip(lines, verdict.lines, strict=True):
        assert 0 <= judged.accepted <= line.quantity
        assert not judged.accepted or line.unit_price is not None
    assert verdict.total == sum(judged.amount for judged in verdict.lines)
    if verdict.state != "refused" and credit.available is not None and verdict.total:
        assert verdict.total <= credit.available


@given(orders, stocks, credits_)
def test_the_state_says_what_the_lines_say(lines, stock, credit):
    verdict = decide(lines, stock, credit)
    whole = all(judged.accepted == line.quantity for line, judged in zip(lines, verdict.lines, strict=True))
    assert (verdict.state == "refused") == (not any(judged.accepted for judged in verdict.lines))
    if verdict.state in {"accepted", "accepted_in_part"}:
        assert (verdict.state == "accepted") == whole
    for line, judged in zip(lines, verdict.lines, strict=True):
        assert judged.reasons or judged.accepted == line.quantity or verdict.state == "refused"


@given(orders, stocks, credits_)
def test_the_order_of_lines_of_different_products_does_not_matter(lines, stock, credit):
    def fates(requested):
        verdict = decide(requested, stock, credit)
        judged = zip(requested, verdict.lines, strict=True)
        by_product = sorted(
            ((line.product, place, lot.accepted, lot.amount) for place, (line, lot) in enumerate(judged)),
            key=lambda fate: fate[:2],
        )
        return verdict.state, verdict.total, [(fate[0], *fate[2:]) for fate in by_product]

    regrouped = sorted(lines, key=lambda line: line.product, reverse=True)  # within a product, as they stood
    assert fates(regrouped) == fates(lines)


def test_stock_nobody_told_holds_nothing_back_but_credit_does():
    lines = [a_line(), a_line("P2", "3", unit="瓶", size=1), a_line(quantity="24")]
    verdict = decide(lines, None, a_credit(1000))
    assert paper(verdict) == ("accepted", [("48", "120.00"), ("3", "7.50"), ("24", "60.00")])
    assert codes(verdict) == ["stock_untold", "credit_ok"]
    assert codes(decide(lines, None, a_credit(100))) == ["stock_untold", "credit_over"]
