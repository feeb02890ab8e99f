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
from sync.records.documents.note_builders import Said
from sync.shapes import make_ready


class Form(msgspec.Struct, frozen=True):
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


class Receipt(Form, frozen=True):
    buyer: str
    amount: Decimal
    on: dt.date
    method: str = ""
    ref: str = ""
    remark: str = ""
    way: str = ""
    prepay: bool = False
    order: str = ""


class Note(Form, frozen=True):
    buyer: str
    kind: str
    amount: Decimal
    on: dt.date
    said: Said | None = None


class Opening(Form, frozen=True):
    buyer: str
    amount: Decimal
    on: dt.date


class Reversal(Form, frozen=True):
    number: str
    on: dt.date
    reason: str = ""


class Settling(Form, frozen=True):
    account: str
    on: dt.date
    way: str = ""
    credits_: tuple[str, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """So much of a document, of one of its parts (0: the whole)."""

    number: str
    part: int
    amount: Decimal


class HandSettling(Form, frozen=True):
    credit: str
    shares: tuple[Share, ...]
    on: dt.date

    @classmethod
    def of(cls, arguments: Mapping[str, Any], today: dt.date) -> HandSettling:
        shares = tuple(Share(number, part, amount) for (number, part), amount in arguments["shares"].items())
        return cls(arguments["credit"], shares, arguments["on"] or today)

    def arguments(self) -> dict[str, Any]:
        shares = {(each.number, each.part): each.amount for each in self.shares}
        return {"credit": self.credit, "shares": shares, "on": self.on}


class Holding(Form, frozen=True):
    number: str


class Unsettling(Form, frozen=True):
    documents: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class WritingOff(Form, frozen=True):
    number: str
    most: Decimal
    on: dt.date


class Way(Form, frozen=True):
    account: str
    way: str


class Closing(Form, frozen=True):
    through: dt.date


class Reopening(Form, frozen=True):
    after: dt.date | None = None


class Month(Form, frozen=True):
    month: dt.date | None = None
    anyway: bool = False


class Statement(Form, frozen=True):
    account: str
    start: dt.date
    end: dt.date
    layout: Layout = Layout()
    seller: str | None = None
    why: str = ""


class Batch(Form, frozen=True):
    start: dt.date
    end: dt.date
    layout: Layout = Layout()
    why: str = ""


class Reply(Form, frozen=True):
    statement: str
    verdict: Literal["agrees", "differs"]
    on: dt.date
    by: str = ""
    lines: tuple[ObjectionRow, ...] = ()
    their_closing: Decimal | None = None
    remark: str = ""
    files: tuple[AttachmentBody, ...] = ()
    original: bool = False


class Answers(Form, frozen=True):
    number: str
    answers: dict[str, tuple[bool, str, str]]


class Withdrawing(Form, frozen=True):
    number: str
    replacement: str = ""
    reason: str = ""


class BankLines(Form, frozen=True):
    file: str
    bank: str
    account: str
    movements: tuple[Movement, ...]
    payers: dict[int, str]
    least: int


class Goods(Form, frozen=True):
    number: str
    on: dt.date
    quantities: dict[int, Decimal] | None = None
    warehouse: str = ""


class RestClosing(Form, frozen=True):
    number: str
    reason: str


class GoodsBack(Form, frozen=True):
    delivery: str
    on: dt.date
    quantities: dict[int, Decimal] | None = None
    warehouse: str = ""
    lost: str = ""


class Terms(Form, frozen=True):
    dealer: str
    credit_limit: Decimal | None = None
    credit_days: int | None = None
    terms: str = ""


class Standing(Form, frozen=True):
    dealer: str
    status: str
    reason: str = ""


class Returned(Form, frozen=True):
    about: str
    names: tuple[tuple[str, str, str], ...]
    over: bool = False
    unproven: bool = False


class Left(Form, frozen=True):
    about: str
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A verb: what one must be allowed ("" where the action finds that out), the action, and its form.

    `tried` False spares the desk the try, where it would take long.
    """

    action: str
    module: str
    function: str
    form: type[Form]
    version: int = 1
    tried: bool = True


WISHES: Mapping[str, Wish] = {
    "receive_money": Wish("money_write", "documents.money", "receive_money", Receipt),
    "book_note": Wish("money_write", "documents.money", "book_note", Note),
    "book_opening": Wish("money_write", "documents.money", "book_opening", Opening),
    "reverse_document": Wish("", "documents.reversing", "reverse", Reversal),
    "settle": Wish("money_write", "accounts.settling", "settle", Settling),
    "settle_hand": Wish("money_write", "accounts.settling", "settle_hand", HandSettling),
    "hold": Wish("money_write", "accounts.settling", "hold", Holding),
    "unsettle": Wish("money_write", "accounts.settling", "unsettle", Unsettling),
    "write_off": Wish("money_write", "accounts.settling", "write_off_rest", WritingOff),
    "set_way": Wish("money_write", "accounts.settling", "set_way", Way),
    "close_books": Wish("money_write", "accounts.periods", "close", Closing),
    "reopen_books": Wish("money_write", "accounts.periods", "reopen", Reopening),
    "close_month": Wish("money_write", "accounts.periods", "close_month", Month),
    "reopen_month": Wish("money_write", "accounts.periods", "reopen_month", Month),
    "issue_statement": Wish("statement_write", "statements.papers", "issue_one", Statement),
    "issue_all": Wish("statement_write", "statements.batches", "issue_all", Batch, tried=False),
    "withdraw_statement": Wish("statement_write", "statements.confirming", "withdraw", Withdrawing),
    "answer_dispute": Wish("statement_write", "statements.confirming", "answer_dispute", Answers),
    "record_reply": Wish("statement_write", "statements.replies", "keep_reply", Reply),
    "book_bank_lines": Wish("money_write", "bank.booking", "book_lines", BankLines),
    "deliver": Wish("goods_move", "documents.deliveries", "deliver", Goods),
    "take_returned": Wish("books_care", "headquarters.restored", "take_named", Returned, tried=False),
    "leave_returned": Wish("books_care", "headquarters.restored", "leave_named", Left, tried=False),
    "set_standing": Wish("order_approve", "catalog.standing", "set_standing", Standing),
    "set_terms": Wish("money_write", "catalog.terms", "set_terms", Terms),
    "close_rest": Wish("order_approve", "orders.order_closings", "close_rest", RestClosing),
    "return_goods": Wish("goods_move", "documents.deliveries", "return_goods", GoodsBack),
}
make_ready(*{wish.form for wish in WISHES.values()})
