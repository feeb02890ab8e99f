"""A statement as a workbook: every figure a number, every sum a formula that comes to what the paper says."""

import datetime as dt
from decimal import Decimal

import pytest

from desktop.exchange.statement_sheets import statement_xlsx
from desktop.printing.labels import LABELS
from domain.accounts.periods import Booked, Restated
from domain.statements.forms import GoodsLine, Layout, MemoItems, MemoRow, OpenRow
from domain.statements.marks import digest_of
from tests.building.desktop.book_reader import read_book
from tests.building.desktop.papers import NUMBER, REPLY_BY, a_form, a_posting, a_statement

D = Decimal
MONEY = "#,##0.00;[Red]-#,##0.00"
DAY = dt.date(2026, 10, 2)
APART = MemoItems(
    prepayments=(MemoRow(DAY, "SKD-1", "订金", D(300)), MemoRow(DAY, "SKD-2", "订金", D("0.55"))),
    wallet=(MemoRow(DAY, "FLJS-1", "返利", D(88)),),
    in_transit=(MemoRow(DAY, "XSCK-9", "在途", D("1200.10")),),
    disputed=(MemoRow(DAY, "XSCK-3", "少货", D(45)),),
)


def statement_of(form, language="zh"):
    """The first sheet, the place of its head row, and all sheets."""
    sheets = read_book(statement_xlsx(form, language=language))
    sheet = next(iter(sheets.values()))
    return sheet, sheet.frozen[0] - 1, sheets


def computed(sheet, upto, start):
    """The balances worked out by following the formulas' own cells: above + increase - decrease."""
    balance, found = start, []
    for row in upto:
        balance = balance + (row[4].value or 0) - (row[5].value or 0)
        found.append(balance)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_balance_is_a_formula_that_comes_right(language):
    statement = a_statement(entries=9)
    sheet, head, _ = statement_of(a_form(statement), language)
    labels = LABELS[language]
    assert [cell.value for cell in sheet.rows[head]] == list(labels.columns)
    opening, *rows = sheet.rows[head + 1 : head + 2 + len(statement.entries)]
    assert (opening[0].value, opening[6].value, opening[6].formula) == (statement.start, statement.opening, "")
    assert [row[6].value for row in rows] == computed(sheet, rows, statement.opening)
    for place, row in enumerate(rows, head + 3):
        assert row[6].formula == f"ROUND(G{place - 1}+E{place}-F{place},2)"
        assert isinstance(row[0].value, dt.date)
        assert {row[column].format for column in (4, 5, 6) if row[column].value is not None} == {MONEY}
        assert row[2].format == "@"
    assert sheet.filtered == f"A{head + 1}:G{head + 2 + len(rows)}"


def test_totals_closing_and_ages_are_formulas():
    statement = a_statement(entries=6)
    sheet, head, _ = statement_of(a_form(statement))
    last = head + 2 + len(statement.entries)
    total, closing = sheet.rows[last], sheet.rows[last + 1]
    assert (total[4].formula, total[5].formula) == (f"SUM(E{head + 2}:E{last})", f"SUM(F{head + 2}:F{last})")
    assert (total[4].value, total[5].value) == (statement.debit_total, statement.credit_total)
    assert (closing[6].formula, closing[6].value) == (f"G{last}", statement.closing)
    *ages, whole = sheet.rows[-len(statement.ageing) - 1 :]
    assert sum(row[4].value for row in ages) == whole[4].value == statement.closing
    assert whole[4].formula.startswith("SUM(E")


def test_above_stands_whose_it_is_until_when_to_answer_and_its_digest():
    form, labels = a_form(), LABELS["zh"]
    sheet, head, _ = statement_of(form)
    above = {row[0].value: row[2].value for row in sheet.rows[: head - 1]}
    assert above[labels.statement] == NUMBER
    assert REPLY_BY.isoformat() in above[labels.reply_by]
    assert above[labels.digest] == digest_of(form)
    unissued, head, _ = statement_of(a_form(number=""))
    assert LABELS["zh"].digest not in [row[0].value for row in unissued.rows[:head]]


