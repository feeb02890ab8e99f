"""A line stays open between exchanges where it is good, and only then."""

import threading
import time

import pytest

from domain.errors import RefusedError
from sync.client.line.address import Address
from sync.client.line.open_lines import OpenLines
from tests.building.sync.servers import Answering, serving


class Counting(Answering):
    """Counts the connections that were made, and those that ended."""

    def setup(self):
        self.server.seen["made"] = self.server.seen.get("made", 0) + 1
        super().setup()

    def finish(self):
        super().finish()
        self.server.seen["over"] = self.server.seen.get("over", 0) + 1


@pytest.fixture
def server():
    with serving(handler=Counting) as found:
        yield found


def ask(lines, server, **more):
    with lines.line_to(Address(server.url, **more)) as line:
        assert line.send("GET", "/v1/hello", {}, b"").status == 200


def over(server, count):
    """Whether so many connections end within a few seconds."""
    for _ in range(200):
        if server.seen.get("over", 0) >= count:
            return True
        time.sleep(0.02)
    return False


def test_a_line_is_used_again(server):
    lines = OpenLines()
    for _ in range(3):
        ask(lines, server)
    assert server.seen["made"] == 1
    lines.close()
    assert over(server, 1)


def test_two_who_ask_at_once_have_a_line_each(server):
    lines = OpenLines()
    both = threading.Barrier(2)

    def run():
        with lines.line_to(Address(server.url)) as line:
            both.wait(10)
            line.send("GET", "/v1/hello", {}, b"")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.seen["made"] == 2
    ask(lines, server)
    assert server.seen["made"] == 2
    lines.close()


def test_a_line_on_which_something_failed_is_not_kept(server):
    lines = OpenLines()

    def fail():
        with lines.line_to(Address(server.url)) as line:
            line.send("GET", "/v1/hello", {}, b"")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert over(server, 1)
    ask(lines, server)
    assert server.seen["made"] == 2
    lines.close()


def test_a_line_that_rested_too_long_is_closed(server):
    now = [0.0]
    lines = OpenLines(clock=lambda: now[0])
    ask(lines, server)
    now[0] = 59.0
    ask(lines, server)
    now[0] = 120.0
    ask(lines, server)
    assert server.seen["made"] == 2
    assert over(server, 1)
    lines.close()


def test_a_line_to_where_hq_was_before_is_closed(server):
    lines = OpenLines()
    ask(lines, server)
    ask(lines, server, insecure=True)
    assert over(server, 1)
    lines.close()


def test_a_line_given_back_after_the_end_is_closed(server):
    lines = OpenLines()
    with lines.line_to(Address(server.url)) as line:
        line.send("GET", "/v1/hello", {}, b"")
        lines.close()
    assert over(server, 1)


def test_an_address_that_may_not_be_used_is_refused():
    with pytest.raises(RefusedError, match="hq_insecure"), OpenLines().line_to(Address("http://192.0.2.1:1")):
        pass
