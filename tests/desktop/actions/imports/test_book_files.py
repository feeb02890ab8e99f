"""One and the same book in every layout the other side may send it in: each comes to the same lines and balance."""

import csv
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.documents import money
from desktop.actions.imports import book_files
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import reconciliation
from tests.building.desktop.a_desk import a_desk

START, END = date(2026, 10, 1), date(2026, 10, 31)
# The seller's (our) book: day, number, kind, amount; it opens with 60.00 and closes with 1,324.50.
BOOK = [
    (5, "XS-1", "销售出库", "1234.50"),
    (5, "XS-2", "销售出库", "150.00"),
    (12, "SK-1", "收款", "-100.00"),
    (20, "TH-1", "销售退货", "-20.00"),
]
OPENING, CLOSING = Decimal("60.00"), Decimal("1324.50")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = a_desk(tmp_path_factory.mktemp("books") / "desk")
    money.book_note(desk, "debit_note", "C1", OPENING, date(2026, 9, 30))
    for day, _, _, amount in BOOK:
        told = Decimal(amount)
        on = date(2026, 10, day)
        if told > 0:
            money.book_note(desk, "debit_note", "C1", told, on)
        else:
            money.receive_money(desk, "C1", -told, on)
    yield desk
    desk.close()


def balances():
    running, found = OPENING, []
    for _, _, _, amount in BOOK:
        running += Decimal(amount)
        found.append(running)
    return found


def debit(amount):
    return amount if Decimal(amount) > 0 else ""


def credit(amount):
    return amount[1:] if Decimal(amount) < 0 else ""


def day_of(day):
    return f"2026-10-{day:02d}"


def seller_rows(head=("日期", "单号", "摘要", "借方", "贷方", "余额"), write_day=day_of):
    rows = [[write_day(day), number, kind, debit(amount), credit(amount), str(balance)]
            for (day, number, kind, amount), balance in zip(BOOK, balances(), strict=True)]  # fmt: skip
    return [list(head), *rows]


def buyer_rows(head=("日期", "单号", "摘要", "借方", "贷方", "余额")):
    return [list(head), *([day_of(d), n, k, credit(a), debit(a), ""] for d, n, k, a in BOOK)]


def two_header_rows():
    head = [["日期", "凭证", "摘要", "本期发生额", "", "余额"], ["", "号", "", "借方", "贷方", ""]]
    head[0][1], head[1][1] = "单号", ""
    return [["客户往来明细账", "", "", "", "", ""], *head, *seller_rows()[1:]]


def parts_of_dates():
    """The paper ledger: year above, month and day in columns, each written once."""
    rows, before = [], 0
    for place, (day, number, kind, amount) in enumerate(BOOK):
        month = 10 if not place else ""
        rows.append([month, day if day != before else "", number, kind, debit(amount), credit(amount)])
        before = day
    return [["2026年", "", "", "", "", ""], ["月", "日", "单号", "摘要", "借方", "贷方"], *rows]


def with_sums():
    head, *lines = seller_rows()
    return [
        ["客户：天河小卖部", "", "", "期间：2026年10月", "", ""],
        head,
        ["2026-10-01", "", "期初余额", "", "", "60.00"],
        *lines[:2],
        ["2026-10-05", "", "本日合计", "1384.50", "", ""],
        ["", "", "小计", "1384.50", "", ""],
        *lines[2:],
        ["", "", "10月合计", "1384.50", "120.00", ""],
        ["", "", "本年累计", "9999.00", "8888.00", ""],
        ["", "", "期末余额", "", "", "1324.50"],
    ]


def balances_only():
    rows = [[day_of(d), n, k, str(b)] for (d, n, k, _), b in zip(BOOK, balances(), strict=True)]
    return [["日期", "单号", "摘要", "应收余额"], ["2026-10-01", "", "期初余额", "60.00"], *rows]


def bare_amounts(*, balance):
    rows = [[day_of(d), n, k, a.lstrip("-"), str(b) if balance else ""]
            for (d, n, k, a), b in zip(BOOK, balances(), strict=True)]  # fmt: skip
    return [["单据日期", "单据编号", "单据类型", "金额", "余额"], ["", "", "期初余额", "", "60.00"], *rows]


def signed():
    return [["日期", "单号", "金额"], *([day_of(d), n, a] for d, n, _, a in BOOK)]


def words():
    rows = [[day_of(d), n, a.lstrip("-"), "增" if Decimal(a) > 0 else "减"] for d, n, _, a in BOOK]
    return [["日期", "单号", "金额", "方向"], *rows]


def once_a_day():
    head, *lines = seller_rows()
    lines[1][0] = ""
    return [head, *lines]


def full_width():
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    return [[cell.translate(wide) if place else cell for cell in row] for place, row in enumerate(seller_rows())]


def money_texts():
    head, *lines = seller_rows()
    return [
        head,
        *([*r[:3], f"¥{Decimal(r[3]):,.2f}" if r[3] else "—", f"{r[4]}元" if r[4] else "-", ""] for r in lines),
    ]


