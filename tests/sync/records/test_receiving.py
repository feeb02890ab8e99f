"""Pages that fit are taken whole with their cursor; pages that don't are not taken at all; differences are mended."""

import msgspec
import pytest
from sqlalchemy import text

from sync.client.asking import Line
from sync.hq import pages
from sync.records.bodies import PriceBody, ProductBody
from sync.records.receiving import PageError, receive_page
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, Page, wire_entry
from tests.sync.books import put, rows
from tests.sync.ends import Local, a_desk, an_hq, assert_equal_books, heads, live_of, problems_of, streams_of


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
    line = Line(desk.line, desk=desk.desk, key=desk.key)
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
            from sync.client.transport import Response
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
    done = desk.exchange()
    assert [reason.code for reason in done.notices] == ["stream_mended"]
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
