"""A document that the books hold already isn't booked again, however a file writes its customer or its number."""

import csv

import pytest

from desktop.actions.documents.reversing import reverse
from desktop.actions.imports.history import import_orders
from sync.records.bodies.records import DealerBody
from tests.building.desktop.a_desk import a_desk, a_product

HEAD = "单号,日期,客户,货号,数量,金额"
LINE = "2026-11-03,C1,W550,2,10"
TWINS = [
    ("dealer", "GD01:C3", DealerBody("C3", "诚信商店", "store", "GD01")),
    ("dealer", "GD01:C4", DealerBody("C4", "诚信商店", "store", "GD01")),
    ("product", "TEA1", a_product("TEA1", "绿茶", "6900000000001")),
    ("product", "TEA2", a_product("TEA2", "绿茶", "6900000000001")),
]


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", records=TWINS) as opened:
        yield opened


@pytest.fixture
def take(desk, tmp_path):
    def taken(*rows, head=HEAD, **more):
        path = tmp_path / "history.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return import_orders(desk, path, seller="GD01", report=tmp_path / "why.csv", **more)

    return taken


def booked(desk):
    sql = "SELECT ref, buyer, amount FROM document WHERE kind IN ('delivery', 'return') ORDER BY pk"
    with desk.book.reading() as connection:
        return [
            (ref, buyer.removeprefix("GD01:"), amount / 100) for ref, buyer, amount in connection.exec_driver_sql(sql)
        ]


def cards(desk):
    sql = "SELECT code FROM dealer WHERE id LIKE 'GD01:%' UNION SELECT sku FROM product WHERE owner = 'GD01'"
    with desk.book.reading() as connection:
        return {code for (code,) in connection.exec_driver_sql(sql)}


@pytest.mark.parametrize("first", ["C1", "天河小卖部"])
@pytest.mark.parametrize("second", ["C1", "天河小卖部", "c1 "])
def test_a_customer_is_one_by_code_and_by_name(desk, take, first, second):
    take(f"K1,{LINE}".replace("C1", first))
    again = take(f"K1,{LINE}".replace("C1", second))
    assert (dict(again.reasons), booked(desk)) == ({"already_booked": 1}, [("K1", "C1", 10)])


def test_rows_of_one_document_may_call_its_customer_by_code_and_by_name(desk, take):
    done = take(
        f"K1,{LINE}", "K1,2026-11-03,天河小卖部,COLA,1,3", "K2,2026-11-03,C2,COLA,1,3", "K1,2026-11-03,c1,COLA,1,4"
    )
    assert (done.deliveries, sorted(booked(desk))) == (2, [("K1", "C1", 17), ("K2", "C2", 3)])


@pytest.mark.parametrize(("first", "second"), [
    ("000123", "123"), ("123", "000123"), ("xs-001", "XS-001"), ("XS001", "ｘｓ００１"), ("XS 001", "XS001"),
])  # fmt: skip
def test_a_number_that_a_spreadsheet_wrote_otherwise_is_held(desk, take, first, second):
    """Nothing else of the document differs: booked again, the customer would owe it twice."""
    take(f"{first},{LINE}")
    again = take(f"{second},{LINE}")
    assert dict(again.reasons) == {"booked_alike": 1}
    assert len(booked(desk)) == 1
    with again.report.open(encoding="utf-8-sig") as file:
        assert first in list(csv.reader(file))[1][2]


@pytest.mark.parametrize("other", [
    f"124,{LINE}", "123,2026-11-04,C1,W550,2,10", "123,2026-11-03,C2,W550,2,10", "123,2026-11-03,C1,W550,-2,-10",
])  # fmt: skip
def test_another_number_day_customer_or_way_is_another_document(desk, take, other):
    take(f"000123,{LINE}")
    assert take(other).booked_lines == 1


def test_a_document_that_was_imported_with_other_lines_is_told_as_that(desk, take):
    take(f"K1,{LINE}", "K1,2026-11-03,C1,COLA,1,3")
    again = take(f"K1,{LINE}", "K1,2026-11-03,C1,COLA,2,6", "K1,2026-11-03,C1,W550,2,10")
    assert dict(again.reasons) == {"already_booked": 1, "booked_otherwise": 2}
    assert booked(desk) == [("K1", "C1", 13)]


def test_a_name_that_several_bear_makes_nobody_new(desk, take):
    before = cards(desk)
    done = take("K1,2026-11-03,诚信商店,W550,2,10", "K2,2026-11-03,C1,绿茶,2,10", "K3,2026-11-03,C1,6900000000001,2,10")
    assert dict(done.reasons) == {"name_of_many": 2, "barcode_of_many": 1}
    assert (booked(desk), cards(desk), done.customers, done.products) == ([], before, 0, 0)


@pytest.mark.parametrize(("row", "told"), [
    ("K1,2026-11-03,C1,越秀超市,W550,可口可乐330ml,2,10", "C1 越秀超市 → C2, W550 可口可乐330ml → COLA"),
    ("K1,2026-11-03,c1,天河小卖部,W550,农夫山泉 550ML,2,10", ""), ("K1,2026-11-03,C1,新名字,W550,新水,2,10", ""),
    ("K1,2026-11-03,C1,诚信商店,W550,绿茶,2,10", ""),  # whose it is nobody can say
])  # fmt: skip
def test_a_code_beside_the_name_of_another_one_is_told(desk, take, row, told):
    done = take(row, head="单号,日期,客户编码,客户名称,货号,品名,数量,金额")
    assert booked(desk) == [("K1", "C1", 10)]
    assert [note.facts["examples"] for note in done.notes if note.code == "names_contradict"] == (
        [told] if told else []
    )


@pytest.mark.parametrize("check", [True, False])
def test_what_only_refused_rows_name_is_no_new_card(desk, take, check):
    before = cards(desk)
    done = take("K1,2026-13-03,N1,P1,2,10", f"K2,{LINE}", "K3,2026-11-03,N2,P2,2,10", check=check)
    assert (done.booked_lines, done.customers, done.products) == (2, 1, 1)
    assert cards(desk) - before == (set() if check else {"N2", "P2"})
    assert {note.code: note.facts["examples"] for note in done.notes if note.code.endswith("_new")} == {
        "customers_new": "N2", "products_new": "P2",
    }  # fmt: skip


@pytest.mark.parametrize("undone", [False, True])
def test_an_export_of_these_books_books_nothing_again(desk, take, undone):
    """Its numbers are the books' own; a document reversed since is the books' as well."""
    take(f"K1,{LINE}")
    with desk.book.reading() as connection:
        [number] = connection.exec_driver_sql("SELECT number FROM document WHERE ref = 'K1'").scalars()
    if undone:
        reverse(desk, number, reason="wrong")
    before = len(booked(desk))
    again = take(f"{number},{LINE}")
    assert (dict(again.reasons), len(booked(desk))) == ({"in_books_already": 1}, before)
