"""What the worker does before there is anybody at the window: find the books, open them, ask who is at the door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.actions.people.users import SignInState
    from desktop.desk import Desk


def has_books(folder: Path) -> bool:
    """Whether a folder holds books, or what is left of them."""
    return any((folder / name).exists() for name in ("desk.db", "hq.db", "hq.toml", "identity.json"))


def open_books(desk: Desk | None, folder: Path) -> Desk:  # noqa: ARG001 -- there is none yet
    """Opens the books of a folder."""
    from desktop.desk import open_desk

    return open_desk(folder)


def door_of(worked: Desk | None, desk: Desk, switching: bool = False) -> SignInState:  # noqa: ARG001 -- as above
    """Who may come in, and how."""
    from desktop.actions.people.users import door

    return door(desk, switching=switching)
