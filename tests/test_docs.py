"""What the documents show as an example is accepted by the program, and what they link to is there."""

import json
import re
from pathlib import Path

import pytest

from tests.building import rooms
from tests.journeys.ends import ROOT, done, hq_files

DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
EXAMPLES = [
    json.loads(found)
    for found in re.findall(r"```json\n(.*?)```", (ROOT / "docs/policies.md").read_text(encoding="utf-8"), re.DOTALL)
]


@pytest.fixture(scope="module")
def hq(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    done(folder / "hq", "hq", "init")
    done(folder / "hq", "hq", "load", str(hq_files(folder / "files")))
    return folder / "hq"


def test_there_are_examples_of_all_three_kinds():
    assert {example["terms"]["type"] for example in EXAMPLES} == {"price_list", "promotion", "rebate"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_every_policy_shown_is_sound(hq, tmp_path, example):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(example), encoding="utf-8")
    assert done(hq, "policy", "check", str(file))["problems"] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path):
    text = page.read_text(encoding="utf-8")
    named = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert [target for target in named if not (page.parent / target).exists()] == []


def test_the_rooms_are_shown_as_the_code_has_them():
    """Mend it with: python -m tests.building.rooms."""
    text = rooms.PAGE.read_text(encoding="utf-8")
    assert rooms.page(text) == text
    assert text.count("<!-- rooms of ") == 6
