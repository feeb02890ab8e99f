"""Which bank wrote a table, and what to ask when nobody knows."""

import pytest

from domain.bank.formats import (
    LAYOUTS,
    MEANINGS,
    BankLayout,
    Recognised,
    layout_as_plain,
    layout_by_hand,
    layout_from_plain,
    missing_in,
    of_header,
    plain_title,
    recognise,
    unmapped,
)
from tests.building.domain import bank_tables as tables

STRANGER = [
    ["某农商银行", ""],
    ["流水日期", "户名", "往账", "来账", "备注"],
    ["2026-11-03", "永丰", "", "12.00", "货款"],
]


@pytest.mark.parametrize(
    ("rows", "name", "header"),
    [
        (tables.ICBC, "icbc_debit_1", 4),
        (tables.ICBC_WITH_ACCOUNT, "icbc_debit_2", 4),
        (tables.ICBC_CREDIT, "icbc_credit", 1),
        (tables.CCB, "ccb", 2),
        (tables.ABC, "abc", 0),
        (tables.BOC_DEBIT, "boc_debit", 1),
        (tables.BOC_CREDIT, "boc_credit", 1),
        (tables.CMB_DEBIT, "cmb_debit", 0),
        (tables.CMB_CREDIT, "cmb_credit", 1),
        (tables.BOCOM, "bocom", 0),
        (tables.SPDB, "spdb", 1),
        (tables.ALIPAY, "alipay", 7),
        (tables.WECHAT, "wechat", 7),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_known_layout_by_its_header(rows, name, header):
    found = recognise(rows)
    assert found is not None
    assert (found.layout.name, found.row) == (name, header)


def test_no_layout_hides_another():
    for layout in LAYOUTS:
        header = [*layout.titles.values(), *layout.also]
        found = recognise([header])
        assert found is not None
        assert found.layout == layout


@pytest.mark.parametrize("rows", [[], [[]], [["日期"]], STRANGER, [["交易日期", "金额"], [1, None]]])
def test_a_stranger_is_not_taken_for_a_known_one(rows):
    assert recognise(rows) is None


def test_a_stranger_is_guessed_as_far_as_possible_and_the_rest_is_asked():
    asked = unmapped(STRANGER)
    assert (asked.row, asked.titles) == (1, ("流水日期", "户名", "往账", "来账", "备注"))
    assert asked.guessed == {"name": "户名", "memo": "备注"}
    assert asked.missing == ("date", "amount")
    whole = unmapped([["Bank X"], ["Day of Entry", "Credit", "Debit", "Balance", "Payer"]])
    assert whole.guessed["income"] == "Credit"
    assert whole.missing == ("date",)
    assert unmapped([["记账日期", "借方发生额", "贷方发生额", "对方户名", "余额", "摘要"]]).missing == ()


def test_a_table_without_anything_asks_for_everything():
    assert unmapped([]).missing == ("date", "amount")
    assert unmapped([[], [None, 3.5]]).titles == ()


@pytest.mark.parametrize(
    ("mapped", "missing"),
    [
        (["date", "amount"], ()),
        (["date", "income", "expense"], ()),
        (["date", "income"], ("expense",)),
        (["expense"], ("date", "income")),
        (["date", "direction"], ("amount",)),
        (["date", "amount", "income"], ()),
    ],
)
def test_what_a_mapping_must_have(mapped, missing):
    assert missing_in(mapped) == missing


def test_a_layout_mapped_by_hand_is_remembered_and_wins():
    mine = layout_by_hand("农商", {"date": "流水日期", "income": "来账", "expense": "往账", "name": "户名"})
    assert mine.sign == "columns"
    kept = layout_from_plain(layout_as_plain(mine))
    assert kept == mine
    found = recognise(STRANGER, [kept])
    assert found is not None
    assert (found.layout, found.row) == (mine, 1)
    own_way = layout_by_hand("招行", {"date": "记账日期", "amount": "交易金额", "memo": "客户摘要"}, inverted=True)
    found = recognise(tables.CMB_DEBIT, [own_way])
    assert found is not None
    assert found.layout == own_way


def test_a_layout_of_one_header_is_not_taken_for_another_banks():
    titles = {"date": "交易日期", "amount": "交易金额"}
    head = ["交易日期", "交易金额", "对方户名"]
    mine = layout_from_plain(layout_as_plain(of_header(layout_by_hand("农商", titles), head)))
    assert recognise([["流水"], head, ["2026-11-03", "5", "甲"]], [mine]) == Recognised(mine, 1)
    assert recognise(tables.BOCOM, [mine]) == recognise(tables.BOCOM)


def test_the_sign_of_a_mapping_follows_its_columns():
    assert layout_by_hand("a", {"date": "d", "amount": "a"}).sign == "signed"
    assert layout_by_hand("a", {"date": "d", "amount": "a", "direction": "收支"}).sign == "word"


@pytest.mark.parametrize("titles", [{"date": "日期"}, {"date": "日期", "amount": "金额", "colour": "颜色"}])
def test_half_a_mapping_is_not_kept(titles):
    with pytest.raises(ValueError, match="whole mapping"):
        layout_by_hand("x", titles)


@pytest.mark.parametrize("change", [{"titles": []}, {"sign": "odd"}])
def test_damaged_settings_are_no_layout(change):
    plain = layout_as_plain(LAYOUTS[0]) | change
    with pytest.raises((ValueError, KeyError)):
        layout_from_plain(plain)


def test_every_title_of_a_known_layout_has_a_known_meaning():
    for layout in LAYOUTS:
        assert set(layout.titles) <= {*MEANINGS, "place", "paid_from"}
        assert isinstance(layout, BankLayout)
        assert not missing_in(layout.titles)


def test_titles_are_compared_without_blanks_and_width():
    assert plain_title(" 日 志 号\t") == plain_title("日志号")
    assert plain_title("金额（元）") == plain_title("金额(元)")
    assert plain_title(3.5) == plain_title(None) == ""
