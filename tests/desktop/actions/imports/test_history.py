"""History is booked in whole documents; every other line stands in the report; nothing is booked twice or lost."""

import csv
import subprocess
import sys
import textwrap
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from desktop.actions.imports import history_books
from desktop.actions.imports.history import import_orders
from desktop.desk import Desk, Identity
from desktop.wording import say
from domain.errors import RefusedError, UsageError
from sync.records.bodies.records import DealerBody, PeriodBody
from sync.records.books import reading
from sync.records.books.database import open_sqlite
from tests.building.desktop.a_desk import a_desk

TITLES = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
SOLD = [
    "536365,85123A,WHITE LANTERN,6,2010-12-01 08:26:00,2.55,17850,United Kingdom",
    "536365,W550,农夫山泉550ml,24,2010-12-01 08:26:00,1.50,17850,United Kingdom",
    "536366,85123A,,1,2010-12-02 09:00:00,2.55,C1,France",
]
RETURNED = "C536379,85123A,WHITE LANTERN,-2,2010-12-03 10:00:00,2.55,17850,United Kingdom"
NOBODY = "536370,85123A,WHITE LANTERN,3,2010-12-02 09:00:00,2.00,,United Kingdom"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", stock={"W550": 100}) as opened:
        yield opened


def write(tmp_path, *rows, name="history.csv"):
    path = tmp_path / name
    path.write_text("\n".join([TITLES, *rows]) + "\n", encoding="utf-8")
    return path


def documents(desk, kind=""):
    with desk.book.reading() as connection:
        sql = "SELECT kind, number, buyer, date, amount, ref FROM document ORDER BY date, number"
        rows = [tuple(row) for row in connection.exec_driver_sql(sql)]
    return [row for row in rows if not kind or row[0] == kind]


def one(desk, sql, *values):
    with desk.book.reading() as connection:
        return connection.exec_driver_sql(sql, values).scalar()


def reported(done):
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def adds_up(done):
    return done.booked_lines + done.refused_lines == done.lines and (
        done.booked_amount + done.refused_amount == done.amount
    )


def test_lines_become_deliveries_and_returns(desk, tmp_path):
    done = import_orders(desk, write(tmp_path, *SOLD, RETURNED), seller="GD01")
    assert documents(desk, "delivery") == [
        ("delivery", "XSCK-01-101201-0001", "GD01:17850", "2010-12-01", 5130, "536365"),
        ("delivery", "XSCK-01-101202-0001", "GD01:C1", "2010-12-02", 255, "536366"),
    ]
    assert documents(desk, "return") == [("return", "XSTH-01-101203-0001", "GD01:17850", "2010-12-03", 510, "C536379")]
    assert (done.deliveries, done.returns, done.customers, done.products) == (2, 1, 1, 1)
    assert (done.booked_lines, done.booked_amount) == (4, Decimal("48.75"))
    assert (done.refused_lines, done.refused_amount) == (0, Decimal(0))
    assert reported(done)[1] == []
    with desk.book.reading() as connection:
        assert reading.balance(connection, "GD01", "GD01:17850") == Decimal("46.20")
        assert reading.last_paid(connection, "GD01", "GD01:17850", ["GD01:85123A"])["GD01:85123A"] == (
            Decimal("2.55"),
            date(2010, 12, 1),
            "XSCK-01-101201-0001",
        )


def test_customers_and_products_are_made_once_and_known_ones_used(desk, tmp_path):
    import_orders(desk, write(tmp_path, *SOLD), seller="GD01")
    with desk.book.reading() as connection:
        customer = reading.dealer(connection, "GD01:17850")
        product = reading.product(connection, "85123A")
        codes = connection.exec_driver_sql("SELECT COUNT(*) FROM dealer WHERE code = 'C1'").scalar()
    assert (customer.code, customer.tier, customer.parent, customer.address) == (
        "17850",
        "store",
        "GD01",
        "United Kingdom",
    )
    assert (product.id, product.name, product.owner, product.unit) == ("GD01:85123A", "WHITE LANTERN", "GD01", "件")
    assert codes == 1
    assert one(desk, "SELECT COUNT(*) FROM product WHERE sku = 'W550'") == 1
    assert one(desk, "SELECT rowid FROM product_search WHERE product_search MATCH 'lantern*'")


