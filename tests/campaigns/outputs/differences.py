"""Two folders of texts held against each other, file by file; what is explained is told apart."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Explained:
    """What may differ: in files whose names a pattern finds, lines that a pattern finds; and why."""

    file: re.Pattern[str]
    line: re.Pattern[str]
    why: str


def read_explained(path: Path | None) -> list[Explained]:
    """`[[difference]]` tables with `file`, `line` and `why`; each pattern takes anything where it is left out."""
    if path is None:
        return []
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("difference", [])
    return [
        Explained(re.compile(each.get("file", "")), re.compile(each.get("line", "")), each["why"]) for each in tables
    ]


LATER = "later/"
"""What the older version may lack altogether; it is told, and counts for no difference."""


def differences(old: Path, new: Path) -> Iterator[tuple[str, list[str]]]:
    """Each file that differs, with the lines of its unified diff."""
    names = sorted({path.relative_to(root).as_posix() for root in (old, new) for path in root.rglob("*.txt")})
    lacked = not (old / LATER).exists()
    for name in names:
        if lacked and name.startswith(LATER):
            continue
        one, other = _lines(old / name), _lines(new / name)
        if one != other:
            yield name, list(difflib.unified_diff(one, other, f"old/{name}", f"new/{name}", lineterm="", n=2))


# What depends on the very bytes of records, which hold the same in whatever order.
_MARKS = (
    (re.compile(r"(#\d+ )[0-9a-f]{64}"), r"\1<head>"),
    (re.compile(r" *\b[\d,.]+ [kM]?B\b"), " <bytes>"),
    (re.compile(r'("bytes_(?:up|down)": )\d+'), r"\1<bytes>"),
)
_JSON = re.compile(r"^(?:\{|\[)$.*?^(?:\}|\])$", re.MULTILINE | re.DOTALL)


def _lines(path):
    return alike(path.read_text(encoding="utf-8")).splitlines() if path.exists() else []


def alike(text: str) -> str:
    """The text with the names of each JSON value in order of the alphabet, for their order says nothing."""
    text = _JSON.sub(_sorted, text)
    for found, mark in _MARKS:
        text = found.sub(mark, text)
    return text


def _sorted(found):
    try:
        told = json.dumps(json.loads(found[0]), ensure_ascii=False, indent=1, sort_keys=True)
        return re.sub(r",$", "", told, flags=re.MULTILINE)  # what comes behind a value is no change of it
    except ValueError:
        return found[0]


def compare(old: Path, new: Path, explained: list[Explained], tell=print) -> int:
    """Tells each difference; how many files differ in what nobody explained."""
    apart: dict[str, list[str]] = {}
    left = 0
    for name, lines in differences(old, new):
        whys = {_why(name, line, explained) for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")}
        if None not in whys:
            for why in whys:
                apart.setdefault(str(why), []).append(name)
            continue
        left += 1
        tell("\n".join(lines))
    for why, names in apart.items():
        tell(f"explained: {why}: {len(names)} files, such as {names[0]}")
    tell(f"{left} files differ, {sum(map(len, apart.values()))} explained")
    return left


def _why(name, line, explained):
    return next((each.why for each in explained if each.file.search(name) and each.line.search(line[1:])), None)
