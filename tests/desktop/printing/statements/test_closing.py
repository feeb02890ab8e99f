"""The closing parts: what the code says, and a bar whose pieces are the ages' shares."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4
from desktop.printing.labels import ZH
from desktop.printing.statements.closing import proof_text
from desktop.printing.statements.sheet import Extras, StatementSheet
from domain.accounts.ledger import AgeBucket
from domain.statements.marks import digest_of, read_mark
from tests.building.desktop.papers import (
    HEADING,
    NUMBER,
    PRINTED,
    PROOF,
    a_form,
    a_statement,
    drawing_orders,
    print_form,
)


def a_sheet(proof=PROOF):
    return StatementSheet(a_form(), HEADING, PRINTED, 1, proof, Extras(), A4, ZH)


def test_the_code_holds_number_balance_and_digest():
    mark = read_mark(proof_text(a_sheet()))
    assert (mark.number, mark.closing, mark.digest) == (NUMBER, a_statement().closing, digest_of(a_form()))


def test_the_bar_shows_each_age_by_its_share():
    ages = (AgeBucket("not_due", Decimal(250)), AgeBucket("1-30", Decimal(0)), AgeBucket("31-60", Decimal(750)))
    statement = dataclasses.replace(a_statement(), ageing=ages)
    orders = drawing_orders(print_form(a_form(statement)).pdf)
    boxes = [
        (float(width), colour)
        for colour, width in re.findall(r"([\d.]+ [\d.]+ [\d.]+) rg [\d.]+ [\d.]+ ([\d.]+) 9\.64 re f", orders)
    ]
    whole = A4.inner * 72 / 25.4
    assert [colour for _width, colour in boxes] == [A4.colours.ages[0], A4.colours.ages[2]]
    assert [width for width, _colour in boxes] == pytest.approx([whole / 4, whole * 3 / 4], abs=0.01)
