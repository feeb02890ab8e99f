"""What the actions about accounts return: frozen values that window, paper and JSON show alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from domain.accounts.ledger import AgeBucket
from domain.explain import Reason
from domain.parties.dealers import Dealer
from domain.statements.replies import Verdict

# ---- accounts and settling --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenDebtRow:
    """A document, or one instalment of it (`part` from 1), that is not fully paid; `days_late` < 1: not yet due.

    `overdue` is what of it is overdue once what nobody settled yet pays what is due earliest, as the ageing reckons;
    the rows of an account add up to the account's.
    """

    document: str
    number: str
    kind: str
    part: int
    date: dt.date
    due: dt.date
    amount: Decimal
    remaining: Decimal
    days_late: int
    remark: str
    overdue: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class FreeCreditRow:
    """Money, a return or a note that pays for nothing yet; `held` is kept back for what is to come (预收)."""

    document: str
    number: str
    kind: str
    date: dt.date
    amount: Decimal
    remaining: Decimal
    held: bool
    remark: str


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """So much of a credit set against a debt; `void` where one of them was reversed. `mode` tells how it was found."""

    id: str
    credit: str
    credit_number: str
    debt: str
    debt_number: str
    part: int
    amount: Decimal
    date: dt.date
    mode: str
    by: str
    at: str
    void: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account as of a day.

    `balance` = `owed` - `ahead` = the sum of `ageing`. In `debts` and `credits` only what was settled is paid; the
    ageing lets what nobody settled pay what is due earliest. `way` is how receipts are settled here, `terms` are the
    buyer's.
    """

    seller: Dealer
    buyer: Dealer
    on: dt.date
    balance: Decimal
    owed: Decimal
    ahead: Decimal
    overdue: Decimal
    overdue_days: int
    ageing: tuple[AgeBucket, ...]
    debts: tuple[OpenDebtRow, ...]
    credits: tuple[FreeCreditRow, ...]
    settlements: tuple[SettlementRow, ...]
    terms: str
    way: str


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """One account in the list of ages; `buckets` in the order of `domain.accounts.ledger.BUCKETS`."""

    seller: Dealer
    buyer: Dealer
    balance: Decimal
    buckets: tuple[AgeBucket, ...]
    overdue: Decimal
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling did: the settlements made, each way with its reason, and what is still free of the payments."""

    settlements: tuple[SettlementRow, ...]
    reasons: tuple[Reason, ...]
    ahead: Decimal


# ---- periods ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The month to close next and what a careful bookkeeper would finish first.

    `ready` is the first day on which it can be closed, None where it can be now.
    """

    month: dt.date
    end: dt.date
    closed_through: dt.date | None
    reasons: tuple[Reason, ...]
    ready: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LateRow:
    """A document that came into the books after a figure of its day was told."""

    number: str
    kind: str
    date: dt.date
    amount: Decimal
    order: int


@dataclass(frozen=True, slots=True)
class RestatedView:
    """A past day's balance as it was told and as it is now; `known_at` is the place in the stream it was told at."""

    day: dt.date
    known_at: int
    told: Decimal
    now: Decimal
    late: tuple[LateRow, ...]


# ---- answers to statements --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One disputed line: a document's number ("" the opening), why, and what each side holds."""

    number: str
    reason: str
    ours: Decimal | None
    theirs: Decimal | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A scan kept beside the books; `path` "" where the file isn't on this machine."""

    name: str
    sha256: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A customer's answer to a statement as recorded; `unexplained` is what its lines leave open of the difference.

    `original` says that the signed slip itself is kept.
    """

    statement: str
    number: str
    verdict: str
    date: dt.date
    by: str
    their_closing: Decimal | None
    lines: tuple[ObjectionRow, ...]
    unexplained: Decimal
    remark: str
    attachments: tuple[AttachmentRow, ...]
    recorded_by: str
    recorded_at: str
    reply_by: dt.date | None = None
    original: bool = False


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    """A statement without an answer; `days_late` counts from its reply date, `bucket` is its age."""

    statement: str
    number: str
    buyer: Dealer
    issued: dt.date
    reply_by: dt.date | None
    closing: Decimal
    days: int
    days_late: int
    bucket: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One act on a statement between two programs; `wrong` is why it doesn't count, None where it does."""

    act: str
    actor: str
    date: dt.date
    by: str
    lines: tuple[ObjectionRow, ...]
    answers: tuple[tuple[str, bool, str, str], ...]
    replacement: str
    signer: str
    wrong: Reason | None

    @property
    def reason(self) -> str:
        """Why a statement was withdrawn."""
        return self.answers[0][2] if self.act == "withdraw" and self.answers else ""


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """Where a statement stands between both sides; `turn` is who acts next ("" at the end), `mine` whether it is us."""

    statement: str
    number: str
    seller: Dealer
    buyer: Dealer
    first_day: dt.date
    last_day: dt.date
    closing: Decimal
    state: str
    turn: str
    mine: bool
    disputed: tuple[ObjectionRow, ...]
    events: tuple[EventView, ...]

    @property
    def answers(self) -> Mapping[str, tuple[bool, str, str]]:
        """The seller's last answer to each line that is disputed now: accepted or not, a remark, a document."""
        if self.state != "answered":
            return {}
        given = [event for event in self.events if event.act == "answer" and event.wrong is None]
        return {number: (yes, remark, document) for number, yes, remark, document in given[-1].answers} if given else {}


# ---- money from bank files --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PayerGuess:
    """Someone who may have paid, how sure that is in per cent, and what speaks for it."""

    dealer: Dealer
    confidence: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlannedSettlement:
    """What a proposed receipt would pay."""

    number: str
    document: str
    part: int
    amount: Decimal
    mode: str


@dataclass(frozen=True, slots=True)
class BankLineRow:
    """One movement of a file with the receipt it would make, or made (`document_number`).

    `state` is proposed, payer_unclear, held (for a person's word),
    booked, booked_before, not_received, other_currency, skipped or refused.
    """

    id: str
    row: int
    date: dt.date
    amount: Decimal
    direction: str
    payer_name: str
    payer_account: str
    summary: str
    state: str
    payer: Dealer | None
    confidence: int
    settlements: tuple[PlannedSettlement, ...]
    ahead: Decimal
    guesses: tuple[PayerGuess, ...]
    reasons: tuple[Reason, ...]
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class BankImport:
    """A bank's file as read: its layout, one's own account, every movement, and what was passed over and why."""

    file: str
    bank: str
    layout: str
    account: str
    lines: tuple[BankLineRow, ...]
    remarks: tuple[Reason, ...]
    booked: int
    booked_amount: Decimal
    before: int

    @property
    def counts(self) -> Mapping[str, int]:
        """How many movements are in each state."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.state] = found.get(line.state, 0) + 1
        return found


class Slip(NamedTuple):
    """What stands on an answered slip."""

    statement: str
    verdict: Verdict
    on: dt.date
    by: str
    lines: Sequence[ObjectionRow]
    their_closing: Decimal | None
    remark: str
    files: Sequence[Path]
    original: bool


class NoteWish(NamedTuple):
    """A document to book that is no receipt."""

    kind: str
    buyer: str
    amount: Decimal
    on: dt.date
    method: str
    ref: str
    remark: str
    source: str


@dataclass(frozen=True, slots=True)
class BankFileChoice:
    """What was said about a file: its mapping where it needs one, and the payers of its rows."""

    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    inverted: bool = False
    payers: Mapping[int, str] = field(default_factory=dict)
