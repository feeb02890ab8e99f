"""`python -m tests.kept.exchange --old TREE`: the kept books between two versions: new desks at an old HQ, and back.

Each pair takes the kept company, exchanges what waited, trades a little and holds both ends' books together.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.campaigns.outputs.script import ROOT
from tests.campaigns.outputs.trees import Tree
from tests.kept.books import ENGINES, an_empty_database, lay_out, quarrels, trade


def main():
    """Tries both pairs on both engines; 1 where one of them didn't go well."""
    parser = argparse.ArgumentParser(prog="tests.kept.exchange", description=__doc__.splitlines()[0])
    parser.add_argument("--old", type=Path, required=True)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    old, new = Tree(asked.old), Tree(ROOT)
    failed = False
    for engine in asked.engine or ENGINES:
        for name, desks, hq in (("new desks, old HQ", new, old), ("old desks, new HQ", old, new)):
            found = tried(engine, desks, hq)
            failed = failed or bool(found)
            print(f"{engine}, {name}: {'; '.join(found) or 'they exchange, trade and agree'}", flush=True)
    return 1 if failed else 0


def tried(engine, desks, hq):
    """What went wrong between two versions."""
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kept-")))
        database = stack.enter_context(an_empty_database(work / "server")) if engine == "postgres" else ""
        company = lay_out(work / "company", desks, hq, database)
        try:
            with company.open() as ends:
                trade(company, ends)
                return quarrels(ends)
        except RuntimeError as failure:
            return [str(failure)]


if __name__ == "__main__":
    sys.exit(main())
