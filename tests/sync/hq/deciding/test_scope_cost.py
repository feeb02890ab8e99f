"""What a poll asks the database grows with the asking dealer's own branch, and every question has its index."""

import re

import pytest

from sync.hq.channel import scope
from sync.hq.deciding import policy_scope
from sync.records.bodies.records import DealerBody
from sync.records.books.bulk import query_rows
from tests.building.sync.books import found_hq

GROWING = ("dealer", "desk", "stream", "parted", "entry", "policy")
QUESTIONS = {
    "sight": (
        re.sub(r"IN \(\?\*\)", "IN ('policies/all')", scope._BELOW),
        ("GD01", "GD01", "GD01", "GD01", "HQ", "d", "desk/d", "restored", "desk/d", "home", "desk/d", "d"),
    ),
    "policies": (f"SELECT name FROM stream WHERE {policy_scope.OF_POLICIES}", ()),
}


@pytest.fixture
def channel(book):
    found_hq(book)
    with book.writing() as writing:
        for n in range(300):
            writing.put(f"dealer/S{n}", "dealer", f"S{n}", DealerBody(f"S{n}", f"S{n}", "store", "HQ", price_list="P1"))
    return book


def scanned(connection, sql, values):
    """The tables that the engine reads from end to end for a question, where it has a choice."""
    if connection.dialect.name == "sqlite":
        told = [str(row.detail) for row in query_rows(connection, f"EXPLAIN QUERY PLAN {sql}", *values)]
        names = [*re.findall(r"(?:FROM|JOIN) (\w+) (\w)\b", sql), *((name, name) for name in GROWING)]
        found = {match[1] for match in (re.match(r"SCAN (\w+)$", line) for line in told) if match}
        return {table for table, alias in names if alias in found} & set(GROWING)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    told = [row[0] for row in query_rows(connection, f"EXPLAIN {sql}", *values)]
    return {match[1] for match in (re.search(r"Seq Scan on (\w+)", line) for line in told) if match} & set(GROWING)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_that_grows_is_read_from_end_to_end(channel, question):
    with channel.reading() as connection:
        assert scanned(connection, *QUESTIONS[question]) == set()


def test_the_test_would_tell_a_scan(channel):
    with channel.reading() as connection:
        assert scanned(connection, "SELECT d.id FROM dealer d WHERE d.name = ?", ("x",)) == {"dealer"}


def policies_for(connection, dealer):
    streams = scope.readable_streams(connection, "d", dealer, "HQ")
    return [each.name for each in streams if each.name.startswith("policies/")]


def test_policies_are_looked_through_again_only_where_something_changed(channel, monkeypatch):
    looked = []
    ask = policy_scope._speaking_to

    def speaking_to(dealer, *more):
        looked.append(dealer)
        return ask(dealer, *more)

    monkeypatch.setattr(policy_scope, "_speaking_to", speaking_to)
    with channel.writing() as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO stream (name, hash, digest) "
            "SELECT 'policies/all', hash, digest FROM stream WHERE name = 'catalog'"
        )
    for _ in range(3):
        with channel.reading() as connection:
            assert policies_for(connection, "GD01") == ["policies/all"]
    assert looked == ["GD01"]
    with channel.writing() as writing:
        card = DealerBody("GD01A", "朝阳", "store", "GD01", tags=["KA"])
        writing.put("dealer/GD01A", "dealer", "GD01A", card)
    with channel.reading() as connection:
        policies_for(connection, "GD01")
    assert looked == ["GD01", "GD01"]
