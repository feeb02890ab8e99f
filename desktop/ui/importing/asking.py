"""What the page of imports asks of the actions, each a function for the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.ui.frame.work import Written
from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    from desktop.actions.imports.preview import FilePreview, UnknownColumns
    from desktop.desk import Desk

_CHANGED = frozenset({"accounts", "papers", "stock", "products", "parties", "orders"})


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What is said about a file: its kind, which column means what, and whether hidden sheets and rows are read."""

    kind: str = "customers"
    titles: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False


def look(desk: Desk, path: Path, wish: ImportChoice) -> FilePreview:
    """What the file would book."""
    from desktop.actions.imports.preview import preview

    return preview(desk, wish.kind, path, wish.titles, hidden=wish.hidden)


def book(desk: Desk, path: Path, wish: ImportChoice) -> Written[Any]:
    """Books the file."""
    from desktop.actions.imports.preview import preview

    remark = formatting.told("history_keeps_stock")
    taken = preview(desk, wish.kind, path, wish.titles, hidden=wish.hidden, check=False, remark=remark)
    return Written(taken, _CHANGED)


def offer(desk: Desk, path: Path, wish: ImportChoice) -> UnknownColumns:  # noqa: ARG001 -- only the file is looked at
    """What the file offers for mapping."""
    from desktop.actions.imports.preview import offer as offered

    return offered(wish.kind, path)
