"""Kills HQ's service and a desk without warning, again and again, and then counts every order both ever confirmed.

`python -m tests.campaigns.kill --desks 5000 --keep [--postgres]` runs a long campaign, a fifth as many HQs as desks,
and adds to the result beside the benchmarks; each block is a field of its own. `--kills N [--seed 7] [--database
postgresql://…]` kills so many in one field. The seed decides who is killed and when. Processes are forked from one that
has everything loaded, so that lives are short.
"""

import argparse
import faulthandler
import importlib
import json
import logging
import os
import random
import signal
import socket
import sys
import tempfile
import time
import traceback
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import keyring
from keyring.backends import null

from domain.errors import UnreachableError
from sync.client.line.asking import Patience
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.enrolment import make_code
from sync.hq.service.service import make_app
from sync.hq.taking.following import follow_up
from sync.hq.web.server import Server
from sync.keys import load_key
from sync.records.books.database import open_sqlite, open_url
from sync.records.books.settings import read_setting
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from tests.building.sync.books import AGENT, an_order, found_hq, put, rows, stock_up
from tests.building.sync.ends import assert_equal_books, heads, problems_of
from tests.campaigns.engines import postgres
from tests.campaigns.running import add_arguments, run_blocks
from tests.simulation.world import scratch

# Loaded before the first fork, so that no life is spent on loading.
LOADED = (
    "cryptography.hazmat.primitives.asymmetric.ed25519", "requests", "sqlcipher3.dbapi2",
    "sync.hq.deciding.availability", "sync.hq.channel.copying", "sync.hq.deciding.orders", "uvicorn",
    "uvicorn.lifespan.off", "uvicorn.loops.auto", "uvicorn.protocols.http.auto",
)  # fmt: skip
SHORT = Patience(tries=1)
VICTIMS = ("desk", "desk", "desk", "hq", "hq", "both")
# In one block of a long campaign.
DESKS, HQS = 250, 50
ORDERS = "SELECT id FROM document WHERE kind = 'order'"


@dataclass(frozen=True)
class Outcome:
    """What a campaign found; `lost`, `doubled` and `unknown` must be empty."""

    kills: int
    desks: int
    hqs: int
    orders: int
    confirmed: int
    rebuilt: int
    lost: list[str]
    doubled: list[str]
    unknown: list[str]
    seconds: float


@dataclass(frozen=True)
class Field:
    """Where a campaign takes place."""

    folder: Path
    database: str
    listener: socket.socket

    @property
    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    @property
    def confirmed(self):
        return self.folder / "confirmed.txt"

    @property
    def log(self):
        return self.folder / "hq.log"

    def open_hq(self, **more):
        return open_url(self.database, **more)


def forked(work, *arguments):
    """Runs a function in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    faulthandler.enable()  # a life that ends by a fault of a library tells where it was
    sys.setswitchinterval(1e-5)  # threads meet in more places than they would in so short a life
    try:
        work(*arguments)
        status = 0
    except BaseException:  # noqa: BLE001 - told, and the parent sees the status
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def prepare(field):
    """HQ with stock and one enrolled desk that has made its first exchange."""
    hq = field.open_hq(create=True)
    found_hq(hq)
    stock_up(hq, {"A": 1_000_000, "B": 1_000_000})
    (field.folder / "code").write_text(make_code(hq, AGENT, now=_now()).code)
    hq.close()


def join(field):
    enrol(field.folder, field.url, (field.folder / "code").read_text(), "柜台")


def serve(field):
    """One life of HQ's service."""
    logging.basicConfig(filename=field.log, level=logging.WARNING)
    book = field.open_hq()
    app = make_app(book)
    follow_up(book, _now())
    Server(app).run([field.listener])


def trade(field, life):
    """One life of a desk: write an order, confirm it to the person, exchange, again and again."""
    book = open_sqlite(field.folder / "desk.db")
    open_outbox(book, field.folder / FILE)
    with book.reading() as connection:
        desk = read_setting(connection, "desk_id")
    key = load_key(field.folder, desk)
    assert key is not None
    confirmed = os.open(field.confirmed, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    turn = 0
    while True:
        for _ in range(2):
            turn += 1
            record = f"order-{life}-{turn}"
            put(book, f"desk/{desk}", "order", record, an_order(number=f"XSDD-01-261123-{life:05d}{turn:04d}"))
            os.write(confirmed, f"{record}\n".encode())
        try:
            exchange(book, key, patience=SHORT)
        except UnreachableError:
            continue


def campaign(kills, seed, folder, database=None, at_least=None, victims=VICTIMS):
    """Runs until so many processes were killed, then lets both ends be quiet and compares them.

    `at_least` says how many desks and how many HQs of them; as it happens where it is left out.
    """
    keyring.set_keyring(null.Keyring())
    for module in LOADED:
        importlib.import_module(module)
    chance = random.Random(seed)
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        (folder / "hq").mkdir()  # a folder that holds HQ's books becomes no desk
        field = Field(folder, database or f"sqlite:///{folder / 'hq' / 'hq.db'}", listener)
        _finish(forked(prepare, field))
        alive = {"hq": forked(serve, field)}
        try:
            _finish(forked(join, field))
            done = _slaughter(field, alive, kills, partial(chance.choice, victims), chance, at_least or {})
            # The last requests of the dead must not be under way any more when both ends are compared.
            done["desk"] += _kill(alive, "desk")
            done["hq"] += _kill(alive, "hq")
            alive["hq"] = forked(serve, field)
            return _compare(field, done, began)
        finally:
            # Whatever went wrong, nobody is left who would hold the port and the output.
            for process in alive.values():
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)


