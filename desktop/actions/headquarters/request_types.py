"""What HQ's people may ask HQ to write for them: one verb for each action, and the form its words travel in.

A form's fields are its action's parameters. What a newer program adds is kept in the request and looked over here; a
program that changes what a form means raises its version, and HQ's older one then refuses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import msgspec

from desktop.actions.accounts.account_views import ObjectionRow
from domain.bank.movements import Movement
from domain.statements.forms import Layout
from sync.records.bodies.accounts import AttachmentBody
from sync.records.documents.note_builders import NoteDetails
from sync.shapes import make_ready


class RequestForm(msgspec.Struct, frozen=True):
    """What one asks for; the first field says what it is about."""

    @classmethod
    def of(cls, arguments: Mapping[str, Any], today: dt.date) -> Any:
        """The form of an action's arguments; a day left open is the day on which it is asked."""
        if "on" in cls.__struct_fields__ and arguments.get("on") is None:
            arguments = {**arguments, "on": today}
        return cls(**arguments)

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class ReceiptRequest(RequestForm, frozen=True):
    buyer: str
    amount: Decimal
    on: dt.date
    method: str = ""
    ref: str = ""
    remark: str = ""
    way: str = ""
    prepay: bool = False
    order: str = ""


class Note(RequestForm, frozen=True):
    buyer: str
    kind: str
    amount: Decimal
    on: dt.date
    said: NoteDetails | None = None


class Opening(RequestForm, frozen=True):
    buyer: str
    amount: Decimal
    on: dt.date


class Reversal(RequestForm, frozen=True):
    number: str
    on: dt.date
    reason: str = ""


class Settling(RequestForm, frozen=True):
    account: str
    on: dt.date
    way: str = ""
    credits_: tuple[str, ...] = ()


class RequestShare(msgspec.Struct, frozen=True):
    """So much of a document, of one of its parts (0: the whole)."""

    number: str
    part: int
    amount: Decimal


class HandSettling(RequestForm, frozen=True):
    credit: str
    shares: tuple[RequestShare, ...]
    on: dt.date

    @classmethod
    def of(cls, arguments: Mapping[str, Any], today: dt.date) -> HandSettling:
        shares = tuple(RequestShare(number, part, amount) for (number, part), amount in arguments["shares"].items())
        return cls(arguments["credit"], shares, arguments["on"] or today)

    def arguments(self) -> dict[str, Any]:
        shares = {(each.number, each.part): each.amount for each in self.shares}
        return {"credit": self.credit, "shares": shares, "on": self.on}


class HoldRequest(RequestForm, frozen=True):
    number: str


class Unsettling(RequestForm, frozen=True):
    documents: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class WritingOff(RequestForm, frozen=True):
    number: str
    most: Decimal
    on: dt.date


class Way(RequestForm, frozen=True):
    account: str
    way: str


class ClosingRequest(RequestForm, frozen=True):
    through: dt.date


class Reopening(RequestForm, frozen=True):
    after: dt.date | None = None


class MonthRequest(RequestForm, frozen=True):
    month: dt.date | None = None
    anyway: bool = False


class StatementRequest(RequestForm, frozen=True):
    account: str
    start: dt.date
    end: dt.date
    layout: Layout = Layout()
    seller: str | None = None
    why: str = ""


class BatchRequest(RequestForm, frozen=True):
    start: dt.date
    end: dt.date
    layout: Layout = Layout()
    why: str = ""


class ReplyRequest(RequestForm, frozen=True):
    statement: str
    verdict: Literal["agrees", "differs"]
    on: dt.date
    by: str = ""
    lines: tuple[ObjectionRow, ...] = ()
    their_closing: Decimal | None = None
    remark: str = ""
    files: tuple[AttachmentBody, ...] = ()
    original: bool = False


class Answers(RequestForm, frozen=True):
    number: str
    answers: dict[str, tuple[bool, str, str]]


class Withdrawing(RequestForm, frozen=True):
    number: str
    replacement: str = ""
    reason: str = ""


class BankLines(RequestForm, frozen=True):
    file: str
    bank: str
    account: str
    movements: tuple[Movement, ...]
    payers: dict[int, str]
    least: int


class DeliveryRequest(RequestForm, frozen=True):
    number: str
    on: dt.date
    quantities: dict[int, Decimal] | None = None
    warehouse: str = ""


