"""Changes the exchange's core one small thing at a time, and sees whether the tests beside it notice.

`python -m tests.campaigns.mutants --sample 300 --keep [--minutes 20] [--module sync/streams.py]` takes a fixed sample
by chance of all such changes; those that the kept result calls killed are left alone while their line is as it was,
and those that survived are tried again. Tests are loaded and run once, and it is noted which lines each comes to; a
change is then made in a forked copy of that process, and only what comes to the changed line is run. A change of what
a module does as it loads, or that no test comes to later, has a process to itself. A change that no test notices has
survived; one whose tests take five times what they need otherwise, of the processor and not by the clock, is noticed.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter

from tests.campaigns.changing import OPTIONS, in_a_fork, load_libraries, own_folder, try_changed
from tests.campaigns.equivalents import EQUIVALENT
from tests.campaigns.mutating import codes_of, mutants_of
from tests.campaigns.reached import Reached, in_turn
from tests.campaigns.results import RESULTS, ROOT, here, write_result

CORE = (
    "sync/streams.py", "sync/wire/codes.py", "sync/wire/cursors.py", "sync/wire/messages.py", "sync/wire/packing.py",
    "sync/wire/parts.py", "sync/wire/signing.py", "sync/records/log/streams.py", "sync/records/log/receiving.py",
    "sync/records/log/applying.py", "sync/records/copies/outbox.py", "sync/records/copies/journal.py",
    "sync/records/copies/joining.py", "sync/records/log/releases.py", "sync/records/copies/strays.py",
    "sync/records/log/rebuilding.py", "sync/records/log/writing.py", "sync/records/log/holding.py",
    "sync/records/bounds/fitting.py", "sync/hq/taking/exchange.py", "sync/hq/taking/pages.py",
    "sync/hq/taking/parts.py", "sync/hq/taking/following.py", "sync/hq/deciding/orders.py",
    "sync/hq/deciding/verdicts.py", "sync/hq/restored/returned.py", "sync/hq/restored/retaking.py",
    "sync/hq/restored/epochs.py", "sync/hq/channel/scope.py", "sync/hq/taking/waiting.py",
    "sync/hq/taking/crossing.py", "sync/hq/admission/judging.py", "sync/hq/admission/ids.py",
    "sync/hq/admission/parties.py", "sync/hq/admission/standing.py", "sync/hq/admission/table.py",
    "sync/hq/admission/versions.py", "sync/hq/admission/signatures.py", "sync/client/streams/exchanging.py",
    "sync/client/streams/offering.py", "sync/client/restored/replacing.py", "sync/client/restored/returning.py",
    "sync/client/streams/filling.py", "sync/client/streams/long_streams.py", "sync/client/streams/mending.py",
    "sync/client/streams/held.py", "sync/client/streams/news.py", "sync/client/streams/end_notes.py",
    "sync/client/line/asking.py", "sync/client/line/proof.py", "sync/client/line/answers.py",
    "sync/client/streams/waiting.py",
)  # fmt: skip
TESTS = (
    "tests/sync/test_streams.py", "tests/sync/test_faults.py", "tests/sync/test_cursors.py",
    "tests/sync/test_restores.py", "tests/sync/test_restored_sellers.py", "tests/sync/test_filling.py",
    "tests/sync/test_moving.py", "tests/desktop/actions/statements/test_confirming_attacks.py",
    "tests/sync/records", "tests/sync/hq", "tests/sync/client", "tests/sync/wire",
)  # fmt: skip
_CHEAP = ("-m", "not postgres and not slow")


def chosen(modules, sample, seed):
    """A fixed sample of all mutants, in an order by chance."""
    found = [each for module in modules for each in mutants_of(module, (ROOT / module).read_text(encoding="utf-8"))]
    random.Random(seed).shuffle(found)
    return found[: sample or None], len(found)


class Warm:
    """A pytest that has loaded everything: runs all tests once, then each mutant's in forked copies of itself."""

    def __init__(self, mutants, told, until, seconds, workers):
        self.mutants, self.told, self.until = mutants, told, until
        self.seconds, self.workers = seconds, workers
        self.failed = False

    def pytest_runtest_logreport(self, report):
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session):
        reached = Reached(session.items, CORE, self.workers, self._fails)
        cold, hot = [], []
        for mutant in self.mutants:
            items, needed, loading = reached.items(mutant, self.seconds)
            if not items:
                self.told(mutant, "survived", "no test comes there")
            elif loading:
                cold.append((mutant, [each.nodeid for each in items]))
            else:
                hot.append((mutant, items, needed))
        in_turn(hot, self.workers, lambda each: self._hot(*each))
        self.told(None, "cold", cold)
        return True

    def _hot(self, mutant, items, needed):
        if time.time() < self.until:
            self.told(mutant, *_meant(in_a_fork(lambda: self._run(mutant, items), *_bounds(needed)), len(items)))

    def _fails(self, item):
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return self.failed

    def _run(self, mutant, items):
        tree = mutant.tree((ROOT / mutant.module).read_text(encoding="utf-8"))
        path = str(ROOT / mutant.module)
        swap(path, compile(tree, path, "exec"))
        with own_folder() as folder:
            items[0].config._tmp_path_factory._basetemp = folder
            return int(any(self._fails(item) for item in items))


def _bounds(needed):
    """How long a mutant's tests may take that need so many seconds of the processor when nothing is wrong.

    Seconds by the clock, which other work on the machine uses up as well, and seconds of the processor.
    """
    return 60 + 20 * needed, 20 + 5 * needed


