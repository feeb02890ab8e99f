"""Plays the story: HQ is founded and served, desks enrol, six weeks of business are done by command."""

import json
import shutil
import socket
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.campaigns.outputs.marks import Marks
from tests.campaigns.outputs.script import HERE, ROOT, Step, found_at, read_steps
from tests.campaigns.outputs.trees import Tree

SAMPLE = ROOT / "resources" / "sample"
_BEGAN, _OPENED = "2026-10-12", "2026-09-20"
_PATIENCE = 30


class Company:
    """A folder with all ends, and what is known by name of what was written so far.

    Attributes:
        names: numbers and ids that later words name in braces.
        told: what every step came to.
        lacking: names for which an answer held nothing.
    """

    def __init__(self, tree: Tree, work: Path, names=None) -> None:
        self.tree, self.work = tree, work
        self.names: dict[str, str] = {} if names is None else dict(names)
        self.told: list[str] = []
        self.lacking: list[str] = []
        work.mkdir(parents=True, exist_ok=True)
        self.files = work / "files"

    def lay_files(self):
        """The sample's tables and policies as of the day the story begins, and the files people send."""
        self.files.mkdir(parents=True, exist_ok=True)
        for path in sorted(SAMPLE.glob("*.csv")):
            text = path.read_text(encoding="utf-8").replace("2026-10-31", _OPENED)
            (self.files / "hq").mkdir(exist_ok=True)
            (self.files / "hq" / path.name).write_text(text, encoding="utf-8")
        for path in sorted((SAMPLE / "policies").glob("*.json")):
            form = json.loads(path.read_text(encoding="utf-8"))
            start = "2026-01-01" if form["terms"]["type"] == "rebate" else _BEGAN
            text = json.dumps({**form, "period": {"start": start}}, ensure_ascii=False, indent=1)
            (self.files / path.name).write_text(text, encoding="utf-8")
        for path in sorted((HERE / "files").iterdir()):
            shutil.copyfile(path, self.files / path.name)

    def play(self, name="story.txt", more=("--json",)):
        """Does every step of a story; each with `more` words."""
        self.lay_files()
        with self.tree.inside(self.work, "story", cwd=self.files) as inside, _Service(self) as service:
            for step in read_steps(name):
                self.set_clock(step.moment)
                if step.words[0] == "@serve":
                    service.begin()
                elif step.words[0] == "@stop":
                    service.end()
                else:
                    self._do(inside, step, more)

    def set_clock(self, moment: str) -> None:
        """All processes of the company live at this moment; none of them may read half of it."""
        new = self.work / "clock.new"
        new.write_text(moment, encoding="ascii")
        new.replace(self.work / "clock")

    def _do(self, inside, step: Step, more):
        words = [*step.filled(self.names), *more, "--data", str(self.work / step.folder)]
        answer = inside.ask("run", words=words, env=step.environment)
        self.told.append(told_of(step.place, step.words, answer))
        if "--json" in more:
            self._keep(step, answer)

    def _keep(self, step: Step, answer):
        """What later words name; where there is none of it that is told, and the story goes on."""
        for name, path in step.keeps.items():
            try:
                self.names[name] = str(found_at(json.loads(answer["out"]), path))
            except (ValueError, LookupError, TypeError):
                self.told.append(f"? nothing was kept as {name}\n")
                self.lacking.append(name)

    def marks(self) -> Marks:
        """What makes texts of this company alike, wherever it lies."""
        return Marks(self.work)


def told_of(place, words, answer):
    """One command with all it said, as a part of a text."""
    head = f"$ {place}: {' '.join(words)}"
    status = f"[{answer['status']}]" if answer["status"] else ""
    parts = [f"{head} {status}".rstrip(), answer["out"].rstrip("\n")]
    if answer["err"]:
        parts.append("".join(f"! {line}\n" for line in answer["err"].splitlines()).rstrip("\n"))
    return "\n".join(part for part in parts if part) + "\n"


class _Service:
    """HQ's service, a process of its own at one port as long as the company is played."""

    def __init__(self, company: Company) -> None:
        self._company = company
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        company.names["url"] = f"http://127.0.0.1:{self._port}"
        self._running = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def begin(self):
        self._running.enter_context(_served(self._company, self._port))

    def end(self):
        self._running.close()


@contextmanager
def _served(company: Company, port: int):
    with company.tree.inside(company.work, "service", cwd=company.files) as inside:
        words = ["hq", "serve", "--data", str(company.work / "hq"), "--port", str(port), "--json"]
        inside.send("run", words=words)
        until = time.monotonic() + _PATIENCE
        while not _answers(port):
            if time.monotonic() > until:
                raise RuntimeError("HQ's service doesn't come up")
            time.sleep(0.05)
        try:
            yield
        finally:
            inside.end()


def _answers(port):
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
