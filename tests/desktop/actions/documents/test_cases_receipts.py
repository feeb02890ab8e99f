"""Section F through the books: what a receipt pays, what is left of it, and what may be taken back.

F25 and F28 beyond the receivable, and F26's empty till, have no counterpart: the books keep what buyers owe, no till.
The nearest thing to an account that would go negative is money that went back already: its receipt stands.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.bank import bank_files
from desktop.actions.documents import money, reversing
from desktop.actions.headquarters.queued import posted
from domain.errors import DeskError
from domain.values.money import ZERO
from sync.records.bodies.records import DealerBody
from sync.records.documents.note_builders import NoteDetails
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY
from tests.desktop.actions.bank.test_bank_files import a_file, a_row


def yuan(text):
    return Decimal(text)


def bill(desk, amount, days_ago=1, buyer="C1"):
    return posted(money.book_note(desk, "debit_note", buyer, yuan(amount), TODAY - timedelta(days=days_ago))).number


def note(desk, kind, amount, **said):
    return posted(money.book_note(desk, kind, "C1", yuan(amount), said=NoteDetails(**said))).number


def receive(desk, amount, **more):
    return posted(money.receive_money(desk, "C1", yuan(amount), **more)).number


def account(desk):
    """What is open: due by number, free by number, and the balance; every view of the books agrees."""
    found = settling.account_view(desk, "C1")
    due = {each.number: each.remaining for each in found.debts}
    free = {each.number: each.remaining for each in found.credits}
    assert found.balance == sum(due.values(), ZERO) - sum(free.values(), ZERO) == sum(e.amount for e in found.ageing)
    assert check(desk.book) == []
    return due, free, found.balance


def test_f01_a_receipt_pays_the_first_and_part_of_the_second(desk):
    bill(desk, "100", days_ago=3)
    second = bill(desk, "150", days_ago=2)
    receive(desk, "180")
    assert account(desk) == ({second: yuan("70")}, {}, yuan("70"))


def test_f02_money_paid_back_pays_the_credit_note_off(desk):
    credit = note(desk, "credit_note", "50")
    note(desk, "payment", "50", source=credit)
    assert account(desk) == ({}, {}, ZERO)


def test_f02_without_a_word_it_gives_back_what_is_free_and_no_held_deposit(desk):
    held = receive(desk, "80", prepay=True)
    note(desk, "credit_note", "50")
    note(desk, "payment", "50")
    assert account(desk) == ({}, {held: yuan("80")}, yuan("-80"))


def test_f02_a_held_deposit_is_given_back_by_name(desk):
    held = receive(desk, "80", prepay=True)
    note(desk, "payment", "30", source=held)
    assert account(desk) == ({}, {held: yuan("50")}, yuan("-50"))


def test_f03_what_is_more_than_the_bill_finds_nothing_more_to_pay(desk):
    only = bill(desk, "50")
    paid = receive(desk, "60")
    assert account(desk) == ({}, {paid: yuan("10")}, yuan("-10"))
    assert posted(settling.settle(desk, "C1")).settlements == ()
    with pytest.raises(DeskError, match="settle_unknown"):
        settling.settle_hand(desk, paid, {(only, 0): yuan("10")})
    assert account(desk) == ({}, {paid: yuan("10")}, yuan("-10"))


def test_f09_one_bill_quoted_twice_is_warned_of_and_the_later_loses_it(desk, tmp_path):
    quoted, other = bill(desk, "100", days_ago=2), bill(desk, "30", days_ago=1)
    path = a_file(tmp_path, a_row(1, "100.00", memo=f"付{quoted}"), a_row(2, "90.00", memo=f"付{quoted}"))
    told = [
        [each.code for each in line.reasons if each.severity == "warn"]
        for line in bank_files.read_bank_file(desk, path).lines
    ]
    assert told == [[], ["settle_contested"]]
    done = posted(bank_files.book_bank_file(desk, path))
    assert [[each.number for each in line.settlements] for line in done.lines] == [[quoted], [other]]
    assert account(desk) == ({}, {done.lines[1].document_number: yuan("60")}, yuan("-60"))


def test_f09_a_second_file_seen_before_the_first_was_booked_loses_it_too(desk, tmp_path):
    only = bill(desk, "100")
    files = [a_file(tmp_path, a_row(n, "100.00", memo=only), name=f"{n}.csv") for n in (1, 2)]
    seen = [bank_files.read_bank_file(desk, path).lines[0] for path in files]
    assert [[each.number for each in line.settlements] for line in seen] == [[only], [only]]
    # The second looks like the first, so a person says that it is another payment.
    booked = [
        posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers=said))).lines[0]
        for path, said in zip(files, ({}, {3: "C1"}), strict=True)
    ]
    assert [(len(line.settlements), line.ahead) for line in booked] == [(1, ZERO), (0, yuan("100"))]
    assert account(desk)[1:] == ({booked[1].document_number: yuan("100")}, yuan("-100"))


def test_f09_what_is_not_booked_leaves_its_bill_to_the_others(desk, tmp_path):
    only = bill(desk, "100")
    path = a_file(tmp_path, a_row(1, "100.00", memo=only), a_row(2, "100.00", memo=only))
    done = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(payers={3: bank_files.SKIP})))
    assert [line.state for line in done.lines] == ["skipped", "booked"]
    assert account(desk) == ({}, {}, ZERO)


def test_f10_a_surplus_is_written_off(desk):
    bill(desk, "100")
    paid = receive(desk, "110")
    off = posted(settling.write_off_rest(desk, paid, yuan("10")))
    assert (off.kind, off.amount) == ("debit_note", yuan("10"))
    assert account(desk) == ({}, {}, ZERO)


def test_f11_or_stays_as_a_prepayment(desk):
    bill(desk, "100")
    paid = receive(desk, "110")
    assert account(desk) == ({}, {paid: yuan("10")}, yuan("-10"))


def test_f25_a_receipt_taken_back_restores_the_debt(desk):
    owed = bill(desk, "40000")
    paid = receive(desk, "40000", method="bank")
    assert account(desk) == ({}, {}, ZERO)
    reversing.reverse(desk, paid)
    assert account(desk) == ({owed: yuan("40000")}, {}, yuan("40000"))


def test_f25_a_receipt_whose_money_went_back_stands_until_the_payment_is_taken_back(desk):
    paid = receive(desk, "3000")
    back = note(desk, "payment", "2000")
    assert account(desk) == ({}, {paid: yuan("1000")}, yuan("-1000"))
    with pytest.raises(DeskError) as refused:
        reversing.reverse(desk, paid)
    assert (refused.value.code, refused.value.facts["by"]) == ("has_followers", back)
    reversing.reverse(desk, back)
    assert account(desk) == ({}, {paid: yuan("3000")}, yuan("-3000"))
    reversing.reverse(desk, paid)
    assert account(desk) == ({}, {}, ZERO)


def test_f25_a_receipt_that_repaid_an_advance_may_be_taken_back(desk):
    advance = note(desk, "payment", "2000")
    paid = receive(desk, "2000")
    assert account(desk) == ({}, {}, ZERO)
    reversing.reverse(desk, paid)
    assert account(desk) == ({advance: yuan("2000")}, {}, yuan("2000"))


def test_f25_a_payment_set_against_nothing_any_more_holds_no_receipt_back(desk):
    paid = receive(desk, "3000")
    back = note(desk, "payment", "2000")
    settling.unsettle(desk, documents=[back])
    reversing.reverse(desk, paid)
    assert account(desk) == ({back: yuan("2000")}, {}, yuan("2000"))


@pytest.mark.parametrize("amount", ["-1", "0", "0.001"])
def test_f26_a_receipt_of_nothing_or_less_is_refused(desk, amount):
    with pytest.raises(DeskError, match="amount_"):
        receive(desk, amount)
    assert account(desk) == ({}, {}, ZERO)


def test_f26_more_than_is_open_is_refused_on_either_side(desk):
    settling.set_way(desk, "hand")
    owed, paid = bill(desk, "100"), receive(desk, "60")
    for share, code in (("100.01", "settle_over_debt"), ("60.01", "settle_over_credit"), ("-1", "settle_not_positive")):
        with pytest.raises(DeskError, match=code):
            settling.settle_hand(desk, paid, {(owed, 0): yuan(share)})
    assert account(desk) == ({owed: yuan("100")}, {paid: yuan("60")}, yuan("40"))


def test_f26_a_posted_receipt_is_taken_back_once_and_never_vanishes(desk):
    paid = receive(desk, "60")
    undone = posted(reversing.reverse(desk, paid))
    assert undone.reverses_number == paid
    with pytest.raises(DeskError, match="already_reversed"):
        reversing.reverse(desk, paid)
    drawn = settling.account_view(desk, "C1")
    assert (drawn.balance, drawn.credits) == (ZERO, ())


def test_f29_what_is_more_than_owed_becomes_a_prepayment(desk):
    bill(desk, "10000")
    paid = receive(desk, "13000")
    assert account(desk) == ({}, {paid: yuan("3000")}, yuan("-3000"))


def test_f29_goods_of_tomorrow_are_paid_out_of_it(desk):
    paid = receive(desk, "3000")
    bill(desk, "1000", days_ago=0)
    settling.settle(desk, "C1")
    assert account(desk) == ({}, {paid: yuan("2000")}, yuan("-2000"))


def test_a_customer_of_hand_settling_gets_no_payment_settled_unasked(desk):
    settling.set_way(desk, "hand", "C1")
    paid = receive(desk, "30")
    back = note(desk, "payment", "30")
    assert account(desk) == ({back: yuan("30")}, {paid: yuan("30")}, ZERO)


def test_terms_said_in_words_are_no_bar_to_any_of_it(desk):
    card = DealerBody("C1", "天河小卖部", "store", "GD01", price_list="W", terms="M1")
    with desk.book.writing() as writing:
        writing.put("desk/D1", "dealer", "GD01:C1", card)
    owed = bill(desk, "100")
    receive(desk, "40")
    assert account(desk) == ({owed: yuan("60")}, {}, yuan("60"))
