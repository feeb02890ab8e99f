"""Runs a command from a small process, so that its memory is its own.

Linux counts for a program, in what `getrusage` tells, what the one that started it held.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_SMALL = """
import json, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - began
try:
    import resource
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
except ImportError:  # Windows
    most = 0
print(json.dumps([done.returncode, seconds, most]))
"""


class Ran(NamedTuple):
    """How a command ended, how long it took, and the most memory it ever had, in bytes; 0 where nobody tells."""

    status: int
    seconds: float
    memory: int


def run_apart(command: Sequence[str], env: Mapping[str, str] | None = None) -> Ran:
    """Runs a command, from the folder of the program, to its end; nothing of what it says is kept."""
    told = subprocess.run(
        [sys.executable, "-S", "-c", _SMALL, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env=env,
    )
    return Ran(*json.loads(told.stdout))


__all__ = ["Ran", "run_apart"]
