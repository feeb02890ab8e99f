"""Runs measurements of this package and prints one JSON value; ends with 1 where one misses its mark.

A word names a family: `exchange` runs every module whose name begins so. `--keep` also writes each result into
`benchmarks/results/`, with the moment, the machine and the command.
"""

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
from pathlib import Path
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
    """Runs all, or those of the families named, or by `--only`; each is told on standard error as it goes."""
    known = measurements()
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures the program against its references.")
    parser.add_argument("--only", action="append", choices=sorted(known), help="only this one, repeatable")
    families = sorted({name.partition("_")[0] for name in known} | set(known))
    parser.add_argument("family", nargs="*", help=f"a family or a name: {', '.join(families)}")
    parser.add_argument("--keep", action="store_true", help="write each result into benchmarks/results/ as well")
    asked = parser.parse_args(words)
    strange = sorted(set(asked.family) - set(families))
    if strange:
        parser.error(f"no such family: {', '.join(strange)}")
    named = [name for name in known if name in asked.family or name.partition("_")[0] in asked.family]
    chosen = sorted({*named, *(asked.only or ())}) or sorted(known)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": " ".join(["python3 dev.py bench", *words]),
        "machine": _machine(),
    }
    results = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        results.append({"name": name, **known[name]()})
        if asked.keep:
            _keep(name, {**about, **results[-1]})
    value = {**about, "ok": all(result.get("ok") for result in results), "results": results}
    print(json.dumps(value, ensure_ascii=False, indent=2))
    return 0 if value["ok"] else 1


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(each, 1) for each in os.getloadavg()] if hasattr(os, "getloadavg") else [],
        "python": platform.python_version(),
    }


def _keep(name: str, result: dict[str, Any]) -> None:
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
