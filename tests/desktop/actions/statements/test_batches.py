"""All customers' statements in one go: everyone with a balance gets one, the others are listed with their reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, money, overlays
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import batches, papers
from desktop.actions.statements.batches import BatchRequestForm, print_batch
from desktop.printing.preview import page_sizes
from domain.errors import RefusedError, UsageError
from tests.building.desktop.a_desk import a_draft, a_line
from tests.desktop.actions.statements.test_papers import text_of

START, LAST = date(2026, 11, 1), date(2026, 11, 22)


@pytest.fixture
def owing(desk):
    """One customer owes, the other never traded."""
    sold = orders.place_order(desk, a_draft(a_line("W550", "48"), a_line("COLA", "24"), on=date(2026, 11, 19)))
    deliveries.deliver(desk, sold.number, on=date(2026, 11, 20))
    return desk


def test_one_file_holds_everyone_and_tells_who_is_left_out(owing, tmp_path):
    seen = []
    out = tmp_path / "all.pdf"
    done = posted(print_batch(owing, START, LAST, out, progress=lambda *told: seen.append(told)))
    assert (done.made, done.pages, done.cancelled) == (1, len(page_sizes(out.read_bytes())), False)
    assert [(each.buyer.code, each.code) for each in done.left] == [("C2", "statement_no_account")]
    assert "DZD-01-202611-0001" in text_of(out.read_bytes())
    assert [stage for _, _, stage in seen] == ["issue", "draw"]
    assert papers.issued_statements(owing)[0].prints == 1


def test_a_balance_without_movement_gets_its_statement_too(owing, tmp_path):
    done = posted(print_batch(owing, LAST, LAST, tmp_path / "all.pdf"))
    assert done.made == 1
    assert "本期无发生额" in text_of((tmp_path / "all.pdf").read_bytes())


def test_an_even_account_gets_none(owing, tmp_path):
    money.receive_money(owing, "C1", Decimal("132.00"), date(2026, 11, 21), "cash")
    done = posted(print_batch(owing, LAST, LAST, tmp_path / "all.pdf"))
    assert (done.made, [each.code for each in done.left]) == (0, ["statement_nothing", "statement_no_account"])
    assert not (tmp_path / "all.pdf").exists()
    assert posted(print_batch(owing, START, LAST, tmp_path / "all.pdf")).made == 1


@pytest.mark.parametrize(("form", "ending"), [("files", "pdf"), ("workbooks", "xlsx")])
def test_each_customer_may_have_a_file(owing, tmp_path, form, ending):
    done = posted(print_batch(owing, START, LAST, tmp_path / "out", BatchRequestForm(form)))
    assert done.made == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [
        f"天河小卖部_DZD-01-202611-0001_20261101-20261122.{ending}"
    ]


def test_a_second_batch_prints_the_same_statements_again(owing, tmp_path):
    print_batch(owing, START, LAST, tmp_path / "one.pdf")
    print_batch(owing, START, LAST, tmp_path / "two.pdf")
    one, two = (text_of((tmp_path / name).read_bytes()) for name in ("one.pdf", "two.pdf"))
    assert two == one.replace("第 1 次", "第 2 次")
    assert len(papers.issued_statements(owing)) == 1


def test_a_preview_issues_nothing(owing, tmp_path):
    done = posted(print_batch(owing, START, LAST, tmp_path / "all.pdf", BatchRequestForm(issue=False)))
    assert done.made == 1
    assert "未编号" in text_of((tmp_path / "all.pdf").read_bytes())
    assert papers.issued_statements(owing) == []


def test_what_is_stopped_leaves_no_half_file_and_loses_nothing(owing, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "_TOGETHER", 1)
    calls = iter([False, False, True, True])
    done = posted(print_batch(owing, START, LAST, tmp_path / "all.pdf", cancelled=lambda: next(calls)))
    assert done.cancelled
    assert list(tmp_path.glob("*.pdf")) == list(tmp_path.glob(".all*")) == []
    assert [row.prints for row in papers.issued_statements(owing)] == [0]
    assert posted(print_batch(owing, START, LAST, tmp_path / "all.pdf")).made == 1
    assert len(papers.issued_statements(owing)) == 1


def test_bad_wishes_are_told_before_anything_is_issued(owing, tmp_path):
    with pytest.raises(UsageError, match="paper_unknown"):
        print_batch(owing, START, LAST, tmp_path / "x.pdf", BatchRequestForm(paper="a9"))
    with pytest.raises(UsageError, match="statement_future"):
        print_batch(owing, START, date(2026, 12, 31), tmp_path / "x.pdf")
    assert papers.issued_statements(owing) == []
    (tmp_path / "blocked").write_text("a file, no folder")
    with pytest.raises(RefusedError, match="file_in_the_way"):
        print_batch(owing, START, LAST, tmp_path / "blocked" / "x.pdf")


def test_a_batch_goes_onto_pre_printed_forms(owing, tmp_path):
    overlays.save_layout(owing, overlays.layout(owing, "statement").for_printer("LQ", 3, 0))
    wish = BatchRequestForm(pre_printed=True, printer="LQ")
    done = posted(print_batch(owing, START, LAST, tmp_path / "all.pdf", wish))
    text = text_of((tmp_path / "all.pdf").read_bytes())
    assert (done.made, done.pages) == (1, 1)
    assert ("DZD-01-202611-0001" in text, "往来对账单" in text) == (True, False)
    assert page_sizes((tmp_path / "all.pdf").read_bytes())[0] == pytest.approx((241, 139.7), abs=0.1)
    print_batch(owing, START, LAST, tmp_path / "out", replace(wish, form="files"))
    (single,) = (tmp_path / "out").iterdir()
    assert text_of(single.read_bytes()) == text
