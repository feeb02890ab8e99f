"""Statements issued, printed and proved: numbered once, drawn again as they were, checked against a scanned code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from desktop.actions.catalog.cost import check_cost, veiled_for
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.queued import Queued
from desktop.actions.statements.profiles import logo_of
from desktop.actions.statements.proofs import told
from desktop.actions.statements.signer import seal_if_any
from desktop.actions.statements.statements import Draft, draft
from desktop.file_names import safe_name
from domain.errors import RefusedError
from domain.statements.forms import Layout
from domain.statements.marks import check_mark, read_mark
from domain.values.payment_terms import end_of_month
from sync.records.statements.confirming import standings, statement_row
from sync.records.statements.issued import (
    Issued,
    StatementRow,
    count_prints,
    find_issued,
    is_withdrawn,
    issue,
    issued_mark,
    printed_times,
    standing,
    statement_rows,
)
from sync.records.statements.proofs import proofs_of
from sync.records.statements.replaced import earlier_told, replace_earlier, replaced_numbers, would_replace

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.statements.sheet import StatementSheet
    from domain.explain import Reason

Language = Literal["zh", "en"]
_ALL = Layout()


@dataclass(frozen=True, slots=True)
class Verified:
    """What a scanned text says against the books: `statement` is None where the books know no such number."""

    reasons: tuple[Reason, ...]
    statement: StatementRow | None

    @property
    def true(self) -> bool:
        """Whether the paper is as it was issued."""
        return all(reason.severity != "stop" for reason in self.reasons)


@changes("statements")
def issue_statement(
    desk: Desk, account: str, start: date, end: date, layout: Layout = _ALL, *, seller: str | None = None, why: str = ""
) -> Issued | Queued:
    """Issues one account's statement: it gets its number and stays as it is.

    What says the same as the last one of this period is that one, also where only HQ could issue another. One that says
    otherwise takes its place, and `why` is told to the other side and on the paper. Raises what `draft` raises, and
    RefusedError `account_not_yours` for an account where one is not the seller, `statement_why` (facts `number`,
    `told`, `now`, `late`) where that reason is missing.
    """
    drawn = draft(desk, account, start, end, layout, seller=seller)
    with desk.book.reading() as connection:
        known = standing(connection, [drawn.paper])[0]
        if known is not None and desk.asks:
            return known
        if known is None and not why.strip():
            check_why(would_replace(connection, [drawn.paper.form]))
    return issue_one(desk, account, start, end, layout, seller=seller, why=why.strip())


def check_why(told: Sequence[Reason]) -> None:
    """Nobody's statement is told anew without a reason; RefusedError `statement_why`."""
    if told:
        raise RefusedError("statement_why", **{**told[0].facts, "reasons": tuple(told)})


def replaced_by(desk: Desk, paper: Issued) -> tuple[Reason, ...]:
    """What issuing a draft would do to earlier statements; nothing where it says what one of them says."""
    with desk.book.reading() as connection:
        if paper.number or paper.form.statement.seller.id != desk.dealer_id or standing(connection, [paper])[0]:
            return ()
        return tuple(would_replace(connection, [paper.form]))


def issued_alike(desk: Desk, paper: Issued) -> str:
    """The number of the statement that was issued and says what this draft says; "" where there is none."""
    if paper.number:
        return ""
    with desk.book.reading() as connection:
        known = standing(connection, [paper])[0]
    return known.number if known is not None else ""


@hq_does("issue_statement")
def issue_one(
    desk: Desk, account: str, start: date, end: date, layout: Layout = _ALL, *, seller: str | None = None, why: str = ""
) -> Issued:
    """As `issue_statement`."""
    drawn = draft(desk, account, start, end, layout, seller=seller)
    return issue_drafts(desk, [drawn.paper], why)[0]


def issue_drafts(desk: Desk, papers: Sequence[Issued], why: str = "") -> list[Issued]:
    """Issues drafts together, in one transaction; `why` those that say otherwise take the place of earlier ones."""
    for paper in papers:
        if paper.form.statement.seller.id != desk.dealer_id:
            raise RefusedError("account_not_yours", dealer=paper.form.statement.buyer.code)
    desk.need("statement_write")
    with desk.book.writing() as writing:
        seal = seal_if_any(desk, writing.connection)
        if seal is None:
            return issue(writing, home_of(desk), papers, seal)
        named = _naming_earlier(writing.connection, papers, why)
        done = issue(writing, home_of(desk), named, seal)
        forms = [each.form for each in done]
        replace_earlier(writing, home_of(desk), seal, forms, desk.operator, desk.today(), why)
        return done


