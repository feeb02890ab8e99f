"""What kinds of policy the editor writes, and what the form of a fresh one looks like."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.promotions import faces
from desktop.ui.policies.document import MISSING, PolicyDocument
from desktop.ui.policies.edits import ChoiceEdit
from desktop.ui.policies.makers import Workbench
from desktop.ui.policies.names import Names
from desktop.ui.widgets.formatting import in_language

translate = QCoreApplication.translate


def kinds() -> list[tuple[str, str]]:
    """Code and name of every kind, in the order of the list."""
    return [
        ("price_list", translate("policies", "价目表")),
        *((tag, in_language(face.kind)) for tag, face in faces().items()),
        ("rebate", translate("policies", "返利")),
    ]


def kind_of(document: PolicyDocument) -> str:
    """Which kind the form is: price_list, rebate, or the tag of its template; "" where it is none we know."""
    told = document.raw("$.terms.type")
    if told == "promotion":
        told = document.raw("$.terms.template.type")
    return "" if told is MISSING else str(told)


def fresh_form(kind: str) -> dict[str, Any]:
    """The form of a new policy of a kind."""
    return {"format": 1, "id": "", "version": 1, "name": "", "terms": _fresh_terms(kind)}


def _fresh_terms(kind: str) -> dict[str, Any]:
    if kind == "rebate":
        return {"type": "rebate", "tiers": []}
    if kind == "price_list":
        return {"type": "price_list"}
    return {"type": "promotion", "template": {"type": kind, **copy.deepcopy(dict(faces()[kind].fresh))}}


class KindEdit(ChoiceEdit):
    """Which kind of policy it is; what was typed for one kind comes back when that kind does."""

    def __init__(self, document: PolicyDocument, path: str, parent: QWidget | None = None) -> None:
        super().__init__(document, path, kinds(), parent)

    def show_value(self) -> None:
        """The kind of the form."""
        self.setCurrentIndex(self.findData(kind_of(self.document)))

    @Slot(int)
    def _picked(self, _: int) -> None:
        kind = str(self.currentData())
        if kind == kind_of(self.document):
            return
        document = self.document
        outer = "promotion" if kind in faces() else kind
        if document.raw("$.terms.type") != outer:
            document.change_terms(outer, _fresh_terms(kind), template=False)
        if kind != kind_of(document):
            document.change_terms(kind, _fresh_terms(kind)["template"], template=True)
        self.chosen.emit(kind)


@dataclass(frozen=True, slots=True)
class KindField:
    """The field of the kind itself."""

    def make(self, bench: Workbench, path: str) -> QWidget:
        return KindEdit(bench.document, path)

    def tell(self, _: Names, value: Any) -> str:
        return dict(kinds()).get(str(value), str(value))
