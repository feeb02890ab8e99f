"""What is open on an account is read without its settled history, and is the same as the whole ledger tells."""

from decimal import Decimal

import pytest

from domain.accounts.positions import Settlement, pay_oldest
from sync.records.accounts.accounts import ledger_of, position_of, positions_of, with_free_credit
from sync.records.accounts.open_items import open_position
from tests.building.sync.books import AGENT, HQ, found_hq
from tests.sync.records.accounts.test_accounts import a_paper, day, hold, post, settle


@pytest.fixture
def hq(book):
    found_hq(book)
    return book


def whole(connection, leftover="ahead"):
    return ledger_of(connection, HQ, AGENT).position(leftover=leftover)


def same(connection):
    found = open_position(connection, HQ, AGENT)
    assert found is not None
    assert found == whole(connection)
    assert pay_oldest(found) == whole(connection, "oldest_first")
    assert position_of(connection, HQ, AGENT, leftover="ahead") == found
    return found


def test_settled_documents_are_left_out_and_the_rest_is_told(hq):
    post(hq, *((f"d{each}", "delivery", a_paper("delivery", 100 + each, each, due=each + 30)) for each in range(5)))
    post(hq, ("m1", "money_receipt", a_paper("money_receipt", 150, 6)))
    post(hq, ("m2", "money_receipt", a_paper("money_receipt", 40, 7)))
    settle(hq, Settlement("m1", "d1", Decimal(101), day(8)), Settlement("m1", "d3", Decimal(9), day(8)))
    hold(hq, "m2")
    with hq.reading() as connection:
        found = same(connection)
        assert [each.posting.document for each in found.debts] == ["d0", "d2", "d3", "d4"]
        assert [(each.remaining, each.held) for each in found.credits] == [(Decimal(40), False), (Decimal(40), True)]


def test_instalments_and_reversals(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100, due=90, terms="30%N30,50%N60,20%N90")))
    post(hq, ("d2", "delivery", a_paper("delivery", 70, 1)), ("m1", "money_receipt", a_paper("money_receipt", 30, 2)))
    settle(hq, Settlement("m1", "d1", Decimal(10), day(3), 2), Settlement("m1", "d2", Decimal(20), day(3)))
    with hq.reading() as connection:
        assert [(each.part, each.remaining) for each in same(connection).debts] == [
            (1, Decimal(50)), (1, Decimal(30)), (2, Decimal(40)), (3, Decimal(20)),
        ]  # fmt: skip
    post(hq, ("r1", "money_receipt", a_paper("money_receipt", -30, 4, reverses="m1")))
    with hq.reading() as connection:
        assert same(connection).owed == 170


def test_a_debt_settled_twice_is_left_to_the_whole_ledger(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)))
    post(hq, *((f"m{each}", "money_receipt", a_paper("money_receipt", 100, each)) for each in (1, 2)))
    settle(hq, *(Settlement(f"m{each}", "d1", Decimal(100), day(3)) for each in (1, 2)))
    with hq.reading() as connection:
        assert open_position(connection, HQ, AGENT) is None
        assert position_of(connection, HQ, AGENT, leftover="ahead") == whole(connection)
        assert position_of(connection, HQ, AGENT).ahead == 100
        assert with_free_credit(connection, HQ) == [(HQ, AGENT)]


def test_accounts_with_a_free_payment_are_found(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)), ("d2", "delivery", a_paper("delivery", 50, 20)))
    with hq.reading() as connection:
        assert with_free_credit(connection, HQ) == []
    post(hq, ("m1", "money_receipt", a_paper("money_receipt", 50, 10)))
    with hq.reading() as connection:
        assert with_free_credit(connection, HQ) == [(HQ, AGENT)]
    settle(hq, Settlement("m1", "d2", Decimal(50), day(21)))
    with hq.reading() as connection:
        assert with_free_credit(connection, HQ) == []
        # Before the day of the settlement the payment was free.
        assert with_free_credit(connection, HQ, day(20)) == [(HQ, AGENT)]
        assert positions_of(connection, [(HQ, AGENT)])[HQ, AGENT].owed == 100
