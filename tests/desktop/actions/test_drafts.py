"""A draft is kept as it grows, comes back as it was, and goes when it is thrown away."""

from dataclasses import replace
from decimal import Decimal

from desktop.actions import drafts
from tests.desktop.actions.a_desk import a_draft, a_line


def test_draft_comes_back_as_it_was_last_kept(desk):
    first = a_draft(a_line("W550", "24", agreed="1.4999"), ref="电话")
    drafts.save_draft(desk, first)
    grown = replace(first, lines=(*first.lines, a_line("COLA", "1.5", unit="箱", size="24")))
    drafts.save_draft(desk, grown)
    drafts.save_draft(desk, replace(first, id="draft-2"))
    assert {draft.id: draft for draft in drafts.drafts(desk)} == {
        "draft-1": grown,
        "draft-2": replace(first, id="draft-2"),
    }
    assert drafts.drafts(desk)[0].lines[0].quantity == Decimal(24)


def test_thrown_away_draft_is_gone_and_others_stay(desk):
    drafts.save_draft(desk, a_draft())
    drafts.discard_draft(desk, "no such draft")
    assert len(drafts.drafts(desk)) == 1
    drafts.discard_draft(desk, "draft-1")
    assert drafts.drafts(desk) == []
