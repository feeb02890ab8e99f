"""Whose rows are that stand below a customer's heading: written anywhere in it, left out, or gone on with overleaf."""

import pytest

from desktop.actions.imports.history import import_orders
from tests.building.desktop.a_desk import a_desk

IN_BLOCKS = (
    "单号,日期,货号,品名,数量,单价\n客户：C1 天河小卖部,,,,,\nX1,2026-09-03,W550,水,1,1\n小计,,,,1,\n"
    "客户：C2,,,,,\nX2,2026-09-04,W550,水,2,1\nX3,2026-09-04,W550,水,3,1\n客户：C1,,,,,\nX4,2026-09-05,W550,水,4,1\n"
)


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def text(folder, body):
    path = folder / "history.csv"
    path.write_text(body, encoding="utf-8")
    return path


def taken(desk, path, **more):
    return import_orders(desk, path, seller="GD01", report=path.with_suffix(".why.csv"), **more)


def buyers_of(desk):
    sql = "SELECT d.ref, c.code FROM document d JOIN dealer c ON c.id = d.buyer WHERE d.ref <> '' ORDER BY d.ref"
    with desk.book.reading() as connection:
        return dict(connection.exec_driver_sql(sql).all())


@pytest.mark.parametrize(
    "heading",
    ["业务员：王芳　客户：C2,,,,,", "日期：9 月 客户：C2,,电话,13800001111,,", "购货单位 C2,,,,,", "客户：,C2,,,,"],
)
def test_a_customer_is_read_wherever_a_heading_names_him(desk, tmp_path, heading):
    """Rows below a heading nobody understood must not be charged to the customer of the block above."""
    done = taken(desk, text(tmp_path, IN_BLOCKS.replace("客户：C2,,,,,", heading)))
    assert (done.booked_amount, buyers_of(desk)) == (10, {"X1": "C1", "X2": "C2", "X3": "C2", "X4": "C1"})


def test_rows_below_a_heading_that_leaves_its_customer_out_are_nobodys(desk, tmp_path):
    done = taken(desk, text(tmp_path, IN_BLOCKS.replace("客户：C2", "客户：")))
    assert (done.booked_amount, done.refused_amount, buyers_of(desk)) == (5, 5, {"X1": "C1", "X4": "C1"})


@pytest.mark.parametrize("between", ["{titles}\n", "第1页 共2页,,,,,\n{titles}\n客户：C2（续）,,,,,\n"])
def test_titles_said_again_in_a_block_begin_no_other_table(desk, tmp_path, between):
    titles = IN_BLOCKS.split("\n", maxsplit=1)[0]
    rows = IN_BLOCKS.replace("X3,", between.format(titles=titles) + "X3,")
    done = taken(desk, text(tmp_path, rows))
    assert (done.booked_amount, done.left["row_title"], "row_elsewhere" in done.left) == (10, 1, False)
    assert buyers_of(desk)["X3"] == "C2"


def test_titles_said_again_beside_a_value_said_for_all_rows(desk, tmp_path):
    titles = "单号,日期,货号,品名,数量,单价"
    rows = f"{titles}\nX1,2026-09-03,W550,水,1,1\n{titles}\nX2,2026-09-04,W550,水,2,1\n"
    done = taken(desk, text(tmp_path, rows), mapping={"customer": '"C1"'})
    assert (done.booked_amount, done.left["row_title"]) == (3, 1)


def test_a_customer_isnt_filled_down_below_the_heading_of_another(desk, tmp_path):
    rows = "客户,单号,日期,货号,数量,单价\nC1,X1,2026-09-03,W550,1,1\n客户：C2,,,,,\n,X2,2026-09-04,W550,2,1\n"
    done = taken(desk, text(tmp_path, rows))
    assert (done.booked_amount, dict(done.reasons)) == (1, {"customer_missing": 1})
