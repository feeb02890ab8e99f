"""What an exchange costs the disk, how it goes on where a page doesn't fit, and what the log says of a failed one."""

import hashlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import msgspec
import pytest

from domain.errors import RefusedError, UnreachableError
from domain.explain import Reason
from sync.client.line import open_lines
from sync.client.line.listening import listen
from sync.client.line.open_lines import OpenLines
from sync.client.line.transport import HttpTransport, Response
from sync.client.streams import offering
from sync.client.streams.exchange_log import exchange_lines
from sync.client.streams.exchanging import exchange
from sync.client.streams.progress import ExchangeProgress
from sync.hq.restored.epochs import bump_epochs
from sync.hq.service.service import running
from sync.hq.taking import pages
from sync.records.bodies.records import DealerBody
from sync.records.books.settings import read_setting, write_setting
from sync.records.copies.backup import backup
from sync.streams import digest_of
from sync.wire.messages import Acknowledged, ExchangeAnswer
from sync.wire.packing import pack, unpack
from tests.building.sync.books import AGENT, a_price, put, rows
from tests.building.sync.ends import HASTY, a_desk, an_hq, assert_equal_books, live_of
from tests.simulation.crashing import tapes, watching

SQLITE = pytest.mark.parametrize("book", ["sqlite"], indirect=True)


class Changing:
    """A line that does something to answers of the exchange, or beside them, so many times."""

    def __init__(self, line, change, times=1):
        self._line, self._change, self._left = line, change, times

    def send(self, method, path, headers, body):
        answer = self._line.send(method, path, headers, body)
        if path == "/v1/exchange" and self._left and answer.status == 200:
            self._left -= 1
            told = unpack(answer.body, ExchangeAnswer)
            return Response(answer.status, pack(self._change(told) or told), answer.headers)
        return answer


@pytest.fixture
def taped(to_the_disk, desks, tmp_path):
    """A desk whose commits can be looked at: `commits()` gives how each since the last look was flushed."""
    with watching():
        tape: list[tuple[str, ...]] = []
        tapes[str(tmp_path / "desk0")] = tape
        desk = desks()

        def commits():
            found = [event[1] for event in tape if event[0] == "flush"]
            tape.clear()
            return found

        desk.exchange()
        commits()
        yield desk, commits


@SQLITE
def test_an_exchange_that_brings_nothing_waits_for_no_disk(hq, taped):
    desk, commits = taped
    done = desk.exchange()
    assert (done.sent, done.received, done.rounds) == (0, 0, 1)
    assert commits() == ["NORMAL"]
    assert exchange_lines(desk.book)[0].quiet >= 1


@SQLITE
def test_what_went_up_is_on_the_disk_before_it_is_told(hq, taped):
    desk, commits = taped
    desk.order()
    assert commits() == ["FULL"]
    desk.exchange()
    assert commits()[0] == "FULL"


@SQLITE
def test_a_card_of_the_own_branch_is_on_the_disk_before_it_is_told(hq, taped):
    desk, commits = taped
    put(hq, f"dealer/{AGENT}", "dealer", AGENT, DealerBody(AGENT, "广州商行", "province", "HQ", "44", "P1"))
    assert desk.exchange().received == 1
    assert commits() == ["FULL"]


@SQLITE
def test_prices_wait_for_no_disk_because_hq_sends_them_again(hq, taped):
    desk, commits = taped
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    assert desk.exchange().received == 1
    assert commits() == ["NORMAL"]


def test_pages_the_power_took_back_come_again(sqlite_book, desks_of, tmp_path):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.order()
    desk.exchange()
    desk.exchange()
    before = tmp_path / "before.db"
    backup(desk.book, before)
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    assert desk.exchange().received == 1
    desk.book.close()
    for left in ("-wal", "-shm"):
        desk.book.path.with_name(desk.book.path.name + left).unlink(missing_ok=True)
    before.replace(desk.book.path)
    desk.reopen()
    done = desk.exchange()
    assert (done.received, done.notices) == (1, ())
    assert_equal_books(hq, desk)


