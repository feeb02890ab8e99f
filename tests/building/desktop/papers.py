"""Statements and notes for tests, every default said, and eyes that read a PDF back."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from decimal import Decimal

import pypdfium2

from desktop.printing.note import DeliveryNote, NoteLine
from desktop.printing.statements.sheet import BookPoint, Extras, Heading
from desktop.printing.statements.statement import print_sheet, sheet_of
from domain.accounts.ledger import Posting
from domain.parties.dealers import Dealer
from domain.statements.forms import FormRow, Layout, StatementForm
from domain.statements.forms import MemoItems as FormApart
from domain.statements.statement import Statement, make_statement
from domain.values.chinese_amounts import amount_in_words

HEADING = Heading("广东华南商贸有限公司", "广州市天河区体育西路189号", "020-3888 0188", "91440101MA5XXXXX0X")
PROOF = BookPoint("desk/0001", 18_204, "b3f9c41e77d09a2c" * 4)
EXTRAS = Extras(maker="李堃", checker="陈珺")
REPLY_BY = dt.date(2026, 11, 15)
NUMBER = "DZD-01-202610-0028"
PRINTED = "2026-11-01 09:12"


def a_dealer(code="GD-SZ-0028", name="深圳市南山区福星便利连锁", contact="王喆", phone="138 0000 1234"):
    return Dealer(id=code, code=code, name=name, tier="store", parent="GD01", contact=contact, phone=phone)


def a_posting(index=0, kind="delivery", amount=Decimal("100.10"), summary="饮料 12箱", reverses=None):
    day = dt.date(2026, 10, 1) + dt.timedelta(days=index % 28)
    prefix = {"delivery": "XSCK", "return": "XSTH", "money_receipt": "SKD"}.get(kind, "QC")
    number = f"{prefix}-01-{day:%y%m%d}-{index:04d}"
    return Posting(day, kind, number, amount, day + dt.timedelta(days=30), summary, number, reverses)


def a_statement(
    postings=None, opening=Decimal("1000.00"), entries=3, buyer_name="深圳市南山区福星便利连锁"
) -> Statement:
    if postings is None:
        postings = [
            a_posting(index, "money_receipt", Decimal(-50) - Decimal(index) / 100)
            if index % 4 == 3
            else a_posting(index, amount=Decimal(1000) + Decimal(index * 137) / 100)
            for index in range(entries)
        ]
    before = Posting(dt.date(2026, 9, 1), "opening", "QC-1", opening, dt.date(2026, 9, 1))
    return make_statement(
        a_dealer("GD01", HEADING.name),
        a_dealer(name=buyer_name),
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 31),
        opening,
        postings,
        [before, *postings],
    )


def a_form(statement=None, number=NUMBER, layout=None, apart=None, goods=None, open_rows=(), restated=None):
    """The form of a statement, its open rows and goods given as they are."""
    statement = a_statement() if statement is None else statement
    layout = layout or Layout()
    rows = tuple(
        FormRow(
            entry.date,
            entry.kind,
            entry.number,
            entry.summary,
            entry.debit,
            entry.credit,
            entry.balance,
            (goods or {}).get(entry.number, ()),
        )
        for entry in statement.entries
    )
    return StatementForm(
        number,
        dt.date(2026, 11, 1),
        REPLY_BY,
        layout,
        statement,
        () if layout.open_only else rows,
        tuple(open_rows),
        apart or FormApart(),
        restated,
    )


def print_form(
    form=None, paper="a4", language="zh", *, heading=HEADING, extras=EXTRAS, print_count=1, proof=PROOF, copies=(),
    columns=(),
):  # fmt: skip
    """One form drawn, every default said."""
    sheet = sheet_of(
        form or a_form(),
        heading=heading,
        issued_at=PRINTED,
        language=language,
        paper=paper,
        print_count=print_count,
        proof=proof,
        extras=extras,
        columns=columns,
    )
    return print_sheet(sheet, copies=copies)


def a_note(lines=3, remark="走后门", name="统一绿茶500ml×15", kind="delivery", sign=1) -> DeliveryNote:
    rows = tuple(
        NoteLine(f"SP1{index:04d}", name, f"{index + 1}箱", Decimal("3.2500"), sign * Decimal("48.75") * (index + 1))
        for index in range(lines)
    )
    total = sum((row.amount for row in rows), Decimal("0.00"))
    return DeliveryNote(
        number="XSCK-01-261123-0042",
        date=dt.date(2026, 11, 23),
        customer="深圳市南山区福星便利连锁",
        lines=rows,
        total=total,
        amount_in_words=amount_in_words(total),
        kind=kind,
        customer_code="GD-SZ-0028",
        contact="王喆",
        source="XSDD-01-261122-0007",
        balance_before=Decimal("128460.50"),
        balance_after=Decimal("128460.50") + total,
        maker="李堃",
        remark=remark,
    )


def page_texts(pdf: bytes) -> list[str]:
    """Each page's text as a reader of the file finds it, in lines."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range().replace("\r\n", "\n"))
        text_page.close()
        page.close()
    document.close()
    return texts


def drawing_orders(pdf: bytes) -> str:
    """The content streams of all pages as text."""
    found = []
    for match in re.finditer(rb"/Length (\d+)\s*>>\s*stream\r?\n", pdf):
        plain = zlib.decompress(pdf[match.end() : match.end() + int(match.group(1))])
        if b" Tm\n" in plain:
            found.append(plain.decode("latin-1"))
    assert found, "the file's drawing orders were not found"
    return "\n".join(found)
