"""Every paper has room for what is drawn on it, inside its own edges."""

import pytest

from desktop.printing.drawing.paper import PAPERS, paper_named
from domain.errors import UsageError


@pytest.mark.parametrize("name", PAPERS)
def test_everything_lies_inside_the_sheet(name):
    paper = paper_named(name)
    assert 0 < paper.left < paper.right < paper.width
    assert 0 < paper.top < paper.bottom < paper.foot < paper.height
    assert paper.inner == pytest.approx(paper.right - paper.left)
    assert (paper.bottom - paper.top) / paper.row > 10


def test_paper_nobody_has_is_told():
    with pytest.raises(UsageError, match="paper_unknown"):
        paper_named("letter")
