"""Pictures of every page as a person would see it, taken when nothing is under way any more."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.frame.actions import offering
from desktop.ui.frame.collector import Collector
from desktop.ui.frame.pages import pages
from desktop.ui.frame.shell import Shell
from desktop.ui.frame.work import Worker

if TYPE_CHECKING:
    from desktop.actions.documents.views import ProductHit
    from desktop.app import Program
    from desktop.desk import Desk

_SOME = 6
Visits = Callable[[Shell], Iterator[str]]
_LONGEST = 20_000
_QUIET = 260  # ms without anything under way; longer than any pause the pages make before they ask


def take(
    desk: Desk,
    out_dir: Path,
    *,
    language: str = "zh",
    dark: bool = False,
    size: tuple[int, int] = (1360, 820),
    visits: Visits | None = None,
) -> list[Path]:
    """Grabs every page of the window (or what `visits` goes to) over an open desk, which stays open.

    Gives the files in order.
    """
    from desktop.app import Program

    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(["desk"])
    application.setStyle("Fusion")
    out_dir.mkdir(parents=True, exist_ok=True)
    # What these pictures like is no choice of the desk's own, so it is noted elsewhere.
    collector = Collector()
    try:
        with tempfile.TemporaryDirectory(prefix="pictures-") as likings:
            program = Program(application, Path(likings), language=language)
            program.preferences.set("theme", "dark" if dark else "light")
            mark = f"{language}-{'dark' if dark else 'light'}"
            return _take_all(program, desk, out_dir, mark, size, visits or _visits)
    finally:
        collector.end()


def _take_all(
    program: Program, desk: Desk, out_dir: Path, mark: str, size: tuple[int, int], visits: Visits
) -> list[Path]:
    taken = []
    try:
        program.begin(desk)
        wait(program.worker)  # the window is built for HQ's people once it is known that they work here
        shell = program.shell
        assert shell is not None
        shell.exchanger.quiet()
        shell.resize(*size)
        wait(program.worker)
        for name in visits(shell):
            wait(program.worker)
            window = QApplication.activeModalWidget() or shell
            taken.append(_grab(window, out_dir / f"{name}-{mark}.png"))
        shell.close()
    finally:
        program.worker.desk = None  # it is the caller's, who may go on with it
        program.end()
        shell_window = program.window
        if shell_window is not None:
            shell_window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return taken


def wait(worker: Worker, moment: int = _QUIET) -> None:
    """Returns once nothing has been under way for a moment (ms), and everything that came is laid out."""
    loop = QEventLoop()
    quiet, longest = QTimer(), QTimer()
    quiet.setSingleShot(True)
    longest.setSingleShot(True)
    quiet.timeout.connect(loop.quit)
    longest.timeout.connect(loop.quit)
    worker.idle.connect(quiet.start)
    longest.start(_LONGEST)
    quiet.setInterval(moment)
    quiet.start()
    loop.exec()
    while worker.busy and longest.isActive():
        loop.exec()
    worker.idle.disconnect(quiet.start)
    QCoreApplication.sendPostedEvents()


def _grab(window: QWidget, path: Path) -> Path:
    window.grab().save(str(path))
    return path


def _visits(shell: Shell) -> Iterator[str]:
    for number, (name, _, _) in enumerate(pages(), 1):
        shell.go(name)
        yield f"{number:02d}-{name}"
    yield from _visit_order(shell)
    page: Any = shell.page("orders")
    row = page.window_.row(0)
    if row is not None:
        shell.go("orderview", row.number)
        yield "21-orderview"
    rebates: Any = shell.page("rebates")
    if rebates.bars.current_row() is not None:
        shell.go("rebateview", rebates.bars.current_row())
        yield "25-rebateview"
    shell.open_palette()
    yield "22-palette"
    yield from _visit_dialogs(shell)


def _visit_dialogs(shell: Shell) -> Iterator[str]:
    """What stands over the pages: the list of what needs a look, and a note before it is printed."""
    shell.look_after()
    yield "23-attention"
    _close_dialog()
    shell.go("papers")
    wait(shell.worker)
    page: Any = shell.page("papers")
    page.print_action.trigger()
    yield "24-note"
    _close_dialog()


def _close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


def _visit_order(shell: Shell) -> Iterator[str]:
    """An order as somebody would have typed it: three products, one of them too many."""
    shell.go("order")
    wait(shell.worker)
    page: Any = shell.page("order")
    found: list[Any] = []
    shell.worker.read(offering.offered_customers, "", then=found.extend)
    wait(shell.worker)
    yield "11-order-empty"
    if found:
        page.head.take_customer(found[0])
        hits: list[Any] = []
        shell.worker.read(_some_products, page.entry.seller, found[0].id, then=hits.extend)
        wait(shell.worker)
        _fill(page, hits[:5])
        yield "12-order"
        page.grid.start_line()
        _type(page, hits[0].name[:1] if hits else "s")
        yield "13-order-search"
        page.grid.go("up")
        page.new_order()
    shell.go("purchase")
    wait(shell.worker)
    yield "14-purchase"


def _fill(page: Any, hits: list[Any]) -> None:
    from desktop.ui.order.lines.entry import EntryLine, with_price, with_product, with_quantity

    lines = []
    for place, hit in enumerate(hits):
        unit = hit.packs[0].unit if hit.packs else hit.unit
        line = with_quantity(with_product(EntryLine(), hit), f"{12 + 40 * (place == 2)}{unit}")
        if place == 3 and hit.unit_price is not None:
            line = with_price(line, f"{hit.unit_price * 2:.2f}")
        lines.append(line)
    page.model.add(lines)
    page.grid.start_line(2)


def _type(page: Any, text: str) -> None:
    page.grid.edit(page.grid.currentIndex())
    editor = QApplication.focusWidget()
    if editor is not None:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, QApplication.keyboardModifiers(), text)
        QCoreApplication.sendEvent(editor, event)


def _some_products(desk: Desk, seller: str, buyer: str) -> list[ProductHit]:
    """The first products of the list, as type-ahead would find them."""
    from desktop.actions.catalog.products import product_ids, product_rows
    from desktop.actions.catalog.search import find_products

    first = product_rows(desk, product_ids(desk)[:_SOME])
    return [hit for row in first for hit in find_products(desk, row.sku, 1, seller=seller, buyer=buyer)]
