"""A draft is kept as it grows, comes back as it was, and goes when it is thrown away."""

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.actions.catalog import customers, standing
from desktop.actions.documents import lists
from desktop.actions.documents.views import DraftRow
from desktop.actions.headquarters.attention import attention
from desktop.actions.orders import drafts, orders
from domain.errors import RefusedError, UsageError
from tests.building.desktop.a_desk import a_draft, a_line


def test_draft_comes_back_as_it_was_last_kept(desk):
    first = a_draft(a_line("W550", "24", agreed="1.4999"), ref="电话")
    drafts.save_draft(desk, first)
    grown = replace(first, lines=(*first.lines, a_line("COLA", "1.5", unit="箱", size="24")))
    drafts.save_draft(desk, grown)
    drafts.save_draft(desk, replace(first, id="draft-2"))
    assert {draft.id: draft for draft in drafts.drafts(desk)} == {
        "draft-1": grown,
        "draft-2": replace(first, id="draft-2"),
    }
    assert drafts.drafts(desk)[0].lines[0].quantity == Decimal(24)


def test_thrown_away_draft_is_gone_and_others_stay(desk):
    drafts.save_draft(desk, a_draft())
    drafts.discard_draft(desk, "no such draft")
    assert len(drafts.drafts(desk)) == 1
    drafts.discard_draft(desk, "draft-1")
    assert drafts.drafts(desk) == []


def test_a_draft_that_cant_be_judged_is_listed_and_copied(desk):
    unread = replace(a_draft(), id="unread", lines=(), rows=(DraftRow(text="nobody's", quantity_text="3箱"),))
    drafts.save_draft(desk, unread)
    (kept,) = drafts.kept_drafts(desk)
    assert (kept.rows, kept.unread, kept.selling, kept.first) == (1, 1, True, "nobody's")
    outline = orders.draft_outline(desk, unread)
    assert (outline.state, [each.code for each in outline.reasons]) == ("draft", ["order_empty"])
    copied = orders.copied_draft(desk, "draft-unread")
    assert copied.rows == unread.rows
    assert len(drafts.drafts(desk)) == 2


def test_a_draft_that_names_ones_own_customer_by_code_says_whose_it_is(desk):
    customers.add_customer(desk, customers.NewCustomer("C9", "新店"))
    standing.set_standing(desk, "C9", "suspended", "换了老板")
    draft = replace(orders.new_draft(desk, "GD01", "C9"), lines=(a_line("W550", "24"),))
    drafts.save_draft(desk, draft)
    (kept,) = drafts.kept_drafts(desk)
    assert (kept.selling, kept.party and kept.party.name) == (True, "新店")
    assert (kept.party and kept.party.code) == "C9"
    outline = orders.draft_outline(desk, draft)
    assert (outline.buyer.name, outline.buyer.code) == ("新店", "C9")


def test_an_order_is_copied_into_a_draft_of_today(desk):
    placed = orders.place_order(desk, a_draft(a_line("W550", "24", agreed="1.4999")))
    copied = orders.copied_draft(desk, placed.number)
    assert [(line.product, line.quantity, line.agreed) for line in copied.lines] == [("W550", Decimal(24), None)]
    assert [each.id for each in drafts.drafts(desk)] == [copied.id]


def test_placing_stops_where_the_order_would_be_refused(desk):
    draft = a_draft(a_line("COLA", "24", agreed="101"))
    with pytest.raises(RefusedError) as told:
        orders.place_order(desk, draft, stops=True)
    assert told.value.code == "order_would_be_refused"
    reasons = told.value.facts["reasons"]
    assert isinstance(reasons, tuple)
    assert [each.code for each in reasons if each.severity == "stop"] == ["credit_over"]
    assert reasons[0].code == "credit_over"
    assert len(lists.order_ids(desk, lists.OrderFilter())) == 0
    with pytest.raises(UsageError, match="reason_missing"):
        orders.place_refused(desk, draft, " ")
    assert orders.place_refused(desk, draft, "不卖").state == "refused"
    with pytest.raises(RefusedError, match="order_not_refused"):
        orders.place_refused(desk, a_draft(a_line("W550", "24")), "不卖")


def test_an_order_that_only_the_limit_refuses_waits_for_somebody_to_let_it_pass(desk):
    draft = a_draft(a_line("COLA", "24", agreed="101"))
    with pytest.raises(UsageError, match="reason_missing"):
        orders.place_for_approval(desk, draft, "")
    asked = orders.place_for_approval(desk, draft, "老客户，月底结清")
    assert (asked.state, [line.accepted for line in asked.lines]) == ("needs_approval", [Decimal(0)])
    with desk.book.reading() as connection:
        told = [(each.code, each.number) for each in attention(connection, desk)]
    assert ("order_needs_approval", asked.number) in told
    with pytest.raises(RefusedError, match="order_not_refused"):
        orders.place_for_approval(desk, a_draft(a_line("W550", "24")), "想快点")
    passed = orders.approve_order(desk, asked.number, "同意")
    assert (passed.state, [line.accepted for line in passed.lines]) == ("accepted", [Decimal(24)])


def test_what_was_typed_for_a_customer_nobody_knows_stays_in_the_draft(desk):
    draft = replace(a_draft(), buyer="", party_text="福兴超市南山店", ref="PO-1")
    drafts.save_draft(desk, draft)
    [kept] = drafts.kept_drafts(desk)
    assert (kept.party, kept.draft.party_text) == (None, "福兴超市南山店")
    assert orders.draft_outline(desk, kept.draft).buyer.name == "福兴超市南山店"


def test_a_draft_of_half_a_bottle_is_not_placed(desk):
    with pytest.raises(UsageError, match="quantity_whole"):
        orders.place_order(desk, a_draft(a_line("COLA", "1.5")))
    assert len(lists.order_ids(desk, lists.OrderFilter())) == 0


def test_what_else_is_against_an_order_is_told_with_what_stops_it(desk):
    """Whoever mends the limit alone would only meet the shortage next."""
    with pytest.raises(RefusedError) as told:
        orders.place_order(desk, a_draft(a_line("COLA", "2400000", agreed="101")), stops=True)
    reasons = told.value.facts["reasons"]
    assert isinstance(reasons, tuple)
    codes = [each.code for each in reasons]
    assert codes[0] == "credit_over"
    assert "stock_short" in codes
