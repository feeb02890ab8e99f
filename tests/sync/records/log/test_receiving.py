"""Pages that fit are taken whole with their cursor; pages that don't are not taken at all; differences are mended."""

import msgspec
import pytest
from sqlalchemy import text

from sync.client.line.asking import HqLine
from sync.client.streams.offering import next_request
from sync.client.streams.progress import ExchangeProgress
from sync.hq.taking import pages
from sync.records.bodies.records import PriceBody, ProductBody
from sync.records.log import rebuilding
from sync.records.log.holding import HELD, Held
from sync.records.log.problems import note_held
from sync.records.log.rebuilding import drop_stream, raise_to_stream
from sync.records.log.receiving import PageError, check_page, forget_held, receive_page
from sync.streams import ZERO_HASH, Head, chain, make_entry
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, Page, WireEntry, wire_entry
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import Local, a_desk, an_hq, assert_equal_books, heads, live_of, problems_of, streams_of


@pytest.fixture
def small_pages(monkeypatch):
    def init(self):
        self.entries, self.bytes = 4, 10**9

    monkeypatch.setattr(pages.Budget, "__init__", init)


def change(book, sql, **values):
    """Damages a book behind its back."""
    with book.writing() as writing:
        writing.connection.execute(text(sql), values)


def cut_while_receiving(desk, page):
    with desk.book.writing() as writing:
        receive_page(writing.connection, page, "2026-11-23T08:00:00Z")
        raise KeyError("power cut")


def page_of(desk, stream="catalog"):
    line = HqLine(desk.line, desk=desk.desk, key=desk.key)
    answer = line.ask("/v1/exchange", ExchangeRequest(PROTOCOL), ExchangeAnswer)
    return next(page for page in answer.pages if page.stream == stream)


def test_page_is_taken_with_its_cursor_or_not_at_all(hq, desks):
    """c6: a cursor never stands without the rows before it."""
    desk = desks()
    page = page_of(desk)
    with pytest.raises(KeyError):
        cut_while_receiving(desk, page)
    assert rows(desk.book, "SELECT COUNT(*) FROM entry") == rows(desk.book, "SELECT COUNT(*) FROM product") == [(0,)]
    desk.exchange()
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("harm", ["gap", "twice", "order", "hash", "body", "epoch"])
def test_page_that_breaks_the_chain_is_refused(sqlite_book, desks_of, harm):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    for sku in ("C", "D", "E"):
        put(hq, "catalog", "product", sku, ProductBody(sku, f"商品{sku}", "瓶"))
    answered: dict[str, Page] = {}

    class Harmful(Local):
        """Harms the first page only, as a broken relay would; the remedy must work."""

        def send(self, *request):
            answer = super().send(*request)
            if answered:
                return answer
            from sync.client.line.transport import Response
            from sync.wire.packing import pack, unpack

            whole = unpack(answer.body, ExchangeAnswer)
            harm_page(whole.pages[0], harm)
            whole.pages[0].signature = b""  # what HQ signed it would not send like this
            answered["page"] = whole.pages[0]
            return Response(200, pack(whole))

    done = desk.exchange(transport=Harmful(hq))
    assert [reason.code for reason in done.notices] == ["stream_refilled"]
    assert answered["page"].stream == "catalog"
    assert_equal_books(hq, desk)


def harm_page(page, harm):
    entries = page.entries
    match harm:
        case "gap":
            del entries[1]
        case "twice":
            entries.insert(1, entries[1])
        case "order":
            entries[0], entries[1] = entries[1], entries[0]
        case "hash":
            page.hash = bytes(32)
        case "body":
            first = entries[0]
            body = bytes(first.body).replace("商品C".encode(), "商品X".encode())
            entries[0] = wire_entry(first.number, first.kind, first.record, body)
        case "epoch":
            page.epoch += 1


