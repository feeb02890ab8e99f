"""Two ends for tests: an HQ, desks enrolled with it, and lines between them that stay inside the process or break."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sync.client.line.asking import Patience
from sync.client.line.transport import Response
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.client.streams.waiting import pending
from sync.hq.service.endpoints import Endpoints
from sync.hq.service.enrolment import make_code
from sync.keys import DeviceKey, load_key
from sync.records.books.database import Book, open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.records.log.rebuilding import live_versions
from sync.records.log.streams import head_of
from sync.records.repair.checking import check
from sync.streams import digest_of
from tests.building.sync.books import AGENT, HQ, an_order, found_hq, put, row, rows, stock_up

# Never waits, so that a test with a thousand faults takes no longer than one without.
HASTY = Patience(tries=3, sleep=lambda _: None, chance=lambda: 0.0)


class Local:
    """Carries requests straight to HQ's endpoints; `sent` keeps their paths."""

    def __init__(self, hq: Book, now=lambda: datetime.now(UTC), verbs=None):
        self.endpoints = Endpoints(hq, now, verbs)
        self.sent: list[str] = []

    def send(self, method, path, headers, body):
        self.sent.append(path)
        answer = self.endpoints.answer(method, path, headers, body)
        return Response(answer.status, answer.body, encrypted=True)  # who is in the same process is HQ


@dataclass
class End:
    """One desk in its folder."""

    folder: Path
    desk: str
    book: Book
    key: DeviceKey
    line: Local
    counter: list[int] = field(default_factory=lambda: [0])

    @property
    def stream(self):
        return f"desk/{self.desk}"

    @property
    def prefix(self):
        """What this desk's numbers begin with, behind their kind."""
        return row(self.book, "SELECT value FROM setting WHERE key = 'prefix'")[0]

    def exchange(self, transport=None, **more):
        return exchange(self.book, self.key, transport=transport or self.line, patience=HASTY, **more)

    def order(self, record=None, **more):
        """Writes an order to HQ; returns its id."""
        self.counter[0] += 1
        number = f"XSDD-{self.prefix}-261123-{self.counter[0]:04d}"
        record = record or f"{self.desk}-order-{self.counter[0]}"
        put(self.book, self.stream, "order", record, an_order(**{"number": number, **more}))
        return record

    def pending(self):
        with self.book.reading() as connection:
            return pending(connection)

    def reopen(self):
        """Closes the book and opens it as the program does at its start; returns what the second copy gave back."""
        self.book.close()
        self.book = open_sqlite(self.folder / "desk.db")
        return open_outbox(self.book, self.folder / FILE)


def an_hq(book, **more):
    found_hq(book, **more)
    return book


def a_desk(hq, folder, dealer=AGENT, *, desk=None, line=None):
    """A machine enrolled for a dealer, or for a desk that exists, with nothing exchanged yet."""
    line = line or Local(hq)
    code = make_code(hq, dealer, desk=desk, now=datetime.now(UTC))
    first = "头一人" if dealer == HQ else ""  # HQ lets its own people's desks in for somebody only
    enrolled = enrol(folder, "http://127.0.0.1", code.code, "柜台", user=first, transport=line, patience=HASTY)
    book = open_sqlite(folder / "desk.db")
    open_outbox(book, folder / FILE)
    key = load_key(folder, enrolled.desk_id)
    assert key is not None
    return End(folder, enrolled.desk_id, book, key, line)


def heads(book, *names):
    with book.reading() as connection:
        return {name: head_of(connection, name) for name in names}


def streams_of(book):
    return {name for (name,) in rows(book, "SELECT name FROM stream")}


def live_of(book, stream):
    with book.reading() as connection:
        return {record: leaf for record, (_, leaf) in live_versions(connection, stream).items()}


def problems_of(book):
    """What somebody is asked to look at."""
    open_ones = "put_away_at = '' OR put_away_by <> ''"
    return rows(book, f"SELECT stream, kind, record, code FROM problem WHERE {open_ones} ORDER BY id")


def assert_equal_books(hq, *desks):
    """Every stream a desk holds is HQ's, head and live records; own streams whole; both books sound."""
    for desk in desks:
        for name in streams_of(desk.book):
            assert heads(desk.book, name) == heads(hq, name), name
            assert live_of(desk.book, name) == live_of(hq, name), name
        assert_digests_true(desk.book)
        assert_sound(desk.book)
    assert_digests_true(hq)
    assert_sound(hq)


def assert_sound(book):
    """Every derived row is what the entries say."""
    differences = check(book)
    assert differences == [], differences[:5]


def assert_digests_true(book):
    """What every head says of its live records is what is there."""
    for name, head in heads(book, *streams_of(book)).items():
        leaves = live_of(book, name).values()
        assert (head.live, head.digest) == (len(leaves), digest_of(leaves)), name


__all__ = ["AGENT", "End", "Local", "a_desk", "an_hq", "found_hq", "row", "rows", "stock_up"]
