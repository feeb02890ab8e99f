"""Type-ahead tells what this buyer pays and what is left."""

from decimal import Decimal

import pytest

from desktop.actions.catalog import customers, search
from desktop.actions.documents import lists
from desktop.actions.orders import orders
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.searching import pinyin_keys
from tests.building.desktop.a_desk import a_draft


def test_type_ahead_tells_what_this_buyer_pays(desk):
    hits = search.find_products(desk, "00001", seller="GD01", buyer="GD01:C1")
    assert [(hit.sku, hit.available, hit.unit_price) for hit in hits] == [("W550", Decimal(240), Decimal("1.5000"))]
    assert search.find_products(desk, "  ") == []


@pytest.fixture
def southern(desk):
    """Goods and customers whose names have polyphones, blanks and brackets."""
    with desk.book.writing() as writing:
        for sku, name in (
            ("LN1", "岭南山泉 550ml"), ("CQ1", "重庆老火锅底料"), ("ZJ1", "曾记粮油（家庭装）"), ("NL1", "南岭茶"),
            ("LN2", "岭南山泉饮用水1500ml"), ("HG135", "黄瓜薯片135g"),
        ):  # fmt: skip
            writing.put("catalog", "product", sku, ProductBody(sku, name, "瓶", pinyin_keys(name)))
        for code, name in (("ZZ1", "曾记粮油（深圳南山）"), ("CQ2", "重庆啤酒经营部"), ("CY3", "朝阳超市")):
            card = DealerBody(code, name, "store", "GD01", pinyin=pinyin_keys(name))
            writing.put(desk.stream, "dealer", f"GD01:{code}", card)
    return desk


@pytest.mark.parametrize(
    ("typed", "sku"),
    [
        ("lingnan", "LN1"), ("lns", "LN1"), ("lnsq550", "LN1"), ("lingnsq", "LN1"), ("lnshanquan", "LN1"),
        ("lnsq1500", "LN2"), ("lingnan1500", "LN2"), ("hgsp135", "HG135"),
        ("lingnan 550", "LN1"), ("ＬＩＮＧＮＡＮ", "LN1"), ("LingNan", "LN1"), ("lingna", "LN1"),
        ("chongqing", "CQ1"), ("zhongqing", "CQ1"), ("chongq", "CQ1"), ("zeng", "ZJ1"), ("ceng", "ZJ1"),
        ("zengjiliangyou", "ZJ1"), ("曾记 家庭", "ZJ1"), ("(家庭装)", "ZJ1"),
    ],
)  # fmt: skip
def test_products_are_found_by_pinyin_in_any_spelling(southern, typed, sku):
    assert sku in [hit.sku for hit in search.find_products(southern, typed)]


@pytest.mark.parametrize("typed", ["1+5", "1/5", "1x", "13x", "１＋５", "1*", "1 + 3"])
def test_a_quantity_in_the_wrong_cell_finds_no_goods(southern, typed):
    assert search.find_products(southern, typed) == []


def test_pinyin_finds_nothing_that_is_not_spelled_so(southern):
    assert [hit.sku for hit in search.find_products(southern, "lingnan")] == ["LN1", "LN2"]
    assert search.find_products(southern, "nanshanling") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("zeng", "ZZ1"), ("ceng", "ZZ1"), ("zjly", "ZZ1"), ("zengjily", "ZZ1"), ("chongqing", "CQ2"),
        ("zhongqing", "CQ2"),
        ("chaoyang", "CY3"), ("zhaoyang", "CY3"), ("cy", "CY3"), ("曾记 南山", "ZZ1"),
        ("(深圳南山)", "ZZ1"), ("ｃｙ3", "CY3"),
    ],
)  # fmt: skip
def test_customers_are_found_by_pinyin_words_and_brackets_of_any_kind(southern, typed, code):
    assert code in [row.code for row in customers.customer_rows(southern, customers.customer_ids(southern, typed))]
    assert code in [hit.code for hit in search.find_dealers(southern, typed)]


def test_a_word_that_many_dealers_share_still_finds_their_papers(desk):
    placed = orders.place_order(desk, a_draft())
    with desk.book.writing() as writing:
        for number in range(230):
            card = DealerBody(f"M{number}", f"小卖部{number}", "store", "GD01", pinyin="xmb")
            writing.put(desk.stream, "dealer", f"GD01:M{number}", card)
    for typed in ("小卖部", "天河 小卖部", f"天河 {placed.number[-4:]}"):
        assert len(lists.order_ids(desk, lists.OrderFilter(text=typed))) == 1