def test_an_opening_that_was_told_otherwise_is_explained():
    late = Booked(a_posting(3, amount=D("12.34")), 7)
    restated = Restated(dt.date(2026, 9, 30), D(1000), D("1012.34"), (late,))
    sheet, head, _ = statement_of(a_form(restated=restated))
    told = " ".join(str(row[2].value) for row in sheet.rows[:head] if row)
    assert "1,000.00" in told
    assert "1,012.34" in told
    assert late.posting.number in told


def test_open_items_add_up_to_the_closing_balance():
    rows, balance = [], D(0)
    for index, (amount, settled, late) in enumerate([(D(1000), D(400), 12), (D("55.55"), D(0), 0), (D(-80), D(0), -3)]):
        balance += amount - settled
        kind = "delivery" if amount > 0 else "money_receipt"
        number = f"NO-{index}"
        rows.append(OpenRow(DAY, DAY, kind, number, 1, "", amount, settled, amount - settled, late, balance))
    statement = a_statement([], opening=balance)
    form = a_form(statement, layout=Layout(open_only=True), open_rows=rows)
    sheet, head, _ = statement_of(form)
    assert [cell.value for cell in sheet.rows[head]] == list(LABELS["zh"].open_columns)
    table = sheet.rows[head + 1 : head + 4]
    assert [row[8].value for row in table] == [each.balance for each in rows]
    assert [row[8].formula for row in table] == [
        f"ROUND(H{head + 2},2)",
        f"ROUND(I{head + 2}+H{head + 3},2)",
        f"ROUND(I{head + 3}+H{head + 4},2)",
    ]
    assert [row[6].value for row in table] == [12, None, None]
    total = sheet.rows[head + 4]
    assert (total[7].value, total[7].formula) == (statement.closing, f"SUM(H{head + 2}:H{head + 4})")


@pytest.mark.parametrize("prices", [True, False])
def test_goods_have_a_sheet_and_a_sum_where_prices_are_shown(prices):
    statement = a_statement(entries=1)
    number = statement.entries[0].number
    line = GoodsLine("SP1", "王老吉", D(12), "箱", D("48.5") if prices else None, D(582) if prices else None)
    half = GoodsLine("SP2", "散装", D("0.5"), "kg", D(9) if prices else None, D("4.5") if prices else None)
    form = a_form(statement, layout=Layout(detail="lines", prices=prices), goods={number: (line, half)})
    goods = statement_of(form)[2][LABELS["zh"].goods]
    assert goods.frozen == (1, 0)
    assert goods.column("货号") == ["SP1", "SP2"]
    assert [row[4].format for row in goods.rows[1:3]] == ["#,##0;[Red]-#,##0", "#,##0.###;[Red]-#,##0.###"]
    if prices:
        assert goods.totals["金额"].value == D("586.5")
        assert list(goods.totals) == ["金额"]
    else:
        assert goods.totals == {}
        assert goods.column("金额") == [None, None]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_stands_apart_is_summed_by_itself(language):
    labels = LABELS[language]
    apart = statement_of(a_form(apart=APART), language)[2][labels.apart]
    sums = {row[0].value: row for row in apart.rows if row[4].formula}
    names = (labels.prepayments, labels.wallet, labels.in_transit, labels.disputed)
    assert {name: row[4].value for name, row in sums.items()} == dict(
        zip(names, (D("300.55"), D(88), D("1200.1"), D(45)), strict=True)
    )
    assert sums[labels.wallet][3].value == labels.outside
    assert sums[labels.disputed][3].value == labels.inside
    place = 1 + next(place for place, row in enumerate(apart.rows) if row[0].value == labels.wallet and row[4].formula)
    assert sums[labels.wallet][4].formula == f"SUMIF(A2:A6,A{place},E2:E6)"


def test_nothing_apart_and_no_goods_leave_one_sheet():
    assert len(statement_of(a_form())[2]) == 1


def test_long_names_and_large_sums_find_room():
    posting = a_posting(1, amount=D("1234567890.12"), summary="=SUM(A1:A9)")
    form = a_form(a_statement([posting], buyer_name="长" * 80))
    sheet, head, _ = statement_of(form)
    row = sheet.rows[head + 2]
    assert row[4].value == D("1234567890.12")
    assert (row[3].value, row[3].formula) == ("=SUM(A1:A9)", "")
    assert sheet.widths[4] >= 15
