"""Quantities of a policy may be typed in packs, where the products it names agree on what that is."""

import pytest

from desktop.actions.policies.library import look_at_form
from desktop.actions.policies.quantities import counted, with_counted
from tests.building.desktop.a_trade import a_trade


@pytest.fixture
def hq(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        yield trade.desk
    trade.hq.close()


def a_form(*products, **template):
    return {
        "format": 1, "id": "CX", "version": 1, "name": "促销", "period": {"start": "2030-01-01"},
        "products": {"include": [{"products": list(products)}] if products else []},
        "terms": {"type": "promotion", "template": {"type": "buy_get", "buy": "10", **template}},
    }  # fmt: skip


def test_ten_cases_are_so_many_bottles(hq):
    size = next(iter(hq_packs(hq, "A")))
    form = a_form("A", buy="10箱", gift={"quantity": "1箱"})
    found = counted(hq, form)
    assert found == {"$.terms.template.buy": str(10 * size), "$.terms.template.gift.quantity": str(size)}
    look = look_at_form(hq, form, "zh")
    assert look.counted == found
    assert not [reason for reason in look.reasons if reason.code.startswith("form_")]
    assert with_counted(form, found)["terms"]["template"]["buy"] == str(10 * size)


def hq_packs(desk, product):
    from desktop.actions.catalog.cards import products_by_id

    with desk.book.reading() as connection:
        return [int(pack.size) for pack in products_by_id(connection, [product])[product].packs]


@pytest.mark.parametrize(
    ("products", "text"), [((), "10箱"), (("A",), "10桶"), (("A",), "十箱多"), (("A", "GONE"), "x")]
)
def test_what_nobody_can_tell_stays_as_it_was_typed(hq, products, text):
    assert counted(hq, a_form(*products, buy=text, gift={"quantity": "1"})) == {}


def test_a_percentage_is_no_quantity(hq):
    form = a_form("A")
    form["terms"]["template"] = {"type": "percent_off", "percent": "10箱"}
    assert counted(hq, form) == {}
