"""A list of a million orders in the window itself: it opens at once, and however far one scrolls, memory stays flat.

The model, the view and the worker are the window's own; the rows stand in a real book on the disk.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.desk import Desk

ORDERS = 1_000_000
GROWTH, MOST_OPEN = 1.05, 0.5
FEW, MANY = 200, 2_000


def run() -> dict[str, object]:
    """Builds the book, opens the list, scrolls and measures."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        measured = _measure(Path(folder) / "desk")
    return {
        "name": "a million rows open and scroll",
        **{name: round(value, 4) for name, value in measured.items()},
        "ratio": round(measured["grown"], 3),
        "required": {"ratio": GROWTH, "open_s": MOST_OPEN},
        "ok": measured["grown"] <= GROWTH and measured["open_s"] <= MOST_OPEN,
    }


def _measure(folder: Path) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from desktop.app import Program
    from desktop.pictures import wait
    from tests.building.desktop.sample_desk import a_sample_desk

    desk = a_sample_desk(folder)
    _fill(desk)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    program = Program(application, folder)
    program.begin(desk)
    shell: Any = program.shell
    shell.exchanger.quiet()
    wait(program.worker)
    page: Any = shell.page("orders")
    opened = _opens(page, program)
    few = _scroll(page, program, FEW)
    many = _scroll(page, program, MANY)
    shell.close()
    program.end()
    return {"open_s": opened, "few_mb": few, "many_mb": many, "grown": many / few}


def _fill(desk: Desk) -> None:
    """A million orders over ten years, written as their rows alone: the list reads nothing else."""
    columns = "id, kind, number, seller, buyer, date, state, stated, amount, recorded_at, reasons"
    sql = f"INSERT INTO document ({columns}) VALUES (?, 'order', ?, 'GD01', ?, ?, 'delivered', 'accepted', ?, ?, '[]')"
    codes = ("FX001", "TH002", "YX003", "ZH004", "FS005")

    def rows() -> Any:
        for place in range(ORDERS):
            day = f"{2016 + place // 100_000}-{1 + place // 8_334 % 12:02d}-{1 + place // 300 % 28:02d}"
            number = f"XSDD-01-{day[2:4]}{day[5:7]}{day[8:]}-{place:07d}"
            yield f"m{place}", number, f"GD01:{codes[place % 5]}", day, 10_000 + place, f"{day}T02:00:00Z"

    with desk.book.writing() as writing:
        raw: Any = writing.connection.connection.dbapi_connection
        raw.executemany(sql, rows())
        writing.connection.exec_driver_sql("ANALYZE")


def _opens(page: Any, program: Any) -> float:
    """From asking for the list to its first rows being here."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    page.window_.arrived.connect(loop.quit)
    start = time.perf_counter()
    page.refresh()
    loop.exec()
    passed = time.perf_counter() - start
    page.window_.arrived.disconnect(loop.quit)
    assert page.model.rowCount() >= ORDERS
    assert program.worker is not None
    return passed


def _scroll(page: Any, program: Any, steps: int) -> float:
    """Steps through the whole list, each painted and each fetched; megabytes in use afterwards."""
    from PySide6.QtCore import QCoreApplication

    bar = page.view.verticalScrollBar()
    for step in range(steps):
        bar.setValue(int(bar.maximum() * (step + 1) / steps))
        page.view.viewport().repaint()
        while program.worker.busy:
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()
    return _megabytes()


def _megabytes() -> float:
    """What the program holds now; where the system doesn't say, the most it ever held."""
    held = Path("/proc/self/statm")
    if held.exists():
        return int(held.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
