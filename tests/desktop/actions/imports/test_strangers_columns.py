"""What stands beside a stranger's figures: tax, returns, discounts, currencies, names without codes."""

from decimal import Decimal
from unicodedata import normalize

import pytest
import xlsxwriter

from desktop.actions.imports.card_files import import_customers, import_products
from desktop.actions.imports.history import import_orders
from desktop.actions.intake.kinds import import_file
from desktop.row_words import row_says
from desktop.wording import say_reason, say_row
from domain.errors import UsageError
from tests.building.desktop.a_desk import a_desk

PLAIN = "单据编号,单据日期,客户编码,商品编码,数量,单价"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def text(folder, body, *, name="history.csv"):
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def taken(desk, path, **more):
    return import_orders(desk, path, seller="GD01", report=path.with_suffix(".why.csv"), **more)


def rows(*cells):
    return "".join(f"X{place},2026-09-03,C1,W550,{each}\n" for place, each in enumerate(cells, 1))


def told(done):
    return {note.code: dict(note.facts) for note in done.notes if note.severity == "warn"}


HEADS = {
    "amount": "单据编号,单据日期,客户编码,商品编码,数量,单价,金额,税额",
    "price": "单据编号,单据日期,客户编码,商品编码,数量,单价,税额",
    "rate": "单据编号,单据日期,客户编码,商品编码,数量,单价,金额,税率,税额",
}


@pytest.mark.parametrize(("head", "cells", "booked", "note"), [
    # 13 %, the amount without it, of a return too
    ("amount", ["10,1.3274,13.27,1.73", "-10,1.3274,-13.27,-1.73"], ["15.00", "-15.00"],
     {"lines": 2, "amount": "3.46"}),
    ("amount", ["10,1.5,15.00,1.73", "20,1.5,30,3.45"], ["15.00", "30.00"], None),  # the amount has it
    ("amount", ["10,1.3274,13.27,1.73", "1,1,1.00,免税", "1,1,1.00,0"], ["15.00", "1.00", "1.00"],
     {"lines": 1, "amount": "1.73"}),
    ("price", ["10,10,9.00"], ["109.00"], {"lines": 1, "amount": "9.00"}),
    ("rate", ["10,10,100,7%,7.00", "10,10,100,0.07,7"], ["107.00", "107.00"], {"lines": 2, "amount": "14.00"}),
    ("rate", ["10,10,100,3,2.91"], ["100.00"], None),
])  # fmt: skip
def test_tax_beside_an_amount_is_added_where_the_figures_prove_that_it_is_not_in_it(
    desk, tmp_path, head, cells, booked, note
):
    done = taken(desk, text(tmp_path, f"{HEADS[head]}\n{rows(*cells)}"))
    assert [row.says.partition(" = ")[2] for row in done.rows] == booked
    assert told(done).get("tax_added") == (note and {"lines": note["lines"], "amount": Decimal(note["amount"])})


@pytest.mark.parametrize("cells", [["10,10,100,7.77"], ["10,10,100,13.00", "10,10,100,11.50"]])
def test_an_amount_that_may_have_its_tax_or_not_is_refused(desk, tmp_path, cells):
    done = taken(desk, text(tmp_path, f"{HEADS['amount']}\n{rows(*cells)}"))
    assert (done.booked_lines, dict(done.reasons)) == (0, {"tax_unclear": len(cells)})


def test_a_row_that_departs_from_the_others_is_refused_and_so_is_a_tax_that_is_no_number(desk, tmp_path):
    cells = [*["10,10,100,13.00"] * 12, "10,10,100,11.50", "10,10,100,约13"]
    done = taken(desk, text(tmp_path, f"{HEADS['amount']}\n{rows(*cells)}"))
    assert (done.booked_amount, dict(done.reasons)) == (Decimal(1356), {"tax_unclear": 1, "tax_unreadable": 1})


