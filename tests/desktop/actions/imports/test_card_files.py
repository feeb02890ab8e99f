"""Customers and products come from files as people keep them, also from the templates Chinese users know."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from desktop.actions.catalog.standing import set_standing
from desktop.actions.headquarters.attention import attention
from desktop.actions.imports.card_files import import_customers, import_products
from domain.errors import RefusedError
from domain.parties.users import Person
from sync.records.bodies.records import DealerBody
from sync.records.books import reading
from tests.building.desktop.a_desk import a_desk

NOTICE = ["1、带星号的为必填项\n2、导入时本段内容请勿删除，切记！"]
CUSTOMER = ["名称*", "联系人", "手机号码", "地址", "信用额度", "账期", "状态*"]
PRODUCT = ["名称*", "规格", "基本单位*", "副单位", "基本条码*", "比例", "税率（%）", "状态*"]


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def write(tmp_path: Path, *rows):
    path = tmp_path / "cards.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("信息")
    for place, row in enumerate([NOTICE, *rows]):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def count(desk):
    with desk.book.reading() as connection:
        return connection.exec_driver_sql("SELECT COUNT(*) FROM entry").scalar()


def figures(done):
    return done.made, done.changed, done.same, done.refused_lines


def test_customers_from_a_template(desk, tmp_path):
    rows = [
        ["客户a", "小梁", 13000000000, "广州", 5000, 30, 1],
        ["客户b", "", "", "", "", "", 0],
    ]
    done = import_customers(desk, write(tmp_path, CUSTOMER, *rows))
    assert figures(done) == (2, 0, 0, 0)
    with desk.book.reading() as connection:
        first, second = (reading.dealer(connection, f"GD01:客户{letter}") for letter in "ab")
    assert (first.phone, first.parent) == ("13000000000", "GD01")
    assert (first.credit_limit, first.credit_days) == (Decimal(5000), 30)
    assert (second.credit_limit, second.credit_days, second.status) == (None, None, "inactive")


def test_cards_again_change_only_what_changed(desk, tmp_path):
    rows = [["客户a", "小梁", "", "广州", 5000, 30, 1], ["客户b", "", "", "", "", "", 1]]
    import_customers(desk, write(tmp_path, CUSTOMER, *rows))
    before = count(desk)
    assert figures(import_customers(desk, write(tmp_path, CUSTOMER, *rows))) == (0, 0, 2, 0)
    assert count(desk) == before
    rows[0][3], rows[0][1] = "深圳", ""
    assert figures(import_customers(desk, write(tmp_path, CUSTOMER, *rows))) == (0, 1, 1, 0)
    with desk.book.reading() as connection:
        changed = reading.dealer(connection, "GD01:客户a")
    assert (changed.address, changed.contact) == ("深圳", "小梁")


def test_a_file_that_says_nothing_new_keeps_since_when_and_why_a_customer_is_suspended(desk, tmp_path):
    columns = CUSTOMER[:-1]
    row = ["客户a", "小梁", "", "广州", 5000, 30]
    import_customers(desk, write(tmp_path, columns, row))
    set_standing(desk, "客户a", "suspended", "换了老板")
    assert figures(import_customers(desk, write(tmp_path, columns, row))) == (0, 0, 1, 0)
    row[3] = "深圳"
    assert figures(import_customers(desk, write(tmp_path, columns, row))) == (0, 1, 0, 0)
    with desk.book.reading() as connection:
        known = reading.dealer(connection, "GD01:客户a")
        (told,) = [each.facts for each in attention(connection, desk) if each.code == "customer_suspended"]
    assert (known.address, known.status) == ("深圳", "suspended")
    assert (told["reason"], told["since"]) == ("换了老板", desk.now()[:10])


def test_products_from_a_template(desk, tmp_path):
    rows = [["可乐", "250ml", "瓶", "箱", 2001, 12, 13, 1], ["啤酒", "500ml", "瓶", "", 2011, "", "", 0]]
    assert figures(import_products(desk, write(tmp_path, PRODUCT, *rows))) == (2, 0, 0, 0)
    with desk.book.reading() as connection:
        cola, beer = (reading.product(connection, sku) for sku in ("2001", "2011"))
    assert (cola.id, cola.name, cola.barcode, cola.owner) == ("GD01:2001", "可乐", "2001", "GD01")
    assert [(pack.unit, pack.size) for pack in cola.packs] == [("箱", Decimal(12))]
    assert (str(cola.tax_rate), beer.packs, beer.active) == ("0.13", (), False)


def test_bad_rows_are_reported_and_a_check_writes_nothing(desk, tmp_path):
    rows = [
        ["好客户", "", "", "", "", "", 1],
        ["", "小梁", "", "", "", "", 1],
        ["好客户", "", "", "", "", "", 1],
        ["额度", "", "", "", -5, "", 1],
        ["账期", "", "", "", "", 1.5, 1],
        ["状态", "", "", "", "", "", "maybe"],
    ]
    path, before = write(tmp_path, CUSTOMER, *rows), count(desk)
    looked = import_customers(desk, path, check=True)
    assert count(desk) == before
    assert figures(looked) == (1, 0, 0, 5)
    assert looked.reasons == {"field_unreadable": 3, "name_missing": 1, "code_twice": 1}
    text = looked.report.read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["4", "5", "6", "7", "8"]
    assert figures(import_customers(desk, path)) == (1, 0, 0, 5)


def test_cards_of_headquarters_are_not_touched(tmp_path):
    theirs = ("dealer", "SZ01", DealerBody("SZ01", "深圳分销", "city", "GD01"))
    with a_desk(tmp_path / "desk", records=[theirs]) as desk:
        customers = import_customers(desk, write(tmp_path, ["客户编码", "客户名称"], ["SZ01", "改名"], ["C9", "新"]))
        assert (customers.made, customers.reasons) == (1, {"record_not_yours": 1})
        products = import_products(desk, write(tmp_path, ["SKU", "名称"], ["W550", "改名"], ["N1", "新"]))
        assert (products.made, products.reasons) == (1, {"record_not_yours": 1})
        with desk.book.reading() as connection:
            assert reading.dealer(connection, "SZ01").name == "深圳分销"
            assert reading.product(connection, "W550").name == "农夫山泉550ml"


def test_headquarters_loads_otherwise(tmp_path):
    with a_desk(tmp_path / "desk") as desk:
        object.__setattr__(desk.identity, "role", "hq")
        with pytest.raises(RefusedError) as refused:
            import_customers(desk, write(tmp_path, CUSTOMER))
    assert refused.value.code == "import_at_hq"


def test_a_column_that_nobody_knew_is_told(desk, tmp_path):
    path = tmp_path / "客户.csv"
    path.write_text("客户编码,客户名称,账期天数,心情\nK9,新客户,45,好\n", encoding="utf-8")
    done = import_customers(desk, path)
    assert [(note.code, note.facts["columns"]) for note in done.notes] == [
        ("columns_read", "name=客户名称, code=客户编码, credit_days=账期天数"),
        ("columns_unused", "心情"),
    ]
    with desk.book.reading() as connection:
        assert reading.dealer(connection, "GD01:K9").credit_days == 45


@pytest.mark.parametrize(("role", "changed"), [("clerk", False), ("accountant", True), ("owner", True)])
@pytest.mark.parametrize("cells", [(9000, 30, 1), ("无限", 30, 1), (5000, 90, 1), (5000, 30, 0)])
def test_who_writes_orders_gives_no_customer_more_credit_by_a_file(desk, tmp_path, role, changed, cells):
    import_customers(desk, write(tmp_path, CUSTOMER, ["客户a", "小梁", "", "广州", 5000, 30, 1]))
    desk.user = Person("u1", "某人", role)
    for check in (True, False):
        rows = [["客户a", "小梁", "", "广州", *cells], ["客户b", "", "", "", 800, 15, 1]]
        done = import_customers(desk, write(tmp_path, CUSTOMER, *rows), check=check)
        assert dict(done.reasons) == ({} if changed else {"credit_not_permitted": 2})  # a new one's credit neither
        assert done.made == changed
    with desk.book.reading() as connection:
        known = reading.dealer(connection, "GD01:客户a")
    kept = (known.credit_limit, known.credit_days, known.status) == (Decimal(5000), 30, "active")
    assert kept is not changed


def test_who_writes_orders_changes_the_rest_of_a_card_by_a_file(desk, tmp_path):
    import_customers(desk, write(tmp_path, CUSTOMER, ["客户a", "小梁", "", "广州", 5000, 30, 1]))
    desk.user = Person("u1", "某人", "clerk")
    done = import_customers(desk, write(tmp_path, CUSTOMER, ["客户a", "小王", "", "深圳", 5000, 30, 1]))
    assert (done.changed, dict(done.reasons)) == (1, {})
