"""A statement is issued once, prints again byte for byte but for its count, and its code is checked."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from desktop.actions.documents import deliveries, money
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import confirming, papers, profiles, statements
from desktop.actions.statements.profiles import Profile
from desktop.file_names import safe_name
from domain.errors import RefusedError, UsageError
from domain.statements.forms import Layout
from domain.statements.marks import mark_of
from sync.keys import DeviceKey, save_key
from tests.building.desktop.a_desk import TODAY, a_draft

START, LAST = date(2026, 11, 1), date(2026, 11, 22)


@pytest.fixture
def paid(desk, early_order):
    """Two cases and one delivered on the 20th, 50 yuan paid on the 21st."""
    deliveries.deliver(desk, early_order.number, on=date(2026, 11, 20))
    money.receive_money(desk, "C1", Decimal("50.00"), date(2026, 11, 21), "cash")
    return desk


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_a_draft_has_no_number_and_says_so(paid):
    drawn = statements.draft(paid, "C1", START, LAST)
    assert [reason.code for reason in drawn.reasons] == ["statement_unclosed"]
    text = text_of(papers.printout(paid, drawn.paper).pdf)
    assert "预览" in text
    assert "未编号" in text
    assert "第 1 次" not in text
    assert papers.issued_statements(paid) == []


def test_a_reprint_is_the_same_document_but_for_its_count(paid):
    issued = posted(papers.issue_statement(paid, "C1", START, LAST))
    first = papers.printout(paid, issued).pdf
    assert first == papers.printout(paid, issued).pdf  # looking isn't printing
    papers.printed(paid, [f"statement/{issued.number}"])
    money.receive_money(paid, "C1", Decimal("9.00"), date(2026, 11, 22), "cash")
    profiles.save_profile(paid, Profile(heading="改名后的公司"))
    again = papers.printout(paid, papers.issued(paid, issued.number)).pdf
    assert text_of(again).replace("第 2 次", "第 1 次") == text_of(first)
    assert again != first
    # The same count drawn again is the same file, byte for byte.
    assert again == papers.printout(paid, papers.issued(paid, issued.number)).pdf


def test_a_later_posting_makes_another_statement_and_restates_the_next(paid):
    first = posted(papers.issue_statement(paid, "C1", START, date(2026, 11, 21)))
    assert posted(papers.issue_statement(paid, "C1", START, date(2026, 11, 21))) == first
    money.receive_money(paid, "C1", Decimal("9.00"), date(2026, 11, 20), "cash")
    second = posted(papers.issue_statement(paid, "C1", START, date(2026, 11, 21), why="补记"))
    assert (first.number, second.number) == ("DZD-01-202611-0001", "DZD-01-202611-0002")
    following = statements.draft(paid, "C1", LAST, TODAY).paper.form
    assert following.restated is None  # the second one told what is so
    money.receive_money(paid, "C1", Decimal("1.00"), date(2026, 11, 19), "cash")
    restated = statements.draft(paid, "C1", LAST, TODAY).paper.form.restated
    assert restated is not None
    assert (restated.told, restated.now) == (Decimal("73.00"), Decimal("72.00"))
    assert "期初余额更正" in text_of(papers.printout(paid, statements.draft(paid, "C1", LAST, TODAY).paper).pdf)


def test_detail_shows_goods_with_or_without_prices_and_open_items_only_what_is_open(paid):
    detail = statements.draft(paid, "C1", START, LAST, Layout("lines")).paper
    text = text_of(papers.printout(paid, detail).pdf)
    assert "农夫山泉550ml" in text
    assert "1.50" in text
    bare = statements.draft(paid, "C1", START, LAST, Layout("lines", prices=False)).paper
    assert "1.50" not in text_of(papers.printout(paid, bare).pdf)
    items = statements.draft(paid, "C1", START, LAST, Layout(open_only=True)).paper.form
    assert [(row.amount, row.remaining) for row in items.open_rows] == [(Decimal("132.00"), Decimal("82.00"))]
    assert items.statement.closing == Decimal("82.00")


def test_a_scanned_code_is_true_altered_or_unknown(paid):
    issued = posted(papers.issue_statement(paid, "C1", START, LAST))
    payload = mark_of(issued.form).payload
    found = papers.verify(paid, f"  {payload}\n")
    assert found.true
    assert found.statement is not None
    assert found.statement.closing == Decimal("82.00")
    for altered, code in (
        (payload.replace("82.00", "28.00"), "mark_closing_differs"),
        (payload[:-1] + ("0" if payload[-1] != "0" else "1"), "mark_text_differs"),
        (payload.replace("-0001|", "-0009|"), "mark_unknown"),
    ):
        found = papers.verify(paid, altered)
        assert not found.true
        assert [reason.code for reason in found.reasons] == [code]
    with pytest.raises(UsageError, match="mark_unreadable"):
        papers.verify(paid, "https://example.org")


def test_a_withdrawn_paper_is_void_though_it_is_true(paid):
    save_key(paid.folder, paid.identity.desk_id, DeviceKey.make())
    issued = posted(papers.issue_statement(paid, "C1", START, LAST))
    confirming.withdraw(paid, issued.number, reason="重开")
    found = papers.verify(paid, mark_of(issued.form).payload)
    assert [reason.code for reason in found.reasons][:2] == ["mark_true", "mark_withdrawn"]
    assert not found.true
    again = posted(papers.issue_statement(paid, "C1", START, LAST))
    assert again.number != issued.number
    assert papers.verify(paid, mark_of(again.form).payload).true
    money.receive_money(paid, "C1", Decimal("9.00"), date(2026, 11, 20), "cash")
    confirming.withdraw(paid, again.number)
    # What was told and taken back is nothing a later statement has to explain.
    assert statements.draft(paid, "C1", date(2026, 11, 23), TODAY).paper.form.restated is None


def test_days_to_come_and_accounts_of_others_are_refused(paid):
    with pytest.raises(UsageError, match="statement_future"):
        statements.draft(paid, "C1", START, date(2026, 12, 31))
    with pytest.raises(UsageError, match="statement_period"):
        statements.draft(paid, "C1", TODAY, START)
    with pytest.raises(UsageError, match="dealer_unknown"):
        statements.draft(paid, "NOBODY", START, LAST)
    with pytest.raises(RefusedError, match="account_not_yours"):
        papers.issue_statement(paid, "HQ", START, LAST)  # one's own account is the seller's to issue


def test_file_names_are_safe_everywhere(desk):
    orders.place_order(desk, a_draft())
    paper = statements.draft(desk, "C1", START, date(2026, 11, 20)).paper
    assert papers.file_name(paper, "pdf") == "天河小卖部_C1_20261101-20261120.pdf"
    assert safe_name('喆/堃\\:*?"<>|\n 店. ', 60) == "喆_堃__________ 店".replace("__________", "_________")
    assert safe_name("con", 60) == "_con"
    assert safe_name("LPT1.x", 60) == "_LPT1.x"
    assert safe_name(" .. ", 60) == "_"
    assert len(safe_name("长" * 300, 60)) == 60
