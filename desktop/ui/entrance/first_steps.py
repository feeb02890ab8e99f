"""The first things a window asks for, before there is a desk: each loads what it needs in the worker's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.actions.people.users import SignInState
    from desktop.desk import Desk


def newest_orders(desk: Desk | None, folder: Path) -> object:  # noqa: ARG001 -- every worker function gets the desk
    """The first rows of the list of orders."""
    from desktop.actions.books.startup_snapshot import newest_orders as found

    return found(folder)


def open_books(desk: Desk | None, folder: Path) -> Desk:  # noqa: ARG001 -- there is none yet
    """The folder's books, opened."""
    from desktop.desk import open_desk

    return open_desk(folder)


def door_of(worked: Desk | None, desk: Desk, switching: bool = False) -> SignInState:  # noqa: ARG001 -- as above
    """Who may come in."""
    from desktop.actions.people.users import door

    return door(desk, switching=switching)
