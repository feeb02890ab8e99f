"""Columns are told by their titles, in English and Chinese, and never guessed between two."""

import pytest

from domain.errors import UsageError
from domain.imports.columns import find_header, numbered
from domain.imports.history_columns import HISTORY
from domain.imports.row_columns import CUSTOMERS, PRODUCTS


def titles_of(titles, mapping=None, *, above=()):
    header = find_header([*above, titles], HISTORY, mapping or {})
    return {meaning: header.titles[place] for meaning, place in header.columns.items()}


ENGLISH = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
CHINESE = [
    "单据编号",
    "单据日期",
    "客户编码",
    "客户名称",
    "商品编码",
    "商品名称",
    "数量*",
    "单价（元）",
    "价税合计",
    "备注",
]


@pytest.mark.parametrize(
    "titles",
    [
        ENGLISH,
        ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"],
        ["invoice_no", "SKU", "description", "QTY", "Date", "unit price", "customer_id", "COUNTRY"],
        ["\ufeffInvoiceNo", *ENGLISH[1:]],
        ["订单号", "货号", "品名", "数量", "日期", "单价", "客户编码", "国家"],
        ["单号", "商品编码", "商品名称", "Ｑｔｙ", "开票日期", "单价", "客户", "地区"],
        ["发票号", "Ｓ Ｋ Ｕ *", "商品名称*", "数 量", "日期*", "售价", "客户编号", "省份"],
    ],
)
def test_one_table_in_many_titles(titles):
    meanings = ["number", "product", "product_name", "quantity", "date", "unit_price", "customer", "region"]
    assert titles_of(titles) == dict(zip(meanings, titles, strict=True))


def test_a_full_chinese_table():
    header = find_header([CHINESE], HISTORY, {})
    assert sorted(header.columns) == sorted(
        ["number", "date", "customer", "customer_name", "product", "product_name", "quantity", "unit_price", "amount"]
    )
    assert header.unused == ("备注",)


@pytest.mark.parametrize(
    ("extra", "meaning", "title"),
    [
        (["客户", "客户编码"], "customer", "客户编码"),
        (["客户", "客户编码"], "customer_name", "客户"),
        (["客户", "客户名称"], "customer", "客户"),
        (["客户名称"], "customer", "客户名称"),
        (["Customer Name"], "customer", "Customer Name"),
    ],
)
def test_the_surer_title_wins(extra, meaning, title):
    assert titles_of(["单号", "日期", "货号", "数量", "单价", *extra])[meaning] == title


def test_the_header_may_stand_below_a_preamble():
    above = [["销售明细表"], ["公司：某某", "", "期间：2010-12"], []]
    assert find_header([*above, CHINESE], HISTORY, {}).row == 3


def test_missing_meanings_are_named_with_what_was_found():
    with pytest.raises(UsageError) as raised:
        titles_of(["Beleg", "SKU", "Qty", "Date"])
    assert raised.value.code == "header_missing"
    assert raised.value.facts["missing"] == "number, customer, unit_price/amount"
    assert raised.value.facts["found"] == "Beleg, SKU, Qty, Date"
    assert "--map number=" in str(raised.value.facts["example"])


def test_two_titles_of_one_meaning_are_asked_about():
    with pytest.raises(UsageError) as raised:
        titles_of([*ENGLISH, "Qty"])
    assert raised.value.code == "header_ambiguous"
    assert raised.value.facts["headers"] == "Quantity, Qty"
    assert titles_of([*ENGLISH, "Qty"], {"quantity": "Qty"})["quantity"] == "Qty"


@pytest.mark.parametrize("number", ["number", "InvoiceNo", "单号"])
def test_a_mapping_names_the_meaning_by_any_of_its_names(number):
    titles = ["Beleg", "Artikel", "Menge", "Tag", "Preis", "Kunde"]
    mapping = {number: "Beleg", "sku": "Artikel", "qty": "menge", "date": "Tag", "price": "Preis", "customer": "Kunde"}
    assert titles_of(titles, mapping) == {
        "number": "Beleg",
        "product": "Artikel",
        "quantity": "Menge",
        "date": "Tag",
        "unit_price": "Preis",
        "customer": "Kunde",
    }


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"colour": "Qty"}, "map_meaning_unknown"), ({"quantity": "Menge"}, "map_header_unknown")],
)
def test_a_wrong_mapping_is_refused(mapping, code):
    with pytest.raises(UsageError) as raised:
        titles_of(ENGLISH, mapping)
    assert raised.value.code == code


@pytest.mark.parametrize("meanings", [HISTORY, CUSTOMERS, PRODUCTS])
def test_no_title_stands_twice_in_one_meaning(meanings):
    for meaning in meanings.names:
        names = [name for tier in meanings.tiers(meaning) for name in tier]
        assert len(names) == len(set(names)), meaning


def test_an_empty_table_has_no_header():
    with pytest.raises(UsageError) as raised:
        find_header([["", ""], []], HISTORY, {})
    assert raised.value.code == "table_empty"


def test_columns_of_one_title_are_told_apart_by_their_place():
    rows = [
        ["单据编号", "单据日期", "客户编码", "商品编码", "数量", "数量", "单价"],
        ["X", "2026-09-01", "K", "A", "1", "2", "3"],
    ]
    with pytest.raises(UsageError) as asked:
        find_header(rows, HISTORY, {})
    assert asked.value.facts["headers"] == "#5 数量, #6 数量"
    assert find_header(rows, HISTORY, {"quantity": "#6 数量"}).columns["quantity"] == 5
    assert find_header(rows, HISTORY, {"quantity": "#5"}).columns["quantity"] == 4
    with pytest.raises(UsageError, match="header_ambiguous"):
        find_header(rows, HISTORY, {"quantity": "数量"})
    assert numbered(["a", "", "a", "b"]) == ["#1 a", "", "#3 a", "b"]


def test_a_sentence_names_some_of_three_hundred_titles():
    with pytest.raises(UsageError) as asked:
        find_header([[f"c{place}" for place in range(300)], ["1"] * 300], HISTORY, {})
    assert str(asked.value.facts["found"]).endswith("c29, … (300)")


@pytest.mark.parametrize("figure", ["金额(万元)", "金额（千元）", "金额[USD]", "金额(分)"])
def test_figures_that_are_not_in_yuan_are_refused(figure):
    with pytest.raises(UsageError, match="figures_scaled"):
        titles_of(["单号", "日期", "客户", "货号", "数量", figure])


def test_a_line_above_the_table_that_says_thousands_is_heard():
    header = ["单号", "日期", "客户", "货号", "数量(千克)", "金额（元）"]
    assert find_header([["销售明细 单位：元"], header], HISTORY, {}).row == 1
    with pytest.raises(UsageError, match="figures_scaled"):
        find_header([["销售明细", "单位：万元"], header], HISTORY, {})


@pytest.mark.parametrize(
    ("title", "unit"), [("数量(箱)", "箱"), ("数量（件）", "件"), ("数量(必填)", ""), ("数量", "")]
)
def test_quantities_are_counted_in_the_unit_their_title_says(title, unit):
    header = find_header([["单号", "日期", "客户", "货号", title, "单价(元/箱)"]], HISTORY, {})
    assert header.constants == ((unit,) if unit else ())
    assert ("unit" in header.columns) is bool(unit)
