"""HQ's people change HQ's cards by asking; a desk's own cards, with what is new on them, come up to HQ whole."""

from datetime import UTC, datetime

import pytest

from desktop import desk as desks_floor
from desktop.actions.catalog.customer_cards import customer_sheet, save_customer
from desktop.actions.catalog.customers import NewCustomer, add_customer
from desktop.actions.catalog.merging import merge_customer
from desktop.actions.catalog.product_cards import product_sheet, save_product, set_for_sale
from desktop.actions.headquarters import requests
from desktop.actions.headquarters.asked_acts import verbs
from desktop.actions.headquarters.queued import Queued
from domain.errors import RefusedError
from sync.records.bodies.policies import GrantBody, UserBody
from sync.records.bodies.records import DealerBody, ProductBody, decode
from tests.building.sync.books import AGENT, HQ, NOW, TODAY, put, rows, stock_up
from tests.building.sync.ends import Local, assert_equal_books
from tests.sync.hq.deciding.test_asked_actions import people_of


@pytest.fixture
def ends(hq, desks, monkeypatch):
    """HQ, a desk of its people with an administrator and a clerk of finance, and an agent's desk."""
    monkeypatch.setenv("DESK_TODAY", TODAY.isoformat())
    line = Local(hq, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC), verbs())
    stock_up(hq, {"A": 500})
    ours, agent = desks(HQ, line=line), desks(AGENT, line=line)
    for name, role in (("李明", "finance"), ("老总", "admin")):
        put(ours.book, ours.stream, "user", f"u-{role}", UserBody(HQ, ours.desk, name, role))
        put(hq, "hq", "grant", f"{ours.desk}/{name}", GrantBody(ours.desk, name, role, NOW, "陈总"))
    exchange(ours, agent)
    return hq, ours, agent


def exchange(ours, agent):
    for end in (agent, ours, agent, ours):
        end.exchange()


def at(end, name=""):
    desk = desks_floor._opened(end.book, end.folder, None)
    if name:
        desk.user = next(each for each in people_of(desk) if each.name == name)
    return desk


def test_a_dealers_card_is_changed_by_request_and_seen_below(ends):
    hq, ours, agent = ends
    desk = at(ours, "老总")
    assert customer_sheet(desk, AGENT).texts["name"] == "广东总代理"
    card = {"phone": "020-1234", "tax_id": "9144", "tags": "重点"}
    assert isinstance(save_customer(desk, AGENT, card, anyway=False), Queued)
    assert rows(hq, f"SELECT phone FROM dealer WHERE id = '{AGENT}'") == [("",)]
    exchange(ours, agent)
    for book in (hq, ours.book, agent.book):
        found = rows(book, f"SELECT name, phone, tax_id, tags FROM dealer WHERE id = '{AGENT}'")
        assert found == [("广东总代理", "020-1234", "9144", '["重点"]')]
    [view] = requests.requests(desk)
    assert (view.state, view.by) == ("done", "老总")
    assert_equal_books(hq, ours, agent)


def test_who_may_not_write_cards_isnt_let_ask(ends):
    _, ours, _ = ends
    desk = at(ours, "李明")
    for deed in (
        lambda: save_customer(desk, AGENT, {"phone": "1"}),
        lambda: save_product(desk, "A", {"brand": "粤"}),
        lambda: set_for_sale(desk, "A", "停产", active=False),
    ):
        with pytest.raises(RefusedError) as told:
            deed()
        assert told.value.code == "not_permitted"


def test_products_of_hqs_catalogue_are_made_changed_and_stopped_by_request(ends):
    hq, ours, agent = ends
    desk = at(ours, "老总")
    for deed in (
        lambda: save_product(desk, "", {"sku": "N1", "name": "新品", "unit": "瓶", "barcode": "690"}),
        lambda: save_product(desk, "A", {"brand": "粤海"}),
        lambda: set_for_sale(desk, "B", "厂家停产", active=False),
    ):
        assert isinstance(deed(), Queued)
    exchange(ours, agent)
    wanted = [("A", "粤海", True, ""), ("B", "", False, "厂家停产"), ("N1", "", True, "")]
    for book in (hq, agent.book):
        sql = "SELECT sku, brand, active, status_reason FROM product WHERE sku IN ('A', 'B', 'N1') ORDER BY sku"
        told = rows(book, sql)
        assert [(sku, brand, bool(active), why) for sku, brand, active, why in told] == wanted
    assert product_sheet(desk, "N1").texts["barcode"] == "690"
    assert_equal_books(hq, ours, agent)


def test_what_hq_would_refuse_is_told_at_once(ends):
    _, ours, _ = ends
    desk = at(ours, "老总")
    with pytest.raises(RefusedError) as told:
        save_product(desk, "", {"sku": "A", "name": "又一个", "unit": "瓶"})
    assert told.value.code == "product_exists"
    assert requests.requests(desk) == []


def test_a_desks_cards_come_up_with_what_is_new_on_them(ends):
    hq, ours, agent = ends
    desk = at(agent)
    save_customer(desk, "", {"code": "T1", "name": "甲店", "tax_id": "9144", "remark": "走后门"})
    add_customer(desk, NewCustomer("T2", "甲店（新卡）"))
    merge_customer(desk, "T1", "T2")
    save_product(desk, "", {"sku": "Z1", "name": "米酒", "unit": "瓶"})
    set_for_sale(desk, "Z1", "停产", active=False)
    exchange(ours, agent)
    for book in (hq, agent.book):
        found = rows(book, f"SELECT tax_id, remark, status, merged_into FROM dealer WHERE id = '{AGENT}:T1'")
        assert found == [("9144", "走后门", "merged", f"{AGENT}:T2")]
        [(active, why)] = rows(book, f"SELECT active, status_reason FROM product WHERE id = '{AGENT}:Z1'")
        assert (bool(active), why) == (False, "停产")
    assert_equal_books(hq, ours, agent)


def test_a_card_written_by_a_program_of_before_is_read():
    """Its body has none of the new fields; they stand empty."""
    card = decode("dealer", b'{"code":"K1","name":"\\u65e7\\u5361","tier":"store","parent":"GD"}')
    assert isinstance(card, DealerBody)
    assert (card.name, card.tax_id, card.remark, card.merged_into) == ("旧卡", "", "", "")
    goods = decode("product", b'{"sku":"A","name":"A","unit":"A"}')
    assert isinstance(goods, ProductBody)
    assert goods.status_reason == ""
