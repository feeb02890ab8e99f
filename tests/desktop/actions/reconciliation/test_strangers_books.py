"""Books of the other side as its programs and people write them: each agrees, or differs by just what was planted."""

import csv
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.documents import money
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import kept_books, reconciliation
from desktop.actions.reconciliation.sheets import reconciliation_xlsx
from desktop.exchange.reading import read_grids
from desktop.wording import say_reason
from desktop.wording.accounts.adjustment_text import adjustment_text
from domain.errors import UsageError
from domain.tables.cells import read_name
from tests.building.desktop.a_desk import a_desk

D = Decimal
START, END = date(2026, 10, 1), date(2026, 10, 31)
OPENING = D("12000.00")
# Our account: day and what it adds to the debt. It closes with 23,368.27.
ACCOUNT = [
    (3, "8600.00"),
    (8, "12450.50"),
    (8, "-5000.00"),
    (12, "3200.00"),
    (15, "-320.00"),
    (20, "-10000.00"),
    (24, "7777.77"),
    (28, "1260.00"),
    (30, "-6600.00"),
]
CLOSING = D("23368.27")
# A prepaid account: it opens with 2,000.00 in the buyer's favour and closes with 1,754.90.
PREPAID = [(6, "700.00", "1300.00"), (19, "-500.00", "1800.00"), (31, "45.10", "1754.90")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = a_desk(tmp_path_factory.mktemp("books") / "desk")
    money.book_note(desk, "debit_note", "C1", OPENING, date(2026, 9, 30))
    money.receive_money(desk, "C2", D("2000.00"), date(2026, 9, 20))
    for customer, lines in (("C1", ACCOUNT), ("C2", [line[:2] for line in PREPAID])):
        for day, told in lines:
            amount, on = D(told), date(2026, 10, day)
            if amount > 0:
                money.book_note(desk, "debit_note", customer, amount, on)
            elif amount == D("-320.00"):
                money.book_note(desk, "credit_note", customer, -amount, on)
            else:
                money.receive_money(desk, customer, -amount, on)
    yield desk
    desk.close()


def lines_with_balances():
    balance = OPENING
    for day, told in ACCOUNT:
        balance += D(told)
        yield day, D(told), balance


def sides(amount):
    """A buyer's debit and credit."""
    return ("", amount) if amount > 0 else (-amount, "")


def kingdee():
    head = ["日期", "凭证字号", "摘要", "借方金额", "贷方金额", "方向", "余额"]
    lines = [[f"2026-10-{d:02d}", f"记-{d}", "采购", *sides(a), "贷", b] for d, a, b in lines_with_balances()]
    return [
        ["应付账款明细账"],
        ["供应商：广东粤海商贸有限公司", "", "", "", "", "期间：2026年第10期"],
        head,
        ["2026-10-01", "", "期初余额", "", "", "贷", OPENING],
        *lines,
        ["2026-10-31", "", "本期合计", D(21920), D("33288.27"), "贷", CLOSING],
        ["2026-10-31", "", "本年累计", D(99999), D(123456), "贷", CLOSING],
    ]


def ufida():
    """Year above, month and day below it, over two header rows."""
    lines = [["10", f"{d:02d}", f"付-{d}", "货款", *sides(a), "贷", f"{b:,.2f}"] for d, a, b in lines_with_balances()]
    return [
        ["供应商往来明细账"],
        ["2026年", "", "凭证号数", "摘要", "借方", "贷方", "方向", "余额"],
        ["月", "日", "", "", "", "", "", ""],
        ["10", "01", "", "上期结转", "", "", "贷", f"{OPENING:,.2f}"],
        *lines,
        ["10", "", "", "本月合计", "21,920.00", "33,288.27", "贷", f"{CLOSING:,.2f}"],
    ]


def balance_over_two_columns():
    """用友: 余额 stands over its side and its figure, and only the figure bears the title."""
    lines = [[f"2026.10.{d:02d}", "", "", *sides(a), "贷", b] for d, a, b in lines_with_balances()]
    head = ["日期", "凭证号", "摘要", "借方", "贷方", "", "余额"]
    return [head, ["", "", "上年结转", "", "", "贷", OPENING], *lines]


def guanjiapo():
    lines = [[f"2026-10-{d:02d}", f"JH-{d}", "", *reversed(sides(a)), b] for d, a, b in lines_with_balances()]
    return [
        ["往来单位：粤海商贸"],
        ["日期", "单据编号", "摘要", "应付增加(元)", "应付减少(元)", "应付余额(元)"],
        ["", "", "上月结转", "", "", OPENING],
        *lines,
        ["合计", "", "", D("33288.27"), D(21920), CLOSING],
    ]


def by_hand():
    """One signed column with brackets, two figures for the year, pages carried over."""
    lines = [
        [f"26.10.{d}", "", f"({-a:,.2f})" if a < 0 else f"{a:,.2f}", f"¥{b:,.2f}"] for d, a, b in lines_with_balances()
    ]
    return [
        ["日期", "摘要", "金额", "余额"],
        ["", "承前页", "", f"¥{OPENING:,.2f}"],
        *lines,
        ["", "过次页", "", f"¥{CLOSING:,.2f}"],
    ]


def red_figures():
    """A return stands with a minus in the column of purchases, and is called red."""
    lines = [
        [f"2026-10-{d:02d}", "红字 退货" if a == D("-320.00") else "", *(("", a) if a == D("-320.00") else sides(a)), b]
        for d, a, b in lines_with_balances()
    ]
    return [["日期", "摘要", "借方", "贷方", "余额"], ["2026-10-01", "期初余额", "", "", OPENING], *lines]


def english():
    lines = [
        [f"{d} Oct 2026", "Invoice" if a > 0 else "Payment", *reversed(sides(a)), f"{b:,.2f} CR"]
        for d, a, b in lines_with_balances()
    ]
    return [
        ["Vendor: 广东粤海商贸"],
        ["Date", "Description", "Charges", "Payments", "Balance"],
        ["2026-10-01", "Balance Brought Forward", "", "", f"{OPENING:,.2f} CR"],
        *lines,
        ["", "Closing Balance", "", "", f"{CLOSING:,.2f} CR"],
    ]


def days_first():
    """`3/10` is the third of October, as `15/10` further down shows."""
    lines = [[f"{d}/10", "", *sides(a), b] for d, a, b in lines_with_balances()]
    return [["日期", "摘要", "借方", "贷方", "余额"], ["", "期初余额", "", "", OPENING], *lines]


def with_another_account():
    lines = [["广东粤海商贸有限公司", f"2026-10-{d:02d}", "", *sides(a)] for d, a, _ in lines_with_balances()]
    others = [["深圳南山贸易", "2026-10-05", "", "", D(555)], ["深圳南山贸易", "2026-10-09", "", D(55), ""]]
    return [["供应商", "日期", "摘要", "借方", "贷方"], *lines, *others]


def with_another_block():
    head = ["日期", "摘要", "借方", "贷方", "余额"]
    lines = [[f"2026-10-{d:02d}", "", *sides(a), b] for d, a, b in lines_with_balances()]
    others = [["2026-10-05", "", "", D(555), D(655)], ["2026-10-09", "", D(55), "", D(600)]]
    return [
        ["往来单位：深圳南山贸易"],
        head,
        ["", "期初余额", "", "", D(100)],
        *others,
        ["往来单位：广东粤海商贸"],
        head,
        ["", "期初余额", "", "", OPENING],
        *lines,
    ]


AGREE = {
    "金蝶, side of the balance in a column": (kingdee, []),
    "用友, month and day below the year": (ufida, []),
    "side and figure of the balance side by side": (balance_over_two_columns, []),
    "管家婆, unit of money in the titles": (guanjiapo, []),
    "kept by hand, in brackets": (by_hand, []),
    "red figures": (red_figures, []),
    "english, CR behind the balance": (english, []),
    "the day before the month": (days_first, []),
    "two accounts by a column": (with_another_account, ["book_rows_apart", "their_balance_none"]),
    "two accounts in blocks": (with_another_block, ["book_rows_apart"]),
}


def a_workbook(path, *sheets):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, D):
                        sheet.write_number(place, column, float(cell))
                    elif cell != "":
                        sheet.write_string(place, column, cell)
    return path


