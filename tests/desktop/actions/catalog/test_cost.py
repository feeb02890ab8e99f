"""Who may not see cost works with quantities: figures are veiled, also where a selling price is reckoned from them."""

import msgspec
import pytest

from desktop.actions.catalog import cost
from desktop.actions.orders import orders
from desktop.actions.statements import statements
from desktop.wording import NOT_KNOWN, say
from domain.errors import DeskError
from domain.parties.users import Person
from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList, PriceRule
from domain.values.veiled import is_veiled
from sync.records.bodies.policies import PolicyBody
from sync.records.pricing.policy_forms import stream_of
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line
from tests.building.domain.policy_makers import D, dealers

STORES = dealers(tiers=("store",))


@pytest.fixture
def desk(tmp_path):
    """Customers pay what the agent pays and 18 per cent more."""
    with a_desk(tmp_path / "desk", stock={"W550": 240}) as desk:
        policy = Policy("JG", 1, "加价", PriceList((PriceRule(percent=D(18)),), base="P"), STORES, channel=True)
        form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
        body = PolicyBody("JG", 1, form, "d", "甲", "乙", "2026-10-01T00:00:00Z")
        with desk.book.writing() as writing:
            writing.put(stream_of(policy), "policy", "JG/1", body)
        yield desk


def works(desk, role):
    desk.peopled, desk.user = True, Person("u1", "某人", role)


def told(line):
    return [line.list_price, *(step.before for step in line.steps), *(step.after for step in line.steps)]


def test_a_sale_doesn_t_tell_the_cost_its_price_is_reckoned_from(desk):
    (seen,) = orders.check_order(desk, a_draft()).lines
    assert D(1) in told(seen)
    assert seen.unit_price == D("1.18")
    placed = orders.place_order(desk, a_draft())
    for role, hidden in (("clerk", True), ("keeper", True), ("accountant", False)):
        works(desk, role)
        for view in (orders.order(desk, placed.number), orders.check_order(desk, a_draft())):
            (line,) = view.lines
            assert (line.unit_price, line.amount) == (D("1.18"), D("28.32"))
            assert any(is_veiled(each) for each in told(line)) is hidden
            assert (D(1) in told(line)) is not hidden


def test_a_purchase_tells_goods_and_no_money(desk):
    works(desk, "clerk")
    bought = a_draft(a_line(quantity="4800"), seller="HQ", buyer="GD01")
    (verdict,) = orders.check_order(desk, bought).verdict.lines
    assert is_veiled(verdict.amount)
    assert (verdict.line, is_veiled(verdict.accepted)) == (1, False)
    placed = orders.place_order(desk, bought)
    assert is_veiled(placed.total)
    assert all(is_veiled(each) for each in (placed.lines[0].unit_price, placed.lines[0].amount))
    (short,) = [each for each in placed.reasons if each.code == "stock_short"]
    assert not any(is_veiled(each) for each in short.facts.values())
    over = [each for each in placed.reasons if each.code.startswith("credit_")]
    assert over
    assert [(r.code, k, v) for r in over for k, v in r.facts.items() if str(v).replace(".", "").isdigit()] == []
    works(desk, "owner")
    assert orders.order(desk, placed.number).total == D(4800)  # what was booked is what it costs


def test_the_account_with_the_supplier_is_refused_in_words_and_not_offered(desk):
    works(desk, "clerk")
    with pytest.raises(DeskError, match="cost_hidden"):
        statements.draft(desk, "HQ", TODAY, TODAY)
    assert "GD01" not in {buyer.id for _, buyer in statements.accounts(desk)}
    assert say(raised_for(desk), "zh").startswith("某人（开单员）不能看进价")
    works(desk, "owner")
    assert "GD01" in {buyer.id for _, buyer in statements.accounts(desk)}


def test_books_without_people_hide_nothing_and_a_stranger_sees_nothing(desk):
    assert cost.sees_cost(desk)
    desk.peopled = True
    assert not cost.sees_cost(desk)


def test_where_nobody_is_signed_in_no_name_is_missing_from_what_is_said(desk):
    desk.peopled, desk.user = True, None
    said = [say(raised_for(desk), "zh"), say(raised_for(desk), "en")]
    assert [NOT_KNOWN in each for each in said] == [False, False]
    assert said[0].startswith("没有人登录，不能看进价")


def raised_for(desk):
    with pytest.raises(DeskError) as raised:
        statements.draft(desk, "HQ", TODAY, TODAY)
    return raised.value
