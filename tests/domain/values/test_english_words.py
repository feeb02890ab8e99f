"""Amounts in English words, as a cheque of that language is written."""

from decimal import Decimal

import pytest

from domain.errors import UsageError
from domain.values.english_words import amount_in_english


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "zero yuan"),
        ("0.05", "five fen"),
        ("0.50", "fifty fen"),
        ("1", "one yuan"),
        ("12.10", "twelve yuan and ten fen"),
        ("21.21", "twenty-one yuan and twenty-one fen"),
        ("100", "one hundred yuan"),
        ("115", "one hundred and fifteen yuan"),
        ("1005", "one thousand and five yuan"),
        ("1100", "one thousand one hundred yuan"),
        ("-5832.00", "minus five thousand eight hundred and thirty-two yuan"),
        ("90873.67", "ninety thousand eight hundred and seventy-three yuan and sixty-seven fen"),
        ("1000000.01", "one million yuan and one fen"),
        ("2300040", "two million three hundred thousand and forty yuan"),
        ("1000000000", "one billion yuan"),
        ("0.005", "one fen"),
        ("-0.001", "zero yuan"),
    ],
)
def test_an_amount_reads_as_it_is_said(amount, words):
    assert amount_in_english(Decimal(amount)) == words


def test_what_no_one_owes_is_refused_as_in_chinese():
    with pytest.raises(UsageError, match="amount_too_large"):
        amount_in_english(Decimal(10) ** 16)
