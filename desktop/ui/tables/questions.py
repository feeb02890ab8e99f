"""Two questions a list asks: of which days its rows are to be, and under which name it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing


class DaysDialog(FormDialog):
    """The first and the last day."""

    def __init__(self, days: tuple[dt.date | None, dt.date | None], today: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("从哪天到哪天"), self.tr("只看这些天"))
        first, last = days
        self.first, self.last = DayEdit(today), DayEdit(today)
        self.first.set_day(first or today.replace(day=1), quietly=True)
        self.last.set_day(last or today, quietly=True)
        for name, edit in ((self.tr("从"), self.first), (self.tr("到"), self.last)):
            field = Field(name, edit)
            edit.wronged.connect(field.blame)
            self.add(field)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days in their order, however they were given."""
        first, last = sorted((self.first.day, self.last.day))
        return first, last


class FavouriteDialog(FormDialog):
    """A name for how the list stands now; one that is there already gets the new way."""

    def __init__(self, names: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("存为收藏"), self.tr("存下"))
        self.fields.addWidget(flowing(self.tr("记下现在的排序、筛选和搜索，只给您自己；Ctrl+K 也能找到它。"), "muted"))
        if names:
            told = self.tr("已有：{0}。同名的会换成现在的样子。").format(formatting.named_in_row(names))
            self.fields.addWidget(flowing(told, "muted"))
        self.edit = EnterEdit()
        self.edit.setMaxLength(30)
        self.add(Field(self.tr("名称"), self.edit), "name_missing")

    @property
    def name(self) -> str:
        return self.edit.text().strip()
