"""What there was when the books began: booked once, told where something stands already or days are closed."""

from decimal import Decimal

import pytest

from desktop.actions.accounts.periods import close
from desktop.actions.catalog.customers import customer
from desktop.actions.catalog.own_prices import price_sheet, save_price
from desktop.actions.catalog.product_cards import save_product
from desktop.actions.documents.openings import balance_sheet, save_opening_balance, save_opening_stock, stock_sheet
from desktop.actions.documents.stock import stock_list
from desktop.actions.headquarters.queued import posted
from tests.building.desktop.a_desk import TODAY
from tests.building.desktop.refusals import code_of


@pytest.fixture
def wine(desk):
    save_product(desk, "", {"sku": "Z01", "name": "米酒", "unit": "瓶", "pack_unit": "箱", "pack_size": "12"})
    return desk


def lies(desk, product):
    return [(row.warehouse, row.quantity_text) for row in stock_list(desk) if row.product == product]


def test_opening_stock_is_booked_once_for_a_warehouse(wine):
    sheet = stock_sheet(wine, "Z01")
    assert (sheet.texts["warehouse"], sheet.notes) == ("主仓", ())
    save_opening_stock(wine, "Z01", {"warehouse": "主仓", "counted": "3箱5瓶", "date": ""})
    assert lies(wine, "GD01:Z01") == [("主仓", "3箱5瓶")]
    assert [note.code for note in stock_sheet(wine, "Z01").notes] == ["opening_stock_lies"]
    again = {"warehouse": "Main", "counted": "1箱"}  # as an English window calls it
    assert code_of(lambda: save_opening_stock(wine, "Z01", again)) == "opening_stock_there"
    saved = posted(save_opening_stock(wine, "Z01", {"warehouse": "白云仓", "counted": "1箱"}))
    assert [each.code for each in saved.told] == ["warehouse_new"]
    assert lies(wine, "GD01:Z01") == [("主仓", "3箱5瓶"), ("白云仓", "1箱")]


@pytest.mark.parametrize(
    ("counted", "code"), [("", "quantity_unreadable"), ("几箱", "quantity_unreadable"), ("0", "quantity_zero")]
)
def test_a_quantity_that_is_none_books_nothing(wine, counted, code):
    assert code_of(lambda: save_opening_stock(wine, "Z01", {"counted": counted})) == code
    assert lies(wine, "GD01:Z01") == []


@pytest.mark.parametrize(("direction", "owed"), [("owes", "500.50"), ("ahead", "-500.50")])
def test_an_opening_balance_is_booked_once(desk, direction, owed):
    save_opening_balance(desk, "C2", {"amount": "500.5", "direction": direction, "date": ""})
    assert customer(desk, "C2").credit.balance == Decimal(owed)
    assert [note.code for note in balance_sheet(desk, "C2").notes] == ["opening_there"]
    again = {"amount": "9", "direction": "owes"}
    assert code_of(lambda: posted(save_opening_balance(desk, "C2", again))) == "opening_there"


def test_closed_days_are_told_before_anything_is_typed(wine):
    close(wine, TODAY.replace(day=1))
    closed = {"date": TODAY.replace(day=1).isoformat()}
    for sheet in (stock_sheet(wine, "Z01"), balance_sheet(wine, "C2")):
        assert [note.code for note in sheet.notes] == ["opening_closed"]
    assert code_of(lambda: save_opening_stock(wine, "Z01", {"counted": "5", **closed})) == "date_closed"
    assert code_of(lambda: posted(save_opening_balance(wine, "C2", {"amount": "5", **closed}))) == "date_closed"
    assert code_of(lambda: posted(save_opening_balance(wine, "C2", {"amount": ""}))) == "amount_zero"


def held(desk):
    return {str(note.facts["list"]): note.facts["price"] for note in price_sheet(desk, "Z01").notes}


@pytest.mark.parametrize(
    ("texts", "price"),
    [
        ({"unit_price": "8.5"}, "8.5"),
        ({"pack_price": "102"}, "8.5"),
        ({"unit_price": "8.5", "pack_price": "102"}, "8.5"),
        ({"pack_price": "100"}, "8.3333"),
    ],
)
def test_a_price_is_per_base_unit_or_per_pack(wine, texts, price):
    saved = save_price(wine, "Z01", {"price_list": "W", **texts})
    assert held(wine) == {"W": Decimal(price).quantize(Decimal("0.0001"))}
    assert saved.told == ()
    save_price(wine, "Z01", {"price_list": "W", "unit_price": "9"})
    assert held(wine) == {"W": Decimal("9.0000")}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"unit_price": "8"}, "price_list_missing"),
        ({"price_list": "W"}, "unit_price_missing"),
        ({"price_list": "W", "unit_price": "0"}, "price_nought"),
        ({"price_list": "A/B", "unit_price": "8"}, "price_list_unfit"),
        ({"price_list": "W", "unit_price": "8", "pack_price": "100"}, "pack_price_differs"),
    ],
)
def test_a_price_that_is_none_is_told(wine, texts, code):
    assert code_of(lambda: save_price(wine, "Z01", texts)) == code
    assert held(wine) == {}


def test_a_list_nobody_is_on_is_told(wine):
    saved = save_price(wine, "Z01", {"price_list": "团购", "unit_price": "8"})
    assert [each.code for each in saved.told] == ["price_list_unused"]


def test_hqs_goods_have_hqs_prices(desk):
    assert code_of(lambda: save_price(desk, "W550", {"price_list": "W", "unit_price": "8"})) == "price_of_hq"
