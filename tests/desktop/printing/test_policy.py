"""A policy on paper tells everything its document tells, on as many pages as it takes."""

import pytest

from desktop.printing.policy import PolicyPaper, print_policy
from desktop.wording.policies.policy_text import PolicyText, Section, policy_text
from desktop.wording.policies.text_parts import TextGrid
from domain.errors import UsageError
from tests.building.desktop.papers import HEADING, PRINTED, page_texts
from tests.building.sync.policies import a_policy


def printed(text, **more):
    shown = PolicyPaper(text, "CX1 / 1", ("制定 王芳", "审批 李强"), more.pop("warning", ""))
    return print_policy(shown, heading=HEADING, printed_at=PRINTED, **more)


def a_text(*sections):
    return PolicyText("双十一满减", "促销", sections)


@pytest.mark.parametrize("paper", ["a4", "241x140", "241x280"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_stands_on_the_paper(paper, language):
    text = policy_text(a_policy(note="以总部解释为准。"), language)
    made = printed(text, paper=paper, language=language)
    pages = page_texts(made.pdf)
    whole = "".join("".join(pages).split())
    for section in text.sections:
        for sentence in (section.heading, *section.sentences):
            assert "".join(sentence.split()) in whole, sentence
    assert made.missing == ()
    assert all(HEADING.name in page and "CX1 / 1" in page for page in pages)


def test_a_long_table_goes_on_under_its_head():
    rows = tuple((str(place), f"商品{place:03}") for place in range(120))
    pages = page_texts(printed(a_text(Section("价格", ("由上而下：",), TextGrid(("序", "品名"), rows)))).pdf)
    assert len(pages) > 2
    assert all("品名" in page for page in pages)
    assert [sum(f"商品{place:03}" in page for page in pages) for place in range(120)] == [1] * 120


def test_a_heading_never_stands_alone_at_the_foot():
    for sentences in range(30, 46):
        text = a_text(Section("甲", ("句。",) * sentences), Section("乙标题", ("尾句。",)))
        page = next(page for page in page_texts(printed(text).pdf) if "乙标题" in page)
        assert "尾句" in page


def test_long_cells_are_wrapped_and_nothing_is_cut():
    long = "、".join(f"商品{place:03}" for place in range(60))
    whole = "".join(
        page_texts(printed(a_text(Section("甲", (long,), TextGrid(("商品", "数量"), ((long, "1箱"),))))).pdf)
    )
    plain = "".join(whole.split())
    assert plain.count("商品059") == 2
    assert "…" not in plain


def test_a_warning_is_told_and_an_unknown_paper_refused():
    assert "已由李强停用" in "".join("".join(page_texts(printed(a_text(), warning="已由 李强 停用").pdf)).split())
    with pytest.raises(UsageError, match="paper_unknown"):
        printed(a_text(), paper="a9")


def test_the_same_policy_is_the_same_bytes():
    text = policy_text(a_policy(), "zh")
    assert printed(text).pdf == printed(text).pdf
