"""The lines: requests lost, doubled, late, cut and bent by chance, and every answer read for what it may not hold."""

import random

from domain.errors import UnreachableError
from sync.client.line.transport import Response
from sync.wire.messages import ExchangeAnswer, RecordsRequest, VerifyRequest
from sync.wire.packing import UnreadableError, unpack
from tests.building.sync.faults import FaultyLine
from tests.simulation.crashing import CrashError


class LeakError(AssertionError):
    """Something went to a desk that it may not read."""


class Sniffer:
    """The wire at HQ's door: carries a request to the service that runs now, and looks at what it answers."""

    def __init__(self, world, desk_id):
        self.world, self.desk_id = world, desk_id

    def send(self, method, path, headers, body):
        world = self.world
        try:
            world.hq_steps.take("before the request")
            answer = world.endpoints.answer(method, path, headers, body)
            world.hq_steps.take("after the request")
        except CrashError as crash:
            if crash.place != "hq":
                raise
            world.story.append("    HQ's program dies in the request")
            world.restart_hq(crash.folder)
            world.watch_answers()
            raise UnreachableError("hq_unreachable") from None
        world.watch_answers()
        if answer.status == 200:
            self._look(path, body, answer.body)
        elif answer.status == 500:
            raise AssertionError(f"HQ answered {answer.status} to {path}")
        return Response(answer.status, answer.body)

    def _look(self, path, body, answer):
        allowed = self.world.model.readable(self.desk_id)
        if allowed is None or path == "/v1/enrol":
            return
        if self.desk_id in self.world.model.revoked:
            raise LeakError(f"a revoked desk was answered at {path}")
        seen = set()
        if path == "/v1/exchange":
            seen = {page.stream for page in unpack(answer, ExchangeAnswer).pages}
        elif path in {"/v1/verify", "/v1/records"}:
            asked = unpack(body, VerifyRequest) if path == "/v1/verify" else unpack(body, RecordsRequest)
            seen = {asked.stream}
        if seen - allowed:
            raise LeakError(f"{self.desk_id} was shown {sorted(seen - allowed)}")


class BadLine(FaultyLine):
    """A faulty line that keeps late requests from one exchange to the next; `tune` says how bad it is now.

    A request that was bent on its way may by chance be a request of another kind; what matters is that nothing of it
    is believed.
    """

    def __init__(self, line):
        super().__init__(line, 0, 0)

    def tune(self, seed, share):
        self._random = random.Random(seed)
        self.share = share

    def late(self):
        """How many requests are still on their way."""
        return len(self._late)

    def arrive(self):
        """Everything that was held back arrives, in any order; nobody hears the answers."""
        while self._late:
            self._line.send(*self._late.pop(self._random.randrange(len(self._late))))


__all__ = ["BadLine", "LeakError", "Sniffer", "UnreadableError"]
