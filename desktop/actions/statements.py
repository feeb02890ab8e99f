"""Statements of account: read from the books, and put on paper, into a workbook or into plain JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.actions.cards import dealer_named, dealers_by_id, own_dealer, stranger
from desktop.actions.saving import write_whole
from domain.errors import RefusedError, UsageError
from domain.money import ZERO
from domain.parties import Dealer
from domain.statements import Statement, make_statement
from sync.records import reading
from sync.records.log import head_of
from sync.records.summaries import summarised

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.printing.pen import Printout
    from desktop.printing.sheet import Proof

Format = Literal["pdf", "json", "xlsx"]
FORMATS: Sequence[Format] = ("pdf", "json", "xlsx")
_REPLY_DAYS = 14


def statement(desk: Desk, account: str, start: date, end: date, seller: str | None = None) -> Statement:
    """The account of a dealer over a period, both days included.

    `account` is a customer's id or code; one's own or the seller's above gives one's own account there. `seller` names
    the other side where it isn't the one right above. Raises UsageError `dealer_unknown`, `dealer_ambiguous`,
    `statement_period`; RefusedError `account_none` for someone without a seller.
    """
    if start > end:
        raise UsageError("statement_period", start=start, end=end)
    with desk.book.reading() as connection:
        selling, buying = _parties(connection, desk, account, seller)
        until = reading.postings(connection, selling.id, buying.id, end)
        within = summarised(connection, [each for each in until if each.date >= start])
    before = sum((each.amount for each in until if each.date < start), ZERO)
    return make_statement(selling, buying, start, end, before, within, until)


def statement_bytes(
    desk: Desk,
    drawn: Statement,
    form: Format,
    *,
    paper: str = "a4",
    language: Literal["zh", "en"] = "zh",
) -> bytes:
    """The statement as a file's bytes; UsageError `format_unknown`, `paper_unknown`."""
    number = statement_number(drawn)
    if form == "json":
        from desktop.actions.forms import as_json, statement_form

        return as_json(statement_form(drawn)).encode()
    if form == "xlsx":
        from desktop.exchange.sheets import statement_xlsx

        return statement_xlsx(drawn, number=number, language=language)
    if form != "pdf":
        raise UsageError("format_unknown", format=form, known=", ".join(FORMATS))
    return statement_printout(desk, drawn, paper=paper, language=language).pdf


def statement_printout(
    desk: Desk, drawn: Statement, *, paper: str = "a4", language: Literal["zh", "en"] = "zh"
) -> Printout:
    """The statement as PDF with the characters the font lacks; UsageError `paper_unknown`."""
    from desktop.printing.sheet import Extras, Heading
    from desktop.printing.statement import print_statement as put_on_paper

    seller = drawn.seller
    return put_on_paper(
        drawn,
        heading=Heading(seller.name, seller.address, seller.phone),
        number=statement_number(drawn),
        printed_at=desk.clock().astimezone().strftime("%Y-%m-%d %H:%M"),
        language=language,
        paper=paper,
        proof=_proof(desk, drawn),
        extras=Extras(maker=desk.operator, reply_by=desk.today() + dt.timedelta(days=_REPLY_DAYS)),
    )


def print_statement(  # noqa: PLR0913 -- what is printed, of when, how, and where to
    desk: Desk,
    account: str,
    start: date,
    end: date,
    form: Format = "pdf",
    paper: str = "a4",
    out: Path | None = None,
    *,
    seller: str | None = None,
    language: Literal["zh", "en"] = "zh",
) -> Path:
    """Writes the statement into a file, whole or not at all, and gives its path.

    Without `out` it goes into the desk's own folder. Raises as `statement` and `statement_bytes`, and RefusedError
    `file_not_written`.
    """
    drawn = statement(desk, account, start, end, seller)
    path = out or desk.folder / "statements" / f"{statement_number(drawn)}.{form}"
    return write_whole(path, statement_bytes(desk, drawn, form, paper=paper, language=language))


def statement_number(drawn: Statement) -> str:
    """The number on the paper: the same account and cut-off day give the same number."""
    return f"DZD-{drawn.buyer.code}-{drawn.end:%y%m%d}"


def accounts(desk: Desk) -> list[tuple[Dealer, Dealer]]:
    """The accounts with any posting, as seller and buyer: one's own with the seller above, then the customers'."""
    from sync.records.bulk import query_rows

    sql = "SELECT DISTINCT seller, buyer FROM posting"
    where, values = ("", []) if desk.at_hq else (" WHERE seller = ? OR buyer = ?", [desk.dealer_id, desk.dealer_id])
    with desk.book.reading() as connection:
        pairs = [(row.seller, row.buyer) for row in query_rows(connection, sql + where, *values)]
        known = dealers_by_id(connection, [each for pair in pairs for each in pair])
    found = [(known.get(one) or stranger(one), known.get(other) or stranger(other)) for one, other in pairs]
    return sorted(found, key=lambda pair: (pair[1].id != desk.dealer_id, pair[0].code, pair[1].code))


def _parties(connection: Connection, desk: Desk, account: str, seller: str | None) -> tuple[Dealer, Dealer]:
    named = dealer_named(connection, account, desk.dealer_id)
    own = own_dealer(connection, desk)
    buying = own if named.id == own.parent and not seller else named
    above = dealer_named(connection, seller, desk.dealer_id).id if seller else buying.parent
    if not above:
        raise RefusedError("account_none", dealer=buying.code)
    return dealers_by_id(connection, [above]).get(above) or stranger(above), buying


def _proof(desk: Desk, drawn: Statement) -> Proof | None:
    """The head of the stream that holds the account's postings."""
    from desktop.printing.sheet import Proof

    selling = drawn.seller.id == desk.dealer_id
    name = desk.stream if selling and not desk.at_hq else f"dealer/{drawn.buyer.id}"
    with desk.book.reading() as connection:
        head = head_of(connection, name)
    return None if head is None else Proof(name, head.number, head.hash.hex())
