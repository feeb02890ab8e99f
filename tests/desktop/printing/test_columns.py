"""Columns are chosen by key or title; what a paper can't do without stays."""

import pytest

from desktop.printing.columns import KINDS, chosen, columns_named, kind_of_paper, offered
from domain.errors import UsageError


@pytest.mark.parametrize("kind", KINDS)
def test_what_must_be_is_not_offered_and_always_stands(kind):
    keys = {key for key, _ in offered(kind, "zh")}
    assert keys == {key for key, _ in offered(kind, "en")}
    bare = chosen(kind, ())
    assert bare
    assert not keys & set(bare)
    assert set(chosen(kind, tuple(keys))) == keys | set(bare)


@pytest.mark.parametrize("typed", ["summary,number", "摘要，单据编号", "Summary, Number"])
def test_columns_are_typed_by_key_or_title(typed):
    assert columns_named("statement", typed) == ("date", "number", "summary", "debit", "credit", "balance")


def test_nothing_typed_is_all_and_a_dash_is_the_least():
    assert columns_named("delivery", " ") == ()
    assert columns_named("delivery", "-") == chosen("delivery", ())


def test_an_unknown_column_is_refused_with_the_known():
    with pytest.raises(UsageError) as refused:
        columns_named("open_items", "due,colour")
    assert (refused.value.code, refused.value.facts["column"]) == ("column_unknown", "colour")
    assert "settled" in str(refused.value.facts["known"])


def test_returns_and_goods_receipts_are_printed_as_deliveries():
    assert [kind_of_paper(kind) for kind in ("return", "goods_receipt", "order")] == ["delivery", "delivery", "order"]
