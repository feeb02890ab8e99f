"""Changes the exchange's core one small thing at a time, and sees whether the tests beside it notice.

`python -m tests.campaigns.mutants [--module sync/streams.py] [--sample 20] [--workers 2]` changes a comparison, a
number, a word of logic or a whole statement of a module in memory, runs that module's tests in a process of their own,
and writes its result beside the benchmarks. A change that no test notices has survived, and is told with its line.
"""

import argparse
import ast
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.results import ROOT, write_result

# Each module of the core with the tests that are nearest to it, the quickest first.
CORE = {
    "sync/streams.py": ("tests/sync/test_streams.py", "tests/sync/records/test_log.py"),
    "sync/records/log.py": ("tests/sync/records/test_log.py", "tests/sync/records/test_receiving.py",
                            "tests/sync/records/test_writing.py"),
    "sync/records/receiving.py": ("tests/sync/records/test_receiving.py", "tests/sync/client/test_mending.py",
                                  "tests/sync/hq/test_exchange.py"),
    "sync/records/outbox.py": ("tests/sync/records/test_outbox.py",),
    "sync/hq/pages.py": ("tests/sync/hq/test_exchange.py", "tests/sync/records/test_receiving.py",
                         "tests/sync/test_faults.py"),
    "sync/hq/exchange.py": ("tests/sync/hq/test_exchange.py", "tests/sync/test_faults.py"),
    "sync/hq/admission.py": ("tests/sync/hq/test_admission.py",),
    "sync/hq/scope.py": ("tests/sync/hq/test_scope.py",),
    "sync/client/exchanging.py": ("tests/sync/hq/test_exchange.py", "tests/sync/client", "tests/sync/test_faults.py"),
    "sync/client/replacing.py": ("tests/sync/client", "tests/sync/records/test_rebuilding.py"),
    "sync/client/offering.py": ("tests/sync/client/test_offering.py", "tests/sync/test_faults.py"),
}  # fmt: skip
SECONDS = 240
_COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_SUMS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed: where, and what it says there now."""

    module: str
    line: int
    change: str
    source: str


def mutants_of(module, source):
    """Every mutant of a module's source, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for way in range(_ways(node)):
            fresh = ast.parse(source)
            same = next(each for at, each in enumerate(ast.walk(fresh)) if at == place)
            told = _change(same, way)
            if told:
                found.append(
                    Mutant(module, getattr(node, "lineno", 0), told, ast.unparse(ast.fix_missing_locations(fresh)))
                )
    return sorted(found, key=lambda each: (each.line, each.change))


def _ways(node):
    if isinstance(node, ast.FunctionDef | ast.With | ast.If | ast.For | ast.While):
        return len(node.body) + isinstance(node, ast.If | ast.While)
    return 1


def _change(node, way):
    """Changes a node in its place; what was done, or nothing where there is nothing to do."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            node.ops = [_COMPARISONS[type(op)]()]
            return f"{type(op).__name__} → {type(node.ops[0]).__name__}"
        case ast.BinOp(op=op) if type(op) in _SUMS:
            node.op = _SUMS[type(op)]()
            return f"{type(op).__name__} → {type(node.op).__name__}"
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return "and ↔ or"
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), inner)
            return "not → not not"
        case ast.Constant(value=bool() as value):
            node.value = not value
            return f"{value} → {not value}"
        case ast.Constant(value=int() as value):
            node.value = value + 1
            return f"{value} → {value + 1}"
        case ast.If(test=test) | ast.While(test=test) if way == len(node.body):
            node.test = ast.UnaryOp(ast.Not(), test)
            return "the condition turned round"
        case ast.FunctionDef() | ast.With() | ast.If() | ast.For() | ast.While():
            return _drop(node, way)
    return ""


def _drop(node, way):
    """Leaves one statement out of a body, where it does something."""
    gone = node.body[way]
    if not isinstance(gone, ast.Expr | ast.Assign | ast.AugAssign | ast.Raise | ast.Continue | ast.Break):
        return ""
    if isinstance(gone, ast.Expr) and isinstance(gone.value, ast.Constant | ast.Yield):
        return ""
    node.body[way] = ast.Pass()
    return f"without: {ast.unparse(gone)[:60]}"


_RUNNER = """
import sys, importlib.machinery, importlib.util
path, changed = sys.argv[1], sys.argv[2]
source = open(changed, encoding="utf-8").read()
class Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, name):
        return compile(source, path, "exec")
class Finder:
    def find_spec(self, name, where=None, target=None):
        if name.replace(".", "/") + ".py" == path:
            return importlib.util.spec_from_loader(name, Loader(name, path))
sys.meta_path.insert(0, Finder())
import pytest
sys.exit(pytest.main(["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-m", "not postgres", *sys.argv[3:]]))
"""


def survives(mutant):
    """Whether the tests beside a module pass though it was changed."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "changed.py"
        changed.write_text(mutant.source, encoding="utf-8")
        command = [sys.executable, "-c", _RUNNER, mutant.module, str(changed), *CORE[mutant.module]]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--module", action="append", help="a module's path; all of the core where it is left out")
    asked.add_argument("--sample", type=int, default=0, help="so many mutants of each module, by chance")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--no-result", action="store_true")
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    given = asked.parse_args(words)
    chance, began = random.Random(given.seed), time.monotonic()
    chosen: list[Mutant] = []
    for module in given.module or CORE:
        found = mutants_of(module, (ROOT / module).read_text(encoding="utf-8"))
        chosen += chance.sample(found, min(given.sample, len(found))) if given.sample else found
    if given.minutes:
        chance.shuffle(chosen)

    def tried(mutant):
        if given.minutes and time.monotonic() - began > 60 * given.minutes:
            return None
        return survives(mutant)

    with ThreadPoolExecutor(given.workers) as pool:
        outcome = list(zip(chosen, pool.map(tried, chosen), strict=True))
    done = [(mutant, survived) for mutant, survived in outcome if survived is not None]
    survivors = [mutant for mutant, survived in done if survived]
    killed = len(done) - len(survivors)
    figures = {
        "mutants": len(done),
        "killed": killed,
        "share": round(killed / max(len(done), 1), 3),
        "by_module": dict(sorted(Counter(mutant.module for mutant, _ in done).items())),
        "survivors": [f"{each.module}:{each.line} {each.change}" for each in survivors],
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if not given.no_result:
        write_result("mutants", figures)
    return 0 if killed >= 0.9 * len(done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
