"""An order is judged while typed, decided where this desk sells, and asked of the seller where it buys."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.documents import lists, stock
from desktop.actions.orders import orders
from desktop.actions.people import users
from desktop.wording import say
from domain.errors import DeskError, RefusedError, UsageError
from tests.building.desktop.a_desk import a_desk, a_draft, a_line


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 10}) as desk:
        yield desk


def test_whole_stock_and_credit_accept_the_order(desk):
    placed = orders.place_order(desk, a_draft(a_line("W550", "48")))
    assert (placed.state, placed.total, placed.number) == ("accepted", Decimal("72.00"), "XSDD-01-261123-0001")
    assert placed.lines[0].accepted == 48
    assert placed.warehouse == "主仓"
    assert [reason.code for reason in placed.reasons] == ["stock_ok", "credit_ok"]


def test_short_stock_asks_and_accepts_in_part(desk):
    placed = orders.place_order(desk, a_draft(a_line("COLA", "24"), a_line("W550", "24")))
    assert placed.state == "accepted_in_part"
    assert [line.accepted for line in placed.lines] == [10, 24]
    short = next(reason for reason in placed.reasons if reason.code == "stock_short")
    assert (short.line, short.facts["wanted"], short.facts["accepted"]) == (1, "24", "10")
    assert short.facts["base_unit"] == "瓶"


def test_credit_refuses_and_the_order_is_kept(desk):
    draft = a_draft(a_line("W550", "240", agreed="10"))
    placed = orders.place_order(desk, draft)
    assert placed.state == "refused"
    assert orders.order(desk, placed.number).lines[0].accepted == 0
    assert placed.lines[0].steps[-1].code == "hand"


def test_accepted_goods_are_not_promised_twice(desk):
    orders.place_order(desk, a_draft(a_line("COLA", "10")))
    checked = orders.check_order(desk, a_draft(a_line("COLA", "1")))
    assert checked.verdict.state == "refused"
    assert {reason.code for line in checked.verdict.lines for reason in line.reasons} == {"stock_none"}


def test_order_to_hq_is_asked_with_what_hq_last_said(desk):
    placed = orders.place_order(desk, a_draft(a_line("W550", "4800"), seller="HQ", buyer="GD01"))
    assert (placed.state, placed.lines[0].accepted) == ("submitted", None)
    assert {reason.code for reason in placed.reasons} >= {"stock_short"}


def test_checking_saves_nothing(desk):
    checked = orders.check_order(desk, a_draft())
    assert checked.total == Decimal("36.00")
    assert checked.lines[0].quantity_text == "1箱"
    assert list(lists.order_ids(desk)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"buyer": "nobody"}, "dealer_unknown"),
        ({"buyer": "HQ"}, "order_not_below"),
        ({"seller": "GD01", "buyer": "GD01"}, "order_to_oneself"),
        ({"lines": ()}, "order_empty"),
        ({"lines": (a_line("nothing"),)}, "product_unknown"),
        ({"lines": (a_line(quantity="0"),)}, "quantity_zero"),
        ({"lines": (a_line(quantity="-3"),)}, "quantity_negative"),
        ({"lines": (a_line(quantity="0.0005"),)}, "quantity_decimals"),
        ({"date": date(2027, 11, 23)}, "date_future"),
    ],
)
def test_what_is_no_order_is_refused_and_nothing_saved(desk, change, code):
    with pytest.raises(DeskError) as refused:
        orders.place_order(desk, replace(a_draft(), **change))
    assert refused.value.code == code
    assert list(lists.order_ids(desk)) == []


def test_draft_is_kept_until_placed(desk):
    draft = a_draft(ref="PO-7")
    orders.save_draft(desk, draft)
    assert orders.drafts(desk) == [draft]
    orders.place_order(desk, draft)
    assert orders.drafts(desk) == []


def test_order_has_the_id_of_its_draft_once(desk):
    draft = replace(a_draft(), id="0" * 32)
    assert orders.save_order(desk, draft) == draft.id
    assert orders.save_order(desk, draft) != draft.id


def test_cancelling_frees_the_goods(desk):
    placed = orders.place_order(desk, a_draft(a_line("COLA", "10")))
    assert orders.cancel_order(desk, placed.number).state == "cancelled"
    assert orders.check_order(desk, a_draft(a_line("COLA", "10"))).verdict.state == "accepted"
    with pytest.raises(DeskError, match="order_cancelled"):
        orders.cancel_order(desk, placed.number)


def test_approval_overrides_credit_but_not_stock(desk):
    refused = orders.place_order(desk, a_draft(a_line("COLA", "24", agreed="101")))
    approved = orders.approve_order(desk, refused.number, "老客户")
    assert approved.state == "accepted_in_part"
    assert approved.lines[0].accepted == 10
    assert approved.lines[0].steps
    because = next(reason for reason in approved.reasons if reason.code == "approved_because")
    assert because.facts["why"] == "老客户"
    with pytest.raises(DeskError, match="order_not_open"):
        orders.approve_order(desk, refused.number, "老客户")


def test_what_still_stands_against_an_order_is_said_in_words(desk):
    refused = orders.place_order(desk, a_draft(a_line("COLA", "24", agreed="101")))
    stock.count_stock(desk, {"COLA": Decimal(0)})
    with pytest.raises(RefusedError, match="approve_not_possible") as told:
        orders.approve_order(desk, refused.number, "老客户")
    said = say(told.value, "zh")
    assert "无货：要 24" in said
    assert "stock_none" not in said


def test_an_order_passes_for_a_reason_and_by_another_person_where_there_is_one(desk):
    users.first_person(desk, "赵老板")
    refused = orders.place_order(desk, a_draft(a_line("COLA", "24", agreed="101")))
    with pytest.raises(UsageError, match="reason_missing"):
        orders.approve_order(desk, refused.number, "  ")
    users.add_person(desk, "王敏", "clerk")
    alone = orders.approve_order(desk, refused.number, "老客户")  # nobody else here may
    assert alone.state == "accepted_in_part"
    second = orders.place_order(desk, a_draft(a_line("W550", "24", agreed="102")))
    users.add_person(desk, "钱老板", "owner")
    with pytest.raises(RefusedError, match="approver_wrote_order") as told:
        orders.approve_order(desk, second.number, "老客户")
    assert told.value.facts["others"] == "钱老板"
    assert orders.order(desk, second.number).state == second.state
    users.sign_in(desk, "钱老板")
    assert orders.approve_order(desk, second.number, "老客户").state != second.state


def test_list_gives_keys_first_and_rows_by_key(desk):
    numbers = [orders.place_order(desk, a_draft(ref=f"R{each}")).number for each in range(3)]
    pks = lists.order_ids(desk)
    assert [row.number for row in lists.order_rows(desk, pks)] == numbers[::-1]
    assert [row.ref for row in lists.order_rows(desk, lists.order_ids(desk, lists.OrderFilter(text="R1")))] == ["R1"]
    assert len(lists.order_ids(desk, lists.OrderFilter(text="天河"))) == 3
    assert len(lists.order_ids(desk, lists.OrderFilter(state="refused"))) == 0


# ---- the buyer's own number


def again(desk, draft):
    reasons = orders.check_order(desk, draft).verdict.reasons
    return [(each.code, each.severity, each.facts["number"]) for each in reasons if each.code.startswith("ref_again")]


def test_an_order_with_the_own_number_of_another_of_the_same_buyer_names_it(tmp_path):
    with a_desk(tmp_path, stock={"W550": 2400}) as desk:
        draft = replace(orders.new_draft(desk, "GD01", "GD01:C1"), lines=(a_line("W550", "24"),), ref="PO-7 ")
        assert again(desk, draft) == []
        first = orders.place_order(desk, draft)
        second = replace(draft, id="f" * 32, ref="PO-7")
        assert again(desk, second) == [("ref_again", "warn", first.number)]
        assert orders.place_order(desk, second).state == "accepted"  # it is told, and stops nothing
        for ref, buyer in (("", "GD01:C1"), ("PO-8", "GD01:C1"), ("PO-7", "GD01:C2")):
            assert again(desk, replace(second, id="e" * 32, ref=ref, buyer=buyer)) == []


def test_what_is_no_order_any_more_is_none_with_the_same_own_number(tmp_path):
    with a_desk(tmp_path, stock={"W550": 2400}) as desk:
        draft = replace(orders.new_draft(desk, "GD01", "GD01:C1"), lines=(a_line("W550", "24"),), ref="PO-7")
        first = orders.place_order(desk, draft)
        instead = replace(draft, id="d" * 32, supersedes=first.id)
        assert again(desk, instead) == []  # it takes the other's place
        second = orders.place_order(desk, instead)
        third = replace(draft, id="c" * 32)
        assert again(desk, third) == [("ref_again", "warn", second.number)]
        orders.cancel_order(desk, second.number)
        assert again(desk, third) == []
        orders.place_refused(desk, replace(draft, id="b" * 32, lines=(a_line("W550", "1200"),)), "不卖")
        assert again(desk, third) == []
