"""Every page and every dialog stands whole on a screen of 1024 by 600, in both languages; in English it speaks English.

Run whole, at any scale of the screen: `FITTING=whole QT_SCALE_FACTOR=1.5 pytest …/test_fitting.py`;
without the word Chinese pages and English pages with their dialogs are walked, at the scale of 1. With `PICTURES=DIR`
everything that is walked is grabbed into that folder.
"""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.pictures import wait
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.parts import Banner
from tests.building.desktop.fitting import SCREEN, misfits, untranslated
from tests.building.desktop.sample_accounts import FX001, NUMBER, PERIOD
from tests.building.desktop.sample_hq import an_hq_desk
from tests.building.desktop.walking import never_block, visit
from tests.desktop.ui.orders.test_order_steps import ASKED
from tests.pictures.accounts import prepare
from tests.pictures.hq_accounts import prepare_hq

WHOLE = os.environ.get("FITTING") == "whole"
GIVEN = {
    "orderview": ASKED,
    "ledger": FX001,
    "settling": FX001,
    "statements": FX001,
    "confirming": NUMBER,
    "reconciling": (FX001, *PERIOD),
}
LONG = "这一步没有做成，因为总部还没有答复上一次的申请；请先与总部交换，看过答复之后再试一次。" * 3


@pytest.fixture
def opened(window_of, monkeypatch):
    """Opens the window of a desk in one language on the small screen."""
    never_block(monkeypatch)
    return lambda desk, language: window_of(desk, language, SCREEN.width(), SCREEN.height()).shell


def walked(shell, given, *, dialogs=True, english=False):
    """What doesn't fit on the walk, by where it was seen first; and the kinds of dialogs that were met."""
    found: dict[str, str] = {}
    met = set()
    for name, window in visit(shell, given, dialogs=dialogs):
        met.add(type(window).__name__)
        if os.environ.get("PICTURES"):
            said = re.sub(r"\W+", "-", f"{shell.tr('订单')}-{name}")
            window.grab().save(str(Path(os.environ["PICTURES"]) / f"{said}.png"))
        for each in [*misfits(window), *(untranslated(window) if english else ())]:
            found.setdefault(each, name)
        if isinstance(window, QDialog):
            for each in moved_by_a_message(window):
                found.setdefault(each, name)
    return {f"{name}: {each}" for each, name in found.items()}, met


def moved_by_a_message(dialog):
    """Whether a dialog changes its size, or loses anything, when something long has to be told."""
    banners = dialog.findChildren(Banner)
    before = dialog.size()
    for banner in banners:
        banner.say(LONG, "bad")
        for _ in range(4):  # a label, its row, what holds it, the dialog
            QApplication.processEvents()
        if isinstance(dialog, FormDialog) and dialog.size() != before:
            yield f"{type(dialog).__name__} grows from {before} to {dialog.size()} by a message"
        yield from (f"with a message: {each}" for each in misfits(dialog))
        banner.hide()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_and_dialog_of_a_desk_stands_whole(opened, desk, language):
    prepare(desk)
    shell = opened(desk, language)
    assert (shell.width(), shell.height()) == (SCREEN.width(), SCREEN.height())
    shell.go("rebates")
    wait(shell.worker)
    given = GIVEN | {"rebateview": shell.page("rebates").bars.current_row()}
    dialogs = WHOLE or language == "en"
    found, met = walked(shell, given, dialogs=dialogs, english=language == "en")
    assert not found, "\n".join(["", *sorted(found)])
    assert not dialogs or len(met) > 25


@pytest.mark.skipif(not WHOLE, reason="a walk of a minute; FITTING=whole")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_and_dialog_of_hqs_people_stands_whole(opened, tmp_path, language):
    with an_hq_desk(tmp_path / "hq") as desk:
        prepare_hq(desk)
        found, _ = walked(opened(desk, language), {}, english=language == "en")
    assert not found, "\n".join(["", *sorted(found)])
