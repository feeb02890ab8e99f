"""What a restore of HQ leaves to do is the same figure wherever it is told, and told once."""

from domain.explain import Reason
from sync.client.streams.exchange_log import condensed, exchange_lines
from sync.hq.restored import retaking
from sync.hq.restored.retaking import outstanding, retake, returned, waiting_back
from sync.hq.service.doctor import Patient, examine
from tests.building.sync.books import a_price, put, row, stock_up
from tests.building.sync.ends import an_hq


def figures(hq):
    with hq.reading() as connection:
        return outstanding(connection)


def test_what_waits_for_a_person_is_counted_as_it_is_listed(world, monkeypatch):
    """Two desks of one dealer hold the same: what one of them sent again itself no longer waits."""
    first, second = world.desk(), world.desk()
    world.save()
    for _ in range(3):
        first.order()
        first.exchange()
    put(world.hq, "prices/P1", "price", *a_price(price="9.00"))
    second.exchange()
    world.set_back()
    second.exchange()
    first.exchange()
    counted = figures(world.hq)
    kept = "SELECT COUNT(DISTINCT record) FROM returned_entry WHERE state = 'waiting'"
    assert counted.records < row(world.hq, kept)[0]
    assert counted.records == figures(world.hq).records == len(returned(world.hq))
    assert counted.since
    database = world.hq.path or world.hq.engine.url.render_as_string(hide_password=False)
    found = {each.code: each for each in examine(Patient(database, world.folder))}
    told = found["doctor_restored"]
    assert (told.level, told.facts["records"], told.facts["orders"]) == ("look", counted.records, counted.orders)
    with world.hq.reading() as connection:
        assert {waiting_back(connection) for _ in range(2)} == {counted.records}
        with monkeypatch.context() as patch:
            patch.setattr(retaking, "_sorted_out", None)  # who asks again has nothing gone through
            assert waiting_back(connection) == counted.records
    retake(world.hq, "2026-11-29T00:00:00Z", None, over=True, unproven=True)
    with world.hq.reading() as connection:
        assert waiting_back(connection) == 0
    assert figures(world.hq).records == len(returned(world.hq)) == 0


def refilled(*streams):
    return [Reason("stream_refilled", "info", {"stream": each}) for each in streams]


def test_each_thing_is_told_once_and_of_many_streams_how_many():
    other = Reason("offered_again", "info", {"from": 3})
    assert condensed([other, *refilled("a", "b", "a"), other]) == [other, *refilled("a", "b")]
    many = condensed([other, *refilled(*"abcdefgh"), *refilled("a")])
    assert many == [other, Reason("stream_refilled", "info", {"stream": "a, b, c, d, e … (8)"})]


def test_the_log_tells_of_an_exchange_what_the_exchange_told(sqlite_world):
    an_hq(sqlite_world.hq)
    desk = sqlite_world.desk()
    sqlite_world.save()
    stock_up(sqlite_world.hq, {"A": 1000})
    desk.order()
    desk.exchange()
    sqlite_world.set_back()
    told = [each.code for each in desk.exchange().notices]
    assert "stream_refilled" in told
    assert [each.code for each in exchange_lines(desk.book)[0].notices] == told
    desk.book.close()