@pytest.mark.parametrize("title", ["金额(不含税)", "金额（未税）", "金额（成本）", "单价（进价）", "金额(退货)"])
def test_a_remark_in_a_title_that_makes_it_another_figure_is_seen(desk, tmp_path, title):
    path = text(tmp_path, f"单据编号,单据日期,客户编码,商品编码,数量,{title}\n{rows('10,13.27')}")
    with pytest.raises(UsageError, match="header_missing") as asked:
        taken(desk, path)
    assert asked.value.facts["title"] == normalize("NFKC", title)


def test_a_rate_of_tax_alone_is_told(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},税率\n{rows('10,1.5,13%')}"))
    assert (done.booked_amount, "tax_rate_alone" in told(done)) == (15, True)


@pytest.mark.parametrize(("titles", "cells"), [
    ("退货数量", ["1.5,0", "1.5,3", "1.5,-", "1.5,"]), ("退货金额", ["1.5,0.00", "1.5,4.50", "1.5,", "1.5,--"]),
    ("退货", ["1.5,", "1.5,是", "1.5,0", "1.5,"]),
])  # fmt: skip
def test_a_return_on_the_row_of_a_sale_is_never_passed_over(desk, tmp_path, titles, cells):
    done = taken(desk, text(tmp_path, f"{PLAIN},{titles}\n{rows(*(f'10,{each}' for each in cells))}"))
    assert (done.booked_lines, dict(done.reasons)) == (3, {"returned_beside": 1})


def test_a_discount_that_the_amount_may_not_have_is_told(desk, tmp_path):
    head = "单据编号,单据日期,客户编码,商品编码,数量,单价,金额,优惠金额"
    cells = rows("10,1.5,15,1.5", "10,1.5,13.5,1.5", "10,1.5,15,0")
    done = taken(desk, text(tmp_path, f"{head}\n{cells}"), check=True)
    assert (done.booked_amount, told(done)["discount_beside"]) == (Decimal("43.5"), {"lines": 1})
    after = f"{PLAIN},金额,折后金额\n{rows('10,1.5,15,13.5')}"
    assert taken(desk, text(tmp_path, after, name="after.csv"), check=True).booked_amount == Decimal("13.5")


def test_rows_of_another_currency_are_refused_in_every_file_of_money(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},币种\n{rows('10,1.5,USD', '10,1.5,人民币', '10,1.5,', '1,1,RMB')}"))
    assert (done.booked_lines, dict(done.reasons)) == (3, {"currency_other": 1})
    owed = import_file(desk, "openings", text(tmp_path, "客户,期初余额,币种\nC1,5,港币\nC2,6,CNY\n"), check=True)
    assert (owed.taken_lines, dict(owed.reasons)) == (1, {"currency_other": 1})
    priced = import_file(desk, "prices", text(tmp_path, "商品,售价,币种\nW550,5,美元\n"), check=True)
    assert (priced.taken_lines, "currency_other" in priced.reasons) == (0, True)


def test_what_is_only_counted_whole_is_refused_in_parts(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},单位\n{rows('2.5,1.5,', '0.5,36,箱', '3+5,1,', '2.5,1,桶')}"))
    assert (done.booked_lines, dict(done.reasons)) == (
        1, {"quantity_whole": 1, "quantity_unreadable": 1, "unit_unknown": 1},
    )  # fmt: skip
    why = {code: say_row(code, facts, "zh") for row in done.rows for code, facts in row.why}
    assert "3+5（" not in why["quantity_unreadable"]
    assert why["unit_unknown"] == "该商品没有单位“桶”，已知单位：瓶 / 箱。"


FLAGS = {
    "是否有效": ("是,否,1,无效,", [2, 4, 6], {"row_void": 2}),
    "是否审核": ("是,否,Y,N,√", [2, 4, 6], {"row_draft": 2}),
    "红蓝标志": ("蓝,红,蓝字,红字,", [2, 3, 4, 5, 6], {}),
}


@pytest.mark.parametrize("title", FLAGS)
def test_columns_that_say_yes_or_no_to_a_document(desk, tmp_path, title):
    said, booked, left = FLAGS[title]
    done = taken(desk, text(tmp_path, f"{PLAIN},{title}\n{rows(*(f'1,1.5,{each}' for each in said.split(',')))}"))
    assert ([row.row for row in done.rows if row.state == "taken"], dict(done.left)) == (booked, left)
    back = [row.row for row in done.rows if row.says.endswith("= -1.50")]
    assert back == ([3, 5] if title == "红蓝标志" else [])


