"""The fields of a promotion template, made of what its face says it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.promotions import FaceColumn, FaceField, faces
from desktop.ui.policies.gridmodel import GridColumn
from desktop.ui.policies.makers import ChoiceField, Maker, Number, OneName, Workbench, Yes, grid
from desktop.ui.policies.sections import FieldEntry
from desktop.ui.widgets.formatting import in_language

translate = QCoreApplication.translate
T = "$.terms.template"


def template(kind: str) -> list[FieldEntry]:
    """The fields of one template."""
    return [entry for field in faces()[kind].fields for entry in _entries(field)]


def _entries(field: FaceField) -> list[FieldEntry]:
    path, name = f"{T}.{field.key}", in_language(field.name)
    if field.ended:
        return with_ends(path, name, [_column(column) for column in field.columns])
    shown = "" if field.kind == "yes" else name
    return [FieldEntry(path, shown, _maker(field), more=field.more, wide=field.wide)]


def _maker(field: FaceField) -> Maker:
    match field.kind:
        case "choice":
            return ChoiceField(tuple((code, in_language(said)) for code, said in field.choices))
        case "yes":
            return Yes(in_language(field.name))
        case "product":
            return OneName("product", in_language(field.hint))
        case "table":
            return grid(*map(_column, field.columns))
    return Number(in_language(field.hint), whole=field.kind == "whole")


def _column(column: FaceColumn) -> GridColumn:
    return GridColumn(column.key, in_language(column.title), column.kind, column.width, hint=in_language(column.hint))


def with_ends(
    path: str, name: str, columns: Sequence[GridColumn], when: Callable[[Workbench], bool] | None = None
) -> list[FieldEntry]:
    """A table of steps; the ends of the steps are shown only where somebody wrote them down."""
    end = GridColumn("end", translate("policies", "止（不含）"), "number", hint="–")

    def has_ends(bench: Workbench) -> bool:
        return any(isinstance(row, dict) and "end" in row for row in bench.document.rows(path))

    def plain(bench: Workbench) -> bool:
        return (when is None or when(bench)) and not has_ends(bench)

    def ended(bench: Workbench) -> bool:
        return (when is None or when(bench)) and has_ends(bench)

    return [
        FieldEntry(path, name, grid(*columns), wide=True, when=plain, strict=True),
        FieldEntry(path, name, grid(*columns, end), wide=True, when=ended, strict=True),
    ]