def test_known_customers_and_products_are_found_by_their_names(desk, tmp_path):
    rows = [
        "N1,农夫山泉550ml,,2,2026-11-01,1.50,越秀超市,",
        "N2,W550,,1,2026-11-01,1.50,天河小卖部,",
        "N3,新品,,1,2026-11-01,1.50,新客户,",
    ]
    done = import_orders(desk, write(tmp_path, *rows), seller="GD01")
    assert (done.customers, done.products, adds_up(done)) == (1, 1, True)
    assert [(each[2], each[4]) for each in documents(desk, "delivery")] == [
        ("GD01:C2", 300), ("GD01:C1", 150), ("GD01:新客户", 150),
    ]  # fmt: skip
    assert one(desk, "SELECT count(*) FROM document_line WHERE product = 'W550' AND sku = 'W550'") >= 2
    again = import_orders(desk, write(tmp_path, *rows), seller="GD01")
    assert (again.booked_lines, again.customers, again.products) == (0, 0, 0)


def test_history_leaves_today_s_stock_as_it_was(desk, tmp_path):
    said = say("history_keeps_stock", "zh")
    done = import_orders(desk, write(tmp_path, *SOLD, RETURNED), seller="GD01", remark=said)
    assert one(desk, "SELECT remark FROM document WHERE kind = 'adjustment' AND number LIKE 'PDD-01-10%'") == said
    assert said == "历史导入：保持现有库存"  # in one language
    assert one(desk, "SELECT SUM(on_hand) FROM stock WHERE product = 'W550'") == 100_000
    assert one(desk, "SELECT SUM(on_hand) FROM stock WHERE product = 'GD01:85123A'") == 0
    assert done.adjustments == ("PDD-01-101130-0001",)
    assert [note.code for note in done.notes] == [
        "columns_read",
        "customers_new",
        "products_new",
        "units_assumed",
        "stock_kept",
    ]


def test_what_can_not_be_booked_stands_in_the_report(desk, tmp_path):
    rows = [
        *SOLD,
        NOBODY,
        "A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,-11062.06,,United Kingdom",
        "536371,85123A,LANTERN,0,2010-12-02,2.55,17850,United Kingdom",
        "536372,85123A,LANTERN,1,soon,2.55,17850,United Kingdom",
        "536373,,LANTERN,1,2010-12-02,2.55,17850,United Kingdom",
        "536374,85123A,LANTERN,1,2036-12-02,2.55,17850,United Kingdom",
    ]
    done = import_orders(desk, write(tmp_path, *rows), seller="GD01", report=tmp_path / "why.csv")
    titles, told = reported(done)
    assert done.report == tmp_path / "why.csv"
    assert titles[4:] == TITLES.split(",")
    assert [(row[0], row[1]) for row in told] == [
        ("5", "customer_missing"),
        ("6", "customer_missing; price_negative"),
        ("7", "quantity_zero"),
        ("8", "date_unreadable"),
        ("9", "product_missing"),
        ("10", "date_future"),
    ]
    assert all(row[2] and row[3] for row in told)
    assert told[0][4:] == NOBODY.split(",")
    assert (done.booked_lines, done.refused_lines, done.lines) == (3, 6, 9)
    assert done.refused_amount == Decimal("6.00") - Decimal("11062.06") + 3 * Decimal("2.55")
    assert adds_up(done)


def test_a_second_import_books_nothing_twice(desk, tmp_path):
    path = write(tmp_path, *SOLD, RETURNED, NOBODY)
    first = import_orders(desk, path, seller="GD01")
    before = documents(desk)
    again = import_orders(desk, path, seller="GD01")
    assert documents(desk) == before
    assert (again.booked_lines, again.refused_lines, again.lines) == (0, 5, 5)
    assert again.reasons == {"already_booked": 4, "customer_missing": 1}
    assert (again.customers, again.products, again.adjustments) == (0, 0, ())
    assert again.amount == first.amount
    assert again.report != first.report


def test_a_longer_file_adds_what_is_new(desk, tmp_path):
    import_orders(desk, write(tmp_path, *SOLD), seller="GD01")
    longer = import_orders(desk, write(tmp_path, *SOLD, RETURNED), seller="GD01")
    assert (longer.booked_lines, longer.returns, longer.reasons) == (1, 1, {"already_booked": 3})


def test_a_check_writes_nothing_but_its_report(desk, tmp_path):
    before = one(desk, "SELECT COUNT(*) FROM entry")
    path = write(tmp_path, *SOLD, RETURNED, NOBODY)
    looked = import_orders(desk, path, seller="GD01", check=True)
    assert one(desk, "SELECT COUNT(*) FROM entry") == before
    assert len(reported(looked)[1]) == 1
    done = import_orders(desk, path, seller="GD01")
    for figure in ("lines", "amount", "booked_lines", "booked_amount", "refused_lines", "deliveries", "customers"):
        assert getattr(looked, figure) == getattr(done, figure), figure


