"""Asking HQ: another try after a failure, and an end of trying as soon as nobody wants the answer."""

import pytest

from domain.errors import UnreachableError
from sync.client.asking import Line, Patience
from sync.wire.messages import Hello


class DeadTransport:
    """A line on which nobody answers."""

    def __init__(self):
        self.sent = 0

    def send(self, method, path, headers, body):
        self.sent += 1
        raise UnreachableError("hq_unreachable", url="http://127.0.0.1:1")

    def close(self):
        pass


def test_it_tries_as_often_as_patience_allows():
    transport = DeadTransport()
    pauses: list[float] = []
    line = Line(transport, patience=Patience(tries=3, sleep=pauses.append, chance=lambda: 1.0))
    with pytest.raises(UnreachableError):
        line.ask("/v1/hello", None, Hello, "GET")
    assert (transport.sent, pauses) == (3, [0.5, 1.0])


def test_who_no_longer_wants_the_answer_waits_for_no_further_try():
    transport = DeadTransport()
    pauses: list[float] = []
    patience = Patience(tries=5, first_pause=8.0, sleep=pauses.append, chance=lambda: 1.0)
    line = Line(transport, patience=patience, cancelled=lambda: len(pauses) >= 2)
    with pytest.raises(UnreachableError):
        line.ask("/v1/hello", None, Hello, "GET")
    assert transport.sent == 1
    assert sum(pauses) <= 0.3