DATES = {
    "2026/10/5": lambda day: f"2026/10/{day}",
    "2026.10.5": lambda day: f"2026.10.{day}",
    "20261005": lambda day: f"202610{day:02d}",
    "2026年10月5日": lambda day: f"2026年10月{day}日",
    "10月5日": lambda day: f"10月{day}日",
    "10-05": lambda day: f"10-{day:02d}",
    "20/10/2026": lambda day: f"{day:02d}/10/2026",
    "10/20/2026": lambda day: f"10/{day:02d}/2026",
    "5-Oct-26": lambda day: f"{day}-Oct-26",
    "with a clock": lambda day: f"2026-10-{day:02d} 14:06:51",
}
LAYOUTS = {
    "debit and credit": (seller_rows(), "seller"),
    "a buyer's ledger": (buyer_rows(), "buyer"),
    "english": (seller_rows(("Date", "Invoice No.", "Description", "Debit", "Credit", "Balance")), "seller"),
    "english payables": (buyer_rows(("Date", "Ref", "Particulars", "DR", "CR", "Running Balance")), "buyer"),
    "a header over two rows": (two_header_rows(), "seller"),
    "month and day apart": (parts_of_dates(), "seller"),
    "sums between": (with_sums(), "seller"),
    "balances only": (balances_only(), "seller"),
    "bare amounts with a balance": (bare_amounts(balance=True), "seller"),
    "bare amounts with words": (bare_amounts(balance=False), "seller"),
    "one signed amount": (signed(), "seller"),
    "增 and 减": (words(), "seller"),
    "增 and 减 of a buyer": (words(), "buyer"),
    "a day written once": (once_a_day(), "seller"),
    "full width": (full_width(), "seller"),
    "amounts as text": (money_texts(), "seller"),
    **{f"dates as {name}": (seller_rows(write_day=write), "seller") for name, write in DATES.items()},
}


def as_csv(path, rows, encoding="utf-8", separator=","):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def compared(desk, path, kept_by, **more):
    other = OtherFile(path, kept_by, closing=None if "closing" not in more else more.pop("closing"), **more)
    return reconciliation.reconcile_account(desk, "C1", START, END, other)


def agrees(found):
    hows = [match.how for match in found.matches]
    return (hows, found.leftovers, found.their_closing) == (["amount"] * len(BOOK), (), CLOSING)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_every_layout_in_text_comes_to_the_same_book(desk, tmp_path, layout, encoding):
    rows, kept_by = LAYOUTS[layout]
    found = compared(desk, as_csv(tmp_path / "theirs.csv", rows, encoding), kept_by)
    assert agrees(found), (found.matches, found.leftovers, found.their_closing, found.remarks)


def a_workbook(path, *sheets, merged=()):
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(place, column, cell, day)
                    elif cell != "":
                        sheet.write(place, column, cell)
            for first, last, column, value in merged:
                sheet.merge_range(first, column, last, column, value, day)
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_in_a_workbook_comes_to_the_same_book(desk, tmp_path, layout):
    rows, kept_by = LAYOUTS[layout]
    found = compared(desk, a_workbook(tmp_path / "theirs.xlsx", ("往来", rows)), kept_by)
    assert agrees(found), (found.matches, found.leftovers, found.their_closing, found.remarks)


def test_real_numbers_dates_and_merged_cells(desk, tmp_path):
    head = ["日期", "单号", "摘要", "借方", "贷方"]
    lines = [[datetime(2026, 10, d), n, k, *(float(x(a)) if x(a) else "" for x in (debit, credit))]  # noqa: DTZ001
             for d, n, k, a in BOOK]  # fmt: skip
    lines[0][0] = lines[1][0] = ""
    path = a_workbook(tmp_path / "t.xlsx", ("账", [head, *lines]), merged=[(1, 2, 0, datetime(2026, 10, 5))])  # noqa: DTZ001
    assert agrees(compared(desk, path, "seller"))


def test_a_book_over_two_sheets_is_one_book(desk, tmp_path):
    head, *lines = seller_rows()
    first = [head, ["", "", "期初余额", "", "", "60.00"], *lines[:2]]
    last = [head, *lines[2:], ["", "", "期末余额", "", "", str(CLOSING)]]
    path = a_workbook(tmp_path / "t.xlsx", ("封面", [["天河小卖部"], ["2026"]]), ("上旬", first), ("下旬", last))
    assert agrees(compared(desk, path, "seller"))


def test_a_mapping_is_remembered_for_its_counterparty(desk, tmp_path):
    """Two customers use one header for opposite things; each file is read as its own sender means it."""
    head = ["日子", "号", "甲", "乙"]
    rows = [[day_of(d), n, debit(a), credit(a)] for d, n, _, a in BOOK]
    path = as_csv(tmp_path / "theirs.csv", [head, *rows])
    titles = {"date": "日子", "reference": "号", "income": "甲", "expense": "乙"}
    turned = {**titles, "income": "乙", "expense": "甲"}
    book_files.remember_book(desk, OtherFile(path, "buyer", turned, "别家"), "GD01:C2")
    book_files.remember_book(desk, OtherFile(path, "buyer", titles, "天河"), "GD01:C1")
    book_files.remember_book(desk, OtherFile(path, "buyer", turned, "别家"), "GD01:C2")
    assert agrees(compared(desk, path, "buyer"))
    other = reconciliation.reconcile_account(desk, "C2", START, END, OtherFile(path, "buyer"))
    assert other.their_closing == -sum(Decimal(amount) for *_, amount in BOOK)


def test_rows_that_can_t_be_read_are_told_by_their_row(desk, tmp_path):
    head, *lines = seller_rows()
    lines[1][0] = "2026-13-45"
    found = compared(desk, as_csv(tmp_path / "theirs.csv", [head, *lines]), "seller")
    assert [(each.code, each.line) for each in found.remarks] == [("bank_row_date", 3)]
