"""Prices, cards and counts of two desks of one dealer: each line names what it speaks of, and where it is changed."""

from decimal import Decimal

import pytest

from desktop.actions.catalog.standing import set_standing
from desktop.actions.catalog.terms import set_terms
from desktop.actions.documents.stock import count_stock
from desktop.actions.intake.kinds import import_file
from desktop.wording import say
from domain.errors import RefusedError
from tests.simulation.office import Office

DESKS = ("P1a", "P1b", "P1c")


@pytest.fixture
def office():
    made = Office(3)
    yield made
    made.close()


def told(office, name, code):
    [said] = [said for each, said in office.told(name) if each.code == code]
    return said


def test_goods_that_only_the_later_count_held_are_named_to_be_counted_again(office):
    first = office.count("P1a", "A", 7)
    later = office.act("P1b", count_stock, {"A": Decimal(8), "B": Decimal(3)}, "主仓")
    office.exchange("P1a")
    office.quiet()
    [name] = [name for (name,) in office.rows("P1a", "SELECT name FROM product WHERE sku = 'B'")]
    for place in DESKS:
        for sentence in told(office, place, "counted_twice"):
            assert first.number in sentence
            assert later.number in sentence
            assert f"B {name}" in sentence
            assert "A " not in sentence.replace(first.number, "").replace(later.number, "").split("：")[-1][:2]


def test_two_counts_of_the_same_goods_name_none_to_be_counted_again(office):
    office.count("P1a", "A", 7)
    office.count("P1b", "A", 8)
    office.exchange("P1a")
    office.quiet()
    said = told(office, "P1b", "counted_twice")
    assert "请再盘一次：" not in said[0]
    assert "count it once more" not in said[1]


def test_a_card_of_another_desk_says_so_and_not_that_it_is_hq_s(office):
    office.add_customer("P1a", "N1", "新店")
    office.quiet()
    for act in (
        lambda desk: set_terms(desk, "N1", Decimal(5)),
        lambda desk: set_standing(desk, "N1", "suspended", "欠款"),
    ):
        with pytest.raises(RefusedError) as refused:
            act(office.desk("P1b"))
        assert refused.value.code == "card_of_desk"
        said = [say(refused.value.code, lang, **refused.value.facts) for lang in ("zh", "en")]
        assert "新店" in said[0]
        assert "总部" not in said[0]
        assert "HQ" not in said[1]


def test_a_price_that_two_desks_set_is_told_with_both_prices(office):
    office.import_card("P1a", "product", "Z9", "自产")
    office.quiet()
    for name, price in (("P1a", "5.00"), ("P1b", "6.20")):
        file = office._root / f"{name}.csv"
        file.write_text(f"商品,售价,价格表\nZ9,{price},零售\n", encoding="utf-8")
        assert office.act(name, import_file, "prices", file) is not None
    office.exchange("P1a")
    office.quiet()
    for place in DESKS:
        for sentence in told(office, place, "priced_twice"):
            assert all(word in sentence for word in ("Z9", "零售", "5", "6.2"))
            assert "P1:" not in sentence
