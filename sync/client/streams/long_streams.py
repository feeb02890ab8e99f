"""What an exchange does about long streams: take note of their snapshots, fill the most needed first, tell how far."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import RefusedError, UnreachableError
from domain.explain import Reason
from sync.client.line.asking import HqLine
from sync.client.streams.filling import FillError, Fills, fill, is_urgent
from sync.client.streams.outcome import ExchangeResult
from sync.client.streams.progress import ExchangeProgress, StreamProgress
from sync.records.books.database import Book
from sync.wire.messages import ExchangeAnswer, ExchangeRequest, Snapshot

# How often to ask, a second apart, for a stream whose parts HQ is making.
_LONGEST_MAKING = 120


class LongStreams:
    """The streams of one exchange that come in parts."""

    def __init__(
        self,
        book: Book,
        line: HqLine,
        own: str,
        outcome: ExchangeResult,
        progress: Callable[[ExchangeProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._book, self._line, self._own, self._outcome = book, line, own, outcome
        self._progress, self._cancelled = progress, cancelled
        self._fills = Fills(book)
        # Not where HQ's parts turned out to be wrong: pages bring the same, only slower.
        self._wanted = self._fills.possible
        self._gone: set[str] = set()
        self._making = False
        self._waited = 0

    @property
    def under_way(self) -> bool:
        """Whether there is one to be filled yet."""
        return bool(self._fills.snapshots)

    def ask(self, request: ExchangeRequest) -> None:
        """Says in a request that parts are welcome, and which snapshots are being taken."""
        if self._wanted:
            request.parts, request.filling = True, self._fills.told()

    def take(self, answer: ExchangeAnswer) -> bool:
        """Takes note of the snapshots offered, and of streams that no longer come; whether there were any."""
        for name in answer.removed:
            self._fills.drop(name)
        self._making = bool(answer.making)
        try:
            for snapshot in answer.snapshots:
                if snapshot.stream == self._own:
                    raise FillError("parts_own", snapshot.stream)
                self._fills.begin(snapshot)
        except FillError as wrong:
            raise UnreachableError("hq_nonsense", detail=Reason(wrong.code, "stop")) from wrong
        return bool(answer.snapshots)

    def wait(self) -> bool:
        """Waits a moment where HQ is making the parts of a stream; whether to ask again."""
        if not self._making or self._waited >= _LONGEST_MAKING:
            return False
        self._waited += 1
        self._line.pause(1.0)
        return True

    def fill_next(self, *, only_urgent: bool) -> bool:
        """Fills the long stream that is needed most; True where the exchange has to go on."""
        snapshot = next(iter(self._fills.snapshots.values()), None) if self._wanted else None
        if snapshot is None or (only_urgent and not is_urgent(snapshot.stream)):
            return False
        with self._fills.alone() as free:
            if not free:
                return False
            try:
                self._fill(snapshot)
            except FillError as wrong:
                self._give_up(snapshot, wrong.code)
            except RefusedError as refused:
                if refused.code != "part_gone":
                    raise
                self._forget(snapshot.stream)
        return True

    def _fill(self, snapshot: Snapshot) -> None:
        name = snapshot.stream
        received = fill(
            self._book, self._line, self._fills, snapshot, lambda done: self._tell(name, done), self._cancelled
        )
        if received is not None:  # else the person wants to stop, and the exchange sees to it
            self._outcome.received += received.entries
            self._outcome.course.down.update(received.kinds)
            if received.equal is False:
                self._outcome.differing.add(name)

    def _give_up(self, snapshot: Snapshot, why: str) -> None:
        self._fills.drop(snapshot.stream)
        self._wanted = False
        facts = {"stream": snapshot.stream, "detail": why}
        self._outcome.notices.append(Reason("parts_wrong", "warn", facts))

    def _forget(self, stream: str) -> None:
        """HQ has made newer parts, or this desk may not read the stream any more: the next answer tells which."""
        self._wanted = stream not in self._gone
        self._gone.add(stream)
        self._fills.drop(stream)

    def _tell(self, name: str, done: int) -> None:
        streams = tuple(
            StreamProgress(each.stream, done if each.stream == name else 0, each.live)
            for each in self._fills.snapshots.values()
        )
        total = sum(each.total for each in streams)
        received = self._outcome.received
        self._progress(ExchangeProgress("receiving", received + done, received + total, streams))
