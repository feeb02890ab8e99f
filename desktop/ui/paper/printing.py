"""Onto a printer: the page's own size is said before the dialog and after it, because dialogs put defaults back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desktop.printing.preview import PageReader
from desktop.printing.spooler import Job, PrinterGoneError, Spooler
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.work import Worker
from desktop.ui.paper.pages import Pages, picture

if TYPE_CHECKING:
    from desktop.desk import Desk

_DPI = 300
_CONTINUOUS = 230.0  # millimetres; wider paper has tractor strips
_LEAST, _NEEDLES, _MOST = 120, 360, 400  # dots an inch of printers with needles
_Asked = tuple[str, bytes | Path, tuple[int, int], tuple[str, ...]]


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
        self._task: Task | None = None
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)

    def ask(self, shown: Pages) -> None:
        """Lets the user choose a printer, then prints."""
        self.prepare(shown)
        self._dialog = QPrintDialog(self.printer, self._window)
        self._dialog.accepted.connect(self.go)
        self._dialog.rejected.connect(self.forget)
        QDialog.open(self._dialog)  # the printer dialog's own takes a slot, of which Qt for Python knows nothing

    def prepare(self, shown: Pages) -> None:
        """Tells the printer what it will print: name, pages and their size."""
        self._pages = shown
        if shown.printer in QPrinterInfo.availablePrinterNames():
            self.printer.setPrinterName(shown.printer)
        set_paper(self.printer, shown.sizes[0])
        self.printer.setDocName(shown.number)
        self.printer.setFromTo(1, shown.length)

    @Slot()
    def go(self) -> None:
        """Prints on the printer as it was chosen, page by page beside the window."""
        if self._pages is not None:
            set_paper(self.printer, self._pages.sizes[0])
            shown = self._pages
            last = self.printer.toPage() or shown.length
            span = max(self.printer.fromPage(), 1) - 1, min(last, shown.length)
            job = (shown.number, shown.file or shown.pdf, span, shown.papers)
            self._begin(_print_new, job)

    @Slot()
    def forget(self) -> None:
        """No printer was chosen: a file that was drawn for it isn't needed."""
        if self._pages is not None and self._pages.file is not None:
            self._pages.file.unlink(missing_ok=True)

    def resume(self, job: Job, size: tuple[float, float]) -> None:
        """Goes on with a job at the page where its printer vanished."""
        set_paper(self.printer, size)
        self._begin(_print_on, job)

    def _begin(self, doing: Callable[..., PrintEnd], job: object) -> None:
        self._task = self._worker.long(self.tr("正在打印"), doing, self.printer, job, then=self._tell)
        self._worker.ended.connect(self._ended)

    @Slot(object)
    def _ended(self, task: Task) -> None:
        """What was stopped brings no answer; where it goes on stands with the job."""
        if task is self._task:
            self._task = None
            if task.cancelled():
                self.told.emit(self.tr("已停下。按“接着打”，从还没打的那一页继续。"), "warn")

    @Slot(object)
    def _tell(self, ended: PrintEnd) -> None:
        if not ended.gone:
            self.told.emit(self.tr("已交给打印机：%n 页。", "", ended.printed), "good")
        elif ended.job.done:
            text = self.tr("打印机在第 {0} 页停下了。修好后按“接着打”，从这一页继续。")
            self.told.emit(text.format(ended.job.done + 1), "bad")
        else:
            self.told.emit(self.tr("打印机没有接受：请看看它是否开着、有没有纸，再打一次。"), "bad")


class QtPagePrinter:
    """A printer of the system as the spooler wants it; `end` gives what was printed to the system."""

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._painter: QPainter | None = None
        self._reader: PageReader | None = None

    def print_page(self, pdf: Path, page: int) -> None:
        """Prints one page; PrinterGoneError where the printer takes none."""
        if self._reader is None:
            self._reader = PageReader(pdf)
        image = self._image(self._reader, page)
        if self._painter is None:
            painter = QPainter()
            if not painter.begin(self._printer):
                raise PrinterGoneError
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # a photograph's packing smears letters
            self._painter = painter
        elif not self._printer.newPage():
            raise PrinterGoneError
        whole = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(whole), image)

    def _image(self, reader: PageReader, page: int) -> QImage:
        """Continuous paper goes to needles: its dots are the printer's own, and black or white, never grey."""
        if reader.width(page) < _CONTINUOUS:
            return picture(reader.page(page, _DPI))
        own = self._printer.resolution()
        dots = picture(reader.page(page, own if _LEAST <= own <= _MOST else _NEEDLES, black=True))
        return dots.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)

    def end(self) -> None:
        """The last page is out."""
        if self._reader is not None:
            self._reader.close()
        if self._painter is not None:
            self._painter.end()


@dataclass(frozen=True, slots=True)
class PrintEnd:
    """How printing ended: how far the job came, how many pages this time, and whether the printer was gone."""

    job: Job
    printed: int
    gone: bool


def _print_new(desk: Desk, printer: QPrinter, asked: _Asked, **watch: Any) -> PrintEnd:
    title, pdf, (first, last), papers = asked
    spooler = Spooler(desk.folder)
    job = spooler.add(title, pdf, last, papers)
    ended = _run(desk, spooler, printer, spooler.again_from(job, first), **watch)
    if ended.gone and not ended.printed:
        spooler.drop(job)  # it never began: asking again is simpler than going on
        return replace(ended, job=replace(ended.job, done=0))
    return ended


def _print_on(desk: Desk, printer: QPrinter, job: Job, **watch: Any) -> PrintEnd:
    return _run(desk, Spooler(desk.folder), printer, job, **watch)


def _run(desk: Desk, spooler: Spooler, printer: QPrinter, job: Job, progress: Any, cancelled: Any) -> PrintEnd:
    from desktop.actions.statements.papers import printed

    pages, start, done = QtPagePrinter(printer), job.done, job.done

    def count(now: int, total: int) -> None:
        nonlocal done
        done = now
        progress(now, total)

    try:
        job = spooler.run(job, pages, progress=count, cancelled=cancelled)
    except PrinterGoneError:
        return PrintEnd(replace(job, done=done), done - start, gone=True)
    finally:
        pages.end()
    if job.finished and job.papers:
        printed(desk, job.papers)
    return PrintEnd(job, job.done - start, gone=False)


def set_paper(printer: QPrinter, size: tuple[float, float]) -> None:
    """The page's own size in millimetres, printed to its very edge: the margins are in the picture already."""
    page = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    margins = QMarginsF(0, 0, 0, 0)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins))
