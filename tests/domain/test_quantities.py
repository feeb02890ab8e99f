"""Quantities as people type and read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.quantities import Pack, format_quantity, from_milli, parse_quantity, to_milli

BOTTLES = (Pack("箱", Decimal(24)), Pack("提", Decimal(6)))
GRAIN = (Pack("袋", Decimal("12.5")), Pack("Box 2", Decimal(2)))


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "size"),
    [
        ("12箱", "288", "箱", "24"),
        ("12 箱", "288", "箱", "24"),
        (" １２箱 ", "288", "箱", "24"),
        ("3.5", "3.5", "瓶", "1"),
        ("3。5", "3.5", "瓶", "1"),
        (".5箱", "12", "箱", "24"),
        ("5.", "5", "瓶", "1"),
        ("30箱5瓶", "725", "瓶", "1"),
        ("30箱5", "725", "瓶", "1"),
        ("30 箱 2 提", "732", "提", "6"),
        ("5瓶30箱", "725", "瓶", "1"),
        ("1,200", "1200", "瓶", "1"),
        ("１，２００瓶", "1200", "瓶", "1"),
        ("0箱5瓶", "5", "瓶", "1"),
        ("1.5000", "1.5", "瓶", "1"),
        ("0.001", "0.001", "瓶", "1"),
        ("999999999", "999999999", "瓶", "1"),
    ],
)
def test_reads_what_is_typed(text, quantity, unit, size):
    assert parse_quantity(text, "瓶", BOTTLES) == (Decimal(quantity), unit, Decimal(size))


def test_units_are_known_by_any_width_and_case_and_may_hold_figures():
    assert parse_quantity("2ＫＧ", "kg", ()) == (Decimal(2), "kg", Decimal(1))
    assert parse_quantity("3 box 2", "kg", GRAIN) == (Decimal(6), "Box 2", Decimal(2))
    assert parse_quantity("2袋", "kg", GRAIN) == (Decimal(25), "袋", Decimal("12.5"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "quantity_unreadable"),
        ("箱", "quantity_unreadable"),
        ("abc", "quantity_unreadable"),
        ("1.2.3", "quantity_unreadable"),
        ("1,20", "quantity_unreadable"),
        ("+-3", "quantity_unreadable"),
        ("3箱5箱", "quantity_unreadable"),
        ("5瓶5", "quantity_unreadable"),
        ("٣箱", "quantity_unreadable"),
        ("0", "quantity_zero"),
        ("0箱0瓶", "quantity_zero"),
        ("-0", "quantity_zero"),
        ("-3", "quantity_negative"),
        ("－3箱5瓶", "quantity_negative"),
        ("−3", "quantity_negative"),
        ("1.2345", "quantity_decimals"),
        ("0.0005箱", "quantity_decimals"),
        ("6901028000017", "quantity_too_large"),
        ("1000000000", "quantity_too_large"),
        ("9" * 60, "quantity_too_large"),
        ("1e9", "unit_unknown"),
        ("3包", "unit_unknown"),
        ("3箱2包", "unit_unknown"),
    ],
)
def test_refuses_with_the_text_and_the_reason(text, code):
    with pytest.raises(UsageError) as refused:
        parse_quantity(text, "瓶", BOTTLES)
    assert refused.value.code == code
    assert refused.value.facts["text"] == text


def test_an_unknown_unit_names_the_known_ones():
    with pytest.raises(UsageError) as refused:
        parse_quantity("3包", "瓶", BOTTLES)
    assert refused.value.facts == {"text": "3包", "unit": "包", "known": "箱 / 提 / 瓶"}


def test_a_pack_can_break_the_third_place():
    with pytest.raises(UsageError) as refused:
        parse_quantity("0.333片", "kg", [Pack("片", Decimal("0.125"))])
    assert refused.value.code == "quantity_decimals"
    assert refused.value.facts["most"] == 3


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("725", "30箱5瓶"),
        ("288.000", "12箱"),
        ("-3", "-3瓶"),
        ("-27", "-1箱3瓶"),
        ("0", "0瓶"),
        ("31.5", "1箱1提1.5瓶"),
        ("2400", "100箱"),
        ("0.050", "0.05瓶"),
        ("1E+2", "4箱4瓶"),
    ],
)
def test_shows_whole_packs_from_the_biggest_down(quantity, shown):
    packs = BOTTLES if "提" in shown else BOTTLES[:1]
    assert format_quantity(Decimal(quantity), "瓶", packs) == shown


def test_a_pair_is_a_pack_and_a_single_is_not():
    packs = [Pack("对", Decimal(2)), Pack("只", Decimal(1))]
    assert format_quantity(Decimal(5), "个", packs) == "2对1个"


@given(st.integers(1, 10**9))
def test_what_is_shown_is_read_back(milli):
    quantity = from_milli(milli)
    assert to_milli(quantity) == milli
    assert parse_quantity(format_quantity(quantity, "瓶", BOTTLES), "瓶", BOTTLES)[0] == quantity


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        quantity, _, size = parse_quantity(text, "瓶", BOTTLES)
    except UsageError:
        return
    assert quantity > 0
    assert size in (1, 6, 24)
    assert to_milli(quantity) == quantity * 1000
