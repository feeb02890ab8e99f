"""The lines of `story.txt` and `readings.txt`: who does which command, and what is kept of its answer."""

import re
import shlex
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
# Each place: its folder, and who works there.
PLACES = {
    "hq": ("hq", {"DESK_OPERATOR": "陈薇"}),
    "dealer": ("dealer", {"DESK_USER": "李堃", "DESK_PASSWORD": ""}),
    "keeper": ("dealer", {"DESK_USER": "何仓", "DESK_PASSWORD": "pass-keeper"}),
    "clerk": ("dealer", {"DESK_USER": "小周", "DESK_PASSWORD": "pass-clerk"}),
    "admin": ("office", {"DESK_USER": "老总", "DESK_PASSWORD": "pass-admin"}),
    "finance": ("office", {"DESK_USER": "李敏", "DESK_PASSWORD": "pass-finance"}),
    "channel": ("office", {"DESK_USER": "陈薇", "DESK_PASSWORD": "pass-channel"}),
    "city": ("city", {"DESK_USER": "黄越", "DESK_PASSWORD": ""}),
}


@dataclass(frozen=True)
class Step:
    """One command: at which place and moment, its words with names in braces, and what its answer names."""

    place: str
    words: tuple[str, ...]
    moment: str = ""
    keeps: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self):
        return PLACES[self.place][0]

    @property
    def environment(self):
        return {**PLACES[self.place][1], **self.env}

    def filled(self, names):
        """The words with the names that are known by now."""
        return filled_in(self.words, names)


def filled_in(words, names) -> list[str]:
    """Words with what the names in braces stand for."""
    known = {"{" + name + "}": str(value) for name, value in names.items()}
    return [re.sub(r"\{\w+\}", lambda found: known.get(found[0], found[0]), word) for word in words]


def read_steps(name: str) -> list[Step]:
    """The steps of a file, each a minute after the one before."""
    moment = datetime.fromisoformat("2026-10-12T09:00:00+08:00")
    steps = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            moment = datetime.fromisoformat(f"{line[2:].strip()}:00+08:00")
        elif line.strip() and not line.startswith("#"):
            moment += timedelta(minutes=1)
            steps += _steps(line, moment.isoformat())
    return steps


def _steps(line, moment):
    """A line is one step, or one at each of several places."""
    command, _, kept = line.partition(" >> ")
    places, _, words = command.partition(": ")
    keeps = dict(each.strip().split("=", 1) for each in kept.split(";")) if kept else {}
    split = shlex.split(words)
    env = {}
    while split and split[0].startswith("DESK_"):
        name, _, value = split.pop(0).partition("=")
        env[name] = value
    return [Step(place.strip(), tuple(split), moment, keeps, env) for place in places.split(",")]


def found_at(value, path: str):
    """What stands in an answer at a path such as `lines.0.id`."""
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value
