"""Has the disk fail, be full, be locked or not open at each step of some twenty scenarios.

`python -m tests.campaigns.disk --keep [--every 1] [--workers 2]` goes on where its result beside the benchmarks ends:
each block is one scenario and one way to fail; `--every 10` lets the disk fail at each tenth step.
"""

import argparse
import logging
import sys
from functools import partial

from tests.campaigns.running import add_arguments, repeatably, run_blocks
from tests.simulation.crash_points import FAILURES, SCENARIOS, try_scenario

BLOCKS = len(SCENARIOS) * len(FAILURES)


def failed(number, *, every):
    way, place = divmod(number, len(SCENARIOS))
    found = try_scenario(SCENARIOS[place], every=every, first=place + way, failure=FAILURES[way])
    told = {FAILURES[way]: found.crashes}
    return {"blocks": 1, "failures": found.crashes, "wrong": found.wrong, "by_failure": told}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--every", type=int, default=1)
    add_arguments(asked)
    given = asked.parse_args(words)
    logging.disable(logging.CRITICAL)  # a service whose disk fails says so each time
    found = run_blocks("disk", partial(failed, every=given.every), given, aim=BLOCKS, figure="blocks", last=BLOCKS)
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    repeatably("tests.campaigns.disk")
    sys.exit(main(sys.argv[1:]))
