"""A command typed while the window has the folder open is done by it, once, and answered where it was typed."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.actions.people import users
from desktop.cli.grammar.arguments import make_parser
from desktop.cli.handed import FILES, answer
from desktop.cli.rights import may_be_handed
from tests.desktop.cli.test_rights import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
from desktop.cli.commands import window

class Watched(app.Program):
    def _enter(self):
        super()._enter()
        # Said once whoever works here has the books; whatever the test prepared for this window begins then.
        QTimer.singleShot(0, lambda: (print("open", flush=True), prepare(self)))

def prepare(program):
    {prepare}

app.Program = Watched
app.run(Path(sys.argv[1]), answer=window.answer_handed)
"""
SHUT_WHEN_TAKEN = """
    take = program.errands.take
    program.doorbell.handed.disconnect()
    program.doorbell.handed.connect(lambda ring: (take(ring), program.window.close()))
"""
DIE_WHEN_TAKEN = """
    import os
    program.doorbell.handed.disconnect()
    program.doorbell.handed.connect(lambda ring: (ring.take(), os._exit(1)))
"""
HOLD = """
import sys, time
from pathlib import Path
from desktop.folder_lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def folder(built_folder, tmp_path):
    return Path(shutil.copytree(built_folder, tmp_path / "desk"))


@pytest.fixture
def started():
    running = []

    def start(program, *words):
        environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(
            [sys.executable, "-c", program, *map(str, words)], cwd=ROOT, env=environment, stdout=subprocess.PIPE
        )
        running.append(process)
        assert process.stdout is not None and process.stdout.readline()  # noqa: PT018
        return process

    yield start
    for each in running:
        each.kill()
        each.wait()


def desk(folder, *words, at=None, **named):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "DESK_TODAY": "2026-11-23"}
    command = [sys.executable, "-m", "desktop", *words, "--data", str(folder), "--lang", "en"]
    return subprocess.run(
        command, cwd=at or ROOT, env=environment | named, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_window_does_it_and_its_answer_is_told_where_it_was_typed(folder, started, tmp_path):
    window = started(WINDOW.format(prepare="pass"), folder)
    taken = desk(folder, "money", "receive", "--buyer", "TH002", "--amount", "120.00", "--json")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert json.loads(taken.stdout)["amount"] == "120.00"
    refused = desk(folder, "money", "receive", "--buyer", "NOBODY", "--amount", "120.00")
    assert refused.returncode == 2
    assert "NOBODY" in refused.stderr
    apart = desk(folder, "check", "--repair")  # what changes the files under the window isn't handed over
    assert (apart.returncode, "close it first" in apart.stderr) == (1, True)
    assert window.poll() is None
    # A file without a folder lies where the command was typed, not where the window was started.
    printed = desk(
        folder, "statement", "--account", "TH002", "--from", "2026-11-01", "--to", "2026-11-23", "--issue", at=tmp_path
    )
    assert printed.returncode == 0, printed.stderr
    assert [each.suffix for each in tmp_path.iterdir() if each.is_file()] == [".pdf"]


def test_what_was_taken_is_done_and_answered_though_the_window_closes(folder, started):
    window = started(WINDOW.format(prepare=SHUT_WHEN_TAKEN), folder)
    assert desk(folder, "money", "receive", "--buyer", "TH002", "--amount", "77.00").returncode == 0
    assert window.wait(20) == 0


def test_a_window_that_dies_over_a_command_leaves_it_open_whether_it_was_done(folder, started):
    started(WINDOW.format(prepare=DIE_WHEN_TAKEN), folder)
    lost = desk(folder, "money", "receive", "--buyer", "TH002", "--amount", "77.00")
    assert lost.returncode == 1
    assert "isn't known" in lost.stderr


def test_a_command_waits_for_another_one_to_end(folder, started):
    started(HOLD, folder, 1.5)
    began = time.monotonic()
    assert desk(folder, "money", "receive", "--buyer", "TH002", "--amount", "77.00").returncode == 0
    assert time.monotonic() - began > 1


def order(*words, **named):
    args = vars(make_parser("en").parse_args([*words, "--lang", "en"]))
    return {"args": args, "words": list(words), "language": "en", "in_json": False, "at": ".", "named": named}


def test_whoever_typed_it_works_and_not_whoever_sits_at_the_window(desk):
    users.first_person(desk, "Owner", "tiger-2026")
    users.add_person(desk, "Keeper", "keeper", "mouse-2026")
    words = ("money", "receive", "--buyer", "TH002", "--amount", "5.00")
    asked = answer(desk, order(*words, DESK_USER="Keeper"))
    assert asked["secret"] == ("DESK_PASSWORD", ("Password of Keeper: ",))
    assert asked["status"] == 2
    wrong = answer(desk, order(*words, DESK_USER="Keeper", DESK_PASSWORD="tiger-2026"))
    assert (wrong["secret"], wrong["status"]) == (None, 1)
    refused = answer(desk, order(*words, DESK_USER="Keeper", DESK_PASSWORD="mouse-2026"))
    assert refused["code"] == "not_permitted"
    done = answer(desk, order(*words, DESK_USER="Owner", DESK_PASSWORD="tiger-2026"))
    assert done["status"] == 0, done["err"]
    assert desk.user.name == "Owner"
    assert users.people(desk)  # its books are still open


def test_every_name_of_a_file_is_found_from_where_it_was_typed():
    named = {
        (words, action.dest)
        for words, (run, parser) in COMMANDS.items()
        if may_be_handed(run) and not run.startswith(("hq:", "service:"))
        for action in parser._actions
        if not isinstance(action, argparse._SubParsersAction)
        if any(word in str(action.metavar or "") for word in ("FILE", "DIR")) and action.dest != "data"
    }
    assert len(named) > 10
    assert {dest for _, dest in named} <= FILES
