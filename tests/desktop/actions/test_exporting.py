"""Every list is given out as a workbook or as CSV, row by row as the books hold it."""

import csv

import pytest

from desktop.actions import deliveries, exporting
from domain.errors import DeskError


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
