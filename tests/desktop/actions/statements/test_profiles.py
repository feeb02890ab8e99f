"""The heading of papers: kept as records, scaled, and shown on what is printed from then on."""

import io
from datetime import date

import pytest
from PIL import Image

from desktop.actions.statements import papers, profiles, statements
from desktop.actions.statements.profiles import Profile
from domain.errors import UsageError
from tests.building.desktop.a_desk import TODAY
from tests.building.sync.books import rows
from tests.desktop.actions.statements.test_papers import text_of


def a_picture(size=(40, 20), form="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#1b4e92").save(buffer, form)
    return buffer.getvalue()


def test_what_is_saved_heads_the_papers(desk):
    wanted = Profile("粤海商贸", "体育西路 189 号", "020-1", "9144", "工行", "3602", "陈珺", "谢谢惠顾", a_picture())
    assert profiles.save_profile(desk, wanted) == wanted == profiles.profile(desk)
    profiles.save_profile(desk, wanted)
    assert rows(desk.book, "SELECT id FROM profile") == [("GD01/1",)]
    drawn = statements.draft(desk, "C1", date(2026, 11, 1), TODAY).paper
    pdf = papers.printout(desk, drawn).pdf
    text = text_of(pdf)
    for part in ("粤海商贸", "体育西路 189 号", "税号 9144", "开户行 工行", "账号 3602", "陈珺", "谢谢惠顾"):
        assert part in text
    assert b"/XObject" in pdf
    assert b"/Image" in pdf
    # A needle printer has no colours: no picture there.
    assert b"/Subtype /Image" not in papers.printout(desk, drawn, paper="241x140").pdf


def test_a_logo_is_made_small_and_anything_else_is_refused(tmp_path):
    (tmp_path / "big.jpg").write_bytes(a_picture((3000, 1500), "JPEG"))
    small = Image.open(io.BytesIO(profiles.read_logo(tmp_path / "big.jpg")))
    assert (small.format, small.size) == ("PNG", (800, 400))
    (tmp_path / "text.png").write_text("no picture")
    for name, code in (("text.png", "logo_unreadable"), ("nothing.png", "file_missing")):
        with pytest.raises(UsageError, match=code):
            profiles.read_logo(tmp_path / name)


def test_without_a_profile_the_card_speaks(desk):
    assert profiles.profile(desk) == Profile()
    assert "广东粤海商贸" in text_of(papers.printout(desk, statements.draft(desk, "C1", TODAY, TODAY).paper).pdf)
