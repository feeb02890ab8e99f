"""The columns of a list as they lie: as wide as their rows say, and before that as a person dragged them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from desktop.ui.tables.cells import CLOSE, PAD
from desktop.ui.tables.columns import Need, Ruler, column_widths, need_of
from desktop.ui.tables.habits import Laid
from desktop.ui.tables.header import MARK
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.window import BLOCK

if TYPE_CHECKING:
    from desktop.ui.tables.view import ListView

_NARROWEST = 28
_AHEAD = 8  # rows below those in sight, so that the columns stay where they are for the next few


class ColumnLayout:
    """Measures the rows in sight and gives each column its room."""

    def __init__(self, view: ListView, model: ListModel) -> None:
        self._view, self._list = view, model
        self._ruler = Ruler()
        self._said = [0] * len(model.columns)
        self._footed: dict[int, int] = {}
        self._measured: set[int] = set()
        self._stale = True  # what was measured is of another list
        self.laid = Laid()

    # ---- as somebody likes it

    def use(self, laid: Laid) -> None:
        """Puts the columns in the order somebody left them in, and out of sight what he put away."""
        before, self.laid = self.laid, laid
        header = self._view.horizontalHeader()
        places = {column.key: place for place, column in enumerate(self._list.columns)}
        order = [places[key] for key in laid.order if key in places]
        order += [place for place in places.values() if place not in order]
        for to, place in enumerate(order):
            header.moveSection(header.visualIndex(place), to)
        for key in before.hidden | before.shown | laid.hidden | laid.shown:
            if key in places:
                self._view.setColumnHidden(places[key], key in laid.hidden)
        self.lay()

    def size(self, place: int, wide: int) -> Laid:
        """After somebody made a column so wide; 0 is as wide as it likes."""
        widths = {key: each for key, each in self.laid.widths.items() if key != self._list.columns[place].key}
        if wide:
            widths[self._list.columns[place].key] = max(wide, _NARROWEST)
        self.laid = self.laid._replace(widths=widths)
        self.lay()
        return self.laid

    def order(self) -> Laid:
        """After somebody moved a column."""
        header = self._view.horizontalHeader()
        seen = [self._list.columns[header.logicalIndex(at)].key for at in range(header.count())]
        own = [column.key for column in self._list.columns]
        self.laid = self.laid._replace(order=() if seen == own else tuple(seen))
        return self.laid

    def show(self, place: int, *, seen: bool) -> Laid:
        """After somebody put a column away or took it out again; the last one stays."""
        key, laid = self._list.columns[place].key, self.laid
        if not seen and len(self.seen()) <= 1:
            return laid
        hidden = laid.hidden - {key} if seen else laid.hidden | {key}
        shown = laid.shown | {key} if seen and self._list.columns[place].spare else laid.shown - {key}
        self.use(laid._replace(hidden=hidden, shown=shown))
        return self.laid

    def seen(self) -> list[int]:
        """The columns in sight, from the left."""
        header = self._view.horizontalHeader()
        found = [header.logicalIndex(at) for at in range(header.count())]
        return [place for place in found if not header.isSectionHidden(place)]

    # ---- the room of each

    def lay(self) -> None:
        """Gives each column its width: what is identified by stays whole, and what can't be is scrolled to."""
        view, columns = self._view, self._list.columns
        letters = QFontMetrics(view.horizontalHeader().font())
        marked = view.sorted_column
        heads = [
            letters.horizontalAdvance(column.title) + 2 * PAD + 2 + (MARK if place == marked else 0)
            for place, column in enumerate(columns)
        ]
        places = [place for place in range(len(columns)) if not self._is_left_out(place)]
        needs = [self._need(place, heads[place]) for place in places]
        for place, width in zip(places, column_widths(needs, view.viewport().width()), strict=True):
            view.setColumnHidden(place, not width)
            if width:
                view.setColumnWidth(place, width)
        view.laid.emit()

    def _need(self, place: int, head: int) -> Need:
        column = self._list.columns[place]
        wide = self.laid.widths.get(column.key, 0)
        if wide:
            return Need(wide, wide, wide, wide, wide)
        need = need_of(column, head, max(self._said[place], self._footed.get(place, 0)))
        return need._replace(spare=False) if column.key in self.laid.shown else need

    def stands_under(self, place: int, width: int) -> None:
        """What stands under a column is so wide (pixels), and is seen whole as well."""
        self._footed[place] = width + 2 * PAD

    def _is_left_out(self, place: int) -> bool:
        """Whether somebody else than `lay` keeps a column out of sight."""
        column = self._list.columns[place]
        return column.key in self.laid.hidden or (self._view.isColumnHidden(place) and not column.spare)

    # ---- how wide the rows in sight are

    def measure_anew(self) -> None:
        """Another list."""
        self._measured.clear()
        self._stale = True
        self.measure_more()

    def forget(self, first: int, last: int) -> None:
        """These rows say something else now."""
        self._measured.difference_update(range(first, last + 1))

    def measure_more(self) -> None:
        """Makes room where rows that came into sight need more."""
        if self.measure():
            self.lay()

    def measure(self) -> bool:
        """Whether rows that came into sight say something wider than any before."""
        view = self._view
        first = view.verticalScrollBar().value()
        seen = first + view.viewport().height() // view.verticalHeader().defaultSectionSize() + 2
        # A little ahead, but never so far that rows are asked for which nobody looks at.
        ahead = min(seen + _AHEAD, (seen // BLOCK + 1) * BLOCK)
        last = min(max(seen, ahead), self._list.rowCount())
        rows = {place: self._list.window.row(place) for place in range(first, last) if place not in self._measured}
        known = {place: row for place, row in rows.items() if row is not None}
        if not known:
            return False
        one_line = view.verticalHeader().defaultSectionSize() < CLOSE
        before = self._said
        self._measured.update(known)
        said = [0] * len(before) if self._stale else before
        self._stale = False
        self._said = [
            max(wide, *(self._ruler.width(column, row, one_line=one_line) for row in known.values()))
            for wide, column in zip(said, self._list.columns, strict=True)
        ]
        return self._said != before
