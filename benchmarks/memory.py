"""The most memory each command takes on a history of 541,909 lines, whose entries all still wait for HQ.

`DESK_REAL_DATA` names the folder it lies in (UCI Online Retail, CC BY 4.0); without it nothing is measured. The books
are made by the command that imports it. What counts is the resident memory of the whole process at its peak.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.apart import run_apart
from benchmarks.desks import sample_desk

ALLOWED_MB = 150
_MAIN = "from desktop.cli import main; import sys; sys.exit(main(sys.argv[1:]))"
_PERIOD = ("--from", "2011-11-01", "--to", "2011-11-30")
_YEAR = ("--from", "2010-12-01", "--to", "2011-12-31")


def run() -> dict[str, object]:
    """Megabytes at the peak by command, and those above what is allowed."""
    data = Path(os.environ.get("DESK_REAL_DATA", "")) / "online_retail_2010_2011.csv.gz"
    if not data.is_file():
        return {"name": "memory", "what": f"not measured: {data} isn't here", "ok": True}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        with closing(sample_desk(folder, products=10)):
            pass
        found = {
            " ".join(word for word in words[:2] if not Path(word).is_absolute()): _peak(folder, *words)
            for words in (("import", "orders", str(data)), *_commands(Path(place)))
        }
    above = {name: peak for name, peak in found.items() if peak > ALLOWED_MB}
    return {
        "name": "memory",
        "what": "resident memory at the peak, in MB, on 541,909 lines that all wait for HQ",
        "allowed_mb": ALLOWED_MB,
        "peak_mb": found,
        "above": sorted(above),
        "ok": not above,
    }


def _commands(place: Path) -> list[tuple[str, ...]]:
    return [
        ("status",),
        ("order", "list"),
        ("document", "list", "--kind", "delivery"),
        ("customer", "list"),
        ("product", "list"),
        ("account", "ageing"),
        ("account", "show", "17841"),
        ("statement", "--account", "17841", *_YEAR, "--format", "pdf", "--out", str(place / "one.pdf")),
        ("statements", "batch", *_PERIOD, "--out", str(place / "all.pdf")),
        ("export", "documents", str(place / "documents.xlsx")),
        ("check",),
        ("backup", str(place / "books.db")),
        ("log",),
        ("kept", "list"),
    ]


def _peak(folder: Path, *words: str) -> float:
    """Megabytes that a command took at its peak."""
    command = [sys.executable, "-c", _MAIN, *words, "--data", str(folder), "--lang", "en"]
    return round(run_apart(command).memory / 1e6, 1)
