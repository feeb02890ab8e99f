"""Whatever writes, no record leaves a desk's hand that HQ would hold for what it says: told before, with the field."""

import pytest

from desktop.wording import say
from domain.errors import RefusedError
from sync.records.bodies.policies import UserBody
from sync.records.bodies.records import DealerBody, ProductBody, encode
from sync.streams import make_entry
from tests.building.sync.books import AGENT, NOW, a_line, an_order, found_desk, rows
from tests.sync.hq.test_admission_table import a_record, bad_records

OWN = "desk/d1"


def refusal(book, kind, body, record="x"):
    with pytest.raises(RefusedError) as refused, book.writing() as writing:
        writing.put(OWN, kind, record, body)
    return refused.value


@pytest.mark.parametrize("kind", sorted({"order", "dealer", "product", "money_receipt", "bank_line", "profile"}))
def test_no_field_out_of_bounds_is_written_and_each_is_named(sqlite_book, kind):
    found_desk(sqlite_book)
    for field, body in bad_records(kind):
        try:
            encode(body)
        except (OverflowError, ValueError):
            continue
        refused = refusal(sqlite_book, kind, body)
        assert (refused.code, refused.facts["kind"]) == ("field_unfit", kind)
        assert refused.facts["path"] == field
    assert rows(sqlite_book, "SELECT COUNT(*) FROM entry WHERE kind = :kind", kind=kind) == [(0,)]


def test_a_bad_line_of_an_order_is_told_by_its_place(sqlite_book):
    found_desk(sqlite_book)
    order = an_order(lines=[a_line("A"), a_line("A")])
    order.lines[1].name = "长" * 3000
    refused = refusal(sqlite_book, "order", order)
    assert (refused.facts["field"], refused.facts["line"]) == ("name", 2)
    assert "（行 2）" in say(refused, "zh")
    assert "“名称”" in say(refused, "zh")


def test_one_bad_record_of_many_writes_none_of_them(sqlite_book):
    found_desk(sqlite_book)
    good, bad = ProductBody("X1", "好", "瓶", owner=AGENT), ProductBody("X2", "a\0b", "瓶", owner=AGENT)
    with pytest.raises(RefusedError) as refused, sqlite_book.writing() as writing:
        writing.put_all(OWN, "product", [(f"{AGENT}:X1", good), (f"{AGENT}:X2", bad)])
    assert (refused.value.code, refused.value.facts["record"]) == ("field_unfit", f"{AGENT}:X2")
    assert rows(sqlite_book, "SELECT id FROM product WHERE owner <> ''") == []


def test_what_an_older_program_wrote_is_read_and_put_right(sqlite_book):
    """A card in an old book that wouldn't fit today."""
    found_desk(sqlite_book)
    old = DealerBody("C1", "店" * 2500, "store", AGENT)
    with sqlite_book.writing() as writing:
        writing.put_entries(OWN, [make_entry("dealer", f"{AGENT}:C1", encode(old))])
    with sqlite_book.writing() as writing:
        writing.put(OWN, "dealer", f"{AGENT}:C1", DealerBody("C1", "店", "store", AGENT))
    assert rows(sqlite_book, "SELECT name FROM dealer WHERE code = 'C1'") == [("店",)]


def test_what_fits_is_written_as_ever(sqlite_book):
    found_desk(sqlite_book)
    with sqlite_book.writing() as writing:
        writing.put(OWN, "bank_line", "b1", a_record("bank_line"))
    assert rows(sqlite_book, "SELECT COUNT(*) FROM bank_line") == [(1,)]


def test_hqs_first_person_is_there_before_hq_knows_which_dealer_it_is(sqlite_book):
    with sqlite_book.writing() as writing:
        writing.put("hq", "user", "u-1", UserBody("", "", "admin", "admin", made_at=NOW, made_by="admin"))
    assert rows(sqlite_book, "SELECT name FROM desk_user") == [("admin",)]
