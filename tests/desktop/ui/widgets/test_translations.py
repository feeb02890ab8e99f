"""Every text of the window has its English, nothing in the file is out of date, and counts have both forms."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import resources
from desktop.ui.widgets.translating import read_forms

ROOT = Path(__file__).resolve().parents[4]
FILE = resources.path("translations/desk_en.ts")


def messages(path):
    root = ET.parse(path).getroot()  # noqa: S314 -- a file of the program itself
    return {
        (context.findtext("name"), message.findtext("source")): message
        for context in root.iter("context")
        for message in context.iter("message")
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The texts as they stand in the code now."""
    path = tmp_path_factory.mktemp("texts") / "fresh.ts"
    sources = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "desktop" / "ui").rglob("*.py"))
    tool = Path(sys.executable).parent / "pyside6-lupdate"
    words = [str(tool), *sources, "desktop/app.py", "-locations", "none", "-ts", str(path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return messages(path)


def test_nothing_is_missing_and_nothing_is_stale(fresh):
    kept = messages(FILE)
    assert sorted(set(fresh) - set(kept)) == []
    assert sorted(set(kept) - set(fresh)) == []


def test_everything_is_finished():
    unfinished = [
        key
        for key, message in messages(FILE).items()
        if message.find("translation").get("type") or not "".join(message.find("translation").itertext()).strip()
    ]
    assert unfinished == []


def test_places_are_the_same_in_both_languages():
    for (_, source), forms in read_forms(FILE).items():
        for form in forms:
            for place in ("{0}", "{1}", "{2}", "{3}", "{4}", "%n"):
                assert (place in source) == (place in form), (source, form)


def test_counts_have_two_forms():
    counted = [forms for (_, source), forms in read_forms(FILE).items() if "%n" in source]
    assert counted
    assert {len(forms) for forms in counted} == {2}


def test_the_function_that_translates_goes_by_its_own_name():
    """What another name asks for isn't found by the tool that collects texts, and stays Chinese."""
    called = re.compile(r"(\w+) = QCoreApplication\.translate$", re.MULTILINE)
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "desktop").rglob("*.py")]
    assert {name for text in sources for name in called.findall(text)} == {"translate"}


def test_no_text_is_asked_of_another_class():
    """What a function asks of its caller's object is looked for under the name of a variable, and stays Chinese."""
    asked = re.compile(r"(?<!self)\.tr\(")
    found = [path.name for path in (ROOT / "desktop").rglob("*.py") if asked.search(path.read_text(encoding="utf-8"))]
    assert found == []
