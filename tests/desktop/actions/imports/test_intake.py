"""Prices, opening balances, counted stock and received goods out of files: looked at first, told by row."""

from decimal import Decimal

import pytest

from desktop.actions.imports.card_files import import_products
from desktop.actions.intake.kinds import import_file
from desktop.actions.orders.orders import place_order
from domain.errors import RefusedError, UsageError
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books import reading
from tests.building.desktop.a_desk import a_desk, a_draft, a_line


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", stock={"W550": 24}) as opened:
        yield opened


def text(folder, body, name="rows.csv"):
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def figures(done):
    return done.taken_lines, done.same_lines, done.left_lines, done.refused_lines


def told(done):
    return {note.code: dict(note.facts) for note in done.notes if note.severity != "info"}


def stock(desk):
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql("SELECT warehouse, product, on_hand FROM stock WHERE owner = 'GD01'")
        return {(place, product): on_hand / 1000 for place, product, on_hand in rows if on_hand}


def entries(desk):
    with desk.book.reading() as connection:
        return connection.exec_driver_sql("SELECT COUNT(*) FROM entry").scalar()


# ---- counted stock -------------------------------------------------------------------------------------------------

COUNTED = (
    "盘点表\n货号,品名,单位,实盘数量,仓库\nw550,农夫山泉550ml,瓶,2箱3瓶,\nCOLA,可口可乐,,10,二号仓\n合计,,,61,\n"
    "制单：张三,,,,\n"
)


def test_a_count_shows_before_and_after_and_books_only_when_told(desk, tmp_path):
    path = text(tmp_path, COUNTED)
    before = entries(desk)
    seen = import_file(desk, "stock", path, check=True)
    assert entries(desk) == before
    assert stock(desk) == {("主仓", "W550"): 24}
    assert [(row.row, row.state, row.says) for row in seen.rows] == [
        (3, "taken", "主仓: 1箱 → 2箱3瓶"), (4, "taken", "二号仓: 0瓶 → 10瓶"), (5, "left", ""), (6, "left", ""),
    ]  # fmt: skip
    done = import_file(desk, "stock", path)
    assert stock(desk) == {("主仓", "W550"): 51, ("二号仓", "COLA"): 10}
    assert (figures(done), figures(seen), len(done.documents)) == ((2, 0, 2, 0), (2, 0, 2, 0), 2)
    again = import_file(desk, "stock", path)
    assert (figures(again), again.documents) == ((0, 2, 2, 0), ())


def test_two_counts_of_one_product_contradict_and_neither_is_booked(desk, tmp_path):
    rows = "货号,数量\nW550,1\nCOLA,5\nw550,2\nX9,1\nW550,-1\n,3\nCOLA\n"
    done = import_file(desk, "stock", text(tmp_path, rows))
    assert dict(done.reasons) == {
        "rows_contradict": 2, "product_unknown_here": 1, "quantity_negative": 1, "product_missing": 1,
        "quantity_missing": 1,
    }  # fmt: skip
    assert stock(desk) == {("主仓", "W550"): 24, ("主仓", "COLA"): 5}
    assert "codes_alike" in told(done)


def test_what_is_not_in_a_count_stays_and_is_told(desk, tmp_path):
    done = import_file(desk, "stock", text(tmp_path, "货号,数量\nCOLA,5\n"))
    assert told(done) == {"count_unnamed": {"count": 1}}


@pytest.mark.parametrize(
    "head", ["仓库：广州仓,,\n", "盘点表,,\n盘点仓库:,广州仓,\n", "仓库：广州仓 盘点日期：2026-11-23,,\n"]
)
def test_the_warehouse_above_a_count_is_that_of_its_rows(desk, tmp_path, head):
    done = import_file(desk, "stock", text(tmp_path, f"{head}商品编码,品名,实盘数\nW550,水,5\n"))
    assert (stock(desk)["广州仓", "W550"], told(done)["warehouse_headed"]) == (5, {"warehouse": "广州仓"})
    assert "count_day_apart" not in told(done)


def test_warehouses_between_the_rows_hold_for_those_that_follow(desk, tmp_path):
    rows = "仓库：甲仓,,\n商品编码,品名,实盘数\nW550,水,5\n仓库：乙仓,,\nW550,水,7\nCOLA,可乐,2\n"
    import_file(desk, "stock", text(tmp_path, rows))
    found = stock(desk)
    assert (found["甲仓", "W550"], found["乙仓", "W550"], found["乙仓", "COLA"]) == (5, 7, 2)


def test_a_count_of_another_day_is_told(desk, tmp_path):
    done = import_file(desk, "stock", text(tmp_path, "盘点日期：2026-11-20,\n商品编码,实盘数\nW550,5\n"))
    assert told(done)["count_day_apart"]["days"] == "2026-11-20"


