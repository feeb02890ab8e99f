"""The connections of one process: counted, timed, and given up, the idlest first, when another wants its place."""

from __future__ import annotations

import heapq
import ipaddress
import time
from collections import defaultdict
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from sync.hq.web.limits import ServiceLimits

# How many addresses are looked at for a connection to give up.
_CROWDS = 8


class ConnectionStage(IntEnum):
    """What a connection is at; the lower, the sooner it is given up for another's sake."""

    HEAD = 1
    IDLE = 2
    BODY = 3
    WORK = 4


class OpenConnection(Protocol):
    """What the room needs of a connection."""

    address: str

    def stage(self) -> tuple[ConnectionStage, float]:
        """What it is at, and since when."""

    def overdue(self, now: float) -> bool:
        """Whether it has taken longer than it may."""

    def abort(self) -> None:
        """Ends it at once."""


@lru_cache(4096)
def network_of(host: str) -> str:
    """The name one asker is counted under: an address, or the network of an IPv6 address, which one machine may own."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    if mapped is not None:
        return str(mapped)
    return f"{ipaddress.ip_network((address, 64), strict=False).network_address}/64"


def _place(connection: OpenConnection) -> tuple[ConnectionStage, float]:
    return connection.stage()


class ConnectionRoom:
    """Holds no more connections than it may; all calls come from the one thread of the event loop.

    Attributes:
        given_up: connections ended so that another could come.
        refused: connections that found no place.
        timed_out: connections ended because they were too slow.
        changed: called with how many are open, whenever that changes.
    """

    def __init__(self, limits: ServiceLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._of: defaultdict[str, set[OpenConnection]] = defaultdict(set)
        self.changed: Callable[[int], None] = lambda _: None
        self.open = self.given_up = self.refused = self.timed_out = 0
        self._proxies = {network_of(each) for each in limits.proxies}

    def enter(self, connection: OpenConnection) -> bool:
        """Gives a connection its place, if need be that of one that does nothing; False where there is none."""
        mine = self._of.get(connection.address, set())
        crowded = len(mine) >= self._limits.of_one_address and connection.address not in self._proxies
        if crowded and not self._give_up(mine):
            self.refused += 1
            return False
        if self.open >= self._limits.connections and not self._make_room():
            self.refused += 1
            return False
        self._of[connection.address].add(connection)
        self.open += 1
        self.changed(self.open)
        return True

    def leave(self, connection: OpenConnection) -> None:
        """Takes a connection's place back; doing it twice changes nothing."""
        mine = self._of.get(connection.address)
        if mine is None or connection not in mine:
            return
        mine.remove(connection)
        self.open -= 1
        self.changed(self.open)
        if not mine:
            del self._of[connection.address]

    def sweep(self) -> None:
        """Ends what has taken too long."""
        now = self._clock()
        late = [each for mine in self._of.values() for each in mine if each.overdue(now)]
        for each in late:
            self.timed_out += 1
            self._end(each)

    def _make_room(self) -> bool:
        """Takes a place from whoever has the most."""
        return any(self._give_up(mine) for mine in heapq.nlargest(_CROWDS, self._of.values(), key=len))

    def _give_up(self, among: set[OpenConnection]) -> bool:
        """Ends the idlest of these, and a few more where they are many, so that the next needn't look again."""
        count = 1 + len(among) // 64
        idlest = [each for each in heapq.nsmallest(count, among, key=_place) if each.stage()[0] < ConnectionStage.WORK]
        for each in idlest:
            self.given_up += 1
            self._end(each)
        return bool(idlest)

    def _end(self, connection: OpenConnection) -> None:
        self.leave(connection)
        connection.abort()
