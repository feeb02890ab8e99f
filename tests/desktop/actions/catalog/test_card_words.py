"""Cards out of files say terms, packs and price lists in words: read, told, and given out so that they come back."""

import pytest

from desktop.actions.catalog.customers import NewCustomer, add_customer, customer_ids, customer_rows
from desktop.actions.imports.card_files import import_customers, import_products
from desktop.listings.workbooks import export
from desktop.row_words import row_says
from desktop.term_names import terms_in_words
from desktop.wording import say_row
from domain.errors import UsageError
from domain.values.payment_terms import read_terms
from tests.building.desktop.a_desk import a_desk


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def text(folder, *rows):
    path = folder / "cards.csv"
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


def card(desk, code):
    sql = "SELECT credit_days, terms FROM dealer WHERE id = ?"
    with desk.book.reading() as connection:
        return tuple(connection.exec_driver_sql(sql, (f"GD01:{code}",)).one())


@pytest.mark.parametrize(
    ("written", "days", "terms"),
    [
        ("货到付款", 0, ""), ("现结", 0, ""), ("款到发货", 0, ""), ("现款现货", 0, ""), ("COD", 0, ""), ("预付", 0, ""),
        ("30天", 30, ""), ("账期45天", 45, ""), ("货到7天", 7, ""), ("60天内", 60, ""),
        ("月结", None, "M1"), ("月结30天", None, "M0+30"),
    ],
)  # fmt: skip
def test_days_of_credit_are_read_from_the_words_people_write(desk, tmp_path, written, days, terms):
    done = import_customers(desk, text(tmp_path, ["编码", "名称", "账期"], ["K1", "新店", written]))
    assert (dict(done.reasons), card(desk, "K1")) == ({}, (days, terms))


def test_words_that_are_no_days_are_told_still(desk, tmp_path):
    done = import_customers(desk, text(tmp_path, ["编码", "名称", "账期"], ["K1", "新店", "看情况"]))
    assert dict(done.reasons) == {"field_unreadable": 1}


def test_new_days_take_the_place_of_old_terms_and_the_same_days_leave_them(desk, tmp_path):
    add_customer(desk, NewCustomer("K1", "新店", credit_days=30, terms="M1"))
    import_customers(desk, text(tmp_path, ["编码", "名称", "账期"], ["K1", "新店", "30天"]))
    assert card(desk, "K1") == (30, "M1")
    import_customers(desk, text(tmp_path, ["编码", "名称", "账期"], ["K1", "新店", "现结"]))
    assert card(desk, "K1") == (0, "")


SAID = [
    ("N0", "现结", "cash"),
    ("N5", "5 天", "5 days"),
    ("M0", "当月底", "end of month"),
    ("M0+30", "当月底后 30 天", "end of month + 30 days"),
    ("M1", "次月底", "end of next month"),
    ("M2+5", "第 2 个月底后 5 天", "end of month 2 later + 5 days"),
    ("30%N0,70%N60", "30% 0 天，70% 60 天", "30% 0 days, 70% 60 days"),
    ("50%M1,50%M2", "50% 次月底，50% 第 2 个月底", "50% end of next month, 50% end of month 2 later"),
]


@pytest.mark.parametrize(("code", "chinese", "english"), SAID)
def test_terms_are_said_in_words_and_the_words_are_read_again(code, chinese, english):
    assert (terms_in_words(code, "zh"), terms_in_words(code, "en")) == (chinese, english)
    assert {read_terms(chinese).text, read_terms(english).text} == {code}


def test_a_preview_names_no_code(desk, tmp_path):
    path = text(tmp_path, ["编码", "名称", "账期", "状态"], ["C2", "越秀超市", "月结30天", "停用"])
    done = import_customers(desk, path, check=True)
    [row] = done.rows
    assert row_says("", row.fields, "zh") == "付款条件 — → 当月底后 30 天；状态 正常 → 已停用"
    assert row_says("", row.fields, "en") == "terms of payment — → end of month + 30 days; status active → not active"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_of_customers_comes_back_unchanged_with_its_terms(desk, tmp_path, language):
    add_customer(desk, NewCustomer("K1", "新店", credit_days=30, terms="50%M0+10,50%M2"))
    add_customer(desk, NewCustomer("K2", "新店二", terms="M1", price_list="W"))
    path = tmp_path / "customers.xlsx"
    export(desk, "customers", path, language)
    done = import_customers(desk, path)
    assert (done.same, done.changed, done.made, dict(done.reasons)) == (4, 0, 0, {})
    assert [row.terms for row in customer_rows(desk, customer_ids(desk, "新店"))] == ["50%M0+10,50%M2", "M1"]


def test_a_price_list_without_prices_is_refused_by_hand_and_told_of_a_file(desk, tmp_path):
    with pytest.raises(UsageError) as raised:
        add_customer(desk, NewCustomer("K1", "新店", price_list="批发"))
    assert (raised.value.code, dict(raised.value.facts)) == ("price_list_unknown", {"list": "批发", "known": "P, W"})
    path = text(tmp_path, ["编码", "名称", "价格表"], ["K1", "新店", "批发"], ["K2", "新店二", "W"])
    told = [note for note in import_customers(desk, path).notes if note.code == "price_lists_unknown"]
    assert [dict(note.facts) for note in told] == [{"lists": "批发", "known": "P, W"}]


def test_a_pack_without_its_unit_says_what_is_missing_and_what_to_do(desk, tmp_path):
    done = import_products(
        desk, text(tmp_path, ["货号", "名称", "装箱数"], ["N1", "新茶", "1*24"], ["N2", "新水", "1*0"])
    )
    assert dict(done.reasons) == {"pack_unit_missing": 1, "field_unreadable": 1}
    [code, facts] = next(each.why for each in done.rows if each.row == 2)[0]
    said = say_row(code, facts, "zh")
    assert all(word in said for word in ("1*24", "副单位", "24瓶/箱", "--map pack_unit"))
