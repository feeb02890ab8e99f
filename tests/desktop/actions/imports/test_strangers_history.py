"""Sales history in whatever shape strangers keep it: what is booked, left out and refused, with the right values."""

import base64
import csv
import datetime as dt
import gzip
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.imports.history import import_orders
from domain.errors import UsageError
from tests.building.desktop.a_desk import a_desk

HEAD = "单据编号,单据日期,客户编码,商品编码,品名,数量,单价,金额"
PLAIN = "单据编号,单据日期,客户编码,商品编码,品名,数量,单价"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def text(folder, body, *, encoding="utf-8", name="history.csv"):
    path = folder / name
    path.write_bytes(body.encode(encoding))
    return path


def taken(desk, path, **more):
    return import_orders(desk, path, seller="GD01", report=path.with_suffix(".why.csv"), **more)


def documents(desk):
    sql = "SELECT ref, kind, date, amount FROM document WHERE kind IN ('delivery', 'return') ORDER BY ref, kind"
    with desk.book.reading() as connection:
        return [(ref, kind, day, amount / 100) for ref, kind, day, amount in connection.exec_driver_sql(sql)]


def names(desk, table, column):
    with desk.book.reading() as connection:
        return sorted(
            row[0] for row in connection.exec_driver_sql(f"SELECT {column} FROM {table} WHERE id LIKE 'GD01:%'")
        )


def adds_up(done):
    rows = done.booked_lines + done.left_lines + done.refused_lines == done.lines
    return rows and done.booked_amount + done.left_amount + done.refused_amount == done.amount


