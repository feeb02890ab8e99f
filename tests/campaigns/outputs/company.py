"""Plays the story: HQ is founded and served, desks enrol, six weeks of business are done by command."""

import json
import shutil
import socket
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.campaigns.outputs.marks import Marks
from tests.campaigns.outputs.script import HERE, PLACES, ROOT, Step, filled_in, found_at, read_steps
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

    def __init__(self, tree: Tree, work: Path, names=None, *, hq_tree: Tree | None = None) -> None:
        """`hq_tree`: HQ's end runs another version."""
        self.tree, self.hq_tree, self.work = tree, hq_tree or tree, work
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

    def play(self, name="story.txt", more=("--json",), *, only=None, **options):
        """Does every step of a story; each with `more` words, and the commands named in `options` with theirs.

        `only` these commands, where it isn't a story for all versions.
        """
        self.lay_files()
        with self.open() as ends:
            for step in read_steps(name):
                self.set_clock(step.moment)
                if step.words[0] == "@serve":
                    ends.serve()
                elif step.words[0] == "@stop":
                    ends.stop()
                elif only is None or step.words[:2] in only:
                    self._do(ends, step, (*options.get("_".join(step.words[:2]), ()), *more))

    @contextmanager
    def open(self):
        """The processes of both ends; HQ's service isn't begun yet."""
        self.files.mkdir(exist_ok=True)
        with ExitStack() as stack:
            desks = stack.enter_context(self.tree.inside(self.work, "story", cwd=self.files))
            hq = desks
            if self.hq_tree is not self.tree:
                hq = stack.enter_context(self.hq_tree.inside(self.work, "story at HQ", cwd=self.files))
            with Ends(self, desks, hq) as ends:
                yield ends

    def set_clock(self, moment: str) -> None:
        """All processes of the company live at this moment; none of them may read half of it."""
        new = self.work / "clock.new"
        new.write_text(moment, encoding="ascii")
        new.replace(self.work / "clock")

    def _do(self, ends, step: Step, more):
        answer = ends.run(step.place, [*step.filled(self.names), *more], step.environment)
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


class Ends:
    """The processes in which a company's commands run, and HQ's service at one port."""

    def __init__(self, company: Company, desks, hq) -> None:
        self._company, self._desks, self._hq = company, desks, hq
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        company.names["url"] = f"http://127.0.0.1:{self._port}"
        self._service = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, place, words, env=None):
        """One command at a place: its status, what it gave and what it said beside."""
        folder, own = PLACES[place]
        inside = self._hq if folder == "hq" else self._desks
        return inside.ask(
            "run", words=[*words, "--data", str(self._company.work / folder)], env=own if env is None else env
        )

    def done(self, place, *words):
        """What a command that has to succeed gives as JSON."""
        answer = self.run(place, [*filled_in(words, self._company.names), "--json"])
        if answer["status"]:
            raise RuntimeError(f"{place}: {' '.join(words)}: {answer['err'] or answer['out']}")
        return json.loads(answer["out"])

    def serve(self):
        self._service.enter_context(_served(self._company, self._port))

    def stop(self):
        self._service.close()


@contextmanager
def _served(company: Company, port: int):
    with company.hq_tree.inside(company.work, "service", cwd=company.files) as inside:
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
