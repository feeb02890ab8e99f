"""A long stream comes in parts: whatever happens on the way, the desk ends equal to HQ, and nobody sees half of it."""

import errno
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.errors import RefusedError, UnreachableError
from sync.client.line.asking import HqLine
from sync.client.line.listening import listen
from sync.client.line.transport import Response
from sync.client.streams import filling
from sync.client.streams.progress import ExchangeProgress
from sync.hq.channel.scope import Readable
from sync.hq.restored.epochs import bump_epochs
from sync.hq.taking import parts
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.searching import find_products
from sync.records.log import swap
from sync.records.log.streams import hashes_at, lock_head
from sync.streams import Head, make_entry
from sync.wire import parts as wire_parts
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, Snapshot, SnapshotPart
from tests.building.sync.books import AGENT, SHOP, put, rows
from tests.building.sync.ends import assert_equal_books, problems_of, streams_of
from tests.building.sync.long_streams import COUNT, Interrupting, is_part, parts_asked, shorten_parts, stock_list


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    shorten_parts(monkeypatch)


def count(book, table):
    return rows(book, f"SELECT COUNT(*) FROM {table}")[0][0]


def found(book, typed):
    with book.reading() as connection:
        return len(find_products(connection, typed, 1000))


def test_long_streams_come_in_parts_and_end_equal(hq, desks):
    stock_list(hq)
    desk = desks()
    done = desk.exchange()
    assert parts_asked(desk)
    assert done.received >= 2 * COUNT
    assert_equal_books(hq, desk)
    assert found(desk.book, "矿泉") == COUNT
    assert list((desk.folder / filling.FOLDER).iterdir()) == []
    desk.line.sent.clear()
    desk.exchange()
    assert parts_asked(desk) == []


def test_search_index_taken_over_is_sound_and_goes_on(hq, desks):
    stock_list(hq)
    desk = desks()
    put(desk.book, desk.stream, "product", "GD01:X", ProductBody("X", "自家矿泉", "瓶", owner=AGENT))
    desk.exchange()
    assert found(desk.book, "矿泉") == COUNT + 1
    put(desk.book, desk.stream, "product", "GD01:Y", ProductBody("Y", "另一矿泉", "瓶", owner=AGENT))
    assert found(desk.book, "矿泉") == COUNT + 2
    with desk.book.writing() as writing:
        writing.connection.execute(text("INSERT INTO product_search (product_search) VALUES ('integrity-check')"))
    desk.exchange()
    assert_equal_books(hq, desk)


def test_many_products_of_ones_own_keep_their_index(hq, desks, monkeypatch):
    monkeypatch.setattr("sync.records.log.swap._FEW", 1)
    stock_list(hq)
    desk = desks()
    for sku in "XYZ":
        put(desk.book, desk.stream, "product", f"GD01:{sku}", ProductBody(sku, "自家矿泉", "瓶", owner=AGENT))
    desk.exchange()
    assert found(desk.book, "矿泉") == COUNT + 3


def test_parts_are_made_once_for_all_who_begin_at_once(hq, desks, monkeypatch):
    stock_list(hq)
    made: list[str] = []
    make = parts._make

    def make_and_tell(book, stream, now):
        made.append(stream)
        return make(book, stream, now)

    monkeypatch.setattr(parts, "_make", make_and_tell)
    monkeypatch.setattr(HqLine, "pause", lambda self, seconds: None)
    several = [desks() for _ in range(4)]
    failed: list[Exception] = []

    def run(desk):
        try:
            desk.exchange()
        except Exception as failure:  # noqa: BLE001 - told by the thread that looks
            failed.append(failure)

    threads = [threading.Thread(target=run, args=(desk,)) for desk in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(made) == ["catalog", "prices/P1"]
    assert_equal_books(hq, *several)


def test_entries_written_while_parts_are_made_are_neither_lost_nor_doubled(hq, desks, monkeypatch):
    stock_list(hq)
    pack = wire_parts.pack_part
    turn: list[int] = []

    def pack_and_write(part):
        turn.append(len(turn))
        stock_list(hq, 1, start=turn[-1] % 5, name="改名")  # replaces records of the parts that come
        stock_list(hq, 1, start=100 + turn[-1])
        return pack(part)

    monkeypatch.setattr(parts, "pack_part", pack_and_write)
    desk = desks()
    desk.exchange()
    assert len(turn) > 4
    assert_equal_books(hq, desk)
    assert count(desk.book, "product") == count(hq, "product")


def test_line_that_breaks_at_every_piece_goes_on_inside_the_part(hq, desks):
    stock_list(hq)
    whole = desks()
    whole.exchange()
    needed = len(parts_asked(whole))
    assert needed > 10
    desk = desks()
    asked = 0
    for _ in range(needed + 5):
        broken = Interrupting(desk.line, 2)
        try:
            desk.exchange(broken)
        except UnreachableError:
            # Nothing of a stream shows before all of it is there.
            assert count(desk.book, "product") in {0, COUNT + 2}
            assert count(desk.book, "price") in {0, COUNT + 2}
        else:
            break
    asked = len(parts_asked(desk))
    assert asked == needed
    assert_equal_books(hq, desk)


def test_program_that_begins_again_uses_what_was_fetched(hq, desks):
    stock_list(hq)
    desk = desks()
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 8))
    before = len(parts_asked(desk))
    desk.reopen()
    desk.exchange()
    assert len(parts_asked(desk)) < 2 * before + 20
    assert len(set(parts_asked(desk))) == len(
        {name for (name,) in rows(hq, "SELECT name FROM part")}
        & {path.removeprefix(wire_parts.PATH) for path in parts_asked(desk)}
    )
    assert_equal_books(hq, desk)


