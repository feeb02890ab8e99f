"""What is said about a stranger's file names its columns in the language of whoever reads it."""

import re

import pytest

from desktop.wording import say
from domain.errors import UsageError
from domain.explain import Reason
from domain.imports.columns import find_header
from domain.imports.history_columns import HISTORY


def refused(rows, mapping=None):
    with pytest.raises(UsageError) as raised:
        find_header(rows, HISTORY, mapping or {})
    return raised.value


@pytest.mark.parametrize(
    "failure",
    [
        refused([["甲", "乙"], ["1", "2"]]),
        refused([["单据编号"], ["1"]]),
        refused([["单号", "日期", "客户", "货号", "数量", "数量", "单价"]]),
        refused([["单号", "日期", "客户", "货号", "数量", "单价"]], {"颜色": "数量"}),
        UsageError("bank_format_unknown", file="流水", titles="甲 乙", missing="date, amount", guessed="", within=3),
        UsageError(
            "bank_format_guessed", file="流水", titles="甲 乙", missing="", guessed="date=甲, income=乙", within=3
        ),
        UsageError("book_format_unknown", file="往来", titles="甲 乙", missing="date", within=3),
    ],
    ids=lambda failure: failure.code,
)
def test_no_english_name_of_a_column_stands_in_chinese(failure):
    told = re.sub(r"--[a-z]+", "", say(failure, "zh"))
    assert not re.search(r"[A-Za-z_]{3,}", told), told
    assert "（缺" not in told
    assert "、。" not in told


def test_a_header_that_is_not_found_says_how_far_it_was_looked_for_and_how_to_name_it():
    told = say(refused([["甲", "乙"], ["1", "2"]]), "zh")
    assert "前 2 行" in told
    assert "--map 单据编号=甲" in told
    assert "document number" in say(refused([["a", "b"]]), "en")


def test_how_columns_were_read_is_told_by_their_names():
    read = Reason("columns_read", "info", {"columns": "number=单号, unit_price=单价", "sheet": ""})
    assert say(read, "zh") == "列的含义：单据编号=单号、单价=单价。"
    assert say(read, "en") == "Columns were read as: document number=单号, unit price=单价."


KNOWN = ["单号", "日期", "货号", "品名", "数量", "单价", "金额"]


@pytest.mark.parametrize(("above", "more", "hint"), [
    ([["客户：广州越秀"]], [], "--map 客户编码='\"广州越秀\"'"), ([], [], "--map 客户编码='\"…\"'"),
    ([], ["记账人", "仓库", "备注"], "--map 客户编码='\"…\"'"), ([], ["记账人", "店家"], "--map 客户编码=店家"),
])  # fmt: skip
def test_a_hint_names_a_column_that_may_be_meant_or_the_whole_file(above, more, hint):
    failure = refused([*above, [*KNOWN, *more], ["1", "2026-01-02", "a", "b", "1", "1", "1", "王芳", "张记", "x"]])
    assert hint in say(failure, "zh")


def test_a_column_without_a_day_is_not_suggested_for_the_date():
    told = say(refused([["单号", "客户", "货号", "数量", "单价", "到期"], ["1", "a", "b", "1", "1", "甲"]]), "zh")
    assert "--map 日期='\"…\"'" in told
