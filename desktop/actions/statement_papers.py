"""Statements issued, printed and proved: numbered once, drawn again as they were, checked against a scanned code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from desktop.actions.asking import hq_does
from desktop.actions.posting import home_of
from desktop.actions.profiles import logo_of
from desktop.actions.proofs import told
from desktop.actions.signing import seal_if_any
from desktop.actions.statements import Draft, draft
from desktop.file_names import safe_name
from domain.errors import RefusedError
from domain.statement_forms import Layout
from domain.statement_marks import check_mark, read_mark
from domain.terms import end_of_month
from sync.records.confirming import statement_row
from sync.records.proofs import proofs_of
from sync.records.replaced import earlier_told, replace_earlier
from sync.records.statements import (
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

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.printing.pen import Printout
    from desktop.printing.sheet import Sheet
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


def issue_statement(
    desk: Desk, account: str, start: date, end: date, layout: Layout = _ALL, *, seller: str | None = None
) -> Issued:
    """Issues one account's statement: it gets its number and stays as it is.

    What says the same as the last one of this period is that one, also where only HQ could issue another. Raises what
    `draft` raises, and RefusedError `account_not_yours` for an account where one is not the seller.
    """
    if desk.asks:
        drawn = draft(desk, account, start, end, layout, seller=seller)
        with desk.book.reading() as connection:
            known = standing(connection, [drawn.paper])[0]
        if known is not None:
            return known
    return issue_one(desk, account, start, end, layout, seller=seller)


@hq_does("issue_statement")
def issue_one(
    desk: Desk, account: str, start: date, end: date, layout: Layout = _ALL, *, seller: str | None = None
) -> Issued:
    """As `issue_statement`."""
    drawn = draft(desk, account, start, end, layout, seller=seller)
    return issue_drafts(desk, [drawn.paper])[0]


def issue_drafts(desk: Desk, papers: Sequence[Issued]) -> list[Issued]:
    """Issues drafts together, in one transaction."""
    for paper in papers:
        if paper.form.statement.seller.id != desk.dealer_id:
            raise RefusedError("account_not_yours", dealer=paper.form.statement.buyer.code)
    desk.need("statement_write")
    with desk.book.writing() as writing:
        seal = seal_if_any(desk, writing.connection)
        done = issue(writing, home_of(desk), papers, seal)
        if seal is not None:
            replace_earlier(writing, home_of(desk), seal, [each.form for each in done], desk.operator, desk.today())
        return done


def replacing(desk: Desk, number: str) -> tuple[Reason, ...]:
    """What a statement does to earlier ones of its period: `statement_replaced`, `statement_confirmed_before`."""
    with desk.book.reading() as connection:
        return earlier_told(connection, statement_row(connection, number))


def issued(desk: Desk, number: str) -> Issued:
    """The statement of this number; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        return find_issued(connection, number)


def issued_statements(desk: Desk, *, account: str = "", end: date | None = None) -> list[StatementRow]:
    """The statements this book knows, the newest period first; only a dealer's (his id), or those of one last day."""
    with desk.book.reading() as connection:
        return statement_rows(connection, dealer=account, end=end)


def sheet(
    paper_: Issued,
    times: int,
    logo: bytes,
    *,
    paper: str = "a4",
    language: Language = "zh",
    columns: Sequence[str] = (),
) -> Sheet:
    """A statement ready to be drawn, as the print of this count; UsageError `paper_unknown`."""
    from desktop.printing.sheet import Extras, Heading, Proof
    from desktop.printing.statement import sheet_of

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
        proof=Proof(stream, int(number), digest) if number.isdecimal() else None,
        extras=Extras(paper_.maker, paper_.checker),
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
    from desktop.printing.statement import print_sheet

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
