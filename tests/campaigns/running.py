"""Does a campaign's numbered blocks one after another, and adds what they came to, over all its runs, to one file.

With `--keep` a run goes on behind the last block that was kept, so that a campaign may be done in pieces, on days and
machines of their own; every piece is named with its date, machine, command and commit.
"""

import json
import multiprocessing
import os
import sys
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from tests.campaigns.results import RESULTS, here


def add_arguments(parser, *, workers=1):
    """What every campaign may be asked for."""
    parser.add_argument("--keep", action="store_true", help="go on where the kept result ends, and add to it")
    parser.add_argument("--fresh", action="store_true", help="with --keep: begin the kept result anew")
    parser.add_argument("--first", type=int, help="the first block; the one behind the kept result where left out")
    parser.add_argument("--minutes", type=float, default=0, help="begin no block after so many minutes")
    parser.add_argument("--workers", type=int, default=workers)


class Tally:
    """What was found so far, by figure: numbers add up, lists are joined, and the longest of what is called so stays.

    Attributes:
        next: the first block that wasn't done.
        figures: what was found.
        runs: when, where and how each piece was done.
    """

    def __init__(self, path=None, *, fresh=False, first=None):
        self._path = path
        kept = {} if fresh or path is None or not path.exists() else json.loads(path.read_text(encoding="utf-8"))
        # What failed once and was mended is told for good, by whoever wrote it there.
        self._mended = {"mended": kept["mended"]} if "mended" in kept else {}
        self.runs, self.figures = kept.get("runs", []), kept.get("figures", {}) if "runs" in kept else {}
        self.next = kept.get("next", 0) if first is None else first
        self._run = {**here(), "first": self.next, "next": self.next, "seconds": 0.0}
        self._began = time.monotonic()

    def add(self, figures):
        """One more block; what is kept is on the disk before the next one is looked at."""
        self.next += 1
        self.figures = _sum(self.figures, figures)
        self._run |= {"next": self.next, "seconds": round(time.monotonic() - self._began, 1)}
        if self._path is not None:
            told = {"figures": self.figures, "next": self.next, "runs": [*self.runs, self._run], **self._mended}
            text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
            self._path.with_suffix(".new").write_text(text, encoding="utf-8")
            self._path.with_suffix(".new").replace(self._path)


def _sum(one, other):
    return {key: _sum_of(key, one.get(key), other.get(key)) for key in one | other}


def _sum_of(key, one, other):
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, dict):
        return _sum(one, other)
    return max(one, other) if key.startswith("longest") else one + other


def run_blocks(name, block, asked, *, aim, figure, last=None):
    """Does blocks until the figure comes to the aim or the time is up; what all of them, earlier runs too, came to.

    Args:
        block: a function of a block's number; gives its figures, of which `figure` is counted.
        last: behind the last block there is, where they have an end.
    """
    tally = Tally(RESULTS / f"{name}.json" if asked.keep else None, fresh=asked.fresh, first=asked.first)
    until = time.monotonic() + 60 * asked.minutes if asked.minutes else float("inf")
    done = _in_turn if asked.workers == 1 else _at_once

    def wanted():
        return tally.figures.get(figure, 0) < aim and time.monotonic() < until

    for figures in done(block, range(tally.next, last or sys.maxsize), wanted, asked.workers):
        tally.add(figures)
        if figures.get("wrong"):
            print(f"block {tally.next - 1}: {figures['wrong'][:3]}", file=sys.stderr, flush=True)
    print(json.dumps(tally.figures, ensure_ascii=False))
    return tally.figures


def _in_turn(block, numbers, wanted, _):
    for number in numbers:
        if not wanted():
            return
        yield block(number)


# What the forked processes do: inherited, because what a block holds (a server, a connection) is sent to nobody.
_block: Any = None


def _one(number):
    return _block(number)


def _at_once(block, numbers, wanted, workers):
    global _block
    _block, left = block, iter(numbers)
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        waiting: deque[Future[dict[str, Any]]] = deque()
        while True:
            while len(waiting) <= workers and wanted() and (number := next(left, None)) is not None:
                waiting.append(pool.submit(_one, number))
            if not waiting:
                return
            yield waiting.popleft().result()


def repeatably(module):
    """Whether this process puts sets in the order of every other run; else the module is run again in one that does."""
    if os.environ.get("PYTHONHASHSEED") == "0":
        return
    os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606 -- the very same program


__all__ = ["Tally", "add_arguments", "repeatably", "run_blocks"]
