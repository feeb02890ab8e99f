"""Every list is given out as a workbook or as CSV, row by row as the books hold it."""

import csv
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from desktop.actions import deliveries, exporting, statement_papers
from desktop.actions.policy_views import RebateRow
from domain.errors import DeskError
from domain.parties import Dealer
from domain.rebates import IfReached
from tests.desktop.actions.a_desk import TODAY
from tests.desktop.exchange.book_reader import read_book


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["orders", "customers", "products", "stock", "documents"])
def test_every_list_becomes_a_file(desk, order, tmp_path, kind, ending):
    deliveries.deliver(desk, order.number)
    done = exporting.export(desk, kind, tmp_path / f"{kind}.{ending}")
    assert done.path.stat().st_size > 50
    assert done.rows > 0


def test_csv_holds_the_stock_as_it_stands(desk, tmp_path):
    exporting.export(desk, "stock", tmp_path / "stock.csv")
    with (tmp_path / "stock.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {cell for row in csv.reader(file) for cell in row}
    assert {"W550", "COLA", "240.000", "48.000"} <= told


def test_list_nobody_knows_is_told(desk, tmp_path):
    with pytest.raises(DeskError, match="export_kind_unknown"):
        exporting.export(desk, "weather", tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


def test_rebates_become_real_numbers(desk, tmp_path):
    dealer = Dealer("GD01", "GD01", "粤海", "province", "HQ")
    nearest = IfReached(1, Decimal(306), Decimal(8000), Decimal(240))
    row = RebateRow(
        "FL", 1, "季度返利", dealer, "2026-Q4", None, None, "amount", "whole", "credit", "", Decimal(7694),
        Decimal(7694), None, Decimal(7694), 0, (Decimal(5000), Decimal(8000)), Decimal("153.88"), Decimal(0),
        Decimal(0), (nearest,), Decimal("86.12"), 38, (), (),
    )  # fmt: skip
    done = exporting.export_shown(desk, [exporting.Shown("rebates", [row])], tmp_path / "r.xlsx")
    assert done.rows == 1
    heads, cells, _ = load_workbook(str(done.path)).get_sheet_by_index(0).to_python()
    told = dict(zip(heads, cells, strict=True))
    assert (told["经销商"], told["已获"], told["到下一档还差"], told["档"]) == ("粤海", 153.88, 306, 1)


def test_issued_statements_are_a_list_with_sums_as_formulas(desk, order, tmp_path):
    deliveries.deliver(desk, order.number)
    statement_papers.issue_statement(desk, "C1", TODAY, TODAY)
    done = exporting.export(desk, "statements", tmp_path / "s.xlsx")
    assert done.rows == 1
    (sheet,) = read_book(done.path).values()
    assert {title: cell.formula for title, cell in sheet.totals.items()} == {
        "期初余额": "SUBTOTAL(109,G2)",
        "期末余额": "SUBTOTAL(109,H2)",
    }
