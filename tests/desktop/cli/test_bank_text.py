"""The text about a bank's file tells every row: what came in, and what went out with its sum and its customers."""

import csv
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.actions.bank import bank_files
from desktop.cli.commands.bank import _text
from desktop.wording import say_reason
from tests.building.desktop.a_desk import a_desk


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as desk:
        yield desk


def looked_at(desk, folder, *rows):
    path = folder / "flow.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    titles = {"date": rows[0][0], "name": rows[0][1]}
    return bank_files.read_bank_file(desk, path, bank_files.Choices(name="ours", titles=titles))


def told(found, language="zh"):
    call: Any = SimpleNamespace(language=language)
    return _text(call, found)


def test_what_went_out_is_told_with_its_sum_and_its_customers(desk, tmp_path):
    found = looked_at(
        desk,
        tmp_path,
        ["交易日期", "对方户名", "摘要", "收入金额", "支出金额"],
        ["2026-11-20", "天河小卖部", "货款", "900", ""],
        ["2026-11-21", "天河小卖部", "货款退回", "", "500"],
        ["2026-11-21", "", "手续费", "", "10"],
    )
    lines = told(found).splitlines()
    assert "支出 2 笔共 510.00，不登记收款。" in lines
    assert [line for line in lines if "付给客户" in line] == [
        "第 3 行付给客户 天河小卖部 500.00；如果是退款而没有从收款里扣除，请另行登记付款。"
    ]
    assert "2 went out (510.00)" in told(found, "en")


def test_bare_figures_that_the_balance_proves_went_out_are_told(desk, tmp_path):
    found = looked_at(
        desk,
        tmp_path,
        ["日期", "对方户名", "金额", "余额"],
        ["2026-11-20", "某某", "100", "1100"],
        ["2026-11-20", "某某", "50", "1050"],
        ["2026-11-21", "某某", "30", "1020"],
    )
    assert [(line.row, line.direction) for line in found.lines] == [(3, "out"), (4, "out")]
    assert "支出 2 笔共 80.00，不登记收款。" in told(found).splitlines()
    assert [(each.code, each.line) for each in found.remarks] == [("bank_row_sign", 2)]


def test_a_day_to_come_waits_for_a_person(desk, tmp_path):
    found = looked_at(
        desk,
        tmp_path,
        ["交易日期", "对方户名", "收入金额", "支出金额"],
        ["2026-11-23", "天河小卖部", "83", ""],
        ["2026-12-28", "天河小卖部", "84", ""],
    )
    assert [line.state for line in found.lines] == ["proposed", "held"]
    reason = found.lines[1].reasons[0]
    assert (reason.code, "2026-12-28" in say_reason(reason, "zh")) == ("bank_day_to_come", True)
