"""Whose a bare 账号 is, as the rows tell it, and what two accounts of one's own in one file become."""

from dataclasses import replace

import pytest

from domain.bank.formats import layout_by_hand, recognise
from domain.bank.lines import read_movements
from domain.bank.own_account import offered

HEAD = ["账号", "交易日", "收入金额", "支出金额", "余额", "对方户名", "附言"]
TITLES = {
    "date": "交易日",
    "income": "收入金额",
    "expense": "支出金额",
    "balance": "余额",
    "name": "对方户名",
    "memo": "附言",
}
ONE = [["4401", "2026-11-27", 2000, "", 3000, "个体户王五", "货款"], ["4401", "2026-11-28", 2100, "", 5100, "", "存现"]]
TWO = [
    ["4401", "2026-11-26", 1000, "", 1000, "越秀批发", ""],
    ["4402", "2026-11-26", 1000, "", 51000, "越秀批发", ""],
    ["4401", "2026-11-27", "", 200, 800, "水电", ""],
    ["4402", "2026-11-28", 3000, "", 54000, "顺德副食", ""],
]
THEIRS = [["6201", "2026-11-26", 1000, "", 1000, "甲店", ""], ["6202", "2026-11-27", 500, "", 1500, "乙店", ""]]


def side_of(head, rows):
    guessed = offered([head, *rows]).guessed
    return next((meaning for meaning in ("own", "account") if guessed.get(meaning) == "账号"), "")


def without(place, rows):
    return [[*row[:place], *row[place + 1 :]] for row in rows]


@pytest.mark.parametrize(
    ("rows", "side"),
    [(ONE, "own"), (ONE[:1], "own"), (TWO, "own"), (TWO[::-1], "own"), (THEIRS, "account"), (THEIRS[::-1], "account")],
)
def test_a_bare_account_is_whose_the_rows_tell(rows, side):
    assert side_of(HEAD, rows) == side


def test_without_balances_the_names_tell_or_nothing_is_guessed():
    head = without(4, [HEAD])[0]
    assert side_of(head, without(4, TWO)) == "own"  # 4401 has two names on the other side
    assert side_of(head, without(4, THEIRS)) == ""
    assert (
        side_of(["账号", "交易日", "收入金额", "支出金额", "户名"], [row[:4] + row[5:6] for row in THEIRS]) == "account"
    )


def test_beside_the_other_sides_account_a_bare_one_is_ones_own():
    guessed = offered([[*HEAD, "对方账号"], [*THEIRS[0], "6209"], [*THEIRS[1], "6210"]]).guessed
    assert (guessed["own"], guessed["account"]) == ("账号", "对方账号")


def a_file(rows, asked="", **titles):
    layout = layout_by_hand("某行", {**TITLES, **titles})
    found = recognise([HEAD, *rows], [layout])
    assert found is not None
    return read_movements([HEAD, *rows], found, asked)


def told(read):
    return [(each.code, each.facts) for each in read.remarks]


def test_an_own_account_once_mapped_as_the_payers_is_read_as_ones_own():
    read = a_file(ONE, account="账号")
    assert (read.account, [each.account for each in read.movements]) == ("4401", ["", ""])
    assert told(read) == [("bank_account_own", {"title": "账号"})]


def test_lines_read_by_the_older_mapping_are_known_again():
    older = layout_by_hand("某行", TITLES)
    found = recognise([HEAD, *ONE], [older])
    assert found is not None
    before = [each.id for each in read_movements([HEAD, *ONE], found).movements]
    assert [each.id for each in a_file(ONE, account="账号").movements] == before


def test_what_no_row_tells_is_nobodys_unless_a_person_said_so():
    rows = [[*row[:4], "", *row[5:]] for row in THEIRS]
    read = a_file(rows, account="账号")
    assert [each.account for each in read.movements] == ["", ""]
    assert told(read) == [("bank_account_unsaid", {"title": "账号"})]
    said = replace(layout_by_hand("某行", {**TITLES, "account": "账号"}), said=True)
    found = recognise([HEAD, *rows], [said])
    assert found is not None
    assert [each.account for each in read_movements([HEAD, *rows], found).movements] == ["6201", "6202"]


def test_two_accounts_of_ones_own_are_read_each_by_itself():
    read = a_file(TWO, own="账号")
    assert (read.account, read.accounts, read.own_of(3)) == ("", ("4401", "4402"), "4402")
    assert told(read) == [("bank_accounts_several", {"accounts": "4401, 4402", "count": 2})]
    alone = a_file(TWO[::2], own="账号")
    assert [each.id for each in alone.movements] == [
        each.id for each in read.movements if read.own_of(each.row) == "4401"
    ]


def test_one_account_asked_for_leaves_the_others_rows_apart_and_says_so():
    read = a_file(TWO, "4401", own="账号")
    assert [(each.row, str(each.signed)) for each in read.movements] == [(2, "1000.00"), (4, "-200.00")]
    assert told(read) == [("bank_account_apart", {"account": "4402", "rows": 2})]


def test_a_reversal_takes_back_what_came_to_its_own_account():
    rows = [
        ["4401", "2026-11-26", 500, "", 1500, "甲店", "货款"],
        ["4402", "2026-11-26", "", 500, 1000, "甲店", "冲正"],
        ["4402", "2026-11-27", 5, "", 1005, "乙店", "货款"],
        ["4401", "2026-11-27", 5, "", 1505, "乙店", "货款"],
    ]
    read = a_file(rows, own="账号")
    assert [each.row for each in read.movements if each.direction == "in"] == [2, 4, 5]
    assert "bank_reversal_alone" in [code for code, _ in told(read)]


def test_a_total_below_is_no_account():
    foot = [["合计", "", 4100, "", "", "", ""], ["说明：以银行为准", "", "", "", "", "", ""]]
    assert side_of(HEAD, [*ONE, *foot]) == "own"
    read = a_file([*ONE, *foot], own="账号")
    assert (read.account, read.accounts) == ("4401", ("4401",))
    assert [each.code for each in read.remarks] == ["bank_row_foot", "bank_row_foot"]
