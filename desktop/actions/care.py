"""Care of the books: recomputing everything, backing up, bringing a backup back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.checking import Difference, Progress


def check(
    desk: Desk,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Sequence[Difference]:
    """Recomputes chains, balances and stock from the entries; every difference by table, record and column."""
    from sync.records.checking import check as check_book

    return check_book(desk.book, progress, cancelled)


def repair(desk: Desk) -> None:
    """Derives every table anew from the entries."""
    from sync.records.checking import repair as repair_book

    repair_book(desk.book)


def backup(desk: Desk, target: Path | None = None) -> Path:
    """Writes a whole copy of the books; without a target into the folder's own backups."""
    from sync.records.backup import backup as backup_book

    path = target or desk.folder / "backups" / f"desk-{desk.now().replace(':', '').replace('-', '')}.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    backup_book(desk.book, path)
    return path


def restore(folder: Path, file: Path) -> Path:
    """Puts a backup in the place of the folder's books; gives the folder in which what stood there is kept.

    Raises UsageError `backup_missing`, `backup_unreadable`, `backup_not_a_book`; RefusedError `folder_in_use`,
    `book_newer`, `restore_at_hq`.
    """
    from desktop.folder_lock import FolderLock
    from sync.records.backup import restore as restore_book

    if not file.exists():
        raise UsageError("backup_missing", path=str(file))
    if (folder / "hq.toml").exists():
        raise RefusedError("restore_at_hq")
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        return restore_book(file, folder)
    finally:
        lock.release()
