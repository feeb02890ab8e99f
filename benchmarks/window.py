"""From the start of the program to a usable window, against an empty window of the same library.

Usable: the list of orders is shown and its first rows, read from the books, are painted in it. The program is started
by the door its users take, without a word. Both are programs of their own, started in turn; what counts is the median.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUIRED = 2.0
ROUNDS = 9
ROOT = Path(__file__).resolve().parent.parent

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1360, 820)
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
_OURS = """
import os
import sys
from pathlib import Path
from desktop.cli import main
from desktop.cli.commands import window
def watched(call):
    from desktop import app
    class Watched(app.Program):
        def begin(self, desk=None):
            self.usable.connect(self.painted)
            super().begin(desk)
        def painted(self):
            view = self.shell.page("orders").view
            assert view.model().rowCount() and view.model().index(0, 0).data()
            view.viewport().repaint()
            sys.stdout.write("usable")
            sys.stdout.flush()
            os._exit(0)
    app.Program = Watched
    app.default_folder = lambda: Path(sys.argv[1])
    return opened(call)
opened, window.open_window = window.open_window, watched
main([])
"""


def _time(program: str, compiled: str, *args: str) -> float:
    # Compiled modules are kept, as wherever the program is installed; a run for warming up writes them.
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *args], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    passed = time.perf_counter() - start
    assert program is _EMPTY or done.stdout == "usable", done.stdout + done.stderr
    return passed


def run() -> dict[str, object]:
    """Times both in turn and compares."""
    from tests.building.desktop.sample_desk import a_sample_desk

    with tempfile.TemporaryDirectory() as folder:
        a_sample_desk(Path(folder) / "desk").close()
        where, compiled = str(Path(folder) / "desk"), str(Path(folder) / "compiled")
        _time(_EMPTY, compiled)
        _time(_OURS, compiled, where)
        empty, ours = [], []
        for _ in range(ROUNDS):
            empty.append(_time(_EMPTY, compiled))
            ours.append(_time(_OURS, compiled, where))
    ratio = statistics.median(ours) / statistics.median(empty)
    return {
        "name": "start to a usable window",
        "empty_s": round(statistics.median(empty), 3),
        "usable_s": round(statistics.median(ours), 3),
        "ratio": round(ratio, 2),
        "required": REQUIRED,
        "ok": ratio <= REQUIRED,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
