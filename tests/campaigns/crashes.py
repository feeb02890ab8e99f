"""Ends desks and HQ at every statement, commit, write and request of some twenty scenarios, one crash after another.

`python -m tests.campaigns.crashes --keep [--every 1] [--workers 2]` tries every step, a scenario after the other, and
writes its result beside the benchmarks; `--every 10` tries each tenth.
"""

import argparse
import sys
from functools import partial

from tests.campaigns.running import add_arguments, repeatably, run_blocks
from tests.simulation.crash_points import SCENARIOS, try_scenario


def tried(number, *, every):
    scenario = SCENARIOS[number]
    found = try_scenario(scenario, every=every, first=number)
    told = {scenario.name: found.crashes}
    return {"scenarios": 1, "crashes": found.crashes, "wrong": found.wrong, "by_scenario": told}


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--every", type=int, default=1)
    add_arguments(asked)
    given = asked.parse_args(words)
    found = run_blocks(
        "crashes", partial(tried, every=given.every), given, aim=len(SCENARIOS), figure="scenarios", last=len(SCENARIOS)
    )
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    repeatably("tests.campaigns.crashes")
    sys.exit(main(sys.argv[1:]))
