"""Two books of one account are matched, each leftover has its likely cause, and both come to one balance."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.actions.accounts import settling
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.imports import book_files
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import kept_books, reconciliation
from domain.errors import DeskError
from sync.records.bodies.records import DocumentBody
from tests.building.desktop.a_desk import a_desk

START, END = date(2026, 10, 1), date(2026, 10, 31)
HEAD = ["日期", "单据编号", "摘要", "借方", "贷方", "余额"]


@pytest.fixture
def owing(desk):
    """C1: 100 on the 5th, 150 on the 10th, 40 paid on the 20th of October."""
    numbers = [
        posted(money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 5))).number,
        posted(money.book_note(desk, "debit_note", "C1", Decimal(150), date(2026, 10, 10))).number,
        posted(money.receive_money(desk, "C1", Decimal(40), date(2026, 10, 20))).number,
    ]
    return desk, numbers


def a_file(folder, *rows, head=HEAD, name="对方.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["往来明细账"], head, *rows])
    return path


def compared(desk, path, **more):
    return reconciliation.reconcile_account(desk, "C1", START, END, OtherFile(path, **more))


def test_books_that_agree(owing, tmp_path):
    desk, (one, two, paid) = owing
    # A buyer's ledger: what he owes stands in the credit.
    path = a_file(
        tmp_path,
        ["2026-10-06", one, "进货", "", "100.00", "100.00"],
        ["2026-10-10", two, "进货", "", "150.00", "250.00"],
        ["2026-10-20", paid, "付款", "40.00", "", "210.00"],
    )
    found = compared(desk, path)
    assert (found.agrees, found.our_closing, found.their_closing, found.adjustments) == (
        True,
        Decimal(210),
        Decimal(210),
        (),
    )
    assert [each.how for each in found.matches] == ["number"] * 3


@pytest.mark.parametrize(("theirs", "codes"), [("50.00", []), ("40.00", ["opening_differs"])])
def test_an_opening_balance_is_one_difference_at_most(desk, tmp_path, theirs, codes):
    """Ours stands as a document of the month, theirs as what the book begins with."""
    money.book_opening(desk, "C1", Decimal(50), date(2026, 10, 1))
    one = posted(money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 5))).number
    closing = str(Decimal(theirs) + 100)
    path = a_file(
        tmp_path,
        ["2026-10-01", "", "期初余额", "", "", theirs],
        ["2026-10-05", one, "进货", "", "100.00", closing],
    )
    found = compared(desk, path)
    assert [row.code for row in found.adjustments] == codes
    assert [each.code for each in found.leftovers] == codes
    assert (found.agrees, found.differences, found.adjusted) == (not codes, len(codes), Decimal(150))


def test_nobody_signs_a_balance_that_is_not_named(owing, tmp_path):
    desk, (one, *_) = owing
    path = a_file(tmp_path, ["2026-10-06", one, "进货", "", "100.00", "100.00"])
    found = compared(desk, path)
    for seen, code in ((None, "reconciliation_unseen"), (found.adjusted + 1, "reconciliation_balance")):
        with pytest.raises(DeskError, match=code):
            kept_books.sign_off(desk, found, seen)
    assert kept_books.kept_books(desk) == []


def test_leftovers_have_causes_and_both_balances_become_one(owing, tmp_path):
    desk, (one, _, paid) = owing
    path = a_file(
        tmp_path,
        ["2026-10-05", one, "进货", "", "1000.00", ""],
        ["2026-10-20", paid, "付款", "40.00", "", ""],
        ["2026-10-30", "", "付款", "77.00", "", ""],
    )
    found = compared(desk, path)
    sides = {each.side: each.cause.code for each in found.leftovers}
    assert sides["differs"] == "decimal_shift"
    assert sides["theirs_only"] == "money_in_transit"
    ours = found.our_closing + sum(each.amount for each in found.adjustments if each.side == "ours")
    theirs = found.their_closing + sum(each.amount for each in found.adjustments if each.side == "theirs")
    assert ours == theirs == found.adjusted
    assert not found.agrees


def test_layout_is_mapped_once_and_remembered(owing, tmp_path):
    desk, (one, two, paid) = owing
    head = ["哪天", "票", "加", "减"]
    rows = [["2026-10-05", one, "100", ""], ["2026-10-10", two, "150", ""], ["2026-10-20", paid, "", "40"]]
    path = a_file(tmp_path, *rows, head=head)
    with pytest.raises(DeskError, match="book_format_unknown"):
        compared(desk, path)
    titles = {"date": "哪天", "reference": "票", "income": "加", "expense": "减"}
    with pytest.raises(DeskError, match="bank_header_unknown"):
        compared(desk, path, titles={**titles, "reference": "没有这列"})
    other = OtherFile(path, titles=titles, name="天河的账")
    assert compared(desk, path, titles=titles, name="天河的账").agrees
    book_files.remember_book(desk, other, "C1")
    assert compared(desk, a_file(tmp_path, *rows, head=head, name="十月.csv")).agrees


def test_a_mapping_reads_the_files_of_its_own_account_alone(owing, tmp_path):
    desk, (one, *_) = owing
    head = ["日期", "单号", "借方金额", "金额", "余额"]
    rows = [["2026-10-05", one, "100", "7", ""]]
    path = a_file(tmp_path, *rows, head=head)
    before = reconciliation.reconcile_account(desk, "C2", START, END, OtherFile(path))
    taught = OtherFile(path, titles={"date": "日期", "reference": "单号", "amount": "金额"}, name="天河")
    book_files.remember_book(desk, taught, "C1")
    assert sum(row.amount for each in compared(desk, path).leftovers for row in each.theirs) == 7
    after = reconciliation.reconcile_account(desk, "C2", START, END, OtherFile(path))
    assert (after.leftovers, after.their_closing) == (before.leftovers, before.their_closing)
    assert book_files.offered(desk, path, "buyer", "C2").known == ""
    assert book_files.offered(desk, path, "buyer", "C1").known == "天河"


def test_a_customer_who_recorded_nothing_has_no_book(owing):
    desk, _ = owing
    with pytest.raises(DeskError) as none:
        reconciliation.reconcile_account(desk, "C1", START, END)
    assert (none.value.code, none.value.facts["dealer"]) == ("their_book_none", "天河小卖部")


def rows_of(one, two, paid, *balances):
    """The three documents in a buyer's book, with the balances it states."""
    said = [*balances, "", "", ""]
    return [
        ["2026-10-05", one, "进货", "", "100.00", said[0]],
        ["2026-10-10", two, "进货", "", "150.00", said[1]],
        ["2026-10-20", paid, "付款", "40.00", "", said[2]],
    ]


