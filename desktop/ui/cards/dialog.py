"""The one dialog that fills in a card of any kind, by its face: what is typed is judged beside its field."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.actions.later import action_at
from desktop.cards.face import CardFace, CardField, CardSheet, SavedCard
from desktop.ui.cards.edits import cell_for
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.parts import flowing
from domain.errors import DeskError

_LINE = 3  # places side by side
_WIDTH = 720
_ALIKE = "card_alike"


class CardDialog(FormDialog):
    """A card.

    Signals:
        saved: the SavedCard.
    """

    saved = Signal(object)
    much = True

    def __init__(self, worker: Worker, face: CardFace, sheet: CardSheet, today: dt.date, parent: QWidget) -> None:
        few = len(face.fields) <= _LINE * 2
        super().__init__(parent, width=560 if few else _WIDTH)
        self.face, self.sheet = face, sheet
        self._worker, self._anyway = worker, False
        title = (
            f"{formatting.in_language(face.change)}  ·  {sheet.name}" if sheet.key else formatting.in_language(face.new)
        )
        self.say_what(title, self.tr("保存"))
        for note in sheet.notes:
            self.fields.addWidget(flowing(formatting.tell(note), "muted"))
        self.cells: dict[str, Any] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        for column in range(_LINE):
            self._grid.setColumnStretch(column, 1)
        self.fields.addLayout(self._grid)
        self._build(today)
        for told in dict.fromkeys(map(formatting.tell, sheet.locked.values())):
            self.fields.addWidget(flowing(told, "small"))
        self._first = self.texts
        self.confirmed.connect(self._save)

    def _build(self, today: dt.date) -> None:
        line = place = 0
        for field in self.face.fields:
            if field.when == "new" and self.sheet.key:
                continue
            wide = min(field.wide, _LINE)
            if place + wide > _LINE:
                line, place = line + 1, 0
            self._grid.addWidget(self._field(field, today), line, place, 1, wide)
            place += wide

    def _field(self, field: CardField, today: dt.date) -> Field:
        cell: Any = cell_for(field, today)
        made = Field(formatting.in_language(field.title), cell)
        called = formatting.warehouse if field.key == "warehouse" else str
        offered = tuple(map(called, self.sheet.offered.get(field.key, ())))
        cell.offer(offered if field.type in ("suggested", "choice") else ())
        cell.show_text(called(self.sheet.texts.get(field.key, "")))
        hint = formatting.in_language(field.hint).format(offered[0] if offered else "")
        if hint and hasattr(cell, "setPlaceholderText"):
            cell.setPlaceholderText(hint)
        if hasattr(cell, "wronged"):
            cell.wronged.connect(made.blame)
        if field.key in self.sheet.locked:
            cell.setEnabled(False)
            made.setToolTip(formatting.tell(self.sheet.locked[field.key]))
        self.cells[field.key] = cell
        self.chain(cell)
        self.blames(made, *field.blames)
        return made

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field that isn't locked."""
        return {key: cell.typed() for key, cell in self.cells.items() if key not in self.sheet.locked}

    def _typed(self) -> bool:
        """Whether anything stands here that didn't when it was opened."""
        return self.texts != self._first

    def _begins(self) -> QWidget:
        return next((each for each in self._chain if each.isEnabled()), self.do)

    def _save(self) -> None:
        save = partial(action_at(self.face.write), anyway=self._anyway)
        self._worker.write(save, self.sheet.key, self.texts, then=self._done, failed=self.refuse)

    def _done(self, card: SavedCard) -> None:
        self.accept()
        self.saved.emit(card)

    def refuse(self, why: DeskError | Queued) -> None:
        """What looks like another is told once; the next F8 then means it."""
        self._anyway = why.code.startswith(_ALIKE)
        super().refuse(why)
