"""A customer's answer to a statement: it agrees, or differs in named lines for named reasons; silence has an age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.accounts.ledger import BUCKETS, bucket_of
from domain.errors import RefusedError, UsageError
from domain.values.money import ZERO

Verdict = Literal["agrees", "differs", "agrees_by_silence"]
"""What was answered; silence that counts as agreement is recorded by a person like an answer, and told apart."""
ReplyState = Literal["agrees", "differs", "waiting", "late", "agrees_by_silence"]
# Why a line is disputed: the wording is the window's, "other" needs a remark.
REASONS = (
    "not_received",  # 未收到货
    "short_delivery",  # 少货
    "damaged",  # 破损
    "price",  # 价格不符
    "amount",  # 金额不符
    "paid_not_booked",  # 已付款未入账
    "returned_not_booked",  # 已退货未入账
    "rebate_not_booked",  # 返利未入账
    "booked_twice",  # 重复入账
    "not_ours",  # 不是我方的单据
    "other",
)


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """One line the other side sees otherwise.

    `number` is the document's, "" for the opening balance. `ours` is the amount on the statement (None for what is
    missing from it), `theirs` the amount they hold right (None for what should not be there).
    """

    number: str
    reason: str
    ours: Decimal | None
    theirs: Decimal | None
    remark: str = ""

    @property
    def difference(self) -> Decimal:
        """By how much the statement is too high in their eyes."""
        return (self.ours or ZERO) - (self.theirs or ZERO)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one statement; `attachments` names scans or photographs of the signed slip."""

    statement: str
    verdict: Verdict
    on: dt.date
    by: str
    lines: tuple[DisputedLine, ...] = ()
    their_closing: Decimal | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement that went out and what is known of it without opening it."""

    number: str
    buyer: str
    issued: dt.date
    reply_by: dt.date | None
    closing: Decimal


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A statement without an answer: days since it went out, days past the reply date (0 or less: not yet)."""

    sent: Sent
    days: int
    days_late: int
    bucket: str


def check_reply(reply: Reply, sent: Sent, numbers: Collection[str], today: dt.date) -> None:
    """Let an answer be recorded against its statement; `numbers` are the document numbers on it.

    Raises UsageError: `reply_other_statement` (facts `statement`, `sent`), `reply_date` (facts `date`, `issued`,
    `today`), `reply_lines_needed`, `reply_lines_unwanted`, `reply_closing` (facts `closing`, `theirs`: it agrees to
    another balance), `reply_line_unknown`, `reply_line_twice`, `reply_line_same` (fact `number`), `reply_reason` (fact
    `reason`).
    """
    if reply.statement != sent.number:
        raise UsageError("reply_other_statement", statement=reply.statement, sent=sent.number)
    if not sent.issued <= reply.on <= today:
        raise UsageError("reply_date", date=reply.on, issued=sent.issued, today=today)
    if reply.verdict == "agrees":
        if reply.lines:
            raise UsageError("reply_lines_unwanted")
        if reply.their_closing not in {None, sent.closing}:
            raise UsageError("reply_closing", closing=sent.closing, theirs=reply.their_closing)
    elif not reply.lines and reply.their_closing in {None, sent.closing}:
        raise UsageError("reply_lines_needed")
    check_lines(reply.lines, numbers)


def check_slip(by: str, scans: int, verdict: Verdict, balance: Decimal | None, *, original: bool) -> None:
    """Let a slip be recorded that somebody signed and that is at hand, as a scan or on paper.

    One that agrees says to which `balance`. Raises UsageError `reply_signer`, `reply_closing_needed`, `reply_evidence`.
    """
    if not by.strip():
        raise UsageError("reply_signer")
    if verdict == "agrees" and balance is None:
        raise UsageError("reply_closing_needed")
    if not scans and not original:
        raise UsageError("reply_evidence")


def check_lines(lines: Iterable[DisputedLine], numbers: Collection[str]) -> None:
    """Let disputed lines pass; a line without `ours` names a document that isn't on the statement.

    Raises UsageError `reply_line_unknown`, `reply_line_twice`, `reply_line_same` (fact `number`), `reply_reason` (fact
    `reason`).
    """
    seen: set[str] = set()
    for line in lines:
        if line.reason not in REASONS or (line.reason == "other" and not line.remark.strip()):
            raise UsageError("reply_reason", reason=line.reason)
        if line.ours is not None and line.number and line.number not in numbers:
            raise UsageError("reply_line_unknown", number=line.number)
        if line.number in seen:
            raise UsageError("reply_line_twice", number=line.number)
        if not line.difference:
            raise UsageError("reply_line_same", number=line.number)
        seen.add(line.number)


def check_silence(sent: Sent, agreed_days: int | None, today: dt.date) -> None:
    """Let silence be recorded as agreement; `agreed_days` are those after the reply date that were agreed on.

    Raises RefusedError `silence_not_agreed` (fact `dealer`) where nothing was agreed on, `silence_without_end` (fact
    `statement`) where the statement asks for no answer by a day, `silence_early` (facts `statement`, `first`: the first
    day on which it may be).
    """
    if agreed_days is None:
        raise RefusedError("silence_not_agreed", dealer=sent.buyer)
    first = silence_from(sent, agreed_days)
    if first is None:
        raise RefusedError("silence_without_end", statement=sent.number)
    if today < first:
        raise RefusedError("silence_early", statement=sent.number, first=first)


def silence_from(sent: Sent, agreed_days: int | None) -> dt.date | None:
    """The first day on which no answer may be recorded as agreement; None where it never may."""
    if agreed_days is None or sent.reply_by is None:
        return None
    return sent.reply_by + dt.timedelta(days=agreed_days + 1)


def reply_state(sent: Sent, reply: Reply | None, today: dt.date) -> ReplyState:
    """Where a statement stands; silence by itself never turns into agreement."""
    if reply is not None:
        return reply.verdict
    return "waiting" if sent.reply_by is None or today <= sent.reply_by else "late"


def unanswered(sent: Iterable[Sent], answered: Collection[str], today: dt.date) -> tuple[Unanswered, ...]:
    """The statements without an answer, the latest first, then the oldest; `answered` are statement numbers."""
    waiting = [_waiting(each, today) for each in sent if each.number not in answered]
    return tuple(sorted(waiting, key=lambda each: (-each.days_late, -each.days, each.sent.number)))


def by_age(waiting: Iterable[Unanswered]) -> Mapping[str, tuple[Unanswered, ...]]:
    """The unanswered by how late they are, all buckets of the ageing in order."""
    ages: dict[str, list[Unanswered]] = {bucket: [] for bucket in BUCKETS}
    for each in waiting:
        ages[each.bucket].append(each)
    return {bucket: tuple(some) for bucket, some in ages.items()}


def unexplained(reply: Reply, closing: Decimal) -> Decimal:
    """What of the difference between both closings the disputed lines leave unexplained."""
    if reply.their_closing is None:
        return ZERO
    return closing - reply.their_closing - sum((line.difference for line in reply.lines), ZERO)


def _waiting(sent: Sent, today: dt.date) -> Unanswered:
    late = (today - (sent.reply_by or today)).days
    return Unanswered(sent, (today - sent.issued).days, late, bucket_of(late))
