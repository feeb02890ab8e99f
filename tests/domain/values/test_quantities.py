"""Quantities as people type and read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.values.quantities import (
    Pack,
    counting_unit,
    format_quantity,
    from_milli,
    parse_quantity,
    read_quantity,
    shown_unit,
    to_milli,
)

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


@pytest.mark.parametrize(
    ("text", "counted_in", "quantity", "unit"),
    [
        ("3+5", "", "77", "瓶"),
        ("3/5", "箱", "77", "瓶"),
        ("3 + 5", "", "77", "瓶"),
        ("３＋５", "", "77", "瓶"),
        ("0+5", "箱", "5", "瓶"),
        ("3/0", "", "72", "瓶"),
        ("3x", "", "72", "箱"),
        ("3X", "瓶", "72", "箱"),
        ("3×", "", "72", "箱"),
        ("3*", "", "72", "箱"),
        ("3+", "", "72", "箱"),
        ("2.5x", "", "60", "箱"),
        ("3箱+5", "", "77", "瓶"),
        ("3/5瓶", "", "77", "瓶"),
        ("1+2+3", "", "39", "瓶"),
        ("5", "箱", "120", "箱"),
        ("5", "", "5", "瓶"),
        ("5瓶", "箱", "5", "瓶"),
        ("0.5箱", "", "12", "箱"),
    ],
)
def test_packs_are_typed_by_the_number_pad(text, counted_in, quantity, unit):
    read = read_quantity(text, "瓶", BOTTLES, counted_in)
    assert read[:2] == (Decimal(quantity), unit)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0.5", "quantity_whole"),
        ("0.3箱", "quantity_whole"),
        ("3x5", "unit_unknown"),
        ("+5", "quantity_unreadable"),
        ("3++5", "unit_unknown"),
        ("1+2+3+4", "pack_missing"),
        ("-3", "quantity_negative"),
        ("3-5", "unit_unknown"),
        ("x", "quantity_unreadable"),
        ("0+0", "quantity_zero"),
    ],
)
def test_what_the_number_pad_can_t_mean_is_refused_with_what_was_typed(text, code):
    with pytest.raises(UsageError) as refused:
        read_quantity(text, "瓶", BOTTLES)
    assert (refused.value.code, refused.value.facts["text"]) == (code, text)


def test_goods_without_packs_have_no_cases():
    for text in ("3x", "3+5"):
        with pytest.raises(UsageError, match="pack_missing"):
            read_quantity(text, "个", ())


def test_what_is_measured_has_parts_and_a_unit_called_x_is_itself():
    assert read_quantity("0.5", "kg", ())[0] == Decimal("0.5")
    assert read_quantity("1.25", "公斤", ())[0] == Decimal("1.25")
    assert read_quantity("3x", "x", BOTTLES)[:2] == (Decimal(3), "x")


@pytest.mark.parametrize(
    ("quantity", "unit"), [("48", "箱"), ("53", "瓶"), ("5", "瓶"), ("6", "提"), ("30", "提"), ("0", "瓶")]
)
def test_the_unit_that_is_shown_last(quantity, unit):
    assert shown_unit(Decimal(quantity), "瓶", BOTTLES)[0] == unit


@pytest.mark.parametrize(("most", "unit"), [("480", "箱"), ("485", "箱"), ("7", "提"), ("5", "瓶"), ("0", "瓶")])
def test_the_unit_goods_are_best_counted_in(most, unit):
    assert counting_unit(Decimal(most), "瓶", BOTTLES) == unit