@pytest.mark.parametrize(("head", "cells", "says"), [
    ("数量,单位,单价(元/瓶)", "10,箱,1.5", "240瓶 = 360.00"), ("数量,单位,单价(元/箱)", "24,瓶,36", "24瓶 = 36.00"),
    ("数量,单位,单价(元/箱)", "10,箱,36", "240瓶 = 360.00"), ("数量(瓶),单价(元/箱)", "24,36", "24瓶 = 36.00"),
    ("数量,单价(元/箱)", "2,36", "unit_unsaid"), ("数量,单价(元/箱)", "2箱,36", "48瓶 = 72.00"),
    ("数量,单价(元/瓶)", "2,1.5", "2瓶 = 3.00"), ("数量(箱),单位,单价", "2,箱,36", "48瓶 = 72.00"),
    ("数量(箱),单位,单价", "2,,36", "48瓶 = 72.00"), ("数量(箱),单位,单价", "2,瓶,36", "unit_contradicts"),
    ("数量(个),单位,单价", "2,瓶,1.5", "2瓶 = 3.00"), ("数量,单位,单价(元/瓶)", "1箱2瓶,,1.5", "26瓶 = 39.00"),
])  # fmt: skip
def test_units_that_titles_say_hold_for_prices_and_contradict_no_row_in_silence(desk, tmp_path, head, cells, says):
    path = text(tmp_path, f"单据编号,单据日期,客户编码,商品编码,{head}\n{rows(cells)}")
    (row,) = taken(desk, path, check=True).rows
    assert (row.says or row.why[0][0]) == says


@pytest.mark.parametrize(("head", "cells", "says"), [
    ("箱数,箱价,金额", "4,36,144", "96瓶 = 144.00"), ("件数,箱价,金额", "4,36,144", "96瓶 = 144.00"),
    ("件数,单价", "4,36", "96瓶 = 144.00"), ("数量(件),单价", "4,36", "96瓶 = 144.00"),
    ("数量,单位,单价", "4,件,36", "96瓶 = 144.00"), ("数量,单价", "4件,36", "96瓶 = 144.00"),
    ("箱数,瓶数,金额", "2,5,63.60", "53瓶 = 63.60"), ("销售箱数,销售瓶数,金额", "2,5,63.60", "53瓶 = 63.60"),
    ("箱数,瓶数,金额", "2,,57.60", "48瓶 = 57.60"), ("瓶数,箱价", "60,36", "60瓶 = 90.00"),
    ("瓶数,箱数,金额", "60,2,63.60", "parts_overlap"), ("件数,箱数,金额", "2,2,63.60", "parts_overlap"),
    ("数量,件数,单价", "60,2,1.5", "60瓶 = 90.00"), ("桶数,单价", "2,36", "unit_unknown"),
    ("数量,桶价", "2,36", "unit_unknown"), ("数量,箱价", "2,36", "unit_unsaid"),
    ("件数,单位,单价", "4,箱,36", "96瓶 = 144.00"), ("件数,单位,单价", "4,瓶,36", "unit_contradicts"),
    ("Cases,Price per case", "4,36", "96瓶 = 144.00"), ("Qty (cases),Price", "4,36", "96瓶 = 144.00"),
])  # fmt: skip
def test_titles_named_by_their_unit_count_and_price_in_it(desk, tmp_path, head, cells, says):
    path = text(tmp_path, f"单据编号,单据日期,客户编码,商品编码,{head}\n{rows(cells)}")
    (row,) = taken(desk, path, check=True).rows
    assert (row.says or row.why[0][0]) == says


