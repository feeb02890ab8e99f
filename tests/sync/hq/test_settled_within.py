"""What is settled stays within its papers: the right two, each on its side, and together no more than is open."""

import pytest

from sync.hq.admission.table import RULES, Within
from sync.records.accounts.accounts import position_of
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import DocumentBody, encode
from sync.streams import make_entry
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import an_hq, assert_equal_books, problems_of
from tests.sync.hq.test_admission import forge

SHOP, DAY = "GD01A", "2026-11-23"
PAPERS = {
    "m10": ("money_receipt", 1000, ""),
    "m4": ("money_receipt", 400, ""),
    "inv5": ("debit_note", 500, ""),
    "inv6": ("debit_note", 600, "50%N0,50%N30"),
    "back": ("money_receipt", -300, ""),
}
PREFIX = {"money_receipt": "SKD", "debit_note": "JXD"}


def a_settlement(credit="m10", debt="inv5", fen=500, **more):
    return SettlementBody("GD01", SHOP, credit, debt, fen, DAY, **more)


def written(end, papers=PAPERS):
    for place, (record, (kind, fen, terms)) in enumerate(papers.items(), 1):
        reverses = {"back": "m3"}.get(record)
        number = f"{PREFIX[kind]}-{end.prefix}-261123-{place:04d}"
        body = DocumentBody(number, "GD01", SHOP, DAY, NOW, fen, terms=terms, reverses=reverses)
        put(end.book, end.stream, kind, record, body)


@pytest.fixture
def one(sqlite_book, desks_of):
    return begun(an_hq(sqlite_book), desks_of)


def begun(hq, desks_of):
    desk = desks_of(hq)
    put(
        desk.book,
        desk.stream,
        "money_receipt",
        "m3",
        DocumentBody(f"SKD-{desk.prefix}-261123-0009", "GD01", SHOP, DAY, NOW, 300),
    )
    written(desk)
    desk.exchange()
    assert problems_of(hq) == []
    return hq, desk


