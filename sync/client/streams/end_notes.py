"""What an exchange leaves behind in the book when it ends: a line of the log, HQ's next nonce, how far the clocks are.

It is written with what came last, or, where that can't be known or nothing came, noted in one transaction that doesn't
wait for the disk. The power may take back the last such notes: then
a line of the log is missing, the desk says it was last at HQ some minutes earlier, and an older nonce is answered with
a new one. Nothing that came or went stands in them; that is written, with its cursors, before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import DeskError
from domain.explain import Reason
from sync.client.line.asking import HqLine
from sync.client.line.clocks import note_clock
from sync.client.streams.exchange_log import Course, write_line
from sync.client.streams.waiting import pending
from sync.records.books.database import Book
from sync.records.books.settings import (
    BROUGHT_BACK,
    PROVES,
    REBUILT,
    REST,
    RETURNED_WAITING,
    VOUCHED,
    moment,
    write_setting,
)
from sync.records.books.statistics import has_doubled
from sync.records.log.alarms import ALARMS, OVER_BY_ITSELF, REPLACED, SHUT_OUT, end_alarms, raise_alarm
from sync.wire.messages import ExchangeAnswer

# HQ says so until a person does something about it, and so does the desk.
_TURNED_AWAY = {"desk_revoked": SHUT_OUT, "desk_unknown": SHUT_OUT, "signature_wrong": REPLACED}


@dataclass(frozen=True, slots=True)
class ExchangeEnd:
    """How the book stands at the end: own entries that still wait, and whether it is time to count it anew."""

    pending: int
    doubled: bool


def note_end(
    book: Book, course: Course, notices: Sequence[Reason], line: HqLine, learnt: Mapping[str, str]
) -> ExchangeEnd:
    """Notes an exchange that came to its end, with the settings it learnt."""
    with book.noting() as connection:
        return write_end(connection, course, notices, line, learnt)


def write_end(
    connection: Connection, course: Course, notices: Sequence[Reason], line: HqLine, learnt: Mapping[str, str]
) -> ExchangeEnd:
    """The same in a transaction that is open already."""
    write_line(connection, _weighed(course, line), notices, None)
    for name, value in learnt.items():
        write_setting(connection, name, value)
    note_clock(connection, line.clock_off)
    return ExchangeEnd(pending(connection), has_doubled(connection))


def note_failure(book: Book, course: Course, notices: Sequence[Reason], line: HqLine | None, failed: DeskError) -> None:
    """Notes why an exchange broke off, where the book takes it; `line` is None where it didn't come to ask."""
    with book.noting() as connection:
        write_line(connection, course if line is None else _weighed(course, line), notices, failed)
        if failed.code in _TURNED_AWAY:
            raise_alarm(connection, _TURNED_AWAY[failed.code], moment())


def note_answered(book: Book, settings: Mapping[str, str]) -> None:
    """HQ answers this desk: what stood because it didn't is over, and a backup brought back is like any book now."""
    if settings.get(ALARMS) or settings.get(BROUGHT_BACK):
        with book.noting() as connection:
            end_alarms(connection, OVER_BY_ITSELF)
            write_setting(connection, BROUGHT_BACK, "")


def _weighed(course: Course, line: HqLine) -> Course:
    course.requests, course.bytes_up, course.bytes_down = line.requests, line.bytes_up, line.bytes_down
    return course


def note_told(connection: Connection, settings: Mapping[str, str], answer: ExchangeAnswer, *, signed: bool) -> None:
    """Keeps what HQ says of itself and of this desk, where that is news."""
    rest, proves = "1" if answer.rest else "", "1" if signed else ""
    if answer.returned != int(settings.get(RETURNED_WAITING) or 0):
        write_setting(connection, RETURNED_WAITING, str(answer.returned or ""))
    for name, value in (("nonce", answer.nonce), (VOUCHED, answer.vouched), (REST, rest), (PROVES, proves)):
        if value and settings.get(name) != value:
            write_setting(connection, name, value)


def knows(settings: Mapping[str, str], answer: ExchangeAnswer, *, signed: bool) -> bool:
    """Whether all that `note_told` keeps of an answer, and which machine it speaks of, is in the book already."""
    known = answer.vouched in ("", settings.get(VOUCHED)) and answer.rest <= (settings.get(REST) == "1")
    known = known and signed <= (settings.get(PROVES) == "1")
    known = known and answer.returned == int(settings.get(RETURNED_WAITING) or 0)
    return known and answer.rebuilt in ("", settings.get(REBUILT))
