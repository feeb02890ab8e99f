"""`python -m tests.kept.making --tree TREE`: lets the version in a folder make the books that are kept here.

Done by the version before a change of the house, and then not again: what it left is the proof.
"""

import argparse
import json
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.campaigns.outputs.company import Company
from tests.campaigns.outputs.trees import Tree
from tests.kept.books import DUMP, FIGURES, FOLDERS, FOLDERS_KEPT, MORNING, an_empty_database, figures, write_dump

# What a folder can do without: today's lock, backups of days gone by, reports of imports.
_LEFT = {"backups", "reports", "desk.lock", "hq.toml", "crash.log"}


def main():
    """Plays the company's story on each engine; what the desks hold is the same, so that it is kept once."""
    parser = argparse.ArgumentParser(prog="tests.kept.making", description=__doc__.splitlines()[0])
    parser.add_argument("--tree", type=Path, required=True)
    tree = Tree(parser.parse_args().tree)
    with tempfile.TemporaryDirectory(prefix="kept-") as folder:
        work = Path(folder)
        kept = played(tree, work / "sqlite")
        with an_empty_database(work / "server") as database:
            assert played(tree, work / "postgres", database) == kept, "the engines' books differ"
            write_dump(database)
        pack(work / "sqlite", FOLDERS_KEPT)
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in (FOLDERS_KEPT, DUMP, FIGURES):
        print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


def played(tree, work, database=""):
    """One company: what its books say, with the names of its story."""
    company = Company(tree, work)
    company.play(hq_init=("--database", database) if database else ())
    assert company.lacking == [], company.lacking
    company.set_clock(MORNING)
    with company.open() as ends:
        said = figures(ends)
    with sqlite3.connect(work / "dealer" / "desk.db") as book:
        heads = {name: head.hex() for name, head in book.execute("SELECT name, hash FROM stream ORDER BY name")}
    if not database:
        with sqlite3.connect(work / "hq" / "hq.db") as book:
            book.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"names": {name: text for name, text in company.names.items() if name != "url"}, "heads": heads, **said}


def pack(work: Path, path: Path) -> None:
    """The folders of all ends in one file, each file by its name alone."""
    with tarfile.open(path, "w:xz", preset=9) as packed:
        for folder in FOLDERS:
            for file in sorted((work / folder).iterdir()):
                if file.name not in _LEFT and not file.name.endswith(("-shm", "-wal")):
                    packed.add(file, f"{folder}/{file.name}", filter=_nobodys)


def _nobodys(member):
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


if __name__ == "__main__":
    sys.exit(main())
