"""The service goes on for all whatever one does: idle, slow, greedy, guessing or probing."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from sync.client.line.transport import HttpTransport
from sync.client.streams.exchanging import exchange
from sync.hq.service.certificate import make_files
from sync.hq.service.enrolment import make_code, revoke_desk
from sync.hq.service.service import Options, running
from sync.hq.web.limits import ServiceLimits
from sync.hq.web.plan import Certificate
from sync.keys import DeviceKey
from sync.records.books.database import open_sqlite
from sync.wire.messages import PROTOCOL, EnrolRequest, ExchangeRequest
from sync.wire.packing import pack
from tests.building.sync.books import found_hq
from tests.building.sync.ends import HASTY
from tests.building.sync.hostile import bomb, code_of, connect, greets, is_ended, nonce_of, post_signed

SERVE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[2]), int(sys.argv[2])))
from sync.hq.service.service import serve
serve(sys.argv[1], port=0, on_ready=lambda url: print(url, flush=True))
"""
QUICK = ServiceLimits(head=1.0, body=3.0, first_seconds=1.0, idle=2.0)


def served(book, limits):
    return running(book, options=Options(limits=limits))


@contextmanager
def process(path, files):
    """The service as a process that may open so many files."""
    words = [sys.executable, "-c", SERVE, str(path), str(files)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[4]) as service:
        try:
            assert service.stdout
            yield service.stdout.readline().strip(), service.pid
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(30)


@pytest.mark.skipif(os.name == "nt", reason="files aren't bounded there")
def test_more_idle_connections_than_files_keep_nobody_out(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    book.close()
    with process(tmp_path / "hq.db", 1024) as (url, _), ExitStack() as held:
        for _ in range(1100):
            held.enter_context(connect(url))
        for _ in range(5):
            assert greets(url) < 3


def test_connections_in_all_are_bounded_and_the_idlest_goes_first(hq):
    with served(hq, ServiceLimits(connections=20)) as url, ExitStack() as held:
        first = [held.enter_context(connect(url)) for _ in range(10)]
        time.sleep(0.2)
        others = [held.enter_context(connect(url)) for _ in range(10)]
        greets(url)
        assert is_ended(first[0], 2)
        assert not is_ended(others[-1], 0.2)


def test_one_address_has_no_more_than_its_share(hq):
    with served(hq, ServiceLimits(of_one_address=10)) as url, ExitStack() as held:
        many = [held.enter_context(connect(url, "127.0.0.2")) for _ in range(40)]
        time.sleep(0.3)
        for each in many:
            each.setblocking(False)
        left = [each for each in many if not _closed(each)]
        assert len(left) == 10
        greets(url)


def _closed(connection):
    try:
        connection.recv(100)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def test_connections_that_never_shake_hands_keep_nobody_out(sqlite_book, tmp_path):
    found_hq(sqlite_book)
    tls, _ = make_files(tmp_path, ["127.0.0.1"], datetime.now(UTC))
    secure = Options(ServiceLimits(connections=40), Certificate(str(tls.certificate), str(tls.key)))
    with running(sqlite_book, options=secure) as url, ExitStack() as held:
        silent = [held.enter_context(connect(url)) for _ in range(60)]
        for _ in range(3):
            assert requests.get(f"{url}/v1/hello", verify=str(tls.certificate), timeout=5).status_code == 200
        assert is_ended(silent[0], 3)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /v1/hello HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n{",
        b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "endless pieces"],
)
def test_who_is_too_slow_is_ended(sqlite_book, said):
    found_hq(sqlite_book)
    with served(sqlite_book, QUICK) as url, connect(url) as slow:
        slow.sendall(said)
        stop = threading.Event()
        threading.Thread(target=_drip, args=(slow, said, stop), daemon=True).start()
        assert is_ended(slow, 12)
        stop.set()
        greets(url)


def _drip(connection, said, stop):
    """One byte now and then, as whoever wants to look alive."""
    try:
        while said and not stop.wait(0.3):
            connection.sendall(b"a")
    except OSError:
        pass


def test_a_kept_connection_that_says_nothing_is_ended(sqlite_book):
    found_hq(sqlite_book)
    with served(sqlite_book, QUICK) as url, connect(url) as kept:
        kept.sendall(b"GET /v1/hello HTTP/1.1\r\nHost: x\r\n\r\n")
        assert kept.recv(65536).startswith(b"HTTP/1.1 200")
        assert is_ended(kept, 12)


@pytest.mark.parametrize("path", ["/v1/enrol", "/v1/exchange", "/v1/hello", "/nowhere"])
def test_a_body_larger_than_its_address_takes_is_refused_unread(hq, path):
    with running(hq) as url, connect(url) as greedy:
        method = "GET" if path == "/v1/hello" else "POST"
        greedy.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n".encode())
        answer = greedy.recv(65536)
        assert answer.split(b" ")[1] in {b"413", b"404"}
        assert is_ended(greedy, 5)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="how much was taken is read from the system")
