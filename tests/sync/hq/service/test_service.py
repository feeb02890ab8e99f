"""The real service over real HTTP on loopback: one process in a thread, and several processes over one database."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from domain.errors import RefusedError, UsageError
from sync.client.line.transport import HttpTransport
from sync.hq.service.service import make_app, running
from sync.records.books.database import open_sqlite
from sync.wire.messages import Hello
from sync.wire.packing import unpack
from tests.building.sync.books import stock_up
from tests.building.sync.ends import assert_equal_books, found_hq, row

SERVE = """
import sys
import time
from sync.hq.service.service import serve
serve(sys.argv[1], port=0, workers=int(sys.argv[2]), on_ready=lambda url: print(url, flush=True))
"""


def test_desk_exchanges_over_http(hq, desks):
    stock_up(hq, {"A": 100})
    with running(hq) as url:
        desk = desks(line=HttpTransport(url))
        desk.exchange()
        order = desk.order()
        assert desk.exchange().sent == 1
        assert row(desk.book, "SELECT state FROM document WHERE id = :id", id=order) == ("accepted",)
        desk.line.close()
    assert_equal_books(hq, desk)


def test_hello_needs_no_signature_and_unpacks_with_any_client(hq):
    with running(hq) as url:
        answer = requests.get(f"{url}/v1/hello", timeout=10)
        assert answer.status_code == 200
        hello = unpack(answer.content, Hello)
        assert (hello.dealer, hello.dealer_name) == ("HQ", "总部")
        assert requests.get(f"{url}/v1/nothing", timeout=10).status_code == 404
        assert requests.post(f"{url}/v1/exchange", b"x", timeout=10).status_code == 401


def test_answers_on_a_kept_connection_are_not_held_back(hq):
    with running(hq) as url, requests.Session() as line:
        line.get(f"{url}/v1/hello", timeout=10)
        spent = []
        for _ in range(25):
            began = time.perf_counter()
            line.get(f"{url}/v1/hello", timeout=10)
            spent.append(time.perf_counter() - began)
    assert min(spent) < 0.03, "answers wait for the acknowledgement of their headers"


def test_book_that_is_not_hq_is_not_served(book):
    with pytest.raises(UsageError) as told:
        make_app(book)
    assert told.value.code == "hq_not_founded"


def test_port_in_use_is_told(sqlite_book):
    found_hq(sqlite_book)
    with running(sqlite_book) as url:
        port = int(url.rsplit(":", 1)[1])
        with pytest.raises(RefusedError) as told, running(sqlite_book, port=port):
            pass
    assert told.value.code == "port_in_use"


@pytest.mark.skipif(os.name == "nt", reason="there the service is stopped in another way")
@pytest.mark.parametrize("workers", [1, 2])
def test_processes_serve_one_database_and_stop_when_told(postgres_book, postgres_url, desks_of, workers):
    found_hq(postgres_book)
    command = [sys.executable, "-c", SERVE, postgres_url, str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout
            url = service.stdout.readline().strip()
            desk = desks_of(postgres_book, line=HttpTransport(url))
            desk.exchange()
            desk.order()
            assert desk.exchange().sent == 1
            desk.line.close()
        finally:
            service.send_signal(signal.SIGTERM)
        assert service.wait(30) in (0, -signal.SIGTERM)
    assert_equal_books(postgres_book, desk)


@pytest.mark.skipif(os.name == "nt", reason="there the service is stopped in another way")
def test_workers_end_with_a_killed_service_and_free_its_port(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    book.close()
    command = [sys.executable, "-c", SERVE, str(tmp_path / "hq.db"), "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout
        url = service.stdout.readline().strip()
        service.kill()
    port = int(url.rsplit(":", 1)[1])
    until = time.monotonic() + 30
    while True:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
                break
            except OSError:
                assert time.monotonic() < until, "the workers kept the port"
