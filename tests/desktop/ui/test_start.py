"""The window stands before anything is loaded that its first look doesn't need."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Each of these takes longer to load than the first orders take to read.
LATER = [
    "PySide6.QtNetwork", "alembic", "cryptography", "desktop.cli.arguments", "desktop.desk", "desktop.wording",
    "dataclasses", "json", "msgspec", "requests", "reportlab", "sqlalchemy", "sync",
]  # fmt: skip

STARTED = """
import os, sys
from pathlib import Path
from desktop.cli import main, window

def watched(call):
    from desktop import app

    class Watched(app.Program):
        def begin(self, desk=None):
            self.usable.connect(self.look)
            super().begin(desk)

        def look(self):
            print(self.shell.page("orders").model.rowCount(), *sys.modules)
            sys.stdout.flush()
            os._exit(0)

    app.Program = Watched
    app.default_folder = lambda: Path(sys.argv[1])
    return opened(call)

opened, window.open_window = window.open_window, watched
main([])
"""


def test_start_without_a_word_loads_only_what_the_first_look_needs(built_folder):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", STARTED, str(built_folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    rows, *loaded = done.stdout.split()
    assert int(rows) == 17
    assert [each for each in LATER if each in loaded] == []