def _slaughter(field, alive, kills, choose, chance, at_least):
    """Kills the desk, HQ or both until it is enough, and starts each anew; how many of each were killed."""
    life, done = 1, {"desk": 0, "hq": 0}
    alive["desk"] = forked(trade, field, life)
    while sum(done.values()) < kills or any(done[who] < count for who, count in at_least.items()):
        if chance.randrange(4):  # most lives come to something first, however slow the machine is
            _wait_for_life(field)
        time.sleep(chance.uniform(0.005, 0.3))
        victims = choose()
        if victims != "hq":
            done["desk"] += _kill(alive, "desk")
            life += 1
            alive["desk"] = forked(trade, field, life)
        if victims != "desk":
            done["hq"] += _kill(alive, "hq")
            alive["hq"] = forked(serve, field)
    return done


def _wait_for_life(field, seconds=5.0):
    """Waits until the desk has confirmed another order, or shows no sign of it."""
    before, until = _size(field.confirmed), time.monotonic() + seconds
    while _size(field.confirmed) == before and time.monotonic() < until:
        time.sleep(0.01)


def _size(path):
    return path.stat().st_size if path.exists() else 0


def _kill(alive, who):
    """Kills a process; one that has ended by itself is a defect."""
    process = alive.pop(who)
    ended, status = os.waitpid(process, os.WNOHANG)
    if ended:
        raise AssertionError(f"process ended by itself with {status}")
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return 1


def _finish(process):
    _, status = os.waitpid(process, 0)
    if status:
        raise AssertionError(f"preparing failed with {status}")


def _compare(field, kills, began):
    """Exchanges until one brings nothing, for HQ may still tell what is left of the stock; then both side by side."""
    book = open_sqlite(field.folder / "desk.db")
    open_outbox(book, field.folder / FILE)
    with book.reading() as connection:
        desk = read_setting(connection, "desk_id")
    key = load_key(field.folder, desk)
    assert key is not None
    for _ in range(20):
        done = exchange(book, key, patience=Patience(tries=8))
        assert done.pending == 0
        if not done.sent and not done.received:
            break
    hq = field.open_hq()
    confirmed = field.confirmed.read_text(encoding="ascii").split()
    there, here = [{each for (each,) in rows(side, ORDERS)} for side in (hq, book)]
    own = f"desk/{desk}"
    assert heads(hq, own) == heads(book, own)
    assert rows(hq, "SELECT COUNT(*) FROM answer") == [(len(there),)]
    assert problems_of(hq) == problems_of(book) == []
    assert_equal_books(hq, _Side(book))
    held = "SELECT on_hand, reserved FROM stock WHERE product = 'A'"
    assert [int(each) for each in rows(hq, held)[0]] == [1_000_000_000, 10_000 * len(there)]
    faults = [line for line in _lines(field.log) if "defect" in line or "Traceback" in line]
    assert faults == [], faults[:3]
    rebuilt = rows(
        book, "SELECT COUNT(*) FROM exchange_log WHERE told LIKE '%desk_forked%' OR told LIKE '%desk_behind%'"
    )[0][0]
    book.close()
    hq.close()
    return Outcome(
        kills=sum(kills.values()),
        desks=kills["desk"],
        hqs=kills["hq"],
        orders=len(there),
        confirmed=len(confirmed),
        rebuilt=rebuilt,
        lost=sorted(set(confirmed) - there),
        doubled=[
            each
            for (each,) in rows(
                hq, "SELECT record FROM entry GROUP BY kind, record HAVING COUNT(*) > 1 AND kind = 'order'"
            )
        ],
        unknown=sorted(there ^ here),
        seconds=round(time.monotonic() - began, 1),
    )


@dataclass
class _Side:
    book: object


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def one(number, *, server):
    """One block: a field of its own, and so many killed in it."""
    memory = scratch() if server is None else None  # a server's user reads no folder of ours
    with tempfile.TemporaryDirectory(dir=memory) as folder, server.book() if server else nullcontext() as database:
        at_least = {"desk": DESKS, "hq": HQS}
        found = campaign(0, number, Path(folder), database, at_least, victims=("desk",) * 5 + ("hq",))
    figures = asdict(found)
    wrong = [f"{what}: {figures[what]}" for what in ("lost", "doubled", "unknown", "rebuilt") if figures[what]]
    return {**figures, "wrong": wrong}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--kills", type=int, default=0, help="so many in one field, and no more")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", help="with --kills: HQ's database; a SQLite file where it is left out")
    asked.add_argument("--desks", type=int, default=5000)
    asked.add_argument("--postgres", action="store_true", help="HQ on a PostgreSQL server of the campaign's own")
    add_arguments(asked)
    given = asked.parse_args(words)
    if given.kills:
        with tempfile.TemporaryDirectory() as folder:
            outcome = campaign(given.kills, given.seed, Path(folder), given.database)
        print(json.dumps(asdict(outcome)))
        return 1 if outcome.lost or outcome.doubled or outcome.unknown or outcome.rebuilt else 0
    with postgres() if given.postgres else nullcontext() as server:
        name = f"kill_{'postgresql' if given.postgres else 'sqlite'}"
        found = run_blocks(name, partial(one, server=server), given, aim=given.desks, figure="desks")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
