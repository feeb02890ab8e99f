"""Where a window can't be drawn, the program says what the machine lacks before the toolkit ends it."""

import pytest

from desktop.cli.commands import window
from desktop.wording import say
from domain.errors import DeskError


@pytest.mark.parametrize(("chosen", "wayland", "told"), [("", "", True), ("xcb", ":0", True), ("", ":0", False)])
def test_what_the_system_lacks_is_named_with_the_command_that_mends_it(monkeypatch, chosen, wayland, told):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", chosen)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    monkeypatch.setattr(window, "_loads", lambda library: library != "libxcb-cursor.so.0")
    if not told:
        window.check_display()
        return
    with pytest.raises(DeskError) as refused:
        window.check_display()
    assert "sudo apt install libxcb-cursor0" in say(refused.value, "zh")
    assert "sudo apt install libxcb-cursor0" in say(refused.value, "en")


def test_a_whole_system_is_let_pass(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setattr(window, "_loads", lambda _: True)
    window.check_display()