@pytest.mark.parametrize(
    ("above", "balances", "below", "closing", "code", "facts"),
    [
        ([["", "", "期初余额", "", "", "0.00"]], (), [["", "", "期末余额", "", "", "250.00"]], None,
         "their_closing_departs", {"stated": 250, "reckoned": 210}),
        ([["", "", "期初余额", "", "", "0.00"]], (), [], 250, "their_closing_typed", {"stated": 250, "reckoned": 210}),
        ([], ("100.00", "250.00", "210.00"), [], 250, "their_closing_typed", {"stated": 250, "reckoned": 210}),
        ([], ("100.00", "250.00", "290.00"), [], None, "their_balance_departs", {"stated": 290, "reckoned": 210}),
        ([["", "", "期初余额", "", "", "0.00"]], ("140.00", "290.00", "250.00"), [], None,
         "their_balance_departs", {"stated": 140, "reckoned": 100}),
    ],
)  # fmt: skip
def test_a_book_that_states_another_balance_than_its_own_sum_is_told(
    owing, tmp_path, above, balances, below, closing, code, facts
):
    desk, numbers = owing
    path = a_file(tmp_path, *above, *rows_of(*numbers, *balances), *below)
    found = compared(desk, path, closing=None if closing is None else Decimal(closing))
    told = [each for each in found.remarks if each.severity != "info"]
    assert [(each.code, {name: each.facts[name] for name in facts}) for each in told] == [(code, facts)]
    assert not found.agrees
    assert found.their_closing == facts["stated"] if code != "their_balance_departs" else found.their_closing != 210
    assert (found.adjusted, found.comes_to_one) == (Decimal(210), False)
    with pytest.raises(DeskError, match="reconciliation_apart"):
        kept_books.sign_off(desk, found, found.adjusted)
    assert kept_books.kept_books(desk) == []
    if code == "their_balance_departs":
        row = 3 + len(above) + (0 if facts["stated"] == 140 else 2)
        assert told[0].line == row


