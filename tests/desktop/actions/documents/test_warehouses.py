"""A warehouse is known by what lies in it: a new name is told, one spelled alike is the same, none is no empty list."""

from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, stock
from desktop.actions.headquarters.queued import posted
from desktop.actions.intake.kinds import import_file
from domain.errors import UsageError


def counted(desk, quantity, warehouse=""):
    made = stock.count_stock(desk, {water(desk): Decimal(quantity)}, warehouse)
    assert made is not None
    return made


def told(view):
    return [(each.code, each.facts["warehouse"]) for each in view.told]


def main_of(desk):
    return stock.warehouses(desk)[0]


def water(desk):
    return next(row.product for row in stock.stock_list(desk) if row.sku == "W550")


def test_a_count_into_a_warehouse_nobody_used_before_is_told(desk):
    known = main_of(desk)
    assert told(counted(desk, 1)) == []
    made = counted(desk, 5, "东仓")
    assert told(made) == [("warehouse_new", "东仓")]
    assert made.told[0].facts["known"] == known
    assert told(counted(desk, 6, "东仓")) == []


@pytest.mark.parametrize("typed", ["ＷＨ１", "wh1", " WH1 "])
def test_a_name_spelled_alike_is_the_same_warehouse(desk, typed):
    counted(desk, 5, "WH1")
    again = counted(desk, 6, typed)
    assert (again.warehouse, again.told) == ("WH1", ())
    assert [row.warehouse for row in stock.stock_list(desk, typed)] == ["WH1"]


def test_goods_that_come_back_into_a_new_warehouse_are_told(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    assert told(posted(deliveries.return_goods(desk, made.number, {1: Decimal(1)}, warehouse="退货仓"))) == [
        ("warehouse_new", "退货仓")
    ]
    assert told(posted(deliveries.return_goods(desk, made.number, {1: Decimal(1)}))) == []


def test_the_stock_of_a_warehouse_that_isnt_there_is_no_empty_list(desk):
    with pytest.raises(UsageError) as said:
        stock.stock_list(desk, "打错")
    assert (said.value.code, said.value.facts["known"]) == ("warehouse_unknown", main_of(desk))


def test_a_file_of_counts_tells_its_new_warehouses(desk, tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("商品,实盘数量,仓库\nW550,3,东仓\nCOLA,3,西仓\n", encoding="utf-8")
    for check in (True, False):
        done = import_file(desk, "stock", path, check=check)
        assert [note.facts["warehouse"] for note in done.notes if note.code == "warehouse_new"] == ["东仓, 西仓"]
