"""How fast a new desk fills itself over real HTTP, beside plain `executemany` of the same rows into the same tables.

HQ's service is a process of its own, as is each desk, whose largest memory is measured; the parts are made once, for
the first desk, and the figures that count are those of the desks after it. What a row costs is told for each size, and
how flat that is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REQUIRED = 0.6
LARGEST = 120 * 1024 * 1024
# What a row may cost at the dearest size, as a share of what it costs at the largest; in processor time, for at the
# smallest the disk's flushes, of which a fill has a handful whatever its size, would be most of the time.
FLATTEST = 1.5
_SIZES = (10_000, 200_000, 1_000_000)


def desk(folder: Path, url: str, code: str) -> dict[str, float]:
    """Fills one new desk, in this process; seconds, and the largest memory it ever had."""
    import keyring
    from keyring.backends import null

    from desktop.gc_tuning import look_seldom
    from sync.client.streams.enrolling import enrol
    from sync.client.streams.exchanging import exchange
    from sync.keys import load_key
    from sync.records.books.database import open_sqlite

    look_seldom()  # as the program does when it starts
    no_store: Any = null.Keyring
    keyring.set_keyring(no_store())  # the keys made here are no one's
    enrolled = enrol(folder, url, code, "bench")
    key = load_key(folder, enrolled.desk_id)
    assert key is not None
    book = open_sqlite(folder / "desk.db")
    began, worked = time.perf_counter(), time.process_time()
    done = exchange(book, key)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    book.close()
    return {"seconds": seconds, "cpu_seconds": worked, "records": done.received, "bytes": _largest_memory()}


def _largest_memory() -> int:
    """The most memory this process ever had, in bytes; 0 where the system doesn't say.

    Linux lets a program inherit the figure of whoever started it in what `getrusage` tells, so its own is looked up.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * int(status.read_text().partition("VmHWM:")[2].split()[0])
    try:
        import resource
    except ImportError:  # Windows
        return 0
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(largest if sys.platform == "darwin" else largest * 1024)


@contextmanager
def service(database: Path) -> Iterator[tuple[str, int]]:
    """HQ's service in a process of its own: its address and the process."""
    command = [sys.executable, "-m", "benchmarks.channel_service", str(database), "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()
            process.wait(30)


def worked(process: int) -> float:
    """Seconds of processor a process has used; 0 where the system doesn't say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


def _fill(place: Path, url: str, code: str) -> dict[str, float]:
    measured: dict[str, float] = _in_its_own(str(place), url, code)
    return measured


def _plain(filled: Path, target: Path) -> tuple[int, float]:
    """As `reference`, in a process of its own, for it takes all rows into memory first."""
    rows, seconds = _in_its_own(str(filled), str(target))
    return int(rows), float(seconds)


def _in_its_own(*words: str) -> Any:
    """What `main` gives for these words, in a process of its own, so that no other's memory counts."""
    command = [sys.executable, "-m", "benchmarks.exchange_fill", *words]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    return json.loads(run.stdout)


def measure(records: int, folder: Path, desks: int = 3) -> dict[str, Any]:
    """One size: the first desk, for which HQ makes the parts, and those after it, each beside its own reference."""
    from sync.hq.service.enrolment import make_code
    from sync.records.books.database import open_sqlite

    _in_its_own("make", str(folder / f"hq{records}.db"), str(records // 2), "")
    hq = open_sqlite(folder / f"hq{records}.db")
    codes = [make_code(hq, "GD01", now=datetime.now(UTC)).code for _ in range(desks)]
    hq.close()
    fills, plains, spent, rows = [], [], [], 0
    with service(folder / f"hq{records}.db") as (url, process):
        for number, code in enumerate(codes):
            place = folder / f"desk{records}-{number}"
            before = worked(process)
            fills.append(_fill(place, url, code))
            spent.append(worked(process) - before)
            rows, seconds = _plain(place / "desk.db", folder / "plain.db")
            plains.append(seconds)
            for each in (*folder.glob("plain.db*"), *place.glob("desk.db*")):
                each.unlink()
    later = fills[1:] or fills
    ours, theirs = min(each["seconds"] for each in later), min(plains)
    return {
        "records": records,
        "rows": rows,
        "ours_seconds": round(ours, 2),
        "reference_seconds": round(theirs, 2),
        "ratio": round(theirs / ours, 3),
        "ratio_first_desk": round(theirs / fills[0]["seconds"], 3),
        "microseconds_a_row": round(ours / rows * 1e6, 2),
        "cpu_microseconds_a_row": round(min(each["cpu_seconds"] for each in later) / rows * 1e6, 2),
        "reference_microseconds_a_row": round(theirs / rows * 1e6, 2),
        "largest_mb": round(max(each["bytes"] for each in fills) / 1024 / 1024, 1),
        "hq_cpu_first": round(spent[0], 2),
        "hq_cpu_later": round(min(spent[1:] or spent), 2),
    }


def run(sizes: tuple[int, ...] = _SIZES) -> dict[str, object]:
    """Each size in turn."""
    with tempfile.TemporaryDirectory() as place:
        found = [measure(size, Path(place)) for size in sizes]
    counted = [each for each in found if each["records"] >= 200_000] or found
    costs = [each["cpu_microseconds_a_row"] for each in found]
    flatness = round(max(costs) / costs[-1], 3)
    return {
        "name": "exchange_fill",
        "sizes": found,
        "ratio": min(each["ratio"] for each in counted),
        "required": REQUIRED,
        "flatness": flatness,
        "flattest_allowed": FLATTEST,
        "largest_mb": max(each["largest_mb"] for each in found),
        "allowed_mb": LARGEST // 1024 // 1024,
        "ok": min(each["ratio"] for each in counted) >= REQUIRED
        and max(each["largest_mb"] for each in found) <= LARGEST / 1024 / 1024
        and flatness <= FLATTEST,
    }


def main(words: list[str]) -> object:
    """What one process of a measurement does: fill a desk, or insert what one holds plainly; or all of it."""
    if words[:1] == ["make"]:
        from benchmarks.first_fill import make_hq

        make_hq(Path(words[1]), int(words[2])).close()
        return None
    if len(words) == 3:
        return desk(Path(words[0]), words[1], words[2])
    if len(words) == 2:
        from benchmarks.first_fill import reference

        return reference(Path(words[0]), Path(words[1]))
    return run(tuple(int(word) for word in words) or _SIZES)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
