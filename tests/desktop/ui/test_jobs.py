"""Jobs a vanished printer left are found with the size of their pages, which a printer must be told first."""

from types import SimpleNamespace
from typing import Any

import pytest

from desktop.printing.spooler import Spooler
from desktop.ui.paper.jobs import waiting_jobs
from tests.building.desktop.papers import a_note, print_form
from tests.desktop.printing.test_note import printed


def a_desk(folder) -> Any:
    return SimpleNamespace(folder=folder)


def test_a_folder_without_jobs_has_none(tmp_path):
    assert waiting_jobs(a_desk(tmp_path)) == []


def test_each_job_has_its_own_size_and_the_oldest_comes_first(tmp_path):
    spooler = Spooler(tmp_path)
    note = spooler.add("note", printed(a_note(1)).pdf, 1)
    statement = spooler.add("statement", print_form().pdf, 1)
    done = spooler.again_from(spooler.add("done", print_form().pdf, 1), 1)
    assert done.finished
    found = waiting_jobs(a_desk(tmp_path))
    assert {job.id: size for job, size in found} == {
        note.id: pytest.approx((241, 139.7), abs=0.1),
        statement.id: pytest.approx((210, 297), abs=0.1),
    }


def test_a_job_whose_pages_are_gone_stops_nobody(tmp_path):
    spooler = Spooler(tmp_path)
    spooler.pdf_of(spooler.add("lost", print_form().pdf, 1)).unlink()
    assert waiting_jobs(a_desk(tmp_path)) == []