def test_bombs_take_no_memory(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    book.close()
    with process(tmp_path / "hq.db", 4096) as (url, pid):
        greets(url)
        before = _peak(pid)
        packed = bomb(64)
        assert len(packed) < 80_000
        threads = [
            threading.Thread(target=requests.post, args=(f"{url}/v1/enrol", packed[: 4 * 1024])) for _ in range(24)
        ]
        threads += [threading.Thread(target=requests.post, args=(f"{url}/v1/enrol", packed)) for _ in range(24)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        greets(url)
        assert _peak(pid) - before < 32 * 1024


def _peak(pid):
    """The most memory the process ever had, in kilobytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(each for each in lines if each.startswith("VmHWM")).split()[1])


def test_large_bodies_of_one_leave_room_for_others(hq, desks):
    # Bodies alone decide here, not how often one asks.
    limits = ServiceLimits(bodies=2_100_000, bodies_of_one=1_100_000, refused_cost=0)
    desk = desks()
    with served(hq, limits) as url, ExitStack() as held:
        head = b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n"
        for place in range(2):  # of each body all but its last 64 KB are counted for certain
            greedy = held.enter_context(connect(url, f"127.0.0.{place + 2}"))
            greedy.sendall(head + b"x" * 1_000_000)
        end = time.monotonic() + 30  # what the others sent takes its time to arrive
        refused = post_signed(url, desk, os.urandom(500_000))
        while refused.status_code != 503 and time.monotonic() < end:
            time.sleep(0.05)
            refused = post_signed(url, desk, os.urandom(500_000))
        assert (refused.status_code, code_of(refused)) == (503, "hq_busy")
        assert post_signed(url, desk, pack(ExchangeRequest(PROTOCOL))).status_code == 200


def enrol(url, code):
    body = pack(EnrolRequest(PROTOCOL, code, DeviceKey.make().public, "x"))
    return requests.post(f"{url}/v1/enrol", body, timeout=10)


def test_wrong_codes_of_one_address_keep_nobody_else_from_enrolling(hq):
    with running(hq) as url, requests.Session() as guesser:
        code = make_code(hq, "GD01", now=datetime.now(UTC)).code
        guesser.headers["X-Forwarded-For"] = "203.0.113.9"
        answers = []
        for place in range(30):
            body = pack(EnrolRequest(PROTOCOL, f"{place + 10}ABC-DEFGH", DeviceKey.make().public, "x"))
            answers.append(guesser.post(f"{url}/v1/enrol", body, timeout=10))
        assert answers[0].status_code == 403
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) >= 1
        assert enrol(url, code).status_code == 200


def test_a_stranger_learns_nothing_of_who_is_a_desk(hq, desks):
    known, shut = desks(), desks()
    revoke_desk(hq, shut.desk)
    stranger = DeviceKey.make()
    with running(hq) as url:
        told = set()
        for name in (known.desk, shut.desk, "0" * 12, "nobody"):
            probe = replace(known, desk=name)
            answer = post_signed(url, probe, b"{}", key=stranger)
            told.add((answer.status_code, answer.content))
        assert len(told) == 1
        assert code_of(post_signed(url, shut, b"{}")) == "desk_revoked"


def test_a_desk_that_asks_too_often_is_told_when_to_come_again(hq, desks):
    desk, other = desks(), desks()
    body = pack(ExchangeRequest(PROTOCOL))
    with served(hq, ServiceLimits(desk_rate=0.2, desk_burst=3)) as url:
        nonce = nonce_of(url, desk.desk)
        answers = [post_signed(url, desk, body, nonce=nonce) for _ in range(5)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 5
        assert post_signed(url, other, body).status_code == 200


def test_the_client_waits_as_long_as_it_is_told(hq, desks_of):
    with served(hq, ServiceLimits(desk_rate=1.0, desk_burst=1)) as url:
        desk = desks_of(hq, line=HttpTransport(url))
        slept = []

        def sleep(seconds):
            slept.append(seconds)
            time.sleep(seconds)

        patience = replace(HASTY, sleep=sleep)
        for _ in range(3):
            exchange(desk.book, desk.key, transport=desk.line, patience=patience)
        assert slept
        assert all(each >= 1 for each in slept)
        desk.line.close()


@pytest.mark.skipif(os.name == "nt", reason="files aren't bounded there")
def test_a_process_raises_its_own_bound_of_files():
    script = (
        "from sync.hq.web.limits import raise_open_files as r; import resource; print(r(), resource.getrlimit(7)[0])"
    )
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    lower = f"import resource; resource.setrlimit(7, (256, {most}));"
    told = subprocess.run([sys.executable, "-c", lower + script], capture_output=True, text=True, check=True)
    known, real = map(int, told.stdout.split())
    assert known == real
    assert known > 256
    assert ServiceLimits().fitted(256).connections == 128
