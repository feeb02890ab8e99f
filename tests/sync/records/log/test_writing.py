"""One transaction: tables and entries together or not at all, numbers dense and in the order of commits."""

import threading
from contextlib import contextmanager

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import DamagedError, RefusedError, UsageError
from sync.records.bodies.records import DealerBody, PriceBody, ProductBody, decode, encode
from sync.records.books.database import open_sqlite, open_url
from sync.records.log.streams import head_of
from sync.streams import ZERO_HASH, digest_of, leaf_of, link
from tests.building.sync.books import a_price, put, row, rows


def product(sku="A", name="水"):
    return ProductBody(sku, name, "瓶")


def fail_after(book, stream, record):
    with book.writing() as writing:
        writing.put(stream, "product", record, product(record))
        raise ZeroDivisionError


def entries(book, stream):
    return rows(
        book,
        "SELECT e.number, e.kind, e.record, e.live, e.leaf, e.hash, e.body FROM entry e "
        "JOIN stream s ON s.id = e.stream WHERE s.name = :stream ORDER BY e.number",
        stream=stream,
    )


def test_each_stream_is_numbered_and_chained(book):
    with book.writing() as writing:
        writing.put_all("catalog", "product", [("A", product("A")), ("B", product("B"))])
        writing.put("prices/P1", "price", *a_price())
    put(book, "catalog", "product", "A", product("A", "纯净水"))
    previous = ZERO_HASH
    found = entries(book, "catalog")
    for number, kind, record, _, leaf, stored, body in found:
        assert bytes(leaf) == leaf_of(kind, record, bytes(body))
        previous = link(previous, number, bytes(leaf))
        assert bytes(stored) == previous
    assert [(number, record, bool(live)) for number, _, record, live, *_ in found] == [
        (1, "A", False), (2, "B", True), (3, "A", True),
    ]  # fmt: skip
    with book.reading() as connection:
        head = head_of(connection, "catalog")
        assert head_of(connection, "nowhere") is None
    assert head is not None
    assert (head.number, head.hash, head.live) == (3, previous, 2)
    assert head.digest == digest_of(bytes(leaf) for _, _, _, live, leaf, *_ in found if live)


def write_first(book, record):
    with book.writing() as writing:
        writing.put_first("catalog", "product", record, product(record))


def test_a_first_version_stands_in_the_chain_as_any_other(book):
    for record in ("A", "B"):
        write_first(book, record)
    put(book, "catalog", "product", "A", product("A", "纯净水"))
    write_first(book, "C")
    found = entries(book, "catalog")
    previous = ZERO_HASH
    for number, (at, kind, record, _, leaf, stored, body) in enumerate(found, 1):
        previous = link(previous, number, leaf_of(kind, record, bytes(body)))
        assert (at, bytes(leaf), bytes(stored)) == (number, leaf_of(kind, record, bytes(body)), previous)
    assert [(record, bool(live)) for _, _, record, live, *_ in found] == [
        ("A", False), ("B", True), ("A", True), ("C", True),
    ]  # fmt: skip
    with book.reading() as connection:
        head = head_of(connection, "catalog")
    assert head is not None
    assert (head.number, head.hash, head.live) == (4, previous, 3)
    assert head.digest == digest_of(bytes(leaf) for _, _, _, live, leaf, *_ in found if live)


def test_what_is_said_to_be_the_first_version_and_is_not_is_refused_by_the_engine(book):
    write_first(book, "A")
    before = entries(book, "catalog")
    with pytest.raises(IntegrityError):
        write_first(book, "A")
    assert entries(book, "catalog") == before


def test_deletion_is_an_entry_and_lives_no_more(book):
    put(book, "catalog", "product", "A", product())
    with book.writing() as writing:
        writing.delete("catalog", "product", ["A"])
    assert rows(book, "SELECT id FROM product") == []
    assert [(bool(each[3]), each[6] is None) for each in entries(book, "catalog")] == [(False, False), (False, True)]
    assert row(book, "SELECT live FROM stream WHERE name = 'catalog'") == (0,)


def test_failure_undoes_everything(book):
    with pytest.raises(ZeroDivisionError):
        fail_after(book, "catalog", "A")
    assert rows(book, "SELECT id FROM product") == rows(book, "SELECT id FROM entry") == []


