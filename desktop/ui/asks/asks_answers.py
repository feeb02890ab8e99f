"""What the pages about answers to statements and about two books ask of the actions, as in `asks`."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow, ReplyView
    from desktop.actions.imports.book_files import BookColumns, OtherFile
    from desktop.actions.reconciliation.views import BookRow, ReconciliationView
    from desktop.actions.statements.comparing import ComparedRow
    from desktop.actions.statements.deemed_acceptance import SilentRow
    from desktop.actions.statements.issued import IssuedRow
    from desktop.actions.statements.proofs import Proven
    from desktop.desk import Desk

ANSWERED = frozenset({"statements"})


class Slip(NamedTuple):
    """What stands on an answered slip."""

    statement: str
    verdict: str
    on: dt.date
    by: str
    lines: Sequence[ObjectionRow]
    their_closing: Decimal | None
    remark: str
    files: Sequence[Path]
    original: bool


class ExchangedStatement(NamedTuple):
    """A statement between programs: where it stands, its lines, what one's own book holds against it, who signed."""

    view: ConfirmationView
    lines: Sequence[ComparedRow]
    differences: Sequence[ObjectionRow]
    proofs: Sequence[Proven]


class Books(NamedTuple):
    """Which two books are compared: the account, the period, and the other side's file, if it isn't HQ's stream."""

    account: str
    start: dt.date
    end: dt.date
    other: OtherFile | None = None


# ---- replies


def issued_ids(desk: Desk, text: str = "", state: str = "") -> array[int]:
    from desktop.actions.statements.issued import issued_ids as ids

    return ids(desk, text, state)


def issued_rows(desk: Desk, pks: Sequence[int]) -> list[IssuedRow]:
    from desktop.actions.statements.issued import issued_rows as rows

    return rows(desk, pks)


def lines_of(desk: Desk, statement: str) -> Sequence[BookRow]:
    from desktop.actions.statements.issued import lines_of as lines

    return lines(desk, statement)


def reply_to(desk: Desk, statement: str) -> ReplyView | None:
    """The recorded answer, if there is one."""
    from desktop.actions.statements.replies import reply_to as reply
    from domain.errors import UsageError

    try:
        return reply(desk, statement)
    except UsageError as none:
        if none.code == "reply_none":
            return None
        raise


def record_reply(desk: Desk, slip: Slip) -> Written[Any]:
    from desktop.actions.statements.replies import record_reply as record

    verdict: Any = slip.verdict
    made = record(
        desk,
        slip.statement,
        verdict,
        slip.on,
        slip.by,
        lines=slip.lines,
        their_closing=slip.their_closing,
        remark=slip.remark,
        files=slip.files,
        original=slip.original,
    )
    return Written(made, ANSWERED)


def agreed_days(desk: Desk, customer: str) -> int | None:
    from desktop.actions.statements.deemed_acceptance import agreed_days as days

    return days(desk, customer)


def agree_on_silence(desk: Desk, customer: str, statement: str, days: int | None) -> Written[Any]:
    """Keeps what was agreed on, and records the statement's silence by it; None where nothing is agreed on any more."""
    from desktop.actions.statements.deemed_acceptance import agree, record_silence

    agree(desk, customer, days)
    return Written(record_silence(desk, statement) if days is not None else None, ANSWERED)


def silent(desk: Desk) -> list[SilentRow]:
    from desktop.actions.statements.deemed_acceptance import silent as due

    return due(desk)


def record_all_silent(desk: Desk) -> Written[Any]:
    from desktop.actions.statements.deemed_acceptance import record_all_silent as record

    return Written(record(desk), ANSWERED)


# ---- between programs


def travelling_ids(desk: Desk) -> array[int]:
    from desktop.actions.statements.comparing import travelling_ids as ids

    return ids(desk)


def travelling_rows(desk: Desk, pks: Sequence[int]) -> list[ConfirmationView]:
    from desktop.actions.statements.comparing import travelling_rows as rows

    return rows(desk, pks)


def travelling(desk: Desk) -> Sequence[ConfirmationView]:
    """All of them, for a workbook."""
    from desktop.actions.statements.comparing import travelling as every

    return every(desk)


def key_of(desk: Desk, number: str) -> int:
    from desktop.actions.statements.comparing import key_of as key

    return key(desk, number)


def told(desk: Desk, number: str) -> ExchangedStatement:
    """One statement whole."""
    from desktop.actions.statements.comparing import compared
    from desktop.actions.statements.confirming import confirmation, differences
    from desktop.actions.statements.proofs import proofs

    view = confirmation(desk, number)
    against = differences(desk, number) if view.buyer.id == desk.dealer_id else ()
    return ExchangedStatement(view, compared(desk, number), against, proofs(desk, number))


def confirm(desk: Desk, number: str, closing: Decimal) -> Written[Any]:
    """Signs the statement with the balance that was on the screen."""
    from desktop.actions.statements.confirming import confirm as act

    return Written(act(desk, number, closing), ANSWERED)


def dispute(desk: Desk, number: str, lines: Sequence[ObjectionRow]) -> Written[Any]:
    from desktop.actions.statements.confirming import dispute as act

    return Written(act(desk, number, lines), ANSWERED)


def answer_dispute(desk: Desk, number: str, answers: Mapping[str, tuple[bool, str, str]]) -> Written[Any]:
    from desktop.actions.statements.confirming import answer_dispute as act

    return Written(act(desk, number, answers), ANSWERED)


# ---- two books


def reconcile(desk: Desk, books: Books) -> ReconciliationView:
    from desktop.actions.reconciliation.reconciliation import reconcile_account

    return reconcile_account(desk, books.account, books.start, books.end, books.other)


def offered(desk: Desk, path: Path, kept_by: Any, account: str) -> BookColumns:
    from desktop.actions.imports.book_files import offered as offer

    return offer(desk, path, kept_by, account)


def remember_book(desk: Desk, other: OtherFile, party: str) -> Written[Any]:
    from desktop.actions.imports.book_files import remember_book as remember

    remember(desk, other, party)
    return Written(None, frozenset())


def save_reconciliation(
    desk: Desk,  # noqa: ARG001 -- what was found is here already
    asked: ReconciliationView,
    path: Path,
    language: Any,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the adjustment table and all lines into a workbook."""
    from desktop.actions.documents.saving import write_whole
    from desktop.actions.reconciliation.sheets import reconciliation_xlsx

    return write_whole(path, reconciliation_xlsx(asked, language))


def sign_off(desk: Desk, found: ReconciliationView, seen: Decimal, remark: str) -> Written[Any]:
    from desktop.actions.reconciliation.kept_books import sign_off as sign

    return Written(sign(desk, found, seen, remark), frozenset())


def signed_before(desk: Desk, found: ReconciliationView) -> Any:
    """What was signed off last of this account and period, if anything was."""
    from desktop.actions.reconciliation.kept_books import signed_before as before

    return before(desk, found)


def table_pages(desk: Desk, found: ReconciliationView, kept: Any, paper: str, language: Any) -> Any:
    """The adjustment table as pages to print, as signed off where it was."""
    from desktop.actions.reconciliation.kept_books import adjustment_pdf, as_kept
    from desktop.ui.paper.pages import pages_of

    shown = kept or as_kept(desk, found)
    return pages_of(f"{shown.buyer_name} {shown.start} – {shown.end}", adjustment_pdf(desk, shown, paper, language))
