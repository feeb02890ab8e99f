"""A printer that vanishes in mid-batch loses no page and prints none twice but the one it failed at."""

import pytest

from desktop.printing.spooler import PrinterGoneError, Spooler


class FakePrinter:
    """Takes so many pages, then is gone until it is switched on again."""

    def __init__(self, until=None):
        self.until = until
        self.out: list[int] = []

    def print_page(self, pdf, page):
        assert pdf == b"%PDF"
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
