"""Jobs that a vanished printer left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.printing.spooler import Job, Spooler

if TYPE_CHECKING:
    from desktop.desk import Desk


def waiting_jobs(desk: Desk) -> list[tuple[Job, tuple[float, float]]]:
    """Jobs that a vanished printer left, with the size of their pages."""
    from desktop.printing.preview import page_sizes

    spooler = Spooler(desk.folder)
    return [(job, page_sizes(spooler.pdf_of(job), 1)[0]) for job in spooler.waiting()]
