"""Which lines of the core each test comes to: from one run of every test, kept until the core or its file changes."""

import ast
import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import Any

from tests.campaigns.results import ROOT

_KEPT = Path(tempfile.gettempdir()) / f"reached-lines-{os.getuid() if hasattr(os, 'getuid') else ''}"


_END = 1_000_000


class Reached:
    """The tests that come to each line, and the processor's seconds that each takes when nothing is wrong."""

    def __init__(self, items, modules, workers, failed):
        """`failed` says, given an item, whether it fails when it is run."""
        self._paths = {str(ROOT / module): module for module in modules}
        self._failed = failed
        files = defaultdict(list)
        for item in items:
            files[item.path].append(item)
        helpers = sorted(each for each in ROOT.glob("tests/sync/**/*.py") if not each.name.startswith("test_"))
        core = _hash([*(ROOT / module for module in modules), *helpers])
        _KEPT.mkdir(exist_ok=True)
        kept = {path: _KEPT / f"{path.stem}-{_hash([path])[:12]}-{core[:12]}.json" for path in files}
        left = [path for path in files if not kept[path].exists()]
        in_turn(left, workers, lambda path: self._write(kept[path], files[path]))
        self.seconds: dict[str, float] = {}
        self._tests: dict[tuple[str, int], set[str]] = defaultdict(set)
        here = {item.nodeid for item in items}
        for path in files:
            for name, (seconds, lines) in json.loads(kept[path].read_text(encoding="utf-8")).items():
                if name in here:
                    self.seconds[name] = seconds
                    for module, numbers in lines.items():
                        for number in numbers:
                            self._tests[module, number].add(name)
        self._items = {item.nodeid: item for item in items}
        self._lines = {module: [line for there, line in self._tests if there == module] for module in modules}
        sources = {module: (ROOT / module).read_text(encoding="utf-8") for module in modules}
        self._spans = {module: _spans(source) for module, source in sources.items()}
        self._bodies = {module: _bodies(source) for module, source in sources.items()}

    def items(self, mutant, seconds):
        """The tests that come to what was changed, as many as fit into so many seconds of the processor.

        Returns these seconds as well, and whether the module has to be loaded anew, because what was changed runs as it
        loads. Tests beside the module go first; then one of each file in turn, the quickest first.
        """
        first, last = self._spans[mutant.module].get(mutant.line, (mutant.line, mutant.line))
        if not mutant.scope[0]:  # of a function's own line what comes to the function, of anything else all
            first, last = self._bodies[mutant.module].get(mutant.line, (1, _END))
        names = self._names(mutant.module, first, last)
        loading = not mutant.scope[0] or not names
        if loading and (not names or last == _END):
            # What looks at nothing but a module's values comes to none of its lines: its whole file counts.
            files = {_file(name) for name in self._names(mutant.module, 1, _END)}
            names = {name for name in self.seconds if not files or _file(name) in files}
        beside = f"test_{Path(mutant.module).name}"
        turns: dict[str, count[int]] = defaultdict(count)
        ranked = []
        for name in sorted(names, key=lambda each: (self.seconds[each], each)):
            file = _file(name)
            ranked.append((0 if file.endswith(f"/{beside}") else next(turns[file]), self.seconds[name], name))
        found: list[Any] = []
        needed = 0.0
        for _, one, name in sorted(ranked):
            if found and needed + one > seconds:
                continue
            found.append(self._items[name])
            needed += one
        return found, needed, loading

    def _names(self, module, first, last):
        return set().union(
            *(self._tests.get((module, line), ()) for line in self._lines[module] if first <= line <= last)
        )

    def _write(self, kept, items):
        told = {}
        for item in items:
            here: dict[str, set[int]] = defaultdict(set)
            began = time.process_time()
            with _Traced(self._paths, here):
                failed = self._failed(item)
            if failed:
                print(f"left out, it fails by itself: {item.nodeid}", file=sys.stderr)
            else:
                lines = {module: sorted(numbers) for module, numbers in here.items()}
                told[item.nodeid] = round(time.process_time() - began, 3), lines
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(told), encoding="utf-8")
        fresh.replace(kept)


class _Traced:
    """While it holds, notes the lines of some files that any thread comes to."""

    def __init__(self, paths, lines):
        def at_line(frame, _what, _arg):
            lines[paths[frame.f_code.co_filename]].add(frame.f_lineno)
            return at_line

        def at_call(frame, what, arg):
            return at_line(frame, what, arg) if frame.f_code.co_filename in paths else None

        self._at_call = at_call

    def __enter__(self):
        threading.settrace(self._at_call)
        sys.settrace(self._at_call)

    def __exit__(self, *_error):
        sys.settrace(None)
        threading.settrace(None)


def in_turn(things, workers, work):
    """Does some work on each of a list, in so many forked processes."""
    children = []
    for place in range(workers):
        child = os.fork()
        if not child:
            try:
                for each in things[place::workers]:
                    work(each)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _file(name):
    return name.partition("::")[0]


def _hash(paths):
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _spans(source):
    """For each line, the first and last line of the statement it stands in, without what stands inside of that."""
    spans: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(source)):  # from the outermost to what stands inside
        if isinstance(node, ast.stmt):
            inside = [each.lineno for each in getattr(node, "body", []) if isinstance(each, ast.stmt)]
            last = max(node.lineno, min(inside) - 1) if inside else node.end_lineno or node.lineno
            spans |= dict.fromkeys(range(node.lineno, last + 1), (node.lineno, last))
    return spans


def _bodies(source):
    """For each line of a function's head, the first and last line of its body."""
    found: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0].lineno
            found |= dict.fromkeys(range(node.lineno, first), (first, node.end_lineno or first))
    return found
