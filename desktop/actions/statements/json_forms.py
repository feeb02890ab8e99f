"""The JSON forms of statements, as issued or drafted."""

from __future__ import annotations

from desktop.actions.documents.json_forms import Form, amount, amount_or_none, price, quantity, statement_form
from domain.accounts.periods import Restated
from domain.statements.forms import GoodsLine, MemoRow, OpenRow
from domain.statements.marks import digest_of
from sync.records.statements.issued import Issued, StatementRow


def issued_form(paper: Issued) -> Form:
    """A statement with all its form says: goods, open items, what stands apart, number and digest."""
    form = paper.form
    told = statement_form(form.statement)
    for row, entry in zip(form.rows, told["entries"], strict=False):
        if row.goods:
            entry["goods"] = [_goods_form(line) for line in row.goods]
    apart = {
        name: [_apart_form(row) for row in getattr(form.apart, name)]
        for name in ("prepayments", "wallet", "in_transit", "disputed")
    }
    return {
        "number": form.number or None,
        "issued": form.issued.isoformat() if form.number else None,
        "reply_by": form.reply_by.isoformat() if form.reply_by else None,
        "layout": {"detail": form.layout.detail, "open_only": form.layout.open_only, "prices": form.layout.prices},
        **told,
        "open": [_open_form(row) for row in form.open_rows],
        "apart": apart,
        "restated": _restated_form(form.restated),
        "replaces": paper.replaces or None,
        "why": paper.why or None,
        "digest": digest_of(form) if form.number else None,
        "head": paper.head if form.number else None,
    }


def _goods_form(line: GoodsLine) -> Form:
    return {
        "sku": line.sku,
        "name": line.name,
        "quantity": quantity(line.quantity),
        "unit": line.unit,
        "unit_price": price(line.unit_price),
        "amount": amount_or_none(line.amount),
    }


def _apart_form(row: MemoRow) -> Form:
    return {"date": row.date.isoformat(), "number": row.number, "summary": row.summary, "amount": amount(row.amount)}


def _open_form(row: OpenRow) -> Form:
    return {
        "date": row.date.isoformat(),
        "due": row.due.isoformat(),
        "kind": row.kind,
        "number": row.number,
        "part": row.part,
        "amount": amount(row.amount),
        "settled": amount(row.settled),
        "remaining": amount(row.remaining),
        "days_late": row.days_late,
        "balance": amount(row.balance),
    }


def _restated_form(restated: Restated | None) -> Form | None:
    if restated is None:
        return None
    late = [{"number": each.posting.number, "amount": amount(each.posting.amount)} for each in restated.late]
    return {"day": restated.day.isoformat(), "told": amount(restated.told), "now": amount(restated.now), "late": late}


def statement_row_form(row: StatementRow) -> Form:
    """An issued statement as lists tell it."""
    return {
        "number": row.number,
        "seller": row.seller,
        "buyer": row.buyer,
        "from": row.start.isoformat(),
        "to": row.end.isoformat(),
        "issued": row.issued.isoformat(),
        "reply_by": row.reply_by.isoformat() if row.reply_by else None,
        "opening": amount(row.opening),
        "closing": amount(row.closing),
        "digest": row.digest,
        "author": row.author,
        "prints": row.prints,
        "state": row.state,
        "replaced_by": row.replaced_by or None,
    }