def test_hq_restored_in_the_middle_is_noticed(hq, desks):
    stock_list(hq)
    desk = desks()

    def restore():
        bump_epochs(hq)
        stock_list(hq, 3, start=1, name="恢复")

    desk.exchange(Interrupting(desk.line, 5, restore))
    desk.exchange()
    assert_equal_books(hq, desk)


def test_old_copy_stays_until_the_new_one_is_whole_and_only_differences_are_derived(hq, desks):
    stock_list(hq)
    desk = desks()
    desk.exchange()
    keys = dict(rows(desk.book, "SELECT id, pk FROM product"))
    bump_epochs(hq)
    stock_list(hq, 2, start=3, name="改名")
    with hq.writing() as writing:
        writing.delete("catalog", "product", ["SP0009"])
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 3))
    assert count(desk.book, "product") == COUNT + 2
    assert found(desk.book, "改名") == 0
    desk.exchange()
    assert_equal_books(hq, desk)
    assert (found(desk.book, "改名"), found(desk.book, "矿泉")) == (2, COUNT - 3)
    del keys["SP0009"]
    assert dict(rows(desk.book, "SELECT id, pk FROM product")) == keys


def test_stream_revoked_in_the_middle_leaves_nothing(hq, desks):
    stock_list(hq)
    whole = desks()
    whole.exchange()
    sql = "SELECT p.name FROM snapshot_part p JOIN snapshot s ON s.id = p.snapshot WHERE s.stream = 'prices/P1'"
    prices = {wire_parts.PATH + name for (name,) in rows(hq, sql)}
    second_of_prices = [path in prices for path in parts_asked(whole)].index(True) + 2
    desk = desks()

    def revoke():
        put(hq, f"dealer/{AGENT}", "dealer", AGENT, DealerBody(AGENT, "广东", "province", "HQ", "44", "P2"))
        put(hq, f"dealer/{SHOP}", "dealer", SHOP, DealerBody(SHOP, "便利店", "store", AGENT, "44", "P2"))

    desk.exchange(Interrupting(desk.line, second_of_prices, revoke))
    desk.exchange()
    assert "prices/P1" not in streams_of(desk.book)
    assert count(desk.book, "price") == 0
    assert list((desk.folder / filling.FOLDER).iterdir()) == []
    assert_equal_books(hq, desk)


def test_part_is_only_given_to_whoever_may_read_its_stream(hq, desks):
    stock_list(hq)
    put(hq, "dealer/HN01", "dealer", "HN01", DealerBody("HN01", "湖南总代理", "province", "HQ", "43", "P9"))
    agent, stranger = desks(), desks("HN01")
    agent.exchange()
    stranger.exchange()
    names = dict(rows(hq, "SELECT p.name, s.stream FROM snapshot_part p JOIN snapshot s ON s.id = p.snapshot"))
    sizes = dict(rows(hq, "SELECT name, size FROM snapshot_part"))
    line = HqLine(stranger.line, desk=stranger.desk, key=stranger.key)
    for name, stream in names.items():
        if stream == "catalog":
            assert line.fetch(wire_parts.PATH + name, 0, 9, sizes[name])
        else:
            with pytest.raises(RefusedError, match="part_gone"):
                line.fetch(wire_parts.PATH + name, 0, 9, sizes[name])
    with pytest.raises(RefusedError, match="part_gone"):
        line.fetch(wire_parts.PATH + "0" * 64, 0, 9, 10)


