"""HQ's account work on either engine: settling, statements in a batch, replies, two books, bank files, months."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.actions.accounts import periods, settling
from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.bank import bank_files
from desktop.actions.documents import money, reversing
from desktop.actions.headquarters.queued import posted
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.policies.policies import simulate
from desktop.actions.reconciliation import reconciliation
from desktop.actions.statements import issued, replies
from desktop.actions.statements.batches import BatchRequestForm, print_batch
from desktop.desk import Desk, Identity
from domain.policies.file import write_policy
from domain.values.money import ZERO
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, found_hq, put
from tests.building.sync.policies import a_policy
from tests.desktop.actions.bank.test_bank_files import a_file as a_bank_file
from tests.desktop.actions.bank.test_bank_files import a_row

START, END = date(2026, 10, 1), date(2026, 10, 31)
CLOCK = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def hq(book, tmp_path):
    """The agent owes 100 and 150 of October less 40 he paid; the shop below him has no account with HQ."""
    found_hq(book)
    hq = Desk(book, Identity("hq", "", HQ, "00", ""), tmp_path, clock=lambda: CLOCK)
    for amount, day in ((100, 5), (150, 10)):
        money.book_note(hq, "debit_note", AGENT, Decimal(amount), date(2026, 10, day))
    money.receive_money(hq, AGENT, Decimal(40), date(2026, 10, 20))
    yield hq
    assert check(book) == []


def numbers(hq):
    """What the agent owes by number, the first and the second note."""
    return [row.number for row in settling.account_view(hq, AGENT).debts]


def issue_all(hq, out):
    return posted(print_batch(hq, START, END, out, BatchRequestForm(issue=True)))


def test_a_batch_is_issued_once_and_drawn_again_the_same(hq, tmp_path):
    first = issue_all(hq, tmp_path / "first.pdf")
    assert (first.made, len(first.numbers), [each.buyer.id for each in first.left]) == (1, 1, [])
    again = issue_all(hq, tmp_path / "again.pdf")
    assert again.numbers == first.numbers
    assert (tmp_path / "first.pdf").read_bytes()[:5] == b"%PDF-"
    files = posted(print_batch(hq, START, END, tmp_path / "each", BatchRequestForm("files")))
    assert (files.made, len(list((tmp_path / "each").iterdir()))) == (1, 1)


def test_a_reply_is_recorded_and_whoever_is_silent_is_listed(hq, tmp_path):
    (number,) = issue_all(hq, tmp_path / "all.pdf").numbers
    assert [(row.number, row.closing) for row in replies.unanswered_rows(hq)] == [(number, Decimal(210))]
    (one, _) = numbers(hq)
    said = [ObjectionRow(one, "price", Decimal(60), Decimal(55), "")]
    scan = tmp_path / "回执.jpg"
    scan.write_bytes(b"scan")
    replies.record_reply(hq, number, "differs", by="李四", lines=said, files=[scan])
    found = replies.reply_to(hq, number)
    assert ([each.number for each in found.lines], [each.name for each in found.attachments]) == ([one], ["回执.jpg"])
    assert replies.unanswered_rows(hq) == []
    (row,) = issued.issued_rows(hq, issued.issued_ids(hq))
    assert (row.number, row.state) == (number, "differs")


def test_two_books_come_to_one_balance(hq, tmp_path):
    one, two = numbers(hq)
    path = tmp_path / "对方.csv"
    rows = [["2026-10-06", one, "进货", "", "100.00"], ["2026-10-10", two, "进货", "", "105.00"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["日期", "单据编号", "摘要", "借方", "贷方"], *rows])
    found = reconciliation.reconcile_account(hq, AGENT, START, END, OtherFile(path))
    assert (found.our_closing, found.their_closing, found.agrees) == (Decimal(210), Decimal(205), False)
    causes = sorted((each.side, each.cause.code) for each in found.leftovers)
    assert causes == [("differs", "reversed_digits"), ("ours_only", "unknown")]
    for side, told in (("ours", found.our_closing), ("theirs", found.their_closing)):
        assert told + sum(each.amount for each in found.adjustments if each.side == side) == found.adjusted


def test_a_policy_is_tried_on_the_orders_of_the_books(hq):
    line = LineBody("A", "A", 100_000, 250_00, 2_5000, "瓶")
    body = DocumentBody("XSDD-1", HQ, AGENT, "2025-12-10", NOW, 250_00, [line], state="accepted")
    put(hq.book, f"dealer/{AGENT}", "order", "o1", body)
    form = write_policy(a_policy(start=date(2026, 12, 1), end=date(2026, 12, 31), percent=10))
    found = simulate(hq, form)
    assert [(each.dealer.id, each.turnover, each.after) for each in found.dealers] == [
        (AGENT, Decimal(250), Decimal(25))
    ]


def test_a_bank_file_pays_what_it_quotes_once(hq, tmp_path):
    quoted = numbers(hq)[1]
    path = a_bank_file(tmp_path, a_row(1, "150.00", payer="广东总代理", memo=f"付{quoted}"))
    assert posted(bank_files.book_bank_file(hq, path)).booked == 1
    assert posted(bank_files.book_bank_file(hq, path)).booked == 0
    assert [(row.number == quoted, row.remaining) for row in settling.account_view(hq, AGENT).debts] == [
        (False, Decimal(60))
    ]


def test_months_close_open_and_tell_what_came_later(hq):
    periods.close_month(hq, START, anyway=True)
    assert periods.closed_through(hq) == END
    periods.reopen_month(hq, START, anyway=True)
    money.book_note(hq, "debit_note", AGENT, Decimal(7), date(2026, 10, 30))
    reversing.reverse(hq, numbers(hq)[0])
    found = settling.account_view(hq, AGENT, END)
    assert found.balance == sum((each.amount for each in found.ageing), ZERO) == 217
    assert settling.account_view(hq, AGENT).balance == 117


def test_settled_undone_and_deposited(hq):
    made = settling.account_view(hq, AGENT).settlements
    settling.unsettle(hq, [each.id for each in made])
    assert [row.remaining for row in settling.account_view(hq, AGENT).credits] == [Decimal(40)]
    assert [each.buyer.id for each in settling.ageing(hq)] == [AGENT]
    assert [each.id for each in settling.to_settle(hq)] == [AGENT]
    settling.settle(hq, AGENT, "oldest")
    assert settling.to_settle(hq) == []
    with pytest.raises(Exception, match="not_your_customer"):
        money.receive_money(hq, SHOP, Decimal(1))
