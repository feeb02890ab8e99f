"""What is disputed is typed by its name in either language; a refusal lists what can be typed."""

import pytest

from desktop.cli.answers import _line
from desktop.naming import NAMES
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