def test_what_can_t_be_read_is_no_agreement(owing, tmp_path):
    desk, numbers = owing
    for amount in ("待确认", "约300", "1.2.3"):
        path = a_file(tmp_path, *rows_of(*numbers), ["2026-10-21", "X-1", "付款", amount, "", ""])
        found = compared(desk, path)
        assert not found.agrees
        assert [each.line for each in found.remarks if each.code.startswith("bank_row")] == [6]


def test_the_running_balance_tells_whose_book_it_is(owing, tmp_path):
    desk, (one, two, paid) = owing
    # A seller's statement that the customer sent back: what is owed grows in the debit.
    path = a_file(
        tmp_path,
        ["2026-10-05", one, "", "100.00", "", "100.00"],
        ["2026-10-10", two, "", "150.00", "", "250.00"],
        ["2026-10-20", paid, "", "", "40.00", "210.00"],
    )
    found = compared(desk, path)
    assert found.agrees
    assert [each.code for each in found.remarks] == ["their_book_turned"]
    assert not compared(desk, path, kept_by="buyer").agrees


def test_two_amounts_of_one_day_are_one_difference(owing, tmp_path):
    desk, (one, two, paid) = owing
    path = a_file(
        tmp_path,
        ["2026-10-05", "B-1", "进货", "", "91.60", ""],
        ["2026-10-10", two, "进货", "", "150.00", ""],
        ["2026-10-20", paid, "付款", "40.00", "", ""],
    )
    found = compared(desk, path)
    ((leftover,),) = [found.leftovers]
    assert (leftover.side, leftover.ours[0].number, leftover.theirs[0].number) == ("differs", one, "B-1")
    assert [(row.side, row.code, row.amount) for row in found.adjustments] == [
        ("theirs", "amount_differs", Decimal("8.40"))
    ]
    assert (found.adjusted, found.their_adjusted) == (Decimal(210), Decimal(210))


def test_opening_of_their_book_counts(owing, tmp_path):
    desk, (one, two, paid) = owing
    path = a_file(
        tmp_path,
        ["", "", "期初余额", "", "", "7.00"],
        ["2026-10-05", one, "进货", "", "100.00", "107.00"],
        ["2026-10-10", two, "进货", "", "150.00", "257.00"],
        ["2026-10-20", paid, "付款", "40.00", "", "217.00"],
    )
    found = compared(desk, path)
    assert [(row.side, row.code, row.amount) for row in found.adjustments] == [
        ("theirs", "opening_differs", Decimal(-7))
    ]


def test_own_account_with_hq_is_compared_with_what_hq_posted(desk):
    for record, day, received in (("d1", "05", 100), ("d2", "07", None)):
        body = DocumentBody(f"XSCK-{record}", "HQ", "GD01", f"2026-10-{day}", "2026-10-07T00:00:00Z", 10000)
        with desk.book.writing() as writing:
            writing.put("dealer/GD01", "delivery", record, body)
            if received:
                taken = DocumentBody(
                    f"CGRK-{record}", "HQ", "GD01", "2026-10-09", "2026-10-09T00:00:00Z", 10000, source=record
                )
                writing.put(desk.stream, "goods_receipt", f"g-{record}", taken)
    found = reconciliation.reconcile_account(desk, "HQ", START, END)
    assert (found.our_closing, found.their_closing, found.source) == (Decimal(100), Decimal(200), "hq")
    assert [(row.side, row.number) for row in found.adjustments] == [("ours", "XSCK-d2")]
    assert found.adjusted == Decimal(200)


@pytest.mark.parametrize(
    ("account", "start", "end", "code"),
    [
        ("C1", END, START, "statement_period"),
        ("C1", START, date(2026, 12, 31), "statement_future"),
        ("X", START, END, "dealer_unknown"),
    ],
)
def test_what_can_t_be_compared_is_told(desk, account, start, end, code):
    with pytest.raises(DeskError, match=code):
        reconciliation.reconcile_account(desk, account, start, end)


