"""An HQ that never ends, or can't be asked just when it should: the exchange ends, says so, and the next one heals."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from domain.errors import UnreachableError
from sync.client.line.transport import Response
from sync.client.streams import outcome
from sync.client.streams.news import has_more
from sync.hq.restored.epochs import begin_epoch
from sync.records.bodies.records import ProductBody
from sync.records.books.database import open_sqlite
from sync.records.schema.migrating import copy_file
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import pack, unpack
from tests.building.sync.books import put, rows
from tests.building.sync.ends import Local, an_hq, assert_equal_books


class Endless(Local):
    """Publishes one more product with each question, and says there is more."""

    def __init__(self, hq):
        super().__init__(hq)
        self.hq, self.count, self.mad = hq, 0, True

    def send(self, method, path, headers, body):
        if self.mad and path == "/v1/exchange":
            self.count += 1
            put(self.hq, "catalog", "product", f"N{self.count}", ProductBody(f"N{self.count}", "新品", "瓶"))
        answer = super().send(method, path, headers, body)
        if not self.mad or path != "/v1/exchange" or answer.status != 200:
            return answer
        told = msgspec.structs.replace(unpack(answer.body, ExchangeAnswer), more=True)
        return Response(200, pack(told), encrypted=True)


def test_an_hq_that_always_has_more_keeps_no_exchange_for_ever(hq, desks, monkeypatch):
    monkeypatch.setattr(outcome, "MOST_ROUNDS", 7)
    line = Endless(hq)
    desk = desks(line=line)
    done = desk.exchange()
    assert (done.rounds, [each.code for each in done.notices].count("exchange_endless")) == (7, 1)
    assert len(rows(desk.book, "SELECT id FROM product WHERE id LIKE 'N%'")) == 7  # what came is kept
    line.mad = False
    assert "exchange_endless" not in {each.code for each in desk.exchange().notices}
    assert_equal_books(hq, desk)


class Unverifying(Local):
    """Is busy whenever it is asked what its records are."""

    busy = True

    def send(self, method, path, headers, body):
        if self.busy and path == "/v1/verify":
            return Response(503, b"busy", encrypted=True)
        return super().send(method, path, headers, body)


def test_a_stream_that_differs_is_put_right_later_though_it_never_moves_again(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    line = Unverifying(hq)
    desk = desks_of(hq, line=line)
    desk.exchange()
    with desk.book.writing() as writing:  # as a page that somebody altered on the way leaves it
        for sql in (
            "UPDATE entry SET leaf = zeroblob(32), body = '{}' WHERE kind = 'product' AND record = 'A'",
            "UPDATE stream SET digest = zeroblob(16) WHERE name = 'catalog'",
        ):
            writing.connection.exec_driver_sql(sql)
    put(hq, "catalog", "product", "N1", ProductBody("N1", "新品", "瓶"))
    with pytest.raises(UnreachableError):
        desk.exchange()
    line.busy = False
    told = {each.code: each.facts for each in desk.exchange().notices}
    assert told["stream_mended"]["records"] == 1
    assert_equal_books(hq, desk)
    line.sent.clear()
    desk.exchange()
    assert line.sent == ["/v1/exchange"]


class Asking(Local):
    """Asks for another look at an own entry when it says that it was set back; then it tells how much waits there."""

    def __init__(self, hq):
        super().__init__(hq)
        self.bent: list[dict[str, Any]] = [{"wanted": [1]}, {"returned": 17}]

    def send(self, method, path, headers, body):
        answer = super().send(method, path, headers, body)
        if not self.bent or path != "/v1/exchange" or answer.status != 200:
            return answer
        told = unpack(answer.body, ExchangeAnswer)
        if not told.restored or has_more(told):
            return answer
        return Response(200, pack(msgspec.structs.replace(told, **self.bent.pop(0))), encrypted=True)


def test_that_all_was_given_back_is_told_by_the_request_that_goes_out_anyway(sqlite_book, desks_of, tmp_path):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.order()
    desk.exchange()
    copy_file(hq.engine, tmp_path / "yesterday.db")
    old = open_sqlite(tmp_path / "yesterday.db")
    begin_epoch(old, datetime.now(UTC), "王芳")
    desk.line = Asking(old)
    desk.exchange()
    assert desk.line.bent == []
    assert_equal_books(old, desk)
    old.close()
