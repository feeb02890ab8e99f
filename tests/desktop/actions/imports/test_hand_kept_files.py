"""Files as people keep them by hand: whose they are, keys written once, days in parts, words and figures that slip."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.bank.bank_files import Choices, read_bank_file
from desktop.actions.catalog.customers import NewCustomer, add_customer
from desktop.actions.imports.card_files import import_customers
from desktop.actions.imports.history import import_orders
from desktop.actions.intake.kinds import import_file
from desktop.wording import say_row
from domain.errors import DeskError
from sync.records.bodies.records import DealerBody
from tests.building.desktop.a_desk import a_desk

HEAD = ["单号", "日期", "客户", "货号", "数量", "金额"]
STORE = ("dealer", "GZ01", DealerBody("GZ01", "番禺城市代理", "city", "GD02"))


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", records=[STORE]) as opened:
        yield opened


def book(folder, *rows, merged=()):
    path = folder / "hand.xlsx"
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet("9月")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    for block, value in merged:
        sheet.merge_range(block, value)
    workbook.close()
    return path


def taken(desk, path, **more):
    return import_orders(desk, path, seller="GD01", report=path.with_suffix(".why.csv"), **more)


def refused(done):
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        return {(int(row[0]), code) for row in list(csv.reader(file))[1:] for code in row[1].split("; ")}


def lines(desk):
    sql = "SELECT ref, date, buyer, amount FROM document WHERE kind IN ('delivery', 'return') ORDER BY ref, buyer, date"
    with desk.book.reading() as connection:
        return [(ref, day, buyer, amount / 100) for ref, day, buyer, amount in connection.exec_driver_sql(sql)]


def codes(desk):
    with desk.book.reading() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT code FROM dealer")}


def notes(done):
    return {note.code: dict(note.facts) for note in done.notes}


# ---- whose code it is ----------------------------------------------------------------------------------------------

OUTSIDERS = [
    ("HQ", "customer_is_above"),
    ("总部", "customer_is_above"),
    ("ｈｑ", "customer_is_above"),
    ("GD01", "customer_is_oneself"),
    ("gd01 ", "customer_is_oneself"),
    ("广东粤海商贸", "customer_is_oneself"),
    ("GZ01", "customer_elsewhere"),
]


@pytest.mark.parametrize(("code", "why"), OUTSIDERS)
def test_nobody_above_beside_or_oneself_becomes_a_customer_by_a_file_of_orders(desk, tmp_path, code, why):
    before = codes(desk)
    done = taken(
        desk, book(tmp_path, HEAD, ["A1", "2026-11-02", code, "W550", 1, 10], ["A2", "2026-11-02", "C1", "W550", 1, 10])
    )
    assert refused(done) == {(2, why)}
    assert (done.booked_lines, codes(desk)) == (1, before)


@pytest.mark.parametrize(("code", "why"), OUTSIDERS)
def test_nor_by_a_file_of_cards(desk, tmp_path, code, why):
    before = codes(desk)
    done = import_customers(desk, book(tmp_path, ["编码", "名称"], [code, "某某"], ["N9", "新客户"]))
    assert (dict(done.reasons), codes(desk) - before) == ({why: 1}, {"N9"})


def test_nor_by_its_name_under_another_code(desk, tmp_path):
    done = import_customers(
        desk, book(tmp_path, ["编码", "名称"], ["N1", "总部"], ["N2", "广东粤海商贸"], ["N3", "番禺城市代理"])
    )
    assert dict(done.reasons) == {"customer_is_above": 1, "customer_is_oneself": 1}


@pytest.mark.parametrize("code", ["HQ", "hq", "GD01", "ＧＤ０１", "gz01"])
def test_nor_by_hand(desk, code):
    with pytest.raises(DeskError) as raised:
        add_customer(desk, NewCustomer(code, "某某"))
    assert raised.value.code == "dealer_exists"


def test_what_is_told_of_them_names_code_and_company():
    facts = {"code": "GD01", "name": "广东粤海商贸"}
    assert "GD01" in say_row("customer_is_oneself", facts, "zh")
    assert "广东粤海商贸" in say_row("customer_is_oneself", facts, "en")


# ---- keys written once ---------------------------------------------------------------------------------------------


def an_order(customer, number):
    return [customer, number, "2026-11-02", "W550", 1, 1]


GROUPED = ["客户", "单号", "日期", "货号", "数量", "金额"]


def test_a_customer_goes_on_over_the_subtotals_of_its_documents_until_another_begins(desk, tmp_path):
    done = taken(
        desk,
        book(
            tmp_path,
            GROUPED,
            ["C1", "B1", "2026-11-02", "W550", 24, 24],
            ["", "", "", "COLA", 24, 36],
            ["", "小计", "", "", 48, 60],
            ["", "B2", "2026-11-03", "W550", 24, 24],
            ["", "", "", "COLA", 24, 36],
            ["", "小计", "", "", 48, 60],
            ["C1 合计", "", "", "", 96, 120],
            ["C2", "B3", "2026-11-04", "W550", 24, 24],
            ["", "B4", "2026-11-05", "COLA", 24, 36],
            ["总计", "", "", "", 144, 180],
        ),
    )
    assert (done.booked_lines, done.refused_lines, done.left_lines) == (6, 0, 4)
    assert lines(desk) == [
        ("B1", "2026-11-02", "GD01:C1", 60.0),
        ("B2", "2026-11-03", "GD01:C1", 60.0),
        ("B3", "2026-11-04", "GD01:C2", 24.0),
        ("B4", "2026-11-05", "GD01:C2", 36.0),
    ]
    assert notes(done)["key_carried"] == {"title": "客户", "rows": "5, 10"}


def test_a_document_goes_on_over_a_subtotal_within_it_and_its_figures_do_not(desk, tmp_path):
    done = taken(
        desk,
        book(
            tmp_path,
            HEAD,
            ["B1", "2026-11-02", "C1", "W550", 24, 24],
            ["", "", "", "小计", 24, 24],
            ["", "", "", "COLA", 12, 18],
            ["", "", "", "W550", "", ""],
        ),
    )
    assert (done.booked_lines, done.booked_amount) == (2, Decimal(42))
    assert refused(done) == {(3, "row_sum"), (5, "quantity_missing"), (5, "price_missing")}


def test_a_merged_customer_goes_on_over_subtotals(desk, tmp_path):
    done = taken(
        desk,
        book(
            tmp_path,
            GROUPED,
            ["", "B1", "2026-11-02", "W550", 24, 24],
            ["", "小计", "", "", 24, 24],
            ["", "B2", "2026-11-03", "COLA", 24, 36],
            merged=[("A2:A4", "C2")],
        ),
    )
    assert (done.booked_lines, done.refused_lines) == (2, 0)
    assert {buyer for _, _, buyer, _ in lines(desk)} == {"GD01:C2"}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        # its customer's own sum ends it, and so does the sum of all
        ([an_order("C1", "B1"), ["C1 合计", "", "", "", 1, 1], an_order("", "B2")], {4}),
        ([an_order("C1", "B1"), ["", "合计", "", "", 1, 1], an_order("", "B2")], {4}),
        # a list that names its customer on every row has one forgotten
        ([an_order("C1", "B1"), an_order("C1", "B2"), an_order("", "B3")], {4}),
    ],
    ids=["its own sum", "the sum of all", "named on every row"],
)
def test_a_customer_ends_where_it_is_summed_up_and_is_not_guessed_where_rows_name_it(desk, tmp_path, rows, why):
    done = taken(desk, book(tmp_path, GROUPED, *rows))
    assert {row for row, code in refused(done) if code == "customer_missing"} == why


def test_another_name_on_a_row_without_a_code_is_not_the_customer_above(desk, tmp_path):
    head = ["客户编码", "客户名称", "单号", "日期", "货号", "数量", "金额"]
    rows = [["C1", "天河小卖部", "B1", "2026-11-02", "W550", 1, 1], ["", "越秀超市", "B1", "2026-11-02", "W550", 1, 1]]
    taken(desk, book(tmp_path, head, *rows))
    assert {buyer for _, _, buyer, _ in lines(desk)} == {"GD01:C1", "GD01:C2"}


def test_a_second_table_with_other_titles_on_the_same_sheet_is_not_booked_as_the_first(desk, tmp_path):
    sale, other = ["K1", "2026-11-02", "C1", "W550", 1, 10], ["退货单号", *HEAD[1:]]
    again = ["K3", "2026-11-04", "C1", "W550", 3, 30]
    back = ["K2", "2026-11-03", "C1", "W550", 1, 10]
    done = taken(desk, book(tmp_path, HEAD, sale, ["退货"], other, back, HEAD, again))
    assert [ref for ref, *_ in lines(desk)] == ["K1", "K3"]
    assert {row for row, code in refused(done) if code == "row_elsewhere"} == {4, 5}
    assert (done.lines, done.booked_lines, done.left_lines) == (6, 2, 4)


def test_a_name_broken_by_a_line_end_or_blanks_is_the_known_customer(desk, tmp_path):
    before = codes(desk)
    done = taken(desk, book(tmp_path, HEAD, ["A1", "2026-11-02", "天河\n小卖部", "W550", 1, 10]))
    assert (codes(desk), [buyer for _, _, buyer, _ in lines(desk)]) == (before, ["GD01:C1"])
    assert notes(done)["codes_alike"] == {"count": 1, "examples": "天河 小卖部 → C1"}


# ---- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "rows", "days"),
    [
        (["年", "月", "日"], [[2026, 11, 2], ["", "", 3], ["", 10, 4]], ["2026-11-02", "2026-11-03", "2026-10-04"]),
        (
            ["年份", "月份", "日"],
            [["26年", "11月", "2日"], ["", "", ""], ["", "", "9"]],
            ["2026-11-02", "2026-11-02", "2026-11-09"],
        ),
        (["日期(年)", "日期(月)", "日期(日)"], [[2026, 11, 2]] * 3, ["2026-11-02"] * 3),
        (["月", "日", "摘要"], [[11, 2, ""], [12, 30, ""], ["", 31, ""]], ["2026-11-02", "2025-12-30", "2025-12-31"]),
    ],
    ids=["written once", "with words", "under one title", "without a year"],
)
def test_year_month_and_day_in_columns_of_their_own_are_one_date(desk, tmp_path, head, rows, days):
    parts = [[*row, f"Y{place}", "C1", "W550", 1, 10] for place, row in enumerate(rows)]
    done = taken(desk, book(tmp_path, [*head, "单号", "客户", "货号", "数量", "金额"], *parts))
    assert [day for _, day, _, _ in lines(desk)] == days
    assert done.refused_lines == 0
    assert ("date_year_added" in notes(done)) == (head[0] == "月")


def test_a_day_in_parts_that_is_none_is_told_and_a_sum_among_them_stays_one(desk, tmp_path):
    head = ["年", "月", "日", "单号", "客户", "货号", "数量", "金额"]
    done = taken(
        desk,
        book(
            tmp_path, head, [2026, 11, 31, "Y1", "C1", "W550", 1, 10], [2026, 12, "", "Y2", "C1", "W550", 1, 10],
            ["合计", "", "", "", "", "", 2, 20],
        ),
    )  # fmt: skip
    assert refused(done) == {(2, "date_unreadable"), (3, "date_unreadable"), (4, "row_sum")}


def test_receipts_and_opening_balances_read_days_in_parts_too(desk, tmp_path):
    path = book(tmp_path, ["客户", "年", "月", "日", "期初余额"], ["C1", 2026, 11, 1, 100], ["C2", "", "", 2, 50])
    done = import_file(desk, "openings", path)
    assert (done.taken_lines, dict(done.reasons)) == (2, {})
    sql = "SELECT buyer, date FROM document WHERE kind = 'opening' ORDER BY buyer"
    with desk.book.reading() as connection:
        assert list(connection.exec_driver_sql(sql)) == [("GD01:C1", "2026-11-01"), ("GD01:C2", "2026-11-02")]


@pytest.mark.parametrize(
    ("above", "cells", "days"),
    [
        ([], ["11-20", "12/30", "1月5日"], ["2026-11-20", "2025-12-30", "2026-01-05"]),
        (["查询期间：2025-12-01 至 2026-01-31"], ["12-30", "1-5"], ["2025-12-30", "2026-01-05"]),
        (["2024年度流水"], ["12-30", "1-5"], ["2024-12-30", "2024-01-05"]),
        (["打印日期：2026-01-08"], ["12-30", "1-5"], ["2025-12-30", "2026-01-05"]),
    ],
    ids=["none told", "a period", "a year", "the day of printing"],
)
def test_days_without_a_year_are_settled_by_what_stands_above_and_told(desk, tmp_path, above, cells, days):
    head = ["交易日期", "对方户名", "收入金额", "支出金额"]
    path = book(tmp_path, *([above] if above else []), head, *([cell, "天河小卖部", 5, ""] for cell in cells))
    found = read_bank_file(desk, path, Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"}))
    assert [line.date.isoformat() for line in found.lines] == days
    assert "date_year_added" in {remark.code for remark in found.remarks}
    orders = [[f"Y{place}", cell, "C1", "W550", 1, 10] for place, cell in enumerate(cells)]
    done = taken(desk, book(tmp_path, *([above] if above else []), HEAD, *orders))
    assert [day for _, day, _, _ in lines(desk)] == days
    assert "date_year_added" in notes(done)


def test_a_small_number_shown_as_a_day_is_refused_everywhere(desk, tmp_path):
    slip = dt.date(1900, 1, 2)
    done = taken(
        desk, book(tmp_path, HEAD, ["A1", slip, "C1", "W550", 1, 10], ["A2", "1926-11-02", "C1", "W550", 1, 10])
    )
    assert refused(done) == {(2, "date_past"), (3, "date_past")}
    opened = import_file(desk, "openings", book(tmp_path, ["客户", "期初余额", "日期"], ["C1", 100, slip]))
    assert dict(opened.reasons) == {"date_past": 1}
    flow = book(
        tmp_path,
        ["交易日期", "对方户名", "收入", "支出"],
        [slip, "天河小卖部", 5, ""],
        ["2026-11-02", "天河小卖部", 6, ""],
    )
    found = read_bank_file(desk, flow, Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"}))
    assert [(each.code, each.line) for each in found.remarks if each.severity == "warn"] == [("bank_row_date", 2)]


def test_years_far_from_the_others_are_told(desk, tmp_path):
    rows = [[f"A{place}", f"{year}-11-02", "C1", "W550", 1, 10] for place, year in enumerate((2026, 2016, 2025, 2026))]
    done = taken(desk, book(tmp_path, HEAD, *rows), check=True)
    assert notes(done)["years_apart"] == {"rows": "3", "years": "2016", "others": "2025–2026"}


# ---- figures and words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "booked", "told"),
    [(100.005, "100.01", True), ("100.005", "100.01", True), ("100.00499999999999", "100.01", False),
     (99.99999999999, "100.00", False), (3.3333333333333335, "3.33", False), ("100.500", "100.50", False)],
)  # fmt: skip
def test_an_amount_finer_than_fen_is_told_by_its_row_and_what_computing_leaves_is_not(
    desk, tmp_path, cell, booked, told
):
    done = taken(desk, book(tmp_path, HEAD, ["A1", "2026-11-02", "C1", "W550", 1, cell]))
    assert done.booked_amount == Decimal(booked)
    seen = [
        (note.line, note.facts["text"], note.facts["amount"]) for note in done.notes if note.code == "amount_rounded"
    ]
    assert seen == ([(2, "100.005", Decimal("100.01"))] if told else [])


def test_it_is_told_of_a_bank_file_too(desk, tmp_path):
    path = book(tmp_path, ["交易日期", "对方户名", "收入", "支出"], ["2026-11-02", "天河小卖部", 100.005, ""])
    found = read_bank_file(desk, path, Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"}))
    assert [(each.code, each.line) for each in found.remarks] == [("amount_rounded", 2)]


@pytest.mark.parametrize(
    ("kind", "amount", "outcome"),
    [
        ("销售出库单", 10, "sale"), ("零售", 10, "sale"), ("Sales Invoice", 10, "sale"), ("", 10, "sale"),
        ("退货", 10, "return"), ("销售退货单", 10, "return"),
        ("样品", 10, "kind_free"), ("赠品", 10, "kind_free"), ("试饮", 10, "kind_free"), ("Sample", 10, "kind_free"),
        ("样品", 0, "sale"), ("赠送", 0, "sale"),
        ("换货", 10, "row_no_sale"), ("费用", 10, "row_no_sale"), ("押金", 10, "row_no_sale"),
        ("Exchange", 10, "row_no_sale"),
        ("销售订单", 10, "told"), ("服务", 10, "told"), ("团购", 10, "told"),
    ],
)  # fmt: skip
def test_every_word_for_a_kind_is_treated_as_what_it_says_or_told(desk, tmp_path, kind, amount, outcome):
    done = taken(desk, book(tmp_path, ["类型", *HEAD], [kind, "A1", "2026-11-02", "C1", "W550", 1, amount]))
    assert {code for _, code in refused(done)} == ({outcome} if outcome in ("kind_free", "row_no_sale") else set())
    assert (done.deliveries, done.returns) == {"return": (0, 1), "sale": (1, 0), "told": (1, 0)}.get(outcome, (0, 0))
    assert notes(done).get("kinds_as_sales") == ({"kinds": f"{kind} × 1"} if outcome == "told" else None)


def test_a_column_of_its_own_that_calls_goods_given_away_is_read(desk, tmp_path):
    rows = [["A1", "2026-11-02", "C1", "W550", 1, 10, "是"], ["A2", "2026-11-02", "C1", "W550", 1, 10, "否"]]
    done = taken(desk, book(tmp_path, [*HEAD, "是否赠品"], *rows))
    assert (refused(done), done.booked_lines) == ({(2, "kind_free")}, 1)


@pytest.mark.parametrize(("title", "column"), [("编码", "编码"), ("手机号码", "电话")])
def test_a_number_that_a_spreadsheet_damaged_is_called_by_its_own_column(desk, tmp_path, title, column):
    row = {"编码": "K1", "名称": "某某", "手机号码": "13800138000", title: "1.38E+10"}
    done = import_customers(desk, book(tmp_path, list(row), list(row.values())))
    [why] = next(each.why for each in done.rows if each.state == "refused")
    assert say_row(why[0], why[1], "zh").startswith(f"{column}“1.38E+10”")


@pytest.mark.parametrize(("place", "column"), [(0, "单据编号"), (2, "客户编码"), (3, "货号")])
def test_so_it_is_in_orders(desk, tmp_path, place, column):
    row = ["A1", "2026-11-02", "C1", "W550", 1, 10]
    row[place] = "6.90123E+12"
    done = taken(desk, book(tmp_path, HEAD, row))
    [why] = next(each.why for each in done.rows if each.state == "refused")
    assert say_row(why[0], why[1], "zh").startswith(f"{column}“6.90123E+12”")


# ---- who paid ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payer", "guess"),
    [
        ("广州越秀酒水", "C8"), ("广州市越秀酒水有限公司", "C8"), ("越秀酒水（广州）有限公司", None),
        ("越秀酒水商贸", "C8"),
        ("白云副食", None), ("海珠小卖部", None),
    ],
)  # fmt: skip
def test_a_payer_whose_name_has_the_same_core_is_proposed_and_not_booked(desk, tmp_path, payer, guess):
    for code, name in (("C8", "越秀酒水商行"), ("C6", "广州白云副食商行"), ("C7", "佛山白云副食经营部")):
        add_customer(desk, NewCustomer(code, name))
    path = book(tmp_path, ["交易日期", "对方户名", "收入", "支出"], ["2026-11-02", payer, 100, ""])
    found = read_bank_file(desk, path, Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"}, least=50))
    [line] = found.lines
    assert (line.state, [each.dealer.code for each in line.guesses]) == ("payer_unclear", [guess] if guess else [])


@pytest.mark.parametrize("minus", ["△12", "▲12.00", "[12]", "△¥12.00"])
def test_a_minus_by_a_mark_is_one_in_every_import_and_is_told(desk, tmp_path, minus):
    def seen(notes):
        return [
            (note.severity, note.line, note.facts["number"], note.facts["lines"])
            for note in notes
            if note.code == "minus_marked"
        ]

    done = taken(desk, book(tmp_path, HEAD, ["A1", "2026-11-02", "C1", "W550", "[4]", minus]), check=True)
    assert (done.refused_lines, done.returns, done.booked_amount) == (0, 1, Decimal(-12))
    assert seen(done.notes) == [("info", 2, -4, 2)]
    opening = book(tmp_path, ["客户", "期初余额", "日期"], ["C1", minus, "2026-11-22"])
    opened = import_file(desk, "openings", opening, check=True)
    assert (opened.refused_lines, opened.total, seen(opened.notes)) == (0, Decimal(-12), [("info", 2, -12, 1)])
    flow = book(tmp_path, ["交易日期", "对方户名", "交易金额"], ["2026-11-02", "天河小卖部", minus])
    found = read_bank_file(desk, flow, Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"}))
    assert [(each.direction, each.amount) for each in found.lines] == [("out", Decimal(12))]
    assert seen(found.remarks) == [("info", 2, -12, 1)]


# ---- cells a spreadsheet couldn't compute, and amounts in words


ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "Err:502"]


@pytest.mark.parametrize("error", ERRORS)
def test_a_cell_that_could_not_be_computed_is_told_as_that_in_every_import(desk, tmp_path, error):
    for place, meaning in enumerate(("number", "date", "customer", "product", "quantity", "amount")):
        row = ["A1", "2026-11-02", "C1", "W550", 1, 10]
        row[place] = error
        done = taken(desk, book(tmp_path, HEAD, ["A0", "2026-11-02", "C2", "COLA", 1, 10], row), check=True)
        assert (done.booked_lines, dict(done.reasons)) == (1, {"cell_error": 1}), meaning
        [(_, facts)] = next(each.why for each in done.rows if each.state == "refused")
        assert facts == {"column": meaning, "text": error}
    opened = import_file(
        desk, "openings", book(tmp_path, ["客户", "期初余额", "日期"], [error, 5, "2026-11-22"]), check=True
    )
    assert dict(opened.reasons) == {"cell_error": 1}
    cards = import_customers(desk, book(tmp_path, ["客户编码", "客户名称", "电话"], ["C9", error, "1"]), check=True)
    assert dict(cards.reasons) == {"cell_error": 1}
    flow = [
        ["交易日期", "对方户名", "收入", "支出"],
        ["2026-11-02", error, 5, ""],
        ["2026-11-02", "天河小卖部", error, ""],
        [error, "天河小卖部", 6, ""],
    ]
    found = read_bank_file(
        desk, book(tmp_path, *flow), Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"})
    )
    assert [(each.code, each.line) for each in found.remarks] == [("bank_row_error", row) for row in (2, 3, 4)]
    assert found.lines == ()


def test_a_workbook_s_own_error_is_not_taken_for_the_cell_above(desk, tmp_path):
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for place, row in enumerate([HEAD, ["A1", "2026-11-02", "C1", "W550", 1, 10], ["A1", "", "", "COLA", 1, 10]]):
            sheet.write_row(place, 0, row)
        sheet.write_formula(2, 2, "=VLOOKUP(1,A1:B2,2,0)", None, "#N/A")
    done = taken(desk, path, check=True)
    assert (done.booked_lines, dict(done.reasons)) == (1, {"cell_error": 1})
    assert "算不出这一格" in say_row("cell_error", {"column": "customer", "text": "#N/A"}, "zh")


@pytest.mark.parametrize(
    "foot",
    [
        ["大写金额", "", "壹拾元整", ""],
        ["合计（大写）：", "人民币壹拾元整", "", ""],
        ["", "", "人民币壹拾元整", ""],
        ["金额大写：壹拾元伍角陆分", "", "", ""],
    ],
)
def test_an_amount_in_words_below_a_table_is_known_as_such(desk, tmp_path, foot):
    flow = [["交易日期", "对方户名", "收入", "支出"], ["2026-11-02", "天河小卖部", 10, ""], ["合计", "", 10, ""], foot]
    found = read_bank_file(
        desk, book(tmp_path, *flow), Choices(name="ours", titles={"date": "交易日期", "name": "对方户名"})
    )
    assert [(each.code, each.severity, each.line) for each in found.remarks] == [
        ("bank_row_foot", "info", 3), ("bank_row_capitals", "info", 4),
    ]  # fmt: skip
    rows = [HEAD, ["A1", "2026-11-02", "C1", "W550", 1, 10], [*foot, "", ""]]
    done = taken(desk, book(tmp_path, *rows), check=True)
    assert (done.booked_lines, done.refused_lines, dict(done.left)) == (1, 0, {"row_capitals": 1})
