"""The lines of posted documents that rebates look at: whose, of which day, how much, free or not, paid when."""

from datetime import date

import pytest

from domain.policies.rebate_terms import Rebate
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import LineBody, ProductBody
from sync.records.rebates.lines import Ask, RebateBooks, ask_of, buyers_of
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, a_price, found_hq, put
from tests.building.sync.rebate_books import came_back, post, publish, received, sold

NOV, DEC = date(2026, 11, 10), date(2026, 12, 3)
EVERY = Ask(date(2026, 12, 31), sources=frozenset({"purchases", "sell_through", "received"}))


@pytest.fixture
def books(book):
    found_hq(book)
    return book


def facts(book, dealer=AGENT, ask=EVERY):
    with book.reading() as connection:
        (buyer,) = buyers_of(connection, [dealer])
        found = RebateBooks(connection, ask).facts(buyer)
    return sorted(found, key=lambda fact: (fact.on, fact.document))


def told(book, dealer=AGENT, ask=EVERY):
    return [(fact.source, fact.fen, fact.milli, fact.direct) for fact in facts(book, dealer, ask)]


def test_purchases_sales_and_receipts_with_their_signs(books):
    sold(books, "100", NOV, pieces=4)
    came_back(books, "25", date(2026, 11, 11))
    received(books, "60", date(2026, 11, 12))
    sold(books, "80", date(2026, 11, 13), seller=AGENT, buyer=SHOP)
    assert told(books) == [
        ("purchases", 10000, 4000, True),
        ("purchases", -2500, -1000, True),
        ("received", 6000, 0, True),
        ("sell_through", 8000, 1000, True),
    ]
    assert told(books, SHOP) == [("purchases", 8000, 1000, False)]


def test_a_reversal_counts_on_its_own_day_and_knows_the_day_of_what_it_undoes(books):
    delivery = sold(books, "100", NOV)
    back = came_back(books, "30", date(2026, 11, 20), source=delivery)
    sold(books, "-100", DEC, reverses=delivery)
    came_back(books, "-30", DEC, source=delivery, reverses=back)
    assert [(fact.on, fact.sold_on, fact.fen) for fact in facts(books)] == [
        (NOV, None, 10000),
        (date(2026, 11, 20), NOV, -3000),
        (DEC, NOV, -10000),
        (DEC, NOV, 3000),
    ]


def test_only_the_days_asked_for_are_read(books):
    sold(books, "1", date(2026, 10, 31))
    sold(books, "2", date(2026, 11, 1))
    sold(books, "3", date(2026, 11, 30))
    sold(books, "4", date(2026, 12, 1))
    ask = Ask(date(2026, 11, 30), date(2026, 11, 1))
    assert [fact.fen for fact in facts(books, ask=ask)] == [200, 300]


def test_gifts_are_free_and_valued_at_the_list_price_of_their_day(books):
    put(books, "prices/P1", "price", *a_price("A", "3.00", valid_from="2026-11-15"))
    gift = LineBody("A", "A", 2000, 0, unit_price=0, gift="CX1")
    plain = LineBody("B", "B", 2000, 500, unit_price=25000)
    unknown = LineBody("GONE", "GONE", 1000, 0, unit_price=0)
    sold(books, "5", NOV, lines=[gift, plain, unknown])
    sold(books, "0", date(2026, 11, 20), lines=[gift])
    assert [(fact.product, fact.free, fact.fen) for fact in facts(books)] == [
        ("A", True, 500), ("B", False, 500), ("GONE", True, 0), ("A", True, 600),
    ]  # fmt: skip
    plain_ask = ask_of([a_rebate()], EVERY.on, None)
    assert [fact.fen for fact in facts(books, ask=plain_ask)] == [0, 500, 0, 0]


def test_the_tax_rate_is_the_products(books):
    put(books, "catalog", "product", "A", ProductBody("A", "商品A", "瓶", tax_rate=900))
    sold(books, "109", NOV)
    assert [fact.rate for fact in facts(books)] == [900]


def test_receipts_pay_the_oldest_debts_and_a_return_follows_its_delivery(books):
    first = sold(books, "100", NOV, due="2026-11-20")
    sold(books, "100", date(2026, 11, 12), due="2026-11-22")
    received(books, "130", date(2026, 11, 18))
    received(books, "50", date(2026, 11, 25))
    came_back(books, "10", date(2026, 11, 26), source=first)
    paid = [(fact.due_on, fact.paid_on) for fact in facts(books) if fact.source == "purchases"]
    assert paid == [
        (date(2026, 11, 20), date(2026, 11, 18)),
        (date(2026, 11, 22), None),
        (date(2026, 11, 20), date(2026, 11, 18)),
    ]
    early = Ask(date(2026, 11, 17))
    assert [fact.paid_on for fact in facts(books, ask=early)] == [None, None]


def test_what_a_person_settled_goes_before_the_oldest_debt(books):
    first = sold(books, "100", NOV, due="2026-11-20")
    second = sold(books, "100", date(2026, 11, 12), due="2026-11-22")
    money = received(books, "100", date(2026, 11, 18))
    body = SettlementBody(HQ, AGENT, money, second, 10000, "2026-11-18", by="王芳", at=NOW)
    put(books, "dealer/GD01", "settlement", "s1", body)
    paid = {fact.document: fact.paid_on for fact in facts(books) if fact.source == "purchases"}
    assert paid == {first: None, second: date(2026, 11, 18)}


def test_other_documents_are_nothing_a_rebate_looks_at(books):
    post(books, "goods_receipt", "100", NOV)
    post(books, "credit_note", "10", NOV)
    post(books, "order", "100", NOV)
    assert facts(books) == []


def test_the_order_of_posting_is_of_no_matter(books):
    one = [("100", NOV), ("-100", DEC), ("40.50", date(2026, 11, 30))]
    for yuan, on in reversed(one):
        sold(books, yuan, on)
    assert sorted((fact.fen, fact.on) for fact in facts(books)) == sorted((int(D(y) * 100), on) for y, on in one)


def test_only_what_the_policies_need_is_asked():
    plain = ask_of([a_rebate()], NOV, None)
    assert (plain.sale_days, plain.payments, plain.free_values) == (False, False, False)
    assert ask_of([a_rebate(returns="sale_date")], NOV, None).sale_days
    assert ask_of([a_rebate(late_days=5)], NOV, None).payments
    assert ask_of([a_rebate(payable="when_paid")], NOV, None).payments
    assert ask_of([a_rebate(free_earns=True)], NOV, None).free_values
    assert not ask_of([a_rebate(free_earns=True, unit="quantity")], NOV, None).free_values
    whole = ask_of([a_rebate()], NOV, None, whole=True)
    assert (whole.sale_days, whole.free_values) == (True, True)
    assert isinstance(a_rebate().terms, Rebate)


def test_unknown_dealers_are_passed_over(books):
    publish(books, a_rebate())
    with books.reading() as connection:
        found = buyers_of(connection, [SHOP, "nobody", AGENT])
    assert [(each.dealer.id, each.chain) for each in found] == [(SHOP, (SHOP, AGENT, HQ)), (AGENT, (AGENT, HQ))]