def test_part_that_hq_lost_or_damaged_is_made_anew(hq, desks):
    stock_list(hq)
    desks().exchange()
    with hq.writing() as writing:
        writing.connection.execute(text("UPDATE part SET bytes = :zero"), {"zero": b"nothing of it"})
    desk = desks()
    desk.exchange()
    desk.exchange()
    assert_equal_books(hq, desk)


class Lying:
    """A line that changes what a part holds."""

    def __init__(self, line):
        self._line = line

    def send(self, method, path, headers, body):
        answer = self._line.send(method, path, headers, body)
        if is_part(path) and answer.status == 206:
            return Response(206, bytes([answer.body[0] ^ 1]) + answer.body[1:])
        return answer


def test_parts_that_are_not_what_they_are_called_are_told_and_pages_come_instead(hq, desks):
    stock_list(hq)
    desk = desks()
    done = desk.exchange(Lying(desk.line))
    assert "parts_wrong" in [notice.code for notice in done.notices]
    assert_equal_books(hq, desk)


def test_snapshot_that_misstates_its_digest_is_told_and_pages_come_instead(hq, desks, monkeypatch):
    stock_list(hq)
    desks().exchange()
    with hq.writing() as writing:
        writing.connection.execute(text("UPDATE snapshot SET digest = :wrong"), {"wrong": bytes(16)})
    desk = desks()
    done = desk.exchange()
    assert "parts_wrong" in [notice.code for notice in done.notices]
    assert_equal_books(hq, desk)


def test_file_damaged_on_the_desks_disk_is_fetched_again(hq, desks):
    stock_list(hq)
    desk = desks()
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 12))
    files = sorted((desk.folder / filling.FOLDER).glob("*/*.gz"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:-3])
    desk.exchange()
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("at", [1, 7])
def test_full_disk_is_told_and_the_fill_goes_on_later(hq, desks, monkeypatch, at):
    stock_list(hq)
    desk = desks()
    append = filling._append
    turn: list[object] = []

    def full(path, piece):
        turn.append(path)
        if len(turn) == at:
            raise filling._ailment(OSError(errno.ENOSPC, "No space left on device"), path)
        append(path, piece)

    monkeypatch.setattr(filling, "_append", full)
    with pytest.raises(RefusedError, match="disk_full"):
        desk.exchange()
    assert count(desk.book, "product") == 0
    desk.exchange()
    assert_equal_books(hq, desk)


def test_person_who_stops_a_fill_finds_it_where_it_was(hq, desks):
    stock_list(hq)
    desk = desks()
    stopping = Interrupting(desk.line, 6, lambda: stopped.append(True))
    stopped: list[bool] = []
    desk.exchange(stopping, cancelled=lambda: bool(stopped))
    assert count(desk.book, "product") == 0
    before = len(parts_asked(desk))
    desk.exchange()
    whole = desks()
    whole.exchange()
    assert len(parts_asked(desk)) == len(parts_asked(whole)) >= before
    assert_equal_books(hq, desk)


def test_progress_tells_each_stream(hq, desks):
    stock_list(hq)
    told: list[ExchangeProgress] = []
    desks().exchange(progress=told.append)
    seen = {each.stream: each.total for step in told for each in step.streams}
    assert seen == {"catalog": COUNT + 3, "prices/P1": COUNT + 2}
    assert any(each.done == each.total for step in told for each in step.streams)
    begun = [{each.stream: each.done for each in step.streams} for step in told if len(step.streams) == 2]
    assert begun
    assert {each["prices/P1"] for each in begun} == {0}  # the catalogue comes first
    assert sorted(each["catalog"] for each in begun) == [each["catalog"] for each in begun]


@pytest.mark.parametrize(("live", "long"), [(19_999, False), (20_000, True), (20_001, True)])
def test_streams_of_twenty_thousand_records_come_in_parts(monkeypatch, live, long):
    monkeypatch.undo()
    assert parts.is_long(Head(live=live)) is long


