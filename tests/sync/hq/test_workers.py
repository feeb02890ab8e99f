"""Several processes behind one address: one that dies is replaced, all tell their figures, and all stop in peace."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from sync.client.line.asking import Patience
from sync.client.line.transport import HttpTransport
from sync.client.streams.exchanging import exchange
from sync.records.books.database import open_sqlite
from tests.building.sync.books import found_hq, order_of, rows, stock_up
from tests.building.sync.ends import a_desk, assert_equal_books
from tests.building.sync.hostile import connect, greets

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are looked at in the way of POSIX")
SERVE = """
import sys
from sync.hq.service.service import Options, serve
serve(sys.argv[1], port=0, workers=int(sys.argv[2]), options=Options(log="json"),
      on_ready=lambda url: print(url, flush=True))
"""
FAILING = """
import sys
from sync.hq.service.service import serve
serve(sys.argv[1], port=0, workers=2, worker="nowhere:nothing")
"""


@pytest.fixture
def path(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    book.close()
    return tmp_path / "hq.db"


@contextmanager
def service(path, workers=2, script=SERVE):
    words = [sys.executable, "-c", script, str(path), str(workers)]
    with (
        (path.parent / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True, cwd=Path(__file__).parents[3]) as made,
    ):
        try:
            assert made.stdout
            yield made.stdout.readline().strip(), made
        finally:
            made.send_signal(signal.SIGTERM)
            made.wait(60)


def workers_of(pid):
    """The processes that serve."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    lines = [each.split(None, 1) for each in found.stdout.splitlines()]
    return {int(pid) for pid, words in lines if "spawn_main" in words}


def logged(path):
    lines = (path.parent / "log").read_text(encoding="utf-8").splitlines()
    return [json.loads(each) for each in lines if each.startswith("{")]


def test_a_worker_that_dies_is_replaced_and_nobody_notices(path):
    with service(path) as (url, made):
        before = workers_of(made.pid)
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        until = time.monotonic() + 40
        while len(workers_of(made.pid) - {min(before)}) < 2:
            assert time.monotonic() < until
            greets(url, 20)
            time.sleep(0.2)
        greets(url, 20)
    assert any(each["event"] == "a worker ended" for each in logged(path))


def test_orders_go_on_while_workers_are_killed_and_none_is_lost_or_doubled(path, tmp_path):
    book = open_sqlite(path)
    stock_up(book, {"A": 1000})
    desk = a_desk(book, tmp_path / "desk")
    desk.exchange()
    orders = []
    with service(path) as (url, made):
        line = HttpTransport(url)
        for place in range(6):
            if place in (1, 3):
                os.kill(min(workers_of(made.pid)), signal.SIGKILL)
            orders.append(desk.order())
            exchange(desk.book, desk.key, transport=line, patience=Patience(tries=12, first_pause=0.1))
        line.close()
    desk.exchange()
    assert [order_of(desk.book, each)[0] for each in orders] == ["accepted"] * len(orders)
    assert rows(book, "SELECT id FROM document WHERE kind = 'order' ORDER BY number") == [(each,) for each in orders]
    assert_equal_books(book, desk)
    desk.book.close()
    book.close()


def test_figures_of_all_workers_are_told_by_each(path):
    with service(path) as (url, _):
        for _ in range(30):
            greets(url)
        time.sleep(0.2)
        counts = {_counted(url) for _ in range(6)}
        assert counts == {30.0}


def _counted(url):
    lines = requests.get(f"{url}/metrics", timeout=10).text.splitlines()
    return sum(
        float(each.rsplit(" ", 1)[1]) for each in lines if each.startswith('desk_hq_requests_total{route="hello"')
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_request_under_way_is_finished_when_the_service_stops(path, workers):
    with service(path, workers) as (url, made), connect(url) as slow:
        slow.sendall(b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
        time.sleep(0.3)
        threading.Timer(0.2, made.send_signal, [signal.SIGTERM]).start()
        time.sleep(1)
        slow.sendall(b"67890")
        assert slow.recv(65536).startswith(b"HTTP/1.1 400")


def test_workers_that_can_not_start_end_the_service(path):
    words = [sys.executable, "-c", FAILING, str(path)]
    ended = subprocess.run(
        words, capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parents[3]
    )
    assert ended.returncode != 0
    assert "workers_failed" in ended.stderr


def test_log_lines_say_who_what_and_how_long_and_no_more(path):
    with service(path, 1) as (url, _):
        greets(url)
        requests.post(f"{url}/v1/enrol", b'{"code": "SECRET-CODE"}', timeout=10)
        requests.post(f"{url}/v1/exchange", b"x", headers={"X-Desk": "d1"}, timeout=10)
    lines = [each for each in logged(path) if "route" in each]
    assert [(each["route"], each["status"], each["code"]) for each in lines] == [
        ("hello", 200, ""),
        ("enrol", 400, "message_unreadable"),
        ("exchange", 401, "nonce_expired"),
    ]
    assert {"time", "level", "event", "process", "desk", "ms", "bytes_in", "bytes_out", "address"} <= set(lines[0])
    assert "SECRET" not in (path.parent / "log").read_text(encoding="utf-8")
