"""The window stands before anything is loaded that its first look doesn't need."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Each of these takes longer to load than the first orders take to read.
LATER = [
    "PySide6.QtNetwork", "alembic", "cryptography", "desktop.cli.grammar.arguments", "desktop.desk", "desktop.wording",
    "dataclasses", "json", "msgspec", "requests", "reportlab", "sqlalchemy", "sync",
]  # fmt: skip

STARTED = """
import os, sys, time
from pathlib import Path
from desktop.cli import main
from desktop.cli.commands import window

def watched(call):
    from desktop import app

    class Watched(app.Program):
        def begin(self, desk=None):
            self.usable.connect(self.tell)
            super().begin(desk)

        def tell(self):
            print(self.shell.page("orders").model.rowCount(), *sys.modules)
            sys.stdout.flush()
            os._exit(0)

    def late(*args):
        time.sleep(float(sys.argv[2]))
        return newest(*args)

    newest, app._newest_orders = app._newest_orders, late
    app.Program = Watched
    app.default_folder = lambda: Path(sys.argv[1])
    return opened(call)

opened, window.open_window = window.open_window, watched
main([])
"""


HEARD = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app

class Watched(app.Program):
    def _enter(self):
        super()._enter()
        self.window.raise_ = lambda: (print("raised", flush=True), os._exit(0))
        second = (sys.executable, "-c", "from pathlib import Path; from desktop import app; import sys; "
                  "sys.exit(app.run(Path(sys.argv[1])))", sys.argv[1])
        os.spawnv(os.P_NOWAIT, sys.executable, second)
        QTimer.singleShot(60_000, lambda: os._exit(1))

app.Program = Watched
app.run(Path(sys.argv[1]))
"""


def start(program, *words):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("late", [0, 0.5], ids=["rows-at-once", "rows-late"])
def test_start_without_a_word_loads_only_what_the_first_look_needs(built_folder, late):
    rows, *loaded = start(STARTED, built_folder, late)
    assert int(rows) == 17
    assert [each for each in LATER if each in loaded] == []


def test_a_second_start_raises_the_window_that_stands(built_folder, tmp_path):
    assert start(HEARD, shutil.copytree(built_folder, tmp_path / "desk")) == ["raised"]