def test_the_day_above_openings_is_theirs_and_nothing_is_dated_that_is_not_booked(desk, tmp_path):
    import_file(desk, "openings", text(tmp_path, "截止日期：2026-10-31,\n客户编码,期初余额\nC1,5\n"))
    with desk.book.reading() as connection:
        sql = "SELECT date FROM document WHERE kind = 'opening'"
        assert [day for (day,) in connection.exec_driver_sql(sql)] == ["2026-10-31"]
    done = import_file(desk, "openings", text(tmp_path, "客户编码,期初余额\nC1,5\n"))
    assert (dict(done.reasons), "openings_dated" in told(done)) == ({"opening_there": 1}, False)


# ---- opening balances ----------------------------------------------------------------------------------------------


def balance(desk, code):
    with desk.book.reading() as connection:
        return reading.balance(connection, "GD01", f"GD01:{code}")


def test_openings_are_booked_once_with_their_sides(desk, tmp_path):
    rows = '客户名称,期初余额,方向\n天河小卖部,"1,200.50",借\n越秀超市,300,贷\n合计,1500.50,\n'
    path = text(tmp_path, rows)
    done = import_file(desk, "openings", path, mapping={"date": '"2026-11-01"'})
    assert (figures(done), balance(desk, "C1"), balance(desk, "C2")) == ((2, 0, 1, 0), Decimal("1200.50"), -300)
    assert (done.total, done.taken_total, told(done)) == (
        Decimal("1500.50"), Decimal("1500.50"), {"left_row_sum": {"lines": 1}},
    )  # fmt: skip
    again = import_file(desk, "openings", path)  # the day was said once for this layout
    assert dict(again.reasons) == {"opening_there": 2}
    assert balance(desk, "C1") == Decimal("1200.50")


@pytest.mark.parametrize("row", ["C1,5,2026-10-31", "C1,1200.50,2026-10-01", "C1,-3,2026-11-02"])
@pytest.mark.parametrize("check", [True, False])
def test_an_account_begins_once_whatever_a_second_file_says(desk, tmp_path, row, check):
    import_file(desk, "openings", text(tmp_path, "客户编码,期初余额,日期\nC1,1200.50,2026-10-31\n"))
    done = import_file(desk, "openings", text(tmp_path, f"客户编码,期初余额,日期\n{row}\n"), check=check)
    assert dict(done.reasons) == {"opening_there": 1}
    assert balance(desk, "C1") == Decimal("1200.50")


def test_openings_that_cannot_be_told_are_refused(desk, tmp_path):
    rows = "客户编码,应收,预收,方向\nC1,100,,怪\nC2,,50,\n谁,1,,借\nC1,,,\n"
    done = import_file(desk, "openings", text(tmp_path, rows), mapping={"amount": "应收"})
    assert dict(done.reasons) == {"direction_unknown": 1, "customer_unknown_here": 1, "amount_missing": 1}
    assert balance(desk, "C2") == -50
    assert told(done)["openings_dated"]["count"] == 1


@pytest.mark.parametrize("row", ["C1,-300,,贷", "C1,,-50,", "C1,100,-50,借"])
def test_what_was_paid_ahead_below_nothing_may_be_either_and_is_refused(desk, tmp_path, row):
    done = import_file(desk, "openings", text(tmp_path, f"客户编码,期初余额,预收,方向\n{row}\n"))
    assert (figures(done), dict(done.reasons), balance(desk, "C1")) == ((0, 0, 0, 1), {"ahead_negative": 1}, 0)


def test_what_is_dated_after_today_is_refused(desk, tmp_path):
    owed = "客户编码,期初余额,日期\nC1,5,2026-11-24\nC2,5,2026-11-23\n"
    assert dict(import_file(desk, "openings", text(tmp_path, owed)).reasons) == {"date_ahead": 1}
    came = f"单号,货号,数量,日期\n{awaited(desk)},W550,1,2026-11-24\n"
    assert "date_ahead" in import_file(desk, "receipts", text(tmp_path, came)).reasons


@pytest.mark.parametrize(
    "head", ["编码,单位名称", "单位编码,单位名称", "客户编码,客户简称", "往来单位编号,往来单位名称"]
)
def test_words_for_customers_above_openings(desk, tmp_path, head):
    done = import_file(desk, "openings", text(tmp_path, f"{head},借方余额\nC1,天河小卖部,5\n,越秀超市,6\n"))
    assert (figures(done), balance(desk, "C1"), balance(desk, "C2")) == ((2, 0, 0, 0), 5, 6)


# ---- selling prices ------------------------------------------------------------------------------------------------


