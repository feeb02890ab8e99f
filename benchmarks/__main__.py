"""Runs every measurement of this package and prints one JSON value; ends with 1 where one misses its mark."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import benchmarks


def measurements() -> dict[str, Callable[[], dict[str, Any]]]:
    """The modules of this package that measure something, by name."""
    found = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if not module.name.startswith("_"):
            run = getattr(import_module(f"benchmarks.{module.name}"), "run", None)
            if callable(run):
                found[module.name] = run
    return found


def main(words: list[str]) -> int:
    """Runs all, or those named by `--only`; each is told on standard error as it goes."""
    known = measurements()
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures the program against its references.")
    parser.add_argument("--only", action="append", choices=sorted(known), help="only this one, repeatable")
    chosen = parser.parse_args(words).only or sorted(known)
    results = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        results.append({"name": name, **known[name]()})
    value = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
        "ok": all(result.get("ok") for result in results),
        "results": results,
    }
    print(json.dumps(value, ensure_ascii=False, indent=2))
    return 0 if value["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
