"""Two folders of texts held against each other, file by file; what is explained is told apart."""

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.campaigns.outputs.tables import Renames, spread


@dataclass(frozen=True)
class Explained:
    """What may differ: in files whose names a pattern finds, lines that a pattern finds; and why.

    `sign` + is for lines that came alone, so that none that went is passed over.
    """

    file: re.Pattern[str]
    line: re.Pattern[str]
    why: str
    sign: str = ""

    def holds(self, name: str, line: str) -> bool:
        """Whether it is about this line, which begins with its sign."""
        found = self.file.search(name) and self.line.search(line[1:])
        return bool(found) and line.startswith(self.sign)


@dataclass(frozen=True)
class Renamed:
    """A column that has another title now, in files whose names a pattern finds; and why.

    `beside`: only in tables that have a column of this title too.
    """

    file: re.Pattern[str]
    was: str
    now: str
    why: str
    beside: str = ""


class Explanations(NamedTuple):
    """All that is known to differ between two versions."""

    lines: list[Explained]
    titles: list[Renamed]


NOTHING = Explanations([], [])


def read_explained(path: Path | None) -> Explanations:
    """Tables `[[difference]]` (`file`, `line`, `sign`, `why`) and `[[title]]` (`file`, `was`, `now`, `beside`, `why`).

    Each pattern takes anything where it is left out. What differs in a column that is only called otherwise is still
    told, for the cells of both are held against each other under the new title.
    """
    if path is None:
        return NOTHING
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    return Explanations(
        [
            Explained(
                re.compile(each.get("file", "")), re.compile(each.get("line", "")), each["why"], each.get("sign", "")
            )
            for each in known.get("difference", [])
        ],
        [
            Renamed(re.compile(each.get("file", "")), each["was"], each["now"], each["why"], each.get("beside", ""))
            for each in known.get("title", [])
        ],
    )


LATER = "later/"
"""What the older version may lack altogether; it is told, and counts for no difference."""


class Difference(NamedTuple):
    """A file that isn't the same: the lines that went or came, and why titles in it are called otherwise."""

    name: str
    lines: list[str]
    whys: set[str]


def differences(old: Path, new: Path, titles: list[Renamed]) -> Iterator[Difference]:
    """Each file that differs, be it only in what a column is called."""
    for name in _compared(old, new):
        known = [each for each in titles if each.file.search(name)]
        one, other = _text(old / name), _text(new / name)
        if one == other:
            continue
        before = alike(one, [(each.was, each.now, each.beside) for each in known])
        lines = _without_moves(
            [line for line in difflib.unified_diff(before, alike(other), lineterm="", n=0) if _says(line)]
        )
        had, has = _titles(one), _titles(other)
        whys = {each.why for each in known if had[each.was] > has[each.was]}
        if lines or whys:
            yield Difference(name, lines, whys)


def _names(*roots):
    return sorted({path.relative_to(root).as_posix() for root in roots for path in root.rglob("*.txt")})


def _compared(old, new):
    """The names of all texts, without those of commands that the older version lacks."""
    return [name for name in _names(old, new) if (old / name).exists() or not name.startswith(LATER)]


def _says(line):
    return line[1:].strip() and not line.startswith(("---", "+++", "@@"))


_KEYED = ("order of rows", "row ", "column ", "json", "width of ", "keys of ", "action ")


def _without_moves(lines):
    """Lines of tables stand by name: one that went and came is no change."""
    gone, come = (Counter(line[1:] for line in lines if line[0] == sign) for sign in "-+")
    both = {line for line in gone if gone[line] == come[line] and line.startswith(_KEYED)}
    return [line for line in lines if line[1:] not in both]


def _text(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _titles(text):
    """How many tables have a column of each title."""
    return Counter(
        line.removeprefix("column ").partition(" ~")[0] for line in alike(text) if line.startswith("column ")
    )


# What depends on the very bytes of records, which hold the same in whatever order.
_MARKS = (
    (re.compile(r"(#\d+ )[0-9a-f]{64}"), r"\1<head>"),
    (re.compile(r" *\b[\d,.]+ [kKM]?B\b"), " <bytes>"),
    (re.compile(r'(\bbytes_(?:up|down)"?: )\d+'), r"\1<bytes>"),
    (re.compile(r"(row [^,]*, [上下]行字节: |row [^,]*, Bytes (?:up|down): )[\d.,]+"), r"\1<bytes>"),
)


def alike(text: str, renames: Renames = ()) -> list[str]:
    """The lines of a text, without what is another each time; tables and JSON cell by cell."""
    told = "\n".join(spread(text, renames))
    for found, mark in _MARKS:
        told = found.sub(mark, told)
    return told.splitlines()


class Compared(NamedTuple):
    """How many texts there are and how many answers in them, in how many texts nobody knows why they differ, and why.

    An answer is what one command gave; each page or dialog of the window and each command's help is one, too.
    """

    texts: int
    answers: int
    left: int
    explained: Mapping[str, list[str]]


def compare(old: Path, new: Path, explained: Explanations = NOTHING, tell=print) -> Compared:
    """Tells each line that nobody explained, and each explanation with the files it is about."""
    apart: dict[str, set[str]] = {}
    left = 0
    for name, lines, whys in differences(old, new, explained.titles):
        for why in whys:
            apart.setdefault(why, set()).add(name)
        unknown = []
        for line in lines:
            why = _why(name, line, explained.lines)
            if why is None:
                unknown.append(line)
            else:
                apart.setdefault(why, set()).add(name)
        if unknown:
            left += 1
            tell("\n".join([f"{name}:", *unknown]))
    for why, names in apart.items():
        tell(f"explained: {why}: {len(names)} files, such as {min(names)}")
    files = _compared(old, new)
    tell(f"{len(files)} files, {left} of them differ, {len(set().union(*apart.values()))} explained")
    answers = sum(max(1, len(_ASKED.findall(_text(new / name)))) for name in files)
    return Compared(len(files), answers, left, {why: sorted(names) for why, names in apart.items()})


_ASKED = re.compile(r"^\$ ", re.MULTILINE)


def _why(name, line, explained):
    return next((each.why for each in explained if each.holds(name, line)), None)
