"""The command line: words in, one action, one answer out; a message tells what happened, why, and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 refused, 2 wrong use, 3 HQ unreachable, 4 damaged."""
    from desktop.cli.running import run
    from desktop.gc_tuning import look_seldom

    look_seldom()
    return run(list(sys.argv[1:] if argv is None else argv))