WRONG = {
    "far more than either": (a_settlement(fen=10**12), "settled_beyond"),
    "more than the debt": (a_settlement(fen=501), "settled_beyond"),
    "more than the payment": (a_settlement("m4", "inv5", 401), "settled_beyond"),
    "less than nothing": (a_settlement(fen=-500), "record_unfit"),
    "nothing": (a_settlement(fen=0), "record_unfit"),
    "the wrong way round": (a_settlement("inv5", "m10"), "settled_wrong_side"),
    "a payment by a payment": (a_settlement("m10", "m4", 100), "settled_wrong_side"),
    "a debt by a debt": (a_settlement("inv6", "inv5", 100), "settled_wrong_side"),
    "an instalment beyond its part": (a_settlement("m10", "inv6", 301, part=1), "settled_beyond"),
    "an instalment there isn't": (a_settlement("m10", "inv6", 1, part=3), "settled_beyond"),
    "a part of what is due at once": (a_settlement("m10", "inv5", 1, part=2), "settled_beyond"),
    "nothing but a payment": (a_settlement(debt="", fen=100), "record_unfit"),
    "no payment": (a_settlement(credit="", fen=100), "record_unfit"),
    "keeping back more than was paid": (a_settlement(debt="", fen=1001, mode="held"), "settled_beyond"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_goes_beyond_its_papers_is_held(one, what):
    hq, desk = one
    body, code = WRONG[what]
    before = rows(hq, "SELECT * FROM settlement")
    forge(desk, make_entry("settlement", "s", encode(body)))
    assert [each[1:] for each in problems_of(hq)] == [("settlement", "s", code)]
    assert rows(hq, "SELECT * FROM settlement") == before == []


def test_whatever_is_open_may_be_settled(one):
    hq, desk = one
    for place, body in enumerate(
        (
            a_settlement("m10", "inv5", 500),
            a_settlement("m10", "inv6", 300, part=1),
            a_settlement("m10", "inv6", 200, part=2),
            a_settlement("m4", "inv6", 100, part=2),
            a_settlement("m4", "", 300, mode="held"),
        )
    ):
        put(desk.book, desk.stream, "settlement", f"s{place}", body)
    desk.exchange()
    assert problems_of(hq) == []
    assert_equal_books(hq, desk)


def test_several_together_stay_within_what_is_open(one):
    """Three of 2.00 against 5.00: in one page as in several."""
    hq, desk = one
    for place in range(3):
        put(desk.book, desk.stream, "settlement", f"s{place}", a_settlement(fen=200))
    desk.exchange()
    assert [each[2:] for each in problems_of(hq)] == [("s2", "settled_beyond")]
    put(desk.book, desk.stream, "settlement", "s3", a_settlement(fen=101))
    put(desk.book, desk.stream, "settlement", "s4", a_settlement(fen=100))
    desk.exchange()
    assert [each[2:] for each in problems_of(hq)] == [("s2", "settled_beyond"), ("s3", "settled_beyond")]


def test_papers_of_two_customers_are_never_set_against_each_other(one):
    hq, desk = one
    from sync.records.bodies.records import DealerBody

    put(desk.book, desk.stream, "dealer", "GD01:C9", DealerBody("C9", "小店", "store", "GD01"))
    number = f"JXD-{desk.prefix}-261123-0008"
    put(desk.book, desk.stream, "debit_note", "other", DocumentBody(number, "GD01", "GD01:C9", DAY, NOW, 500))
    put(desk.book, desk.stream, "settlement", "s", a_settlement("m10", "other"))
    desk.exchange()
    assert [each[1:] for each in problems_of(hq)] == [("settlement", "s", "account_not_yours")]


def test_what_was_undone_pays_nothing_and_leaves_the_debt_open(one):
    hq, desk = one
    put(desk.book, desk.stream, "settlement", "s0", a_settlement(fen=500))
    number = f"SKD-{desk.prefix}-261123-0010"
    put(
        desk.book,
        desk.stream,
        "money_receipt",
        "undone",
        DocumentBody(number, "GD01", SHOP, DAY, NOW, -1000, reverses="m10"),
    )
    put(desk.book, desk.stream, "settlement", "s1", a_settlement("m4", "inv5", 400))
    desk.exchange()
    assert problems_of(hq) == []


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_two_desks_that_settle_one_invoice_and_room_that_comes_back(engine, request, desks_of):
    hq = an_hq(request.getfixturevalue(f"{engine}_book"))
    hq, first = begun(hq, desks_of)
    second = desks_of(hq)
    second.exchange()
    put(first.book, first.stream, "settlement", "s1", a_settlement("m10", "inv5", 500))
    put(second.book, second.stream, "settlement", "s2", a_settlement("m4", "inv5", 400))
    first.exchange()
    told = second.exchange().notices
    first.exchange()
    assert [each[2:] for each in problems_of(hq)] == [("s2", "settled_beyond")]
    assert "entry_crossed" in {each.code for each in told}
    for end in (first, second):
        assert rows(end.book, "SELECT id FROM settlement ORDER BY id") == [("s1",)]
        with end.book.reading() as connection:
            assert {
                each.posting.document: each.remaining
                for each in position_of(connection, "GD01", SHOP, leftover="ahead").credits
            }["m4"] == 4
    assert_equal_books(hq, first, second)
    with first.book.writing() as writing:
        writing.delete(first.stream, "settlement", ["s1"])
    for end in (first, second, first):
        end.exchange()
    assert problems_of(hq) == problems_of(first.book) == problems_of(second.book) == []
    for book in (hq, first.book, second.book):
        assert rows(book, "SELECT id FROM settlement ORDER BY id") == [("s2",)]
    assert_equal_books(hq, first, second)


def test_a_desk_lets_go_of_what_another_did_first_though_it_had_heard_of_that_before(one, desks_of):
    hq, first = one
    second = desks_of(hq)
    second.exchange()
    put(first.book, first.stream, "settlement", "s1", a_settlement("m10", "inv5", 500))
    first.exchange()
    second.exchange()
    assert rows(second.book, "SELECT id FROM settlement") == [("s1",)]
    put(second.book, second.stream, "settlement", "s2", a_settlement("m4", "inv5", 400))
    assert "entry_crossed" in {each.code for each in second.exchange().notices}
    assert rows(second.book, "SELECT id FROM settlement") == [("s1",)]
    assert_equal_books(hq, second)


def test_only_settlements_keep_to_what_is_open_of_two_papers():
    assert [kind for kind, rule in RULES.items() if Within.OPEN in rule.within] == ["settlement"]