def _naming_earlier(connection: Connection, papers: Sequence[Issued], why: str) -> list[Issued]:
    """The drafts with the numbers of what they take the place of."""
    earlier: dict[str, list[str]] = {}
    for form, number in replaced_numbers(connection, [each.form for each in papers]):
        earlier.setdefault(form.statement.buyer.id, []).append(number)
    return [
        msgspec.structs.replace(each, replaces=", ".join(numbers), why=why)
        if (numbers := earlier.get(each.form.statement.buyer.id))
        else each
        for each in papers
    ]


def replacing(desk: Desk, number: str) -> tuple[Reason, ...]:
    """What a statement does to earlier ones of its period: `statement_replaced`, `statement_confirmed_before`."""
    with desk.book.reading() as connection:
        return earlier_told(connection, statement_row(connection, number))


def issued(desk: Desk, number: str) -> Issued:
    """The statement of this number; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        check_cost(desk, statement_row(connection, number).buyer)
        return find_issued(connection, number)


def issued_statements(desk: Desk, *, account: str = "", end: date | None = None) -> list[StatementRow]:
    """The statements this book knows, the newest period first; only a dealer's (his id), or those of one last day."""
    with desk.book.reading() as connection:
        return rows_with_states(connection, desk, statement_rows(connection, dealer=account, end=end))


def rows_with_states(connection: Connection, desk: Desk, rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Rows of statements with where each stands, as whoever works here may see them."""
    known = standings(connection, [row.number for row in rows])
    told = (replace(row, state=known[row.number][0], replaced_by=known[row.number][1]) for row in rows)
    return [veiled_for(desk, row.buyer, row) for row in told]


def sheet(
    paper_: Issued,
    times: int,
    logo: bytes,
    *,
    paper: str = "a4",
    language: Language = "zh",
    columns: Sequence[str] = (),
) -> StatementSheet:
    """A statement ready to be drawn, as the print of this count; UsageError `paper_unknown`."""
    from desktop.printing.statements.sheet import BookPoint, Extras, Heading
    from desktop.printing.statements.statement import sheet_of

    stream, _, rest = paper_.head.partition("#")
    number, _, digest = rest.partition(" ")
    return sheet_of(
        paper_.form,
        heading=Heading(
            paper_.heading,
            paper_.address,
            paper_.phone,
            paper_.tax_number,
            paper_.bank,
            paper_.bank_account,
            paper_.footer,
            logo,
        ),
        issued_at=paper_.at,
        language=language,
        paper=paper,
        print_count=times,
        proof=BookPoint(stream, int(number), digest) if number.isdecimal() else None,
        extras=Extras(paper_.maker, paper_.checker, replaces=paper_.replaces, why=paper_.why),
        columns=columns,
    )


def printout(
    desk: Desk,
    drawn: Issued,
    *,
    paper: str = "a4",
    language: Language = "zh",
    copies: Sequence[str] = (),
    columns: Sequence[str] = (),
    pages: int | None = None,
) -> Printout:
    """The statement as PDF, as its next print; nothing is counted before it is really printed (`printed`).

    `pages` stops after so many, for a first look. UsageError `paper_unknown`.
    """
    from desktop.printing.statements.statement import print_sheet

    with desk.book.reading() as connection:
        times = printed_times(connection, f"statement/{drawn.number}") if drawn.number else 0
        logo = logo_of(connection, drawn.profile)
    made = sheet(drawn, times + 1, logo, paper=paper, language=language, columns=columns)
    return print_sheet(made, copies=copies, pages=pages)


def printed(desk: Desk, papers: Sequence[str]) -> None:
    """Papers went onto paper or into a file to be sent: `statement/<number>`, `delivery/<number>` and so on."""
    with desk.book.writing() as writing:
        count_prints(writing.connection, papers)


def verify(desk: Desk, text: str) -> Verified:
    """Checks a scanned text against the books, and who signed the statement; UsageError `mark_unreadable`."""
    mark = read_mark(text)
    with desk.book.reading() as connection:
        withdrawn = is_withdrawn(connection, mark.number)
        reasons = check_mark(mark, issued_mark(connection, mark.number), withdrawn=withdrawn)
        known = statement_rows(connection, number=mark.number)
        if known:
            signed = proofs_of(connection, statement_row(connection, mark.number))
            reasons = (*reasons, *(told(each) for each in signed if each.signature))
        known = rows_with_states(connection, desk, known)
    return Verified(reasons, known[0] if known else None)


def file_name(drawn: Issued | Draft, ending: str) -> str:
    """客户_账单号_期间.pdf, with nothing in it that Windows or anyone else forbids."""
    paper = drawn.paper if isinstance(drawn, Draft) else drawn
    statement = paper.form.statement
    first, last = statement.start, statement.end
    whole = first.day == 1 and last == end_of_month(first)
    period = f"{last:%Y-%m}" if whole else f"{first:%Y%m%d}-{last:%Y%m%d}"
    name = safe_name(statement.buyer.name, 60)
    return f"{name}_{safe_name(paper.number or statement.buyer.code, 40)}_{period}.{ending}"
