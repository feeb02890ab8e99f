"""The summary column (摘要) of an account: what a document says of itself, and its goods in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from domain.accounts.ledger import Posting
from sync.records.books.bulk import rows_in

_SAID = "SELECT id, remark, method, ref FROM document WHERE id IN (?*)"
_GOODS = (
    "SELECT d.id, COUNT(*), MIN(CASE WHEN l.line = 1 THEN COALESCE(NULLIF(l.name, ''), p.name, l.sku) END) "
    "FROM document d JOIN document_line l ON l.document = d.pk LEFT JOIN product p ON p.id = l.product "
    "WHERE d.id IN (?*) GROUP BY d.id"
)


def summarised(connection: Connection, postings: Sequence[Posting]) -> list[Posting]:
    """The postings with their summaries: remark, means of payment and reference, then the first product and how many
    more lines there are (`农夫山泉 550ml +11`), each where there is any.
    """
    ids = [posting.document for posting in postings]
    said = {row[0]: [text for text in row[1:] if text] for row in rows_in(connection, _SAID, ids)}
    for document, lines, first in rows_in(connection, _GOODS, ids):
        said[document].append(f"{first} +{lines - 1}" if lines > 1 else first)
    return [replace(posting, summary=" · ".join(said.get(posting.document, ()))) for posting in postings]