def test_own_goods_get_prices_that_orders_then_have(desk, tmp_path):
    import_products(desk, text(tmp_path, "商品编码,品名,单位,副单位,装箱数\nB1,酸奶,瓶,箱,12\n", "goods.csv"))
    rows = "商品编码,售价,单位\nB1,36,箱\nW550,1,瓶\n"
    done = import_file(desk, "prices", text(tmp_path, rows))
    assert (figures(done), dict(done.reasons)) == ((1, 0, 0, 1), {"price_of_hq": 1})
    assert place_order(desk, a_draft(a_line("GD01:B1", "12"))).lines[0].unit_price == 3
    assert figures(import_file(desk, "prices", text(tmp_path, rows))) == (0, 1, 0, 1)


def test_a_price_needs_its_list_and_must_come_back_from_a_pack(desk, tmp_path):
    import_products(desk, text(tmp_path, "商品编码,品名,单位,副单位,装箱数\nB1,酸奶,瓶,箱,24000\n", "goods.csv"))
    rows = "商品编码,单价,单位,价格表\nB1,100,箱,零售\nB1,-1,,零售\nB1,0.12345,,W\n"
    done = import_file(desk, "prices", text(tmp_path, rows))
    assert dict(done.reasons) == {"price_uneven": 2, "price_negative": 1}


# ---- goods received ------------------------------------------------------------------------------------------------


def awaited(desk, number="XSCK-00-261122-0001"):
    lines = [
        LineBody("W550", "W550", 24_000, 24_00, 1_0000, name="农夫山泉550ml"),
        LineBody("COLA", "COLA", 12_000, 24_00, 2_0000, name="可口可乐330ml"),
        LineBody("W550", "W550", 2_000, 0, 0, name="农夫山泉550ml", gift="P1"),
    ]
    body = DocumentBody(number, "HQ", "GD01", "2026-11-22", "2026-11-22T00:00:00Z", 48_00, lines)
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", number, body)
    return number


def test_goods_are_received_by_their_delivery_over_its_lines(desk, tmp_path):
    number = awaited(desk)
    rows = f"出库单号,货号,品名,实收数量\n{number},W550,,1箱1瓶\n,,可口可乐330ml,10\n合计,,,35\n"
    done = import_file(desk, "receipts", text(tmp_path, rows))
    assert (figures(done), len(done.documents)) == ((2, 0, 1, 0), 1)
    assert stock(desk) == {("主仓", "W550"): 49, ("主仓", "COLA"): 10}
    again = import_file(desk, "receipts", text(tmp_path, rows))
    assert dict(again.reasons) == {"receipt_too_much": 2}  # one bottle and two are left, and this file says more
    rest = import_file(desk, "receipts", text(tmp_path, f"出库单号,货号,数量\n{number},W550,1\n{number},COLA,2\n"))
    assert (figures(rest), stock(desk)) == ((2, 0, 0, 0), {("主仓", "W550"): 50, ("主仓", "COLA"): 12})


def test_a_delivery_is_received_whole_as_the_file_says_or_not_at_all(desk, tmp_path):
    number = awaited(desk)
    other = awaited(desk, "XSCK-00-261122-0002")
    rows = (
        f"单号,货号,数量,日期\n{number},W550,1,2026-11-22\n{number},没有,1,2026-11-22\nXX,W550,1,2026-11-22\n"
        f"{other},W550,1,2026-11-22\n{other},COLA,1,2026-11-23\n"
    )
    done = import_file(desk, "receipts", text(tmp_path, rows))
    assert dict(done.reasons) == {
        "group_incomplete": 1, "product_not_delivered": 1, "document_unknown": 1, "receipt_mixed": 2,
    }  # fmt: skip
    assert stock(desk) == {("主仓", "W550"): 24}


def test_a_file_that_names_a_missing_column_is_refused_before_anything(desk, tmp_path):
    path = text(tmp_path, COUNTED)
    with pytest.raises(UsageError, match="map_header_unknown"):
        import_file(desk, "stock", path, mapping={"quantity": "盘存"})
    with pytest.raises(UsageError, match="header_absent"):
        import_file(desk, "stock", text(tmp_path, "货号,品名\nA,B\n", "bad.csv"))
    with pytest.raises(UsageError, match="import_kind_unknown"):
        import_file(desk, "colours", path)
    desk.asks = True
    with pytest.raises(RefusedError, match="import_at_hq"):
        import_file(desk, "stock", path)


@pytest.mark.parametrize(
    ("kind", "rows", "wrong"),
    [
        ("stock", "货号,实盘数量\nW550,10\n合计,{}\n", "12"),
        ("openings", "客户,期初余额,日期\nC1,10,2026-11-01\n合计,{},\n", "12"),
    ],
)
def test_a_sum_that_doesnt_follow_is_named(desk, tmp_path, kind, rows, wrong):
    """Whoever lost a row on the way out of the old program sees it by the sum alone."""
    for figure, row in ((wrong, [3]), ("10", [])):
        done = import_file(desk, kind, text(tmp_path, rows.format(figure)), check=True)
        assert [note.facts["row"] for note in done.notes if note.code == "sum_departs"] == row
