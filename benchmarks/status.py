"""What `desk status` costs, beside importing the library that the books are read with.

Both are whole processes, taken in turns; what counts is the processor's time, which other work on the machine stretches
less than the time on the clock.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.desks import sample_desk

ALLOWED, TIMES = 1.6, 15
_STATUS = "from desktop.cli import main; import sys; sys.exit(main(sys.argv[1:]))"


def run() -> dict[str, object]:
    """Medians in milliseconds of the processor's time; HQ is not there."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        with closing(sample_desk(folder, products=2_000, stock=1_000)):
            pass
        ours, library = list[float](), list[float]()
        for turn in range(TIMES + 1):
            took = _processor("-c", _STATUS, "status", "--data", str(folder)), _processor("-c", "import sqlalchemy")
            if turn:  # the first finds no compiled modules
                ours.append(took[0])
                library.append(took[1])
    mine, theirs = statistics.median(ours), statistics.median(library)
    return {
        "name": "status",
        "what": "processor time of `desk status` / of importing its database library",
        "ours_ms": round(mine * 1000, 1),
        "library_ms": round(theirs * 1000, 1),
        "ratio": round(mine / theirs, 2),
        "allowed": ALLOWED,
        "ok": mine <= ALLOWED * theirs,
    }


def _processor(*words: str) -> float:
    """Seconds of the processor that a process of this Python took."""
    import resource  # not on Windows

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    here = Path(__file__).parent.parent
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, cwd=here)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
