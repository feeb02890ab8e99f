"""What is written as a workbook or CSV reads back as the same values."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from desktop.exchange.sheets import SheetColumn, csv_bytes, sheet_name, xlsx_bytes
from desktop.exchange.statement_sheets import statement_xlsx
from tests.building.desktop.papers import NUMBER, a_form, a_posting, a_statement

COLUMNS = [
    SheetColumn("编号"),
    SheetColumn("日期", "date"),
    SheetColumn("数量", "quantity", total=True),
    SheetColumn("单价", "price"),
    SheetColumn("金额", "money", total=True),
    SheetColumn("次数", "integer"),
]
ROWS = [
    ("00123", dt.date(2026, 11, 23), Decimal("12.500"), Decimal("3.2500"), Decimal("40.63"), 3),
    ("=1+1", dt.date(2026, 2, 28), Decimal(-3), Decimal("0.0001"), Decimal("-0.10"), None),
    ("喆堃", None, Decimal("0.001"), None, Decimal("1234567890.12"), 0),
]


def rows_of(data: bytes):
    return load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_codes_stay_text_dates_stay_dates_and_sums_are_right():
    head, first, second, third, total = rows_of(xlsx_bytes("订单", COLUMNS, ROWS))
    assert head == [column.title for column in COLUMNS]
    assert first == ["00123", dt.date(2026, 11, 23), 12.5, 3.25, 40.63, 3]
    assert second[0] == "=1+1"
    assert third[0] == "喆堃"
    assert third[1] == ""
    assert Decimal(str(total[4])) == sum(row[4] for row in ROWS)
    assert Decimal(str(total[2])) == sum(row[2] for row in ROWS)


def test_sums_are_formulas_and_text_never_is():
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes("订单", COLUMNS, ROWS))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUBTOTAL(109,E2:E4)</f>" in sheet
    assert sheet.count("<f>") == 2
    assert 'state="frozen"' in sheet


def test_no_rows_give_a_sheet_with_titles():
    assert rows_of(xlsx_bytes("订单", COLUMNS, []))[0] == [column.title for column in COLUMNS]


def test_the_same_rows_give_the_same_bytes():
    assert xlsx_bytes("订单", COLUMNS, ROWS) == xlsx_bytes("订单", COLUMNS, iter(ROWS))


def test_sheet_names_obey_excel():
    assert sheet_name("对账/单[1]:*?") == "对账 单 1"
    assert len(sheet_name("长" * 50)) == 31
    assert sheet_name("//") == "Sheet1"


@pytest.mark.parametrize(("stored", "told"), [("960.000", "960"), ("0.500", "0.5"), ("0.000", "0")])
def test_a_quantity_in_a_csv_is_a_plain_number(stored, told):
    columns = [SheetColumn("现存", "quantity"), SheetColumn("折扣", "percent")]
    data = csv_bytes(columns, [(Decimal(stored), Decimal(stored))])
    assert data.decode("utf-8-sig").splitlines()[1] == f"{told},{told}"


def test_csv_has_its_mark_and_reads_back():
    data = csv_bytes(COLUMNS, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, second, third = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[0] == "编号"
    assert first == ["00123", "2026-11-23", "12.5", "3.2500", "40.63", "3"]
    assert second[0] == "'=1+1"
    assert second[4] == "-0.10"
    assert third == ["喆堃", "", "0.001", "", "1234567890.12", "0"]


def test_a_statement_reads_back_with_equal_figures():
    reversal = a_posting(9, amount=Decimal("-12.34"), reverses="x")
    postings = [a_posting(1), a_posting(2, "money_receipt", Decimal("-55.55")), reversal]
    statement = a_statement(postings)
    rows = rows_of(statement_xlsx(a_form(statement)))
    flat = [str(cell) for row in rows for cell in row]
    for part in (NUMBER, statement.seller.name, "红冲销售出库", f"人民币{statement.amount_in_words}"):
        assert part in flat
    first = next(index for index, row in enumerate(rows) if row[0] == "日期") + 1
    table = rows[first : first + 1 + len(statement.entries)]
    assert [row[2] for row in table[1:]] == [entry.number for entry in statement.entries]
    assert [Decimal(str(row[6])) for row in table] == [
        statement.opening,
        *(entry.balance for entry in statement.entries),
    ]
    sums, closing = rows[first + len(table)], rows[first + len(table) + 1]
    assert (Decimal(str(sums[4])), Decimal(str(sums[5]))) == (statement.debit_total, statement.credit_total)
    assert Decimal(str(closing[6])) == statement.closing
    *ages, whole = [Decimal(str(row[4])) for row in rows[-len(statement.ageing) - 1 :]]
    assert sum(ages) == whole == statement.closing


def test_an_empty_statement_in_english_has_its_opening_and_closing():
    rows = rows_of(statement_xlsx(a_form(a_statement(entries=0)), language="en"))
    assert [row[6] for row in rows if row[6] != ""][1:] == [1000, 1000]


def test_every_number_in_a_workbook_is_spelled_as_it_is():
    """517.44 is no binary number; spelled with 16 figures it read 517.4400000000001."""
    figures = [Decimal(text) for text in ("517.44", "9.80", "0.1", "123.45", "-1234567.89", "0.0001", "1E+3", "0.000")]
    content = xlsx_bytes("x", [SheetColumn("a", "money", total=True)], [(each,) for each in figures])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        told = re.findall(r"<v>([^<]*)</v></c>", file.read("xl/worksheets/sheet1.xml").decode())
    numbers = [Decimal(each) for each in told[1:]]  # the first is the title's place among the texts
    assert numbers == [*figures, sum(figures)]


def test_days_stand_at_the_left_as_their_title_does():
    """A day set to the right touches the text of the column after it."""
    file = zipfile.ZipFile(io.BytesIO(xlsx_bytes("表", COLUMNS, ROWS)))
    styles = file.read("xl/styles.xml").decode()
    days = re.findall(r'formatCode="yyyy-mm-dd"', styles)
    assert len(days) == 1
    [number] = re.findall(r'numFmtId="(\d+)" formatCode="yyyy-mm-dd"', styles)
    looks = re.findall(rf'<xf numFmtId="{number}"[^>]*>(?:<alignment horizontal="(\w+)"/>)?', styles)
    assert looks
    assert set(looks) == {"left"}
