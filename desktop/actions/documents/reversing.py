"""Undoing a posted document by another: papers are never changed and never vanish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.views import PaperView
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.orders.lost_benefits import uncharged
from domain.documents.kinds import KINDS
from sync.records.documents.builders import make_reversal
from sync.records.documents.stored import document_row

if TYPE_CHECKING:
    from desktop.desk import Desk


@changes("orders", "stock", "accounts", "papers", "incoming")
@hq_does("reverse_document")
def reverse(desk: Desk, number: str, on: date | None = None, reason: str = "") -> PaperView:
    """Writes the document's negative (红冲).

    Raises UsageError `document_unknown`; RefusedError `not_yours`, `date_…`, `not_reversible`, `reversal_of_reversal`,
    `already_reversed`, `has_followers`.
    """
    with desk.book.reading() as connection:
        row = document_row(connection, number)
        kind, day = row.kind, date.fromisoformat(row.date)
    desk.need(KINDS[kind].right)
    with desk.book.writing() as writing:
        connection, on = writing.connection, on or max(desk.today(), day)
        made = make_reversal(connection, clerk_of(desk), number, on=on, reason=reason)
        shown = post(desk, writing, made)
        if kind == "return" and made[2].source:
            note = uncharged(connection, clerk_of(desk), made, on)
            if note is not None:
                charged = post(desk, writing, note)
                shown = replace(shown, charge=-charged.amount, charge_number=charged.number)
        return shown