def test_lines_of_one_document_may_stand_anywhere(desk, tmp_path):
    scattered = [SOLD[0], SOLD[2], SOLD[1]]
    import_orders(desk, write(tmp_path, *scattered), seller="GD01")
    assert one(desk, "SELECT amount FROM document WHERE ref = '536365'") == 5130


def test_one_number_of_two_customers_or_days_is_two_documents(desk, tmp_path):
    rows = [f"1,A,a,1,2010-12-0{day},1.00,{customer}," for day in (1, 2) for customer in ("X", "Y")]
    assert import_orders(desk, write(tmp_path, *rows), seller="GD01").deliveries == 4


def test_closed_periods_stay_closed(tmp_path):
    closed = ("period", "GD01:period", PeriodBody("GD01", "2010-12-01"))
    with a_desk(tmp_path / "desk", records=[closed]) as desk:
        done = import_orders(desk, write(tmp_path, *SOLD), seller="GD01")
        assert done.reasons == {"date_closed": 2}
        assert [row[3] for row in documents(desk, "adjustment")] == ["2010-12-02"]


def test_terms_of_a_known_customer_give_the_day_a_debt_is_due(desk, tmp_path):
    import_orders(desk, write(tmp_path, "1,W550,水,1,2010-12-01,1.00,C2,"), seller="GD01")
    assert one(desk, "SELECT due FROM posting") == "2010-12-31"


def test_a_gift_is_booked_and_is_no_price(desk, tmp_path):
    rows = ["1,W550,水,1,2010-12-01,1.50,C1,", "2,W550,水,1,2010-12-02,0.00,C1,"]
    done = import_orders(desk, write(tmp_path, *rows), seller="GD01")
    assert (done.booked_lines, done.booked_amount) == (2, Decimal("1.50"))
    assert {note.code: note.facts for note in done.notes}["free_lines"] == {
        "lines": 1, "rows": "3", "priced": "",
    }  # fmt: skip
    with desk.book.reading() as connection:
        assert reading.last_paid(connection, "GD01", "GD01:C1", ["W550"])["W550"] == (
            Decimal("1.50"),
            date(2010, 12, 1),
            "XSCK-01-101201-0001",
        )


def test_dates_that_nothing_tells_apart_are_asked_about(desk, tmp_path):
    path = write(tmp_path, "1,A,a,1,3/2/2011,1.00,X,")
    assert import_orders(desk, path, seller="GD01").reasons == {"date_undecided": 1}
    import_orders(desk, path, seller="GD01", mapping={"dates": "month_first"})
    assert documents(desk, "delivery")[0][3] == "2011-03-02"
    with pytest.raises(UsageError, match="dates_unknown"):
        import_orders(desk, path, seller="GD01", mapping={"dates": "any"})


def test_only_one_s_own_sales_are_imported(desk, tmp_path):
    path = write(tmp_path, *SOLD)
    with pytest.raises(RefusedError) as refused:
        import_orders(desk, path, seller="HQ")
    assert refused.value.code == "not_your_books"
    with pytest.raises(UsageError) as unknown:
        import_orders(desk, path, seller="nobody")
    assert unknown.value.code == "dealer_unknown"


def test_a_bad_file_leaves_everything_as_it_was(desk, tmp_path):
    before = one(desk, "SELECT COUNT(*) FROM entry")
    path = tmp_path / "bad.csv"
    path.write_bytes("\n".join([TITLES, *SOLD]).encode() + b"\n\xff\xff\n")
    with pytest.raises(UsageError):
        import_orders(desk, path, seller="GD01")
    assert one(desk, "SELECT COUNT(*) FROM entry") == before
    assert not list(desk.folder.glob("reports/*"))


def many(count):
    return [
        f"N{place},P{place % 7},p,{1 + place % 5},2011-01-{1 + place % 28:02},1.25,K{place % 11},"
        for place in range(count)
    ]


