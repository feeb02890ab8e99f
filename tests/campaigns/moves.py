"""Moves dealers and changes their lists while they trade; all on the wire and in each book must be its reader's.

`python -m tests.campaigns.moves --moves 20000 [--seed 0] [--minutes 30]` runs a long campaign: channels of four tiers,
each with a hundred moves, grants and revocations among ten times as many acts, every desk exchanging when it likes.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import keyring
from keyring.backends import null

from sync.records.database import open_sqlite
from tests.campaigns.results import write_result
from tests.sync.moving import Channel

CHANGES = 100


def live(seed, changes, *, acts=3, book=None):
    """One channel's life; the channel's counts, and what was wrong."""
    folder = Path(tempfile.mkdtemp(prefix="moves-"))
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


def campaign(moves, seed, minutes):
    """Lives as many channels as it takes; the figures of the whole."""
    began = time.monotonic()
    total = {"changes": 0, "moves": 0, "grants": 0, "exchanges": 0, "papers": 0, "heard": 0}
    found, leaks, leftovers = [], 0, 0
    while total["changes"] < moves and (not minutes or time.monotonic() - began < 60 * minutes):
        counts, wrong, (leaked, left) = live(seed, min(CHANGES, moves - total["changes"]))
        counts["changes"] = counts.get("moves", 0) + counts.get("grants", 0)
        total = {name: total[name] + counts.get(name, 0) for name in total}
        found += [{"seed": seed, "wrong": list(each)} for each in wrong[:5]]
        leaks, leftovers, seed = leaks + leaked, leftovers + left, seed + 1
        if wrong:
            print(f"seed {seed - 1}: {wrong[:3]}", file=sys.stderr, flush=True)
    seconds = round(time.monotonic() - began, 1)
    return {**total, "leaks": leaks, "leftovers": leftovers, "wrong": found, "seconds": seconds}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--moves", type=int, default=1000, help="moves, grants and revocations together")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--minutes", type=float, default=0)
    given = asked.parse_args(words)
    keyring.set_keyring(null.Keyring())
    found = campaign(given.moves, given.seed, given.minutes)
    print(json.dumps(found, ensure_ascii=False))
    write_result("moves", found)
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
