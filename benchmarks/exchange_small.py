"""What an exchange of 50 rows costs over real HTTP, beside a bare kept-alive request with the same bytes up and down.

Both go through the client's own transport to the same server, in turn; HQ writes the rows between them.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
from keyring.backends import null

from benchmarks.channel_service import ECHO
from benchmarks.first_fill import make_hq
from sync.client.line.transport import HttpTransport, Response
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.enrolment import make_code
from sync.keys import load_key
from sync.records.bodies.records import PriceBody
from sync.records.books.database import Book, open_sqlite

ALLOWED = 3.0
_ROWS, _TIMES, _PRODUCTS = 50, 200, 5_000


class _Weighed:
    """The client's transport, and how many bytes the last request had."""

    def __init__(self, line: HttpTransport) -> None:
        self._line = line
        self.up = self.down = self.requests = 0

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        answer = self._line.send(method, path, headers, body)
        self.up, self.down = len(body), len(answer.body)
        self.requests += 1
        return answer


@contextmanager
def service(database: Path) -> Iterator[str]:
    """HQ's service in processes of its own; gives its address."""
    command = [sys.executable, "-m", "benchmarks.channel_service", str(database), "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(30)


def _write(hq: Book, turn: int) -> None:
    """Fifty prices change."""
    numbers = [(turn * _ROWS + place) % _PRODUCTS for place in range(_ROWS)]
    prices = [(f"P1|SP{each:06d}|", PriceBody("P1", f"SP{each:06d}", 30_000 + turn)) for each in numbers]
    with hq.writing() as writing:
        writing.put_all("prices/P1", "price", prices)


def measure(hq: Book, url: str, folder: Path, times: int) -> dict[str, Any]:
    """The medians of both, in milliseconds, and the bytes of an exchange."""
    enrolled = enrol(folder, url, make_code(hq, "GD01", now=datetime.now(UTC)).code, "bench")
    key = load_key(folder, enrolled.desk_id)
    assert key is not None
    book, http = open_sqlite(folder / "desk.db"), HttpTransport(url)
    line = _Weighed(http)
    exchange(book, key, transport=line)
    ours, bare, quiet = list[float](), list[float](), list[float]()
    up = down = 0
    for turn in range(times):
        _write(hq, turn)
        line.requests = 0
        began = time.perf_counter()
        done = exchange(book, key, transport=line)
        ours.append(time.perf_counter() - began)
        assert (done.received, line.requests) == (_ROWS, 1)
        up, down = line.up, line.down
        sent = bytes(up)
        began = time.perf_counter()
        http.send("POST", f"{ECHO}?down={down}", {}, sent)
        bare.append(time.perf_counter() - began)
        began = time.perf_counter()
        exchange(book, key, transport=line)
        quiet.append(time.perf_counter() - began)
    book.close()
    http.close()
    median = {name: statistics.median(each) * 1000 for name, each in (("ours", ours), ("bare", bare), ("quiet", quiet))}
    return {**median, "up": up, "down": down}


def run(times: int = _TIMES) -> dict[str, object]:
    """One desk, one HQ."""
    no_store: Any = null.Keyring
    keyring.set_keyring(no_store())  # the keys made here are no one's
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        hq = make_hq(folder / "hq.db", _PRODUCTS)
        with service(folder / "hq.db") as url:
            found = measure(hq, url, folder / "desk", times)
        hq.close()
    ratio = found["ours"] / found["bare"]
    return {
        "name": "exchange_small",
        "rows": _ROWS,
        "exchanges": times,
        "ours_ms": round(found["ours"], 2),
        "bare_ms": round(found["bare"], 2),
        "nothing_new_ms": round(found["quiet"], 2),
        "bytes_up": found["up"],
        "bytes_down": found["down"],
        "ratio": round(ratio, 2),
        "allowed": ALLOWED,
        "ok": ratio <= ALLOWED,
    }


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:]))))