class RestClosing(RequestForm, frozen=True):
    number: str
    reason: str


class GoodsBack(RequestForm, frozen=True):
    delivery: str
    on: dt.date
    quantities: dict[int, Decimal] | None = None
    warehouse: str = ""
    lost: str = ""


class TermsRequest(RequestForm, frozen=True):
    dealer: str
    credit_limit: Decimal | None = None
    credit_days: int | None = None
    terms: str = ""


class StandingRequest(RequestForm, frozen=True):
    dealer: str
    status: str
    reason: str = ""


class CardRequest(RequestForm, frozen=True):
    """A card as it is typed, field by field; a newer program's fields are looked over."""

    key: str
    texts: dict[str, str]
    anyway: bool = True


class SaleRequest(RequestForm, frozen=True):
    key: str
    reason: str = ""
    active: bool = True


class TakeBackRequest(RequestForm, frozen=True):
    about: str
    names: tuple[tuple[str, str, str], ...]
    over: bool = False
    unproven: bool = False


class LeaveRequest(RequestForm, frozen=True):
    about: str
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RequestType:
    """A verb: what one must be allowed ("" where the action finds that out), the action, and its form.

    `tried` False spares the desk the try, where it would take long.
    """

    action: str
    module: str
    function: str
    form: type[RequestForm]
    version: int = 1
    tried: bool = True


REQUEST_TYPES: Mapping[str, RequestType] = {
    "receive_money": RequestType("money_write", "documents.money", "receive_money", ReceiptRequest),
    "book_note": RequestType("money_write", "documents.money", "book_note", Note),
    "book_opening": RequestType("money_write", "documents.money", "book_opening", Opening),
    "reverse_document": RequestType("", "documents.reversing", "reverse", Reversal),
    "settle": RequestType("money_write", "accounts.settling", "settle", Settling),
    "settle_hand": RequestType("money_write", "accounts.settling", "settle_hand", HandSettling),
    "hold": RequestType("money_write", "accounts.settling", "hold", HoldRequest),
    "unsettle": RequestType("money_write", "accounts.settling", "unsettle", Unsettling),
    "write_off": RequestType("money_write", "accounts.settling", "write_off_rest", WritingOff),
    "set_way": RequestType("money_write", "accounts.settling", "set_way", Way),
    "close_books": RequestType("money_write", "accounts.periods", "close", ClosingRequest),
    "reopen_books": RequestType("money_write", "accounts.periods", "reopen", Reopening),
    "close_month": RequestType("money_write", "accounts.periods", "close_month", MonthRequest),
    "reopen_month": RequestType("money_write", "accounts.periods", "reopen_month", MonthRequest),
    "issue_statement": RequestType("statement_write", "statements.papers", "issue_one", StatementRequest),
    "issue_all": RequestType("statement_write", "statements.batches", "issue_all", BatchRequest, tried=False),
    "withdraw_statement": RequestType("statement_write", "statements.confirming", "withdraw", Withdrawing),
    "answer_dispute": RequestType("statement_write", "statements.confirming", "answer_dispute", Answers),
    "record_reply": RequestType("statement_write", "statements.replies", "keep_reply", ReplyRequest),
    "book_bank_lines": RequestType("money_write", "bank.booking", "book_lines", BankLines),
    "deliver": RequestType("goods_move", "documents.deliveries", "deliver", DeliveryRequest),
    "take_returned": RequestType("books_care", "headquarters.restored", "take_named", TakeBackRequest, tried=False),
    "leave_returned": RequestType("books_care", "headquarters.restored", "leave_named", LeaveRequest, tried=False),
    "set_standing": RequestType("order_approve", "catalog.standing", "set_standing", StandingRequest),
    "save_customer": RequestType("card_write", "catalog.customer_cards", "save_customer", CardRequest),
    "save_product": RequestType("card_write", "catalog.product_cards", "save_product", CardRequest),
    "set_for_sale": RequestType("card_write", "catalog.product_cards", "set_for_sale", SaleRequest),
    "set_terms": RequestType("money_write", "catalog.terms", "set_terms", TermsRequest),
    "close_rest": RequestType("order_approve", "orders.order_closings", "close_rest", RestClosing),
    "return_goods": RequestType("goods_move", "documents.deliveries", "return_goods", GoodsBack),
}
make_ready(*{wish.form for wish in REQUEST_TYPES.values()})
