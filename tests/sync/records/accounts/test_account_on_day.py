"""An account read from its newest papers backwards is the same as all its postings tell, on every day of its life."""

import random
from decimal import Decimal

import pytest

from domain.accounts.positions import Settlement
from sync.records.accounts.account_on_day import account_at
from sync.records.accounts.account_rows import posting_of
from sync.records.accounts.accounts import ledger_of
from tests.building.sync.books import AGENT, HQ, found_hq
from tests.sync.records.accounts.test_accounts import a_paper, day, hold, post, settle

LIVES, PAPERS, DAYS = 8, 26, 14


@pytest.fixture
def hq(book):
    found_hq(book)
    return book


def at(connection, on):
    return account_at(connection, HQ, AGENT, on, posting_of)


def whole(connection, on):
    ledger = ledger_of(connection, HQ, AGENT, on)
    return sum((each.amount for each in ledger.postings), Decimal(0)), ledger.position(on)


def same(connection, on):
    """Whether it was told without all postings; what it told is theirs."""
    found = at(connection, on)
    if found is None:
        return False
    assert (found.balance, found.position) == whole(connection, on)
    return True


def papers(chance):
    """Deliveries with and without terms, receipts, returns and reversals of some, in the order of their days."""
    made: list[tuple] = []
    for number in range(PAPERS):
        on = number * DAYS // PAPERS
        kind = chance.choice(("delivery", "delivery", "delivery", "money_receipt", "money_receipt", "return"))
        amount = chance.randrange(1, 8) * 10
        open_ = [each for each in made if not each[3] and each[0] not in {other[3] for other in made}]
        if open_ and chance.random() < 0.15:
            undone = chance.choice(open_)
            made.append((f"p{number}", undone[1], -undone[2], undone[0], on, ""))
            continue
        terms = chance.choice(("", "", "30%N3,70%N60")) if kind == "delivery" else ""
        made.append((f"p{number}", kind, amount, None, on, terms))
    return made


def live(hq, chance):
    made = papers(chance)
    for name, kind, amount, undone, on, terms in made:
        more = {"terms": terms, "due": on + chance.randrange(9)} if kind == "delivery" else {}
        post(hq, (name, kind, a_paper(kind, amount, on, reverses=undone, **more)))
    debts = {each[0]: each[2] for each in made if each[1] == "delivery" and not each[3]}
    for name, kind, amount, undone, on, _ in made:
        if kind == "delivery" or undone:
            continue
        way = chance.randrange(4)
        if way == 0:
            hold(hq, name)
        elif way == 1 and any(debts.values()):
            debt = chance.choice([each for each, left in debts.items() if left])
            share = min(debts[debt], amount, chance.randrange(1, 5) * 10)
            debts[debt] -= share
            part = 1 if share <= 10 else 2
            terms = next(each[5] for each in made if each[0] == debt)
            settle(hq, Settlement(name, debt, Decimal(share), day(on + chance.randrange(4)), part if terms else 1))


@pytest.mark.parametrize("seed", range(LIVES))
def test_any_account_on_any_day(sqlite_book, seed):
    found_hq(sqlite_book)
    live(sqlite_book, random.Random(seed))
    with sqlite_book.reading() as connection:
        told = [same(connection, day(on)) for on in range(-1, DAYS + 3)]
    assert any(told)


def test_only_the_newest_papers_are_read(hq, monkeypatch):
    monkeypatch.setattr("sync.records.accounts.account_on_day._PAGE", 4)
    post(hq, *((f"d{each}", "delivery", a_paper("delivery", 10, each // 3)) for each in range(40)))
    post(hq, ("m", "money_receipt", a_paper("money_receipt", 375, 2)))
    made: list[str] = []

    def noted(row):
        made.append(row.id)
        return posting_of(row)

    with hq.reading() as connection:
        found = account_at(connection, HQ, AGENT, day(60), noted)
        assert found is not None
        assert (found.balance, found.position) == whole(connection, day(60))
    assert len(made) < 12


def test_what_is_paid_ahead_is_the_newest_payments_and_those_kept_back(hq):
    post(hq, ("d", "delivery", a_paper("delivery", 50, 1)))
    post(hq, *((f"m{each}", "money_receipt", a_paper("money_receipt", 30, each)) for each in range(4)))
    hold(hq, "m0")
    with hq.reading() as connection:
        assert same(connection, day(9))
        ahead = [(each.posting.document, each.remaining, each.held) for each in at(connection, day(9)).position.credits]
    assert ahead == [("m0", 30, True), ("m2", 10, False), ("m3", 30, False)]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param([("r", "delivery", a_paper("delivery", -40, 3, reverses="d"))], id="undone in part"),
        pytest.param([("r", "delivery", a_paper("delivery", -100, 3, reverses="gone"))], id="undoes what isn't there"),
    ],
)
def test_odd_reversals_are_left_to_all_postings(hq, odd):
    post(hq, ("d", "delivery", a_paper("delivery", 100, 1)), *odd)
    with hq.reading() as connection:
        assert at(connection, day(2)) is not None
        assert at(connection, day(3)) is None


def test_a_payment_used_twice_is_left_to_all_postings(hq):
    post(hq, *((f"d{each}", "delivery", a_paper("delivery", 100, each)) for each in (1, 2)))
    post(hq, ("m", "money_receipt", a_paper("money_receipt", 100, 3)))
    settle(hq, *(Settlement("m", f"d{each}", Decimal(100), day(3 + each)) for each in (1, 2)))
    with hq.reading() as connection:
        assert at(connection, day(4)) is not None
        assert at(connection, day(5)) is None
