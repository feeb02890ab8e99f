"""Lives thousands of small channels by their seeds, and tells each that didn't end as it must.

`python -m tests.campaigns.simulation --seeds 50000 [--first 0] [--minutes 30] [--workers 2]` runs a long campaign and
writes its result beside the benchmarks; `--seed N` lives one again and tells the shortest story that fails like it.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from multiprocessing import get_context

from tests.campaigns.results import write_result
from tests.simulation.life import live, shrink


def lives(first, count, length, until):
    """The lives of these seeds, as far as the time allows: how many were lived, and those that failed."""
    failed: list[tuple[int, str]] = []
    for done, seed in enumerate(range(first, first + count)):
        if until and time.time() > until:
            return done, failed
        lived = live(seed, length=length, quick=True)
        if lived.failure:
            failed.append((seed, lived.failure))
            print(f"seed {seed}: {lived.failure}", file=sys.stderr, flush=True)
    return count, failed


def campaign(seeds, first, workers, length, minutes):
    """Spreads the seeds over processes; the figures of the whole."""
    began = time.monotonic()
    until = time.time() + 60 * minutes if minutes else 0
    size = 50
    parts = [(start, min(size, first + seeds - start), length, until) for start in range(first, first + seeds, size)]
    with get_context("fork").Pool(workers) as pool:
        found = pool.starmap(lives, parts, chunksize=1)
    failed = [each for _, some in found for each in some]
    lived = sum(done for done, _ in found)
    seconds = time.monotonic() - began
    return {
        "seeds": lived,
        "first": first,
        "failures": [{"seed": seed, "failure": failure} for seed, failure in failed],
        "seconds": round(seconds, 1),
        "seeds_a_second": round(lived / seconds, 1),
        "workers": workers,
    }


def replay(seed, length):
    """Lives one seed again; where it fails, tells the shortest story that fails alike."""
    lived = live(seed, length=length)
    if lived.failure:
        lived = shrink(lived)
    print("\n".join([*lived.story, lived.failure or "all is well"]))
    return 1 if lived.failure else 0


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--seed", type=int, help="one seed alone, told as a story")
    asked.add_argument("--length", type=int, help="so many acts a life")
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    given = asked.parse_args(words)
    if given.seed is not None:
        return replay(given.seed, given.length)
    found = campaign(given.seeds, given.first, given.workers, given.length, given.minutes)
    print(json.dumps({key: value for key, value in found.items() if key != "failures"}))
    write_result("simulation", found)
    return 1 if found["failures"] else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets must be the same the next time
        command = [sys.executable, "-m", "tests.campaigns.simulation", *sys.argv[1:]]
        sys.exit(subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False).returncode)
    sys.exit(main(sys.argv[1:]))
