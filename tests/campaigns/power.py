"""Looks at thousands of disks as the power may leave them, and has a disk fail at every step of some twenty scenarios.

`python -m tests.campaigns.power --images 10000 [--seed 1] [--every 1] [--workers 2]` writes its result beside the
benchmarks; `--every 10` lets the disk fail at each tenth step, `--every 0` never.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from tests.campaigns.results import write_result
from tests.simulation.crash_points import FAILURES, SCENARIOS, try_scenario
from tests.simulation.power import power_cuts
from tests.simulation.world import scratch

AT_ONCE = 500


def cut(seed, count):
    """One life of a desk and so many images of its disk."""
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        return power_cuts(count, seed, 40, Path(folder))


def fail(place, failure, every):
    found = try_scenario(SCENARIOS[place], every=every, first=place, failure=failure)
    return found.crashes, found.wrong


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--images", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    given = asked.parse_args(words)
    logging.disable(logging.CRITICAL)  # a service whose disk fails says so each time
    began = time.monotonic()
    parts = [(given.seed + at, min(AT_ONCE, given.images - at)) for at in range(0, given.images, AT_ONCE)]
    tries = [(place, each, given.every) for place in range(len(SCENARIOS)) for each in FAILURES if given.every]
    with get_context("fork").Pool(given.workers) as pool:
        cuts = pool.starmap(cut, parts, chunksize=1)
        failed = pool.starmap(fail, tries, chunksize=1)
    figures = {
        "images": given.images,
        "images_wrong": [each for _, _, wrong in cuts for each in wrong],
        "disk_failures": sum(count for count, _ in failed),
        "disk_failures_wrong": [each for _, wrong in failed for each in wrong],
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures, ensure_ascii=False))
    write_result("power", figures)
    return 1 if figures["images_wrong"] or figures["disk_failures_wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
