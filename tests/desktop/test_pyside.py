"""The window library itself: one version of it lost references to None and died after some thousand calls."""

import sys

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None can't die any more from Python 3.12 on")
def test_calls_that_return_nothing_lose_no_reference(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(10_000):
        label.setText(str(number))
    lost = before - sys.getrefcount(None)
    assert lost < 100


def test_library_is_the_version_that_was_proven():
    import PySide6
    import shiboken6

    assert PySide6.__version__ == shiboken6.__version__ == "6.11.3"
