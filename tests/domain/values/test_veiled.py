"""A veiled figure tells nothing, whatever is done with it, and can't be booked."""

import copy
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.accounts.credit import CreditPosition
from domain.values.money import ZERO, format_money, line_amount, round_fen, to_fen, to_price
from domain.values.veiled import MARK, VEILED, is_veiled


@pytest.mark.parametrize(
    "figure",
    [
        sum([VEILED, Decimal(5)], ZERO), Decimal(5) + VEILED, VEILED - 1, 1 - VEILED, -VEILED, abs(VEILED), VEILED * 2,
        Decimal(2) * VEILED, VEILED / 3, Decimal(3) / VEILED, round_fen(VEILED), line_amount(Decimal(3), VEILED),
        round(VEILED, 2), round(VEILED), VEILED // 3, VEILED % 3, 3 // VEILED, VEILED**2,
        copy.copy(VEILED), copy.deepcopy(VEILED),
    ],
)  # fmt: skip
def test_a_veiled_figure_stays_veiled(figure):
    assert is_veiled(figure)
    assert (str(figure), f"{figure:,.2f}", f"{figure}", format_money(figure)) == (MARK,) * 4


@pytest.mark.parametrize("stored", [to_fen, to_price])
def test_a_veiled_figure_is_never_booked(stored):
    with pytest.raises(ValueError, match="nobody"):
        stored(VEILED)


def test_what_is_reckoned_from_a_veiled_limit_is_veiled():
    credit = CreditPosition(Decimal(100), ZERO, ZERO, ZERO, ZERO, 0)
    assert not is_veiled(credit.available)
    assert is_veiled(replace(credit, balance=VEILED).available)
