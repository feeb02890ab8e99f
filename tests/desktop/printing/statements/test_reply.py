"""The slip says from the customer's side what is owed, in figures and in words."""

from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4
from desktop.printing.labels import EN, ZH
from desktop.printing.statements.reply import claim
from desktop.printing.statements.sheet import Extras, StatementSheet
from tests.building.desktop.papers import HEADING, PRINTED, a_form, a_posting, a_statement


def said(amount, labels):
    statement = a_statement(
        [a_posting(1, "money_receipt", Decimal(amount))] if amount else [], opening=Decimal("1000.00")
    )
    return claim(StatementSheet(a_form(statement), HEADING, PRINTED, 1, None, Extras(), A4, labels))


@pytest.mark.parametrize("labels", [ZH, EN])
def test_figures_and_words_stand_without_a_sign(labels):
    one, five = ("壹仟元整", "伍佰元整") if labels is ZH else ("one thousand yuan", "five hundred yuan")
    for amount, figures, words in (("", "1,000.00", one), ("-1500.00", "500.00", five)):
        sentence = said(amount, labels)
        assert figures in sentence
        assert words in sentence
        assert "-" not in sentence.replace("2026-10-31", "")
        assert "负" not in sentence


@pytest.mark.parametrize("labels", [ZH, EN])
def test_owing_being_owed_and_even_are_three_sentences(labels):
    heads = {said(amount, labels)[:12] + said(amount, labels)[-12:] for amount in ("", "-1500.00", "-1000.00")}
    assert len(heads) == 3
    assert "0.00" not in said("-1000.00", labels)
