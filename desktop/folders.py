"""Where books lie when nobody says so; apart from what opens them, since the window starts without that."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


def default_folder() -> Path:
    """The platform's own place for this person's desk."""
    import platformdirs

    return Path(platformdirs.user_data_dir("DistributorDesk", appauthor=False))


def default_hq_folder() -> Path:
    """The platform's own place for HQ's books."""
    import platformdirs

    return Path(platformdirs.user_data_dir("DistributorDesk-HQ", appauthor=False))


PRACTICE_MARK = "practice.mark"  # as in `sync.practice`, which the window's start does without


class PracticePlace(NamedTuple):
    """Where a practice company lies: its desk's folder and its HQ's, in one folder of their own."""

    root: Path

    @property
    def desk(self) -> Path:
        return self.root / "desk"

    @property
    def hq(self) -> Path:
        return self.root / "hq"

    @property
    def made(self) -> bool:
        """Whether there is one to enter."""
        return (self.root / PRACTICE_MARK).exists() and (self.desk / "desk.db").exists()


def practice_place(folder: Path) -> PracticePlace:
    """The practice company of whoever works in a folder: beside it, under its name; from within, the company itself."""
    if (folder / PRACTICE_MARK).exists():
        return PracticePlace(folder.parent)
    return PracticePlace(folder.with_name(f"{folder.name}-practice"))


def has_books(folder: Path) -> bool:
    """Whether a folder holds books, or what is left of them."""
    return any((folder / name).exists() for name in ("desk.db", "hq.db", "hq.toml", "identity.json"))