def a_text(path, rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def compared(desk, path, customer="C1"):
    return reconciliation.reconcile_account(desk, customer, START, END, OtherFile(path))


def told(found):
    return sorted(each.code for each in found.remarks if each.severity != "info")


@pytest.mark.parametrize("written", ["workbook", "text"])
@pytest.mark.parametrize("custom", AGREE)
def test_a_book_that_says_the_same_agrees_whatever_its_custom(desk, tmp_path, custom, written):
    rows, known = AGREE[custom]
    path = (
        a_workbook(tmp_path / "b.xlsx", ("账", rows())) if written == "workbook" else a_text(tmp_path / "b.csv", rows())
    )
    found = compared(desk, path)
    assert (found.agrees, len(found.matches), found.their_closing) == (True, len(ACCOUNT), CLOSING)
    assert told(found) == sorted(known)


def test_a_sheet_for_each_month_is_one_book(desk, tmp_path):
    head = ["日期", "摘要", "借方", "贷方", "余额"]
    september = [
        head,
        ["2026-09-01", "期初余额", "", "", D(0)],
        ["2026-09-30", "货款", "", OPENING, OPENING],
        ["", "本月合计", "", OPENING, OPENING],
    ]
    october = [
        head,
        ["2026-10-01", "上月结转", "", "", OPENING],
        *([f"2026-10-{d:02d}", "", *sides(a), b] for d, a, b in lines_with_balances()),
        ["", "本月合计", D(21920), D("33288.27"), CLOSING],
    ]
    found = compared(desk, a_workbook(tmp_path / "b.xlsx", ("9月", september), ("10月", october)))
    assert (found.agrees, found.our_closing, found.their_closing) == (True, CLOSING, CLOSING)


# ---- what the buyer has paid ahead --------------------------------------------------------------------------------

SAID = {
    "with a minus": lambda figure: f"-{figure}",
    "in brackets": lambda figure: f"({figure})",
    "in brackets behind the sign of yuan": lambda figure: f"¥({figure})",
    "with the side before it": lambda figure: f"借 {figure}",
    "with the side behind it": lambda figure: f"{figure}（借）",
    "with DR": lambda figure: f"{figure} DR",
    "with neither": lambda figure: figure,  # its rows tell the sign
}


def prepaid_rows(say, side=""):
    lines = [[f"2026-10-{d:02d}", "", *sides(D(a)), side, say(f"{D(b):,.2f}")] for d, a, b in PREPAID]
    return [
        ["日期", "摘要", "借方", "贷方", "方向" if side else "", "余额"],
        ["2026-10-01", "期初余额", "", "", side, say("2,000.00")],
        *lines,
        ["", "期末余额", "", "", side, say("1,754.90")],
    ]


@pytest.mark.parametrize(("said", "side"), [*((each, "") for each in SAID), ("with neither", "借")])
def test_a_balance_in_the_buyers_favour_is_negative_however_it_is_written(desk, tmp_path, said, side):
    found = compared(desk, a_text(tmp_path / "b.csv", prepaid_rows(SAID[said], side)), "C2")
    assert (found.agrees, found.our_closing, found.their_closing) == (True, D("-1754.90"), D("-1754.90"))
    assert told(found) == []


def test_a_side_that_contradicts_the_rows_is_a_departure(desk, tmp_path):
    rows = prepaid_rows(SAID["with neither"], "借")
    rows[3][4] = "贷"
    found = compared(desk, a_text(tmp_path / "b.csv", rows), "C2")
    ((departs,),) = [[each for each in found.remarks if each.code == "their_balance_departs"]]
    assert (departs.line, departs.facts["more"]) == (4, "1")  # the row that turns, and the one that turns back
    assert (found.agrees, found.unproven) == (False, 1)


def test_dashes_and_even_balances_are_nought(desk, tmp_path):
    rows = [
        ["日期", "摘要", "借方", "贷方", "借或贷", "余额"],
        ["2026-10-01", "上年结转", "—", "—", "平", "—"],
        ["2026-10-05", "", "-", "1000.00", "贷", "1000.00"],
        ["2026-10-09", "", "1000.00", "—", "平", "0.00"],
    ]
    found = compared(desk, a_text(tmp_path / "b.csv", rows))
    theirs = [row.amount for each in found.leftovers if each.side == "theirs_only" for row in each.theirs]
    assert (theirs, found.their_closing, told(found)) == ([D(1000), D(-1000)], D(0), [])


@pytest.mark.parametrize("head", [["日期", "单号", "金额(万元)"], ["日期", "单号", "金额（千元）"]])
def test_money_in_other_units_is_refused_in_so_many_words(desk, tmp_path, head):
    path = a_text(tmp_path / "b.csv", [head, ["2026-10-03", "", "0.86"], ["2026-10-08", "", "1.24505"]])
    with pytest.raises(UsageError) as refused:
        compared(desk, path)
    assert (refused.value.code, refused.value.facts["text"]) == ("figures_scaled", head[2][3:-1])


# ---- planted differences ------------------------------------------------------------------------------------------


def changed(lines, day, amount=None, *, on=None):
    """The lines with one of them otherwise: without it, of another amount or day."""
    found = []
    for line in lines:
        if line != day:
            found.append(line)
        elif amount is not None or on is not None:
            found.append((on or line[0], amount or line[1]))
    return found


PLANTED = {
    "left out": (changed(ACCOUNT, (12, "3200.00")), [("ours_only", "unknown")], D("20168.27")),
    "twice": ([*ACCOUNT, ACCOUNT[0]], [("theirs_only", "keyed_twice")], D("31968.27")),
    "another amount": (changed(ACCOUNT, (12, "3200.00"), "3210.00"), [("differs", "unknown")], D("23378.27")),
    "sign turned": (changed(ACCOUNT, (15, "-320.00"), "320.00"), [("differs", "sign_turned")], D("24008.27")),
    "four days late": (changed(ACCOUNT, (12, "3200.00"), on=16), [], CLOSING),
    "two in one": (
        [line for line in ACCOUNT if line[1] not in ("7777.77", "1260.00")] + [(28, "9037.77")],
        [],
        CLOSING,
    ),
}


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_is_found_and_nothing_else(desk, tmp_path, planted, numbered):
    lines, wanted, closing = PLANTED[planted]
    numbers: dict[tuple[int, Decimal], str] = {}
    for row in compared(desk, a_text(tmp_path / "n.csv", [["日期", "金额"], ["2026-10-02", "1"]])).leftovers:
        numbers |= {(each.date.day, abs(each.amount)): each.number for each in row.ours}
    rows = [["日期", "单号", "金额"], ["2026-10-01", "", "期初余额", str(OPENING)]]
    rows[0].append("余额")
    for day, told_ in lines:
        number = numbers.get((day, abs(D(told_))), "") if numbered and planted != "two in one" else ""
        rows.append([f"2026-10-{day:02d}", number, told_, ""])
    found = compared(desk, a_text(tmp_path / "b.csv", rows))
    assert [(each.side, each.cause.code) for each in found.leftovers] == wanted
    assert (found.their_closing, found.agrees) == (closing, not wanted)


def test_another_opening_is_one_difference_and_is_listed(desk, tmp_path):
    rows = kingdee()
    for row in rows[3:]:
        row[6] -= 10
    found = compared(desk, a_workbook(tmp_path / "b.xlsx", ("账", rows)))
    ((one,),) = [found.leftovers]
    assert (one.code, one.ours[0].amount, one.theirs[0].amount) == ("opening_differs", OPENING, OPENING - 10)
    assert (found.differences, len(found.adjustments), found.unproven) == (1, 1, 0)


def test_a_book_without_balances_is_known_by_its_lines(desk, tmp_path):
    """The buyer sent what the seller's ledger says: nothing but its lines beside ours can tell."""
    rows = [["日期", "借方", "贷方"], *([f"2026-10-{d:02d}", *reversed(sides(a))] for d, a, _ in lines_with_balances())]
    found = compared(desk, a_text(tmp_path / "b.csv", rows))
    assert (found.agrees, told(found)) == (True, ["their_balance_none", "their_book_turned_lines"])


def test_a_file_of_somebody_else_says_whose_it_is(desk, tmp_path):
    rows = kingdee()
    rows[1][0] = "供应商：深圳南山贸易有限公司"
    found = compared(desk, a_workbook(tmp_path / "b.xlsx", ("账", rows)))
    assert [each.facts["name"] for each in found.remarks if each.code == "book_names_other"] == ["深圳南山贸易有限公司"]


def test_accounts_that_can_t_be_told_apart_prove_nothing(desk, tmp_path):
    rows = [
        ["某某公司" if cell.startswith("广东") else cell for cell in row[:1]] + row[1:]
        for row in with_another_account()
    ]
    found = compared(desk, a_text(tmp_path / "b.csv", rows))
    assert "book_accounts_several" in told(found)
    assert (found.agrees, found.unproven) == (False, 1)


# ---- what wasn't read ---------------------------------------------------------------------------------------------

UNREAD = {
    "an amount in words": ["2026-10-31", "X9", "运费", "", "约88元"],
    "a day to come": ["待确认", "X9", "运费", "", "88.00"],
}


@pytest.fixture(params=UNREAD)
def unread(request, desk, tmp_path):
    lines = [[f"2026-10-{d:02d}", "", "", *sides(a)] for d, a, _ in lines_with_balances()]
    rows = [["日期", "单号", "摘要", "借方", "贷方"], *lines, UNREAD[request.param]]
    return compared(desk, a_text(tmp_path / "b.csv", rows))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rows_that_were_not_read_leave_it_unproven_wherever_it_is_told(desk, unread, tmp_path, language):
    assert (unread.agrees, unread.differences, unread.unproven) == (False, 0, 1)
    row = next(say_reason(each, language) for each in unread.remarks if each.line == len(ACCOUNT) + 2)
    open_ = {"zh": "尚未证实", "en": "Not proven yet"}[language]
    assert " ".join(say_reason(each, language) for each in unread.verdicts).count(open_) == 1
    paper = adjustment_text(kept_books.as_kept(desk, unread), language).plain()
    assert open_ in paper
    assert row in paper
    path = tmp_path / "t.xlsx"
    path.write_bytes(reconciliation_xlsx(unread, language))
    cells = [read_name(cell) for line in read_grids(path)[0].rows for cell in line]
    assert any(open_ in cell for cell in cells)
    assert row in cells


def test_a_paper_of_balances_that_stay_apart_doesn_t_call_them_equal(desk, tmp_path):
    rows = kingdee()
    rows[-2][6] = rows[-1][6] = D(1)
    rows.insert(-2, ["", "", "期末余额", "", "", "贷", D(20000)])
    found = compared(desk, a_workbook(tmp_path / "b.xlsx", ("账", rows)))
    paper = adjustment_text(kept_books.as_kept(desk, found), "zh").plain()
    assert not found.comes_to_one
    assert "双方余额相等" not in paper
    assert "仍不相等" in paper


def test_goods_booked_on_the_last_day_are_not_nought_days_away(desk, tmp_path):
    path = a_text(tmp_path / "b.csv", [["日期", "金额"], ["2026-10-19", "-500"], ["2026-10-06", "700"]])
    ((one,),) = [compared(desk, path, "C2").leftovers]
    assert (one.cause.code, one.cause.facts["days"]) == ("goods_in_transit", 0)
    assert say_reason(one.cause, "zh") == "货可能在途，另一方收到后会记账。"
