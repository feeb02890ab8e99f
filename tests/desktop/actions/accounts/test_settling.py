"""Payments are set against documents by rule or by hand, taken back again, and every figure of the account follows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.accounts.account_rows import short_id
from desktop.actions.catalog import customers
from desktop.actions.documents import money, reversing
from desktop.actions.headquarters.queued import posted
from domain.errors import DeskError
from domain.values.money import ZERO
from sync.records.bodies.records import DealerBody, PeriodBody
from sync.records.documents.note_builders import NoteDetails
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY, a_desk


def yuan(text):
    return Decimal(text)


def owe(desk, amount, buyer="C1", days_ago=0):
    """A debit note; its number."""
    return posted(money.book_note(desk, "debit_note", buyer, yuan(amount), TODAY - timedelta(days=days_ago))).number


def open_debts(desk, account="C1", on=None):
    return [(row.number, row.part, row.remaining) for row in settling.account_view(desk, account, on).debts]


def settled(desk, account="C1"):
    rows = settling.account_view(desk, account).settlements
    return [(row.credit_number, row.debt_number, row.part, row.amount, row.mode) for row in rows]


def assert_whole(desk, account="C1"):
    """Balance, open items and ageing say the same, and the books are sound."""
    found = settling.account_view(desk, account)
    assert found.balance == found.owed - found.ahead == sum(each.amount for each in found.ageing)
    assert found.balance == sum(e.remaining for e in found.debts) - sum(e.remaining for e in found.credits)
    assert customers.customer(desk, account).credit.balance == found.balance
    assert check(desk.book) == []


def test_f01_receipt_pays_the_first_and_part_of_the_second(desk):
    first, second = owe(desk, "100", days_ago=2), owe(desk, "150", days_ago=1)
    paid = posted(money.receive_money(desk, "C1", yuan("180")))
    assert settled(desk) == [
        (paid.number, first, 1, yuan("100"), "oldest"),
        (paid.number, second, 1, yuan("80"), "oldest"),
    ]
    assert open_debts(desk) == [(second, 1, yuan("70"))]
    assert_whole(desk)


def test_f29_what_is_more_than_owed_becomes_a_prepayment(desk):
    owe(desk, "10000")
    money.receive_money(desk, "C1", yuan("13000"))
    found = settling.account_view(desk, "C1")
    assert (found.debts, found.ahead, found.balance) == ((), yuan("3000"), yuan("-3000"))
    owe(desk, "1000")
    done = posted(settling.settle(desk, "C1"))
    assert (done.ahead, [each.amount for each in done.settlements]) == (yuan("2000"), [yuan("1000")])
    assert_whole(desk)


def test_receipt_quoting_a_number_pays_that_one(desk):
    owe(desk, "100", days_ago=2)
    second = owe(desk, "150", days_ago=1)
    money.receive_money(desk, "C1", yuan("60"), remark=f"付 {second.lower()}")
    assert [(each[1], each[3], each[4]) for each in settled(desk)] == [(second, yuan("60"), "number")]


def test_the_way_is_chosen_for_all_or_for_one(desk):
    assert settling.chosen_way(desk) == "all"
    assert posted(settling.set_way(desk, "oldest")) == "oldest"
    assert posted(settling.set_way(desk, "hand", "C1")) == "hand"
    first = owe(desk, "100", "C1")
    owe(desk, "100", "C2")
    money.receive_money(desk, "C1", yuan("100"))
    money.receive_money(desk, "C2", yuan("100"))
    assert (settled(desk), open_debts(desk)) == ([], [(first, 1, yuan("100"))])
    assert [each[4] for each in settled(desk, "C2")] == ["oldest"]
    assert posted(settling.set_way(desk, "", "C1")) == "oldest"
    with pytest.raises(DeskError, match="settle_way_unknown"):
        settling.set_way(desk, "luck")
    with pytest.raises(DeskError, match="settle_way_unknown"):
        settling.settle(desk, "C1", "luck")


def test_settled_by_hand_and_undone_again(desk):
    settling.set_way(desk, "hand")
    first, second = owe(desk, "100", days_ago=2), owe(desk, "150", days_ago=1)
    paid = posted(money.receive_money(desk, "C1", yuan("120"))).number
    before = settling.account_view(desk, "C1")
    done = posted(settling.settle_hand(desk, paid, {(second, 0): yuan("90"), (first, 1): yuan("30")}))
    assert done.ahead == 0
    assert open_debts(desk) == [(first, 1, yuan("70")), (second, 1, yuan("60"))]
    assert_whole(desk)
    gone = posted(settling.unsettle(desk, [done.settlements[0].id]))
    assert [each.id for each in gone] == [done.settlements[0].id]
    settling.unsettle(desk, documents=[paid])
    assert settling.account_view(desk, "C1") == before
    assert_whole(desk)


@pytest.mark.parametrize(
    ("share", "code"),
    [("100.01", "settle_over_debt"), ("0", "settle_not_positive"), ("-5", "settle_not_positive")],
)
def test_f26_more_than_is_owed_is_refused(desk, share, code):
    settling.set_way(desk, "hand")
    first, paid = owe(desk, "100"), posted(money.receive_money(desk, "C1", yuan("500"))).number
    with pytest.raises(DeskError, match=code):
        settling.settle_hand(desk, paid, {(first, 0): yuan(share)})
    assert settled(desk) == []


def test_more_than_was_paid_or_what_is_not_open_is_refused(desk):
    settling.set_way(desk, "hand")
    first, paid = owe(desk, "100"), posted(money.receive_money(desk, "C1", yuan("50"))).number
    with pytest.raises(DeskError, match="settle_over_credit"):
        settling.settle_hand(desk, paid, {(first, 0): yuan("60")})
    with pytest.raises(DeskError) as caught:
        settling.settle_hand(desk, first, {(first, 0): yuan("60")})
    assert (caught.value.code, caught.value.facts["document"]) == ("settle_unknown", first)
    for call in (
        lambda: posted(settling.unsettle(desk, ["nothing"])),
        lambda: posted(settling.unsettle(desk, documents=[first])),
    ):
        with pytest.raises(DeskError, match="settle_unknown"):
            call()


def test_reversal_of_a_receipt_opens_what_it_had_settled(desk):
    first = owe(desk, "100", days_ago=3)
    paid = posted(money.receive_money(desk, "C1", yuan("100"), TODAY - timedelta(days=1)))
    reversing.reverse(desk, paid.number)
    assert open_debts(desk) == [(first, 1, yuan("100"))]
    (row,) = settling.account_view(desk, "C1").settlements
    assert row.void
    assert settling.account_view(desk, "C1").overdue == yuan("100")
    assert open_debts(desk, on=TODAY - timedelta(days=1)) == []
    money.receive_money(desk, "C1", yuan("100"))
    assert open_debts(desk) == []
    assert_whole(desk)


def test_reversal_of_a_settled_document_frees_the_money(desk):
    first = owe(desk, "100")
    money.receive_money(desk, "C1", yuan("100"))
    reversing.reverse(desk, first)
    found = settling.account_view(desk, "C1")
    assert (found.debts, found.ahead) == ((), yuan("100"))
    assert_whole(desk)


def test_f10_a_small_rest_is_written_off(desk):
    owe(desk, "100")
    paid = posted(money.receive_money(desk, "C1", yuan("100.40")))
    note = posted(settling.write_off_rest(desk, paid.number))
    assert (note.kind, note.amount) == ("debit_note", yuan("0.40"))
    found = settling.account_view(desk, "C1")
    assert (found.balance, found.debts, found.credits) == (ZERO, (), ())
    second = owe(desk, "50")
    money.receive_money(desk, "C1", yuan("49.70"))
    assert posted(settling.write_off_rest(desk, second)).kind == "discount"
    assert settling.account_view(desk, "C1").balance == 0
    third = owe(desk, "50")
    with pytest.raises(DeskError, match="write_off_over"):
        settling.write_off_rest(desk, third)
    assert_whole(desk)


def test_f17_prepayment_is_kept_back_until_it_is_let_go(desk, order):
    paid = posted(money.receive_money(desk, "C1", yuan("1000"), order=order.number))
    assert paid.source_number == order.number
    first = owe(desk, "100")
    money.receive_money(desk, "C1", yuan("60"))
    found = settling.account_view(desk, "C1")
    assert [(row.number, row.held, row.remaining) for row in found.credits] == [(paid.number, True, yuan("1000"))]
    assert (found.owed, found.ahead, found.balance) == (yuan("40"), yuan("1000"), yuan("-960"))
    settling.settle_hand(desk, paid.number, {(first, 0): yuan("40")})
    assert settling.account_view(desk, "C1").ahead == yuan("960")
    with pytest.raises(DeskError, match="held_already"):
        settling.hold(desk, paid.number)
    held = next(row for row in settling.account_view(desk, "C1").settlements if row.mode == "held")
    settling.unsettle(desk, [held.id])
    assert [row.held for row in settling.account_view(desk, "C1").credits] == [False]
    assert_whole(desk)


def test_discount_about_a_document_pays_for_that_one(desk):
    owe(desk, "100", days_ago=5)
    second = owe(desk, "150")
    note = posted(money.book_note(desk, "discount", "C1", yuan("15"), said=NoteDetails(source=second, remark="票折")))
    assert (note.source_number, settled(desk)) == (second, [(note.number, second, 1, yuan("15"), "number")])
    assert_whole(desk)


def test_money_paid_back_raises_what_is_owed(desk):
    money.receive_money(desk, "C1", yuan("100"))
    money.book_note(desk, "payment", "C1", yuan("100"), said=NoteDetails(method="bank"))
    settling.settle(desk, "C1")
    found = settling.account_view(desk, "C1")
    assert (found.balance, found.debts, found.credits) == (ZERO, (), ())


def test_instalments_are_settled_part_by_part(tmp_path):
    card = DealerBody("C3", "分期客户", "store", "GD01", terms="50%N10,50%N20")
    with a_desk(tmp_path, records=[("dealer", "GD01:C3", card)]) as desk:
        number = owe(desk, "100", "C3", days_ago=15)
        assert open_debts(desk, "C3") == [(number, 1, yuan("50")), (number, 2, yuan("50"))]
        assert settling.account_view(desk, "C3").overdue == yuan("50")
        assert settling.account_view(desk, "C3").terms == "50%N10,50%N20"
        money.receive_money(desk, "C3", yuan("70"))
        assert open_debts(desk, "C3") == [(number, 2, yuan("30"))]
        assert_whole(desk, "C3")


def test_nothing_is_settled_or_undone_in_closed_days(desk):
    owe(desk, "100", days_ago=30)
    money.receive_money(desk, "C1", yuan("100"), TODAY - timedelta(days=25))
    (row,) = settling.account_view(desk, "C1").settlements
    with desk.book.writing() as writing:
        writing.put(desk.stream, "period", "GD01", PeriodBody("GD01", "2026-10-31"))
    with pytest.raises(DeskError, match="date_closed"):
        settling.unsettle(desk, [row.id])
    with pytest.raises(DeskError, match="date_closed"):
        money.receive_money(desk, "C1", yuan("1"), date(2026, 10, 31))


def test_list_of_ages_adds_up_to_the_balances(desk):
    owe(desk, "100", "C1", days_ago=40)
    owe(desk, "30", "C2", days_ago=40)
    money.receive_money(desk, "C1", yuan("25"))
    rows = settling.ageing(desk)
    assert [(row.buyer.code, row.balance, row.overdue, row.overdue_days) for row in rows] == [
        ("C1", yuan("75"), yuan("75"), 40),
        ("C2", yuan("30"), yuan("30"), 10),
    ]
    assert all(sum(each.amount for each in row.buckets) == row.balance for row in rows)
    assert settling.ageing(desk, TODAY - timedelta(days=41)) == []


def test_who_owes_and_has_paid_what_nobody_settled_waits(desk):
    owe(desk, "50")
    money.receive_money(desk, "C1", yuan("30"), way="hand")
    assert [dealer.id.rpartition(":")[2] for dealer in settling.to_settle(desk)] == ["C1"]
    settling.settle(desk, "C1", "oldest")
    assert settling.to_settle(desk) == []


def test_a_late_document_that_money_at_hand_covers_is_not_overdue(desk):
    """The rows add up to what the account, its ageing and the list of customers have overdue."""
    owe(desk, "100", days_ago=14)
    owe(desk, "60", days_ago=3)
    money.receive_money(desk, "C1", yuan("120"))
    (one, two) = settling.account_view(desk, "C1").settlements
    settling.unsettle(desk, [short_id(one.id), two.id])
    found = settling.account_view(desk, "C1")
    assert [(row.days_late, row.remaining, row.overdue) for row in found.debts] == [
        (14, yuan("100"), ZERO),
        (3, yuan("60"), yuan("40")),
    ]
    assert found.overdue == sum(row.overdue for row in found.debts) == sum(each.amount for each in found.ageing[1:])
    [(_, rows, _)] = settling.every_open_item(desk)
    assert rows == found.debts
    assert_whole(desk)
