"""A command that writes, with a million entries HQ has not got yet, against the same with none: time and memory."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.apart import run_apart
from benchmarks.desks import DEALER, sample_desk
from sync.streams import Entry, make_entry

UNSENT, ROUNDS, BATCH = 1_000_000, 7, 20_000
REQUIRED, REQUIRED_MEMORY = 1.15, 1.15


def run() -> dict[str, object]:
    """Medians of whole commands (an order submitted, as a process), the two desks taken in turns."""
    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty", Path(place) / "full"
        for folder, count in ((empty, 0), (full, UNSENT)):
            with closing(sample_desk(folder, products=200, stock=1_000_000)) as desk:
                for start in range(0, count, BATCH):
                    with desk.book.writing() as writing:
                        writing.put_entries(desk.stream, [_entry(each) for each in range(start, start + BATCH)])
            _command(folder)  # the day's backup is written once, whatever waits
        times: dict[Path, list[float]] = {empty: [], full: []}
        sizes: dict[Path, list[int]] = {empty: [], full: []}
        for _ in range(ROUNDS):
            for folder in (empty, full):
                seconds, memory = _command(folder)
                times[folder].append(seconds)
                sizes[folder].append(memory)
        journal = (full / "outbox.journal").stat().st_size
    none, many = (statistics.median(times[folder]) * 1000 for folder in (empty, full))
    small, large = (statistics.median(sizes[folder]) for folder in (empty, full))
    return {
        "name": "exchange_unsent",
        "what": "a command that writes with 1,000,000 unsent entries / the same with none",
        "ours_ms": round(many, 1),
        "reference_ms": round(none, 1),
        "ratio": round(many / none, 3),
        "memory_mb": round(large / 1e6, 1),
        "reference_memory_mb": round(small / 1e6, 1),
        "unsent_mb": round(journal / 1e6, 1),
        "required": REQUIRED,
        "ok": many / none <= REQUIRED and (not small or large / small <= REQUIRED_MEMORY),
    }


def _entry(place: int) -> Entry:
    # A kind this program derives nothing from: what is measured is how much waits, not what it is.
    body = b'{"text":"%s","place":%d}' % (b"x" * 60, place)
    return make_entry("benchmark", f"{DEALER}:{place}", body)


def _command(folder: Path) -> tuple[float, int]:
    """One command in a process of its own: its seconds, and its memory at most in bytes."""
    words = [
        "order",
        "new",
        "--seller",
        DEALER,
        "--buyer",
        f"{DEALER}:C0",
        "--line",
        "P000001=3瓶",
        "--submit",
        "--data",
    ]
    variables = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "LANG": "zh_CN.UTF-8"}
    ran = run_apart([sys.executable, "-m", "desktop", *words, str(folder), "--json"], variables)
    if ran.status:
        raise RuntimeError(f"the command ended with {ran.status}")
    return ran.seconds, ran.memory