@pytest.mark.usefixtures("small_pages")
def test_fill_that_broke_off_goes_on_while_records_change(sqlite_book, desks_of):
    """c5, c8, c12: what is replaced or deleted while a first fill goes on arrives as it is at the end."""
    hq = an_hq(sqlite_book)
    for number in range(20):
        put(hq, "catalog", "product", f"P{number:02d}", ProductBody(f"P{number}", "甲", "瓶"))
    desk = desks_of(hq)
    turns = iter(range(100))

    class Changing(Local):
        def send(self, *request):
            answer = super().send(*request)
            turn = next(turns)
            if turn == 2:
                with hq.writing() as writing:
                    writing.delete("catalog", "product", ["P00", "P19"])
                    writing.put("catalog", "product", "P01", ProductBody("P1", "乙", "瓶"))
                    writing.put("catalog", "product", "P18", ProductBody("P18", "乙", "瓶"))
            return answer

    stop = iter([False, False, False, True])
    desk.exchange(transport=Changing(hq), cancelled=lambda: next(stop, True))
    assert rows(desk.book, "SELECT filling_to FROM stream WHERE name = 'catalog'") != [(None,)]
    desk.reopen()
    assert desk.exchange().notices == ()
    assert_equal_books(hq, desk)
    assert rows(desk.book, "SELECT filling_to FROM stream WHERE filling_to IS NOT NULL") == []


HARMS = {
    "a record altered": "UPDATE entry SET leaf = x'00', body = '{}' WHERE record = 'A' AND live",
    "a record lost": "DELETE FROM entry WHERE record = 'A' AND live",
    "a record too many": "UPDATE entry SET record = 'stray', leaf = randomblob(32) WHERE record = 'A' AND live",
    "a wrong digest": "UPDATE stream SET digest = zeroblob(16), live = 7 WHERE name = 'catalog'",
}


@pytest.mark.parametrize("harm", HARMS)
def test_only_differing_records_are_replaced(sqlite_book, desks_of, harm):
    """c11: a difference is drilled down to its records; nothing is wiped, the outbox least of all."""
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    change(desk.book, HARMS[harm])
    if harm != "a wrong digest":
        count, digest = len(live_of(desk.book, "catalog")), _digest(desk.book)
        change(desk.book, "UPDATE stream SET digest = :d, live = :c WHERE name = 'catalog'", d=digest, c=count)
    desk.order("waiting", seller="HQ")
    put(hq, "catalog", "product", "C", ProductBody("C", "商品C", "瓶"))
    desk.line.sent.clear()
    told: list[ExchangeProgress] = []
    done = desk.exchange(progress=told.append)
    assert [reason.code for reason in done.notices] == ["stream_mended"]
    assert [step for step in told if step.stage == "checking"] == [ExchangeProgress("checking", 0, 1)]
    assert len(desk.line.sent) <= 4
    assert rows(hq, "SELECT id FROM document") == [("waiting",)]
    assert_equal_books(hq, desk)
    assert desk.exchange().notices == ()


def _digest(book):
    from sync.streams import digest_of

    return digest_of(live_of(book, "catalog").values())


def test_bad_record_stops_nothing_and_is_told(hq, desks):
    """c14: a record that can't be read is kept, told, and settled by its next version."""
    desk = desks()
    desk.exchange()
    with hq.writing() as writing:
        bad = msgspec.Raw(b'{"sku": 7}')
        writing._queued["catalog"].append(_raw_entry("product", "BAD", bytes(bad)))
        writing.put("catalog", "product", "C", ProductBody("C", "商品C", "瓶"))
    assert desk.exchange().received == 2
    assert problems_of(desk.book) == [("catalog", "product", "BAD", "record_unreadable")]
    assert rows(desk.book, "SELECT sku FROM product ORDER BY sku") == [("A",), ("B",), ("C",)]
    put(hq, "catalog", "product", "BAD", ProductBody("BAD", "好了", "瓶"))
    desk.exchange()
    assert problems_of(desk.book) == []
    assert_equal_books(hq, desk)


def test_unknown_kind_is_kept_and_unknown_field_skipped(hq, desks):
    desk = desks()
    with hq.writing() as writing:
        writing._queued["catalog"] += [
            _raw_entry("hologram", "h1", b'{"depth":3}'),
            _raw_entry("price", "P1|A|new", b'{"price_list":"P1","product":"A","unit_price":1,"mood":"good"}'),
        ]
    desk.exchange()
    assert rows(desk.book, "SELECT body FROM entry WHERE kind = 'hologram'") == [(b'{"depth":3}',)]
    assert rows(desk.book, "SELECT unit_price FROM price WHERE id = 'P1|A|new'") == [(1,)]
    assert problems_of(desk.book) == []
    with desk.book.reading():
        assert heads(desk.book, "catalog") == heads(hq, "catalog")


def _raw_entry(kind, record, body):
    from sync.streams import make_entry

    return make_entry(kind, record, body)