@pytest.mark.parametrize(("column", "says"), [
    ("箱数", "53瓶 = 63.60"), ("瓶数", "53瓶 = 63.60"), ("#6 瓶数", "5瓶 = 63.60"), ("#5", "48瓶 = 63.60")
])  # fmt: skip
def test_naming_a_column_leaves_it_its_unit(desk, tmp_path, column, says):
    path = text(tmp_path, f"单据编号,单据日期,客户编码,商品编码,箱数,瓶数,金额\n{rows('2,5,63.60')}")
    (row,) = taken(desk, path, check=True, mapping={"quantity": column}).rows
    assert row.says == says


def test_pieces_taken_for_packs_are_told(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},单位\n{rows('4,36,件', '4,1,瓶', '2,36,件')}"), check=True)
    assert told(done)["pieces_as_packs"] == {"lines": 2, "packs": "1件 = 1箱 (24瓶)"}
    assert "pieces_as_packs" not in told(taken(desk, text(tmp_path, f"{PLAIN}\n{rows('4,1')}"), check=True))


@pytest.mark.parametrize(("kind", "body", "says"), [
    ("stock", "商品编码,盘点箱数,盘点瓶数\nW550,2,5\n", "主仓: 0瓶 → 2箱5瓶"),
    ("stock", "商品编码,件数\nW550,2\n", "主仓: 0瓶 → 2箱"),
    ("stock", "商品编码,库存箱数,库存瓶数\nW550,2,50\n", "parts_overlap"),
    ("stock", "商品编码,桶数\nW550,2\n", "unit_unknown"),
])  # fmt: skip
def test_counts_of_stock_go_by_the_unit_of_their_title(desk, tmp_path, kind, body, says):
    (row,) = import_file(desk, kind, text(tmp_path, body), check=True).rows
    assert (row.says or row.why[0][0]) == says


@pytest.mark.parametrize(
    ("title", "says"), [("箱价", "W: 3.00 / 瓶"), ("瓶价", "W: 36.00 / 瓶"), ("桶价", "unit_unknown")]
)
def test_prices_go_by_the_unit_of_their_title(desk, tmp_path, title, says):
    import_products(desk, text(tmp_path, "商品编码,品名,单位,副单位,装箱数\nB1,酸奶,瓶,箱,12\n", name="goods.csv"))
    (row,) = import_file(desk, "prices", text(tmp_path, f"商品编码,{title}\nB1,36\n"), check=True).rows
    assert (row.says or row.why[0][0]) == says


def test_a_count_whose_title_counts_in_another_unit_than_its_row_is_refused(desk, tmp_path):
    done = import_file(desk, "stock", text(tmp_path, "商品编码,期初数量(箱),单位\nW550,10,瓶\nCOLA,2,\n"), check=True)
    assert ([row.says for row in done.rows if row.says], dict(done.reasons)) == (
        ["主仓: 0瓶 → 2箱"], {"unit_contradicts": 1},
    )  # fmt: skip


@pytest.mark.parametrize("price", ["$1.5", "US$1.5", "HK$1.5", "€1.5", "1.5 USD"])
def test_money_with_the_sign_of_another_currency_is_no_figure(desk, tmp_path, price):
    done = taken(desk, text(tmp_path, f"{PLAIN}\n{rows(f'1,{price}', '1,￥1.5元', '1,RMB1.5')}"))
    assert (done.booked_amount, dict(done.reasons)) == (3, {"unit_price_unreadable": 1})


def test_what_a_spreadsheet_writes_for_an_error_is_no_code(desk, tmp_path):
    cells = "X1,2026-09-03,#REF!,W550,1,1\nX2,2026-09-03,C1,#VALUE!,1,1\n#NAME?,2026-09-03,C1,W550,1,1\n"
    done = taken(desk, text(tmp_path, f"{PLAIN}\n{cells}"))
    assert dict(done.reasons) == {"cell_error": 3}


def test_a_span_of_days_is_no_day(desk, tmp_path):
    cells = "X1,2026.10.05-2026.10.06,C1,W550,1,1\nX2,2026-10-05-10.20.30,C1,W550,1,1\n"
    done = taken(desk, text(tmp_path, f"{PLAIN}\n{cells}"))
    assert (done.booked_lines, dict(done.reasons)) == (1, {"date_unreadable": 1})


