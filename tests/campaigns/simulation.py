"""Lives thousands of small channels by their seeds, and tells each that didn't end as it must.

`python -m tests.campaigns.simulation --seeds 50000 --keep [--minutes 30] [--workers 2]` goes on behind the seeds that
were lived already and adds to the result beside the benchmarks; `--seed N` lives one again and tells the shortest story
that fails like it. Every twentieth life has its HQ on PostgreSQL (`--sqlite`: none).
"""

import argparse
import gc
import os
import sys
from collections import Counter
from contextlib import nullcontext
from functools import partial

from tests.campaigns.engines import postgres
from tests.campaigns.running import add_arguments, repeatably, run_blocks
from tests.simulation.life import NAMED, live, shrink
from tests.simulation.world import SHAPES, template

SEEDS = 50
# So manieth life has its HQ on PostgreSQL.
EVERY = 20


def lives(number, *, length=None, server=None):
    """Fifty lives: how many, what happened in them, and those that failed."""
    gc.freeze()
    on_server = 0
    wrong, acts = [], Counter[str]()
    for seed in range(SEEDS * number, SEEDS * (number + 1)):
        chosen = server if seed % EVERY == 0 else None
        on_server += chosen is not None
        lived = live(seed, length=length, quick=True, server=chosen)
        acts.update(act for each in lived.story if (act := each.partition(" ")[0]) in NAMED)
        if lived.failure:
            wrong.append({"seed": seed, "failure": lived.failure})
    return {"seeds": SEEDS, "on_postgresql": on_server, "wrong": wrong, "acts": dict(acts)}


def replay(seed, length, server):
    """Lives one seed again; where it fails, tells the shortest story that fails alike."""
    lived = live(seed, length=length, server=server)
    if lived.failure:
        lived = shrink(lived, server=server)
    print("\n".join([*lived.story, lived.failure or "all is well"]))
    return 1 if lived.failure else 0


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=1000)
    asked.add_argument("--seed", type=int, help="one seed alone, told as a story")
    asked.add_argument("--length", type=int, help="so many acts a life")
    asked.add_argument("--sqlite", action="store_true", help="no life's HQ is on PostgreSQL")
    add_arguments(asked, workers=os.cpu_count())
    given = asked.parse_args(words)
    alone = given.seed is not None
    with nullcontext() if given.sqlite or (alone and given.seed % EVERY) else postgres() as server:
        if alone:
            return replay(given.seed, given.length, server)
        for shape in SHAPES:  # before the first fork
            template(shape, None)
            template(shape, server)
        block = partial(lives, length=given.length, server=server)
        found = run_blocks("simulation", block, given, aim=given.seeds, figure="seeds")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    repeatably("tests.campaigns.simulation")
    sys.exit(main(sys.argv[1:]))
