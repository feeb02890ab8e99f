"""Many writers number one book's streams at once while a reader follows by its cursors: nothing is missed, no number.

`python -m tests.campaigns.commit_order --postgres [--writers 32] [--changes 2000000] --keep` runs against a
PostgreSQL server of its own, or over a SQLite file without `--postgres`; each block is a fresh book and a hundred
thousand changes. One transaction in twenty is rolled back, and one stands idle in another database of the server all
the while. A serial number taken as a row is written, which is what a plain cursor follows, is read beside it: that it
misses rows shows that this campaign would see it.
"""

import argparse
import contextlib
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from sync.records.bodies.records import ProductBody
from sync.records.books.bulk import query_rows
from sync.records.books.database import open_url
from tests.campaigns.engines import postgres
from tests.campaigns.running import add_arguments, run_blocks
from tests.simulation.world import scratch

CHANGES = 100_000
_PLAIN = "CREATE TABLE IF NOT EXISTS plain (id {serial} PRIMARY KEY, name TEXT NOT NULL)"


@dataclass(frozen=True)
class Found:
    """What readers and book came to; all but `plain_missed` must be 0 where they tell of something wrong."""

    changes: int
    rolled_back: int
    missed: int
    holes: int
    repeated: int
    plain_read: int
    plain_missed: int
    seconds: float


class _UndoneError(Exception):
    """A transaction that is given up on purpose."""


def write(url, writer, transactions, streams, done, seed):
    """One writer: so many transactions, each over one to three streams."""
    chance = random.Random(f"{seed}-{writer}")
    book = open_url(url)
    changes = undone = 0
    for turn in range(transactions):
        names = chance.sample(range(streams), chance.randint(1, min(3, streams)))
        each = chance.randint(1, 4)
        with contextlib.suppress(_UndoneError), book.writing() as writing:
            # Taken first, as a serial column is, so that commits come in another order than numbers.
            mark = "?" if book.is_sqlite else "%s"
            writing.connection.exec_driver_sql(f"INSERT INTO plain (name) VALUES ({mark})", (f"{writer}-{turn}",))
            if not book.is_sqlite and chance.randrange(4) == 0:
                time.sleep(chance.random() / 200)
            for name in names:
                records = [(f"{writer}-{turn}-{name}-{place}", ProductBody("A", "商品", "瓶")) for place in range(each)]
                writing.put_all(f"s{name}", "product", records)
            if chance.randrange(20) == 0:
                undone += 1
                raise _UndoneError
            changes += each * len(names)
    book.close()
    done.put((changes, undone))


def read(url, stop, told):
    """A reader that goes on from its cursors until the writers are done, and then once more."""
    book = open_url(url)
    cursors: dict[str, int] = {}
    missed = repeated = 0
    plain, plain_seen = 0, 0
    while True:
        last = stop.is_set()
        with book.reading() as connection:
            heads = query_rows(connection, "SELECT id, name, head FROM stream WHERE head > 0")
            for key, name, head in heads:
                after = cursors.get(name, 0)
                sql = "SELECT number FROM entry WHERE stream = ? AND number > ? AND number <= ? ORDER BY number"
                numbers = [number for (number,) in query_rows(connection, sql, key, after, head)]
                missed += (head - after) - len(set(numbers))
                repeated += len(numbers) - len(set(numbers))
                cursors[name] = head
            rows = [each for (each,) in query_rows(connection, "SELECT id FROM plain WHERE id > ? ORDER BY id", plain)]
        plain_seen += len(rows)
        plain = rows[-1] if rows else plain
        if last:
            break
    book.close()
    told.put((sum(cursors.values()), missed, repeated, plain_seen))


def campaign(url, writers, changes, streams, seed=0):
    """Runs writers and a reader to the end and counts."""
    book = open_url(url, create=True)
    serial = "INTEGER" if book.is_sqlite else "BIGSERIAL"
    with book.writing() as writing:
        writing.connection.exec_driver_sql(_PLAIN.format(serial=serial))
    book.engine.dispose()  # nobody's connection is inherited
    context = get_context("fork")
    done, told, stop = context.Queue(), context.Queue(), context.Event()
    transactions = max(changes // 5 // writers, 1)
    reader = context.Process(target=read, args=(url, stop, told))
    hands = [
        context.Process(target=write, args=(url, each, transactions, streams, done, seed)) for each in range(writers)
    ]
    began = time.monotonic()
    for process in (reader, *hands):
        process.start()
    made = [done.get() for _ in hands]
    for process in hands:
        process.join()
    stop.set()
    seen, missed, repeated, plain_read = told.get()
    reader.join()
    with book.reading() as connection:
        heads = query_rows(connection, "SELECT id, head FROM stream WHERE head > 0")
        sql = "SELECT stream, COUNT(*) AS n, MIN(number) AS low, MAX(number) AS high FROM entry GROUP BY stream"
        there = {row.stream: row for row in query_rows(connection, sql)}
        plain_all = query_rows(connection, "SELECT COUNT(*) FROM plain")[0][0]
    book.close()
    holes = sum((there[key].n, there[key].low, there[key].high) != (head, 1, head) for key, head in heads)
    total = sum(count for count, _ in made)
    return Found(
        total, sum(undone for _, undone in made), missed + total - seen, holes, repeated, plain_read,
        plain_all - plain_read, round(time.monotonic() - began, 1),
    )  # fmt: skip


@contextlib.contextmanager
def idle_elsewhere(url):
    """An open transaction in another database of the same server, which has written and says nothing more."""
    if not url.startswith("postgresql"):
        yield
        return
    import psycopg

    base, _, rest = url.partition("?")
    other = f"{base.rpartition('/')[0]}/postgres?{rest}"
    with psycopg.connect(other) as connection:
        connection.execute("CREATE TEMP TABLE waiting (id INT)")
        connection.execute("INSERT INTO waiting VALUES (1)")
        yield
        connection.rollback()


def one(number, *, server, writers, streams):
    """One block: a fresh book, and what was found in it."""
    with contextlib.ExitStack() as stack:
        if server is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=scratch()))
            url = f"sqlite:///{Path(folder) / 'book.db'}"
        else:
            url = stack.enter_context(server.book())
            stack.enter_context(idle_elsewhere(url))
        found = campaign(url, writers, CHANGES, streams, seed=number)
    figures = asdict(found)
    wrong = [f"{what}: {figures[what]}" for what in ("missed", "holes", "repeated") if figures[what]]
    if server is not None and not found.plain_missed:
        wrong.append("the plain number missed nothing: this block proves nothing")
    return {**figures, "wrong": wrong}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--writers", type=int, default=32)
    asked.add_argument("--changes", type=int, default=2_000_000)
    asked.add_argument("--streams", type=int, default=50)
    add_arguments(asked)
    given = asked.parse_args(words)
    name = f"commit_order_{'postgresql' if given.postgres else 'sqlite'}"
    with postgres() if given.postgres else contextlib.nullcontext() as server:
        block = partial(one, server=server, writers=given.writers, streams=given.streams)
        found = run_blocks(name, block, given, aim=given.changes, figure="changes")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
