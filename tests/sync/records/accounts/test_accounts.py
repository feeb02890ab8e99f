"""Positions over real books: many accounts in a few statements, and one account's overdue without its whole history."""

import datetime as dt
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.accounts.ledger import balance
from domain.accounts.positions import age_position, overdue_in, pay_oldest
from domain.accounts.settling import settle_all_ways, settle_by_amount
from domain.values.money import from_fen, to_fen
from sync.records.accounts.account_on_day import account_at
from sync.records.accounts.account_rows import posting_of
from sync.records.accounts.accounts import (
    accounts_of,
    ageing_of,
    ledger_of,
    overdue_of,
    position_of,
    positions_of,
)
from sync.records.accounts.open_items import open_position
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import DealerBody, DocumentBody
from sync.records.books import reading
from sync.records.books.database import open_sqlite
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, NOW, found_hq, put
from tests.building.sync.plans import noting

START = dt.date(2026, 1, 1)
STREAM = f"dealer/{AGENT}"
_serial = count(1)


def day(number):
    return START + dt.timedelta(days=number)


def a_paper(kind, amount, on=0, *, due=None, terms="", reverses=None, buyer=AGENT, number=""):
    """An amount in yuan on the so manieth day of 2026."""
    number = number or f"{kind}-{next(_serial):05d}"
    return DocumentBody(
        number, HQ, buyer, day(on).isoformat(), NOW, round(Decimal(str(amount)) * 100), terms=terms, reverses=reverses,
        due=day(on if due is None else due).isoformat(),
    )  # fmt: skip


def post(book, *papers, stream=STREAM):
    """Puts papers given as (id, kind, body)."""
    with book.writing() as writing:
        for record, kind, body in papers:
            writing.put(stream, kind, record, body)


def settle(book, *made, buyer=AGENT):
    with book.writing() as writing:
        for each in made:
            body = SettlementBody(
                HQ, buyer, each.credit, each.debt, to_fen(each.amount), each.on.isoformat(), each.part, each.mode
            )
            writing.put(f"dealer/{buyer}", "settlement", f"s{next(_serial)}", body)


def hold(book, credit, buyer=AGENT):
    body = SettlementBody(HQ, buyer, credit, "", 0, day(0).isoformat(), mode="held")
    put(book, f"dealer/{buyer}", "settlement", f"h-{credit}", body)


@pytest.fixture
def hq(book):
    found_hq(book)
    return book


def test_open_items_after_settling(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)), ("d2", "delivery", a_paper("delivery", 80, 1)))
    post(hq, ("m1", "money_receipt", a_paper("money_receipt", 80, 2)))
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT, leftover="ahead")
        assert (found.owed, found.ahead, found.balance) == (Decimal(180), Decimal(80), Decimal(100))
        made = settle_by_amount(found, day(2))
    settle(hq, *made)
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT, leftover="ahead")
        assert [(each.posting.document, each.remaining) for each in found.debts] == [("d1", Decimal(100))]
        assert found.ahead == 0
        before = position_of(connection, HQ, AGENT, day(1))
        assert before.balance == Decimal(180)
    assert check(hq) == []


def test_held_payment_pays_nothing(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)), ("m1", "money_receipt", a_paper("money_receipt", 30, 1)))
    hold(hq, "m1")
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT)
        assert (found.owed, found.ahead) == (Decimal(100), Decimal(30))
        assert overdue_of(connection, HQ, AGENT, day(5)) == (Decimal(100), 5)
        assert reading.balance(connection, HQ, AGENT) == Decimal(70)


