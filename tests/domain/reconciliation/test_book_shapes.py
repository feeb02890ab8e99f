"""The shapes of strangers' ledgers become a plain table, and no row moves."""

from datetime import date

import pytest

from domain.reconciliation.book_shapes import AMOUNT, in_shape, is_sum

USUAL = {
    "date": "日期",
    "income": "借方",
    "expense": "贷方",
    "amount": f"金额 {AMOUNT}",
    "direction": "方向",
    "balance": "余额",
    "summary": "摘要",
}
NEAR = date(2026, 11, 2)


def shaped(*rows, kept_by="seller", near=NEAR):
    return in_shape([list(row) for row in rows], USUAL, kept_by, near)


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "本月合计",
        "10月合计",
        "2026年10月合计",
        "小计：",
        "本年累计",
        "期初余额",
        "Total",
        "Opening Balance",
        "B/F",
    ],
)
def test_words_that_only_sum_up(text):
    assert is_sum(["", text, 5]) is (text != "B/F")


@pytest.mark.parametrize("text", ["合计三箱退回", "余额宝", "收款", "total loss claim", ""])
def test_words_of_real_lines(text):
    assert not is_sum(["2026-11-01", text, 5])


def test_nothing_is_done_to_a_table_nobody_can_read():
    rows = [["甲", "乙"], ["1", "2"]]
    assert shaped(*rows) == rows
    assert shaped() == []


def test_two_header_rows_become_one_in_place_of_the_lower():
    found = shaped(["日期", "发生额", None], [None, "借方", "贷方"], ["2026-10-01", 5, None])
    assert found[:2] == [["", "", ""], ["日期", "借方", "贷方"]]
    assert len(found) == 3


def test_a_day_without_a_year_is_the_last_one_or_of_the_year_told_above():
    assert shaped(["日期", "摘要", "借方"], ["12-30", "x", 1], ["10-05", "x", 1])[1][0] == date(2025, 12, 30)
    assert shaped(["2024年"], ["日期", "摘要", "借方"], ["2-29", "x", 1])[2][0] == date(2024, 2, 29)
    assert shaped(["日期", "摘要", "借方"], ["2-30", "x", 1])[1][0] == "2-30"


def test_an_empty_day_is_the_one_above_but_not_for_sums_nor_bare_figures():
    found = shaped(["日期", "摘要", "借方"], ["2026-10-05", "a", 1], ["", "b", 2], ["", "合计", 3], ["", "", 3])
    assert [row[0] for row in found[1:]] == [date(2026, 10, 5), date(2026, 10, 5), "", ""]


def test_balances_become_amounts_but_the_first_without_an_opening():
    found = shaped(["日期", "摘要", "余额"], ["2026-10-05", "a", "5"], ["2026-10-06", "b", "3.50"])
    assert found[0][-1] == AMOUNT
    assert [row[3:] for row in found[1:]] == [[], ["-1.50"]]


def test_figures_that_are_signed_already_stay():
    rows = [["日期", "摘要", "金额"], ["2026-10-05", "退货", 5], ["2026-10-06", "销售", -3]]
    assert [row[2] for row in shaped(*rows)[1:]] == [5, -3]
    assert [row[2] for row in shaped(rows[0], rows[1], ["2026-10-06", "销售", 3])[1:]] == ["-5", 3]


@pytest.mark.parametrize(("kept_by", "words"), [("seller", ["借", "贷", "平"]), ("buyer", ["贷", "借", "平"])])
def test_up_and_down_are_the_keepers_words(kept_by, words):
    rows = [["2026-10-05", 5, "增加"], ["2026-10-06", 3, "减"], ["2026-10-06", 3, "平"]]
    assert [row[2] for row in shaped(["日期", "金额", "方向"], *rows, kept_by=kept_by)[1:]] == words


def test_a_day_in_parts_is_known_by_all_the_names_that_imports_know():
    rows = [
        ["年份", "月份", "号", "摘要", "借方", "贷方"],
        ["2026", "11", "3", "A", "5", ""],
        ["", "", "4", "B", "6", ""],
        ["", "", "", "C", "7", ""],
    ]
    shaped = in_shape(rows, USUAL, "seller", NEAR)
    assert [line[-1] for line in shaped[1:]] == [date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 4)]