def test_goods_on_top_in_a_column_of_their_own_are_told(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},赠品数量\n{rows('10,1.5,2', '10,1.5,0')}"))
    assert (done.booked_lines, told(done)["gifts_beside"]) == (2, {"lines": 1})


def test_documents_that_only_move_goods_are_no_sales(desk, tmp_path):
    kinds = ("换货单", "报废单", "其他出库", "领用", "借出单")
    done = taken(desk, text(tmp_path, f"{PLAIN},单据类型\n{rows(*(f'1,1,{each}' for each in kinds))}"))
    assert dict(done.left) == {"row_no_sale": 5}


def workbook(folder, *sheets, struck=()):
    path = folder / "history.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        line = book.add_format({"font_strikeout": True})
        for place, lines in enumerate(sheets):
            sheet = book.add_worksheet(f"表{place}")
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    is_struck = row in struck or (row, column) in struck
                    sheet.write(row, column, cell, line if is_struck else None)
    return path


TABLE = [PLAIN.split(","), *([f"X{each}", "2026-09-03", "C1", "W550", 10, 1.5] for each in range(3))]


def test_rows_struck_through_are_left_out_and_told(desk, tmp_path):
    path = workbook(tmp_path, TABLE, struck=(2, (3, 0)))  # a whole row, and one cell of another
    done = taken(desk, path)
    assert (done.booked_lines, dict(done.left), told(done)["left_row_struck"]) == (2, {"row_struck": 1}, {"lines": 1})


def test_a_sheet_that_says_the_same_again_is_looked_at_as_it_is_booked(desk, tmp_path):
    path = workbook(tmp_path, TABLE, TABLE)
    for check in (True, False):
        done = taken(desk, path, check=check)
        assert (done.booked_lines, dict(done.reasons)) == (3, {"already_booked": 3})


def test_a_row_without_a_code_is_of_whoever_bears_its_name(desk, tmp_path):
    head = "单据编号,单据日期,客户编码,客户名称,商品编码,品名,数量,单价"
    cells = (
        "X1,2026-09-03,,天河 小卖部,W550,,1,1.5\nX2,2026-09-03,C2,,,农夫山泉550ML,2,1.5\n"
        "X3,2026-09-03,,没有这家,W550,,3,1.5\nX4,2026-09-03,C2,,,没有这个,4,1.5\nX5,2026-09-03,,,W550,,5,1\n"
    )
    done = taken(desk, text(tmp_path, f"{head}\n{cells}"))
    assert [row.what for row in done.rows if row.state == "taken"] == [
        "X1 2026-09-03 C1 W550", "X2 2026-09-03 C2 W550",
    ]  # fmt: skip
    assert dict(done.reasons) == {"customer_missing": 2, "product_missing": 1}
    assert done.customers == done.products == 0


def test_a_preview_shows_the_day_that_a_row_was_read_as(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN}\nX1,11月3日,C1,W550,1,1\n"), check=True)
    assert [(row.what, row.says) for row in done.rows] == [("X1 2026-11-03 C1 W550", "1瓶 = 1.00")]


def test_a_preview_shows_what_a_card_is_made_of(desk, tmp_path):
    path = text(tmp_path, "客户编码,客户名称,信用额度,账期,电话\nK9,测试,5万,月结30天,138\nC1,天河小卖部,0,7天,\n")
    new, known = import_customers(desk, path, check=True).rows
    assert row_says(new.says, new.fields, "zh") == "电话 138；信用额度 50,000.00；付款条件 当月底后 30 天"
    assert row_says(known.says, known.fields, "en") == "credit limit 1,000.00 → 0.00; days of credit — → 7"


def test_openings_of_both_sides_in_columns_of_their_own(desk, tmp_path):
    path = text(tmp_path, "客户编码,借方余额,贷方余额\nC1,100,\nC2,,50\n合计,100,50\n")
    done = import_file(desk, "openings", path, check=True)
    assert [row.says.partition(" ")[0] for row in done.rows if row.state == "taken"] == ["100.00", "-50.00"]