def test_desk_that_knows_no_parts_gets_pages(hq, desks):
    stock_list(hq)
    desk = desks()
    line = HqLine(desk.line, desk=desk.desk, key=desk.key)
    answer = line.ask("/v1/exchange", ExchangeRequest(PROTOCOL), ExchangeAnswer)
    assert answer.snapshots == []
    assert {page.stream: len(page.entries) for page in answer.pages}["catalog"] == COUNT + 3


def test_new_snapshot_replaces_an_old_one_when_the_stream_has_moved_on(hq, desks):
    stock_list(hq)
    for turn in range(4):
        desk = desks()
        desk.exchange()
        assert_equal_books(hq, desk)
        stock_list(hq, 12, start=100 * (turn + 1))
    assert count(hq, "snapshot") == 4  # the newest of two streams, and the one before
    assert rows(hq, "SELECT COUNT(DISTINCT number) FROM snapshot WHERE stream = 'catalog'") == [(2,)]


def test_record_that_lives_in_another_stream_here_is_told_and_mended(hq, desks):
    stock_list(hq)
    desk = desks()
    put(desk.book, desk.stream, "product", "SP0003", ProductBody("SP0003", "同名", "瓶", owner=AGENT))
    desk.exchange()
    desk.exchange()
    assert {name for (name,) in rows(desk.book, "SELECT name FROM product WHERE id = 'SP0003'")} <= {
        "矿泉水SP0003",
        "同名",
    }
    assert count(desk.book, "product") == COUNT + 2


def test_what_is_still_on_its_way_is_told_between_exchanges(hq, desks):
    stock_list(hq)
    desk = desks()
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 8))
    told = filling.on_their_way(desk.folder)
    assert [(each.stream, each.total) for each in told] == [("catalog", COUNT + 3), ("prices/P1", COUNT + 2)]
    assert 0 < told[0].done < told[0].total
    desk.exchange()
    assert filling.on_their_way(desk.folder) == []


def test_whoever_listens_hears_of_a_long_stream_and_takes_none_of_it(hq, desks):
    stock_list(hq)
    desk = desks()
    assert listen(desk.book, desk.key, transport=desk.line, seconds=0.1) == "news"
    desk.exchange()
    assert parts_asked(desk)


def test_record_out_of_bounds_in_a_part_is_held_and_told(hq, desks):
    stock_list(hq)
    body = b'{"price_list":"P1","product":"SP0001","unit_price":9000000000000000000,"valid_from":"2026-02-30"}'
    with hq.writing() as writing:
        writing.put_entries("prices/P1", [make_entry("price", "P1|SP0001|2026-02-30", body)])
    desk = desks()
    desk.exchange()
    assert parts_asked(desk)
    assert rows(desk.book, "SELECT COUNT(*) FROM price WHERE valid_from = '2026-02-30'") == [(0,)]
    assert [(kind, record) for _, kind, record, _ in problems_of(desk.book)] == [("price", "P1|SP0001|2026-02-30")]


def test_a_snapshot_serves_until_its_stream_has_moved_far(hq, desks, monkeypatch):
    stock_list(hq)
    desks().exchange()
    monkeypatch.setattr(parts, "_make", lambda *_: pytest.fail("made anew"))
    put(hq, "catalog", "product", "X", ProductBody("X", "新品", "瓶"))
    desk = desks()
    desk.exchange()
    assert parts_asked(desk)
    assert_equal_books(hq, desk)


def test_what_is_fetched_is_for_its_owner_alone(hq, desks):
    stock_list(hq)
    desk = desks()
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 8))
    found = [each for each in (desk.folder / filling.FOLDER).rglob("*") if each.is_file()]
    assert {each.suffix for each in found} >= {".gz", ".json"}
    if os.name == "posix":
        assert [each.name for each in found if each.stat().st_mode & 0o077] == []


def test_a_part_that_is_gone_is_forgotten_where_its_stream_comes_in_pages_now(hq, desks, monkeypatch):
    stock_list(hq)
    desk = desks()
    with pytest.raises(UnreachableError):
        desk.exchange(Interrupting(desk.line, 5))
    assert filling.on_their_way(desk.folder)
    with hq.writing() as writing:
        writing.connection.execute(text("DELETE FROM snapshot"))
        writing.connection.execute(text("DELETE FROM part"))
    monkeypatch.setattr(parts, "PARTED_FROM", 10_000)
    done = desk.exchange()
    assert filling.on_their_way(desk.folder) == []
    assert "parts_wrong" not in {each.code for each in done.notices}
    assert_equal_books(hq, desk)