@SQLITE
def test_writing_reaches_the_disk_after_a_note_that_did_not(hq, taped):
    desk, commits = taped
    for _ in range(2):
        desk.exchange()
        desk.exchange()
        desk.order()
    assert commits() == ["NORMAL", "NORMAL", "FULL", "FULL", "NORMAL", "FULL"]


def test_a_note_the_power_took_back_harms_nothing(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    with desk.book.reading() as connection:
        before = {name: read_setting(connection, name) for name in ("nonce", "last_exchange")}
    desk.exchange()
    with desk.book.noting() as connection:
        for name, value in before.items():
            connection.exec_driver_sql("UPDATE setting SET value = ? WHERE key = ?", (value, name))
        connection.exec_driver_sql("DELETE FROM exchange_log")
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    desk.order()
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


def test_a_page_that_does_not_fit_is_fetched_anew_by_the_same_exchange(hq, desks):
    desk = desks()
    desk.exchange()
    put(hq, "prices/P1", "price", *a_price(price="9.00"))

    def break_chain(answer):
        answer.pages = [msgspec.structs.replace(page, hash=bytes(32), signature=b"") for page in answer.pages]

    done = desk.exchange(Changing(desk.line, break_chain))
    assert [each.code for each in done.notices] == ["stream_refilled"]
    assert rows(desk.book, "SELECT unit_price FROM price WHERE product = 'A'") == [(90_000,)]
    assert_equal_books(hq, desk)


def test_a_stream_that_never_fits_is_told_in_words(hq, desks):
    desk = desks()
    desk.exchange()
    put(hq, "prices/P1", "price", *a_price(price="9.00"))

    def leave_out(answer):
        answer.pages = [msgspec.structs.replace(page, entries=page.entries[1:], sparse=False) for page in answer.pages]

    with pytest.raises(UnreachableError) as told:
        desk.exchange(Changing(desk.line, leave_out, times=9))
    detail = told.value.facts["detail"]
    assert isinstance(detail, Reason)
    assert detail.code in {"page_missing", "page_elsewhere"}
    line = exchange_lines(desk.book)[0]
    assert line.failure
    assert line.cause
    assert (line.failure.code, line.cause.code) == ("hq_nonsense", detail.code)
    assert line.cause.facts["stream"] == "prices/P1"
    desk.exchange()
    assert_equal_books(hq, desk)


def test_what_is_written_while_hq_is_asked_goes_up_by_the_same_exchange(hq, desks):
    desk = desks()
    desk.exchange()

    def write(_):
        desk.order()

    done = desk.exchange(Changing(desk.line, write))
    assert (done.sent, done.pending) == (1, 0)
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    done = desk.exchange(Changing(desk.line, write))
    assert (done.sent, done.pending) == (1, 0)
    assert_equal_books(hq, desk)


def aim(desk, url):
    with desk.book.writing() as writing:
        write_setting(writing.connection, "hq_url", url)


def test_an_address_that_may_not_be_used_is_in_the_log(sqlite_book, desks_of):
    desk = desks_of(an_hq(sqlite_book))
    aim(desk, "http://192.0.2.1:1")
    with pytest.raises(RefusedError, match="hq_insecure"):
        exchange(desk.book, desk.key, patience=HASTY)
    found = exchange_lines(desk.book)[0]
    assert (found.ok, found.requests) == (False, 0)
    assert found.failure
    assert found.failure.code == "hq_insecure"


def test_a_program_that_lasts_greets_hq_once(sqlite_book, desks_of, monkeypatch):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    made: list[HttpTransport] = []
    lines = OpenLines()

    def make(address):
        made.append(HttpTransport(address))
        return made[-1]

    monkeypatch.setattr(open_lines, "HttpTransport", make)
    with running(hq) as url, closing(lines):
        aim(desk, url)
        for _ in range(3):
            exchange(desk.book, desk.key, patience=HASTY, lines=lines)
        assert listen(desk.book, desk.key, seconds=0.1, lines=lines) == "nothing"
        exchange(desk.book, desk.key, patience=HASTY, lines=lines)
    assert len(made) == 1


class Dated:
    """A line whose end tells the time, so many seconds from this machine's."""

    def __init__(self, line, ahead):
        self._line, self._ahead = line, ahead

    def send(self, method, path, headers, body):
        answer = self._line.send(method, path, headers, body)
        told = format_datetime(datetime.now(UTC) + timedelta(seconds=self._ahead), usegmt=True)
        return Response(answer.status, answer.body, {**answer.headers, "Date": told}, encrypted=True)


@pytest.mark.parametrize("brings", [False, True])
def test_an_exchange_notes_when_it_was_and_how_far_the_clocks_are_apart(sqlite_book, desks_of, brings):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    for ahead, minutes in ((3600, "60"), (0, "")):
        with desk.book.writing() as writing:
            write_setting(writing.connection, "last_exchange", "2026-01-01T00:00:00Z")
        if brings:
            put(hq, "prices/P1", "price", *a_price(price=f"{1 + ahead}.00"))
        assert desk.exchange(Dated(desk.line, ahead)).received == brings
        with desk.book.reading() as connection:
            assert read_setting(connection, "clock_off") == minutes
            assert read_setting(connection, "last_exchange") > "2026-11"


@pytest.mark.parametrize("own", [True, False])
def test_an_answer_that_says_more_and_brings_nothing_ends_the_exchange(sqlite_book, desks_of, own):
    desk = desks_of(an_hq(sqlite_book))
    desk.exchange()

    def more(answer):
        answer.more = True
        if not own:
            answer.own = None

    with pytest.raises(UnreachableError) as told:
        desk.exchange(Changing(desk.line, more, times=20))
    assert getattr(told.value.facts["detail"], "code", "") == "answer_no_progress"
    assert desk.line.sent.count("/v1/exchange") <= 5
    assert desk.exchange().pending == 0


def test_another_chain_acknowledged_twice_is_told_in_words(sqlite_book, desks_of):
    """The desk fetches its stream once; where HQ still speaks of another one, that is no desk's to settle."""
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    order = desk.order()

    def other(answer):
        answer.own = Acknowledged(answer.own.epoch, answer.own.number, b"x" * 32)

    with pytest.raises(UnreachableError) as told:
        desk.exchange(Changing(desk.line, other, times=20))
    assert getattr(told.value.facts["detail"], "code", "") == "answer_own_twice"
    desk.exchange()
    assert rows(hq, "SELECT id FROM document") == [(order,)]
    assert_equal_books(hq, desk)


def test_a_difference_that_goes_by_itself_is_not_mended(sqlite_book, desks_of):
    """A record that differed came anew with the next page: nothing is asked for and nobody is told."""
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    with desk.book.writing() as writing:
        spoilt = "UPDATE entry SET leaf = zeroblob(32) WHERE record LIKE 'P1|A|%' AND live"
        writing.connection.exec_driver_sql(spoilt)
        key = writing.connection.exec_driver_sql("SELECT id FROM stream WHERE name = 'prices/P1'").scalar()
        leaves = writing.connection.exec_driver_sql(f"SELECT leaf FROM entry WHERE stream = {key} AND live").scalars()
        writing.connection.exec_driver_sql(
            "UPDATE stream SET digest = ? WHERE name = 'prices/P1'", (digest_of(bytes(each) for each in leaves),)
        )
    put(hq, "prices/P1", "price", *a_price(sku="B", price="9.00"))

    def write(_):
        put(hq, "prices/P1", "price", *a_price(price="8.00"))
        desk.order()  # so that there is another round

    desk.line.sent.clear()
    done = desk.exchange(Changing(desk.line, write))
    assert (done.received >= 2, done.notices) == (True, ())
    assert "/v1/verify" not in desk.line.sent
    assert live_of(desk.book, "prices/P1") == live_of(hq, "prices/P1")


@pytest.mark.parametrize("entries", [10_000, 1])
def test_a_new_machine_fills_itself_whatever_the_epoch_and_however_short_the_pages(
    sqlite_book, desks_of, tmp_path, monkeypatch, entries
):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    written = [desk.order() for _ in range(3)]
    desk.exchange()
    bump_epochs(hq)
    bump_epochs(hq)
    desk.exchange()
    written.append(desk.order())
    desk.exchange()

    def init(self):
        self.entries, self.bytes = entries, 10**9

    monkeypatch.setattr(pages.Budget, "__init__", init)
    new = a_desk(hq, tmp_path / "new", desk=desk.desk)
    new.exchange()
    assert rows(new.book, "SELECT id FROM document WHERE kind = 'order' ORDER BY id") == [(each,) for each in written]
    assert_equal_books(hq, new)
    new.book.close()


def test_an_hq_that_begins_an_epoch_while_a_new_machine_reads_is_read_again(
    sqlite_book, desks_of, tmp_path, monkeypatch
):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    for _ in range(3):
        desk.order()
    desk.exchange()

    def init(self):
        self.entries, self.bytes = 1, 10**9

    monkeypatch.setattr(pages.Budget, "__init__", init)
    new = a_desk(hq, tmp_path / "new", desk=desk.desk)
    turn: list[int] = []

    def begin(_):
        turn.append(1)
        if len(turn) == 2:
            bump_epochs(hq)

    new.exchange(Changing(new.line, begin, times=9))
    new.exchange()
    assert len(turn) > 3
    assert rows(new.book, "SELECT COUNT(*) FROM document WHERE kind = 'order'") == [(3,)]
    assert_equal_books(hq, new)
    new.book.close()


@pytest.mark.parametrize(("minutes", "asks"), [(59, 1), (61, 2), (-1, 2)])
def test_after_an_hours_rest_a_large_request_goes_up_once(sqlite_book, desks_of, minutes, asks):
    """Whether the nonce still holds is asked first, by a request of no size; where the clock was set back, too."""
    desk = desks_of(an_hq(sqlite_book))
    desk.exchange()
    for number in range(200):
        desk.order(f"{hashlib.sha256(bytes([number])).hexdigest()}")
    with desk.book.writing() as writing:
        then = (datetime.now(UTC) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        write_setting(writing.connection, "last_exchange", then)
    desk.line.sent.clear()
    assert desk.exchange().pending == 0
    assert len(desk.line.sent) == asks


def test_a_person_sees_how_far_the_sending_is(sqlite_book, desks_of, monkeypatch):
    desk = desks_of(an_hq(sqlite_book))
    desk.exchange()
    monkeypatch.setattr(offering, "UP_ENTRIES", 1)
    for _ in range(3):
        desk.order()
    told: list[ExchangeProgress] = []
    desk.exchange(progress=told.append)
    sending = [(each.done, each.total) for each in told if each.stage == "sending"]
    assert sending == [(0, 3), (1, 3), (2, 3)]


def test_the_log_counts_what_went_up_and_came_down_by_kind(sqlite_book, desks_of, monkeypatch):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    monkeypatch.setattr(offering, "UP_ENTRIES", 2)
    for number in range(3):
        desk.order()
        put(desk.book, desk.stream, "dealer", f"GD01:C{number}", DealerBody(f"C{number}", "店", "store", AGENT))
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    before = len(exchange_lines(desk.book))
    done = desk.exchange()
    line = exchange_lines(desk.book)[0]
    assert len(exchange_lines(desk.book)) == before + 1  # however many requests it took
    assert (line.up, line.sent) == ({"order": 3, "dealer": 3}, 6)
    assert line.down["price"] == 1
    assert line.received == done.received == sum(line.down.values())
    assert line.requests == done.rounds >= 3
