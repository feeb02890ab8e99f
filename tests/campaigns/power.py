"""Looks at thousands of disks as the power may leave them, each opened by the real program.

`python -m tests.campaigns.power [--hq] --images 10000 --keep [--workers 2]` goes on where its result beside the
benchmarks ends: each block is another life of a desk, or of an HQ, and 250 images of its disk.
"""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.campaigns.running import add_arguments, repeatably, run_blocks
from tests.simulation.hq_power import hq_power_cuts
from tests.simulation.power import power_cuts
from tests.simulation.world import scratch

IMAGES, ACTS = 250, 40


def cut(number):
    """One life of a desk and so many images of its disk."""
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        notes, entries, wrong = power_cuts(IMAGES, number + 1, ACTS, Path(folder))
    return {"images": IMAGES, "writes_and_flushes": notes, "entries": entries, "wrong": wrong}


def cut_hq(number):
    """One life of a channel and so many images of its HQ's disk."""
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        notes, entries, wrong = hq_power_cuts(IMAGES, number + 1, ACTS, Path(folder))
    return {"images": IMAGES, "writes_and_flushes": notes, "entries": entries, "wrong": wrong}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--images", type=int, default=10_000)
    asked.add_argument("--hq", action="store_true", help="HQ's disk instead of a desk's")
    add_arguments(asked)
    given = asked.parse_args(words)
    logging.disable(logging.CRITICAL)
    name, block = ("power_hq", cut_hq) if given.hq else ("power", cut)
    found = run_blocks(name, block, given, aim=given.images, figure="images")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    repeatably("tests.campaigns.power")
    sys.exit(main(sys.argv[1:]))
