"""The demonstration tells the whole story, proves it, and can be told again."""

import pytest

from tests.journeys.ends import desk_process

pytestmark = pytest.mark.slow


def told(tmp_path, *words, lang):
    """What a telling came to; every step of it came out as it should."""
    answer = desk_process(tmp_path, "demo", "--headless", *words, lang=lang)
    assert (answer.status, answer["ok"]) == (0, True), answer.told
    assert [step for step in answer["steps"] if not step["ok"]] == []
    return answer


def test_the_demonstration_comes_out_well_in_both_languages_again_and_anew(tmp_path):
    first = told(tmp_path, lang="zh")
    assert_all_files(first)
    told(tmp_path, lang="zh")
    anew = told(tmp_path, "--fresh", lang="en")
    assert len(anew["steps"]) == len(first["steps"])
    assert_all_files(anew)


def assert_all_files(answer):
    assert len([path for path in answer["files"] if path.endswith(".pdf")]) == 8
    assert len([path for path in answer["files"] if path.endswith(".png")]) > 5
