"""The log of exchanges in words: each with what went up and down, how long it took, what failed and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.actions.documents.json_forms import Form, reason_form
from desktop.labels import Language, name_of
from desktop.wording import say, say_reason
from sync.client.streams.exchange_log import LogLine, exchange_lines

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.explain import Reason

__all__ = ["LogLine", "exchange_log", "failure_sentence", "log_form", "log_sentences"]


def exchange_log(desk: Desk, most: int = 500) -> list[LogLine]:
    """The exchanges of this desk, the newest first; those that brought nothing are told together."""
    return exchange_lines(desk.book, most)


def log_sentences(line: LogLine, language: Language) -> list[str]:
    """What one line of the log says: what went up, what came down, what a person should know, what failed."""
    told = []
    if line.quiet > 1:
        told.append(say("log_quiet", language, count=line.quiet, since=_clock(line.first)))
    elif line.quiet:
        told.append(say("log_quiet", language, count=1))
    if line.up:
        told.append(say("log_sent", language, what=_counted(line.up, language)))
    if line.down:
        told.append(say("log_received", language, what=_counted(line.down, language)))
    told += [say_reason(each, language) for each in line.notices]
    if line.failure is not None:
        told.append(say("log_failed", language, reason=failure_sentence(line.failure, line.cause, language)))
    return told


def failure_sentence(failure: Reason, cause: Reason | None, language: Language) -> str:
    """Why an exchange failed, with what lay behind it."""
    behind = {} if cause is None else {"detail": say_reason(cause, language)}
    return say_reason(replace(failure, facts={**failure.facts, **behind}), language)


def log_form(line: LogLine) -> Form:
    """One line as JSON tells it."""
    return {
        "at": line.at,
        "ok": line.ok,
        "milliseconds": line.milliseconds,
        "requests": line.requests,
        "bytes_up": line.bytes_up,
        "bytes_down": line.bytes_down,
        "sent": dict(line.up),
        "received": dict(line.down),
        "notices": [reason_form(each) for each in line.notices],
        "failure": reason_form(line.failure) if line.failure else None,
        "cause": reason_form(line.cause) if line.cause else None,
        "quiet": line.quiet,
        "first": line.first or None,
    }


def _counted(kinds: Mapping[str, int], language: Language) -> str:
    most = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    named = [f"{name_of('kind', kind, language)} {count}" for kind, count in most]
    return ("、" if language == "zh" else ", ").join(named)


def _clock(moment: str) -> str:
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone():%m-%d %H:%M}" if moment else ""
