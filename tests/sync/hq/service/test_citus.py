"""Every table has its place on a cluster, what hinders is told, and the service's statements go along the dealer."""

import pytest
from sqlalchemy import event

from sync.hq.service.citus import KEY, PLACES, breaches, describe, hindrances, placed, script, touched
from sync.records.schema.columns import metadata
from tests.building.sync.books import stock_up
from tests.building.sync.ends import a_desk, an_hq


def test_every_table_has_its_place():
    assert {each.name for each in metadata.sorted_tables} == set(PLACES)
    assert not [each for each in hindrances() if each.code == "unplaced"]


def test_a_table_lies_with_one_that_is_spread_or_says_itself_whose_its_rows_are():
    for table, place in placed():
        if place.kind != "spread":
            assert place.key + place.through == ""
        elif place.key:
            assert place.key in table.columns
        else:
            assert PLACES[place.through].kind in {"spread", "copied"}


def test_what_hinders_is_told_for_every_table_that_is_spread():
    told = {(each.table, each.code) for each in hindrances()}
    assert ("entry", "key_missing") in told
    assert ("document", "key_of_another_name") in told
    assert ("document", "unique_without_key") in told
    assert ("document_line", "reference_without_key") in told
    assert all(PLACES[each.table].kind == "spread" for each in hindrances() if each.code != "unplaced")


def test_the_script_widens_what_is_unique_before_it_spreads():
    lines = script()
    for table, place in placed():
        spread = f"SELECT create_distributed_table('{table.name}', '{KEY}'"
        at = [number for number, line in enumerate(lines) if line.startswith(spread)]
        assert len(at) == (place.kind == "spread")
        if at:
            keyed = f'ALTER TABLE "{table.name}" ADD CONSTRAINT pk_{table.name} PRIMARY KEY ({KEY}, '
            assert any(line.startswith(keyed) for line in lines[: at[0]])
    assert any(line.startswith("-- entry: key_missing") for line in describe())


@pytest.mark.postgres
def test_postgres_takes_the_script_up_to_what_only_citus_knows(postgres_book):
    an_hq(postgres_book)
    with postgres_book.engine.begin() as connection:
        for line in script():
            if "citus" not in line and not line.startswith("SELECT create_"):
                connection.exec_driver_sql(line.replace("%", "%%"))
        agents = connection.exec_driver_sql("SELECT dealer, agent FROM branch ORDER BY dealer").all()
    assert ("GD01A", "GD01") in [tuple(each) for each in agents]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT * FROM document d JOIN document_line l ON l.document = d.pk", []),
        ("SELECT * FROM document JOIN dealer ON dealer.id = document.buyer", []),
        ("SELECT * FROM document JOIN entry ON entry.record = document.id", ["cross_join document entry"]),
        ("SELECT * FROM document JOIN setting ON setting.key = document.id", ["local_join setting"]),
        ("WITH RECURSIVE below(id) AS (SELECT id FROM dealer) SELECT * FROM below", []),
        ("SELECT * FROM nobody", ["unplaced nobody"]),
    ],
)
def test_a_statement_is_checked_by_the_ways_along_which_the_dealer_is_the_same(sql, told):
    assert breaches(sql) == told


def test_what_the_service_asks_of_the_database_goes_along_the_dealer(sqlite_book, tmp_path):
    """Every statement of a first fill, an order, its answer and an exchange with nothing new."""
    asked: set[str] = set()
    event.listen(sqlite_book.engine, "checkout", lambda raw, *_: raw.set_trace_callback(asked.add))
    an_hq(sqlite_book)
    stock_up(sqlite_book, {"A": 100})
    desk = a_desk(sqlite_book, tmp_path / "desk")
    desk.exchange()
    desk.order()
    desk.exchange()
    desk.exchange()
    desk.book.close()
    statements = [each for each in asked if touched(each)]
    assert len(statements) > 40
    known = set(PLACES)
    wrong = {told: each[:300] for each in statements for told in breaches(each) if touched(each) <= known}
    assert wrong == {}
