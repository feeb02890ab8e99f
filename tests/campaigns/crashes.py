"""Ends desks and HQ at every statement, commit, write and request of some twenty scenarios, one crash after another.

`python -m tests.campaigns.crashes [--every 1] [--workers 2]` tries every step and writes its result beside the
benchmarks; `--every 10` tries each tenth.
"""

import argparse
import json
import os
import sys
import time
from multiprocessing import get_context

from tests.campaigns.results import write_result
from tests.simulation.crash_points import SCENARIOS, try_scenario


def tried(place, every):
    found = try_scenario(SCENARIOS[place], every=every, first=place)
    return {"scenario": found.name, "steps": found.steps, "crashes": found.crashes, "wrong": found.wrong}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    given = asked.parse_args(words)
    began = time.monotonic()
    with get_context("fork").Pool(given.workers) as pool:
        found = pool.starmap(tried, [(place, given.every) for place in range(len(SCENARIOS))], chunksize=1)
    wrong = [each for one in found for each in one["wrong"]]
    figures = {
        "scenarios": len(found),
        "crashes": sum(one["crashes"] for one in found),
        "wrong": wrong,
        "seconds": round(time.monotonic() - began, 1),
        "by_scenario": {one["scenario"]: one["crashes"] for one in found},
    }
    print(json.dumps(figures, ensure_ascii=False))
    write_result("crashes", figures)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
