"""HQ's people see over the line what came back after a restore, are told how much, and nobody else is."""

import pytest

from domain.errors import RefusedError
from sync.client.streams.looking import look_at_returned
from sync.hq.service.standing import forgotten_desks
from sync.records.books.settings import read_setting
from tests.sync.test_restores import decided_and_shipped


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_the_list_is_hqs_peoples(world):
    office, agent = world.desk("HQ"), world.desk()
    world.save()
    decided_and_shipped(world, agent)
    world.set_back()
    agent.exchange()
    office.exchange()
    found = look_at_returned(office.book, office.key, transport=office.line)
    assert {"answer", "delivery"} <= {each.kind for each in found.rows if each.proven}
    assert found.count == len(found.rows)
    with office.book.reading() as connection:
        assert read_setting(connection, "returned_waiting") == str(found.count)
    with pytest.raises(RefusedError) as refused:
        look_at_returned(agent.book, agent.key, transport=agent.line)
    assert refused.value.code == "not_readable"


@pytest.mark.parametrize("world", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_desks_the_book_has_forgotten_are_named(world):
    desk = world.desk()
    desk.order()
    desk.exchange()
    with world.hq.reading() as connection:
        assert forgotten_desks(connection) == []
    with world.hq.writing() as writing:
        writing.connection.exec_driver_sql(f"DELETE FROM desk WHERE id = '{desk.desk}'")
    with world.hq.reading() as connection:
        assert forgotten_desks(connection) == [f"{desk.prefix} ({desk.desk})"]
