"""The menu of a list: what it is sorted by, which rows and columns are shown, how close they stand, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.arrangement import PERIODS, Arrangement
from desktop.ui.navigation import key_table
from desktop.ui.tables.habits import COMFORTABLE, COMPACT
from desktop.ui.tables.model import Column
from desktop.ui.tables.values import texts_of
from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    from desktop.ui.tables.view import ListView

_FEW = 24


class ListMenu(QMenu):
    """Everything a person may want of a list, for whoever has only the mouse or only the keyboard."""

    def __init__(self, view: ListView, column: int = -1) -> None:
        """`column` is the one whose title was pointed at, -1 for the list as a whole."""
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view = view
        if column >= 0:
            self._add_column(column)
        if view.sortable:
            self.addMenu(self._sorting())
        self.add_narrowing(self)
        self.addSeparator()
        self.addMenu(self._columns())
        self.addMenu(self._density())
        self.addMenu(self._kept())
        self.addSeparator()
        self._add(self, self.tr("复制所选行"), view.copy, key_table.COPY.keys[0])

    # ---- one column

    def _add_column(self, place: int) -> None:
        view, column = self._view, self._view.list_model.columns[place]
        if view.sortable:
            now = view.arrangement
            for text, down in ((self.tr("升序"), False), (self.tr("降序"), True)):
                action = self._add(self, text, partial(view.arrange, now.sorted_by(column.key, down=down)))
                _tick(action, on=now.sort == column.key and now.down == down)
        codes = self._codes(column) if view.narrowable else []
        if codes:
            self.addMenu(self._values(column, codes, self.tr("只看")))
        if column.day and view.narrowable:
            self.addMenu(self._days())
        put_away = self._add(self, self.tr("收起这一列"), partial(view.show_column, place, seen=False))
        put_away.setEnabled(len(view.columns.seen()) > 1)
        if column.key in view.columns.laid.widths:
            self._add(self, self.tr("自动列宽"), partial(view.size_column, place, 0))
        self.addSeparator()

    # ---- sorting

    def _sorting(self) -> QMenu:
        view, now = self._view, self._view.arrangement
        menu = QMenu(self.tr("排序"), self)
        for nth, place in enumerate(view.columns.seen(), 1):
            column = view.list_model.columns[place]
            mark = "" if now.sort != column.key else ("  ↓" if now.down else "  ↑")
            keys = key_table.SORT_BY.keys[nth - 1] if nth <= len(key_table.SORT_BY.keys) else ""
            action = self._add(menu, column.title + mark, partial(view.sort_next_way, place), keys)
            _tick(action, on=now.sort == column.key)
        menu.addSeparator()
        own = self._add(menu, self.tr("列表原来的顺序"), partial(view.arrange, now.sorted_by("")))
        _tick(own, on=not now.sort)
        return menu

    # ---- which rows

    def add_narrowing(self, menu: QMenu) -> None:
        """The days and the values of columns that are shown alone."""
        view = self._view
        if not view.narrowable:
            return
        columns = view.list_model.columns
        if any(column.day for column in columns):
            menu.addMenu(self._days())
        for column in columns:
            codes = self._codes(column)
            if codes:
                menu.addMenu(self._values(column, codes, column.title))
        if view.arrangement.narrows:
            self._add(menu, self.tr("取消筛选"), partial(view.arrange, view.arrangement.widened()), "Esc")

    def _days(self) -> QMenu:
        view, now = self._view, self._view.arrangement
        menu = QMenu(self.tr("日期"), self)
        names = period_names()
        _tick(self._add(menu, self.tr("全部日期"), partial(view.arrange, now.of_period(""))), on=not now.days_are_few)
        for period in PERIODS:
            action = self._add(menu, names[period], partial(view.arrange, now.of_period(period)))
            _tick(action, on=now.period == period)
        span = self._add(menu, self.tr("从哪天到哪天…"), view.offers.ask_days)
        _tick(span, on=bool(now.start or now.end))
        return menu

    def _codes(self, column: Column) -> list[tuple[str, str]]:
        if column.codes:
            return list(column.codes)
        rows = self._view.list_model.window.known_rows()
        if not (column.few or column.look == "chip") or not rows:
            return []
        # Those that are left out now are offered as well.
        known = dict.fromkeys([*texts_of(column, rows, _FEW), *self._view.arrangement.codes(column.key)])
        return [(text, text) for text in known] if len(known) > 1 or self._view.arrangement.codes(column.key) else []

    def _values(self, column: Column, codes: list[tuple[str, str]], title: str) -> QMenu:
        now = self._view.arrangement
        chosen = now.codes(column.key)
        menu = QMenu(title, self)
        every = self._add(menu, self.tr("全部"), partial(self._view.arrange, now.with_only(column.key, ())))
        _tick(every, on=not chosen)
        for code, name in codes:
            others = [each for each, _ in codes if each in chosen and each != code]
            wanted = now.with_only(column.key, others if code in chosen else [*others, code])
            _tick(self._add(menu, name, partial(self._view.arrange, wanted)), on=code in chosen)
        return menu

    # ---- how it lies

    def _columns(self) -> QMenu:
        view = self._view
        menu = QMenu(self.tr("列"), self)
        seen = view.columns.seen()
        for place, column in enumerate(view.list_model.columns):
            action = self._add(menu, column.title or "–", partial(view.show_column, place, seen=place not in seen))
            _tick(action, on=place in seen)
            action.setEnabled(place not in seen or len(seen) > 1)
        menu.addSeparator()
        self._add(menu, self.tr("恢复原样"), view.lay_as_made)
        return menu

    def _density(self) -> QMenu:
        view = self._view
        menu = QMenu(self.tr("行高"), self)
        now = view.habits.density if view.habits is not None else COMFORTABLE
        for density, text in ((COMFORTABLE, self.tr("宽松（两行）")), (COMPACT, self.tr("紧凑（一行）"))):
            action = self._add(menu, text, partial(view.keep_density, density))
            _tick(action, on=now == density)
            action.setEnabled(view.habits is not None)
        return menu

    def _kept(self) -> QMenu:
        view = self._view
        menu = QMenu(self.tr("收藏"), self)
        kept = view.offers.favourites
        for favourite in kept:
            self._add(menu, favourite.name, partial(view.offers.bring_back, favourite))
        if kept:
            menu.addSeparator()
        keep = self._add(menu, self.tr("把现在的排序和筛选存为收藏…"), view.offers.ask_name)
        keep.setEnabled(view.habits is not None)
        if kept:
            gone = menu.addMenu(self.tr("删除收藏"))
            for favourite in kept:
                self._add(gone, favourite.name, partial(view.offers.forget, favourite.name))
        return menu

    def _add(self, menu: QMenu, text: str, act: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(f"{text.replace('&', '&&')}\t{keys}" if keys else text.replace("&", "&&"))
        action.triggered.connect(lambda _=False: act())
        return action

    def open_at(self, spot: QPoint) -> None:
        """Opens there, with the keyboard on its first entry."""
        self.popup(spot)
        if self.actions():
            self.setActiveAction(self.actions()[0])


def period_names() -> dict[str, str]:
    """What the spans of days are called."""
    return {
        "today": QCoreApplication.translate("lists", "今天"),
        "week": QCoreApplication.translate("lists", "本周"),
        "month": QCoreApplication.translate("lists", "本月"),
        "last_month": QCoreApplication.translate("lists", "上月"),
        "year": QCoreApplication.translate("lists", "今年"),
        "last_year": QCoreApplication.translate("lists", "去年"),
    }


def told_narrowing(arrangement: Arrangement, columns: tuple[Column, ...]) -> str:
    """In a few words what is shown alone."""
    told = [period_names()[arrangement.period]] if arrangement.period else []
    if arrangement.start or arrangement.end:
        told.append("–".join(each.isoformat() if each else "" for each in (arrangement.start, arrangement.end)))
    for column in columns:
        named = dict(column.codes)
        told += [formatting.named_in_row(named.get(code, code) for code in arrangement.codes(column.key))]
    return " · ".join(filter(None, told))


def _tick(action: QAction, *, on: bool) -> None:
    action.setCheckable(True)
    action.setChecked(on)
