"""A line that drops, doubles, delays, reorders, truncates and answers nonsense, by a seed."""

import random

from domain.errors import UnreachableError
from sync.client.line.transport import Response

PORTAL = b"<html><title>Welcome</title><body>Please log in to the network</body></html>"


class FaultyLine:
    """Carries requests to HQ or not, according to chance.

    Attributes:
        share: how many of a hundred requests go wrong.
        hurt: what went wrong, by kind.
    """

    def __init__(self, line, seed, share=40):
        self._line = line
        self._random = random.Random(seed)
        self._late: list[tuple[str, str, dict[str, str], bytes]] = []
        self.share = share
        self.hurt: dict[str, int] = {}

    def send(self, method, path, headers, body):
        self._deliver_late()
        if self._random.randrange(100) >= self.share:
            return self._line.send(method, path, headers, body)
        kind = self._random.choice(sorted(_FAULTS))
        self.hurt[kind] = self.hurt.get(kind, 0) + 1
        return _FAULTS[kind](self, method, path, headers, body)

    def _deliver_late(self):
        """Requests held back arrive now, in any order, and nobody hears their answers."""
        while self._late and self._random.randrange(2):
            self._line.send(*self._late.pop(self._random.randrange(len(self._late))))

    def drop_before(self, *request):
        raise UnreachableError("hq_unreachable")

    def drop_after(self, *request):
        self._line.send(*request)
        raise UnreachableError("hq_timeout")

    def double(self, *request):
        self._line.send(*request)
        return self._line.send(*request)

    def delay(self, *request):
        self._late.append(request)
        raise UnreachableError("hq_timeout")

    def cut(self, *request):
        answer = self._line.send(*request)
        return Response(answer.status, answer.body[: self._random.randrange(len(answer.body))])

    def spoil(self, *request):
        answer = self._line.send(*request)
        spoilt = bytearray(answer.body)
        spoilt[self._random.randrange(len(spoilt))] ^= 1 << self._random.randrange(8)
        return Response(answer.status, bytes(spoilt))

    def portal(self, *request):
        return Response(self._random.choice([200, 302, 511]), PORTAL)

    def overload(self, *request):
        status = self._random.choice([429, 500, 502, 503, 504])
        return Response(status, b"", {"Retry-After": self._random.choice(["", "1", "3600", "soon"])})

    def bend_request(self, method, path, headers, body):
        spoilt = bytearray(body)
        spoilt[self._random.randrange(len(spoilt))] ^= 1 << self._random.randrange(8)
        return self._line.send(method, path, headers, bytes(spoilt))


_FAULTS = {
    "drop_before": FaultyLine.drop_before,
    "drop_after": FaultyLine.drop_after,
    "double": FaultyLine.double,
    "delay": FaultyLine.delay,
    "cut": FaultyLine.cut,
    "spoil": FaultyLine.spoil,
    "portal": FaultyLine.portal,
    "overload": FaultyLine.overload,
    "bend_request": FaultyLine.bend_request,
}