def test_bytes_are_passed_on_as_they_came(hq, desks, tmp_path):
    """A body is never written anew: spaces, escapes and the order of fields reach the third reader untouched."""
    odd = b'{ "name": "\\u5546\\u54c1",  "sku":"ODD" , "unit":"\xe7\x93\xb6"}'
    with hq.writing() as writing:
        writing._queued["catalog"].append(_raw_entry("product", "ODD", odd))
    desk = desks()
    desk.exchange()
    assert rows(desk.book, "SELECT body FROM entry WHERE record = 'ODD'") == [(odd,)]
    assert live_of(desk.book, "catalog") == live_of(hq, "catalog")


def test_page_with_impossible_names_is_refused(sqlite_book, desks_of):
    desk = desks_of(an_hq(sqlite_book))
    page = page_of(desk)
    page.entries[0] = wire_entry(1, "product", "A\0B", b"{}")
    with pytest.raises(PageError), desk.book.writing() as writing:
        receive_page(writing.connection, page, "2026-11-23T08:00:00Z")


@pytest.mark.usefixtures("small_pages")
def test_pages_are_bounded_and_every_round_moves(sqlite_book, tmp_path):
    hq = an_hq(sqlite_book)
    with hq.writing() as writing:
        writing.put_all("prices/P1", "price", [(f"x{each}", PriceBody("P1", "A", each)) for each in range(40)])
    desk = a_desk(hq, tmp_path / "d")
    done = desk.exchange()
    assert done.received == 40 + 7
    assert 12 <= done.rounds <= 16
    assert "prices/P1" in streams_of(desk.book)
    assert_equal_books(hq, desk)
    desk.book.close()


def test_a_page_goes_on_where_the_engine_was_asked_for_the_first_rows(sqlite_book, desks_of, monkeypatch):
    monkeypatch.setattr(pages, "_AT_ONCE", 3)
    hq = an_hq(sqlite_book)
    for number in range(7):
        put(hq, "catalog", "product", f"P{number}", ProductBody(f"P{number}", "甲", "瓶"))
    desk = desks_of(hq)
    assert desk.exchange().rounds == 1
    assert_equal_books(hq, desk)
    for number in range(6):  # dense this time, and a multiple of what is asked for at once
        put(hq, "catalog", "product", f"Q{number}", ProductBody(f"Q{number}", "甲", "瓶"))
    assert desk.exchange().rounds == 1
    assert_equal_books(hq, desk)


