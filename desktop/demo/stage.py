"""The stage of the demonstration: two folders, HQ's service as a process of its own, and the sample's files."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import resources
from desktop.actions.headquarters import exchange
from desktop.actions.headquarters.hq import found_hq, load_folder
from desktop.actions.people.users import nobody_asked
from desktop.demo.sample import publish_sample
from desktop.desk import HQ_FILE, Desk, open_desk
from domain.errors import UnreachableError
from sync.records.books.settings import write_setting

if TYPE_CHECKING:
    from sync.client.streams.enrolling import Enrolled

# How long before today each opening balance stands, so that one customer is late and the others aren't.
_OPENED = {"GD0103": 20}
_OPENED_ELSE = 6


def default_place() -> Path:
    """The platform's own place for the demonstration."""
    import platformdirs

    return Path(platformdirs.user_data_dir("DistributorDesk-Demo", appauthor=False))


class DemoStage:
    """Holds HQ's process and the open desk until the curtain falls.

    Attributes:
        hq_folder, desk_folder, out: where the two ends' books and the demonstration's papers lie.
        told: whether the story was told here before.
    """

    def __init__(self, place: Path, *, fresh: bool = False) -> None:
        self.place = place.absolute()
        self.hq_folder, self.desk_folder = self.place / "hq", self.place / "desk"
        self.out = self.place / "demo-out"
        self._mark = self.place / "story.txt"
        self._service: subprocess.Popen[str] | None = None
        self._desk: Desk | None = None
        if fresh:
            self._clear()
        self.out.mkdir(parents=True, exist_ok=True)

    @property
    def told(self) -> bool:
        return self._mark.exists()

    def mark_told(self) -> None:
        self._mark.write_text("told\n", encoding="utf-8")

    def found(self) -> int:
        """Makes and loads the sample HQ, or loads it again; how many records were new."""
        if not (self.hq_folder / HQ_FILE).exists():
            found_hq(self.hq_folder)
        with self.hq() as hq:
            loaded = load_folder(hq, self._sample(hq.today()))
            publish_sample(hq)
        assert not loaded.problems, loaded.problems
        return loaded.changed

    def hq(self) -> Desk:
        """HQ's books, opened beside its service."""
        return open_desk(self.hq_folder)

    def desk(self) -> Desk:
        """The sample desk, opened once."""
        if self._desk is None:
            self._desk = open_desk(self.desk_folder)
            nobody_asked(self._desk)
        return self._desk

    def enrol(self, url: str, code: str, user: str) -> Enrolled:
        """Makes the desk's folder one of the sample HQ's desks."""
        return exchange.enrol(self.desk_folder, url, code, user=user)

    def hand_over(self) -> Desk:
        """The sample desk, given to someone who closes it."""
        desk, self._desk = self.desk(), None
        return desk

    def raise_hq(self, port: int = 0) -> str:
        """Starts HQ's service and gives its address once it answers; on another port the desk learns the new one."""
        words = [] if getattr(sys, "frozen", False) else ["-m", "desktop"]
        asked = ["hq", "serve", "--data", str(self.hq_folder), "--port", str(port), "--json"]
        self._service = subprocess.Popen([sys.executable, *words, *asked], stdout=subprocess.PIPE, text=True)
        assert self._service.stdout is not None
        line = self._service.stdout.readline()
        url = str(json.loads(line).get("listening", "")) if line.strip().endswith("}") else ""
        if not url:
            raise UnreachableError("hq_unreachable", url=f"127.0.0.1:{port}", detail=line.strip())
        if self.desk_folder.joinpath("desk.db").exists() and self.desk().identity.hq_url != url:
            self._point_at(url)
        return url

    def stop_hq(self) -> None:
        """Takes HQ away, as a broken line would."""
        if self._service is not None:
            self._service.terminate()
            self._service.wait(20)
            if self._service.stdout is not None:
                self._service.stdout.close()
            self._service = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_hq()
        self._close_desk()

    def _point_at(self, url: str) -> None:
        with self.desk().book.writing() as writing:
            write_setting(writing.connection, "hq_url", url)
        self._close_desk()

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _clear(self) -> None:
        """Removes what an earlier demonstration left here, and nothing else."""
        for folder in (self.hq_folder, self.desk_folder, self.out, self.place / "sample"):
            shutil.rmtree(folder, ignore_errors=True)
        self._mark.unlink(missing_ok=True)

    def _sample(self, today: date) -> Path:
        """The sample's files, with opening balances dated from the day the demonstration was set up."""
        folder = self.place / "sample"
        if not folder.exists():
            shutil.copytree(resources.path("sample"), folder)
            path = folder / "opening.csv"
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for row in rows:
                ago = timedelta(days=_OPENED.get(row["buyer"], _OPENED_ELSE))
                row["date"] = (today - ago).isoformat()
            with path.open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                table.writeheader()
                table.writerows(rows)
        return folder
