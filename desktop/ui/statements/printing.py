"""Onto a printer: the page's own size is said before the dialog and after it, because dialogs put defaults back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.ui.statements.asking import Preview, pictures
from desktop.ui.work import Worker

_DPI = 300


class Printing(QObject):
    """Prints one statement.

    Signals:
        told: what became of it, and good or bad.
    """

    told = Signal(str, str)

    def __init__(self, worker: Worker, window: QWidget) -> None:
        super().__init__(window)
        self._worker = worker
        self._window = window
        self._preview: Preview | None = None
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)

    def ask(self, shown: Preview) -> None:
        """Lets the user choose a printer, then prints."""
        self._preview = shown
        set_paper(self._printer, shown.sizes[0])
        self._printer.setDocName(shown.number)
        self._printer.setFromTo(1, len(shown.sizes))
        self._dialog = QPrintDialog(self._printer, self._window)
        self._dialog.accepted.connect(self._chosen)
        QDialog.open(self._dialog)  # the printer dialog's own takes a slot, of which Qt for Python knows nothing

    @Slot()
    def _chosen(self) -> None:
        if self._preview is not None:
            set_paper(self._printer, self._preview.sizes[0])
            title = self.tr("正在准备打印")
            self._worker.long(title, _paint_pages, self._preview.pdf, then=self._print)

    @Slot(object)
    def _print(self, pages: Any) -> None:
        first = max(self._printer.fromPage(), 1)
        last = self._printer.toPage() or len(pages)
        painter = QPainter()
        if not painter.begin(self._printer):
            self.told.emit(self.tr("打印机没有接受：请看看它是否开着、有没有纸，再打一次。"), "bad")
            return
        for place, image in enumerate(pages[first - 1 : last]):
            if place:
                self._printer.newPage()
            whole = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
            painter.drawImage(QRectF(whole), image)
        painter.end()
        self.told.emit(self.tr("已交给打印机：%n 页。", "", last - first + 1), "good")


def set_paper(printer: QPrinter, size: tuple[float, float]) -> None:
    """The page's own size in millimetres, printed to its very edge: the margins are in the picture already."""
    page = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    margins = QMarginsF(0, 0, 0, 0)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins))


def _paint_pages(desk: object, pdf: bytes, progress: Any, cancelled: Any) -> object:  # noqa: ARG001
    return pictures(pdf, _DPI)