def test_snapshots_nobody_asked_for_in_a_month_go(hq):
    now = datetime.now(UTC)
    head = Head(1, 6, bytes(32), 0, bytes(16))
    with hq.writing() as writing:
        for name, age in (("old", 31), ("young", 29), ("new", 0)):
            made = Snapshot(name, head.epoch, head.number, head.hash, 0, head.digest, [])
            parts._keep_snapshot(writing.connection, made, now - timedelta(days=age))
    assert rows(hq, "SELECT stream FROM snapshot ORDER BY stream") == [("new",), ("young",)]


def test_parts_that_no_snapshot_names_are_kept_for_an_hour(hq):
    now = datetime.now(UTC)
    for name, minutes in (("old", 61), ("young", 59), ("named", 61)):
        parts._keep_part(hq, name, b"x", now - timedelta(minutes=minutes))
    with hq.writing() as writing:
        made = Snapshot("s", 1, 6, bytes(32), 1, bytes(16), [SnapshotPart("named", 1, 1)])
        parts._keep_snapshot(writing.connection, made, now)
    assert rows(hq, "SELECT name FROM part ORDER BY name") == [("named",), ("young",)]


def test_a_maker_that_died_is_followed_by_another_after_two_minutes(hq):
    now = datetime.now(UTC)
    assert parts._claim(hq, "s", now)
    assert not parts._claim(hq, "s", now + timedelta(seconds=119))
    assert parts._claim(hq, "other", now)
    assert parts._claim(hq, "s", now + timedelta(seconds=121))


def test_a_damaged_part_is_told_to_who_runs_hq(hq, desks, caplog):
    stock_list(hq)
    desk = desks()
    desk.exchange()
    [(name,)] = rows(hq, "SELECT name FROM snapshot_part LIMIT 1")
    assert parts.read_part(hq, desk.desk, AGENT, name)
    with hq.writing() as writing:
        writing.connection.execute(text("UPDATE part SET bytes = :zero"), {"zero": b"nothing of it"})
    with pytest.raises(RefusedError, match="part_gone"):
        parts.read_part(hq, desk.desk, AGENT, name)
    assert name in caplog.text
    assert rows(hq, "SELECT COUNT(*) FROM part WHERE name = :name", name=name) == [(0,)]


@pytest.fixture
def catalogue(hq):
    """HQ with a long catalogue, as who may read it, and the chain's hash at its first entry."""
    stock_list(hq)
    with hq.writing() as writing:
        key, head = lock_head(writing.connection, "catalog")
        return Readable(key, "catalog", head), hashes_at(writing.connection, "catalog", [1])[1]


def test_a_snapshot_that_is_being_taken_is_not_told_again(hq, catalogue):
    stream, now = catalogue[0], datetime.now(UTC)
    offer = parts.offer_snapshots(hq, [stream], {}, now)
    [snapshot] = offer.snapshots
    assert (snapshot.number, offer.making, offer.apart) == (stream.head.number, [], {"catalog"})
    for taking, told in (
        ((snapshot.epoch, snapshot.number), []),
        ((snapshot.epoch, snapshot.number - 1), [snapshot]),
        ((snapshot.epoch + 1, snapshot.number), [snapshot]),
    ):
        again = parts.offer_snapshots(hq, [stream], {"catalog": taking}, now)
        assert (again.snapshots, again.making, again.apart) == (told, [], {"catalog"})


def test_a_snapshot_belongs_to_a_stream_whose_chain_leads_through_it(hq, catalogue):
    stream, first = catalogue
    last = stream.head.number
    with hq.reading() as connection:
        for number, hashed, belongs in (
            (last, stream.head.hash, True),
            (last, first, False),
            (1, first, True),
            (1, stream.head.hash, False),
            (1, b"", False),
            (last + 5, b"", False),
        ):
            assert parts._belongs(connection, stream, number, hashed) is belongs


def test_a_stream_moves_in_through_little_memory(hq, desks, monkeypatch):
    """Whatever other transactions keep of the file: a fill of a million rows has 120 MB for the whole process."""
    kept = {}
    copy = swap._copy_search

    def look_and_copy(connection):
        for name in ("main", "staged"):
            [[kept[name]]] = connection.exec_driver_sql(f"PRAGMA {name}.cache_size").all()
        copy(connection)

    monkeypatch.setattr(swap, "_copy_search", look_and_copy)
    stock_list(hq)
    desks().exchange()
    assert kept == {"main": -8_192, "staged": -2_048}