def test_reversal_opens_what_was_settled(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)), ("m1", "money_receipt", a_paper("money_receipt", 100, 1)))
    with hq.reading() as connection:
        made = settle_all_ways(position_of(connection, HQ, AGENT, leftover="ahead"), day(1), {})
    settle(hq, *made)
    post(hq, ("m2", "money_receipt", a_paper("money_receipt", -100, 3, reverses="m1")))
    with hq.reading() as connection:
        assert position_of(connection, HQ, AGENT, day(2)).debts == ()
        (debt,) = position_of(connection, HQ, AGENT).debts
        assert (debt.posting.document, debt.remaining) == ("d1", Decimal(100))
        assert overdue_of(connection, HQ, AGENT, day(4)) == (Decimal(100), 4)


def test_f13_instalments_are_paid_from_the_first(hq):
    terms = "30%N30,50%N60,20%N90"
    post(hq, ("d1", "delivery", a_paper("delivery", 100, due=90, terms=terms)))
    post(hq, ("m1", "money_receipt", a_paper("money_receipt", 40, 1)))
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT)
        assert [(each.part, each.amount, each.remaining) for each in found.debts] == [
            (2, Decimal(50), Decimal(40)),
            (3, Decimal(20), Decimal(20)),
        ]
        ageing = {each.bucket: each.amount for each in ageing_of(connection, [(HQ, AGENT)], day(65))[HQ, AGENT]}
        assert (ageing["1-30"], ageing["not_due"]) == (Decimal(40), Decimal(20))
        assert overdue_of(connection, HQ, AGENT, day(65)) == (Decimal(40), 5)


def test_f17_prepayment_alone_is_all_ahead(hq):
    post(hq, ("m1", "money_receipt", a_paper("money_receipt", 1000)))
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT)
        assert (found.owed, found.ahead, found.balance) == (Decimal(0), Decimal(1000), Decimal(-1000))


def test_f18_the_last_fen_is_still_shown(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100)), ("m1", "money_receipt", a_paper("money_receipt", "99.99")))
    with hq.reading() as connection:
        assert [each.remaining for each in position_of(connection, HQ, AGENT).debts] == [Decimal("0.01")]


def test_number_of_statements_does_not_grow_with_the_accounts(hq, monkeypatch):
    papers = []
    with hq.writing() as writing:
        for each in range(700):
            buyer = f"C{each:04d}"
            writing.put(f"dealer/{buyer}", "dealer", buyer, DealerBody(buyer, buyer, "store", HQ))
            papers.append((f"d{each}", a_paper("delivery", each + 1, each % 50, buyer=buyer)))
        writing.put_all("hq", "delivery", papers)
    with hq.reading() as connection:
        accounts = accounts_of(connection, HQ)
        with noting(hq, monkeypatch) as noted:
            found = positions_of(connection, accounts)
    assert len(noted.different) == 2  # on SQLite each in parts
    assert len(found) == 700
    assert sum(each.balance for each in found.values()) == sum(range(1, 701))


