"""The editor of pre-printed forms' layouts: fields dragged or moved by arrow keys on a ruled paper, and a test page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.actions.changes import changes
from desktop.documents.faces import PAPERS
from desktop.printing.overlay import KINDS, LONGEST_OFFSET, Overlay
from desktop.printing.overlay_pages import print_test
from desktop.ui.frame.page import make_action
from desktop.ui.frame.preferences import NOTE_PAPERS, Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.layout_scene import SCALE, LayoutScene, LayoutView, SpotItem, field_names
from desktop.ui.paper.names import paper_names
from desktop.ui.paper.offsets import PrinterBox, millimetres
from desktop.ui.paper.pages import Pages, pages_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import fitting
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.parts import ActionButton, Banner, label, row

if TYPE_CHECKING:
    from desktop.desk import Desk


def _read(desk: Desk, kind: str) -> Overlay:
    from desktop.actions.documents.overlays import layout

    return layout(desk, kind)


@changes("layouts")
def _save(desk: Desk, overlay: Overlay) -> Overlay:
    from desktop.actions.documents.overlays import save_layout

    return save_layout(desk, overlay)


def _test_page(_desk: Desk, overlay: Overlay, names: dict[str, str], printer: str, told: list[str]) -> Pages:
    printed = print_test(overlay, names, printer=printer, told=told)
    return replace(pages_of("test", printed), printer=printer)


class LayoutDialog(QDialog):
    """Edits one kind's layout at a time."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget, kind: str = "delivery") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("套打样式"))
        self.resize(fitting(self, QSize(1160, 700)))
        self._worker = worker
        self.overlay: Overlay | None = None
        self.test_pages: Pages | None = None
        self.save_action = make_action(self, self.tr("保存"), key_table.SAVE, self._keep)
        self.test_action = make_action(self, self.tr("测试页"), key_table.PRINT, self._test)
        make_action(self, self.tr("下一栏"), key_table.FIND, lambda: self._step(1), again=True)
        make_action(self, self.tr("上一栏"), key_table.FIND_BACK, lambda: self._step(-1), again=True)
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        self.names = field_names()
        self._build(preferences, kind)
        self._load()

    def _build(self, preferences: Preferences, kind: str) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(8)
        told = self.tr("拖动栏目，或用 F3 选中后用方向键移动（每次 0.5 毫米）。位置以纸张左上角为准，单位毫米。")
        note = label(told, "muted", wrap=True)
        note.setMinimumHeight(1)  # what it needs in the width there is, not in the narrowest
        box.addWidget(note)
        box.addLayout(self._build_form(preferences, kind))
        box.addLayout(self._build_field())
        self.view = LayoutView()
        self.view.moved.connect(self.move_selected)
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        box.addWidget(self.view, 1)
        self.place = label("", "small")
        self.banner = Banner(self)
        box.addWidget(self.banner)
        buttons = (
            ActionButton(self._leave_action, picture="close"),
            ActionButton(self.test_action, picture="print"),
            ActionButton(self.save_action, "primary", "save"),
        )
        for button in buttons:
            button.setAutoDefault(False)
        box.addLayout(row(self.place, 1, *buttons))

    def _build_form(self, preferences: Preferences, kind: str) -> QHBoxLayout:
        """The form: its kind, its paper, its lines; and the printer with its offset."""
        self.kind = QComboBox()
        for code, name in self._kinds():
            self.kind.addItem(name, code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.kind.currentIndexChanged.connect(self._load)
        self.paper = QComboBox()
        for code, name in paper_names(NOTE_PAPERS):
            self.paper.addItem(name, code)
        self.paper.activated.connect(self._other_paper)
        self.step, self.lines = millimetres(low=2, high=40), millimetres(low=1, high=99, step=1)
        self.lines.setDecimals(0)
        self.lines.setSuffix("")
        self.printer = PrinterBox(preferences)
        self.printer.currentTextChanged.connect(self._show_offset)
        self.right = millimetres(low=-LONGEST_OFFSET, high=LONGEST_OFFSET)
        self.down = millimetres(low=-LONGEST_OFFSET, high=LONGEST_OFFSET)
        for edit, slot in ((self.step, self._lined), (self.lines, self._lined)):
            edit.valueChanged.connect(slot)
        for edit in (self.right, self.down):
            edit.valueChanged.connect(self._offset)
        fields = (
            Field(self.tr("单据"), self.kind),
            Field(self.tr("纸张"), self.paper),
            Field(self.tr("行距"), self.step),
            Field(self.tr("每页行数"), self.lines),
            Field(self.tr("打印机"), self.printer),
            Field(self.tr("右移"), self.right),
            Field(self.tr("下移"), self.down),
        )
        return row(*fields)

    def _build_field(self) -> QHBoxLayout:
        """What is selected: whether it is printed, how wide and high it is, and to which side it is set."""
        self.chosen = label(self.tr("未选中栏目"), "strong")
        self.shown = QCheckBox(self.tr("打印此栏"))
        self.aligned = QCheckBox(self.tr("靠右"))
        self.width_ = millimetres(low=4, high=230)
        self.size_ = QDoubleSpinBox()
        self.size_.setRange(5, 30)
        self.size_.setSingleStep(0.5)
        self.size_.setDecimals(1)
        self.size_.setSuffix(" pt")
        self.size_.setMinimumHeight(32)
        for tick in (self.shown, self.aligned):
            tick.toggled.connect(self._changed)
        for edit in (self.width_, self.size_):
            edit.valueChanged.connect(self._changed)
        line = row(self.chosen, self.shown, self.aligned, label(self.tr("宽"), "muted"), self.width_)
        line.addWidget(label(self.tr("字号"), "muted"))
        line.addWidget(self.size_)
        line.addStretch(1)
        self._show_chosen()
        return line

    def _kinds(self) -> list[tuple[str, str]]:
        names = {kind: formatting.in_language(paper.title) for kind, paper in PAPERS.items()}
        names["statement"] = self.tr("对账单")
        return [(kind, names[kind]) for kind in KINDS]

    # ---- the form

    @Slot()
    def _load(self) -> None:
        self._worker.read(_read, str(self.kind.currentData()), then=self._know, failed=self._refuse)

    @Slot(object)
    def _know(self, overlay: Overlay) -> None:
        self.overlay = overlay
        scene = LayoutScene(overlay, self.names)
        scene.setParent(self)
        scene.selectionChanged.connect(self._show_chosen)
        scene.changed.connect(self._tell_place)
        self.view.setScene(scene)
        self._fit()
        for box, value in ((self.step, overlay.step), (self.lines, overlay.lines)):
            box.blockSignals(True)  # shown, not changed
            box.setValue(value)
            box.setEnabled(bool(overlay.columns))
            box.blockSignals(False)
        self.paper.setCurrentIndex(self.paper.findData(overlay.paper))
        self._show_offset()
        self._show_chosen()
        self.view.setFocus()

    def _fit(self) -> None:
        if self.view.scene() is not None:
            self.view.fitInView(self.view.scene().sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def current(self) -> Overlay | None:
        """The layout as the fields stand now."""
        scene, overlay = self._scene(), self.overlay
        if overlay is None or scene is None:
            return None
        for item in scene.spots():
            x, y = item.place
            overlay = overlay.changed(item.spot.field, lambda _, spot=item.spot: spot, column=item.column)  # type: ignore[misc]
            overlay = overlay.moved(item.spot.field, x - item.spot.x, y - item.spot.y, column=item.column)
        return overlay

    def _scene(self) -> LayoutScene | None:
        scene = self.view.scene()
        return scene if isinstance(scene, LayoutScene) else None

    @Slot()
    def _other_paper(self) -> None:
        overlay = self.current()
        if overlay is not None:
            self._know(overlay.on_paper(str(self.paper.currentData())))

    @Slot()
    def _lined(self) -> None:
        scene = self._scene()
        if self.overlay is not None and scene is not None:
            self.overlay = replace(self.overlay, step=round(self.step.value(), 2), lines=int(self.lines.value()))
            scene.step, scene.lines = self.overlay.step, self.overlay.lines
            scene.update()

    @Slot()
    def _show_offset(self) -> None:
        shift = self.overlay.offset(self.printer.currentText()) if self.overlay else (0.0, 0.0)
        for box, value in zip((self.right, self.down), shift, strict=True):
            box.blockSignals(True)  # shown, not changed
            box.setValue(value)
            box.blockSignals(False)

    @Slot()
    def _offset(self) -> None:
        if self.overlay is not None:
            self.overlay = self.overlay.for_printer(self.printer.currentText(), self.right.value(), self.down.value())

    # ---- one field

    @Slot()
    def _show_chosen(self) -> None:
        """What is selected, in the row of its own."""
        item = self._chosen()
        edits = (self.shown, self.aligned, self.width_, self.size_)
        for edit in edits:
            edit.blockSignals(True)  # shown, not changed
            edit.setEnabled(item is not None)
        if item is not None:
            self.shown.setChecked(item.spot.shown)
            self.aligned.setChecked(item.spot.right)
            self.width_.setValue(item.spot.width)
            self.size_.setValue(item.spot.size)
        for edit in edits:
            edit.blockSignals(False)
        name = self.names.get(item.spot.field, item.spot.field) if item is not None else self.tr("未选中栏目")
        self.chosen.setText(name)
        self._tell_place()

    def _chosen(self) -> SpotItem | None:
        scene = self._scene() if hasattr(self, "view") else None
        return scene.chosen() if scene is not None else None

    @Slot()
    def _changed(self) -> None:
        item = self._chosen()
        if item is not None:
            width, size = round(self.width_.value(), 2), round(self.size_.value(), 2)
            shown, right = self.shown.isChecked(), self.aligned.isChecked()
            item.look(replace(item.spot, width=width, size=size, shown=shown, right=right))

    @Slot()
    def _tell_place(self) -> None:
        item = self._chosen()
        if item is not None:
            x, y = item.place
            name = self.names.get(item.spot.field, item.spot.field)
            self.place.setText(self.tr("{0}：左 {1} 毫米，上 {2} 毫米").format(name, f"{x:.1f}", f"{y:.1f}"))

    @Slot(float, float)
    def move_selected(self, dx: float, dy: float) -> None:
        """Moves what is selected by so many millimetres."""
        scene = self._scene()
        for item in scene.selectedItems() if scene is not None else ():
            item.moveBy(dx * SCALE, dy * SCALE)

    def _step(self, by: int) -> None:
        """Selects the next field, or the one before, in the order of the form."""
        scene = self._scene()
        if scene is None or not scene.spots():
            return
        spots = sorted(scene.spots(), key=lambda item: (item.y(), item.x()))
        chosen = scene.chosen()
        place = spots.index(chosen) + by if chosen is not None else 0
        scene.clearSelection()
        spots[place % len(spots)].setSelected(True)
        self.view.setFocus()

    def select(self, field: str) -> None:
        """Selects one field."""
        scene = self._scene()
        for item in scene.spots() if scene is not None else ():
            item.setSelected(item.spot.field == field)

    # ---- going

    def _keep(self) -> None:
        overlay = self.current()
        if overlay is not None:
            self._worker.write(_save, overlay, then=self._kept, failed=self._refuse)

    @Slot(object)
    def _kept(self, overlay: Overlay) -> None:
        self._know(overlay)
        self.banner.say(self.tr("已保存。"), "good")

    def _test(self) -> None:
        overlay = self.current()
        if overlay is not None:
            printer = self.printer.currentText()
            asked = overlay, self.names, printer, self._told(overlay, printer)
            self._worker.read(_test_page, *asked, then=self.print_pages, failed=self._refuse)

    def _told(self, overlay: Overlay, printer: str) -> list[str]:
        """What to do with the test page, as it stands on it."""
        dx, dy = overlay.offset(printer)
        told = self.tr("十字应距纸的左边、上边各如所标的毫米数；量出差多少，就把右移、下移改多少，再印一次。")
        return [told, self.tr("打印机 {0}　右移 {1}　下移 {2}").format(printer or "—", f"{dx:g}", f"{dy:g}")]

    @Slot(object)
    def print_pages(self, shown: Pages) -> None:
        """Sends the test page to a printer."""
        from desktop.ui.paper.printing import Printing

        self.test_pages = shown
        self._printing = Printing(self._worker, self)
        self._printing.told.connect(self.banner.say)
        self._printing.ask(shown)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(formatting.tell(failure), "bad")
