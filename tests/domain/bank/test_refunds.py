"""What a wallet gave back: by a row's state, by its own column, by another row of the same deal."""

from decimal import Decimal

import pytest

from domain.bank.formats import layout_by_hand, recognise
from domain.bank.lines import read_movements
from domain.bank.refunds import refund_told

HEAD = ["付款时间", "收/支", "金额（元）", "交易状态", "成功退款（元）", "交易对方"]
TITLES = {"date": "付款时间", "direction": "收/支", "amount": "金额（元）", "status": "交易状态", "name": "交易对方"}


@pytest.mark.parametrize(
    "status", ["对方已退还", "已被退回", "超时已退回", "过期已退还", "对方已退款", "已全额退款", "已退还", "已原路退回"]
)
def test_a_state_that_says_all_was_given_back(status):
    told = refund_told(status)
    assert told is not None
    assert told.everything


@pytest.mark.parametrize("status", ["未退款", "无退款", "不可退款", "退款失败", "支付成功", ""])
def test_a_state_that_says_nothing_was_given_back(status):
    assert refund_told(status) is None


def test_what_a_column_of_its_own_says_was_given_back_is_taken_off():
    rows = [
        ["2026-03-05", "收入", "100.00", "交易成功", "0", "甲"],
        ["2026-03-05", "收入", "100.00", "交易成功", "40.00", "甲"],
        ["2026-03-05", "收入", "100.00", "交易成功", "100.00", "乙"],
        ["2026-03-05", "支出", "30.00", "交易成功", "30.00", "丙"],
        ["2026-03-05", "收入", "100.00", "已退款(￥40.00)", "40.00", "甲"],
    ]
    table = [HEAD, *rows]
    found = recognise(table, [layout_by_hand("own", TITLES)])
    assert found is not None
    read = read_movements(table, found)
    assert [(each.row, each.amount, each.refunded) for each in read.movements] == [
        (2, Decimal(100), 0), (3, Decimal(60), Decimal(40)), (5, Decimal(30), 0), (6, Decimal(60), Decimal(40)),
    ]  # fmt: skip
    assert [(each.code, each.line) for each in read.remarks] == [("bank_row_refunded", 4)]
