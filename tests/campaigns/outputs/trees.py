"""A tree of the program and its processes: one that does tasks, and HQ's service."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

INSIDE = Path(__file__).with_name("inside.py")


class Tree:
    """One version of the program, in a folder of its own with its own Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        own = [self.folder / ".venv" / "bin" / "python", self.folder / ".venv" / "Scripts" / "python.exe"]
        self.python = next((str(each) for each in own if each.exists()), sys.executable)

    def environment(self, home: Path):
        """Nothing of whoever starts it: no keyring, a home of its own, China's clock, the same order of sets."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DESK_", "PYTHON", "LC_"))}
        return kept | {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "TZ": "Asia/Shanghai",
            "LANG": "zh_CN.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "default.warning=false",
        }

    @contextmanager
    def inside(self, work: Path, actor: str, cwd: Path | None = None):
        """A process of this tree that does tasks; gives what asks it."""
        words = [self.python, str(INSIDE), str(self.folder), actor, str(work / "clock")]
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=self.environment(work),
            cwd=cwd or work,
        )
        try:
            yield Inside(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


class Inside:
    """Asks a process and waits for its answer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, task: str, **facts):
        """Has a task done; the answer."""
        self.send(task, **facts)
        return self.receive()

    def send(self, task: str, **facts):
        """Has a task begun."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"task": task, **facts}, ensure_ascii=False) + "\n")
        self._process.stdin.flush()

    def end(self):
        """Ends the process where it never would."""
        self._process.terminate()

    def receive(self):
        """The answer, or a line that a task said on its way."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the tree's process ended with {self._process.wait(20)}; its last words are above")
        return json.loads(line)
