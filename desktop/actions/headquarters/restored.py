"""After HQ was set back to a backup: a new epoch, what desks give back, and the orders that wait for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.documents.views import Attention
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.hq import settle
from desktop.actions.statements.signer import device_key
from domain.errors import RefusedError
from sync.records.books.nested_transaction import BookWithin
from sync.records.books.settings import RETURNED_WAITING, read_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.hq.restored.epochs import Restored
    from sync.hq.restored.retaking import Retaken, ReturnedRecord
    from sync.wire.people import ReturnedRow


def begin_epoch(desk: Desk) -> Restored:
    """Tells HQ that its database was brought back by the database's own tools; RefusedError `not_hq` at a desk."""
    from sync.hq.restored import epochs

    _need(desk)
    begun = epochs.begin_epoch(desk.book, desk.clock(), desk.operator)
    assert begun is not None  # only a desk's word may come too late
    return begun


def returned(desk: Desk) -> Sequence[ReturnedRecord]:
    """What desks gave back and waits for a person, each record once."""
    from sync.hq.restored import retaking

    _need(desk)
    return retaking.returned(desk.book)


@dataclass(frozen=True, slots=True)
class ReturnedView:
    """One record that came back, as `sync.hq.restored.retaking.Returned` tells it."""

    id: int
    stream: str
    kind: str
    record: str
    number: str
    proven: bool
    desk: str
    against: str

    @property
    def name(self) -> tuple[str, str, str]:
        """By what it is taken, whatever its place in HQ's list."""
        return self.stream, self.kind, self.record

    @property
    def notes(self) -> tuple[str, ...]:
        """The codes of what a person should know before it is taken."""
        against = (_AGAINST[self.against],) if self.against in _AGAINST else ()
        return against if self.proven else (*against, "returned_by_head_only")


_AGAINST = {"changed": "returned_changed", "decided": "returned_decided", "elsewhere": "returned_elsewhere"}


@dataclass(frozen=True, slots=True)
class ReturnedOverview:
    """The first of them, how many there are, and how many orders wait for their old answers."""

    rows: tuple[ReturnedView, ...]
    count: int
    orders: int


def returned_list(desk: Desk) -> ReturnedOverview:
    """What waits for a person at HQ, asked by a desk of its people; raises as `sync.client.streams.looking` tells."""
    from sync.client.streams.looking import look_at_returned

    desk.need("books_care")
    if not desk.asks:
        raise RefusedError("not_hq", folder=str(desk.folder))
    found = look_at_returned(desk.book, device_key(desk), lines=desk.lines)
    return ReturnedOverview(tuple(map(as_view, found.rows)), found.count, found.orders)


def as_view(each: ReturnedRecord | ReturnedRow) -> ReturnedView:
    """One of them as lists show it."""
    return ReturnedView(each.id, each.stream, each.kind, each.record, each.number, each.proven, each.desk, each.against)


Names = Sequence[tuple[str, str, str]]


@changes("orders")
@hq_does("take_returned")
def take_named(desk: Desk, about: str, names: Names, over: bool = False, unproven: bool = False) -> str:
    """`take` by stream, kind and record; `about` says in a word what is taken. RefusedError `returned_passed`."""
    done = take(desk, _named(desk, names), over=over, unproven=unproven)
    if done.passed and not done.taken:
        raise RefusedError("returned_passed", count=len(done.passed))
    return about


@changes("orders")
@hq_does("leave_returned")
def leave_named(desk: Desk, about: str, names: Names) -> str:
    """`leave` likewise."""
    leave(desk, _named(desk, names))
    return about


def _named(desk: Desk, names: Names) -> list[int]:
    wanted = {tuple(each) for each in names}
    return [each.id for each in returned(desk) if (each.stream, each.kind, each.record) in wanted]


def look_through(desk: Desk, place: str) -> int:
    """Sets beside what another copy of HQ's book has and this one lacks; how many records wait for a person now.

    Args:
        place: a SQLite file, damaged or not, or a database's URL.

    Raises UsageError `book_missing`; RefusedError `book_of_another_hq`.
    """
    from pathlib import Path

    from sync.hq.restored.older_books import look_through as look
    from sync.records.books.database import open_url
    from sync.records.copies.other_copies import open_copy

    _need(desk)
    if "://" in place and not place.startswith("sqlite:"):
        with closing(open_url(place)) as other:
            look(desk.book, other, desk.clock())
    else:
        with open_copy(Path(place.removeprefix("sqlite:///")).absolute()) as other:
            look(desk.book, other, desk.clock())
    return len(returned(desk))


def take(desk: Desk, ids: Collection[int] | None, *, over: bool = False, unproven: bool = False) -> Retaken:
    """Writes it into HQ's books again; None for all. What something done since is against needs `over`."""
    from sync.hq.restored import retaking

    _need(desk)
    done = retaking.retake(desk.book, desk.now(), ids, over=over, unproven=unproven)
    _settle(desk)
    return done


def leave(desk: Desk, ids: Collection[int] | None) -> int:
    """Puts it away untaken; how many records."""
    from sync.hq.restored import retaking

    _need(desk)
    done = retaking.leave(desk.book, desk.now(), ids)
    _settle(desk)
    return done


def decide_now(desk: Desk) -> None:
    """Lets orders wait no longer for desks that haven't come; those whose old answer came back go on waiting."""
    from sync.hq.restored import epochs

    _need(desk)
    epochs.end_waiting(desk.book, desk.clock())
    settle(desk)


def _settle(desk: Desk) -> None:
    """What follows from it; where somebody asked for it by a request, HQ's service sees to that."""
    if not isinstance(desk.book, BookWithin):
        settle(desk)


def _need(desk: Desk) -> None:
    if not desk.is_hq:
        raise RefusedError("not_hq", folder=str(desk.folder))
    desk.need("books_care")


def restore_attention(connection: Connection, desk: Desk) -> Sequence[Attention]:
    """That HQ was set back, what came back and waits for a person, and how many orders wait for it."""
    if not desk.is_hq:
        count = int(read_setting(connection, RETURNED_WAITING) or 0)
        return [Attention("restored", "", "returned_waiting", {"count": count})] if count else []
    from sync.hq.restored.retaking import outstanding

    left = outstanding(connection)
    found = []
    if left.since or left.orders:
        code = "hq_set_back" if left.orders else "hq_set_back_quiet"
        found.append(Attention("restored", "", code, {"orders": left.orders}))
    if left.home:
        found.append(Attention("restored", "", "returned_home", {"count": left.home}))
    if left.records:
        found.append(Attention("restored", "", "returned_waiting", {"count": left.records}))
    return found
