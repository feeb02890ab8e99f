"""What an import comes to as plain values, for commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.json_forms import amount, reason_form

if TYPE_CHECKING:
    from desktop.actions.imports.file_rows import FileRow
    from desktop.actions.intake.rows import ImportedRows


def rows_form(rows: Sequence[FileRow]) -> list[dict[str, Any]]:
    """Single rows, with the codes of their reasons."""
    return [
        {
            "row": each.row,
            "sheet": each.sheet,
            "state": each.state,
            "what": each.what,
            "says": each.says,
            "fields": dict(each.fields),
            "why": [code for code, _ in each.why],
        }
        for each in rows
    ]


def figures_form(done: ImportedRows) -> dict[str, Any]:
    """The figures of an import of rows and some of its rows."""
    return {
        "kind": done.kind,
        "lines": done.lines,
        "taken_lines": done.taken_lines,
        "same_lines": done.same_lines,
        "refused_lines": done.refused_lines,
        "left_lines": done.left_lines,
        "total": amount(done.total),
        "taken_total": amount(done.taken_total),
        "refused_total": amount(done.refused_total),
        "left_total": amount(done.left_total),
        "documents": list(done.documents),
        "report": str(done.report),
        "reasons": dict(done.reasons),
        "left": dict(done.left),
        "columns": dict(done.columns),
        "rows": rows_form(done.rows),
        "notes": [reason_form(each) for each in done.notes],
    }
