"""What is disputed is typed by its name in either language; a refusal lists what can be typed."""

from argparse import Namespace
from decimal import Decimal

import pytest

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.cli.calls import Call
from desktop.cli.commands.answers import _disputed, _line
from desktop.labels import NAMES
from desktop.wording import say
from domain.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "code"),
    [("价格不符", "price"), ("价格", "price"), ("price differs", "price"), ("price", "price"),
     ("少货", "short_delivery"), ("已", "已"), ("心情", "心情"), ("", "")],
)  # fmt: skip
def test_a_reason_is_known_by_its_name_or_by_how_only_one_begins(typed, code):
    assert _line(f"XSCK-1,{typed},10,8").reason == code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reason_that_is_none_is_answered_with_all_there_are(language):
    said = say(UsageError("reply_reason", reason="心情"), language)
    assert all(names[0 if language == "zh" else 1] in said for names in NAMES["objection"].values())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", list(NAMES["objection"]))
def test_what_both_sides_said_of_a_line_is_told_in_words(language, reason):
    call = Call(Namespace(), language, False)
    row = ObjectionRow("XSCK-1", reason, Decimal(1500), Decimal("1545.60"), "少一箱")
    told = _disputed(call, row, (False, "按出库单", "JXD-2"))
    name = NAMES["objection"][reason][0 if language == "zh" else 1]
    refused = "不认可" if language == "zh" else "not accepted"
    said = [name, "1,500.00", "1,545.60", "少一箱", refused, "按出库单", "JXD-2"]
    assert [each for each in said if each not in told] == []
    if language == "zh":
        assert reason not in told
    opening = _disputed(call, ObjectionRow("", reason, None, Decimal(1)))
    assert ("期初余额" if language == "zh" else "Opening balance") in opening
