"""What each kind of document does, and its number."""

from datetime import date

import pytest

from domain.documents.kinds import KINDS, document_number, sign_of


@pytest.mark.parametrize(
    ("kind", "prefix", "posts", "moves", "whose"),
    [
        ("order", "XSDD", 0, 0, ""),
        ("answer", "", 0, 0, ""),
        ("delivery", "XSCK", 1, -1, "seller"),
        ("goods_receipt", "CGRK", 0, 1, "buyer"),
        ("return", "XSTH", -1, 1, "seller"),
        ("money_receipt", "SKD", -1, 0, ""),
        ("opening", "QC", 1, 0, ""),
        ("adjustment", "PDD", 0, 1, "seller"),
    ],
)
def test_a_kind_posts_and_moves(kind, prefix, posts, moves, whose):
    assert (KINDS[kind].prefix, sign_of(kind), KINDS[kind].moves, KINDS[kind].moves_for) == (
        prefix,
        posts,
        moves,
        whose,
    )


def test_a_number_tells_kind_desk_day_and_place():
    assert document_number("order", "01", date(2026, 11, 23), 42) == "XSDD-01-261123-0042"
    assert document_number("money_receipt", "00", date(2026, 1, 2), 12345) == "SKD-00-260102-12345"


def test_an_answer_has_no_number():
    with pytest.raises(ValueError, match="answer"):
        document_number("answer", "01", date(2026, 11, 23), 1)
