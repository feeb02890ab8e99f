"""Workbooks whose formats show units and currencies, whose titles stand over two rows, and sums like cards."""

from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.bank.bank_files import Choices, read_bank_file
from desktop.actions.imports.card_files import import_customers
from desktop.actions.imports.history import import_orders
from desktop.actions.intake.kinds import import_file
from desktop.exchange.reading import read_grids
from domain.errors import UsageError
from tests.building.desktop.a_desk import a_desk

TITLES = ["单据编号", "单据日期", "客户编码", "商品编码", "数量", "金额"]


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def workbook(folder, *rows):
    """A cell in two parts is a number and its format."""
    path = folder / "history.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("销售")
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write(place, column, cell[0], book.add_format({"num_format": cell[1]}))
                elif cell != "":
                    sheet.write(place, column, cell)
    return path


def taken(desk, *rows):
    path = workbook(desk.folder, *rows)
    return import_orders(desk, path, seller="GD01", report=path.with_suffix(".why.csv"))


@pytest.mark.parametrize("code", ['0"箱"', '#,##0"箱"', "0箱", '[Red]0_ "箱"', 'General"箱"', '[>=1]0"箱";0"瓶"'])
def test_a_unit_that_a_format_shows_counts(desk, code):
    done = taken(desk, TITLES, ["X1", "2026-09-03", "C1", "W550", (2, code), 48])
    assert (done.booked_lines, [row.says for row in done.rows]) == (1, ["48瓶 = 48.00"])


@pytest.mark.parametrize(
    "code", ['"$"#,##0.00', "[$€-2] #,##0.00", '"US$"0.00', "_-[$$-409]* #,##0.00_ ;-[$$-409]* #,##0.00", '0.00"港币"']
)
def test_another_currency_that_a_format_shows_is_no_yuan(desk, code):
    done = taken(desk, TITLES, ["X1", "2026-09-03", "C1", "W550", 2, (48, code)])
    assert (done.booked_lines, dict(done.reasons)) == (0, {"amount_unreadable": 1})


def test_ten_thousands_that_a_format_shows_are_multiplied(desk):
    done = taken(desk, TITLES, ["X1", "2026-09-03", "C1", "W550", 2, (0.48, '0.00"万元"')])
    assert (done.booked_lines, done.booked_amount) == (1, Decimal(4800))


def test_a_banks_figures_are_seen_as_they_are_shown(desk):
    rows = [
        ["2026-09-03", "小店", "货款", (0.12, '0.00"万元"'), ""],
        ["2026-09-03", "小店", "款", (77, '"US$"0.00'), ""],
    ]
    path = workbook(desk.folder, ["日子", "户名", "摘要", "收入", "支出"], *rows)
    titles = {"date": "日子", "name": "户名", "income": "收入", "expense": "支出"}
    found = read_bank_file(desk, path, Choices(name="x", titles=titles))
    assert [line.amount for line in found.lines] == [Decimal(1200)]
    assert [(each.code, each.line) for each in found.remarks if each.line] == [("bank_row_amount", 3)]


@pytest.mark.parametrize(
    "code",
    ["General", "0.00", '"¥"#,##0.00', "[$¥-804]#,##0.00", '0.00"元"', '#,##0.00,"千元"', '0!.0000"万元"', "￥0.00",
     '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', '[DBNum2][$-804]General"元整"', "0.00_);(0.00)"],
)  # fmt: skip
def test_a_format_that_tells_nothing_else_leaves_its_number(desk, code):
    done = taken(desk, TITLES, ["X1", "2026-09-03", "C1", "W550", 2, (48, code)])
    assert (done.booked_lines, done.booked_amount) == (1, Decimal(48))


def test_what_a_format_shows_before_a_number_is_part_of_it(desk):
    head = ["单据编号", "数量"]
    rows = [head, [(7, '"CK"0000'), (2, '"退"0')], [(7, "0000"), (-2.5, '"退"0')], ["七", (1, '0"盒"')]]
    grid = read_grids(workbook(desk.folder, *rows))[0]
    assert grid.rows[1:] == [["CK0007", "退2"], [7, "-退2.5"], ["七", "1盒"]]


