"""Cards as people keep them: terms and packs in words, damaged and doubled codes told, own exports unchanged."""

import pytest

from desktop.actions.catalog import products
from desktop.actions.imports.card_files import import_customers, import_products
from desktop.listings.workbooks import export
from desktop.row_words import row_says
from sync.records.books import reading
from tests.building.desktop.a_desk import a_desk


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", stock={"W550": 24}) as opened:
        yield opened


def text(folder, body, name="cards.csv"):
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def figures(done):
    return done.made, done.changed, done.same, done.left_lines, done.refused_lines


def notes(done):
    return {note.code: dict(note.facts) for note in done.notes if note.severity != "info"}


def customer(desk, code):
    with desk.book.reading() as connection:
        return reading.dealer(connection, f"GD01:{code}")


def product(desk, sku):
    with desk.book.reading() as connection:
        return reading.product(connection, sku)


def test_terms_and_limits_in_words(desk, tmp_path):
    head = "客户编码,客户名称,信用额度,账期\n"
    rows = "M1,甲,１０，０００,３０天\nM2,乙,1.5万,月结30天\nM3,丙,不限,月结\nM4,丁,-5,30\n合计,,,\n"
    done = import_customers(desk, text(tmp_path, head + rows))
    assert (figures(done), dict(done.reasons)) == ((3, 0, 0, 1, 1), {"field_unreadable": 1})
    found = [customer(desk, code) for code in ("M1", "M2", "M3")]
    assert [(each.credit_limit, each.credit_days, each.terms) for each in found] == [
        (10_000, 30, ""), (15_000, None, "M0+30"), (None, None, "M1"),
    ]  # fmt: skip


def test_a_legal_name_stays_as_it_is_written(desk, tmp_path):
    name = "恒通（佛山）商贸有限公司Ⅱ分店①"
    import_customers(desk, text(tmp_path, f"客户编码,客户名称\nＭ１\u200b,{name}\u200b\n"))
    assert customer(desk, "M1").name == name


def test_one_code_in_two_cases_is_one_customer(desk, tmp_path):
    done = import_customers(desk, text(tmp_path, "客户编码,客户名称\nc1,天河小卖部\nQ1,甲\nq1,乙\n"))
    assert (figures(done), dict(done.reasons)) == ((1, 0, 1, 0, 1), {"code_twice": 1})


def test_packs_as_people_write_them_and_a_unit_for_all(desk, tmp_path):
    head = "商品编码,品名,单位,装箱数,税率\n"
    rows = "B1,可乐,瓶,1*24,13%\nB2,雪碧,瓶,24瓶/箱,免税\nB3,芬达,罐,1箱=12罐,0.13\n"
    import_products(desk, text(tmp_path, head + rows), mapping={"pack_unit": '"箱"'})
    found = [product(desk, sku) for sku in ("B1", "B2", "B3")]
    assert [[(pack.unit, int(pack.size)) for pack in each.packs] for each in found] == [
        [("箱", 24)], [("箱", 24)], [("箱", 12)],
    ]  # fmt: skip
    alone = import_products(desk, text(tmp_path, "商品编码,品名,装箱数\nB9,无单位,24\n", "alone.csv"))
    assert dict(alone.reasons) == {"pack_unit_missing": 1}


def test_a_shared_barcode_is_told_whoever_bears_it(desk, tmp_path):
    rows = "商品编码,品名,条码\nB1,可乐,6901234599999\nB5,酸奶,6901234599999\nB6,水,6901234500001\n"
    done = import_products(desk, text(tmp_path, rows))
    told = [dict(note.facts) for note in done.notes if note.code == "barcode_shared"]
    assert told == [
        {"barcode": "6901234599999", "codes": "B1, B5"}, {"barcode": "6901234500001", "codes": "B6, W550"},
    ]  # fmt: skip


