"""Every promotion template is one module, and nobody outside it asks which template he has before him."""

import ast
from dataclasses import fields, is_dataclass
from inspect import isabstract
from pathlib import Path

import pytest

from domain.policies.promotion_terms import Promotion, PromotionTemplate
from domain.promotions.templates import TEMPLATES
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.values.forms import choices_of, hints_of, tag_of
from tests.building.domain.policy_makers import D, only

ROOT = Path(__file__).resolve().parents[3]
ROOM = "domain.promotions.templates"
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=tag_of)


def strangers(source: str, own: str = "") -> list[str]:
    """Return the single templates that a module knows, beside one that is its own."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [name for name in names if name.startswith(f"{ROOM}.") and name != f"{ROOM}.{own}"]
    return found


def asked_by_name(source: str) -> list[str]:
    """Return the templates whose names a module compares, looks up or lists, as `{"FixedPrice", …}` would."""
    names = {template.__name__ for template in TEMPLATES}
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text in names]


def test_nobody_outside_its_module_and_its_face_knows_a_template():
    known = {}
    for path in sorted(each for floor in ("domain", "sync", "desktop") for each in (ROOT / floor).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        at_home = path.parent in (ROOT / "domain" / "promotions" / "templates", ROOT / "desktop" / "promotions")
        found = strangers(source, path.stem) if at_home else [*strangers(source), *asked_by_name(source)]
        if found:
            known[path.relative_to(ROOT).as_posix()] = found
    assert known == {}


@pytest.mark.parametrize(
    "line",
    [
        f"from {ROOM}.bundle import Bundle",
        f"import {ROOM}.bundle",
        f"def sets(template):\n    from {ROOM}.bundle import Bundle\n    return isinstance(template, Bundle)",
    ],
)
def test_a_stranger_would_be_seen(line):
    assert strangers(line) == [f"{ROOM}.bundle"]
    assert strangers(line, "bundle") == []
    assert asked_by_name('PRICED = {"FixedPrice"}') == ["FixedPrice"]


@each_template
def test_a_template_is_a_module_of_its_own_name(template):
    assert template.__module__ == f"{ROOM}.{tag_of(template)}"
    assert template.__doc__
    assert is_dataclass(template)


def test_every_module_of_the_room_is_a_template():
    modules = {path.stem for path in (ROOT / "domain" / "promotions" / "templates").glob("*.py")} - {"__init__"}
    assert {tag_of(template) for template in TEMPLATES} == modules
    assert choices_of(hints_of(Promotion)["template"]) == list(TEMPLATES)


@each_template
def test_no_field_hides_what_every_template_answers(template):
    answers = {name for name in vars(PromotionTemplate) if not name.startswith("_")}
    assert {field.name for field in fields(template)} & answers == set()
    assert not isabstract(template)


@pytest.mark.parametrize(
    ("template", "sets", "tells"),
    [
        (PercentOff(D(5)), False, False),
        (FixedPrice(D(5)), True, True),
        (QuotaPrice(D(5), D(100)), True, True),
        (QuantityBreak((Break(D(1), price=D(5)), Break(D(9), price=D(4)))), True, True),
        (QuantityBreak((Break(D(1), percent=D(5)), Break(D(9), price=D(4)))), False, True),
        (QuantityBreak((Break(D(1), percent=D(5)),)), False, False),
        (Bundle((Part(D(1), only("A")),), price=D(9)), True, True),
        (Bundle((Part(D(1), only("A")),), percent=D(9)), False, False),
    ],
)
def test_which_templates_say_what_goods_cost(template, sets, tells):
    assert (template.sets_price(), template.tells_price()) == (sets, tells)
