"""An account as open items: what is unpaid, what was paid ahead, and the ageing of both."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import age, balance, open_items
from domain.accounts.positions import Settlement, age_position, known_until, overdue_in, paid_days, position
from domain.accounts.settling import undo
from domain.values.payment_terms import Instalment, instalments, read_terms
from tests.building.domain.accounts import AS_OF, a_posting, accounts

ON = date(2026, 11, 20)
A, B = a_posting("A", "100.00", "2026-11-01"), a_posting("B", "150.00", "2026-11-02")


def debts(found):
    return [(debt.posting.number, debt.part, str(debt.due)[5:], str(debt.remaining)) for debt in found.debts]


def credits_of(found):
    return [(credit.posting.number, str(credit.remaining)) for credit in found.credits]


def figures(found):
    return [str(amount) for amount in (found.owed, found.ahead, found.balance)]


def ageing(found, as_of=AS_OF):
    return {bucket.bucket: str(bucket.amount) for bucket in age_position(found, as_of) if bucket.amount}


def in_parts(posting, terms):
    return {posting.document: instalments(posting.amount, posting.date, read_terms(terms))}


def test_F13_a_receipt_pays_the_first_instalment_and_part_of_the_second():
    invoice = a_posting("A", "100.00")
    found = position(
        [invoice, a_posting("R", "-40.00", "2026-11-05")], instalments=in_parts(invoice, "30%N30,50%N60,20%N90")
    )
    assert debts(found) == [("A", 2, "12-31", "40.00"), ("A", 3, "01-30", "20.00")]


def test_F14_a_return_goes_on_where_the_receipt_stopped():
    invoice = a_posting("A", "200.00")
    parts = in_parts(invoice, "30%N30,50%N60,20%N90")
    paid = [invoice, a_posting("R", "-40.00", "2026-11-05")]
    assert debts(position(paid, instalments=parts))[0] == ("A", 1, "12-01", "20.00")
    returned = [*paid, a_posting("T", "-100.00", "2026-11-06", kind="return")]
    assert debts(position(returned, instalments=parts)) == [("A", 2, "12-31", "20.00"), ("A", 3, "01-30", "40.00")]


def test_F17_a_deposit_for_an_order_stays_apart_until_the_order_comes():
    paid = [a_posting("A", "300.00"), a_posting("V", "-1000.00", "2026-11-03")]
    found = position(paid, held={"V"})
    assert (debts(found), credits_of(found)) == ([("A", 1, "11-01", "300.00")], [("V", "1000.00")])
    assert figures(found) == ["300.00", "1000.00", "-700.00"]
    assert found.credits[0].held
    assert credits_of(position(paid)) == [("V", "700.00")]


def test_F18_a_fen_is_still_shown():
    assert debts(position([A, a_posting("R", "-99.99", "2026-11-05")])) == [("A", 1, "11-01", "0.01")]


def test_F19_an_advance_not_set_against_anything_lowers_the_balance_and_not_the_invoice():
    account = [a_posting("A", "200.00"), a_posting("V", "-50.00", "2026-11-02")]
    found = position(account, leftover="ahead")
    assert figures(found) == ["200.00", "50.00", "150.00"]
    assert ageing(found) == {"not_due": "-50.00", "1-30": "200.00"}
    account.append(a_posting("R", "-125.00", "2026-11-05"))
    settled = [Settlement("R", "A", Decimal(125), ON)]
    assert position(account, settled, leftover="ahead").balance == 25
    account.append(a_posting("R2", "-25.00", "2026-11-06"))
    settled += [Settlement("R2", "A", Decimal(25), ON), Settlement("V", "A", Decimal(50), ON)]
    empty = position(account, settled, leftover="ahead")
    assert figures(empty) == ["0.00"] * 3


def test_F22_two_halves_stand_in_two_buckets():
    invoice = a_posting("A", "100.00", "2026-10-20")
    found = position([invoice], instalments=in_parts(invoice, "50%N15,50%N60"))
    assert ageing(found) == {"not_due": "50.00", "1-30": "50.00"}
    assert overdue_in(found, AS_OF) == (Decimal(50), 26)


def test_F23_a_debt_goes_through_every_bucket():
    found = position([a_posting("A", "1.00", "2026-01-01")])
    due = date(2026, 1, 1)
    late = {
        days: next(iter(ageing(found, due + timedelta(days=days)))) for days in (0, 1, 30, 31, 60, 61, 90, 91, 120, 121)
    }
    assert late == {
        0: "not_due",
        1: "1-30",
        30: "1-30",
        31: "31-60",
        60: "31-60",
        61: "61-90",
        90: "61-90",
        91: "91-120",
        120: "91-120",
        121: "over_120",
    }


def test_a_debt_is_late_from_the_day_after_it_falls_due():
    found = position([a_posting("A", "1.00", "2026-11-29"), a_posting("B", "2.00", "2026-11-30")])
    assert overdue_in(found, date(2026, 11, 30)) == (Decimal(1), 1)
    assert overdue_in(found, date(2026, 11, 29)) == (Decimal(0), 0)


def test_a_settlement_by_hand_beats_the_oldest():
    receipt = a_posting("R", "-120.00", "2026-11-05")
    chosen = Settlement("R", "B", Decimal(120), ON)
    assert debts(position([A, B, receipt], [chosen])) == [("A", 1, "11-01", "100.00"), ("B", 1, "11-02", "30.00")]
    assert debts(position([A, B, receipt])) == [("B", 1, "11-02", "130.00")]


def test_a_reversed_receipt_frees_what_it_had_settled():
    receipt, reversal = a_posting("R", "-100.00", "2026-11-05"), a_posting("RR", "100.00", "2026-11-06", reverses="R")
    chosen = Settlement("R", "A", Decimal(100), ON)
    assert debts(position([A, receipt], [chosen])) == []
    assert debts(position([A, receipt, reversal], [chosen])) == [("A", 1, "11-01", "100.00")]


def test_a_reversed_invoice_frees_the_money_that_had_paid_it():
    receipt, reversal = a_posting("R", "-100.00", "2026-11-05"), a_posting("AR", "-100.00", "2026-11-06", reverses="A")
    found = position([A, receipt, reversal], [Settlement("R", "A", Decimal(100), ON)])
    assert (debts(found), credits_of(found)) == ([], [("R", "100.00")])


def test_a_partly_reversed_invoice_loses_its_last_instalments():
    invoice = a_posting("A", "100.00")
    found = position(
        [invoice, a_posting("AR", "-60.00", "2026-11-02", reverses="A")],
        instalments=in_parts(invoice, "30%N30,50%N60,20%N90"),
    )
    assert debts(found) == [("A", 1, "12-01", "30.00"), ("A", 2, "12-31", "10.00")]


def test_a_settlement_never_takes_more_than_there_is_and_ignores_strangers():
    receipt = a_posting("R", "-80.00", "2026-11-05")
    wild = [
        Settlement("R", "A", Decimal(999), ON),
        Settlement("R", "X", Decimal(1), ON),
        Settlement("X", "B", Decimal(1), ON),
    ]
    found = position([A, B, receipt], wild, leftover="ahead")
    assert debts(found) == [("A", 1, "11-01", "20.00"), ("B", 1, "11-02", "150.00")]


def test_a_past_day_knows_nothing_of_a_later_receipt():
    receipt = a_posting("R", "-100.00", "2026-12-05")
    settled = Settlement("R", "A", Decimal(100), date(2026, 12, 5))
    postings, settlements = known_until([A, receipt], [settled], AS_OF)
    assert debts(position(postings, settlements)) == [("A", 1, "11-01", "100.00")]
    assert position(*known_until([A, receipt], [settled], date(2026, 12, 5))).debts == ()


def test_a_past_day_knows_nothing_of_a_later_settlement():
    receipt = a_posting("R", "-100.00", "2026-11-03")
    settled = Settlement("R", "B", Decimal(100), date(2026, 12, 5))
    then = position(*known_until([A, B, receipt], [settled], date(2026, 12, 4)))
    assert debts(then) == [("B", 1, "11-02", "150.00")]
    now = position(*known_until([A, B, receipt], [settled], date(2026, 12, 5)))
    assert debts(now) == [("A", 1, "11-01", "100.00"), ("B", 1, "11-02", "50.00")]


def test_what_instalments_leave_out_belongs_to_the_last():
    pieces = {"A": (Instalment(date(2026, 11, 5), Decimal(30)), Instalment(date(2026, 11, 9), Decimal(30)))}
    assert debts(position([A], instalments=pieces)) == [("A", 1, "11-05", "30"), ("A", 2, "11-09", "70.00")]


def test_a_payment_without_a_document_still_pays():
    assert credits_of(position([a_posting("A", "10.00"), a_posting("", "-25.00", number="R")])) == [("R", "15.00")]


@st.composite
def settled_accounts(draw):
    postings = draw(accounts())
    ups = [each.document for each in postings if each.amount > 0]
    downs = [each.document for each in postings if each.amount < 0]
    if not ups or not downs:
        return postings, []
    pair = st.builds(
        Settlement,
        st.sampled_from(downs),
        st.sampled_from(ups),
        st.decimals("0.01", 500, places=2),
        st.dates(date(2026, 9, 1), date(2026, 12, 31)),
        st.integers(1, 3),
    )
    return postings, draw(st.lists(pair, max_size=6, unique_by=lambda each: each.key))


@given(settled_accounts(), st.sampled_from(["oldest_first", "ahead"]), st.dates(date(2026, 9, 1), date(2027, 2, 1)))
def test_ageing_and_open_items_are_the_balance_on_any_day(account, leftover, day):
    postings, settlements = known_until(account[0], account[1], day)
    parts = {
        each.document: instalments(each.amount, each.date, read_terms("30%N0,50%N30,20%N90"))
        for each in postings
        if each.amount > 0 and each.number[-1] in "024"
    }
    found = position(postings, settlements, instalments=parts, leftover=leftover)
    assert found.balance == balance(postings) == sum(bucket.amount for bucket in age_position(found, day))
    assert all(debt.remaining > 0 for debt in found.debts)
    assert all(credit.remaining > 0 for credit in found.credits)


@given(accounts(), st.dates(date(2026, 9, 1), date(2027, 2, 1)))
def test_without_settlements_it_is_the_plain_ledger(postings, day):
    items, ahead = open_items(postings)
    found = position(postings)
    assert [(debt.posting, debt.remaining) for debt in found.debts] == [
        (item.posting, item.remaining) for item in items
    ]
    assert (found.ahead, age_position(found, day)) == (ahead, age(postings, day))


@given(settled_accounts(), st.randoms(use_true_random=False))
def test_the_order_of_postings_and_settlements_does_not_matter(account, chance):
    postings, settlements = account
    before = position(postings, settlements)
    chance.shuffle(postings)
    chance.shuffle(settlements)
    assert position(postings, settlements) == before


@given(settled_accounts())
def test_settling_and_undoing_restores(account):
    postings, settlements = account
    assert position(postings, undo(settlements, {each.key for each in settlements})) == position(postings)


@given(settled_accounts(), st.data())
def test_reversing_the_newest_document_restores_what_was_before(account, data):
    postings, settlements = account
    amount = data.draw(st.decimals(-500, 500, places=2).filter(bool))
    new = a_posting("NEW", amount, "2027-01-01")
    more = [
        Settlement("NEW", each.document, abs(amount), ON)
        if amount < 0
        else Settlement(each.document, "NEW", amount, ON)
        for each in postings
    ]
    undone = a_posting("BACK", -amount, "2027-01-02", kind=new.kind, reverses="NEW")
    before = position(postings, settlements)
    assert position([*postings, new, undone], [*settlements, *more]) == before


def test_the_day_a_document_was_paid_is_that_of_the_last_part_of_it():
    receipts = [a_posting("R1", "-60.00", "2026-11-05"), a_posting("R2", "-90.00", "2026-11-09")]
    assert paid_days([A, B, *receipts]) == {"A": date(2026, 11, 9)}
    assert paid_days([A, B, *receipts], [Settlement("R2", "B", Decimal(90), ON)]) == {}
    assert paid_days([A, B, *receipts, a_posting("R3", "-100.00", "2026-11-20")]) == {
        "A": date(2026, 11, 9),
        "B": date(2026, 11, 20),
    }
    ahead = a_posting("R0", "-100.00", "2026-10-01")
    assert paid_days([A, ahead]) == {"A": A.date}
    assert paid_days([A, ahead], held=["R0"]) == {}
    parts = in_parts(A, "50%N0,50%N30")
    assert paid_days([A, receipts[0]], instalments=parts) == {}
    assert paid_days([A, *receipts], instalments=parts) == {"A": date(2026, 11, 9)}


@given(accounts())
def test_what_has_a_day_of_payment_is_what_is_not_open(postings):
    still = {debt.posting.document for debt in position(postings).debts}
    paid = paid_days(postings)
    assert not still & paid.keys()
    assert all(day >= next(each.date for each in postings if each.document == record) for record, day in paid.items())
