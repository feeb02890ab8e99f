"""Every promotion template has a face, and the face says all of it in Chinese and in English."""

import re
from dataclasses import fields
from datetime import date
from string import Formatter

import pytest

from desktop.labels import NAMES
from desktop.promotions import faces, hint_words, step_sentences
from desktop.wording import sentence_of
from desktop.wording.policies.policy_text import policy_text
from desktop.wording.sentences import SENTENCES
from domain.policies.checks import Surroundings, check_policy
from domain.policies.file import read_policy
from domain.policies.promotion_terms import Promotion
from domain.policies.scopes import Period
from domain.promotions.templates import TEMPLATES
from domain.values.forms import tag_of
from tests.building.domain.policy_makers import a_product

each_template = pytest.mark.parametrize("template", TEMPLATES, ids=tag_of)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def face_of(template):
    return faces()[tag_of(template)]


def pairs(template):
    """Every text of a face that is written side by side."""
    face = face_of(template)
    yield from (face.name, face.kind, *face.steps.values(), *face.hints.values())
    for field in face.fields:
        yield from (field.name, field.hint, *(said for _, said in field.choices))
        for column in field.columns:
            yield from (column.title, column.hint)


def test_there_are_as_many_faces_as_templates():
    assert set(faces()) == set(map(tag_of, TEMPLATES))
    assert set(NAMES["template"]) == {template.__name__ for template in TEMPLATES}
    assert len({face.listed for face in faces().values()}) == len(faces())


@each_template
def test_every_text_is_said_in_both_languages(template):
    for chinese, english in pairs(template):
        assert bool(chinese) == bool(english)
        assert not CHINESE.search(english)
        places = [sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in (chinese, english)]
        assert places[0] == places[1]


@each_template
def test_the_editor_asks_for_every_field_of_the_template(template):
    asked = {field.key.partition(".")[0] for field in face_of(template).fields}
    assert asked == {field.name for field in fields(template)}


@each_template
def test_every_way_in_which_it_discounts_has_a_sentence(template):
    assert [way for way in template.ways if sentence_of(f"step_promotion_{way}") is None] == []
    assert face_of(template).steps.items() <= SENTENCES.items()


@each_template
def test_the_example_is_a_sound_policy_and_reads_in_both_languages(template):
    form = {
        "id": "CX",
        "version": 1,
        "name": "例",
        "period": {"start": "2026-12-01"},
        "terms": {"type": "promotion", "template": {"type": tag_of(template), **face_of(template).example}},
    }
    policy, reasons = read_policy(form)
    assert policy is not None, reasons
    assert isinstance(policy.terms, Promotion)
    assert type(policy.terms.template) is template
    assert policy.period == Period(date(2026, 12, 1))
    goods = {sku: a_product(sku) for sku in "AB"}
    assert check_policy(policy, Surroundings(date(2026, 12, 1), goods)) == []
    for language in ("zh", "en"):
        gives = policy_text(policy, language).sections[1]
        assert gives.sentences
        assert all(gives.sentences)


def test_no_two_faces_say_the_same_code():
    steps = [code for face in faces().values() for code in face.steps]
    hints = [code for face in faces().values() for code in face.hints]
    assert len(step_sentences()) == len(steps)
    assert len(hint_words()) == len(hints)
