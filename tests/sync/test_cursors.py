"""A desk that reads very many streams tells where it stands in few bytes, and misses nothing for it."""

import msgspec
import pytest
from sqlalchemy import text

from sync.client.line.transport import Response
from sync.hq.restored.epochs import bump_epochs
from sync.records.bodies.records import DealerBody
from sync.wire.cursors import BUCKETS, bucket_of, differing, digest_rest
from sync.wire.messages import Cursor, ExchangeAnswer
from sync.wire.packing import pack, unpack
from tests.building.sync.books import HQ, put, rows
from tests.building.sync.ends import assert_equal_books, streams_of

DEALERS = 400


class Weighing:
    """A line that knows how many bytes went up and down."""

    def __init__(self, line):
        self._line, self.up, self.down, self.rounds = line, 0, 0, 0

    def send(self, method, path, headers, body):
        answer = self._line.send(method, path, headers, body)
        self.up += len(body) + sum(len(name) + len(value) for name, value in headers.items())
        self.down += len(answer.body)
        self.rounds += 1
        return answer


def weigh(desk):
    line = Weighing(desk.line)
    desk.exchange(line)
    return line


@pytest.fixture
def province(hq, desks):
    """A desk of HQ's own people, which reads the streams of all dealers."""
    with hq.writing() as writing:
        for number in range(DEALERS):
            dealer = f"D{number:04d}"
            writing.put(f"dealer/{dealer}", "dealer", dealer, DealerBody(dealer, f"经销商{number}", "store", HQ, "44"))
    desk = desks(HQ)
    desk.exchange()
    desk.exchange()
    return desk


def test_nothing_new_takes_few_bytes_whatever_a_desk_reads(hq, province):
    line = weigh(province)
    assert len(streams_of(province.book)) > DEALERS
    assert line.rounds == 1
    assert line.up <= 5 * 1024
    assert line.down <= 1024
    assert_equal_books(hq, province)


def test_what_changed_anywhere_comes_at_once(hq, province):
    for number in (3, 77, 311):
        dealer = f"D{number:04d}"
        put(hq, f"dealer/{dealer}", "dealer", dealer, DealerBody(dealer, "改名", "store", HQ, "44"))
    put(hq, "dealer/NEW", "dealer", "NEW", DealerBody("NEW", "新开", "store", HQ, "44"))
    line = weigh(province)
    assert line.rounds == 2
    assert line.up <= 10 * 1024
    assert rows(province.book, "SELECT COUNT(*) FROM dealer WHERE name IN ('改名', '新开')") == [(4,)]
    assert_equal_books(hq, province)
    assert weigh(province).rounds == 1


def test_stream_taken_away_goes(hq, province):
    with province.book.writing() as writing:
        writing.connection.execute(
            text(
                "INSERT INTO stream (name, epoch, head, hash, live, digest) "
                "VALUES ('dealer/GONE', 1, 3, :hash, 0, :digest)"
            ),
            {"hash": b"h" * 32, "digest": bytes(16)},
        )
    province.exchange()
    assert "dealer/GONE" not in streams_of(province.book)


def test_new_epoch_reaches_every_stream(hq, province):
    bump_epochs(hq)
    put(hq, "dealer/D0005", "dealer", "D0005", DealerBody("D0005", "恢复", "store", HQ, "44"))
    assert weigh(province).rounds <= 5  # and not one for each stream
    assert_equal_books(hq, province)
    assert weigh(province).rounds == 1


class Older:
    """A line to an HQ that knows nothing of digests: it skips what it doesn't know, and doesn't answer it."""

    def __init__(self, line):
        self._line, self.asked = line, []

    def send(self, method, path, headers, body):
        answer = self._line.send(method, path, headers, body)
        if path != "/v1/exchange":
            return answer
        told = unpack(answer.body, ExchangeAnswer)
        self.asked.append(len(body))
        return Response(200, pack(msgspec.structs.replace(told, rest=False, tell=[])))


def test_older_hq_in_its_place_is_told_everything(hq, province):
    put(hq, "dealer/D0007", "dealer", "D0007", DealerBody("D0007", "改名", "store", HQ, "44"))
    line = Older(province.line)
    province.exchange(line)
    assert len(line.asked) >= 2
    assert line.asked[-1] > 5 * 1024
    assert_equal_books(hq, province)


def test_digests_differ_where_a_cursor_does():
    held = {f"dealer/D{number}": Cursor(1, number + 1, bytes(32)) for number in range(500)}
    there = dict(held)
    there["dealer/D9"] = Cursor(1, 11, bytes(32))
    there["dealer/D33"] = Cursor(2, 34, bytes(32))
    del there["dealer/D70"]
    there["dealer/NEW"] = Cursor(1, 1, bytes(32))
    there["dealer/EMPTY"] = Cursor(1, 0, bytes(32))
    changed = {bucket_of(f"dealer/{name}") for name in ("D9", "D33", "D70", "NEW")}
    assert set(differing(digest_rest(held), digest_rest(there), ())) == changed
    assert differing(digest_rest(held), digest_rest(there), range(BUCKETS)) == []


def test_digests_of_a_wrong_length_differ_everywhere_they_lack():
    held = {"dealer/A": Cursor(1, 1, bytes(32))}
    assert bucket_of("dealer/A") in differing(b"", digest_rest(held), ())
