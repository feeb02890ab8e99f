"""The kinds of files whose rows are booked one by one, by the word a command calls them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.intake.rows import ImportedRows, RowKind
from desktop.actions.intake.running import import_rows
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk

_MODULES = {"prices": "prices", "openings": "openings", "stock": "counts", "receipts": "receipts"}


def row_kind(code: str) -> RowKind:
    """A kind of file; UsageError `import_kind_unknown`."""
    if code not in _MODULES:
        raise UsageError("import_kind_unknown", kind=code, known=", ".join(_MODULES))
    found: RowKind = import_module(f"desktop.actions.intake.{_MODULES[code]}").KIND
    return found


def import_file(
    desk: Desk,
    kind: str,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    hidden: bool = False,
    report: Path | None = None,
) -> ImportedRows:
    """Books a file of a kind, or with `check` only looks; raises as `import_rows`, and `import_kind_unknown`."""
    return import_rows(desk, row_kind(kind), file, mapping=mapping, check=check, hidden=hidden, report=report)
