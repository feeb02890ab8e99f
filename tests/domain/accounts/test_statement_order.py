"""On one day a statement shows the left column before the right, and a reversal after what it undoes."""

from datetime import date
from decimal import Decimal

from domain.accounts.ledger import Posting
from domain.parties.dealers import Dealer
from domain.statements.statement import make_statement

DAY = date(2026, 11, 3)


def a_posting(kind, number, amount, reverses=None):
    return Posting(DAY, kind, number, Decimal(amount), DAY, document=number, reverses=reverses)


def test_a_reversed_receipt_is_undone_after_it_was_booked():
    postings = [
        a_posting("money_receipt", "SKD-3", "50", reverses="SKD-2"),
        a_posting("money_receipt", "SKD-2", "-50"),
        a_posting("delivery", "XSCK-9", "80"),
    ]
    drawn = make_statement(
        Dealer("S", "S", "S", "hq", None), Dealer("B", "B", "B", "store", "S"), DAY, DAY, Decimal(0), postings, postings
    )
    assert [(each.number, str(each.debit), str(each.credit), str(each.balance)) for each in drawn.entries] == [
        ("XSCK-9", "80", "0.00", "80.00"),
        ("SKD-2", "0.00", "50", "30.00"),
        ("SKD-3", "0.00", "-50", "80.00"),
    ]
