"""Puts a fault back into the program, one line at a time, and sees whether the test that is there for it fails.

`python -m tests.campaigns.put_back --keep` tries each fault of `faults.toml` and writes its result beside the
benchmarks. `docs/proof.md` tells the same list to a reader.
"""

import argparse
import sys
import tomllib
from dataclasses import dataclass

from tests.campaigns.changing import load_libraries, try_changed
from tests.campaigns.results import ROOT
from tests.campaigns.running import add_arguments, run_blocks


@dataclass(frozen=True)
class Fault:
    """A fault: what it does, in which module, which words stand there instead of which, and the test that finds it."""

    fact: str
    module: str
    sound: str
    faulty: str
    test: str
    server: bool = False  # whether only PostgreSQL shows it

    def changed(self):
        """The module's text with the fault in it."""
        text = (ROOT / self.module).read_text(encoding="utf-8")
        if text.count(self.sound) != 1:
            raise ValueError(f"{self.module} has {text.count(self.sound)} of {self.sound!r}")
        return text.replace(self.sound, self.faulty)


_LIST = tomllib.loads((ROOT / "tests/campaigns/faults.toml").read_text(encoding="utf-8"))
FAULTS = tuple(Fault(**each) for each in _LIST["fault"])


def one(number):
    """One fault: whether its test fails with it, and passes without."""
    fault = FAULTS[number]
    options = () if fault.server else ("-m", "not postgres")
    found = try_changed(fault.module, fault.changed(), [fault.test], options)
    wrong = [] if found == 1 else [f"not caught: {fault.fact} ({found})"]
    return {"faults": 1, "caught": int(found == 1), "wrong": wrong, "by_test": {fault.test: 1}}


def table():
    """The list as a reader sees it."""
    rows = [f"| {each.fact} | `{each.module}` | `{each.test}` |" for each in FAULTS]
    return "\n".join(["| fault | put back into | found by |", "| --- | --- | --- |", *rows])


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(asked)
    given = asked.parse_args(words)
    load_libraries()
    found = run_blocks("put_back", one, given, aim=len(FAULTS), figure="faults", last=len(FAULTS))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