def test_counts_of_stock_and_prices_see_formats_too(desk):
    done = import_file(desk, "stock", workbook(desk.folder, ["商品编码", "数量"], ["W550", (2, '0"箱"')]), check=True)
    assert [row.says for row in done.rows] == ["主仓: 0瓶 → 2箱"]
    path = workbook(desk.folder, ["商品编码", "单价"], ["W550", (2, '"$"0.00')])
    done = import_file(desk, "prices", path, check=True)
    assert (done.refused_lines, done.taken_lines) == (1, 0)


OVER = ["单据编号", "单据日期", "客户编码", "商品编码", "数量", "", "金额"]
UNDER = ["", "", "", "", "箱", "瓶", ""]


def test_a_quantity_whose_units_stand_in_columns_of_their_own_is_counted_whole(desk):
    lines = [(2, 5), (1, 0), (1, ""), ("", 7)]
    rows = [[f"X{place}", "2026-09-03", "C1", "W550", *line, 50] for place, line in enumerate(lines)]
    done = taken(desk, OVER, UNDER, *rows, ["合计", "", "", "", 4, 12, 200])
    assert [row.says for row in done.rows if row.state == "taken"] == [
        "53瓶 = 50.00", "24瓶 = 50.00", "24瓶 = 50.00", "7瓶 = 50.00",
    ]  # fmt: skip
    assert (done.lines, done.booked_lines, dict(done.left), dict(done.reasons)) == (5, 4, {"row_sum": 1}, {})


def test_units_in_one_row_of_titles_are_counted_together(desk):
    head = [*OVER[:4], "数量(箱)", "数量(瓶)", "金额"]
    both = ["X1", "2026-09-03", "C1", "W550", 2, 5, 50]
    done = taken(desk, head, both, ["X2", "2026-09-03", "C1", "W550", "", "", 5])
    assert [row.says for row in done.rows if row.state == "taken"] == ["53瓶 = 50.00"]
    assert dict(done.reasons) == {"quantity_missing": 1}
    read = next(note for note in done.notes if note.code == "columns_read")
    assert "quantity=数量(箱) + 数量(瓶)" in str(read.facts["columns"])


def test_a_count_of_stock_in_two_units(desk):
    rows = [["商品编码", "商品名称", "数量", ""], ["", "", "箱", "瓶"], ["W550", "农夫山泉550ml", 2, 5]]
    assert [row.says for row in import_file(desk, "stock", workbook(desk.folder, *rows), check=True).rows] == [
        "主仓: 0瓶 → 2箱5瓶"
    ]


@pytest.mark.parametrize("under", [("订购", "实发"), ("箱", "箱")])
def test_a_quantity_in_columns_that_do_not_add_up_is_asked_for(desk, under):
    with pytest.raises(UsageError) as refused:
        taken(desk, OVER, ["", "", "", "", *under, ""], ["X1", "2026-09-03", "C1", "W550", 2, 5, 50])
    assert refused.value.code == "header_ambiguous"


def test_a_net_amount_below_a_title_of_two_columns_is_not_the_amount(desk):
    head = [*OVER[:4], "数量", "金额", ""]
    under = ["", "", "", "", "", "不含税", "含税"]
    done = taken(desk, head, under, ["X1", "2026-09-03", "C1", "W550", 2, 100, 113])
    assert (done.booked_lines, done.booked_amount) == (1, Decimal(113))


def test_a_sum_in_the_place_of_a_code_is_no_card(desk):
    path = workbook(desk.folder, ["客户编码", "客户名称", "备注"], ["K1", "一店", "合计"], ["合计", "5家", ""])
    done = import_customers(desk, path, check=True)
    assert (done.made, dict(done.left)) == (1, {"row_sum": 1})
