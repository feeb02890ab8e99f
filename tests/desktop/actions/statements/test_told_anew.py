"""A statement told anew takes the place of the one before for a reason, said before and after and on the paper."""

import io
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import confirming, issued, papers, replies
from desktop.actions.statements.batches import BatchRequestForm, issue_all, print_batch
from desktop.actions.statements.files import statement_bytes
from desktop.actions.statements.statements import draft
from desktop.wording import say
from domain.errors import DeskError
from domain.statements.forms import Layout
from sync.keys import DeviceKey, save_key
from tests.building.desktop.a_desk import TODAY
from tests.sync.conftest import key_store

__all__ = ["key_store"]

START, END = date(2026, 10, 1), date(2026, 10, 31)
WHY = "漏记 10 月 20 日的借项单"


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def told(desk):
    """C1's October was told as 100; then a document of October came."""
    save_key(desk.folder, "D1", DeviceKey.make())
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 5))
    first = posted(papers.issue_statement(desk, "C1", START, END))
    late = posted(money.book_note(desk, "debit_note", "C1", Decimal(70), date(2026, 10, 20)))
    return desk, first.number, late.number


def test_what_a_new_statement_does_is_told_before_and_its_reason_asked(told):
    desk, first, late = told
    (before,) = papers.replaced_by(desk, draft(desk, "C1", START, END).paper)
    assert (before.code, before.facts["number"], before.facts["told"], before.facts["now"]) == (
        "statement_would_replace", first, Decimal(100), Decimal(170),
    )  # fmt: skip
    assert str(before.facts["late"]).startswith(late)
    for why in ("", "  "):
        with pytest.raises(DeskError) as refused:
            papers.issue_statement(desk, "C1", START, END, why=why)
        assert (refused.value.code, refused.value.facts["number"]) == ("statement_why", first)
        assert [say(refused.value, "zh").count(each) for each in ("代替", "170.00", late)] == [1, 1, 1]  # said once
    assert [row.number for row in papers.issued_statements(desk)] == [first]
    assert confirming.withdrawn_for(desk, first) is None


def test_the_paper_names_what_it_takes_the_place_of_and_why(told):
    desk, first, _ = told
    second = posted(papers.issue_statement(desk, "C1", START, END, why=WHY))
    assert (second.replaces, second.why) == (first, WHY)
    assert confirming.withdrawn_for(desk, first) == WHY
    (event,) = confirming.confirmation(desk, first).events
    assert (event.act, event.replacement, event.reason) == ("withdraw", second.number, WHY)
    again = papers.issued(desk, second.number)
    for paper in ("a4", "241x140"):
        page = text_of(papers.printout(desk, again, paper=paper).pdf)
        assert first in page
        assert WHY.replace(" ", "") in page.replace(" ", "")
    book = CalamineWorkbook.from_filelike(io.BytesIO(statement_bytes(desk, again, "xlsx", language="zh")))
    cells = str(book.get_sheet_by_index(0).to_python())
    assert first in cells
    assert WHY in cells
    assert WHY in statement_bytes(desk, again, "json").decode()
    assert posted(papers.issue_statement(desk, "C1", START, END)).number == second.number  # it says nothing anew
    (row,) = [each.code for each in papers.replacing(desk, second.number)]
    assert row == "statement_replaced"
    states = {each.number: (each.state, each.replaced_by) for each in papers.issued_statements(desk)}
    assert states == {first: ("replaced", second.number), second.number: ("issued", "")}
    rows = {each.number: each.state for each in issued.issued_rows(desk, issued.issued_ids(desk))}
    assert rows[first] == "replaced"


def test_no_statement_is_replaced_without_a_word_whoever_asks_for_all(told):
    desk, first, _ = told
    with pytest.raises(DeskError, match="statement_why"):
        issue_all(desk, START, END, Layout())
    assert confirming.withdrawn_for(desk, first) is None


def test_a_batch_asks_for_the_reason_as_well(told, tmp_path):
    desk, first, _ = told
    with pytest.raises(DeskError, match="statement_why"):
        print_batch(desk, START, END, tmp_path / "all.pdf")
    assert confirming.withdrawn_for(desk, first) is None
    done = posted(print_batch(desk, START, END, tmp_path / "all.pdf", BatchRequestForm(why=WHY)))
    assert papers.issued(desk, done.numbers[0]).replaces == first


def test_what_was_agreed_to_stays_and_says_why(told):
    desk, first, _ = told
    replies.record_reply(desk, first, "agrees", TODAY, "李四", their_closing=Decimal(100), original=True)
    (before,) = papers.replaced_by(desk, draft(desk, "C1", START, END).paper)
    assert before.code == "statement_confirmed_stands"
    with pytest.raises(DeskError, match="statement_why") as refused:
        papers.issue_statement(desk, "C1", START, END)
    assert "代替" not in say(refused.value, "zh")  # what was agreed to stays
    second = posted(papers.issue_statement(desk, "C1", START, END, why=WHY))
    assert second.replaces == ""
    assert confirming.withdrawn_for(desk, first) is None
