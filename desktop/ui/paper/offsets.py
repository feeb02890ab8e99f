"""Which printer a pre-printed form goes to, and how far its values are shifted there: no two printers feed alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions.changes import changes
from desktop.printing.overlay import LONGEST_OFFSET, Overlay
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.widgets.parts import label, row

if TYPE_CHECKING:
    from desktop.desk import Desk

STEP = 0.5  # millimetres
_PRINTER = "form_printer"


def millimetres(*, low: float, high: float, step: float = STEP) -> QDoubleSpinBox:
    """A field for millimetres."""
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setDecimals(1)
    box.setSuffix(" mm")
    box.setMinimumHeight(32)
    box.setKeyboardTracking(False)
    return box


def printer_names() -> list[str]:
    """The printers of this machine."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


class PrinterBox(QComboBox):
    """The printer, by name or as typed; "" is any. What was chosen last stands there again."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.setEditable(True)
        self.setMinimumWidth(150)
        kept = preferences.remembered(_PRINTER)
        names = printer_names()
        self.addItems(["", *names, *([kept] if kept and kept not in names else [])])
        self.setCurrentText(kept)
        self.currentTextChanged.connect(self._keep)

    @Slot(str)
    def _keep(self, name: str) -> None:
        self._preferences.remember(_PRINTER, name)


class OffsetEdit(QWidget):
    """The printer and its offset in one line, kept with the form's layout as soon as they are changed.

    Signals:
        shifted: the values stand elsewhere now, or go to another printer.
        failed: with the DeskError.
    """

    shifted = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, preferences: Preferences, *, narrow: bool = False) -> None:
        """`narrow` puts the offsets below the printer."""
        super().__init__()
        self._worker = worker
        self._overlay: Overlay | None = None
        self.printer = PrinterBox(preferences)
        self.right = millimetres(low=-LONGEST_OFFSET, high=LONGEST_OFFSET)
        self.down = millimetres(low=-LONGEST_OFFSET, high=LONGEST_OFFSET)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        printer = self._named(self.tr("打印机"), self.printer, stretch=1)
        offsets = self._named(self.tr("右移"), self.right), self._named(self.tr("下移"), self.down)
        for line in ((printer,), offsets) if narrow else ((printer, *offsets),):
            across = QHBoxLayout()
            across.setSpacing(10)
            for place, part in enumerate(line):
                across.addLayout(part, 1 if place == 0 and part is printer else 0)
            if narrow:
                across.addStretch(0 if line[0] is printer else 1)
            box.addLayout(across)
        self.printer.currentTextChanged.connect(self._other_printer)
        self.right.valueChanged.connect(self._keep)
        self.down.valueChanged.connect(self._keep)

    @staticmethod
    def _named(name: str, edit: QWidget, *, stretch: int = 0) -> QHBoxLayout:
        told = label(name, "label")
        told.setBuddy(edit)
        line = row(told, spacing=6)
        line.addWidget(edit, stretch)
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps what was typed and goes no further: in a dialog it would print."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    @property
    def name(self) -> str:
        """The printer's name."""
        return self.printer.currentText()

    def load(self, kind: str) -> None:
        """Shows the offsets of a kind's form."""
        self._worker.read(_layout, kind, then=self._know, failed=self.failed.emit)

    @Slot(object)
    def _know(self, overlay: Overlay) -> None:
        self._overlay = overlay
        shift = overlay.offset(self.name)
        for box, value in zip((self.right, self.down), shift, strict=True):
            box.blockSignals(True)  # shown, not changed
            box.setValue(value)
            box.blockSignals(False)

    @Slot()
    def _other_printer(self) -> None:
        if self._overlay is not None:
            self._know(self._overlay)
            self.shifted.emit()

    @Slot()
    def _keep(self) -> None:
        if self._overlay is not None:
            asked = self._overlay.kind, self.name, self.right.value(), self.down.value()
            self._worker.write(_shift, *asked, then=self._kept, failed=self.failed.emit)

    @Slot(object)
    def _kept(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self.shifted.emit()


def _layout(desk: Desk, kind: str) -> Overlay:
    from desktop.actions.documents.overlays import layout

    return layout(desk, kind)


@changes("layouts")
def _shift(desk: Desk, kind: str, printer: str, dx: float, dy: float) -> Overlay:
    from desktop.actions.documents.overlays import shift_printer

    return shift_printer(desk, kind, printer, dx, dy)