def swap(path, changed):
    """Every function of a module's file that lives in this process does from now on what the changed text says."""
    import gc
    from types import FunctionType

    fresh = codes_of(changed)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename == path:
            key = each.__code__.co_firstlineno, each.__code__.co_qualname
            if key in fresh and len(fresh[key].co_freevars) == len(each.__code__.co_freevars):
                each.__code__ = fresh[key]


def _meant(status, count):
    if status == 0:
        return "survived", f"{count} tests pass"
    return "killed", "too slow" if status is None else ""


def campaign(mutants, tests, until, seconds=20, workers=1):
    """What became of each mutant that there was time for: (mutant, outcome, what is told of it)."""
    import pytest

    load_libraries()
    reader, writer = os.pipe()
    places = {id(each): place for place, each in enumerate(mutants)}

    def told(mutant, outcome, more):
        if mutant is None:
            more = [(places[id(each)], tests_) for each, tests_ in more]
        place = -1 if mutant is None else places[id(mutant)]
        os.write(writer, (json.dumps([place, outcome, more]) + "\n").encode())

    child = os.fork()
    if not child:
        os.close(reader)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        pytest.main([*OPTIONS, *_CHEAP, *tests], plugins=[Warm(mutants, told, until, seconds, workers)])
        os._exit(0)
    os.close(writer)
    cold = []
    with os.fdopen(reader, encoding="utf-8") as lines:
        for line in lines:
            place, outcome, more = json.loads(line)
            if place < 0:
                cold = more
            else:
                yield mutants[place], outcome, more
    os.waitpid(child, 0)
    for place, tests_ in cold:
        if time.time() > until:
            return
        mutant = mutants[place]
        tree = mutant.tree((ROOT / mutant.module).read_text(encoding="utf-8"))
        yield mutant, *_meant(try_changed(mutant.module, tree, tests_, _CHEAP, 60 + 20 * seconds), len(tests_))


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--module", action="append", help="a module's path; all of the core where it is left out")
    asked.add_argument("--sample", type=int, default=300, help="so many mutants in all; 0: every one")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--tests", nargs="*", default=TESTS)
    asked.add_argument("--seconds", type=float, default=20, help="of the processor, for one mutant's tests")
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--keep", action="store_true")
    asked.add_argument("--survivors", action="store_true", help="only what the kept result calls survived, once more")
    given = asked.parse_args(words)
    mutants, there = chosen(given.module or CORE, given.sample, given.seed)
    path = RESULTS / "mutants.json"
    if given.survivors:
        return _try_survivors(path, given)
    known = json.loads(path.read_text(encoding="utf-8")).get("killed", []) if given.keep and path.exists() else []
    settled = set(known) | EQUIVALENT.keys()
    left = [each for each in mutants if each.name not in settled]
    began = time.monotonic()
    until = time.time() + (60 * given.minutes or 1e9)
    outcomes = {}
    for mutant, outcome, more in campaign(left, given.tests, until, given.seconds, given.workers):
        outcomes[mutant.name] = outcome, more
        if outcome != "killed":
            print(f"{mutant.module}:{mutant.line} {mutant.change} | {mutant.text} | {more}", flush=True)
    figures = _figures(mutants, there, outcomes, set(known)) | {"seconds": round(time.monotonic() - began, 1)}
    print(json.dumps({key: value for key, value in figures.items() if key != "killed"}, ensure_ascii=False, indent=1))
    if given.keep:
        write_result("mutants", figures)
    return 0 if figures["share_killed"] >= 0.9 else 1


def _try_survivors(path, given):
    """Tries what survived once more and keeps what is killed now; changed lines are left as they were."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    survived = {each.rpartition(" · ")[0]: each for each in kept["survived"]}
    every, _ = chosen(given.module or CORE, 0, given.seed)
    until = time.time() + (60 * given.minutes or 1e9)
    again = [each for each in every if each.name in survived]
    for mutant, outcome, more in campaign(again, given.tests, until, given.seconds, given.workers):
        if outcome == "killed":
            del survived[mutant.name]
            kept["killed"].append(mutant.name)
        else:
            survived[mutant.name] = f"{mutant.name} · {more}"
    for name in [each for each in survived if each in EQUIVALENT]:
        kept["equivalent"][name] = EQUIVALENT[name]
        del survived[name]
    kept |= {"survived": sorted(survived.values()), "killed": sorted(kept["killed"])}
    kept["tried"] = len(kept["killed"]) + len(survived)
    kept["share_killed"] = round(len(kept["killed"]) / kept["tried"], 3)
    told = {"tried_again": [*kept.get("tried_again", []), here()]}
    path.write_text(json.dumps(kept | told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        json.dumps({name: kept[name] for name in ("tried", "share_killed", "survived")}, indent=1, ensure_ascii=False)
    )
    return 0 if kept["share_killed"] >= 0.9 else 1


def _figures(mutants, there, outcomes, known):
    names = {each.name: each for each in mutants}
    alike = sorted(name for name in names if name in EQUIVALENT)
    killed = sorted(name for name in names if name in known or outcomes.get(name, ("",))[0] == "killed")
    survived = sorted(name for name, (outcome, _) in outcomes.items() if outcome == "survived")
    return {
        "mutants_there_are": there,
        "tried": len(killed) + len(survived),
        "equivalent": {name: EQUIVALENT[name] for name in alike},
        "share_killed": round(len(killed) / max(len(killed) + len(survived), 1), 3),
        "by_module": dict(sorted(Counter(names[each].module for each in [*killed, *survived]).items())),
        "survived": [f"{name} · {outcomes[name][1]}" for name in survived],
        "killed": killed,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
