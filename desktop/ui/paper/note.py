"""The note that goes with goods, looked at before it is printed: which one, on which paper, in how many copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.faces import PAPERS
from desktop.file_names import safe_name
from desktop.ui.frame.page import make_action
from desktop.ui.frame.preferences import NOTE_PAPERS, Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.names import copies_box, copy_names, paper_names
from desktop.ui.paper.offsets import OffsetEdit
from desktop.ui.paper.pages import NoteLook, Pages, notes_pages, save_pages
from desktop.ui.paper.preview import PagesView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import fitting
from desktop.ui.widgets.parts import ActionButton, Banner, FilterBar, card, key_cap, label

NOTE_KINDS: tuple[str, ...] = tuple(dict.fromkeys(paper.like for paper in PAPERS.values()))


class NoteDialog(QDialog):
    """Shows the notes of these numbers, one at a time or one behind the other, as they will be printed."""

    def __init__(
        self,
        worker: Worker,
        preferences: Preferences,
        numbers: Sequence[str],
        parent: QWidget,
        *,
        together: bool = False,
    ) -> None:
        """`together`: all of them at first, to be printed in one go."""
        super().__init__(parent)
        self._numbers, self._together = tuple(numbers), together
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("打印单据"))
        self.resize(fitting(self, QSize(1060, 720)))
        self._worker = worker
        self._preferences = preferences
        self.shown: Pages | None = None
        self._kept_word = False
        self.print_action = make_action(self, self.tr("打印"), key_table.PRINT, self._print)
        self.save_action = make_action(self, self.tr("存 PDF"), key_table.SAVE, self._save)
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        make_action(self, self.tr("换纸张"), key_table.SWITCH_OTHER, self._next_paper, again=True)
        make_action(self, self.tr("带不带价格"), key_table.SWITCH, self._next_prices, again=True)
        make_action(self, self.tr("换联次"), key_table.COPIES, self._next_copies, again=True)
        make_action(self, self.tr("套打"), key_table.FORM, self._turn_form, again=True)
        make_action(self, self.tr("价格由来"), key_table.WHY, self._turn_why, again=True)
        self.layout_action = make_action(self, self.tr("套打样式"), key_table.LAYOUT, self._open_layout)
        self.columns_action = make_action(self, self.tr("纸上的列"), key_table.EDIT_OTHER, self._choose_columns)
        preferences.changed.connect(self._preferred)
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._refuse)
        self._build(numbers)
        (self.number if len(numbers) > 1 else self.pages).setFocus()
        self._ask()

    def _build(self, numbers: Sequence[str]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addLayout(self._build_choices(numbers))
        box.addLayout(self._build_looks())
        self.offsets = OffsetEdit(self._worker, self._preferences)
        self.offsets.hide()
        self.offsets.shifted.connect(self._ask)
        self.offsets.failed.connect(self._refuse)
        box.addWidget(self.offsets)
        self.banner = Banner(self)
        box.addWidget(self.banner)
        self.pages = PagesView()
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.pages)
        box.addWidget(frame, 1)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addStretch(1)
        go = ActionButton(self.print_action, "primary", "print")
        leave, save = ActionButton(self._leave_action, picture="close"), ActionButton(self.save_action, picture="pdf")
        for button in (leave, save, go):
            button.setAutoDefault(False)
            line.addWidget(button)
        box.addLayout(line)
        self._allow(None)

    def _build_choices(self, numbers: Sequence[str]) -> QHBoxLayout:
        """The number (a list where there are several), the paper, and whether prices are told."""
        line = QHBoxLayout()
        line.setSpacing(8)
        self.number = QComboBox()
        several = len(numbers) > 1
        self.number.addItems([*numbers, *([self.tr("全部 %n 张", "", len(numbers))] if several else [])])
        self.number.setCurrentIndex(len(numbers) if self._together and several else 0)
        self.number.currentIndexChanged.connect(self._ask)
        line.addWidget(self.number if several else label(numbers[0], "heading"))
        self.number.setVisible(several)
        self.papers = FilterBar(paper_names(NOTE_PAPERS))
        self.papers.pick(self._preferences.note_paper)
        self.papers.picked.connect(self._keep_paper)
        self.prices = FilterBar([("prices", self.tr("带价格")), ("driver", self.tr("司机联（不带价格）"))])
        self.prices.picked.connect(self._ask)
        line.addStretch(1)
        for key, choice in ((key_table.SWITCH_OTHER, self.papers), (key_table.SWITCH, self.prices)):
            line.addWidget(key_cap(key.keys[0]))
            line.addWidget(choice)
            line.addSpacing(8)
        return line

    def _build_looks(self) -> QHBoxLayout:
        """Copies, the pre-printed form, and the columns."""
        line = QHBoxLayout()
        line.setSpacing(8)
        self.copies = copies_box(self._preferences.note_copies)
        self.copies.setMinimumWidth(190)
        self.copies.currentIndexChanged.connect(self._keep_copies)
        self.form = QCheckBox(self.tr("套打：只印数值到预印单上"))
        self.form.toggled.connect(self._turned_form)
        self.why = QCheckBox(self.tr("注明价格由来"))
        self.why.toggled.connect(self._ask)
        self._why_cap = key_cap(key_table.WHY.keys[0])
        columns, self.laying = ActionButton(self.columns_action), ActionButton(self.layout_action)
        for button in (columns, self.laying):
            button.setAutoDefault(False)
        self.laying.hide()
        line.addStretch(1)
        for part in (
            self._why_cap,
            self.why,
            8,
            key_cap(key_table.COPIES.keys[0]),
            self.copies,
            8,
            key_cap(key_table.FORM.keys[0]),
            self.form,
            8,
            columns,
            self.laying,
        ):
            if isinstance(part, int):
                line.addSpacing(part)
            else:
                line.addWidget(part)
        return line

    # ---- choosing

    def _next_paper(self) -> None:
        self.papers.step(1)

    def _next_prices(self) -> None:
        self.prices.step(1)

    def _next_copies(self) -> None:
        self.copies.setCurrentIndex((self.copies.currentIndex() + 1) % self.copies.count())

    def _turn_form(self) -> None:
        self.form.toggle()

    def _turn_why(self) -> None:
        if self.why.isVisible():
            self.why.toggle()

    @Slot(bool)
    def _turned_form(self, form: bool) -> None:
        for part in (self.offsets, self.laying):
            part.setVisible(form)
        if form and self.shown is not None:
            self.offsets.load(self.shown.kind)
        self._ask()

    def _open_layout(self) -> None:
        from desktop.ui.paper.layout import LayoutDialog

        kind = self.shown.kind if self.shown is not None else "delivery"
        self.layouts = LayoutDialog(self._worker, self._preferences, self, kind)
        self.layouts.finished.connect(self._laid_out)
        self.layouts.open()

    @Slot()
    def _laid_out(self) -> None:
        if self.form.isChecked():
            self._turned_form(True)

    @Slot(int)
    def _keep_copies(self, _: int) -> None:
        self._preferences.set("note_copies", str(self.copies.currentData()))
        self._ask()

    def _choose_columns(self) -> None:
        from desktop.printing.columns import kind_of_paper
        from desktop.ui.paper.columns import ColumnsDialog

        if self.shown is not None:
            self.choosing = ColumnsDialog(self._preferences, [kind_of_paper(self.shown.kind)], self)
            self.choosing.open()

    @Slot(str)
    def _preferred(self, name: str) -> None:
        if name.startswith("columns/"):
            self._ask()

    @Slot(str)
    def _keep_paper(self, name: str) -> None:
        self._preferences.set("note_paper", name)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        form = self.form.isChecked()
        for choice in (self.papers, self.copies, self.columns_action, self.why):
            choice.setEnabled(not form)  # a pre-printed form has its own paper and columns
        columns = {kind: self._preferences.columns(kind) for kind in NOTE_KINDS}
        prices, copies = self.prices.code == "prices", copy_names(int(self.copies.currentData()))
        look = NoteLook(
            self.papers.code,
            formatting.language(),
            prices,
            copies,
            columns,
            form,
            self.offsets.name,
            self.why.isChecked(),
        )
        place = self.number.currentIndex()
        asked = self._numbers if place >= len(self._numbers) else (self._numbers[max(place, 0)],)
        self._latest.ask(notes_pages, asked, look)

    @Slot(object)
    def _show(self, shown: Pages) -> None:
        if not self._kept_word:
            self.banner.hide()
        self._kept_word = False
        other = self._other_paper(shown)
        if shown.lack or other:
            self.banner.say(shown.lack or other, "warn" if shown.lack else "info")
        self.pages.show_pages(shown)
        for part in (self.why, self._why_cap):
            part.setVisible(shown.kind == "order")
        self._allow(shown)

    def _other_paper(self, shown: Pages) -> str:
        """That a pre-printed form is of another paper than the one that is chosen for all else; "" where it isn't."""
        from desktop.printing.drawing.paper import PAPERS

        chosen = PAPERS[self.papers.code]
        if not self.form.isChecked() or not shown.sizes or _alike(shown.sizes[0], (chosen.width, chosen.height)):
            return ""
        sizes = {name: (each.width, each.height) for name, each in PAPERS.items()}
        names = dict(paper_names(tuple(PAPERS)))
        found = next((names[name] for name, size in sizes.items() if _alike(shown.sizes[0], size)), "")
        text = self.tr("套打用“套打样式”里这种单据的纸张：{0}，不是这里选的 {1}。要换，按 Ctrl+L。")
        return text.format(found or "×".join(f"{each:.1f}" for each in shown.sizes[0]), names[chosen.name])

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(formatting.tell(failure), "bad")
        self._allow(None)

    def _allow(self, shown: Pages | None) -> None:
        self.shown = shown
        self.print_action.setEnabled(shown is not None)
        self.save_action.setEnabled(shown is not None)

    # ---- going

    def _print(self) -> None:
        from desktop.ui.paper.printing import Printing

        if self.shown is not None:
            self._printing = Printing(self._worker, self)
            self._printing.told.connect(self._tell)
            self._printing.ask(self.shown)

    @Slot(str, str)
    def _tell(self, text: str, kind: str) -> None:
        self.banner.say(text, kind)
        self._kept_word = True  # the pages are drawn anew, now as the next print
        self._ask()

    def _save(self) -> None:
        if self.shown is None:
            return
        proposed = str(Path.home() / f"{safe_name(self.shown.number, 60)}.pdf")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存到哪里"), proposed, self.tr("PDF 文件 (*.pdf)"))
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Writes the file, beside the window."""
        if self.shown is not None:
            self._worker.long(
                self.tr("正在保存"), save_pages, self.shown.pdf, path, then=self._saved, failed=self._refuse_saving
            )

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self.banner.say(self.tr("已保存：{0}").format(path), "good")

    @Slot(object)
    def _refuse_saving(self, failure: Any) -> None:
        self.banner.say(formatting.tell(failure), "bad")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step:
            self.pages.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.print_action.trigger()
        else:
            super().keyPressEvent(event)


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two sizes are of one paper, in millimetres."""
    return all(abs(each - by) < 1 for each, by in zip(one, other, strict=True))
