"""Amounts as people type them: one reading or none."""

from decimal import Decimal

import pytest

from domain.values.amounts import amount_as_typed


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200", "1200"),
        ("1,200.50", "1200.50"),
        ("12,345,678.9", "12345678.9"),
        ("１２００．５", "1200.5"),
        ("￥1200", "1200"),
        ("¥ 88.00", "88.00"),
        ("-50元", "-50"),
        ("−50", "-50"),
        ("-¥50", "-50"),
        ("1200 元", "1200"),
        ("1,200元整", "1200"),
        ("人民币1200元", "1200"),
        ("RMB 12.5", "12.5"),
        ("1.2万", "12000"),
        ("3万元", "30000"),
        (".5", "0.5"),
        ("壹仟贰佰元整", "1200"),
        ("人民币壹佰元伍角", "100.5"),
        ("两万二", "22000"),
        ("-壹佰元整", "-100"),
    ],
)
def test_one_reading(text, amount):
    assert amount_as_typed(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "1200,50",
        "1,20",
        "12,00,000",
        "1 200",
        "1.200,50",
        "nan",
        "Infinity",
        "1e5",
        "12a",
        "--5",
        "+-5",
        "美元5",
    ],
)
def test_what_has_two_readings_or_none_is_no_amount(text):
    assert amount_as_typed(text) is None
