"""Processes behind one listener take connections evenly, and none is lost where one of them takes nothing."""

import asyncio
import socket
from contextlib import closing
from functools import partial

import pytest

from sync.hq.web import turns
from sync.hq.web.turns import ConnectionShare, Listening, Turns


class Held(asyncio.Protocol):
    """A connection that counts among its holder's."""

    def __init__(self, held, share, counted):
        self._held, self._share, self._counted = held, share, counted

    def connection_made(self, transport):
        self._held.append(transport)
        self._share.note(len(self._held))
        self._counted.release()


def listen():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


def taken(counts, working, connections):
    """How many connections each of the `working` places holds in the end, of all that came one after another."""

    async def live():
        with closing(listen()) as listener:
            counted = asyncio.Semaphore(0)
            held: dict[int, list[asyncio.BaseTransport]] = {place: [] for place in working}
            servers = []
            for place in working:
                share = ConnectionShare(counts, place)
                mine = listener.dup()  # as each process has it
                servers.append((mine, Listening(Turns(mine, share), partial(Held, held[place], share, counted))))
            came = []
            for _ in range(connections):
                came.append(await asyncio.open_connection(*listener.getsockname()))
                await asyncio.wait_for(counted.acquire(), 20)
                await asyncio.sleep(1.2 * turns._MOMENT)  # whoever left it to another looks up again
            for mine, each in servers:
                each.close()
                await each.wait_closed()
                mine.close()
            for _, writer in came:
                writer.close()
            return {place: len(mine) for place, mine in held.items()}

    return asyncio.run(live())


@pytest.mark.parametrize("processes", [2, 3])
def test_connections_are_shared_evenly(processes, monkeypatch):
    monkeypatch.setattr(turns, "_MOMENT", 0.05)  # however busy the machine is that tries it
    assert taken([0] * processes, range(processes), 4 * processes) == dict.fromkeys(range(processes), 4)


def test_who_holds_many_leaves_the_next_to_the_others(monkeypatch):
    monkeypatch.setattr(turns, "_MOMENT", 0.05)
    assert taken([6, 0], [0, 1], 5) == {0: 0, 1: 5}


def test_one_that_takes_nothing_keeps_nobody_waiting():
    """It hangs, or is just being started again."""
    assert taken([0, 0], [0], 5) == {0: 5}
