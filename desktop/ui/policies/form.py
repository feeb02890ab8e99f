"""All fields of the editor in their sections: built for the kind of policy at hand, walked by Enter, blamed by path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.promotions import faces
from desktop.ui.policies import commonfields, pricefields, promotionfields, rebatefields
from desktop.ui.policies.document import PolicyDocument
from desktop.ui.policies.edits import DateEdit, NumberEdit
from desktop.ui.policies.grid import GridView
from desktop.ui.policies.kinds import kind_of, kinds
from desktop.ui.policies.makers import Workbench
from desktop.ui.policies.scopes import ScopeEdit
from desktop.ui.policies.sections import EntryView, FieldEntry, SectionCard
from domain.explain import Reason

translate = QCoreApplication.translate
_AFTER = 1  # the section that stands before the terms: what it is


class PolicyForm(QScrollArea):
    """The fields.

    Signals:
        left_end: Enter led out of the last field.
    """

    left_end = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.document: PolicyDocument = bench.document
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(10)
        self.setWidget(inner)
        self._kind = ""
        self._reasons: Sequence[Reason] = ()
        self._common = [
            self._card(translate("policies", "什么政策，什么时候"), commonfields.head()),
            self._card(translate("policies", "哪些商品"), commonfields.products()),
            self._card(translate("policies", "对谁"), commonfields.audience()),
        ]
        self._stacking = self._card(translate("policies", "与别的政策怎样合用"), commonfields.stacking())
        self._terms: list[SectionCard] = []
        self._column.addStretch(1)
        self._build_terms()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._order_tabs)
        self._soon.start()
        self.document.reshaped.connect(self._reshape)

    # ---- building

    def _card(self, title: str, entries: Sequence[FieldEntry]) -> SectionCard:
        made = SectionCard(title, entries, self.bench)
        made.shape_changed.connect(self._shape_changed)
        for view in made.views:
            if hasattr(view.edit, "entered"):
                view.edit.entered.connect(self._enter)
        self._column.addWidget(made)
        return made

    def _build_terms(self) -> None:
        for card in self._terms:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._kind = kind_of(self.document)
        self._terms = []
        for title, entries in self._terms_of(self._kind):
            card = self._card(title, entries)
            self._column.removeWidget(card)
            self._column.insertWidget(_AFTER + len(self._terms), card)
            self._terms.append(card)

    def _terms_of(self, kind: str) -> list[tuple[str, list[FieldEntry]]]:
        if kind == "rebate":
            return [
                (translate("policies", "怎样计量"), rebatefields.measure()),
                (translate("policies", "返多少"), rebatefields.steps()),
                (translate("policies", "怎样兑现"), rebatefields.reward()),
                (translate("policies", "附加条件与上限"), rebatefields.conditions()),
            ]
        if kind == "price_list":
            return [(translate("policies", "价格"), pricefields.price_list())]
        if kind in faces():
            return [
                (dict(kinds())[kind], promotionfields.template(kind)),
                (translate("policies", "限制与条件"), commonfields.limits()),
            ]
        return []

    @Slot()
    def _reshape(self) -> None:
        """Another form, or other terms in it."""
        self._build_terms()
        for view in self.views:
            view.edit.show_value()
        for card in self.cards:
            card.lay()
        self.blame(())
        self._soon.start()

    def show_all(self, *, shown: bool) -> None:
        """Everything there is, or only what matters."""
        self.bench.all_shown = shown
        for card in self.cards:
            card.lay()

    # ---- the fields as a row

    @property
    def cards(self) -> list[SectionCard]:
        """The sections from top to bottom."""
        return [*self._common[:_AFTER], *self._terms, *self._common[_AFTER:], self._stacking]

    @property
    def views(self) -> list[EntryView]:
        """All fields, in sight or not."""
        return [view for card in self.cards for view in card.views]

    def edits(self) -> list[QWidget]:
        """The fields in sight, in the order Enter walks them."""
        found: list[QWidget] = []
        for card in self.cards:
            for view in card.shown:
                found += view.edit.edits if isinstance(view.edit, ScopeEdit) else [view.edit]
        return found

    @Slot()
    def _enter(self) -> None:
        """On to the next field; out of the last one to whoever comes after the form."""
        edits = self.edits()
        here = self.sender()
        if isinstance(here, ScopeEdit):
            here = here.edits[-1]
        after = edits.index(here) + 1 if isinstance(here, QWidget) and here in edits else 0
        if after < len(edits):
            edits[after].setFocus()
            self.ensureWidgetVisible(edits[after], 20, 60)
        else:
            self.left_end.emit()

    @Slot()
    def _shape_changed(self) -> None:
        if hasattr(self, "_soon"):
            self._soon.start()

    @Slot()
    def _order_tabs(self) -> None:
        edits = self.edits()
        for before, after in pairwise(edits):
            QWidget.setTabOrder(before.focusProxy() or before, after.focusProxy() or after)

    def settle(self) -> None:
        """Takes what is being typed."""
        for view in self.views:
            if isinstance(view.edit, NumberEdit | DateEdit | GridView):
                view.edit.settle()

    def rest(self) -> None:
        """The keyboard to the first field."""
        self.edits()[0].setFocus()

    # ---- problems

    def blame(self, reasons: Sequence[Reason]) -> list[Reason]:
        """Shows each reason at the field it belongs to; what belongs to none is given back."""
        at: dict[EntryView, list[Reason]] = defaultdict(list)
        rest = []
        for reason in reasons:
            view = self.view_for(str(reason.facts.get("path", "")))
            if view is None:
                rest.append(reason)
            else:
                at[view].append(reason)
        for view in self.views:
            view.blame(at.get(view, []))
        for card in self.cards:
            card.lay()
        return rest

    def view_for(self, path: str) -> EntryView | None:
        """The field a place of the form belongs to; of two that show the same place the one in sight."""
        found = [view for card in self.cards if (view := card.view_for(path)) is not None]
        longest = max(found, key=lambda view: len(view.entry.path), default=None)
        if longest is None:
            return None
        alike = [view for view in self.views if view.entry.path == longest.entry.path]
        return next((view for view in alike if view.matters(self.bench)), longest)

    def in_turn(self, reasons: Sequence[Reason]) -> list[Reason]:
        """Reasons in the order in which their fields stand, those of no field last."""
        places = {view: place for place, view in enumerate(self.views)}

        def place(reason: Reason) -> int:
            view = self.view_for(str(reason.facts.get("path", "")))
            return len(places) if view is None else places[view]

        return sorted(reasons, key=place)

    def go_to(self, path: str) -> None:
        """The keyboard to where a problem is."""
        view = self.view_for(path)
        if view is not None:
            edit: Any = view.edit
            edit.setFocus()
            if isinstance(edit, GridView):
                edit.go_to(path)
            self.ensureWidgetVisible(view, 20, 40)