lines = st.lists(st.tuples(st.integers(1, 31), st.integers(-400, 400).filter(bool)), max_size=7)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=lines, theirs=lines, closing=st.integers(-500, 500))
def test_any_two_books_come_to_one_balance(tmp_path_factory, ours, theirs, closing):
    folder = tmp_path_factory.mktemp("books")
    with a_desk(folder) as desk:
        for day, amount in ours:
            kind = "debit_note" if amount > 0 else "credit_note"
            money.book_note(desk, kind, "C1", Decimal(abs(amount)), date(2026, 10, day))
        rows = [[f"2026-10-{day:02d}", f"T{n}", "", max(-a, 0), max(a, 0), ""] for n, (day, a) in enumerate(theirs)]
        found = compared(desk, a_file(folder, *rows), closing=Decimal(closing))
        assert found.our_closing == settling.account_view(desk, "C1", END).balance
        assert found.their_closing == closing
        for side, told in (("ours", found.our_closing), ("theirs", found.their_closing)):
            assert told + sum(each.amount for each in found.adjustments if each.side == side) == found.adjusted


def test_a_void_document_of_their_book_is_no_difference_and_is_told(owing, tmp_path):
    desk, (one, two, paid) = owing
    rows = [
        ["2026-10-05", one, "进货", "100", "", "已审核"],
        ["2026-10-07", "V9", "进货", "77", "", "已作废"],
        ["2026-10-10", two, "进货", "150", "", "已审核"],
        ["2026-10-20", paid, "付款", "", "40", "已审核"],
    ]
    found = compared(desk, a_file(tmp_path, *rows, head=["日期", "单据编号", "摘要", "应付", "付款", "状态"]))
    assert (found.agrees, found.leftovers, found.unproven) == (True, (), 0)
    assert [(each.code, each.line) for each in found.told if each.line] == [("bank_row_void", 4)]


@pytest.mark.parametrize("more", [[], ["余额"]])
def test_a_page_with_its_columns_in_another_order_is_not_read_as_the_first(owing, tmp_path, more):
    desk, (one, two, paid) = owing
    head = ["日期", "单据编号", "摘要", "贷方", "借方", *more]
    rows = [
        ["2026-10-05", one, "进货", "100", "", "100"],
        ["2026-10-10", two, "进货", "150", "", "250"],
        ["日期", "单据编号", "摘要", "借方", "贷方", *more],
        ["2026-10-20", paid, "付款", "40", "", "210"],
        ["", "", "本月合计", "40", "", "210"],
    ]
    rows = [row[: len(head)] for row in rows]
    found = compared(desk, a_file(tmp_path, *rows, head=head))
    assert (found.agrees, found.unproven) == (False, 3)
    assert [each.line for each in found.told if each.code == "bank_row_elsewhere"] == [5, 6, 7]
    assert [each.code for each in found.leftovers] == ["ours_not_theirs"]


@pytest.mark.parametrize(("raises", "lowers"), [("本期应付", "本期付款"), ("增加金额", "减少金额")])
def test_columns_of_increase_and_decrease_have_many_names(owing, tmp_path, raises, lowers):
    desk, (one, two, paid) = owing
    rows = [
        ["2026-10-05", one, "进货", "100", "", "100"],
        ["2026-10-10", two, "进货", "150", "", "250"],
        ["2026-10-20", paid, "付款", "", "40", "210"],
    ]
    found = compared(desk, a_file(tmp_path, *rows, head=["日期", "单据编号", "摘要", raises, lowers, "余额"]))
    assert found.agrees
    assert "book_by_balance" not in {each.code for each in found.remarks}


def test_a_map_that_names_what_is_not_there_says_which(owing, tmp_path):
    desk, _ = owing
    path = a_file(tmp_path, ["2026-10-05", "1", "进货", "", "100.00", "100.00"])
    with pytest.raises(DeskError) as caught:
        compared(desk, path, titles={"date": "日期", "amount": "没有"})
    assert (caught.value.code, caught.value.facts["header"]) == ("bank_header_unknown", "没有")
    assert caught.value.facts["found"] == ", ".join(HEAD)
    with pytest.raises(DeskError, match="map_meaning_unknown"):
        compared(desk, path, titles={"颜色": "日期"})
