"""A statement confirmed or disputed between two programs: whose turn it is, what was signed, what HQ answered.

    issued ──buyer──▶ confirmed                      (end)
       │ ──buyer──▶ disputed ──seller──▶ answered ──buyer──▶ confirmed | disputed
       └──seller──▶ withdrawn                        (end; also from disputed and answered: a new number replaces it)

Whoever acts signs the text of what he does, which names the statement's digest; so neither can say later that he meant
another paper.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.errors import RefusedError
from domain.reconciliation.comparison import Differing, OneSided, Reconciliation
from domain.reconciliation.matching import BookLine
from domain.statements.replies import DisputedLine, check_lines
from domain.values.money import round_fen

Act = Literal["issue", "confirm", "dispute", "answer", "withdraw"]
State = Literal["issued", "confirmed", "disputed", "answered", "withdrawn"]
Actor = Literal["seller", "buyer"]

_STEPS: dict[tuple[State, Act], tuple[Actor, State]] = {
    ("issued", "confirm"): ("buyer", "confirmed"),
    ("issued", "dispute"): ("buyer", "disputed"),
    ("issued", "withdraw"): ("seller", "withdrawn"),
    ("disputed", "answer"): ("seller", "answered"),
    ("disputed", "withdraw"): ("seller", "withdrawn"),
    ("answered", "confirm"): ("buyer", "confirmed"),
    ("answered", "dispute"): ("buyer", "disputed"),
    ("answered", "withdraw"): ("seller", "withdrawn"),
}
_TURNS: Mapping[State, Actor] = {"issued": "buyer", "answered": "buyer", "disputed": "seller"}
_TO_DISPUTE: Mapping[str, str] = {
    "goods_in_transit": "not_received",
    "money_in_transit": "paid_not_booked",
    "rebate_not_booked": "rebate_not_booked",
    "keyed_twice": "booked_twice",
}


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The seller's answer to one disputed line; `document` is the number of what corrects it, where it is accepted."""

    number: str
    accepted: bool
    remark: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationEvent:
    """One act of one side on one statement, as it travels.

    `digest` is that of the statement as the actor has it. `signature` is of `signing_text`, made and checked by those
    who hold keys. `replacement` is the number of the statement that takes the place of a withdrawn one.
    """

    act: Act
    actor: Actor
    statement: str
    digest: str
    on: dt.date
    by: str
    lines: tuple[DisputedLine, ...] = ()
    answers: tuple[LineAnswer, ...] = ()
    replacement: str = ""
    signature: str = ""

    @property
    def reason(self) -> str:
        """Why a statement is withdrawn: the remark of the one answer that is to no line but to the whole."""
        return self.answers[0].remark if self.act == "withdraw" and self.answers else ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Where a statement stands between both sides, and how it came there."""

    statement: str
    digest: str
    state: State
    disputed: tuple[DisputedLine, ...]
    events: tuple[ConfirmationEvent, ...]

    @property
    def turn(self) -> Actor | None:
        """Who has to act next; None at the end."""
        return _TURNS.get(self.state)


def issue(event: ConfirmationEvent) -> Confirmation:
    """The beginning: the seller issues a statement. Raises RefusedError `confirmation_out_of_turn`."""
    if (event.act, event.actor) != ("issue", "seller"):
        raise RefusedError("confirmation_out_of_turn", statement=event.statement, state="unissued", act=event.act)
    return Confirmation(event.statement, event.digest, "issued", (), (event,))


def advance(before: Confirmation, event: ConfirmationEvent, numbers: Collection[str]) -> Confirmation:
    """The next step; `numbers` are the document numbers on the statement.

    The same event once more changes nothing, because an exchange may deliver twice.

    Raises RefusedError: `confirmation_other_statement` (facts `statement`, `other`), `confirmation_other_text` (fact
    `statement`: the digest is another's), `confirmation_out_of_turn` (facts `statement`, `state`, `act`),
    `confirmation_lines` (fact `statement`: a dispute without lines, or lines where none belong),
    `confirmation_unanswered` (fact `number`: a disputed line without an answer, or an answer to no disputed line); and
    as `domain.statements.replies.check_lines`.
    """
    if event in before.events:
        return before
    if event.statement != before.statement:
        raise RefusedError("confirmation_other_statement", statement=before.statement, other=event.statement)
    if event.digest != before.digest:
        raise RefusedError("confirmation_other_text", statement=before.statement)
    step = _STEPS.get((before.state, event.act))
    if step is None or step[0] != event.actor:
        raise RefusedError("confirmation_out_of_turn", statement=before.statement, state=before.state, act=event.act)
    if bool(event.lines) is not (event.act == "dispute") or not _answers_belong(event):
        raise RefusedError("confirmation_lines", statement=before.statement)
    check_lines(event.lines, numbers)
    if event.act == "answer":
        _check_answers(before.disputed, event.answers)
    disputed = event.lines if event.act == "dispute" else () if event.act == "confirm" else before.disputed
    return replace(before, state=step[1], disputed=disputed, events=(*before.events, event))


def why_withdrawn(reason: str) -> tuple[LineAnswer, ...]:
    """A withdrawal's reason as it travels: an answer to the whole statement."""
    return (LineAnswer("", accepted=False, remark=reason),) if reason else ()


def _answers_belong(event: ConfirmationEvent) -> bool:
    """Whether an act has no answers but its own: to disputed lines, or the reason of a withdrawal."""
    if event.act == "withdraw":
        return event.answers in ((), why_withdrawn(event.reason))
    return not event.answers or event.act == "answer"


def follow(events: Iterable[ConfirmationEvent], numbers: Collection[str]) -> Confirmation:
    """Where a whole chain of events leads; ValueError for none, and as `issue` and `advance`."""
    chain = iter(events)
    first = next(chain, None)
    if first is None:
        raise ValueError("a confirmation begins with its issue")
    found = issue(first)
    for event in chain:
        found = advance(found, event, numbers)
    return found


def signing_text(event: ConfirmationEvent) -> str:
    """What the actor signs: everything the event says but the signature, one JSON array, the same on every machine."""
    lines = [[each.number, each.reason, _money(each.ours), _money(each.theirs), each.remark] for each in event.lines]
    answers = [[each.number, int(each.accepted), each.remark, each.document] for each in event.answers]
    told = [event.act, event.actor, event.statement, event.digest, str(event.on), event.by]
    return json.dumps([*told, lines, answers, event.replacement], ensure_ascii=False, separators=(",", ":"))


def lines_to_dispute(found: Reconciliation) -> tuple[DisputedLine, ...]:
    """What a buyer's own reconciliation holds against the seller's statement; nothing where it agrees.

    `found` compares the buyer's book as ours with the statement as theirs. What the cause calls a matter of days
    (posted later or earlier) is disputed too: whether to wait is for a person to say.
    """
    by_number: dict[str, DisputedLine] = {}
    told = [_differing_line(each) for each in found.differing]
    told += [_missing_here(each) for each in found.theirs_only]
    told += [_missing_there(each) for each in found.ours_only]
    for line in told:
        before = by_number.get(line.number)
        by_number[line.number] = _together(before, line) if before else line
    return tuple(line for line in by_number.values() if line.difference)


def _check_answers(disputed: Collection[DisputedLine], answers: Collection[LineAnswer]) -> None:
    asked, told = sorted(line.number for line in disputed), sorted(answer.number for answer in answers)
    if asked != told:
        wrong = next(iter(sorted(set(asked) ^ set(told))), told[0] if told else "")
        raise RefusedError("confirmation_unanswered", number=wrong)


def _differing_line(each: Differing) -> DisputedLine:
    ours, theirs = sum(line.amount for line in each.ours), sum(line.amount for line in each.theirs)
    reason = _TO_DISPUTE.get(each.cause.code, "amount")
    return DisputedLine(each.theirs[0].number or each.theirs[0].id, reason, ours=Decimal(theirs), theirs=Decimal(ours))


def _missing_here(each: OneSided) -> DisputedLine:
    """The statement has it and the buyer's book doesn't."""
    reason = _TO_DISPUTE.get(each.cause.code, "not_received" if each.line.amount > 0 else "not_ours")
    return DisputedLine(each.line.number or each.line.id, reason, ours=each.line.amount, theirs=None)


def _missing_there(each: OneSided) -> DisputedLine:
    """The buyer's book has it and the statement doesn't."""
    reason = _TO_DISPUTE.get(each.cause.code, _missing_reason(each.line))
    return DisputedLine(each.line.number or each.line.id, reason, ours=None, theirs=each.line.amount)


def _missing_reason(line: BookLine) -> str:
    if line.amount > 0:
        return "amount"
    return "returned_not_booked" if line.kind == "return" else "paid_not_booked"


def _together(one: DisputedLine, other: DisputedLine) -> DisputedLine:
    """Two objections to one number as one."""
    ours = None if one.ours is None and other.ours is None else (one.ours or 0) + (other.ours or 0)
    theirs = None if one.theirs is None and other.theirs is None else (one.theirs or 0) + (other.theirs or 0)
    return DisputedLine(one.number, one.reason, _decimal(ours), _decimal(theirs))


def _decimal(amount: Decimal | int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{round_fen(amount):.2f}"
