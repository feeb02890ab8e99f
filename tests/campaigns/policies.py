"""Random policies, price lists, rebates and wallets, reckoned by the program and by the oracle of `tests/oracle`.

    python -m tests.campaigns.policies --cases N [--kind promotions|prices|rebates|wallets] [--keep] [--minutes M]

A case is known by its kind and number. With `--keep` it goes on where the result ends and writes it anew.
"""

import argparse
import json
import sys
import time

from tests.campaigns.results import RESULTS, write_result
from tests.oracle.comparing import KINDS


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cases", type=int, default=1000)
    asked.add_argument("--kind", choices=KINDS)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--keep", action="store_true")
    args = asked.parse_args()
    before = _before() if args.keep else {}
    ends = time.monotonic() + args.minutes * 60 if args.minutes else None
    done, wrong = {}, {}
    for kind in [args.kind] if args.kind else KINDS:
        first = before.get(kind, 0)
        done[kind], wrong[kind] = _run(kind, first, first + args.cases, ends)
    if args.keep:
        write_result("policies", {"cases": before | done, "wrong": {kind: len(found) for kind, found in wrong.items()}})
    return 1 if any(wrong.values()) else 0


def _run(kind, first, last, ends):
    wrong, number = [], first
    for number in range(first, last):
        if ends is not None and time.monotonic() > ends:
            break
        if told := KINDS[kind](number):
            wrong.append(number)
            if len(wrong) <= 3:
                print(f"{kind} {number}\n{told}\n")
    print(f"{kind}: {number + 1 - first} cases, {len(wrong)} differ")
    return number + 1, wrong


def _before():
    path = RESULTS / "policies.json"
    return json.loads(path.read_text(encoding="utf-8"))["cases"] if path.exists() else {}


if __name__ == "__main__":
    sys.exit(main())
