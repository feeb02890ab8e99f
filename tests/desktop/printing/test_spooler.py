"""A printer that vanishes in mid-batch loses no page and prints none twice but the one it failed at."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.printing.spooler import PrinterGoneError, Spooler


class FakePrinter:
    """Takes so many pages, then is gone until it is switched on again."""

    def __init__(self, until=None):
        self.until = until
        self.out: list[int] = []

    def print_page(self, pdf, page):
        assert pdf.read_bytes() == b"%PDF"
        if self.until is not None and len(self.out) >= self.until:
            raise PrinterGoneError
        self.out.append(page)


def test_it_goes_on_at_the_page(tmp_path):
    job = Spooler(tmp_path).add("all", b"%PDF", 10, ["statement/X"])
    printer = FakePrinter(until=4)
    with pytest.raises(PrinterGoneError):
        Spooler(tmp_path).run(job, printer)
    # Another program, another day: the state file knows.
    (waiting,) = Spooler(tmp_path).waiting()
    assert (waiting.done, waiting.pages, waiting.papers) == (4, 10, ("statement/X",))
    printer.until = None
    assert Spooler(tmp_path).run(waiting, printer).finished
    assert printer.out == list(range(10))
    assert Spooler(tmp_path).waiting() == []
    assert list((tmp_path / "spool").iterdir()) == []


def test_what_is_stopped_waits_and_can_go_back(tmp_path):
    spooler, printer = Spooler(tmp_path), FakePrinter()
    job = spooler.add("all", b"%PDF", 5)
    job = spooler.run(job, printer, cancelled=lambda: len(printer.out) >= 3)
    assert (job.done, job.finished) == (3, False)
    job = spooler.again_from(job, 1)
    spooler.run(job, printer)
    assert printer.out == [0, 1, 2, 1, 2, 3, 4]


def test_a_broken_state_stops_nobody(tmp_path):
    spooler = Spooler(tmp_path)
    assert spooler.waiting() == []
    job = spooler.add("one", b"%PDF", 1)
    (tmp_path / "spool" / "broken.json").write_text("{")
    assert spooler.waiting() == [job]


def test_a_job_kept_by_an_older_program_goes_on_where_it_stood(tmp_path):
    spooler = Spooler(tmp_path)
    job = spooler.add("all", b"%PDF", 5, ["statement/X"])
    told = {"id": job.id, "title": "all", "pages": 5, "papers": ["statement/X"], "done": 3}
    (tmp_path / "spool" / f"{job.id}.json").write_text(json.dumps(told))
    (waiting,) = spooler.waiting()
    assert (waiting.done, waiting.papers) == (3, ("statement/X",))
    printer = FakePrinter()
    assert spooler.run(waiting, printer).finished
    assert printer.out == [3, 4]


def test_a_prepared_file_becomes_the_job_and_one_never_printed_is_forgotten(tmp_path):
    spooler = Spooler(tmp_path)
    forgotten = spooler.prepare()
    forgotten.write_bytes(b"%PDF")
    prepared = spooler.prepare()
    assert not forgotten.exists()
    prepared.write_bytes(b"%PDF")
    assert spooler.waiting() == []
    job = spooler.add("all", prepared, 2)
    assert (prepared.exists(), spooler.pdf_of(job).read_bytes()) == (False, b"%PDF")
    elsewhere = tmp_path / "mine.pdf"
    elsewhere.write_bytes(b"%PDF")
    spooler.add("mine", elsewhere, 1)
    assert elsewhere.exists()


ROOT = Path(__file__).parents[3]
# In a process of its own: what other threads of the tests hold is none of the spooler's.
SPOOLING = """
import sys, tracemalloc
from pathlib import Path
from desktop.printing.spooler import Spooler

spooler = Spooler(Path(sys.argv[1]))
prepared = spooler.prepare()
with prepared.open("wb") as file:
    file.truncate(64_000_000)
papers = [f"statement/DZD-01-202610-{place:04d}" for place in range(4372)]
tracemalloc.start()
job = spooler.add("all", prepared, 40, papers)
taken = []

class Printer:
    def print_page(self, pdf, page):
        assert pdf.stat().st_size == 64_000_000
        taken.append(page)

spooler.run(job, Printer())
print(tracemalloc.get_traced_memory()[1], taken == list(range(40)))
"""


def test_thousands_of_pages_are_never_held_in_memory(tmp_path):
    words = [sys.executable, "-c", SPOOLING, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    most, whole = done.stdout.split()
    assert whole == "True"
    assert int(most) < 3_000_000
