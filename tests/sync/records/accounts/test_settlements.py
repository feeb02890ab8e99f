"""Settlements as records: which rule settles what, whose they are, and who may take them back."""

from datetime import date
from decimal import Decimal

import pytest

from domain.accounts.positions import Settlement
from domain.errors import DeskError
from sync.records.accounts.accounts import ledger_of, position_of
from sync.records.accounts.settlements import by_rule, choose_for_all, keep, kept, take_back, way_of
from sync.records.bodies.records import DocumentBody
from sync.records.books.homes import Home
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, TODAY, a_clerk, found_hq, put

HOME = Home("hq", HQ, "", "00")
ACCOUNT = (HQ, AGENT)


@pytest.fixture
def hq(book):
    """The agent owes 100 (D1) and 150 (D2), has paid 150 (R1), 30 about D1 (R2) and 60 that is kept back (R3)."""
    found_hq(book)
    for record, kind, amount, remark in (
        ("D1", "delivery", 100, ""),
        ("D2", "delivery", 150, ""),
        ("R1", "money_receipt", 150, ""),
        ("R2", "money_receipt", 30, "付 NO-D1"),
        ("R3", "money_receipt", 60, "付 NO-D2"),
    ):
        body = DocumentBody(f"NO-{record}", HQ, AGENT, "2026-11-10", NOW, amount * 100, remark=remark)
        put(book, f"dealer/{AGENT}", kind, record, body)
    with book.writing() as writing:
        keep(writing, HOME, a_clerk(), ACCOUNT, [Settlement("R3", "", Decimal(60), TODAY)], held=True)
    yield book
    assert check(book) == []


def ruled(book, way, *credits_):
    """What a rule would settle, as credit, debt and amount."""
    with book.reading() as connection:
        found = position_of(connection, *ACCOUNT, leftover="ahead")
        return [(e.credit, e.debt, int(e.amount)) for e in by_rule(connection, found, way, TODAY, credits_)]


def settled(book, *made, clerk=None, home=HOME):
    with book.writing() as writing:
        return keep(writing, home, clerk or a_clerk(), ACCOUNT, made)


def a_settlement(credit="R1", debt="D1", amount="10", on=TODAY, **more):
    return Settlement(credit, debt, Decimal(amount), on, **more)


def test_every_way_settles_what_it_says_and_held_money_only_by_name(hq):
    table = {
        ("hand", ""): [],
        ("number", ""): [("R2", "D1", 30)],
        ("number", "R1"): [],
        ("number", "R3"): [("R3", "D2", 60)],
        ("amount", ""): [("R1", "D2", 150)],
        ("amount", "R2"): [],
        ("oldest", ""): [("R1", "D1", 100), ("R1", "D2", 50), ("R2", "D2", 30)],
        ("oldest", "R3"): [("R3", "D1", 60)],
        ("several", ""): [("R1", "D2", 150)],
        ("whole", ""): [],
        ("all", ""): [("R2", "D1", 30), ("R1", "D2", 150)],
        ("all", "R3"): [("R3", "D2", 60)],
        ("all", "R1"): [("R1", "D2", 150)],
    }
    assert {(way, named): ruled(hq, way, *([named] if named else [])) for way, named in table} == table


def test_a_way_nobody_knows_is_told(hq):
    with pytest.raises(DeskError, match="settle_way_unknown"):
        ruled(hq, "luck")
    with hq.writing() as writing, pytest.raises(DeskError, match="settle_way_unknown"):
        choose_for_all(writing, HOME, "luck", "", "王芳", NOW)


def test_the_way_of_a_customer_comes_before_that_of_all(hq):
    def ways():
        with hq.reading() as connection:
            return way_of(connection), way_of(connection, AGENT), way_of(connection, SHOP)

    assert ways() == ("all", "all", "all")
    for way, buyer, expected in (
        ("oldest", "", ("oldest", "oldest", "oldest")),
        ("hand", AGENT, ("oldest", "hand", "oldest")),
        ("", AGENT, ("oldest", "oldest", "oldest")),
        ("", "", ("all", "all", "all")),
    ):
        with hq.writing() as writing:
            choose_for_all(writing, HOME, way, buyer, "王芳", NOW)
        assert ways() == expected


def test_what_is_kept_is_read_back_by_id_document_and_account(hq):
    first, second = settled(hq, a_settlement(mode="oldest"), a_settlement("R2", "D2", "30", part=2))
    with hq.reading() as connection:
        assert [each.settlement for each in kept(connection, ids=[first])] == [a_settlement(mode="oldest")]
        assert {each.id for each in kept(connection, documents=["D2"])} == {second}
        assert {each.id for each in kept(connection, documents=["R1"])} == {first}
        every = kept(connection, account=ACCOUNT)
        assert {each.id for each in every} >= {first, second}
        assert [(each.settlement.credit, each.held) for each in every if each.held] == [("R3", True)]
        assert kept(connection) == kept(connection, account=(HQ, SHOP)) == []
        assert all((each.stream, each.void, each.by) == (f"dealer/{AGENT}", False, "王芳") for each in every)


def test_nobody_settles_anothers_account_or_days_that_are_closed(hq):
    with pytest.raises(DeskError, match="account_not_yours"):
        settled(hq, a_settlement(), clerk=a_clerk(dealer=AGENT))
    with pytest.raises(DeskError, match="date_future"):
        settled(hq, a_settlement(on=date(2027, 1, 1)))


def test_what_is_taken_back_is_gone_and_only_ones_own_is(hq):
    (own,) = settled(hq, a_settlement())
    (strange,) = settled(hq, a_settlement("R2", "D2", "5"), home=Home("desk", HQ, "D9", "09"))
    with hq.writing() as writing:
        with pytest.raises(DeskError, match="settled_elsewhere"):
            take_back(writing, a_clerk(), [own, strange])
        with pytest.raises(DeskError, match="settle_unknown"):
            take_back(writing, a_clerk(), ["nothing"])
        assert [each.id for each in take_back(writing, a_clerk(), [own])] == [own]
    with hq.reading() as connection:
        assert {each.id for each in kept(connection, account=ACCOUNT) if not each.held} == {strange}
        assert [each.credit for each in ledger_of(connection, *ACCOUNT).settlements] == ["R2"]
