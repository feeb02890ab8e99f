"""HQ's files as strangers write them: titles in Chinese, customs of whole columns, sums, codes that were damaged."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sync.hq.service.founding import found
from sync.hq.taking.following import follow_up
from sync.records.books import reading
from tests.building.sync.books import NOW, stock_of
from tests.sync.hq.loading.test_loading import FILES, load_from, write

DEALERS = (
    "经销商表,,,,,\n编码,名称,层级,上级,信用额度,账期\nHQ,康泉饮料（总部）,hq,,,\n"
    "ＧＤ０１\u200b,广东总代理,province,HQ,5万元,30\nGD01A,朝阳便利店,store,GD01,,\n"
)


@pytest.fixture
def hq(sqlite_book):
    found(sqlite_book, NOW)
    return sqlite_book


def problems(loaded):
    return [
        (each.code, each.facts["file"], each.facts["row"], each.facts["column"])
        for each in loaded.problems
        if each.facts["file"] in ("stock.csv", "opening.csv", "products.csv", "prices.csv")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_titles_in_chinese_below_a_heading(hq, tmp_path, encoding):
    text = DEALERS if encoding != "gb18030" else DEALERS.replace("\u200b", "")
    loaded = load_from(hq, write(tmp_path / "in", dealers=text.encode(encoding), prices=None, opening=None))
    assert problems(loaded) == []
    with hq.reading() as connection:
        agent = reading.dealer(connection, "GD01")
    assert (agent.credit_limit, agent.credit_days, agent.parent) == (Decimal(50_000), 30, "HQ")


def test_sums_are_left_out_and_named(hq, tmp_path):
    loaded = load_from(hq, write(tmp_path / "in", stock=FILES["stock.csv"] + "合计,,2412.5\n"))
    assert [each.left for each in loaded.files if each.file == "stock.csv"] == [(5,)]
    assert stock_of(hq, "NF550") == (2400, 0)


def test_a_balance_with_its_minus_by_a_mark_is_below_nothing_and_told(hq, tmp_path):
    rows = 'seller,buyer,date,amount\nHQ,GD01,2026-10-31,"△1,200.50"\nGD01,GD01A,2026-10-05,[100]\n'
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert problems(loaded) == []
    with hq.reading() as connection:
        assert reading.balance(connection, "HQ", "GD01") == Decimal("-1200.50")
        assert reading.balance(connection, "GD01", "GD01A") == Decimal(-100)
    [told] = [note for each in loaded.files for note in each.notes]
    assert (told.code, told.line, told.facts["lines"]) == ("minus_marked", 2, 2)


def test_a_cell_that_could_not_be_computed_is_told_as_that_alone(hq, tmp_path):
    rows = "seller,buyer,date,amount\nHQ,#N/A,2026-10-31,1\nHQ,GD01,#REF!,#VALUE!\n大写金额,,,壹元整\n"
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert problems(loaded) == [
        ("cell_error", "opening.csv", 2, "buyer"),
        ("cell_error", "opening.csv", 3, "date"),
        ("cell_error", "opening.csv", 3, "amount"),
    ]
    assert [each.left for each in loaded.files if each.file == "opening.csv"] == [(4,)]


def test_year_month_and_day_in_three_columns_are_one_day(hq, tmp_path):
    rows = "卖方,年,月,日,买方,金额\nHQ,2026,10,31,GD01,1200.50\nGD01,,10,5,GD01A,100\n合计,,,,,1300.50\n"
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert problems(loaded) == []
    [opening] = [each for each in loaded.files if each.file == "opening.csv"]
    assert (opening.ignored, opening.left) == ((), (4,))
    with hq.reading() as connection:
        days = connection.exec_driver_sql("SELECT date FROM document WHERE kind = 'opening' ORDER BY date")
        assert [day for (day,) in days] == ["2026-10-05", "2026-10-31"]


def test_a_day_of_three_columns_that_is_none_is_told(hq, tmp_path):
    rows = "seller,buyer,年,月,日,amount\nHQ,GD01,2026,13,1,5\nHQ,GD01A,2026,,,5\n"
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert ("date_unreadable", "opening.csv", 2, "date") in problems(loaded)
    assert ("date_unreadable", "opening.csv", 3, "date") in problems(loaded)


def test_dates_and_decimal_signs_go_by_their_column(hq, tmp_path):
    rows = 'seller,buyer,date,amount\nHQ,GD01,31/10/2026,"1200,50"\nGD01,GD01A,05/10/2026,"-100,25"\n'
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert problems(loaded) == []
    with hq.reading() as connection:
        assert reading.balance(connection, "HQ", "GD01") == Decimal("1200.50")
        days = connection.exec_driver_sql("SELECT date FROM document WHERE kind = 'opening' ORDER BY date")
        assert [day for (day,) in days] == ["2026-10-05", "2026-10-31"]
    alone = "seller,buyer,date,amount\nHQ,GD01,05/10/2026,100\n"
    asked = load_from(hq, write(tmp_path / "in", opening=alone))
    assert problems(asked) == [("date_undecided", "opening.csv", 2, "date")]


def test_a_damaged_code_and_a_lone_quote_are_named(hq, tmp_path):
    goods = FILES["products.csv"].replace("6921168509256", "6.92117E+12")
    assert problems(load_from(hq, write(tmp_path / "in", products=goods, prices=None, stock=None))) == [
        ("code_damaged", "products.csv", 2, "barcode")
    ]
    quoted = FILES["products.csv"].replace("食盐散装", '5"食盐,"散装')
    assert ("row_quotes", "products.csv", 4, "") in problems(load_from(hq, write(tmp_path / "in", products=quoted)))


@pytest.mark.parametrize(("unit", "named"), [
    ("箱", {"stock.csv": [2, 3, 4], "prices.csv": [2, 3, 4, 5]}), ("瓶", {"stock.csv": [3]}),  # salt is weighed
])  # fmt: skip
def test_figures_in_another_unit_than_the_product_are_named(hq, tmp_path, unit, named):
    stock = FILES["stock.csv"].replace("quantity", f"数量({unit})", 1)
    prices = FILES["prices.csv"].replace("unit_price", f"单价(元/{unit})", 1)
    loaded = load_from(hq, write(tmp_path / "in", stock=stock, prices=prices))
    told = [(file, row) for code, file, row, _ in problems(loaded) if code == "unit_not_base"]
    assert {file: [row for each, row in told if each == file] for file, _ in told} == named


def test_a_pack_without_its_size_is_named(hq, tmp_path):
    loaded = load_from(hq, write(tmp_path / "in", products="sku,name,unit,pack_unit\nN1,茶,瓶,箱\nN2,水,瓶,\n"))
    assert ("cell_missing", "products.csv", 2, "pack_size") in problems(loaded)
    assert ("cell_missing", "products.csv", 3, "pack_size") not in problems(loaded)


@pytest.mark.parametrize(("file", "figure"), [("stock", "quantity"), ("prices", "unit_price")])
def test_a_row_in_another_unit_than_the_product_is_named(hq, tmp_path, file, figure):
    """10 beside 箱 was loaded as 10 瓶, and a price for a case as that of a bottle."""
    key = "warehouse" if file == "stock" else "price_list"
    rows = f"{key},sku,{figure},单位\nX1,NF550,10,箱\nX1,KSF1,10,瓶\nX1,SALT,10,\n"
    loaded = load_from(hq, write(tmp_path / "in", **{file: rows}))
    assert problems(loaded) == [("row_not_base", f"{file}.csv", 2, "unit")]
    assert [each.ignored for each in loaded.files if each.file == f"{file}.csv"] == [()]


def test_a_balance_on_the_credit_side_was_paid_ahead(hq, tmp_path):
    rows = "卖方,买方,日期,金额,方向\nHQ,GD01,2026-10-31,500,贷\nGD01,GD01A,2026-10-05,80,借\n"
    loaded = load_from(hq, write(tmp_path / "in", opening=rows))
    assert problems(loaded) == []
    with hq.reading() as connection:
        assert reading.balance(connection, "HQ", "GD01") == Decimal(-500)
        assert reading.balance(connection, "GD01", "GD01A") == Decimal(80)


@pytest.mark.parametrize(("cells", "code", "column"), [
    ("-500,贷", "ahead_negative", "amount"), ("500,收", "direction_unknown", "direction"),
    ("500,", "direction_unknown", "direction"),
])  # fmt: skip
def test_a_side_that_tells_nothing_sure_is_named(hq, tmp_path, cells, code, column):
    loaded = load_from(hq, write(tmp_path / "in", opening=f"卖方,买方,日期,金额,方向\nHQ,GD01,2026-10-31,{cells}\n"))
    assert problems(loaded) == [(code, "opening.csv", 2, column)]


@pytest.mark.parametrize("text", [
    "卖方,买方,日期,金额(万元)\nHQ,GD01,2026-10-31,0.12\n",
    "单位：万元,,,\n卖方,买方,日期,金额\nHQ,GD01,2026-10-31,0.12\n",
])  # fmt: skip
def test_figures_in_ten_thousands_are_refused(hq, tmp_path, text):
    loaded = load_from(hq, write(tmp_path / "in", opening=text))
    assert [code for code, file, _, _ in problems(loaded) if file == "opening.csv"] == ["figures_scaled"]
    with hq.reading() as connection:
        assert reading.balance(connection, "HQ", "GD01") == Decimal(0)


def test_another_currency_is_named(hq, tmp_path):
    rows = "seller,buyer,date,amount,币种\nHQ,GD01,2026-10-31,1,USD\nGD01,GD01A,2026-10-31,1,人民币\n"
    assert problems(load_from(hq, write(tmp_path / "in", opening=rows))) == [
        ("currency_other", "opening.csv", 2, "currency")
    ]


def test_a_price_ends_where_its_column_says_so_in_few_words(hq, tmp_path):
    load_from(hq, write(tmp_path / "in"))
    rows = "价目表,货号,单价,生效,失效\nP1,NF550,2,2026-01-01,2026-06-30\n"
    loaded = load_from(hq, write(tmp_path / "in", prices=rows))
    assert problems(loaded) == []
    with hq.reading() as connection:
        found = connection.exec_driver_sql("SELECT valid_from, valid_to FROM price WHERE price_list = 'P1'").all()
    assert [tuple(each) for each in found] == [("2026-01-01", "2026-06-30")]


def test_a_problem_names_its_column_as_the_file_does(hq, tmp_path):
    loaded = load_from(hq, write(tmp_path / "in", opening="卖方,买方,日期,金额\nHQ,GD01,2026-10-31,很多\n"))
    [problem] = [each for each in loaded.problems if each.facts["file"] == "opening.csv"]
    assert (problem.facts["column"], problem.facts["title"]) == ("amount", "金额")


def test_a_folder_whose_dealers_are_wrong_is_only_told_so(hq, tmp_path, caplog):
    """Nobody is HQ yet, so nothing can be told of HQ's stock; that was a crash in the log."""
    loaded = load_from(hq, write(tmp_path / "in", dealers="code,name,tier,parent\nHQ,总部,hqq,\n"))
    follow_up(hq, datetime(2026, 11, 23, tzinfo=UTC))
    assert ("dealers.csv", "tree_unknown_tier") in [(each.facts["file"], each.code) for each in loaded.problems]
    assert not [record for record in caplog.records if record.exc_info]
