"""Whoever fills a desk by command sees how far it is: on a terminal in one line, elsewhere once for each stream."""

import io

import pytest

from desktop.cli.filling_progress import FillingProgress
from sync.client.streams.progress import ExchangeProgress, StreamProgress


class Terminal(io.StringIO):
    """What a person sees of what was written: the last state of each line."""

    def isatty(self):
        return True

    def shown(self):
        lines = []
        for line in self.getvalue().split("\n"):
            seen = ""
            for piece in line.split("\r"):
                seen = piece + seen[len(piece) :]
            lines.append(seen.rstrip())
        return lines


def steps(*pairs, names=("catalog", "prices/P1"), total=200_000):
    for name, done in pairs:
        streams = tuple(StreamProgress(each, done if each == name else 0, total) for each in names)
        yield ExchangeProgress("receiving", done, total * len(names), streams)


def tell(out, *pairs, language="en", clear=True):
    progress = FillingProgress(language, out)
    for step in steps(*pairs):
        progress(step)
    if clear:
        progress.clear()


def test_a_terminal_shows_one_line_that_moves():
    out = Terminal()
    tell(out, ("catalog", 10_000), ("catalog", 200_000), ("prices/P1", 30_000), clear=False)
    assert out.shown() == ["prices/P1: 30,000 of 200,000 records"]
    assert "catalog: 10,000 of 200,000 records" in out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_line_is_gone_when_the_exchange_is_over(language):
    out = Terminal()
    tell(out, ("catalog", 10_000), ("prices/P1", 30_000), language=language)
    assert out.shown() == [""]


def test_elsewhere_each_stream_has_its_line_once():
    out = io.StringIO()
    tell(out, ("catalog", 10_000), ("catalog", 200_000), ("catalog", 200_000), ("prices/P1", 30_000))
    assert out.getvalue() == "catalog: 200,000 of 200,000 records\n"


def test_an_exchange_of_a_few_records_is_over_before_anybody_reads():
    out = Terminal()
    progress = FillingProgress("zh", out)
    for done in (0, 5, 12):
        progress(ExchangeProgress("receiving", done, 12))
    progress.clear()
    assert out.getvalue() == ""


def test_a_long_exchange_in_pages_is_told_as_well():
    out = Terminal()
    progress = FillingProgress("zh", out)
    progress(ExchangeProgress("sending", 2_000, 50_000))
    assert out.shown() == ["正在送出：2,000 / 50,000 条"]
    progress(ExchangeProgress("checking", 0, 1))
    progress.clear()
    assert out.shown() == [""]
