"""Moves dealers and changes their lists while they trade; all on the wire and in each book must be its reader's.

`python -m tests.campaigns.moves --moves 20000 --keep [--minutes 30]` goes on where its result beside the benchmarks
ends: channels of four tiers, each with a hundred moves, grants and revocations among three times as many acts, every
desk exchanging when it likes.
"""

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

import keyring
from keyring.backends import null

from sync.records.books.database import open_sqlite
from tests.building.sync.moving import Channel
from tests.campaigns.running import add_arguments, repeatably, run_blocks
from tests.simulation.swift import swift
from tests.simulation.world import scratch

CHANGES = 100


def live(seed, changes, *, acts=3, book=None):
    """One channel's life; the channel's counts, and what was wrong."""
    folder = Path(tempfile.mkdtemp(prefix="moves-", dir=scratch()))
    hq = book or open_sqlite(folder / "hq.db", create=True)
    chance = random.Random(seed)
    channel = Channel(hq, folder, chance)
    try:
        for _ in range(changes):
            for _ in range(chance.randrange(2 * acts + 1)):
                channel.act()
            channel.shift()
        channel.settle()
        wrong = channel.wrong()
        wrong += [("unclean", *map(str, each)) for each in channel.unclean()]
        return dict(channel.counts), wrong, (len(channel.leaks), len(channel.leftovers))
    finally:
        channel.close()
        hq.close()
        shutil.rmtree(folder, ignore_errors=True)


def lived(number):
    """One channel, by its number as seed."""
    with swift():
        counts, wrong, (leaks, leftovers) = live(number, CHANGES)
    told = [{"seed": number, "wrong": list(each)} for each in wrong[:5]]
    changes = counts.get("moves", 0) + counts.get("grants", 0)
    return {"changes": changes, **counts, "leaks": leaks, "leftovers": leftovers, "wrong": told}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--moves", type=int, default=1000, help="moves, grants and revocations together")
    add_arguments(asked)
    given = asked.parse_args(words)
    keyring.set_keyring(null.Keyring())
    found = run_blocks("moves", lived, given, aim=given.moves, figure="changes")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    repeatably("tests.campaigns.moves")
    sys.exit(main(sys.argv[1:]))
