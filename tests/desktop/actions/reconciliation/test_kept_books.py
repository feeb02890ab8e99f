"""A reconciliation is signed off in somebody's name, kept, listed, and printed again as it was."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from desktop.actions.documents import money
from desktop.actions.reconciliation import kept_books, reconciliation
from desktop.wording.accounts.adjustment_text import adjustment_text
from domain.errors import DeskError
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import a_desk

START, END = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path / "desk")
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 5))
    money.receive_money(desk, "C1", Decimal(40), date(2026, 10, 20))
    yield desk
    desk.close()


def compared(desk, tmp_path):
    from desktop.actions.imports.book_files import OtherFile

    path = tmp_path / "theirs.csv"
    path.write_text("日期,单号,贷方,借方\n2026-10-06,P-1,100,\n2026-10-31,F-2,,30\n", encoding="utf-8")
    return reconciliation.reconcile_account(desk, "C1", START, END, OtherFile(path))


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_what_was_found_is_signed_kept_and_printed_again(desk, tmp_path):
    desk.operator = "李会计"
    found = compared(desk, tmp_path)
    kept = kept_books.sign_off(desk, found, found.adjusted, "差额下月核")
    assert (kept.ours, kept.theirs, kept.adjusted) == (Decimal(60), Decimal(70), Decimal(30))
    assert kept_books.kept_books(desk) == [kept] == kept_books.kept_books(desk, "GD01:C1")
    assert kept_books.kept_books(desk, "GD01:C2") == []
    assert kept_books.kept_one(desk, kept.id[:6]) == kept
    money.book_note(desk, "debit_note", "C1", Decimal(7), date(2026, 10, 7))  # changes nothing that was signed
    told = text_of(kept_books.adjustment_pdf(desk, kept_books.kept_one(desk, kept.id)).pdf)
    for part in ("余额调节表", "天河小卖部", "30.00", "李会计", "差额下月核", "盖章"):
        assert part in told
    assert "未签认" in text_of(kept_books.adjustment_pdf(desk, kept_books.as_kept(desk, found)).pdf)
    assert check(desk.book) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_sides_come_to_one_balance_in_words(desk, tmp_path, language):
    text = adjustment_text(kept_books.as_kept(desk, compared(desk, tmp_path)), language)
    ours, theirs = (section.grid.rows for section in text.sections[:2] if section.grid)
    assert (ours[0][-1], ours[-1][-1], theirs[0][-1], theirs[-1][-1]) == ("60.00", "30.00", "70.00", "30.00")
    for rows in (ours, theirs):
        figures = [Decimal(row[-1].replace(",", "")) for row in rows]
        assert sum(figures[:-1]) == figures[-1]


def test_what_nobody_signed_is_not_found(desk):
    with pytest.raises(DeskError, match="reconciled_unknown"):
        kept_books.kept_one(desk, "abc")