def test_three_hundred_columns_nobody_knows_are_told_in_a_line(desk, tmp_path):
    more = ",".join(f"备用{place}" for place in range(290))
    done = taken(desk, text(tmp_path, f"{PLAIN},{more}\n{rows('1,1')}"))
    (unused,) = [str(note.facts["columns"]) for note in done.notes if note.code == "columns_unused"]
    assert unused.endswith("备用29, … (290)")


def test_rows_left_out_are_counted_in_their_sentence(desk, tmp_path):
    done = taken(desk, text(tmp_path, f"{PLAIN},单据类型\n{rows('1,1,报价单')}"))
    assert [say_reason(note, "zh") for note in done.notes if note.code == "left_row_no_sale"] == [
        "1 行的单据不是销售也不是退货，没有入账。"
    ]


def test_days_of_credit_that_are_counted_in_months_are_not_taken_for_days(desk, tmp_path):
    (row,) = import_customers(desk, text(tmp_path, "客户编码,客户名称,账期(月)\nK9,测试,2\n"), check=True).rows
    assert row.fields == ()
    (row,) = import_customers(desk, text(tmp_path, "客户编码,客户名称,账期(天)\nK9,测试,2\n"), check=True).rows
    assert row.fields == (("credit_days", "2"),)


CUSTOMERS = "单据编号,单据日期,客户,商品编码,数量,单价"


@pytest.mark.parametrize("cell", [
    "C2 越秀超市", "[C2]越秀超市", "【C2】 越秀超市", "越秀超市(C2)", "越秀超市（c2）", "C2-越秀超市", "越秀超市/C2"
])  # fmt: skip
def test_a_code_and_its_name_in_one_cell_are_that_code(desk, tmp_path, cell):
    done = taken(desk, text(tmp_path, f"{CUSTOMERS}\nX1,2026-09-03,{cell},W550-农夫山泉550ml,1,1\n"))
    assert (done.booked_lines, done.customers, done.products) == (1, 0, 0)
    assert [row.what.split()[-2:] for row in done.rows] == [["C2", "W550"]]
    assert next(note for note in done.notes if note.code == "codes_within").facts["count"] == 2


@pytest.mark.parametrize(("customer", "product", "reasons"), [
    ("C2 天河分店", "W550", {"code_with_other_name": 1}), ("C2", "W550-矿泉水", {"code_with_other_name": 1}),
    ("C9 天河分店", "W550", {}), ("C2", "W550-1", {}), ("C2 北店", "W550-水", {"code_with_other_name": 2}),
])  # fmt: skip
def test_a_known_code_beside_another_name_makes_no_new_card(desk, tmp_path, customer, product, reasons):
    done = taken(desk, text(tmp_path, f"{CUSTOMERS}\nX1,2026-09-03,{customer},{product},1,1\n"))
    assert (dict(done.reasons), done.customers, done.products) == (
        reasons, int(customer == "C9 天河分店"), int(product == "W550-1"),
    )  # fmt: skip


def test_what_cost_nothing_is_named_by_row_and_words_for_gifts_by_column(desk, tmp_path):
    head = "单据编号,单据日期,客户编码,商品编码,数量,单价,金额,是否赠品"
    done = taken(desk, text(tmp_path, f"{head}\n{rows('10,1.2,12,', '2,1.2,0,是', '2,0,0,', '2,1.2,2.4,是')}"))
    note = next(note for note in done.notes if note.code == "free_lines")
    assert dict(note.facts) == {"lines": 2, "rows": "3, 4", "priced": "3"}
    assert "第 3, 4 行（其中写着单价的：第 3）" in say_reason(note, "zh")
    (why,) = [say_row(code, facts, "zh") for row in done.rows for code, facts in row.why]
    assert why.startswith("这一行（列 是否赠品）写着“是”")


@pytest.mark.parametrize("title", ["客户简称", "客户全称", "单位简称"])
def test_customers_by_their_short_or_full_name(desk, tmp_path, title):
    done = taken(desk, text(tmp_path, f"{CUSTOMERS.replace('客户', title)}\nX1,2026-09-03,越秀超市,W550,1,1\n"))
    assert ([row.what.split()[2] for row in done.rows], done.customers) == (["C2"], 0)
