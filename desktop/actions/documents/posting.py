"""How an action posts a document: made and checked by the records, put into the right stream, shown as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.documents.document_views import paper_view
from sync.records.books.homes import Home
from sync.records.documents.builders import NewDocument, PostingContext
from sync.records.documents.posting import post_document
from sync.records.documents.stored import document_row

if TYPE_CHECKING:
    from desktop.actions.documents.views import PaperView
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


def clerk_of(desk: Desk) -> PostingContext:
    """Whose hand writes here, today."""
    return PostingContext(desk.dealer_id, desk.identity.prefix, desk.operator, desk.now(), desk.today())


def home_of(desk: Desk) -> Home:
    """This place as the home of streams."""
    return Home(desk.identity.role, desk.dealer_id, desk.identity.desk_id, desk.identity.prefix)


def post(desk: Desk, writing: Writing, made: NewDocument) -> PaperView:
    """Puts a made document where its buyer's papers go, with what wallet and deposits pay of it; what it is then."""
    record = post_document(writing, home_of(desk), clerk_of(desk), made)
    return paper_view(desk, writing.connection, document_row(writing.connection, record, made[0]))


def paper(desk: Desk, number: str, *kinds: str) -> PaperView:
    """The posted document of this number or id; UsageError `document_unknown`, `document_ambiguous`."""
    with desk.book.reading() as connection:
        return paper_view(desk, connection, document_row(connection, number, *kinds))
