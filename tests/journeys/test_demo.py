"""The demonstration tells the whole story, proves it, and can be told again."""

import pytest

from tests.journeys.ends import desk_process

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demonstration_comes_out_well(tmp_path, language):
    first = desk_process(tmp_path, "demo", "--headless", lang=language)
    assert (first.status, first["ok"]) == (0, True), first.told
    assert [step for step in first["steps"] if not step["ok"]] == []
    papers = [path for path in first["files"] if path.endswith(".pdf")]
    assert len(papers) == 8
    assert len([path for path in first["files"] if path.endswith(".png")]) > 5
    if language == "zh":
        again = desk_process(tmp_path, "demo", "--headless", lang=language)
        assert (again.status, again["ok"]) == (0, True), again.told
        anew = desk_process(tmp_path, "demo", "--headless", "--fresh", lang=language)
        assert (anew.status, len(anew["steps"])) == (0, len(first["steps"]))