@pytest.mark.usefixtures("small_pages")
def test_an_answer_tells_how_many_entries_are_still_to_come(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    before = heads(desk.book, "catalog", "prices/P1", "dealer/GD01")
    for number in range(5):
        put(hq, "catalog", "product", f"P{number}", ProductBody(f"P{number}", "甲", "瓶"))
        put(hq, "prices/P1", "price", f"p{number}", PriceBody("P1", "A", number))
    line = HqLine(desk.line, desk=desk.desk, key=desk.key)
    with desk.book.reading() as connection:
        request = next_request(connection, desk.stream, desk.key)
    answer = line.ask("/v1/exchange", request, ExchangeAnswer)
    there = heads(hq, *before)
    lacks = sum(there[name].number - before[name].number for name in before)
    assert lacks == 10
    assert sum(len(page.entries) for page in answer.pages) == 4
    assert (answer.left, answer.more) == (6, True)


LEAF = b"l" * 32


@pytest.mark.parametrize(
    ("held", "leaf", "fits"),
    [(True, LEAF, True), (False, b"", True), (True, b"", True), (False, LEAF, False), (True, LEAF[1:], False)],
)
def test_only_of_what_hq_holds_the_leaf_alone_may_be_told(held, leaf, fits):
    body = msgspec.Raw(b"null" if leaf else b"{}")
    sent = WireEntry(1, "product", "A", body, held, leaf)
    page = Page("catalog", 1, 1, 1, chain(ZERO_HASH, 1, [sent.entry().leaf])[0], 1, [sent])
    if fits:
        [(number, entry, there)] = check_page(page, Head())
        assert (number, entry.record, there) == (1, "A", page.hash)
    else:
        with pytest.raises(PageError, match="page_bodies"):
            check_page(page, Head())


def a_page(numbers, first=1, last=None, **more):
    entries = [wire_entry(number, "product", f"P{number}", b"{}") for number in numbers]
    last = last if last is not None else (numbers[-1] if numbers else first)
    hashes = chain(ZERO_HASH, 1, [each.entry().leaf for each in entries])
    end = hashes[-1] if hashes else ZERO_HASH
    return Page(
        "catalog", **{"epoch": 1, "first": first, "last": last, "hash": end, "head": 9, "entries": entries, **more}
    )


HEAD = Head()
PAGES = {
    "dense": (a_page([1, 2, 3]), ""),
    "nothing but its end": (a_page([], last=0), ""),
    "a hole": (a_page([1, 3]), "page_missing"),
    "a number too many": (a_page([1, 2, 3], last=2), "page_missing"),
    "a number too few": (a_page([1, 2], last=3), "page_missing"),
    "begun too late": (a_page([2, 3], first=2), "page_elsewhere"),
    "another epoch": (a_page([1], epoch=2), "page_elsewhere"),
    "another end": (a_page([1], hash=b"x" * 32), "page_chain"),
    "sparse": (a_page([2, 5], last=7, sparse=True), ""),
    "sparse from the first to the last": (a_page([1, 7], last=7, sparse=True), ""),
    "sparse and empty": (a_page([], last=7, sparse=True), ""),
    "sparse and falling": (a_page([5, 2], last=7, sparse=True), "page_order"),
    "sparse with one twice": (a_page([2, 2], last=7, sparse=True), "page_order"),
    "sparse beyond its end": (a_page([2, 8], last=7, sparse=True), "page_order"),
    "sparse before its beginning": (a_page([0, 2], last=7, sparse=True), "page_order"),
    "sparse, ending before it begins": (a_page([], last=0, sparse=True), "page_order"),
    "a zero in a kind": (a_page([], last=1, entries=[wire_entry(1, "a\0", "x", b"{}")]), "page_names"),
    "a zero in an id": (a_page([], last=1, entries=[wire_entry(1, "a", "x\0", b"{}")]), "page_names"),
}


@pytest.mark.parametrize("what", PAGES)
def test_a_page_goes_on_from_the_head_without_a_hole(what):
    page, code = PAGES[what]
    if code:
        with pytest.raises(PageError) as told:
            check_page(page, HEAD)
        assert told.value.reason.code == code
        return
    found = check_page(page, HEAD)
    assert [number for number, _, _ in found] == [each.number for each in page.entries]
    assert [each is None for _, _, each in found] == [page.sparse] * len(found)


def test_what_hq_held_is_forgotten_from_where_it_is_offered_again(sqlite_book):
    hq = an_hq(sqlite_book)
    entry = make_entry("order", "o", b"{}")
    with hq.writing() as writing:
        note_held(writing.connection, "desk/d1", [(number, entry, Held(HELD)) for number in (1, 2, 3)], NOW)
        note_held(writing.connection, "desk/d1", [(4, entry, Held("number_not_yours"))], NOW)
        note_held(writing.connection, "desk/d2", [(3, entry, Held(HELD))], NOW)
        forget_held(writing.connection, "desk/d1", 1)
    found = rows(hq, "SELECT stream, number FROM problem ORDER BY stream, number")
    assert found == [("desk/d1", 1), ("desk/d1", 4), ("desk/d2", 3)]


@pytest.mark.usefixtures("small_pages")
def test_a_stream_dropped_in_the_midst_of_its_first_fill_begins_like_any_other(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    for number in range(20):
        put(hq, "catalog", "product", f"P{number:02d}", ProductBody(f"P{number}", "甲", "瓶"))
    desk = desks_of(hq)
    stop = iter([False, False, True])
    desk.exchange(cancelled=lambda: next(stop, True))
    [(filling,)] = rows(desk.book, "SELECT filling_to FROM stream WHERE name = 'catalog'")
    assert filling
    with desk.book.writing() as writing:
        drop_stream(writing.connection, "catalog")
    assert rows(desk.book, "SELECT head, filling_to FROM stream WHERE name = 'catalog'") == [(0, None)]
    assert rows(desk.book, "SELECT COUNT(*) FROM product") == [(0,)]
    desk.exchange()
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_numbers_go_on_behind_the_highest_of_a_whole_stream(sqlite_book, desks_of, monkeypatch, count):
    monkeypatch.setattr(rebuilding, "_AT_ONCE", 2)
    desk = desks_of(an_hq(sqlite_book))
    for number in range(1, count + 1):
        desk.order(f"o{number}", number=f"XSDD-01-261123-{number:04d}")
    change(desk.book, "DELETE FROM number_sequence")
    with desk.book.writing() as writing:
        raise_to_stream(writing.connection, desk.stream)
    assert rows(desk.book, "SELECT last FROM number_sequence") == [(count,)]