def test_progress_counts_up_and_a_stop_leaves_whole_documents(desk, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.actions.imports.history_taking.PAGE_LINES", 500)
    monkeypatch.setattr("desktop.actions.imports.history._BLOCK", 100)
    path, seen = write(tmp_path, *many(2000)), []
    stopped = import_orders(
        desk,
        path,
        seller="GD01",
        progress=lambda done, total: seen.append((done, total)),
        cancelled=lambda: bool(seen) and seen[-1] == (1200, 2000),
    )
    assert stopped.cancelled
    assert stopped.booked_lines == 1000
    assert one(desk, "SELECT SUM(on_hand) FROM stock WHERE product LIKE 'GD01:P%'") == 0
    rest = import_orders(desk, path, seller="GD01")
    assert (rest.booked_lines, rest.refused_lines, rest.lines) == (1000, 1000, 2000)
    assert one(desk, "SELECT COUNT(*) FROM document WHERE kind = 'delivery'") == 2000
    assert seen == sorted(seen, key=lambda each: (each[1] > 0, each[0]))


KILLED = """
import os, sys
from pathlib import Path
from desktop.actions.imports import history_books
from desktop.actions.imports import history_taking
from desktop.actions.imports import history as importing
from desktop.desk import Desk, Identity
from sync.records.books.database import open_sqlite
folder, file, pages = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
history_taking.PAGE_LINES = 300
desk = Desk(open_sqlite(folder / "desk.db"), Identity("desk", "D1", "GD01", "01", ""), folder)
keep = history_books.HistoryBooks._keep_stock
def kill(self, writing, numbered):
    global pages
    pages -= 1
    if pages < 0:
        os.kill(os.getpid(), 9)
    keep(self, writing, numbered)
history_books.HistoryBooks._keep_stock = kill
importing.import_orders(desk, file, seller="GD01")
"""


def test_a_killed_import_goes_on_where_it_stopped(tmp_path):
    with a_desk(tmp_path / "desk"):
        pass
    path = write(tmp_path, *many(2000))
    for pages in (0, 2, 1):
        words = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "desk"), str(path), str(pages)]
        ended = subprocess.run(words, cwd=Path(__file__).parents[4], capture_output=True, check=False)
        assert ended.returncode == -9, ended.stderr
    book = open_sqlite(tmp_path / "desk" / "desk.db")
    with Desk(book, Identity("desk", "D1", "GD01", "01", ""), tmp_path / "desk") as desk:
        half = one(desk, "SELECT COUNT(*) FROM document WHERE kind = 'delivery'")
        assert half == 900
        assert one(desk, "SELECT SUM(on_hand) FROM stock") == 0
        done = import_orders(desk, path, seller="GD01")
        assert (done.booked_lines, done.reasons) == (2000 - half, {"already_booked": half})
        assert one(desk, "SELECT COUNT(*) FROM document WHERE kind = 'delivery'") == 2000
        assert (
            one(desk, "SELECT SUM(amount) FROM posting")
            == one(desk, "SELECT SUM(quantity * 125 / 1000) FROM stock_move WHERE quantity < 0") * -1
        )


def test_customers_of_others_are_not_touched(tmp_path):
    other = ("dealer", "GD02:17850", DealerBody("17850", "别家的客户", "store", "GD02"))
    with a_desk(tmp_path / "desk", records=[other]) as desk:
        import_orders(desk, write(tmp_path, *SOLD), seller="GD01")
        assert one(desk, "SELECT buyer FROM document WHERE ref = '536365'") == "GD01:17850"


def test_ids_are_the_same_on_every_machine(desk):
    with desk.book.reading() as connection:
        seller = reading.dealer(connection, "GD01")
    books = history_books.HistoryBooks(desk, seller, check=True)
    assert books.record_of(("536365", "17850", date(2010, 12, 1), False)) == "2a458e448e2a5b9bb6895d91f6642a3c"


def test_a_workbook_with_overlapping_sheets_books_each_document_once(desk, tmp_path):
    path = tmp_path / "history.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "m/d/yy h:mm"})
    for name, numbers in (("2010", (489434, 489435)), ("2011", (489435, 489436))):
        sheet = book.add_worksheet(name)
        sheet.write_row(
            0, 0, ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID"]
        )
        for row, number in enumerate(numbers, 1):
            sheet.write_row(row, 0, [number, 21733, "RED HOLDER", 2])
            sheet.write_datetime(row, 4, datetime(2010, 12, number - 489433, 8, 26), day)  # noqa: DTZ001 -- workbooks name no zone
            sheet.write_row(row, 5, [2.55, 13085.0])
    book.close()
    done = import_orders(desk, path, seller="GD01")
    assert [row[2:] for row in documents(desk, "delivery")] == [
        ("GD01:13085", "2010-12-01", 510, "489434"),
        ("GD01:13085", "2010-12-02", 510, "489435"),
        ("GD01:13085", "2010-12-03", 510, "489436"),
    ]
    assert done.reasons == {"already_booked": 1}
    again = import_orders(desk, path, seller="GD01")
    assert (again.booked_lines, again.refused_lines) == (0, 4)
    titles, told = reported(again)
    assert titles[4] == "工作表 sheet"
    assert [(row[0], row[4]) for row in told] == [("2", "2010"), ("3", "2010"), ("2", "2011"), ("3", "2011")]
    assert adds_up(done)
    assert adds_up(again)
