"""Whose a backup is: it takes the place only of a book of the same desk, or of the same headquarters."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from domain.errors import RefusedError
from sync.practice import is_practice
from sync.records.books.settings import PRACTICE
from sync.records.copies.nameplate import KEYS, read_nameplate


def refuse_strangers(file: Path, folder: Path) -> None:
    """RefusedError `backup_of_another` where a backup is another's than the folder's; its facts name both.

    A folder that nothing is known of, and a file that doesn't say whose it is, fit each other.
    """
    theirs, ours = whose(file), whose_folder(folder)
    if are_apart(theirs, ours):
        raise RefusedError("backup_of_another", path=str(file), theirs=_name(theirs), ours=_name(ours))


def refuse_practice(file: Path, folder: Path) -> None:
    """RefusedError `backup_of_practice` where a backup is of the practice company and the folder isn't."""
    if is_practice(folder) or not file.exists():
        return
    if _settings(file).get(PRACTICE):
        raise RefusedError("backup_of_practice", path=str(file))


def are_apart(theirs: dict[str, str], ours: dict[str, str]) -> bool:
    """Whether two books say that they are of two desks, two headquarters, or a desk and headquarters."""
    keys = ("role", "secret") if theirs.get("role") == "hq" else ("role", "dealer_id", "desk_id")
    return any(theirs[key] != ours[key] for key in keys if theirs.get(key) and ours.get(key))


def whose_folder(folder: Path) -> dict[str, str]:
    """What a folder knows of itself: its nameplate, else the book that lies in it."""
    known = read_nameplate(folder)
    for name in ("desk.db", "hq.db"):
        known = known or whose(folder / name)
    return known


def whose(path: Path) -> dict[str, str]:
    """The settings that make a book somebody's, by a file that is only looked at; nothing where it can't be read."""
    return {key: value for key, value in _settings(path).items() if key in KEYS} if path.exists() else {}


def _settings(path: Path) -> dict[str, str]:
    import sqlcipher3.dbapi2 as driver

    try:
        # Not opened as read-only: that would leave the files of a writer's queue beside it.
        with closing(driver.connect(str(path), isolation_level=None, timeout=10)) as connection:
            rows: list[Any] = connection.execute("SELECT key, value FROM setting").fetchall()
    except driver.Error:
        return {}
    return {str(key): str(value) for key, value in rows if value}


def _name(known: dict[str, str]) -> str:
    """How a message names whose it is: the dealer and the prefix of its numbers, HQ by the day it was founded."""
    if known.get("role") == "hq":
        return " ".join(each for each in ("HQ", known.get("founded_at", "")[:10]) if each)
    return "-".join(known[key] for key in ("dealer_id", "prefix") if known.get(key))
