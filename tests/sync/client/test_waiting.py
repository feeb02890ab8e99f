"""What waits is what was written and not acknowledged."""

from sync.client.waiting import own_stream, pending


def waiting(desk):
    with desk.book.reading() as connection:
        assert own_stream(connection) == desk.stream
        return pending(connection)


def test_every_entry_waits_until_hq_has_it(desks):
    desk = desks()
    assert waiting(desk) == 0
    desk.order()
    desk.order()
    assert waiting(desk) == 2
    desk.exchange()
    assert waiting(desk) == 0
    desk.order()
    assert waiting(desk) == 1
