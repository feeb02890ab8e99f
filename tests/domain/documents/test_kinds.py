"""What each kind of document does, what it follows, and its number: as the page on the house says it."""

import re
from datetime import date
from pathlib import Path

import pytest

from domain.documents import kinds
from domain.documents.kinds import KINDS, StockMove, document_number, following, kinds_of, sign_of

ARCHITECTURE = Path(__file__).parents[3] / "docs" / "architecture.md"


@pytest.mark.parametrize(
    ("kind", "prefix", "posts", "moves"),
    [
        ("order", "XSDD", 0, ()),
        ("answer", "", 0, ()),
        ("delivery", "XSCK", 1, (("seller", -1),)),
        ("goods_receipt", "CGRK", 0, (("buyer", 1),)),
        ("return", "XSTH", -1, (("seller", 1),)),
        ("money_receipt", "SKD", -1, ()),
        ("opening", "QC", 1, ()),
        ("adjustment", "PDD", 0, (("seller", 1),)),
        ("payment", "FKD", 1, ()),
        ("discount", "ZKD", -1, ()),
        ("credit_note", "DXD", -1, ()),
        ("debit_note", "JXD", 1, ()),
        ("rebate_settlement", "FLD", -1, ()),
    ],
)
def test_a_kind_posts_and_moves(kind, prefix, posts, moves):
    assert (KINDS[kind].prefix, sign_of(kind)) == (prefix, posts)
    assert KINDS[kind].moves == tuple(StockMove(*move) for move in moves)


def test_the_page_on_the_house_says_the_same_of_each_kind():
    page = ARCHITECTURE.read_text("utf-8").partition("### Documents")[2].partition("A number is")[0]
    rows = re.findall(r"^\| `(\w+)`[^|]*\| ([A-Z–]+) \| ([^|]+) \|", page, re.MULTILINE)
    signs = {"+": 1, "−": -1, "–": 0, "±": 1}
    told = {kind: (prefix.strip("–"), signs[posting.strip()[0]]) for kind, prefix, posting in rows}
    assert {*told} == KNOWN
    assert told == {code: (KINDS[code].prefix, KINDS[code].posts) for code in KNOWN}


KNOWN = {
    "order", "answer", "order_closing", "delivery", "goods_receipt", "return", "money_receipt", "opening",
    "adjustment", "payment", "discount", "credit_note", "debit_note", "rebate_settlement",
}  # fmt: skip


def known(codes):
    """Those that these tests are about: a kind that is added says so in a test of its own."""
    return {*codes} & KNOWN


def test_what_lowers_a_debt_settles_and_what_lowers_its_own_document_is_set_against_it():
    assert known(kinds.SETTLING) == {"return", "money_receipt", "discount", "credit_note", "rebate_settlement"}
    assert known(kinds.TAKING_OFF) == {"return", "discount", "credit_note"}
    assert known(kinds.POSTING) - known(kinds.SETTLING) == {"delivery", "opening", "payment", "debit_note"}


def test_goods_are_received_and_returned_of_deliveries_and_deliveries_made_of_orders():
    assert known(following("takes_up", "order")) == {"delivery"}
    assert known(following("takes_up", "delivery")) == {"return", "goods_receipt"}
    assert known(following("pays_for", "order")) == {"money_receipt"}
    assert known(following("pays_for", "delivery")) == {"rebate_settlement"}


def test_what_changed_the_account_is_named_before_what_only_moved_goods():
    signs = [bool(KINDS[code].posts) for code in following("takes_up", "delivery")]
    assert signs == sorted(signs, reverse=True)


def test_only_the_goods_receipt_is_the_buyers_own_and_only_a_count_concerns_nobody_else():
    assert known(code for code, kind in KINDS.items() if kind.writer == "buyer") == {"goods_receipt"}
    assert known(code for code, kind in KINDS.items() if not kind.copied) == {"adjustment"}


def test_who_moves_goods_needs_the_right_to_and_who_books_money_the_other():
    assert {code for code in kinds.PAPERS if KINDS[code].right == "goods_move"} == {*kinds_of("goods", "stock")}
    assert {code for code in kinds.PAPERS if KINDS[code].right == "money_write"} == {*kinds_of("money", "note")}


def test_deliveries_openings_and_debit_notes_fall_due():
    due = known(code for code, kind in KINDS.items() if kind.falls_due)
    assert due == {"delivery", "opening", "debit_note"}


def test_kinds_come_after_what_they_follow():
    place = {code: at for at, code in enumerate(kinds.DOCUMENTS)}
    for code in kinds.DOCUMENTS:
        source = KINDS[code].source
        assert all(place[each] < place[code] for each in (source.kinds if source else ()))
    assert all(place[code] > place["return"] for code in kinds.NOTES)
    assert {*place} == {code for code, kind in KINDS.items() if kind.prefix}


def test_no_two_kinds_share_a_prefix():
    prefixes = [kind.prefix for kind in KINDS.values() if kind.prefix]
    assert len(set(prefixes)) == len(prefixes)


def test_a_number_tells_kind_desk_day_and_place():
    assert document_number("order", "01", date(2026, 11, 23), 42) == "XSDD-01-261123-0042"
    assert document_number("money_receipt", "00", date(2026, 1, 2), 12345) == "SKD-00-260102-12345"


def test_an_answer_has_no_number():
    with pytest.raises(ValueError, match="answer"):
        document_number("answer", "01", date(2026, 11, 23), 1)
