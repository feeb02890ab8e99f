"""A policy file: the same policy back from its JSON, the place of every mistake, and a schema that is current."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policies import policy as policies
from domain.policies.file import policy_schema, read_policy, write_policy
from domain.policies.promotion_terms import Condition, Limits, Promotion
from domain.policies.rebate_terms import Caps, Rebate, Reward, Tier
from domain.policies.scopes import ALWAYS, EVERYONE, EVERYTHING, Period
from domain.promotions.free_goods import Gift
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from domain.promotions.templates.spend_save import Saving, SpendSave
from domain.values.forms import tag_of
from tests.building.domain.policy_makers import D, a_promotion, category, dealers, only, percent

SCHEMA = Path(__file__).parents[3] / "resources" / "policy.schema.json"


def test_what_a_small_policy_looks_like():
    policy = a_promotion(SpendSave((Saving(D(100), D("10.50")),)), products=only("B", "A"))
    form = write_policy(policy)
    assert form == {
        "format": 1,
        "id": "P",
        "version": 1,
        "name": "P",
        "terms": {
            "type": "promotion",
            "template": {"type": "spend_save", "steps": [{"spend": "100", "save": "10.5"}]},
        },
        "products": {"include": [{"products": ["A", "B"]}]},
    }
    assert read_policy(json.loads(json.dumps(form))) == (policy, [])


def test_numbers_may_be_numbers_or_text():
    form = write_policy(percent("0.05"))
    for written in ("0.05", 0.05, D("0.05")):
        form["terms"]["template"]["percent"] = written
        assert read_policy(form) == (percent("0.05"), [])


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        (("colour",), "red", "form_unknown_field", "$.colour"),
        (("version",), "1", "form_type", "$.version"),
        (("version",), True, "form_type", "$.version"),
        (("name",), None, "form_type", "$.name"),
        (("terms",), [], "form_type", "$.terms"),
        (("terms", "type"), "gift", "form_choice", "$.terms.type"),
        (("terms", "template", "type"), ["x"], "form_choice", "$.terms.template.type"),
        (("terms", "template", "percent"), "five", "form_number", "$.terms.template.percent"),
        (("terms", "template", "percent"), "1e3", "form_number", "$.terms.template.percent"),
        (("terms", "template", "percent"), float("nan"), "form_number", "$.terms.template.percent"),
        (("terms", "template", "percent"), False, "form_type", "$.terms.template.percent"),
        (("terms", "conditions"), {}, "form_type", "$.terms.conditions"),
        (("terms", "conditions"), [{"measure": "weight"}], "form_choice", "$.terms.conditions[0].measure"),
        (("period",), {"start": "2026-02-30"}, "form_date", "$.period.start"),
        (("period",), {"start": "20260201"}, "form_date", "$.period.start"),
        (("audience",), {"include": [{"dealers": "C1"}]}, "form_type", "$.audience.include[0].dealers"),
        (("format",), 2, "policy_format", "$.format"),
    ],
)
def test_every_mistake_is_told_with_its_place(path, value, code, at):
    form = write_policy(percent(5))
    inside = form
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    policy, problems = read_policy(form)
    assert policy is None
    assert [(problem.code, problem.facts["path"]) for problem in problems] == [(code, at)]


def test_all_mistakes_are_told_at_once():
    _, problems = read_policy({"terms": {"type": "rebate", "tiers": [{"start": "x"}, {}]}})
    assert sorted(str(problem.facts["path"]) for problem in problems) == [
        "$.id",
        "$.name",
        "$.terms.tiers[0].start",
        "$.terms.tiers[1].start",
        "$.version",
    ]
    assert [problem.code for problem in read_policy("nonsense")[1]] == ["form_type"]


amounts = st.decimals(0, 10**6, places=2)
scopes = st.sampled_from([EVERYTHING, only("A"), category("tea", brands=["X"])])
templates = st.one_of(
    st.builds(PercentOff, amounts),
    st.builds(SpendSave, st.tuples(st.builds(Saving, amounts, amounts)), st.booleans(), st.none() | st.integers(1, 9)),
    st.builds(SpendGoods, st.tuples(st.builds(Giving, amounts, st.tuples(st.builds(Gift, amounts, st.just("A")))))),
)
promotions = st.builds(
    Promotion,
    templates,
    st.tuples(st.builds(Condition, amounts, st.none() | amounts, products=st.none() | scopes)),
    st.builds(Limits, st.text(max_size=4), st.none() | st.integers(1, 5)),
    st.booleans(),
)
rewards = st.builds(Reward, st.sampled_from(["credit", "thing"]), scope=scopes, until=st.none() | st.dates())
rebates = st.builds(
    Rebate,
    st.lists(st.builds(Tier, amounts, st.none() | amounts), max_size=3).map(tuple),
    caps=st.builds(Caps, st.none() | amounts),
    reward=rewards,
)
some_policies = st.builds(
    policies.Policy,
    st.text(min_size=1, max_size=5),
    st.integers(1, 99),
    st.text(max_size=5),
    promotions | rebates,
    st.sampled_from([EVERYONE, dealers("C1", tags=["vip"])]),
    st.sampled_from([ALWAYS, Period(date(2026, 1, 1), date(2026, 3, 31))]),
    scopes,
    st.builds(policies.Stacking, group=st.text(max_size=3), priority=st.integers(-9, 9), exclusive=st.booleans()),
)


@given(some_policies)
def test_any_policy_survives_the_round_trip(policy):
    form = json.loads(json.dumps(write_policy(policy)))
    back, problems = read_policy(form)
    assert (back, problems) == (policy, [])
    assert back is not None
    assert write_policy(back) == write_policy(policy)
    assert fits(form, policy_schema()) == []


def fits(form, schema, root=None, path="$"):
    """The parts of JSON Schema that ours uses, judged by hand."""
    root = root or schema
    if "$ref" in schema:
        return fits(form, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    for word in ("oneOf", "anyOf"):
        if word in schema:
            good = [choice for choice in schema[word] if not fits(form, choice, root, path)]
            return [] if len(good) == 1 or (good and word == "anyOf") else [path]
    if "const" in schema or "enum" in schema:
        return [] if form in schema.get("enum", [schema.get("const")]) else [path]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(name in kinds and type(form) is kinds[name] for name in wanted):
        return [path]
    if isinstance(form, str) and not re.search(schema.get("pattern", ""), form):
        return [path]
    wrong = [f"{path}.{name}" for name in schema.get("required", []) if name not in form]
    if isinstance(form, dict):
        for name, value in form.items():
            known = schema["properties"].get(name)
            wrong += [f"{path}.{name}"] if known is None else fits(value, known, root, f"{path}.{name}")
    if isinstance(form, list):
        wrong += [place for i, item in enumerate(form) for place in fits(item, schema["items"], root, f"{path}[{i}]")]
    return wrong


def test_the_schema_refuses_what_the_reader_refuses():
    form = write_policy(percent(5))
    form["terms"]["template"]["percent"] = "five"
    assert fits(form, policy_schema()) == ["$.terms"]
    assert fits({"id": "P"}, policy_schema()) == ["$.version", "$.name", "$.terms"]


def test_the_published_schema_is_current_and_explains_itself():
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == policy_schema()
    assert all(definition["description"] for definition in published["$defs"].values())
    assert tag_of(SpendSave) in published["$defs"]
