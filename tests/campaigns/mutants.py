"""Changes the exchange's core one small thing at a time, and sees whether the tests beside it notice.

`python -m tests.campaigns.mutants --sample 300 --keep [--minutes 20] [--module sync/streams.py]` takes a fixed sample
by chance of all such changes; those that the kept result calls killed are left alone while their line is as it was,
and those that survived are tried again. Tests are loaded and run once, and it is noted which function each comes to; a
change is then made in a forked copy of that process, and only what comes to the changed function is run. A change of
what a module does as it loads has a process to itself. A change that no test notices has survived.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from typing import Any

from tests.campaigns.changing import OPTIONS, in_a_fork, load_libraries, own_folder, try_changed
from tests.campaigns.equivalents import EQUIVALENT
from tests.campaigns.mutating import codes_of, mutants_of
from tests.campaigns.results import RESULTS, ROOT, here, write_result

CORE = (
    "sync/streams.py", "sync/records/log.py", "sync/records/receiving.py", "sync/records/applying.py",
    "sync/records/outbox.py", "sync/records/journal.py", "sync/records/joining.py", "sync/records/bounds/fitting.py",
    "sync/hq/exchange.py", "sync/hq/pages.py", "sync/hq/deciding.py", "sync/hq/verdicts.py", "sync/hq/returned.py",
    "sync/hq/scope.py", "sync/hq/admission/judging.py", "sync/hq/admission/ids.py", "sync/hq/admission/parties.py",
    "sync/hq/admission/standing.py", "sync/hq/admission/table.py", "sync/hq/admission/versions.py",
    "sync/hq/admission/signatures.py", "sync/client/exchanging.py", "sync/client/offering.py",
    "sync/client/replacing.py", "sync/client/returning.py",
)  # fmt: skip
TESTS = (
    "tests/sync/test_streams.py", "tests/sync/test_faults.py", "tests/sync/test_cursors.py",
    "tests/sync/test_restores.py", "tests/sync/records", "tests/sync/hq", "tests/sync/client", "tests/sync/wire",
)  # fmt: skip
# For one mutant; its tests may take a third of it where nothing is wrong.
SECONDS = 60
_CHEAP = ("-m", "not postgres and not slow")


def chosen(modules, sample, seed):
    """A fixed sample of all mutants, in an order by chance."""
    found = [each for module in modules for each in mutants_of(module, (ROOT / module).read_text(encoding="utf-8"))]
    random.Random(seed).shuffle(found)
    return found[: sample or None], len(found)


class Warm:
    """A pytest that has loaded everything: runs all tests once, then each mutant's in forked copies of itself."""

    def __init__(self, mutants, told, until):
        self.mutants, self.told, self.until = mutants, told, until
        self.failed = False

    def pytest_runtest_logreport(self, report):
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session):
        reached = Reached(session, self)
        cold = []
        for mutant in self.mutants:
            if time.time() > self.until:
                break
            items = reached.items(mutant)
            if not items:
                self.told(mutant, "survived", "no test comes there")
            elif mutant.scope[0]:
                self._hot(mutant, items)
            else:
                cold.append((mutant, [each.nodeid for each in items]))
        self.told(None, "cold", cold)
        return True

    def _hot(self, mutant, items):
        status = in_a_fork(lambda: self._run(mutant, items), SECONDS)
        self.told(mutant, *_meant(status, len(items)))

    def _run(self, mutant, items):
        tree = mutant.tree((ROOT / mutant.module).read_text(encoding="utf-8"))
        path = str(ROOT / mutant.module)
        swap(path, compile(tree, path, "exec"))
        with own_folder() as folder:
            items[0].config._tmp_path_factory._basetemp = folder
            for item in items:
                self.failed = False
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if self.failed:
                    return 1
        return 0


class Reached:
    """Which functions each test comes to, and how long it takes, from one run of all."""

    def __init__(self, session, warm):
        self.seconds: dict[int, float] = {}
        self.functions: dict[tuple[str, int], list[int]] = {}
        self._items = session.items
        paths = {str(ROOT / module) for module in CORE}
        for place, item in enumerate(session.items):
            here: set[tuple[str, int]] = set()

            def note(frame, _what, _arg, here=here):
                code = frame.f_code
                if code.co_filename in paths:
                    here.add((code.co_filename, code.co_firstlineno))

            began, warm.failed = time.perf_counter(), False
            threading.settrace(note)
            sys.settrace(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            sys.settrace(None)
            threading.settrace(None)
            if warm.failed:
                print(f"left out, it fails by itself: {item.nodeid}", file=sys.stderr)
                continue
            self.seconds[place] = time.perf_counter() - began
            for each in here:
                self.functions.setdefault(each, []).append(place)

    def items(self, mutant):
        """The tests that come to what was changed, as far as the time for one mutant goes.

        Those that come to most of the module go first, and of these the quickest.
        """
        path = str(ROOT / mutant.module)
        if mutant.scope[0]:
            places = self.functions.get((path, mutant.scope[0]), [])
        else:
            places = sorted({place for (where, _), some in self.functions.items() if where == path for place in some})
        found: list[Any] = []
        left = SECONDS * 0.33
        about = Counter(place for (where, _), some in self.functions.items() if where == path for place in some)
        for place in sorted(places, key=lambda each: (-about[each], self.seconds[each])):
            left -= self.seconds[place]
            if left < 0 and found:
                break
            found.append(self._items[place])
        return found


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


def campaign(mutants, tests, until):
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
        pytest.main([*OPTIONS, *_CHEAP, *tests], plugins=[Warm(mutants, told, until)])
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
        yield mutant, *_meant(try_changed(mutant.module, tree, tests_, _CHEAP), len(tests_))


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--module", action="append", help="a module's path; all of the core where it is left out")
    asked.add_argument("--sample", type=int, default=300, help="so many mutants in all; 0: every one")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--tests", nargs="*", default=TESTS)
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
    for mutant, outcome, more in campaign(left, given.tests, until):
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
    for mutant, outcome, more in campaign([each for each in every if each.name in survived], given.tests, until):
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