def test_damaged_codes_and_telephones_are_refused(desk, tmp_path):
    rows = "商品编码,品名,条码\nB1,可乐,6.90123E+12\n6901234500001230000,水,\n"
    assert dict(import_products(desk, text(tmp_path, rows)).reasons) == {"code_damaged": 2}
    people = "客户编码,客户名称,电话\nK1,甲,1.38E+10\n"
    assert dict(import_customers(desk, text(tmp_path, people)).reasons) == {"code_damaged": 1}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_programs_own_lists_come_back_unchanged(desk, tmp_path, ending, language):
    import_customers(desk, text(tmp_path, "客户编码,客户名称,信用额度,账期,电话\nK1,甲（一）,1000,30,138\nK2,乙,,,\n"))
    import_products(desk, text(tmp_path, "商品编码,品名,单位,副单位,装箱数,条码\nB1,可乐,瓶,箱,24,69\nB2,雪碧,罐,,,\n"))
    for kind, take, count in (("customers", import_customers, 4), ("products", import_products, 4)):
        path = tmp_path / f"{kind}.{ending}"
        export(desk, kind, path, language)
        done = take(desk, path)
        assert (done.made, done.changed, done.same, done.refused_lines) == (0, 0, count, 0), kind


def test_codes_that_differ_in_case_or_width_are_told(desk, tmp_path):
    done = import_customers(desk, text(tmp_path, "客户编码,客户名称\nｃ１,天河小卖部\nc2,越秀超市\n"))
    assert (figures(done), notes(done)) == (
        (0, 0, 2, 0, 0), {"codes_alike": {"count": 2, "examples": "c1 → C1, c2 → C2"}},
    )  # fmt: skip


def test_a_known_name_without_a_code_makes_no_twin(desk, tmp_path):
    rows = "客户编码,客户名称,电话\n,越秀超市,139\nN1,新客,\n,新客,138\n"
    done = import_customers(desk, text(tmp_path, rows))
    assert (figures(done), dict(done.reasons)) == ((1, 1, 0, 0, 1), {"code_twice": 1})
    assert customer(desk, "C2").phone == "139"
    goods = import_products(desk, text(tmp_path, "品名,条码,类别\n农夫山泉550ml,,水\n无,6901234500018,\n", "goods.csv"))
    assert dict(goods.reasons) == {"record_not_yours": 2}  # both are HQ's, known by name and by barcode


def test_a_name_that_several_bear_needs_its_code(desk, tmp_path):
    done = import_customers(desk, text(tmp_path, "客户编码,客户名称\nE1,同名\nE2,同名\n,同名\n"))
    assert (figures(done), dict(done.reasons)) == ((2, 0, 0, 0, 1), {"name_of_many": 1})


def test_a_new_code_for_a_known_name_is_told(desk, tmp_path):
    done = import_customers(desk, text(tmp_path, "客户编码,客户名称\n9001,越秀超市\n"))
    assert notes(done) == {"names_alike": {"count": 1, "examples": "9001 → C2"}}


def test_what_stands_below_a_list_is_no_customer(desk, tmp_path):
    rows = "客户名称,电话\n甲店,1\n制表人：张三,\n审核（签字）：,\n以下空白,\n第 1 页 共 1 页,\n"
    done = import_customers(desk, text(tmp_path, rows))
    assert (figures(done), dict(done.left)) == ((1, 0, 0, 4, 0), {"row_note": 4})


def test_a_specification_stays_on_the_card_as_it_is_written(desk, tmp_path):
    import_products(desk, text(tmp_path, "商品编码,品名,单位,规格型号\nB1,可乐,瓶,550ml*24（环保装）\n"))
    assert product(desk, "B1").spec == "550ml*24（环保装）"
    import_products(desk, text(tmp_path, "商品编码,品名,规格\nB1,可乐,\n"))
    assert product(desk, "B1").spec == "550ml*24（环保装）"
    assert [row.spec for row in products.products(desk, "B1")] == ["550ml*24（环保装）"]


def packs(desk):
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT sku, pack_unit, pack_size FROM product WHERE owner = 'GD01' ORDER BY 1"
        )
        return [tuple(row) for row in rows]


