"""Onto a printer: the page's own size is said before the dialog and after it, because dialogs put defaults back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.ui.paper.pages import Pages, pictures
from desktop.ui.work import Worker

_DPI = 300


class Printing(QObject):
    """Prints one paper.

    Signals:
        told: what became of it, and good or bad.

    Attributes:
        printer: where it goes; the dialog lets the user choose another.
    """

    told = Signal(str, str)

    def __init__(self, worker: Worker, window: QWidget) -> None:
        super().__init__(window)
        self._worker = worker
        self._window = window
        self._pages: Pages | None = None
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)

    def ask(self, shown: Pages) -> None:
        """Lets the user choose a printer, then prints."""
        self.prepare(shown)
        self._dialog = QPrintDialog(self.printer, self._window)
        self._dialog.accepted.connect(self.go)
        QDialog.open(self._dialog)  # the printer dialog's own takes a slot, of which Qt for Python knows nothing

    def prepare(self, shown: Pages) -> None:
        """Tells the printer what it will print: name, pages and their size."""
        self._pages = shown
        set_paper(self.printer, shown.sizes[0])
        self.printer.setDocName(shown.number)
        self.printer.setFromTo(1, len(shown.sizes))

    @Slot()
    def go(self) -> None:
        """Prints on the printer as it was chosen."""
        if self._pages is not None:
            set_paper(self.printer, self._pages.sizes[0])
            title = self.tr("正在准备打印")
            self._worker.long(title, _paint_pages, self._pages.pdf, then=self._print)

    @Slot(object)
    def _print(self, pages: Any) -> None:
        first = max(self.printer.fromPage(), 1)
        last = self.printer.toPage() or len(pages)
        painter = QPainter()
        if not painter.begin(self.printer):
            self.told.emit(self.tr("打印机没有接受：请看看它是否开着、有没有纸，再打一次。"), "bad")
            return
        for place, image in enumerate(pages[first - 1 : last]):
            if place:
                self.printer.newPage()
            whole = self.printer.pageLayout().fullRectPixels(self.printer.resolution())
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