class _Copies:
    """Stands for the second copy: what was begun, kept and taken back."""

    def __init__(self):
        self.told = []

    @contextmanager
    def beside_a_commit(self):
        try:
            yield lambda first, written: self.told.append((first, [each.record for each, _ in written]))
        except BaseException:
            self.told.append("undone")
            raise
        self.told.append("done")

    def close(self):
        pass


def test_entries_to_the_own_stream_are_copied_as_the_last_thing_before_the_commit(book):
    book.own_stream, book.outbox = "desk/d1", _Copies()
    put(book, "catalog", "product", "A", product())
    with book.writing() as writing:
        writing.put_all("desk/d1", "product", [("B", product("B")), ("C", product("C"))])
        assert book.outbox.told == ["done"]
    with pytest.raises(ZeroDivisionError):
        fail_after(book, "desk/d1", "D")
    put(book, "desk/d1", "product", "E", product("E"))
    assert book.outbox.told == ["done", (1, ["B", "C"]), "done", "undone", (3, ["E"]), "done"]


def test_record_lives_in_one_stream(book):
    put(book, "catalog", "product", "A", product())
    with pytest.raises(RefusedError, match="written_elsewhere"):
        put(book, "desk/d1", "product", "A", product(name="x"))
    assert row(book, "SELECT name FROM product") == ("水",)


def test_reading_is_one_snapshot(book):
    put(book, "catalog", "product", "A", product())
    with book.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM product").scalar()
        put(book, "catalog", "product", "B", product("B"))
        assert connection.exec_driver_sql("SELECT count(*) FROM product").scalar() == before == 1


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_writers_at_once_leave_no_gap(engine, request, tmp_path):
    if engine == "postgres":
        url = request.getfixturevalue("postgres_url")
        books = [open_url(url) for _ in range(4)]
    else:
        books = [open_sqlite(tmp_path / "book.db", create=True) for _ in range(4)]
    failures = []

    def write(place, book):
        try:
            for turn in range(15):
                with book.writing() as writing:
                    names = ["catalog", "prices/P1"] if (place + turn) % 2 else ["prices/P1", "catalog"]
                    for name in names:
                        record = f"{place}-{turn}"
                        if name == "catalog":
                            writing.put(name, "product", record, product(record))
                        else:
                            writing.put(name, "price", record, PriceBody("P1", record, 1))
        except Exception as failure:  # noqa: BLE001 - told by the assertion below
            failures.append(failure)

    threads = [threading.Thread(target=write, args=each) for each in enumerate(books)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for stream in ("catalog", "prices/P1"):
        found = entries(books[0], stream)
        assert [each[0] for each in found] == list(range(1, 61))
        previous = ZERO_HASH
        for number, _, _, _, leaf, stored, _ in found:
            previous = link(previous, number, bytes(leaf))
            assert bytes(stored) == previous
    for book in books:
        book.close()


def test_body_keeps_its_bytes_and_skips_what_it_does_not_know():
    body = DealerBody("GD01", "广东", "province", "HQ", credit_limit=0)
    raw = encode(body)
    assert "credit_limit" in raw.decode()
    assert "credit_days" not in raw.decode()
    assert decode("dealer", raw) == body
    assert decode("dealer", raw[:-1] + b',"colour":"red"}') == body
    assert decode("promotion", b"{}") is None
    with pytest.raises(msgspec.ValidationError):
        decode("dealer", b'{"code":1}')


def test_book_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="book_missing"):
        open_sqlite(tmp_path / "book.db")
    with pytest.raises(UsageError, match="database_url_unknown"):
        open_url("mysql://root@localhost/x")
    (tmp_path / "book.db").write_bytes(b"this is not a database at all" * 400)
    with pytest.raises(DamagedError, match="database_damaged"):
        open_sqlite(tmp_path / "book.db")


def test_book_of_a_newer_program_is_refused(sqlite_book):
    with sqlite_book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RefusedError, match="book_newer"):
        open_sqlite(sqlite_book.path)


@pytest.mark.usefixtures("to_the_disk")
def test_desk_writes_durably(sqlite_book):
    with sqlite_book.reading() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
