"""Rebates as window and command line ask for them: at HQ, at a desk of HQ's people, at a dealer's desk."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop.actions.rebates import rebates
from desktop.actions.rebates.json_forms import payout_form, row_form, view_form
from desktop.actions.rebates.units import in_their_units
from desktop.desk import Desk, Identity
from desktop.listings.rebate_lines import lines_of_rebate
from desktop.listings.workbooks import ListQuery, ShownList, export, shown_bytes
from desktop.wording import say_step
from domain.errors import RefusedError, UsageError
from domain.policies.rebate_terms import Caps, Reward, Tier
from sync.records.books.database import open_sqlite
from tests.building.desktop.book_reader import read_book
from tests.building.domain.policy_makers import D, dealers
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, HQ, SHOP, found_desk, found_hq, rows
from tests.building.sync.rebate_books import came_back, publish, sold

MORNING = datetime(2026, 12, 5, 4, 0, tzinfo=UTC)
NOV = "2026-11"


def a_place(folder, role, dealer, *policies):
    folder.mkdir(parents=True)
    book = open_sqlite(folder / "book.db", create=True)
    found_hq(book)
    if role == "desk":
        found_desk(book, dealer=dealer)
    publish(book, *(policies or (a_rebate(),)))
    desk = Desk(book, Identity(role, "d1" if role == "desk" else "", dealer, "00", ""), folder, clock=lambda: MORNING)
    desk.operator, desk.asks = "王芳", role == "desk" and dealer == HQ
    return desk


@pytest.fixture
def place(tmp_path):
    made: list[Desk] = []

    def make(role="hq", dealer=HQ, *policies):
        made.append(a_place(tmp_path / str(len(made)), role, dealer, *policies))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_row_says_where_it_stands_and_what_the_next_step_brings(place):
    hq = place()
    sold(hq.book, "900")
    (row,) = rebates.rebate_rows(hq, AGENT, date(2026, 11, 20))
    assert (row.policy, row.dealer.id, row.period, row.unit, row.method) == ("R", AGENT, NOV, "amount", "whole")
    assert (row.first_day, row.last_day, row.days_left) == (date(2026, 11, 1), date(2026, 11, 30), 10)
    assert (row.total, row.tier, row.starts, row.earned) == (D(900), 0, (D(0), D(1000), D(5000)), D(45))
    assert [(step.missing, step.earned) for step in row.ahead] == [(D(100), D(100)), (D(4100), D(1000))]
    assert row.at_stake == 55
    form = row_form(row)
    assert (form["tier"], form["earned"], form["ahead"][0]) == (
        1, "45.00", {"tier": 2, "missing": "100.00", "total": "1000.00", "earned": "100.00"},
    )  # fmt: skip


def test_hq_tells_of_all_a_desk_of_itself_and_those_below(place):
    hq, agent, shop = place(), place("desk", AGENT), place("desk", SHOP)
    assert [row.dealer.id for row in rebates.rebate_rows(hq)] == [AGENT]  # the shop never buys from HQ
    assert [row.dealer.id for row in rebates.rebate_rows(agent)] == [AGENT]
    sold(agent.book, "10", date(2026, 12, 1), buyer=SHOP)
    assert [row.dealer.id for row in rebates.rebate_rows(agent)] == [AGENT, SHOP]
    assert rebates.rebate_rows(shop) == []


def test_what_settling_would_pay_is_a_list_by_command(place, tmp_path):
    hq = place()
    sold(hq.book, "1000")
    export(hq, "rebate_dues", tmp_path / "d.xlsx", wish=ListQuery(policy="R", period=NOV))
    (due,) = read_book(tmp_path / "d.xlsx").values()
    paid = rebates.settle(hq, "R", NOV).payouts
    assert due.column("这次应付") == [each.payable for each in paid]
    assert due.totals["这次应付"].value == sum(each.payable for each in paid)
    export(hq, "rebate_payouts", tmp_path / "p.csv", wish=ListQuery(policy="R"))
    assert paid[0].number in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


def test_an_explanation_goes_down_to_each_line(place, tmp_path):
    hq = place()
    delivery = sold(hq.book, "1000")
    came_back(hq.book, "200", date(2026, 11, 20), source=delivery)
    sold(hq.book, "500", date(2026, 11, 21), seller=SHOP)
    rebates.settle(hq, "R", NOV)
    view = rebates.rebate(hq, "R", AGENT, NOV)
    told = [(line.reason.code, line.counted) for line in view.lines]
    assert told == [("rebate_counted", D(1000)), ("rebate_counted", D(-200)), ("rebate_other_seller", D(0))]
    assert [payout.payable for payout in view.payouts] == [D(40)]
    assert view.row.total == sum(line.counted for line in view.lines)
    form = view_form(view)
    assert (form["lines"][1]["sold"], form["payouts"][0]["state"]) == ("2026-11-10", "handed_over")
    shown = [ShownList("rebate_lines", lines_of_rebate(hq, view)), ShownList("rebate_payouts", view.payouts)]
    lines, settled = read_book(shown_bytes(hq, shown)).values()
    assert lines.column("计入") == [D(1000), D(-200), D(0)]
    assert lines.totals["计入"].value == view.row.total
    assert lines.totals["计提"].formula.startswith("SUBTOTAL(109,")
    assert settled.column("实结") == [D(40)]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (("X", AGENT, NOV), "rebate_unknown"),
        (("R", AGENT, "2026-Q4"), "rebate_period_unknown"),
        (("R", AGENT, "nonsense"), "rebate_period_unknown"),
        (("R", "nobody", NOV), "dealer_unknown"),
        (("R", SHOP, NOV), "rebate_not_yours"),
    ],
)
def test_what_is_not_there_is_refused_with_the_reason(place, question, code):
    with pytest.raises((UsageError, RefusedError), match=code):
        rebates.rebate(place("hq", HQ, a_rebate(audience=dealers(AGENT))), *question)


def test_hq_settles_at_once_and_tells_nothing_where_nothing_changed(place):
    hq = place()
    sold(hq.book, "1000")
    (payout,) = rebates.settle(hq, "R", NOV).payouts
    assert (payout.number, payout.payable) == ("FLJS-00-261205-0001", D(100))
    assert (payout.name, payout.settled_by) == ("R", "王芳")
    assert payout_form(payout)["lines"] == [{"kind": "accrued", "amount": "100.00", "facts": {}}]
    assert rebates.settle(hq, "R", NOV) == rebates.RebateSettled()
    assert rebates.payouts(hq, AGENT) == rebates.payouts(hq, policy="R") == [payout]
    assert rebates.payouts(hq, SHOP) == []


def test_a_desk_of_hqs_people_asks_and_a_dealers_desk_may_not(place):
    desk = place("desk", HQ)
    asked = rebates.settle(desk, "R", NOV, [AGENT], interim=True)
    assert asked.payouts == ()
    verb, subject, facts, by = rows(desk.book, 'SELECT verb, subject, facts, "by" FROM request')[0]
    assert (verb, subject, by) == ("settle_rebate", "R", "王芳")
    assert facts == '{"version":"","period":"2026-11","dealers":"GD01","interim":"1"}'
    with pytest.raises(UsageError, match="rebate_unknown"):
        rebates.settle(desk, "X", NOV)
    with pytest.raises(RefusedError, match="only_at_hq"):
        rebates.settle(place("desk", AGENT), "R", NOV)


def test_a_correction_needs_a_second_person(place):
    hq = place()
    sold(hq.book, "1000")
    made = rebates.adjust(hq, "R", AGENT, NOV, D("-12.50"), " 运费 ")
    assert (made.amount, made.reason, made.made_by, made.approved_by) == (D("-12.5"), "运费", "王芳", "")
    with pytest.raises(RefusedError, match="adjustment_own"):
        rebates.approve_adjustment(hq, made.id)
    hq.operator = "李明"
    approved = rebates.approve_adjustment(hq, made.id[:8])
    assert not isinstance(approved, str)
    assert approved.approved_by == "李明"
    assert rebates.adjustments(hq, AGENT, "R") == [approved]
    (payout,) = rebates.settle(hq, "R", NOV).payouts
    assert payout.payable == D("87.50")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"policy": "X"}, "rebate_unknown"),
        ({"period": "2026-Q4"}, "rebate_period_unknown"),
        ({"amount": D(0)}, "amount_zero"),
        ({"amount": D("0.001")}, "amount_decimals"),
        ({"reason": " "}, "adjustment_reason"),
        ({"dealer": "nobody"}, "dealer_unknown"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(place, wrong, code):
    hq = place()
    words = {"policy": "R", "dealer": AGENT, "period": NOV, "amount": D(1), "reason": "r"} | wrong
    with pytest.raises(UsageError, match=code):
        rebates.adjust(hq, **words)
    assert rebates.adjustments(hq) == []


def test_a_prize_moves_on_until_it_is_handed_over(place):
    hq = place("hq", HQ, a_rebate(reward=Reward("thing", thing="三亚游")))
    sold(hq.book, "1000")
    (payout,) = rebates.settle(hq, "R", NOV).payouts
    assert (payout.state, payout.reward_name) == ("earned", "三亚游")
    moved = rebates.move_reward(hq, payout.number, "approved", "两人")
    assert not isinstance(moved, str)
    assert [state for state, _, _ in moved.history] == ["earned", "approved"]


def test_whoever_has_no_account_with_hq_is_told_of_and_stops_nobody(place):
    policy = replace(a_rebate(reward=Reward("account")), channel=True)
    hq = place("hq", HQ, policy)
    sold(hq.book, "1000")
    sold(hq.book, "400", seller=AGENT, buyer=SHOP)
    made = rebates.settle(hq, "R", NOV)
    assert [payout.dealer.id for payout in made.payouts] == [AGENT]
    assert [(each.code, each.facts["dealers"]) for each in made.reasons] == [("rebate_no_account", SHOP)]
    told = {row.dealer.id: [each.code for each in row.reasons] for row in rebates.rebate_rows(hq, period=NOV)}
    assert told == {AGENT: [], SHOP: ["rebate_no_account"]}
    assert rebates.settle(hq, "R", NOV).payouts == ()


def test_a_rebates_steps_say_what_is_goods_and_what_is_money(place):
    policy = a_rebate((Tier(D(0), each=D("0.02")),), unit="quantity")
    hq = place("hq", HQ, policy)
    sold(hq.book, "1000", pieces=2580)
    row = in_their_units(hq, rebates.rebate_rows(hq, AGENT, period=NOV))[0]
    assert say_step(row.steps[0], "zh") == "第 1 档（0瓶 起），返 0.02：107箱12瓶 得 51.60。"


def test_what_documents_accrue_one_by_one_and_what_a_cap_leaves_of_it(place):
    policy = a_rebate(reward=Reward("credit"), caps=Caps(dealer_period=D(90)))
    hq = place("hq", HQ, policy)
    delivery = sold(hq.book, "1000")
    came_back(hq.book, "0.10", date(2026, 11, 20), source=delivery)
    sold(hq.book, "100.10", date(2026, 11, 21))
    (payout,) = rebates.settle(hq, "R", NOV).payouts
    view = rebates.rebate(hq, "R", AGENT, NOV)
    assert view.accruals == (D("100.00"), D("-0.01"), D("10.01"))
    assert [(line.kind, line.amount) for line in payout.lines] == [("accrued", D(110)), ("tier_change", D(-20))]
    assert payout.payable == view.row.earned == 90
    assert [line["accrued"] for line in view_form(view)["lines"]] == ["100.00", "-0.01", "10.01"]
    before = rebates.rebate(hq, "R", AGENT, NOV, date(2026, 11, 20))
    assert before.accruals == (D(50), D("-0.01"))  # as of that day the lower tier held
