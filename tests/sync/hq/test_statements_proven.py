"""A statement is proven when it arrives: its text, days, sums and columns say one thing, under the very desk's name."""

import msgspec
import pytest

from desktop.wording import say
from domain.errors import RefusedError
from domain.statements.marks import digest_of
from sync.hq.admission.table import RULES, Within
from sync.keys import DeviceKey
from sync.records.bodies.accounts import ReconciledBody
from sync.records.bodies.records import encode
from sync.records.bounds.fitting import misfit_of
from sync.records.statements.issued import find_issued, read_issued
from sync.records.statements.signatures import Signer, seal_of_desk
from sync.streams import make_entry
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import an_hq, assert_equal_books, problems_of
from tests.building.sync.statements import a_statement, altered
from tests.sync.hq.test_admission import forge

ROWS = [
    ("2026-10-05", "delivery", "XSCK-01-261005-0001", 100),
    ("2026-10-20", "money_receipt", "SKD-01-261020-0001", -40),
]
NUMBER = "DZD-01-202610-0001"


@pytest.fixture
def hq(sqlite_book):
    return an_hq(sqlite_book)


@pytest.fixture
def desk(hq, desks_of):
    made = desks_of(hq)
    made.exchange()
    return made


def sealed(desk, number=NUMBER):
    with desk.book.reading() as connection:
        seal = seal_of_desk(connection, desk.key)
    return a_statement(number, ROWS, seal=seal, seller="GD01", buyer="GD01A")


def text(body, *path, value):
    """The same statement whose text says something else at one place, under a digest made anew or not."""
    form = msgspec.json.decode(bytes(body.form))
    place = form
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return altered(body, form=msgspec.Raw(msgspec.json.encode(form)))


# What a statement says in its columns besides: each of them must be what its text says.
COLUMNS = {
    "number": "DZD-01-202610-0002",
    "buyer": "GD01:C9",
    "first_day": "2026-10-02",
    "last_day": "2026-10-30",
    "issued": "2026-11-02",
    "opening": 1,
    "closing": 5999,
    "digest": "0" * 64,
}


def test_a_statement_that_is_what_it_says_passes(hq, desk):
    put(desk.book, desk.stream, "statement", "signed", sealed(desk))
    unsigned = a_statement("DZD-01-202610-0002", ROWS, seller="GD01", buyer="GD01A")
    put(desk.book, desk.stream, "statement", "unsigned", unsigned)
    desk.exchange()
    assert problems_of(hq) == []
    assert_equal_books(hq, desk)


def test_two_statements_under_one_number_are_one_and_the_later_is_told(hq, desk):
    for record, rows_ in (("first", ROWS), ("second", ROWS[:1])):
        body = a_statement(NUMBER, rows_, seller="GD01", buyer="GD01A")
        put(desk.book, desk.stream, "statement", record, body)
    desk.exchange()
    assert [each[1:] for each in problems_of(hq)] == [("statement", "second", "statement_number_taken")]
    for language in ("zh", "en"):
        assert NUMBER in say("statement_number_taken", language, number=NUMBER, by="店")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_says_otherwise_than_the_text_is_held(hq, desk, column):
    body = altered(sealed(desk), **{column: COLUMNS[column]})
    if column == "buyer":
        body = altered(sealed(desk), buyer="GD01")  # another account than that of the text: not even to others
    forge(desk, make_entry("statement", "s", encode(body)))
    [(_, kind, record, code)] = problems_of(hq)
    assert (kind, record) == ("statement", "s")
    assert code == ("account_not_yours" if column == "buyer" else "statement_altered")
    assert rows(hq, "SELECT id FROM statement") == []


TEXTS = {
    "no text": lambda body: altered(body, form=msgspec.Raw(b"{}")),
    "a list": lambda body: altered(body, form=msgspec.Raw(b"[1]")),
    "a figure that is none": lambda body: text(body, "form", "statement", "opening", value="NaN"),
    "a figure beyond all": lambda body: text(body, "form", "statement", "opening", value="1e999999"),
    "a day that isn't": lambda body: text(body, "form", "statement", "start", value="2026-02-30"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_that_cant_be_read_is_held_and_printing_says_so(hq, desk, what):
    body = TEXTS[what](sealed(desk))
    forge(desk, make_entry("statement", "s", encode(body)))
    code = "statement_altered" if what == "a figure that is none" else "statement_unreadable"
    assert [each[2:] for each in problems_of(hq)] == [("s", code)]
    if what.startswith("a figure"):
        return  # such a text can be looked at
    # A book that took one before it was judged.
    put(desk.book, desk.stream, "statement", "s", body)
    with desk.book.reading() as connection, pytest.raises(RefusedError) as refused:
        find_issued(connection, NUMBER)
    assert refused.value.code == "statement_unprintable"
    for language in ("zh", "en"):
        assert NUMBER in say(refused.value, language)


SUMS = {
    "a balance that doesn't follow": lambda body: text(
        body, "form", "statement", "entries", 0, "balance", value="99.00"
    ),
    "a row that was no entry": lambda body: text(body, "form", "rows", 0, "debit", value="1.00"),
    "a closing that isn't the sum": lambda body: text(body, "form", "statement", "closing", value="61.00"),
}


@pytest.mark.parametrize("what", SUMS)
def test_sums_that_dont_add_up_are_held_whatever_the_digest(hq, desk, what):
    body = SUMS[what](sealed(desk))
    body = altered(body, digest=digest_of(read_issued(bytes(body.form)).form), signature="", signer="", vouch="")
    forge(desk, make_entry("statement", "s", encode(body)))
    assert [each[2:] for each in problems_of(hq)] == [("s", "statement_altered")]


def test_a_signature_is_the_very_desks(hq, desk, desks_of):
    other = desks_of(hq)
    other.exchange()
    mine = sealed(desk)
    with other.book.reading() as connection:
        theirs = seal_of_desk(connection, other.key)
    strange = Signer(DeviceKey.make(), desk.desk)
    for place, body in enumerate(
        (
            a_statement(NUMBER, ROWS, seal=theirs, seller="GD01", buyer="GD01A"),
            a_statement(NUMBER, ROWS, seal=strange, seller="GD01", buyer="GD01A"),
            altered(mine, signer=other.desk),
            altered(mine, signer="HQ"),
            altered(mine, signature="", signer=other.desk),
            altered(mine, author="别人"),
        )
    ):
        put(desk.book, desk.stream, "statement", f"s{place}", body)
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == ["statement_forged"] * 6


def test_days_that_end_before_they_begin_fit_nowhere():
    body = a_statement(NUMBER, [], days=("2026-10-31", "2026-10-01"), seller="GD01", buyer="GD01A")
    assert getattr(misfit_of("statement", "s", body), "field", "") == "last_day"
    days = ("2026-10-31", "2026-10-01")
    book = ReconciledBody("GD01", "GD01A", *days, "x", 0, 0, 0, msgspec.Raw(b"{}"), "甲", NOW)
    assert getattr(misfit_of("reconciled", "r", book), "field", "") == "last_day"


def test_only_statements_are_proven_so():
    assert [kind for kind, rule in RULES.items() if Within.GENUINE in rule.within] == ["statement"]
