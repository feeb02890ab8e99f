"""A customer's card is filled in by whoever may: codes go on, twins are told, credit is the owner's word."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from desktop.actions.catalog.customer_cards import customer_sheet, save_customer
from desktop.actions.catalog.customers import NewCustomer, add_customer
from desktop.actions.headquarters.queued import posted
from desktop.actions.imports.card_files import import_customers
from desktop.actions.people import users
from tests.building.desktop.refusals import code_of


def stands(desk, record, *fields):
    with desk.book.reading() as connection:
        row = connection.execute(text("SELECT * FROM dealer WHERE id = :id"), {"id": record}).one()
    return tuple(getattr(row, each) for each in fields)


@pytest.fixture
def clerk(desk):
    users.first_person(desk, "王老板", "tiger-2026")
    users.sign_in(desk, "王老板", "tiger-2026")
    users.add_person(desk, "小王", "clerk")
    users.sign_in(desk, "小王")
    return desk


def test_a_card_is_written_whole_and_read_back(desk):
    texts = {
        "code": "C9",
        "name": "白云山商店",
        "contact": "刘姐",
        "phone": "020-8888 1234",
        "address": "广州市白云区",
        "credit_limit": "5000",
        "credit_days": "7天",
        "tags": "连锁、A类",
        "tax_id": "91440101MA5XXXXX0A",
        "remark": "只收周二、周五",
    }
    saved = posted(save_customer(desk, "", texts))
    assert (saved.key, saved.code, saved.name) == ("GD01:C9", "C9", "白云山商店")
    sheet = customer_sheet(desk, "C9")
    shown = {"credit_days": "7", "tags": "A类、连锁"}
    assert {key: sheet.texts[key] for key in texts} == texts | shown
    assert not sheet.locked
    assert stands(desk, saved.key, "credit_limit", "tax_id", "pinyin")[:2] == (500000, "91440101MA5XXXXX0A")


def test_a_changed_card_keeps_what_is_not_named(desk):
    save_customer(desk, "", {"code": "C9", "name": "白云山商店", "phone": "138", "credit_limit": "5000"})
    save_customer(desk, "C9", {"name": "白云山超市", "remark": "改过名", "code": "XX", "tier": "city"})
    told = stands(desk, "GD01:C9", "code", "tier", "name", "phone", "credit_limit", "remark")
    assert told == ("C9", "store", "白云山超市", "138", 500000, "改过名")


@pytest.mark.parametrize(
    ("codes", "following"),
    [((), "C3"), (("C9",), "C10"), (("K0099",), "K0100"), (("A1", "总店"), "A2"), (("店3号",), "店4号")],
)
def test_the_next_code_goes_on_from_the_newest(desk, codes, following):
    for code in codes:
        save_customer(desk, "", {"code": code, "name": f"店 {code}"})
    assert customer_sheet(desk).offered["code"] == (following,)
    assert posted(save_customer(desk, "", {"name": "没写编码"})).code == following


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"code": "C1", "name": "又一家"}, "dealer_exists"),
        ({"code": "A:B", "name": "某店"}, "dealer_code_missing"),
        ({"code": "C8", "name": " "}, "dealer_name_missing"),
        ({"code": "C8", "name": "某店", "price_list": "没有的"}, "price_list_unknown"),
        ({"code": "C8", "name": "某店", "credit_limit": "-1"}, "figure_negative"),
        ({"code": "C8", "name": "某店", "terms": "等有钱"}, "terms_unreadable"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(desk, texts, code):
    assert code_of(lambda: posted(save_customer(desk, "", texts))) == code
    assert code_of(lambda: customer_sheet(desk, "C8")) == "dealer_unknown"


def test_a_twin_is_told_before_and_may_be_meant(desk):
    save_customer(desk, "", {"code": "C8", "name": "天河小卖部", "phone": "020-3811 0027"})
    twin = {"code": "C9", "name": "天河小卖部"}
    assert code_of(lambda: posted(save_customer(desk, "", twin, anyway=False))) == "card_alike_name"
    same_phone = {"code": "C9", "name": "另一家", "phone": "02038110027"}
    assert code_of(lambda: posted(save_customer(desk, "", same_phone, anyway=False))) == "card_alike_phone"
    assert posted(save_customer(desk, "", twin, anyway=True)).code == "C9"
    # What a card bore before was told before.
    assert code_of(lambda: posted(save_customer(desk, "C9", {"remark": "隔壁"}, anyway=False))) == ""


def test_a_clerk_gives_no_credit_by_any_way(clerk, tmp_path):
    sheet = customer_sheet(clerk)
    assert set(sheet.locked) == {"credit_limit", "credit_days", "terms"}
    assert sheet.texts["credit_limit"] == "0"
    given = {"code": "C9", "name": "新店", "credit_limit": "5000"}
    assert code_of(lambda: posted(save_customer(clerk, "", given))) == "terms_not_permitted"
    assert (
        code_of(lambda: posted(add_customer(clerk, NewCustomer("C9", "新店", credit_days=30)))) == "terms_not_permitted"
    )
    file = tmp_path / "客户.csv"
    file.write_text("客户编码,客户名称,信用额度\nC9,新店,5000\nC7,另一家,\n", encoding="utf-8")
    done = import_customers(clerk, file)
    assert (done.made, dict(done.reasons)) == (1, {"credit_not_permitted": 1})
    assert stands(clerk, "GD01:C7", "credit_limit") == (0,)
    made = posted(add_customer(clerk, NewCustomer("C9", "新店")))
    assert (made.credit_limit, made.credit_days) == (Decimal(0), None)


def test_a_clerk_changes_the_rest_of_a_card_that_has_credit(clerk):
    users.sign_in(clerk, "王老板", "tiger-2026")
    save_customer(clerk, "", {"code": "C9", "name": "新店", "credit_limit": "5000", "credit_days": "30"})
    users.sign_in(clerk, "小王")
    save_customer(clerk, "C9", {"phone": "139", "credit_limit": "5000"})
    assert stands(clerk, "GD01:C9", "phone", "credit_limit", "credit_days") == ("139", 500000, 30)
    assert code_of(lambda: posted(save_customer(clerk, "C9", {"credit_limit": ""}))) == "terms_not_permitted"


def test_cards_of_others_are_not_changed_here(desk):
    assert code_of(lambda: posted(save_customer(desk, "HQ", {"name": "我的总部"}))) == "not_your_customer"
    assert code_of(lambda: posted(save_customer(desk, "GD01", {"name": "改自己"}))) == "not_your_customer"


def test_a_file_brings_the_new_fields(desk, tmp_path):
    file = tmp_path / "客户.csv"
    file.write_text("客户编码,客户名称,税号,备注\nC9,新店,9144,送货走后门\n", encoding="utf-8")
    done = import_customers(desk, file, check=True)
    assert dict(done.rows[0].fields)["tax_id"] == "9144"
    import_customers(desk, file)
    assert stands(desk, "GD01:C9", "tax_id", "remark") == ("9144", "送货走后门")
