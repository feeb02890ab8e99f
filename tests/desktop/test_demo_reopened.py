"""A sample in which somebody set a password opens again, and says what it leaves out."""

from types import SimpleNamespace
from typing import cast

from desktop.demo import endings
from desktop.demo.stage import DemoStage
from desktop.demo.story import Story


def test_a_sample_with_a_password_opens_and_tells_what_it_leaves_out(tmp_path, monkeypatch):
    def never(_):
        raise AssertionError("nobody is signed in")

    for name in ("print_papers", "compare_books", "take_pictures"):
        monkeypatch.setattr(endings, name, never)
    monkeypatch.setattr(Story, "_again", lambda _: None)
    desk = SimpleNamespace(user=None, peopled=True)
    stage = SimpleNamespace(told=True, desk=lambda: desk, out=tmp_path)
    told: list[str] = []
    story = Story(cast("DemoStage", stage), "zh", tell=told.append, pictures=True)
    story.run()
    assert story.ok
    assert any("要有人登录" in line for line in told)
