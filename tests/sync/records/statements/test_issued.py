"""Issued statements: numbers without gaps, the same words are the same statement, and nothing of the form is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.accounts.ledger import AgeBucket
from domain.errors import UsageError
from domain.parties.dealers import Dealer
from domain.statements.forms import FormRow, GoodsLine, Layout, MemoItems, MemoRow, StatementForm
from domain.statements.marks import gaps, mark_of
from domain.statements.statement import Statement
from sync.records.bodies.accounts import ConfirmationBody
from sync.records.books.homes import Home
from sync.records.statements.issued import (
    Issued,
    count_prints,
    find_issued,
    is_withdrawn,
    issue,
    issued_mark,
    issued_of_period,
    printed_times,
    statement_rows,
    times_of_period,
)
from tests.building.sync.books import found_desk, rows

HOME = Home("desk", "GD01", "d1", "01")


def a_paper(buyer="GD01:A", start=date(2026, 9, 1), end=date(2026, 9, 30), closing="12.50", head="", **more):
    amount = Decimal(closing)
    statement = Statement(
        Dealer("GD01", "GD01", "总代理", "province", "HQ"),
        Dealer(buyer, "A", "喆堃便利", "store", "GD01"),
        start, end, Decimal("0.00"), (), amount, Decimal("0.00"), amount,
        (AgeBucket("not_due", amount),), "壹拾贰元伍角",
    )  # fmt: skip
    goods = (GoodsLine("W1", "水", Decimal("1.5"), "箱", Decimal("8.3333"), amount),)
    row = FormRow(end, "delivery", "XSCK-1", "水", amount, Decimal("0.00"), amount, goods)
    wallet = (MemoRow(end, "FLJS-1", "2026-12-31", Decimal("3.00")),)
    form = StatementForm("", end, None, Layout("lines"), statement, (row,), (), MemoItems(wallet=wallet))
    return Issued(form, heading="广东华南", maker="李堃", at="2026-10-01 09:00", head=head, **more)


def test_numbers_follow_each_other_month_by_month(book):
    found_desk(book)
    with book.writing() as writing:
        first = issue(writing, HOME, [a_paper(f"GD01:{code}") for code in "ABC"])
        october = issue(writing, HOME, [a_paper("GD01:A", date(2026, 10, 1), date(2026, 10, 31))])
    with book.writing() as writing:
        more = issue(writing, HOME, [a_paper("GD01:D")])
    numbers = [each.number for each in [*first, *october, *more]]
    assert numbers == [
        "DZD-01-202609-0001", "DZD-01-202609-0002", "DZD-01-202609-0003", "DZD-01-202610-0001", "DZD-01-202609-0004",
    ]  # fmt: skip
    assert gaps(numbers) == ()


def test_an_undone_issue_leaves_no_gap(book):
    found_desk(book)

    def fail():
        with book.writing() as writing:
            issue(writing, HOME, [a_paper()])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with book.writing() as writing:
        assert issue(writing, HOME, [a_paper()])[0].number == "DZD-01-202609-0001"


def test_what_says_the_same_is_not_issued_twice(book):
    found_desk(book)
    with book.writing() as writing:
        (first,) = issue(writing, HOME, [a_paper()])
    with book.writing() as writing:
        (again,) = issue(writing, HOME, [a_paper()])
        (other,) = issue(writing, HOME, [a_paper(closing="13.00")])
    assert again == first
    assert other.number == "DZD-01-202609-0002"
    assert len(rows(book, "SELECT id FROM statement")) == 2


def withdraw(book, number):
    body = ConfirmationBody(number, "withdraw", "seller", "d" * 64, "2026-10-02", "李堃", place=1)
    with book.writing() as writing:
        writing.put("desk/d1", "confirmation", f"{number}/1/seller", body)


def test_a_withdrawn_one_is_never_given_back(book):
    found_desk(book)
    with book.writing() as writing:
        (first,) = issue(writing, HOME, [a_paper()])
    withdraw(book, first.number)
    with book.writing() as writing:
        (again,) = issue(writing, HOME, [a_paper()])
    assert (first.number, again.number) == ("DZD-01-202609-0001", "DZD-01-202609-0002")
    with book.reading() as connection:
        told = [is_withdrawn(connection, number) for number in (first.number, again.number, "DZD-9")]
        assert told == [True, False, False]
        assert find_issued(connection, first.number) == first  # it prints as it was


def test_the_form_comes_back_whole_and_proves_itself(book):
    found_desk(book)
    with book.writing() as writing:
        (issued,) = issue(writing, HOME, [a_paper(head="desk/d1#7 abc")])
    with book.reading() as connection:
        assert find_issued(connection, issued.number) == issued
        assert issued_mark(connection, issued.number) == mark_of(issued.form)
        assert issued_mark(connection, "DZD-01-202609-0099") is None
        assert list(issued_of_period(connection, "GD01", date(2026, 9, 1), date(2026, 9, 30), {issued.number})) == [
            issued
        ]
        with pytest.raises(UsageError, match="statement_unknown"):
            find_issued(connection, "DZD-9")
    assert rows(book, "SELECT head, closing, author FROM statement") == [("desk/d1#7 abc", 1250, "李堃")]


def test_prints_are_counted_here_alone(book):
    found_desk(book)
    with book.writing() as writing:
        (issued,) = issue(writing, HOME, [a_paper()])
        count_prints(writing.connection, [f"statement/{issued.number}"])
    with book.writing() as writing:
        count_prints(writing.connection, [f"statement/{issued.number}", "delivery/X"])
    with book.reading() as connection:
        assert printed_times(connection, f"statement/{issued.number}") == 2
        assert printed_times(connection, "delivery/Y") == 0
        assert times_of_period(connection, "GD01", date(2026, 9, 1), date(2026, 9, 30)) == {issued.number: 2}
        (row,) = statement_rows(connection, dealer="GD01:A")
        assert (row.number, row.prints, row.closing) == (issued.number, 2, Decimal("12.50"))
        assert statement_rows(connection, end=date(2026, 8, 31)) == []


def test_a_list_has_all_that_was_issued_printed_or_not_the_newest_period_first(book):
    found_desk(book)
    with book.writing() as writing:
        september = issue(writing, HOME, [a_paper(f"GD01:{code}") for code in "AB"])
        asked = a_paper("GD01:A", date(2026, 10, 1), date(2026, 10, 31))
        asked = msgspec.structs.replace(asked, form=replace(asked.form, reply_by=date(2026, 11, 14)))
        october = issue(writing, HOME, [asked])
        count_prints(writing.connection, [f"statement/{september[0].number}"])
    with book.reading() as connection:
        listed = [(row.number, row.prints, row.reply_by) for row in statement_rows(connection)]
        of_one = [row.number for row in statement_rows(connection, dealer="GD01:A")]
        by_number = [row.buyer for row in statement_rows(connection, number=september[1].number)]
    assert listed == [
        (october[0].number, 0, date(2026, 11, 14)),
        (september[1].number, 0, None),
        (september[0].number, 1, None),
    ]
    assert (of_one, by_number) == ([october[0].number, september[0].number], ["GD01:B"])


def test_the_same_words_keep_their_number_while_others_get_the_next(book):
    found_desk(book)
    with book.writing() as writing:
        (first,) = issue(writing, HOME, [a_paper("GD01:A")])
    with book.writing() as writing:
        again = issue(writing, HOME, [a_paper("GD01:B"), a_paper("GD01:A"), a_paper("GD01:C")])
    assert [each.number[-4:] for each in again] == ["0002", first.number[-4:], "0003"]


def test_hq_s_statements_go_where_the_dealer_reads(book):
    found_desk(book)
    with book.writing() as writing:
        issue(writing, Home("hq", "HQ", "", "00"), [a_paper("GD01")])
    assert rows(book, "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream") == [("dealer/GD01",)]
