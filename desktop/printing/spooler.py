"""Jobs on their way to a printer, page by page, with a file that tells where to go on when the printer was gone.

A job is a PDF in the folder's `spool`, its description beside it, and a small file with the pages that are out, written
anew after each page the printer took. A page counts as printed when the printer has taken it whole; the page it failed
at is printed again. Nothing of the PDF is held in memory: thousands of pages need no more than one.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from sync.owner_only import make_folder

_PREPARED = "prepared-"


class PrinterGoneError(Exception):
    """The printer takes no more pages: switched off, out of paper, unplugged."""


class PagePrinter(Protocol):
    """Takes pages one by one; `PrinterGoneError` when it can't."""

    def print_page(self, pdf: Path, page: int) -> None:
        """Prints one page of the file, counted from 0, and comes back when the printer has taken it."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its title, how many pages it has, how many the printer took; `papers` count when all are out."""

    id: str
    title: str
    pages: int
    done: int = 0
    papers: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether every page is out."""
        return self.done >= self.pages


class Spooler:
    """The jobs of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "spool"

    def prepare(self) -> Path:
        """A place for a PDF that may become a job; what was prepared before and never printed is forgotten."""
        make_folder(self._folder)
        for path in self._folder.glob(f"{_PREPARED}*"):
            path.unlink(missing_ok=True)
        return self._folder / f"{_PREPARED}{uuid.uuid4().hex}.pdf"

    def add(self, title: str, pdf: bytes | Path, pages: int, papers: Sequence[str] = ()) -> Job:
        """Keeps a job before its first page is printed; a prepared file becomes the job's own, another is copied."""
        make_folder(self._folder)
        job = Job(uuid.uuid4().hex, title, pages, papers=tuple(papers))
        if isinstance(pdf, bytes):
            self._write(self.pdf_of(job), pdf)
        elif pdf.name.startswith(_PREPARED) and pdf.parent == self._folder:
            pdf.replace(self.pdf_of(job))
        else:
            shutil.copyfile(pdf, self.pdf_of(job))
        told = {"id": job.id, "title": title, "pages": pages, "papers": job.papers}
        self._write(self._told(job), json.dumps(told, ensure_ascii=False).encode())
        return job

    def waiting(self) -> list[Job]:
        """Jobs with pages left, the oldest first; one that can't be read is passed over."""
        found: list[tuple[float, Job]] = []
        for path in self._folder.glob("*.json") if self._folder.is_dir() else ():
            job = self._read(path)
            if job is not None and not job.finished and self.pdf_of(job).is_file():
                found.append((path.stat().st_mtime, job))
        return [job for _, job in sorted(found, key=lambda pair: (pair[0], pair[1].id))]

    def run(
        self,
        job: Job,
        printer: PagePrinter,
        *,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Job:
        """Prints from the first page that isn't out yet; gives how far it came.

        PrinterGoneError passes through, with all that was printed kept, so that the next `run` goes on at the page.
        """
        pdf = self.pdf_of(job)
        while not job.finished and not cancelled():
            printer.print_page(pdf, job.done)
            job = replace(job, done=job.done + 1)
            self._keep(job)
            progress(job.done, job.pages)
        if job.finished:
            self.drop(job)
        return job

    def again_from(self, job: Job, page: int) -> Job:
        """Goes back to a page (from 0), as when the last ones came out crumpled."""
        job = replace(job, done=max(0, min(page, job.pages)))
        self._keep(job)
        return job

    def drop(self, job: Job) -> None:
        """Forgets a job."""
        for path in (self._told(job), self._done(job), self.pdf_of(job)):
            path.unlink(missing_ok=True)

    def pdf_of(self, job: Job) -> Path:
        """The file with a job's pages."""
        return self._folder / f"{job.id}.pdf"

    def _told(self, job: Job) -> Path:
        return self._folder / f"{job.id}.json"

    def _done(self, job: Job) -> Path:
        return self._folder / f"{job.id}.done"

    def _keep(self, job: Job) -> None:
        self._write(self._done(job), str(job.done).encode())

    def _read(self, path: Path) -> Job | None:
        try:
            told = json.loads(path.read_bytes())
            job = Job(told["id"], told["title"], int(told["pages"]), int(told.get("done", 0)), tuple(told["papers"]))
            done = self._done(job)
            return replace(job, done=int(done.read_bytes())) if done.is_file() else job
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        beside = path.with_suffix(path.suffix + ".new")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