# What a file of these rows comes to: booked rows and money, rows left out by reason, rows refused by reason.
CASES = {
    "sums by their words": (
        HEAD,
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,15\nX1,2026-09-03,K01,A2,水,5,1,5\n单据小计,,,,,15,,20\n"
        "X2,2026-09-04,K02,A1,绿茶,2,1.5,3\n,,,小计,,2,,3\n,,,,合 计：,17,,23\n总计,,,,,,,23\n"),
        (3, "23", {"row_sum": 4}, {}),
    ),
    "sums with the keys of their document": (
        HEAD,
        "X1,2026-09-03,K01,A1,绿茶,10,1.5,15\nX1,2026-09-03,K01,A2,水,5,1,5\nX1,2026-09-03,K01,小计,,15,,20\n",
        (2, "20", {"row_sum": 1}, {}),
    ),
    "sums in English": (
        "Invoice,Date,Customer,SKU,Qty,Price,Amount",
        ("X1,2026-09-03,K01,A1,10,1.5,15\nX1,2026-09-03,K01,A2,5,1,5\nSubtotal,,,,15,,20\nX1 Total,,,,15,,20\n"
        "Grand Total,,,,15,,20\n"),
        (2, "20", {"row_sum": 3}, {}),
    ),
    "sums without a word": (
        HEAD,
        "X1,2026-09-03,K01,A1,绿茶,10,1.5,15\nX1,2026-09-03,K01,A2,水,5,1,5\n,,,,,15,,20\n",
        (2, "20", {"row_adds_up": 1}, {}),
    ),
    "a product whose name holds such a word": (
        PLAIN, "X1,2026-09-03,K01,A1,合计器,10,1.5\n", (1, "15", {}, {})
    ),
    "a remark that says so beside a whole line": (
        PLAIN + ",备注",
        "X1,2026-09-03,K01,A1,绿茶,10,1.5,合计\nX2,2026-09-03,K01,A1,绿茶,1,1.5,\n",
        (2, "16.5", {}, {}),
    ),
    "keys on the first line only": (
        PLAIN,
        "X1,2026-09-03,K01,A1,绿茶,10,1.5\n,,,A2,水,5,1\nX2,2026-09-04,K02,A1,绿茶,1,1.5\n,,,A3,薯片,5,1\n",
        (4, "26.5", {}, {}),
    ),
    "a document's head on a row of its own": (
        PLAIN,
        "X1,2026-09-03,K01,,,,\n,,,A1,绿茶,10,1.5\n,,,A2,水,5,1\nX2,2026-09-04,K02,,,,\n,,,A1,绿茶,1,1.5\n",
        (3, "21.5", {"row_head": 2}, {}),
    ),
    "a new number without its customer takes nobody else's": (
        PLAIN,
        "X1,2026-09-03,K01,A1,绿茶,10,1.5\nX2,2026-09-04,,A2,水,5,1\n,,,A3,薯片,5,1\n",
        (1, "15", {}, {"customer_missing": 2, "number_missing": 1, "date_missing": 1}),
    ),
    "void by kind, by state and on one row only": (
        PLAIN + ",单据类型,状态",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,销售单,正常\nX2,2026-09-03,K01,A1,绿茶,2,1.5,销售单(已作废),\n"
        "X3,2026-09-03,K01,A1,绿茶,3,1.5,销售单,作废\nX3,2026-09-03,K01,A2,水,3,1,,\n"
        "X4,2026-09-03,K01,A1,绿茶,4,1.5,销售单,已红冲\nX5,2026-09-03,K01,A1,绿茶,4,1.5,废单,\n"),
        (1, "15", {"row_void": 5}, {}),
    ),
    "a reversal of what stands, and one of what is void": (
        PLAIN + ",单据类型",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,销售单\nX2,2026-09-04,K01,A1,绿茶,-10,1.5,红冲单\n"
        "X3,2026-09-03,K02,A1,绿茶,7,1.5,销售单(已红冲)\nX4,2026-09-04,K02,A1,绿茶,-7,1.5,红冲单\n"),
        (2, "0", {"row_void": 2}, {}),
    ),
    "drafts": (
        PLAIN + ",单据状态", "X1,2026-09-03,K01,A1,绿茶,10,1.5,已审核\nX2,2026-09-03,K01,A1,绿茶,2,1.5,草稿\n",
        (1, "15", {"row_draft": 1}, {}),
    ),
    "documents that sell nothing": (
        PLAIN + ",单据类型",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,销售出库单\nX2,2026-09-03,K01,A1,绿茶,2,1.5,报价单\n"
        "X3,2026-09-03,K01,A1,绿茶,2,1.5,采购入库\nX4,2026-09-03,K01,A1,绿茶,2,1.5,调拨单\n"
        "X5,2026-09-03,K01,A1,绿茶,1,1,销售退货入库\n"),
        (2, "14", {"row_no_sale": 3}, {}),
    ),
    "a document that sells nothing, said on its first row only": (
        PLAIN + ",单据类型",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,销售单\nX2,2026-09-03,K02,A1,绿茶,2,1.5,报价单\n,,,A2,水,3,1,\n"
        "X2,2026-09-03,K02,A3,薯片,4,1,\nX3,2026-09-03,K01,A1,绿茶,1,1.5,\n,,,A2,水,1,1,\n"),
        (3, "17.5", {"row_no_sale": 3}, {}),
    ),
    "a quotation that became a sale under the same number": (
        PLAIN + ",单据类型",
        "X1,2026-09-03,K01,A1,绿茶,10,1.5,报价单\nX1,2026-09-03,K01,A1,绿茶,10,1.5,销售单\n,,,A2,水,1,1,\n",
        (2, "16", {"row_no_sale": 1}, {}),
    ),
    "a draft, said on its first row only": (
        PLAIN + ",状态",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,已审核\nX2,2026-09-03,K02,A1,绿茶,2,1.5,草稿\n,,,A2,水,3,1,\n"
        "X2,2026-09-03,K02,A3,薯片,4,1,\n合计,,,,,10,,\n"),
        (1, "15", {"row_draft": 3, "row_sum": 1}, {}),
    ),
    "a remark that begins with it, and one that tells of another": (
        PLAIN + ",备注",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,原X0作废，补开\nX2,2026-09-03,K01,A1,绿茶,2,1.5,已作废，重开X5\n"
        "X3,2026-09-03,K01,A1,绿茶,4,1.5,作废 见X6\n"),
        (1, "15", {"row_void": 2}, {}),
    ),
    "documents turned down or still waiting": (
        PLAIN + ",状态",
        ("X1,2026-09-03,K01,A1,绿茶,10,1.5,已审核\nX2,2026-09-03,K01,A1,绿茶,2,1.5,驳回\n"
        "X3,2026-09-03,K01,A1,绿茶,2,1.5,待发货\n"),
        (1, "15", {"row_draft": 2}, {}),
    ),
    "titles said again and notes below": (
        PLAIN,
        f"X1,2026-09-03,K01,A1,绿茶,10,1.5\n{PLAIN}\nX2,2026-09-03,K01,A1,绿茶,1,1.5\n制单：张三,,,,,,\n",
        (2, "16.5", {"row_title": 1, "row_note": 1}, {}),
    ),
    "a lone quote": (
        PLAIN,
        'X1,2026-09-03,K01,A1,绿茶,10,1.5\nX1,2026-09-03,K01,A2,"5寸管,1,10\nX2,2026-09-03,K01,A3,六寸管",1,10\n',
        (2, "25", {}, {"row_quote": 1}),
    ),
    "a quote that holds a line end": (
        PLAIN, 'X1,2026-09-03,K01,A1,"绿\n茶, 大",10,1.5\nX2,2026-09-03,K01,A1,绿茶,1,1.5\n', (2, "16.5", {}, {})
    ),
    "codes that lost their figures": (
        PLAIN,
        ("X1,2026-09-03,K01,6.90123E+12,红茶,1,10\nX1,2026-09-03,K01,690123000000012000,乌龙,1,20\n"
        "2.02611E+27,2026-09-03,K01,A1,绿茶,1,30\nX2,2026-09-03,1E+15,A1,绿茶,1,40\n"),
        (0, "0", {}, {"code_damaged": 4}),
    ),
    "short years": (PLAIN, "X1,24/3/15,K01,A1,绿茶,1,1\nX2,24/3/28,K01,A1,绿茶,1,1\n", (2, "2", {}, {})),
    "quantities with their unit": (
        PLAIN,
        "X1,2026-09-03,K01,W550,水,10箱,1\nX2,2026-09-03,K01,W550,水,1箱2瓶,1\nX3,2026-09-03,K01,W550,水,3罐,1\n",
        (2, "36", {}, {"unit_unknown": 1}),
    ),
    "money as people write it": (
        HEAD, "X1,2026-09-03,K01,A1,绿茶,1,,1.5万元\nX2,2026-09-03,K01,A1,绿茶,1,,待确认\n",
        (1, "15000", {}, {"amount_unreadable": 1}),
    ),
    "commas before the decimals": (
        PLAIN.replace(",", ";"), "X1;2026-09-03;K01;A1;绿茶;2;1200,50\nX2;2026-09-03;K01;A1;绿茶;1;3,25\n",
        (2, "2404.25", {}, {}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_a_strangers_rows(desk, tmp_path, name):
    head, rows, (booked, money, left, refused) = CASES[name]
    done = taken(desk, text(tmp_path, f"{head}\n{rows}"))
    assert (done.booked_lines, done.booked_amount) == (booked, Decimal(money))
    assert (dict(done.left), dict(done.reasons)) == (left, refused)
    assert adds_up(done)
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + done.left_lines + done.refused_lines
    told = {note.code for note in done.notes}
    assert {f"left_{code}" for code in left} <= told


def test_short_years_begin_with_the_year_and_it_is_told(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN}\nX1,24/3/15,K01,A1,绿茶,1,1\nX2,24/3/28,K01,A1,绿茶,1,1\n"))
    assert [day for _, _, day, _ in documents(desk)] == ["2024-03-15", "2024-03-28"]
    assert "date_year_first" in {note.code for note in done.notes}


def test_days_as_people_write_them(desk, tmp_path):
    days = [
        "11月3号",
        "2026年11月3日 下午3:15",
        "2026-11-03-10.20.30.123456",
        "'2026-11-03",
        "民國115年11月3日",
        "2026—11—03",
    ]
    rows = "\n".join(f"X{place},{day},K01,A1,绿茶,1,1" for place, day in enumerate(days))
    done = taken(desk, text(tmp_path, f"{PLAIN}\n{rows}\n"))
    assert [day for _, _, day, _ in documents(desk)] == ["2026-11-03"] * len(days)
    assert "date_year_added" in {note.code for note in done.notes}


def test_codes_that_only_look_different_are_one(desk, tmp_path):
    rows = "X1,2026-09-03,gz01\u200b,越秀,a1,绿茶,1,10\nX2,2026-09-03,\u202aGZ01,越秀,\ufeffＡ1,绿茶,1,10\n"
    taken(desk, text(tmp_path, f"单据编号,单据日期,客户编码,客户名称,商品编码,品名,数量,单价\n{rows}"))
    assert (len(names(desk, "dealer", "code")), len(names(desk, "product", "sku"))) == (3, 1)
    longer = rows + "X3,2026-09-03,gZ01,越秀,A 1,绿茶,1,10\n"
    again = taken(desk, text(tmp_path, f"单据编号,单据日期,客户编码,客户名称,商品编码,品名,数量,单价\n{longer}"))
    assert (again.booked_lines, dict(again.reasons)) == (1, {"already_booked": 2})
    assert (len(names(desk, "dealer", "code")), len(names(desk, "product", "sku"))) == (3, 1)


def test_a_code_that_lost_its_zeros_is_hinted_at(desk, tmp_path):
    taken(desk, text(tmp_path, f"{PLAIN}\nX1,2026-09-03,K01,00123,绿茶,1,1\n"))
    done = taken(desk, text(tmp_path, f"{PLAIN}\nX2,2026-09-03,K01,123,绿茶,1,1\n"))
    assert [note.facts for note in done.notes if note.code == "code_zeros"] == [{"code": "123", "known": "00123"}]


def test_a_sum_that_does_not_follow_is_told(desk, tmp_path):
    rows = "X1,2026-09-03,K01,A1,绿茶,10,1.5,15\n小计,,,,,10,,14\n"
    done = taken(desk, text(tmp_path, f"{HEAD}\n{rows}"))
    assert [(note.facts["row"], note.facts["amount"]) for note in done.notes if note.code == "sum_departs"] == [
        (3, Decimal(14))
    ]


def test_a_file_with_three_hundred_columns_a_constant_and_a_deep_header(desk, tmp_path):
    more = ",".join(f"备用{place}" for place in range(300))
    path = text(tmp_path, "说明\n" * 60 + f"{PLAIN},{more}\nX1,2026-09-03,K01,W550,水,2,1\n")
    assert taken(desk, path, mapping={"unit": '"箱"'}).booked_lines == 1
    with desk.book.reading() as connection:
        assert connection.exec_driver_sql("SELECT quantity FROM document_line WHERE sku = 'W550'").scalar() == 48_000


@pytest.mark.parametrize(("encoding", "head"), [
    ("big5", "單據編號,單據日期,客戶編碼,商品編碼,品名,數量,單價"),
    ("utf-8", "單據編號,單據日期,客戶編碼,商品編碼,品名,數量,單價"),
    ("gbk", PLAIN), ("utf-16", PLAIN), ("utf-16-le", PLAIN),
])  # fmt: skip
def test_text_of_every_encoding(desk, tmp_path, encoding, head):
    taken(desk, text(tmp_path, f"{head}\nX1,2026-09-03,K01,A1,清茶,10,1.5\n", encoding=encoding))
    assert documents(desk) == [("X1", "delivery", "2026-09-03", 15)]
    assert names(desk, "product", "name") == ["清茶"]


PAGE = (
    '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=7>销售明细</td></tr><tr>{head}</tr>'
    '<tr><td rowspan="2">X1</td><td rowspan="2">2026-09-03</td><td rowspan="2">K01</td><td>A1</td><td>绿&amp;茶</td>'
    "<td>10</td><td>1.5</td></tr><tr><td>A2</td><td>水</td><td>5</td><td>1</td></tr></table></body></html>"
)
EXCEL_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>{head}</Row>'
    "<Row><Cell><Data>X1</Data></Cell><Cell><Data>2026-09-03</Data></Cell><Cell><Data>K01</Data></Cell>"
    '<Cell><Data>A1</Data></Cell><Cell ss:Index="6"><Data>10</Data></Cell><Cell><Data>2</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)


@pytest.mark.parametrize("body", [
    PAGE.format(head="".join(f"<th>{title}</th>" for title in PLAIN.split(","))),
    EXCEL_2003.format(head="".join(f"<Cell><Data>{title}</Data></Cell>" for title in PLAIN.split(","))),
    f"{PLAIN}\nX1,2026-09-03,K01,A1,绿茶,10,2\n".replace(",", "\t"),
])  # fmt: skip
def test_pages_and_text_under_the_name_of_a_workbook(desk, tmp_path, body):
    taken(desk, text(tmp_path, body, encoding="gb18030", name="history.xls"))
    assert documents(desk) == [("X1", "delivery", "2026-09-03", 20)]


# ---- workbooks ------------------------------------------------------------------------------------------------------

COLUMNS = ["单据编号", "单据日期", "客户编码", "商品编码", "品名", "数量", "单价", "金额"]
LINES = [
    ["X1", dt.date(2026, 9, 3), "K01", "A1", "绿茶", 10, 10, 100],
    ["X1", dt.date(2026, 9, 3), "K01", "A2", "水", 10, 10, 100],
    ["X1", dt.date(2026, 9, 3), "K01", "A3", "薯片", 10, 10, 100],
]


def workbook(folder, change=None, *, rows=LINES, head=(COLUMNS,), options=None):
    path = folder / "history.xlsx"
    with xlsxwriter.Workbook(str(path), options or {}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("销售")
        for place, row in enumerate([*head, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(place, column, cell, day)
                elif cell != "":
                    sheet.write(place, column, cell)
        if change:
            change(book, sheet)
    return path


def test_keys_merged_over_their_rows_are_each_rows_and_a_figure_is_not(desk, tmp_path):
    def merge(_, sheet):
        sheet.merge_range(1, 0, 3, 0, "X1")
        sheet.merge_range(1, 2, 3, 2, "K01")
        sheet.merge_range(1, 7, 3, 7, 300)

    done = taken(desk, workbook(tmp_path, merge))
    assert (done.booked_lines, documents(desk)) == (3, [("X1", "delivery", "2026-09-03", 300)])


@pytest.mark.parametrize(("column", "worth"), [(5, "310"), (7, "300")])
def test_a_figure_merged_over_rows_that_nothing_proves_is_refused_once(desk, tmp_path, column, worth):
    rows = [[*line[:6], "", line[7]] if column == 7 else line for line in LINES]
    figure = 300 if column == 7 else 31

    def merge(_, sheet):
        sheet.merge_range(1, column, 3, column, figure)

    done = taken(desk, workbook(tmp_path, merge, rows=rows))
    assert (done.booked_lines, dict(done.reasons), adds_up(done)) == (0, {"figure_merged": 3}, True)
    assert done.amount <= Decimal(worth)


def test_a_block_merged_over_columns_and_a_header_over_two_rows(desk, tmp_path):
    head = (
        ["单据", "", "客户", "商品", "", "数量", "单价", "金额"],
        ["编号", "日期", "编码", "编码", "名称", "", "", ""],
    )

    def merge(_, sheet):
        sheet.merge_range(0, 0, 0, 1, "单据")
        sheet.merge_range(0, 3, 0, 4, "商品")
        sheet.merge_range(2, 0, 4, 0, "X1")

    done = taken(desk, workbook(tmp_path, merge, head=head))
    assert (done.booked_lines, done.booked_amount) == (3, Decimal(300))
    assert names(desk, "product", "name") == ["水", "绿茶", "薯片"]


def test_days_that_count_from_1904_in_a_general_column(desk, tmp_path):
    plain = [[line[0], (dt.date(2026, 9, 3) - dt.date(1904, 1, 1)).days, *line[2:]] for line in LINES]
    taken(desk, workbook(tmp_path, rows=plain, options={"date_1904": True}))
    assert documents(desk) == [("X1", "delivery", "2026-09-03", 300)]


def test_hidden_rows_and_sheets_are_told_and_taken_only_when_asked_for(desk, tmp_path):
    def hide(book, sheet):
        sheet.set_row(2, None, None, {"hidden": True})
        other = book.add_worksheet("旧表")
        other.write_row(0, 0, COLUMNS)
        other.write_row(1, 0, ["X9", "2026-09-03", "K01", "A1", "绿茶", 1, 1, 1])
        other.hide()
        book.add_worksheet("说明").write_row(0, 0, ["这里是说明", "没有数据"])

    path = workbook(tmp_path, hide)
    done = taken(desk, path, check=True)
    assert (done.booked_lines, dict(done.left), adds_up(done)) == (2, {"row_hidden": 1}, True)
    told = {note.code: dict(note.facts) for note in done.notes}
    assert (told["sheet_hidden"], told["sheet_unread"]) == ({"sheet": "旧表"}, {"sheet": "说明", "rows": 1})
    every = taken(desk, path, hidden=True)
    assert (every.booked_lines, every.booked_amount) == (4, Decimal(301))


def test_a_formula_never_calculated_is_named(desk, tmp_path):
    whole = workbook(tmp_path, lambda _, sheet: sheet.write_formula(1, 5, "=5*2", None, ""))
    path = tmp_path / "never.xlsx"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name).replace(b"<f>5*2</f><v></v>", b"<f>5*2</f>").replace(b' t="str"', b"")
            after.writestr(name, content)
    done = taken(desk, path)
    assert (done.booked_lines, dict(done.reasons)) == (2, {"cell_formula": 1})


def test_codes_taken_for_one_another_are_told_once_and_kept_apart_by_what_they_name(desk, tmp_path):
    # c1 is a customer the books write C1, and a product of its own
    rows = "X1,2026-09-03,c1,c1,绿茶,1,1,1\nX1,2026-09-03,c1,ｗ550,水,1,1,1\nX2,2026-09-03,Z9,W550,越秀超市,1,1,1\n"
    done = taken(desk, text(tmp_path, HEAD + ",客户名称\n" + rows.replace(",1,1,1\n", ",1,1,1,越秀超市\n")))
    told = {note.code: dict(note.facts) for note in done.notes if note.severity == "warn"}
    assert told == {
        "codes_alike": {"count": 2, "examples": "c1 → C1, w550 → W550"},
        "names_alike": {"count": 1, "examples": "Z9 → C2"},
        "names_contradict": {"count": 1, "examples": "c1 越秀超市 → C2"},
        "units_assumed": {"count": 1, "unit": "件", "codes": "c1"},
    }
    assert (done.booked_lines, done.customers, done.products, names(desk, "product", "sku")) == (3, 1, 1, ["c1"])


def test_a_sum_counts_in_no_total_and_the_rows_to_book_are_shown(desk, tmp_path):
    rows = "X1,2026-09-03,K01,A1,绿茶,10,1.5,15\nX1,2026-09-03,K01,A2,水,5,1,5\n合计,,,,,15,,20\n"
    done = taken(desk, text(tmp_path, f"{HEAD}\n{rows}"), check=True)
    assert (done.amount, done.left_amount, done.left_lines) == (20, 0, 1)
    assert [(row.row, row.state, row.what, row.says) for row in done.rows] == [
        (2, "taken", "X1 2026-09-03 K01 A1", "10件 = 15.00"), (3, "taken", "X1 2026-09-03 K01 A2", "5件 = 5.00"),
        (4, "left", "合计 15 20", ""),
    ]  # fmt: skip


def test_a_map_is_said_once_for_a_layout(desk, tmp_path):
    head = "编,单据日期,客户编码,商品编码,数量,单价"
    path = text(tmp_path, f"{head}\nX1,2026-09-03,K01,A1,1,1\n")
    taken(desk, path, mapping={"number": "编"})
    done = taken(desk, text(tmp_path, f"标题行\n{head}\nX2,2026-09-03,K01,A1,1,1\n", name="next.csv"))
    assert (done.booked_lines, "map_remembered" in {note.code for note in done.notes}) == (1, True)


# An old workbook (.xls) of two sheets, packed: row 3 of the first is hidden, and so is the second.
OLD = (
    "ABzY8000000t4+>OGs2v82-+=cOFjTIGPGt*bro88lyswg-!<PA`;6a$*6n`A<8I2i*lo7E`uJpDB2iq+E{IRP(kim1V$}_AQ+2Q"
    "t%AZ9>g_-OoSEj<EF36%aKGXF_y7O%_|CcKKaaUD<_Z&2cgyGT0~%pq*~)`E!zU=^rHmjb-?EgNdU`2Y4*n_Rd1)fuE<DPA?oo57"
    "=6fCzcg$Imz&lFEFpSorSTwYX*vozB7OD>o!lc-fxIrm^GVWIq%U+giS>EQdk6G?v&qbCER5l@wVlL8JwM)lwr`*VS0g?juxy~E*"
    ")S?8>R2+|963MbIG{yV72mj8D3e%5i(9E?&W6^l`U;@Q7h12+Ag@DhgwfZ#V_*d62K>n|GzbA|Tsx*NySSN)F#0mIOVX7P{FuA=$"
    "*$KCrZYd^@M@AOWkM)%6r$kGlqdnGJI=axV)eq4Pr%1iowX>&mRGcBTxnuUQQmO6X=-g$g$}O}~n0MCtfVyzqj+*f9nsB`V><`zH"
    "ze$PCIwk6TYPaXzA!yqj@_EhpN%o<D^+H}bLE8TpZ+&`spr<Wzf<0q=A|%g^O=_U9a8A{r$^p*dv2v?bTw@!{^W5q>*2`HIQ@qo&"
    "vaLib&Es6=0_Ro|Pd(#RWOIhTh4hJ!2Om^SypL=peWqo8q<H3aWC|PU9P6X{>Nk#RQ7x`tQ+OCjJ%!$3-m)zFX}9sppzgb+561#5"
    "!N+PL%cP~=j!0WlzpJEWkY%JTlPoiBxyW*99+8DdFppc87tG^HTZ+e<wiJ&#x1Z3M1oKpJ?JlW!6obrQ2x$h%Wqi67X=9K!25DoE"
    "%y3268H_ArFqmPDZpE-M7&ZpO#$Yf*AY%-TvIzH7hiT{kj@5`@=|u1!k6@mCWSe~l4jede;J`sP2z`e!^ljXwZ!;eKU1y2Xvh$hb"
    "zr`U8(eE_<E!~G0J>xi=Q~Z>|B~opP71l|8FH|@}>~RdBhx;**bNtdBS7eT7#TA3UZVBbeznn`ye>49#r|N1i02TlM"
)


def test_hidden_rows_and_sheets_of_an_old_workbook_are_left_out(desk, tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(gzip.decompress(base64.b85decode("".join(OLD))))
    done = taken(desk, path, check=True)
    assert (done.booked_lines, done.booked_amount, dict(done.left)) == (2, Decimal("19.50"), {"row_hidden": 1})
    assert {"sheet_hidden", "left_row_hidden"} <= {note.code for note in done.notes}
    assert taken(desk, path, hidden=True).booked_amount == Decimal("169.50")
    path.write_bytes(path.read_bytes()[:3000])  # what can't be followed is told as damaged, and hangs nothing
    with pytest.raises(UsageError, match="workbook_damaged"):
        taken(desk, path, check=True)


def test_a_cell_in_error_of_an_old_workbook_is_told_as_that(desk, tmp_path):
    path = tmp_path / "old.xls"
    raw = gzip.decompress(base64.b85decode("".join(OLD)))
    customer = bytes.fromhex("fd000a0003000200110008000000")  # of the last row
    assert raw.count(customer) == 1
    path.write_bytes(raw.replace(customer, bytes.fromhex("05020a000300020011002a010000")))
    done = taken(desk, path, check=True)
    assert (done.booked_lines, dict(done.reasons)) == (1, {"cell_error": 1})


def test_what_a_file_brings_that_the_books_lack_is_told_before_it_is_made(desk, tmp_path):
    path = text(tmp_path, PLAIN + "\nX1,2026-09-03,K0l,A1,绿茶,10,1.5\nX2,2026-09-03,C1,W550,水,24,1.5\n")
    for check in (True, False):
        told = {each.code: each.facts for each in taken(desk, path, check=check).notes}
        assert (told["customers_new"]["count"], told["customers_new"]["examples"]) == (1, "K0l")
        assert (told["products_new"]["count"], told["products_new"]["examples"]) == (1, "A1")
        assert "columns_crossed" not in told
    again = {each.code for each in taken(desk, path, check=True).notes}
    assert not again & {"customers_new", "products_new"}


def test_goods_that_came_as_customers_are_told(desk, tmp_path):
    head = "单据编号,单据日期,商品编码,客户编码,数量,单价"
    path = text(tmp_path, head + "\nX1,2026-09-03,C1,W550,24,1.5\n")
    told = {each.code: each.facts for each in taken(desk, path, check=True).notes}
    assert told["columns_crossed"]["examples"] == "W550"


def test_history_of_days_to_come_is_refused(desk, tmp_path):
    rows = "".join(f"X{day},2026-11-{day},K01,A1,绿茶,1,1.5,1.5\n" for day in (22, 23, 24))
    done = taken(desk, text(tmp_path, f"{HEAD}\n{rows}X9,2026-12-20,K01,A1,绿茶,1,1.5,1.5\n"))  # today is the 23rd
    assert (done.booked_lines, dict(done.reasons)) == (2, {"date_ahead": 2})


@pytest.mark.parametrize("cells", [
    '="00123",="2026-09-03",K01,="W550",水,="10",="1.5",="15"',
    '"=""00123""",2026-09-03,K01,"=""W550""",水,10,1.5,15',
    '="00123"\t2026-09-03\tK01\t="W550"\t水\t10\t1.5\t15',
])  # fmt: skip
def test_text_written_as_a_formula_to_stay_text_is_that_text(desk, tmp_path, cells):
    head = HEAD.replace(",", "\t") if "\t" in cells else HEAD
    done = taken(desk, text(tmp_path, f"{head}\n{cells}\n", name="history.xls"))
    assert (documents(desk), dict(done.reasons)) == ([("00123", "delivery", "2026-09-03", 15)], {})
    assert (names(desk, "product", "sku"), done.products) == ([], 0)


def test_a_formula_that_was_never_reckoned_is_no_new_product(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{HEAD}\nX1,2026-09-03,K01,=B2&C2,水,10,1.5,15\n"))
    assert (dict(done.reasons), names(desk, "product", "sku")) == ({"cell_formula": 1}, [])
    assert "products_new" not in {note.code for note in done.notes}


def test_a_customer_said_for_the_file_is_not_that_of_rows_below_another(desk, tmp_path):
    rows = (
        "单号,日期,货号,品名,数量,单价\n客户：C1 天河小卖部,,,,,\nX1,2026-09-03,W550,水,1,1\n小计,,,,1,\n"
        "客户：C2,,,,,\nX2,2026-09-04,W550,水,2,1\nX3,2026-09-04,W550,水,3,1\n客户：C1,,,,,\nX4,2026-09-05,W550,水,4,1\n"
    )
    done = taken(desk, text(tmp_path, rows), mapping={"customer": '"C1"'})
    assert (done.booked_amount, done.left["row_of_another"], adds_up(done)) == (5, 2, True)


IN_BLOCKS = (
    "单号,日期,货号,品名,数量,单价\n客户：C1 天河小卖部,,,,,\nX1,2026-09-03,W550,水,1,1\n小计,,,,1,\n"
    "客户：C2,,,,,\nX2,2026-09-04,W550,水,2,1\nX3,2026-09-04,W550,水,3,1\n客户：C1,,,,,\nX4,2026-09-05,W550,水,4,1\n"
)


def test_customers_above_blocks_of_rows_are_those_of_their_rows(desk, tmp_path):
    """Programs group a list of sales by customer: a line above each block says whose it is."""
    done = taken(desk, text(tmp_path, IN_BLOCKS))
    assert (done.booked_amount, done.refused_lines, adds_up(done)) == (10, 0, True)
    sql = (
        "SELECT d.date, c.code, d.amount FROM document d JOIN dealer c ON c.id = d.buyer "
        "WHERE d.kind = 'delivery' ORDER BY d.date, d.amount"
    )
    days = [("2026-09-03", "C1", 100), ("2026-09-04", "C2", 200), ("2026-09-04", "C2", 300), ("2026-09-05", "C1", 400)]
    with desk.book.reading() as connection:
        assert connection.exec_driver_sql(sql).all() == days
    assert [note.facts for note in done.notes if note.code == "customers_above_blocks"] == [{"text": "C1 天河小卖部"}]


@pytest.mark.parametrize(
    "above",
    [
        "往来单位：{}",
        "客户名称: {}",
        "客户编码：{}　　业务员：王芳",
        "客户名称：|{}",
        "门店：{}",
        "Customer: {}",
    ],
)
def test_the_line_above_a_block_is_written_as_programs_do(desk, tmp_path, above):
    lines = [above.format(code).replace("|", ",") for code in ("C1", "C2")]
    rows = (
        f"单号,日期,货号,品名,数量,单价\n{lines[0]}\nX1,2026-09-03,W550,水,1,1\n{lines[1]}\nX2,2026-09-04,W550,水,2,1\n"
    )
    done = taken(desk, text(tmp_path, rows))
    sql = "SELECT c.code, d.amount FROM document d JOIN dealer c ON c.id = d.buyer WHERE d.kind = 'delivery' ORDER BY 1"
    with desk.book.reading() as connection:
        assert connection.exec_driver_sql(sql).all() == [("C1", 100), ("C2", 200)]
    assert (done.customers, adds_up(done)) == (0, True)


def test_a_workbook_in_blocks_merged_over_its_columns(desk, tmp_path):
    path = tmp_path / "blocks.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单号", "日期", "货号", "品名", "数量", "单价"])
        sheet.merge_range(1, 0, 1, 5, "客户：C1 天河小卖部")
        sheet.write_row(2, 0, ["X1", "2026-09-03", "W550", "水", 1, 1])
        sheet.merge_range(3, 0, 3, 5, "客户：C2")
        sheet.write_row(4, 0, ["X2", "2026-09-04", "W550", "水", 2, 1])
    done = taken(desk, path)
    assert (done.booked_amount, done.refused_lines, done.customers) == (3, 0, 0)


def test_rows_above_the_first_customers_block_are_nobodys(desk, tmp_path):
    done = taken(desk, text(tmp_path, IN_BLOCKS.replace("\n客户：C1", "\nX0,2026-09-02,W550,水,9,1\n客户：C1", 1)))
    assert (done.booked_amount, done.refused_amount, adds_up(done)) == (10, 9, True)


def test_a_customer_above_the_titles_is_that_of_the_first_block(desk, tmp_path):
    rows = IN_BLOCKS.split("\n")
    done = taken(desk, text(tmp_path, "\n".join([rows[1], rows[0], *rows[2:]])))
    assert (done.booked_amount, done.refused_lines) == (10, 0)


def test_a_customer_above_the_titles_alone_is_asked_about(desk, tmp_path):
    """客户：全部 is what a report was asked for, no customer; one line may be either."""
    rows = "客户：全部,,,,,\n单号,日期,货号,品名,数量,单价\nX1,2026-09-03,W550,水,1,1\n"
    with pytest.raises(UsageError) as told:
        taken(desk, text(tmp_path, rows))
    assert told.value.code == "header_absent"


def test_figures_in_reasons_and_reports_are_as_people_write_them(desk, tmp_path):
    path = tmp_path / "history.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((PLAIN.split(","), ["X1", 25, "K01", "A1", "绿茶", 10, 1.5], ["制单:王芳"])):
            sheet.write_row(place, 0, row)
    done = taken(desk, path, mapping={"customer": '"K01"'})
    (refused,) = [row for row in done.rows if row.state == "refused"]
    (note,) = [row for row in done.rows if row.state == "left"]
    assert (refused.why[0][1]["text"], refused.what) == ("25", "X1 25 K01 A1 绿茶 10 1.5 K01")
    assert note.why == (("row_note", {"text": "制单:王芳"}),)
    assert ",25," in done.report.read_text(encoding="utf-8-sig")