def test_a_pack_whose_size_nobody_says_is_refused(desk, tmp_path):
    rows = "商品编码,商品名称,单位,大单位\nN1,健力宝,罐,箱\nN2,散装,公斤,\nN3,汽水,罐,罐\n"
    done = import_products(desk, text(tmp_path, rows))
    assert (dict(done.reasons), packs(desk)) == ({"pack_size_missing": 1}, [("N2", "", 0), ("N3", "", 0)])
    import_products(desk, text(tmp_path, rows), mapping={"pack_size": '"24"'})
    assert packs(desk)[0] == ("N1", "箱", 24_000)


@pytest.mark.parametrize("title", ["换算", "换算关系", "件装数", "箱规"])
def test_words_for_the_size_of_a_pack(desk, tmp_path, title):
    import_products(
        desk, text(tmp_path, f"商品编码,商品名称,单位,大单位,{title}\nN1,健力宝,罐,箱,24\nN2,茶,罐,箱,15罐/箱\n")
    )
    assert packs(desk) == [("N1", "箱", 24_000), ("N2", "箱", 15_000)]


@pytest.mark.parametrize(("said", "terms", "days"), [
    ("次月底", "M1", None), ("次月末", "M1", None), ("当月底", "M0", None), ("当月底后10天", "M0+10", None),
    ("次月25日", "M0+25", None), ("30%次月底,70%60天", "30%M1,70%N60", None), ("现结", "", 0), ("60天", "", 60),
    ("-", "", None),
])  # fmt: skip
def test_terms_of_payment_may_stand_among_the_days_of_credit(desk, tmp_path, said, terms, days):
    done = import_customers(desk, text(tmp_path, f'客户编码,客户名称,账期\nT1,甲店,"{said}"\n'))
    with desk.book.reading() as connection:
        sql = "SELECT terms, credit_days FROM dealer WHERE code = 'T1'"
        assert (dict(done.reasons), tuple(connection.exec_driver_sql(sql).one())) == ({}, (terms, days))


@pytest.mark.parametrize("said", ["看情况", "次月30日", "次月"])
def test_terms_that_nobody_can_read_are_refused(desk, tmp_path, said):
    done = import_customers(desk, text(tmp_path, f"客户编码,客户名称,账期\nT1,甲店,{said}\n"))
    assert dict(done.reasons) == {"field_unreadable": 1}


def test_a_preview_tells_no_limit_payment_at_once_and_who_is_stopped(desk, tmp_path):
    head, known = "客户编码,客户名称,信用额度,账期,状态", "C1,天河小卖部,不限,,\nC2,越秀超市,,现结,停用\n"
    new = "N1,新店,不限,现结,停用\nN2,新店乙,5000,30,正常\n"
    done = import_customers(desk, text(tmp_path, f"{head}\n{known}{new}"), check=True)
    assert [row_says(row.says, row.fields, "zh") for row in done.rows] == [
        "信用额度 1,000.00 → 不限", "账期天数 30 → 现结；状态 正常 → 已停用", "账期天数 现结；状态 已停用",
        "信用额度 5,000.00；账期天数 30",
    ]  # fmt: skip
    assert row_says("", done.rows[0].fields, "en") == "credit limit 1,000.00 → no limit"


def test_a_new_product_without_a_unit_is_told_what_it_is_counted_in(desk, tmp_path):
    done = import_products(desk, text(tmp_path, "货号,品名,单位\nQ1,甲,\nQ2,乙,瓶\nW550,水,\n"))
    assert notes(done)["units_assumed"] == {"count": 1, "unit": "件", "codes": "Q1"}


def test_a_pack_holds_no_part_of_what_is_counted_whole(desk, tmp_path):
    rows = "货号,品名,单位,大单位,装箱数\nQ1,甲,瓶,箱,2.5\nQ2,乙,公斤,箱,2.5\nQ3,丙,瓶,箱,24.0\n"
    done = import_products(desk, text(tmp_path, rows))
    assert (figures(done), dict(done.reasons)) == ((2, 0, 0, 0, 1), {"pack_parts": 1})


def test_new_codes_that_differ_by_leading_zeros_are_told(desk, tmp_path):
    done = import_products(desk, text(tmp_path, "货号,品名,单位\n0012,甲,瓶\n12,乙,瓶\n00,丙,瓶\n13,丁,瓶\n"))
    assert notes(done)["codes_zeros"] == {"count": 1, "examples": "0012 → 12"}
