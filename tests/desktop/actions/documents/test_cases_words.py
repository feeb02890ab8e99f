"""Section K through the books: an account is walked from amount to amount, and its statement says each in capitals."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter

from desktop.actions.documents import money
from desktop.actions.statements import statements
from domain.values.chinese_amounts import read_amount
from sync.records.documents.limits import MOST_AMOUNT
from tests.building.desktop.a_desk import TODAY
from tests.domain.values.test_chinese_amounts import WRITTEN

MOST = 20 * MOST_AMOUNT
K = {
    name: (Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP), words)
    for name, (amount, words) in WRITTEN.items()
    if abs(Decimal(amount)) < MOST
}


def test_k_every_closing_stands_in_capitals(desk):
    first = TODAY - timedelta(days=len(K))
    balance, said, expected = Decimal(0), {}, {}
    for place, (name, (amount, words)) in enumerate(sorted(K.items(), key=itemgetter(1))):
        on = first + timedelta(days=place)
        post(desk, amount - balance, on)
        balance = amount
        drawn = statements.statement(desk, "C1", on, on)
        assert (drawn.closing, read_amount(drawn.amount_in_words)) == (amount, amount)
        said[name], expected[name] = drawn.amount_in_words, words
    assert said == expected
    assert {"K01", "K25", "K46", "K51"} <= set(said)


def post(desk, difference, on):
    """Brings the balance so much further, in notes no larger than one document may be."""
    kind = "debit_note" if difference > 0 else "credit_note"
    left = abs(difference)
    while left:
        amount = min(left, MOST_AMOUNT)
        money.book_note(desk, kind, "C1", amount, on)
        left -= amount
