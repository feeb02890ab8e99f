"""The one way a made document gets into the books, at a desk and at HQ: with what a wallet pays of it, and settled."""

from __future__ import annotations

from domain.documents.kinds import KINDS
from sync.records.accounts.settlements import settle_delivery, settle_source
from sync.records.books.homes import Home, home_of
from sync.records.documents.builders import NewDocument, PostingContext
from sync.records.log.writing import Writing
from sync.records.rebates.wallets import wallet_payment


def post_document(writing: Writing, home: Home, clerk: PostingContext, made: NewDocument) -> str:
    """Puts a made document, and sets against its account what goes with it at once; returns its id.

    Against a delivery goes what its wallet paid and what was paid ahead for its order; what lowers the document it is
    about goes against that very one. Whatever else settles does so by the account's own way, which its action knows.
    """
    kind, record, body = made
    put_document(writing, made, home)
    if body.reverses is None and kind == "delivery":
        settle_delivery(writing, home, clerk, made)
    elif body.reverses is None and body.source and KINDS[kind].takes_off:
        settle_source(writing, home, clerk, made)
    return record


def put_document(writing: Writing, made: NewDocument, home: Home | None = None) -> str:
    """Writes a made document, with what the wallet pays of a delivery, where its buyer reads it; returns its id."""
    kind, record, body = made
    home = home or home_of(writing.connection)
    payment = wallet_payment(writing.connection, home.prefix, record, body) if kind == "delivery" else None
    for each, named, paper in (made, *([payment] if payment else [])):
        writing.put(home.stream_for(paper.buyer), each, named, paper)
    return record
