"""Both languages word everything that may stand on a paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.printing.labels import EN, LABELS, ZH
from domain.accounts.ledger import BUCKETS
from domain.documents.kinds import KINDS

ZERO, ONE = Decimal(0), Decimal(1)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_every_kind_that_posts_and_every_age_has_a_name(labels):
    posting = [kind for kind, entry in KINDS.items() if entry.posts]
    assert "delivery" in posting
    assert all(labels.kind(kind, ONE, ZERO) != kind for kind in posting)
    assert all(labels.age(bucket) != bucket for bucket in BUCKETS)


def test_a_negative_sale_is_a_reversal_and_a_negative_opening_is_not():
    assert ZH.kind("delivery", -ONE, ZERO) == "红冲销售出库"
    assert ZH.kind("money_receipt", ZERO, -ONE) == "红冲收款"
    assert EN.kind("return", ZERO, -ONE) == "Return (rev.)"
    assert ZH.kind("opening", -ONE, ZERO) == "期初"
    assert ZH.kind("something_new", ONE, ZERO) == "something_new"


def test_places_to_fill_are_the_same_in_both_languages():
    for name in ZH.__slots__:
        chinese, english = getattr(ZH, name), getattr(EN, name)
        if isinstance(chinese, str):
            assert chinese.count("{") == english.count("{"), name
        if isinstance(chinese, tuple):
            assert len(chinese) == len(english), name
