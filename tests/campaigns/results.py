"""The latest result of each campaign: one JSON file with its date, machine and command, and the figures it found."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"


def here():
    """When, where and how this run was begun."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine(),
        "command": " ".join(["python", "-m", f"tests.campaigns.{Path(sys.argv[0]).stem}", *sys.argv[1:]]),
        "commit": _commit(),
    }


def write_result(name, figures, folder=RESULTS):
    """Writes what a campaign found to `<name>.json`; returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {**here(), **figures}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def machine():
    """Processor, how many of them, and the system."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [line for line in cpuinfo.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = named[0].partition(":")[2].strip() if named else model
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} processors, {system}"


def _commit():
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
