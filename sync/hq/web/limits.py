"""What one process of HQ's service lets the world take of it: files, connections, time, bytes and requests."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

# Files a process needs beside its connections: the database's, the listener, what the libraries hold.
_OWN_FILES = 128
_FEWEST = 64


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Bounds of one process; times in seconds, sizes in bytes, rates in requests a second.

    Attributes:
        connections: open at once in all.
        of_one_address: open at once from one address (of IPv6 from one network of 64 bits).
        head, body, answer: how long a request's head, its body and the reading of its answer may take.
        idle: how long a kept connection may say nothing.
        first_seconds, least_rate: a body or an answer must move this fast once its first seconds are over.
        bodies, bodies_of_one: bytes of large bodies kept while they arrive, in all and for one address.
        address_rate, address_burst: requests of one address; one refused for who asks counts `refused_cost` times.
        enrol_rate, enrol_burst: tries to enrol from one address.
        desk_rate, desk_burst: requests a desk signed.
        waiting: desks that wait for news at once.
        proxies: addresses whose word about where a request came from is taken.
    """

    connections: int = 8192
    of_one_address: int = 512
    head: float = 10.0
    body: float = 180.0
    answer: float = 180.0
    idle: float = 30.0
    first_seconds: float = 15.0
    least_rate: int = 1024
    bodies: int = 64 * 1024 * 1024
    bodies_of_one: int = 16 * 1024 * 1024
    address_rate: float = 2000.0
    address_burst: float = 10_000.0
    refused_cost: float = 50.0
    enrol_rate: float = 0.5
    enrol_burst: float = 20.0
    desk_rate: float = 100.0
    desk_burst: float = 2000.0
    waiting: int = 8192
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")

    def fitted(self, files: int) -> ServiceLimits:
        """The same with no more connections than a process that may open so many files can hold."""
        room = max(files - _OWN_FILES, _FEWEST)
        return replace(self, connections=min(self.connections, room), waiting=min(self.waiting, room))


def raise_open_files(wanted: int = 65_536) -> int:
    """Raises how many files this process may open as far as it is let; returns how many that is."""
    if sys.platform == "win32":
        return 8192  # sockets aren't counted there
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    aim = wanted if most == unbounded else min(wanted, most)
    if now != unbounded and now < aim:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (aim, most))
        except (ValueError, OSError):  # a system may let less than it says
            return now
        return aim
    return wanted if now == unbounded else now
