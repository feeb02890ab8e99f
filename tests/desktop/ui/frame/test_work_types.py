"""The types of the worker: what an action is given and who takes its answer are checked before anything runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

ASKED = """
from pathlib import Path

from desktop.desk import Desk
from desktop.ui.frame.lanes import Cancelled, Progress
from desktop.ui.frame.work import Worker

worker = Worker()


def count(desk: Desk, text: str, most: int = 3) -> int:
    return len(text) + most


def copy(desk: Desk, path: Path, *, progress: Progress, cancelled: Cancelled) -> Path:
    return path


def take(count: int) -> None: ...


def read(text: str) -> None: ...


def keep(path: Path) -> None: ...


"""

RIGHT = """
worker.read(count, "x", then=take)
worker.read(count, "x", 5, then=take)
worker.long("", copy, Path(), then=keep)
"""

WRONG = {
    "another-type": "worker.read(count, 5, then=take)",
    "one-too-few": "worker.read(count, then=take)",
    "one-too-many": 'worker.read(count, "x", 5, 7, then=take)',
    "nobody-who-takes-it": 'worker.read(count, "x", then=read)',
    "a-long-task-too": 'worker.long("", copy, "x", then=keep)',
    "and-its-answer": 'worker.long("", copy, Path(), then=take)',
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory):
    """What the type checker says of each line, by its number."""
    folder = tmp_path_factory.mktemp("typed")
    asked = folder / "asked.py"
    asked.write_text(ASKED + RIGHT + "\n".join(WRONG.values()) + "\n")
    words = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"), str(asked)]
    done = subprocess.run([sys.executable, "-m", "mypy", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    # The checker names the file by one way or another, as it remembers it from an earlier run.
    return {int(number) for number in re.findall(rf"{asked.name}:(\d+)[^\n]*: error:", done.stdout)}


def line_of(text: str) -> int:
    return (ASKED + RIGHT + "\n".join(WRONG.values())).splitlines().index(text) + 1


def test_what_fits_is_taken(complaints):
    assert not complaints & {line_of(text) for text in RIGHT.split("\n") if text}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_refused(name, complaints):
    assert line_of(WRONG[name]) in complaints