KINDS = ("delivery", "debit_note", "money_receipt", "return", "discount", "opening")
papers_drawn = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(1, 500),
        st.integers(0, 40),
        st.integers(0, 45),
        st.sampled_from(["", "", "50%N10,50%N40"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=papers_drawn,
    order=st.randoms(use_true_random=False),
    undone=st.sets(st.integers(0, 13), max_size=3),
    settled=st.integers(0, 3),
    held=st.booleans(),
)
def test_figures_of_any_account_agree_however_they_are_read(tmp_path_factory, drawn, order, undone, settled, held):
    """The sum of the ageing is the balance on every day, the quick overdue is the slow one, and order is nothing."""
    book = open_sqlite(tmp_path_factory.mktemp("book") / "book.db", create=True)
    found_hq(book)
    papers = [
        (f"p{place}", kind, a_paper(kind, amount, on, due=on + days, terms=terms, number=f"N{place:03d}"))
        for place, (kind, amount, on, days, terms) in enumerate(drawn)
    ]
    papers += [
        (f"r{place}", kind, a_paper(kind, -body.amount / 100, 42, reverses=record, number=f"R{place:03d}"))
        for place, (record, kind, body) in enumerate(papers)
        if place in undone
    ]
    shuffled = list(papers)
    order.shuffle(shuffled)
    post(book, *shuffled)
    with book.reading() as connection:
        open_now = position_of(connection, HQ, AGENT, leftover="ahead")
    settle(book, *settle_all_ways(open_now, day(41), {})[:settled])
    credit = next((record for record, kind, _ in papers if kind == "money_receipt"), None)
    if held and credit:
        hold(book, credit)
    with book.reading() as connection:
        ledger = ledger_of(connection, HQ, AGENT)
        for on in (day(0), day(20), day(41), day(60)):
            ageing = ageing_of(connection, [(HQ, AGENT)], on)[HQ, AGENT]
            owed = balance(each for each in ledger.postings if each.date <= on)
            assert (
                sum(each.amount for each in ageing)
                == owed
                == reading.balance(connection, HQ, AGENT, on + dt.timedelta(days=1))
            )
        strict = open_position(connection, HQ, AGENT)
        if strict is not None:  # at most what is unusual is left to the long way
            assert strict == ledger.position(leftover="ahead")
            assert pay_oldest(strict) == ledger.position()
        for today in (day(15), day(45), day(90)):
            assert overdue_of(connection, HQ, AGENT, today) == overdue_in(ledger.position(), today)
        assert position_of(connection, HQ, AGENT).balance == from_fen(
            sum(_sign(kind) * body.amount for _, kind, body in papers)
        )
    assert check(book) == []
    book.close()


def _sign(kind):
    return 1 if kind in ("delivery", "debit_note", "opening") else -1


def test_ageing_of_a_position_is_the_same_as_of_the_books(hq):
    post(hq, ("d1", "delivery", a_paper("delivery", 100, due=10)))
    with hq.reading() as connection:
        found = position_of(connection, HQ, AGENT, day(50))
        assert age_position(found, day(50)) == ageing_of(connection, [(HQ, AGENT)], day(50))[HQ, AGENT]


@pytest.mark.parametrize("paid", [33, 700, 1300])
def test_what_falls_due_in_any_order_is_told_the_same_over_many_pages(sqlite_book, paid):
    """Terms that change, and parts that fall due long before their document does, lie on other pages than its dates."""
    found_hq(sqlite_book)
    papers = []
    for n in range(520):
        on, terms = n // 3, "30%N30,70%N90" if n % 4 == 2 else ""
        body = a_paper("delivery", 1 + n % 5, on, due=on + (90 if terms else n * 37 % 91), terms=terms)
        papers.append((f"d{n}", "delivery", body))
    post(sqlite_book, *papers, ("r", "money_receipt", a_paper("money_receipt", paid, 2)))
    with sqlite_book.reading() as connection:
        ledger = ledger_of(connection, HQ, AGENT)
        for today in (day(20), day(60), day(150), day(200), day(600)):
            assert overdue_of(connection, HQ, AGENT, today) == overdue_in(ledger.position(), today)
        for on in (day(90), day(180), day(600)):
            found = account_at(connection, HQ, AGENT, on, posting_of)
            assert found is not None
            assert found.position == ledger.position(on)


@pytest.mark.parametrize("a_day", [1, 3, 7, 260])
def test_what_is_overdue_is_told_the_same_over_many_pages_of_open_papers(sqlite_book, a_day):
    """Pages end in mid-day, or hold one day only; what is not late yet stands in front of what is."""
    found_hq(sqlite_book)
    papers = [
        (f"d{n}", "delivery", a_paper("delivery", 1 + n % 5, n // a_day, due=n // a_day + 40)) for n in range(520)
    ]
    post(sqlite_book, *papers, ("r", "money_receipt", a_paper("money_receipt", 33, 2)))
    with sqlite_book.reading() as connection:
        found = position_of(connection, HQ, AGENT)
        for today in (day(39), day(41), day(60), day(150), day(600)):
            assert overdue_of(connection, HQ, AGENT, today) == overdue_in(found, today)
