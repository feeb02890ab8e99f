"""What records about accounts hold: settling, statements, their answers, whose paper it is, money from bank files."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sync.records.bodies.body import Body
from sync.shapes import make_ready


class SettlementBody(Body):
    """So much of a credit set against a debt, both by document id; taken back by deleting the record. Amount in fen."""

    seller: str
    buyer: str
    credit: str
    debt: str
    amount: int
    date: str
    part: int = 1
    mode: str = ""
    by: str = ""
    at: str = ""


class StatementBody(Body):
    """A numbered statement as issued: `form` is all it says, so that it prints again unchanged. Amounts in fen.

    `head` quotes the books it was printed from: stream, number and hash of the writer's own stream. Issuing is signed
    like every later act (`ConfirmationBody`).
    """

    number: str
    seller: str
    buyer: str
    first_day: str
    last_day: str
    issued: str
    opening: int
    closing: int
    digest: str
    form: msgspec.Raw
    reply_by: str = ""
    author: str = ""
    recorded_at: str = ""
    head: str = ""
    signature: str = ""
    signer: str = ""
    vouch: str = ""


class ObjectionBody(Body):
    """One line that is disputed, by document number; amounts in fen, None where that side has no such line."""

    number: str
    reason: str
    ours: int | None = None
    theirs: int | None = None
    remark: str = ""


class AttachmentBody(Body):
    """A file kept beside the books under its SHA-256; size in bytes."""

    name: str
    sha256: str
    size: int


class ReplyBody(Body):
    """A customer's answer on paper to a statement, as it was recorded; one a statement.

    `original` says that the signed slip itself is kept, beside scans or without any.
    """

    statement: str
    verdict: str
    date: str
    by: str = ""
    their_closing: int | None = None
    lines: list[ObjectionBody] = msgspec.field(default_factory=list)
    remark: str = ""
    attachments: list[AttachmentBody] = msgspec.field(default_factory=list)
    recorded_at: str = ""
    recorded_by: str = ""
    original: bool = False


class LineAnswerBody(Body):
    """The seller's answer to one disputed line; `document` is the number of what corrects it."""

    number: str
    accepted: bool
    remark: str = ""
    document: str = ""


class ConfirmationBody(Body):
    """One act of one side on one statement, signed with the key of the desk (or HQ) that acted.

    `vouch` is the desk's public key with HQ's word that it is this dealer's, so that the signature is proven for good,
    whatever key the desk has later.
    """

    statement: str
    act: str
    actor: str
    digest: str
    date: str
    by: str
    lines: list[ObjectionBody] = msgspec.field(default_factory=list)
    answers: list[LineAnswerBody] = msgspec.field(default_factory=list)
    replacement: str = ""
    signature: str = ""
    signer: str = ""
    place: int = 0
    vouch: str = ""


class ReconciledBody(Body):
    """Two books of one account as they were brought to one balance and signed off; `form` is all that was found."""

    seller: str
    buyer: str
    first_day: str
    last_day: str
    source: str
    our_closing: int
    their_closing: int
    adjusted: int
    form: msgspec.Raw
    signed_by: str
    signed_at: str
    remark: str = ""


class ProfileBody(Body):
    """How a dealer's papers are headed, and where money goes; the logo is a PNG in base64."""

    dealer: str
    heading: str = ""
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    bank: str = ""
    bank_account: str = ""
    logo: str = ""
    checker: str = ""
    footer: str = ""


class BankLineBody(Body):
    """One movement of a bank or wallet account as imported, so that it is never booked twice; amount in fen."""

    account: str
    date: str
    amount: int
    payer: str = ""
    payer_account: str = ""
    summary: str = ""
    reference: str = ""
    document: str = ""
    state: str = "proposed"
    recorded_at: str = ""


class OrderClosingBody(Body):
    """The seller's word that no more of an order will be delivered than was; the buyer's, that he asks for it.

    `side` is whose word it is. By the order's lines, in 1/1000 base units: what was delivered as far as that desk
    knew, and what it thereby closes.
    """

    order: str
    seller: str
    buyer: str
    side: str
    reason: str
    at: str
    by: str = ""
    delivered: list[int] = msgspec.field(default_factory=list)
    rest: list[int] = msgspec.field(default_factory=list)


ACCOUNT_BODIES: Mapping[str, type[Body]] = {
    "profile": ProfileBody,
    "settlement": SettlementBody,
    "statement": StatementBody,
    "reply": ReplyBody,
    "confirmation": ConfirmationBody,
    "bank_line": BankLineBody,
    "reconciled": ReconciledBody,
    "order_closing": OrderClosingBody,
}
make_ready(*ACCOUNT_BODIES.values())
