"""Money in the bank becomes proposed receipts, none twice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.positions import position
from domain.bank.payers import Payer, PayerBook
from domain.bank.receipt_proposals import propose_for, propose_receipts
from tests.building.domain.accounts import a_posting
from tests.building.domain.movements import a_movement

BOOK = PayerBook([Payer("K1", ("永丰超市",)), Payer("K2", ("福星便利店",))])
BILLS = [
    a_posting("D1", "100.00", "2026-11-01", number="XSCK-1"),
    a_posting("D2", "250.00", "2026-11-02", number="XSCK-2"),
    a_posting("D3", "30.00", "2026-11-03", number="XSCK-3"),
]


def positions(**accounts):
    return {payer: position(postings, leftover="ahead") for payer, postings in accounts.items()}


def proposed(*movements, booked=(), accounts=None):
    return propose_receipts(movements, BOOK, positions(**(accounts or {"K1": BILLS})), booked)


def told(proposal):
    settled = [(each.debt, str(each.amount), each.mode) for each in proposal.settlements]
    return proposal.state, proposal.payer, proposal.confidence, settled, str(proposal.ahead)


def test_the_document_quoted_wins():
    (proposal,) = proposed(a_movement("250.00", "永丰超市", memo="付XSCK-2货款"))
    assert told(proposal) == ("proposed", "K1", 90, [("D2", "250.00", "number")], "0.00")
    assert [reason.code for reason in proposal.reasons] == ["payer_name", "settled_by_number"]
    assert {each.credit for each in proposal.settlements} == {"m1"}


def test_one_amount_then_a_few_then_the_oldest_each_less_sure():
    assert told(proposed(a_movement("250.00", "永丰超市"))[0])[2:4] == (90, [("D2", "250.00", "amount")])
    assert told(proposed(a_movement("130.00", "永丰超市"))[0])[2:4] == (
        75,
        [("D1", "100.00", "several"), ("D3", "30.00", "several")],
    )
    assert told(proposed(a_movement("120.00", "永丰超市"))[0])[2:4] == (
        55,
        [("D1", "100.00", "oldest"), ("D2", "20.00", "oldest")],
    )


def test_the_whole_debt_at_once():
    (proposal,) = proposed(a_movement("380.00", "永丰超市"))
    assert [each.mode for each in proposal.settlements] == ["whole"] * 3
    assert (proposal.confidence, str(proposal.ahead)) == (90, "0.00")


def test_what_was_found_is_trusted_no_more_than_the_way_it_was_found():
    """The payer is told by his account number (98 per cent), a quoted document by 97, the whole debt by 92."""
    book = PayerBook([Payer("K1", ("永丰超市",), ("6222010001",))], {"XSCK-2": "K1"})
    found = positions(K1=BILLS)
    for amount, memo, sure in (("250.00", "XSCK-2", 97), ("380.00", "", 92), ("30.00", "", 90), ("5.00", "", 55)):
        movement = a_movement(amount, account="6222010001", memo=memo)
        assert propose_receipts([movement], book, found)[0].confidence == sure


def test_F29_more_than_the_bills_becomes_a_prepayment():
    (proposal,) = proposed(a_movement("400.00", "永丰超市"))
    assert (str(proposal.ahead), proposal.reasons[-1].code) == ("20.00", "paid_ahead")
    assert told(proposed(a_movement("9.00", "福星便利店"))[0]) == ("proposed", "K2", 55, [], "9.00")


def test_F09_two_payments_never_settle_one_document():
    first, second = proposed(a_movement("100.00", "永丰超市"), a_movement("100.00", "永丰超市", number="2"))
    assert told(first)[3] == [("D1", "100.00", "amount")]
    assert told(second)[3] == [("D2", "100.00", "oldest")]


def test_what_was_imported_before_is_not_proposed_again():
    movement = a_movement("100.00", "永丰超市")
    assert [each.state for each in proposed(movement, movement)] == ["proposed", "booked_before"]
    assert proposed(movement, booked={movement.id})[0].state == "booked_before"


def test_what_is_no_receipt_is_told_apart():
    movements = [
        a_movement(name="永丰超市", direction="out"),
        a_movement(name="永丰超市", direction="neutral", number="2"),
        a_movement(name="永丰超市", currency="USD", number="3"),
        a_movement(name="路人", number="4"),
    ]
    assert [each.state for each in proposed(*movements)] == [
        "not_received",
        "not_received",
        "other_currency",
        "payer_unclear",
    ]


def test_a_payer_named_by_a_person_is_settled_like_a_clear_one():
    movement = a_movement("250.00", "路人")
    proposal = propose_for(movement, "K1", positions(K1=BILLS)["K1"])
    assert told(proposal) == ("proposed", "K1", 90, [("D2", "250.00", "amount")], "0.00")


def test_money_that_was_free_before_stays_free():
    paid = [*BILLS, a_posting("V", "-50.00", "2026-11-04")]
    (proposal,) = proposed(a_movement("380.00", "永丰超市"), accounts={"K1": paid})
    assert {each.credit for each in proposal.settlements} == {"m1"}
    assert sum(each.amount for each in proposal.settlements) == 380


@given(st.lists(st.tuples(st.sampled_from(["永丰超市", "福星便利店", "路人"]), st.integers(1, 300)), max_size=6))
def test_every_fen_is_settled_or_ahead_and_no_document_is_overpaid(paid):
    movements = [a_movement(str(amount), name, number=str(place)) for place, (name, amount) in enumerate(paid, 1)]
    proposals = proposed(*movements)
    for proposal in proposals:
        settled = sum((each.amount for each in proposal.settlements), Decimal(0))
        assert proposal.state == "payer_unclear" or settled + proposal.ahead == proposal.movement.amount
    for bill in BILLS:
        settled = sum(
            (each.amount for every in proposals for each in every.settlements if each.debt == bill.document), Decimal(0)
        )
        assert settled <= bill.amount
