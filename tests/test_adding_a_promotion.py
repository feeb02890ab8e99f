"""A new promotion takes two files, its template and its face: done on a copy of the tree, and counted."""

import filecmp
import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).resolve().parents[1]

TEMPLATE = '''"""第二件半价: every second piece of a product so much cheaper."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from domain.policies.promotion_terms import PromotionTemplate
from domain.promotions.lines import LineShare, figure, first_units, units_in, use_up
from domain.promotions.on_lines import grouped

if TYPE_CHECKING:
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import PricingRun


@dataclass(frozen=True, slots=True)
class SecondHalf(PromotionTemplate):
    """Every second piece of a product costs so many percent less."""

    percent: Decimal = Decimal(50)

    stage: ClassVar[int] = 1
    ways: ClassVar[tuple[str, ...]] = ("second",)

    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        for group in grouped(shares, "product"):
            bought = units_in(group)
            if bought % 2:
                pricing.hint(promotion, "next_second", "quantity", Decimal(1), bought, group, percent=self.percent)
            for share in first_units(group, bought // 2):
                base = share.basis(promotion)
                off = base * self.percent / 100
                facts = {"percent": self.percent, "units": figure(share.units), "base": figure(base)}
                pricing.take(promotion, share, share.spread(off), by="second", **facts)
            if pricing.gives:
                use_up(promotion, first_units(group, bought // 2 * 2))
'''

FACE = '''"""第二件半价 to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.promotions import FaceField, PromotionFace
from desktop.wording.policies.policy_steps import reckoned

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope
    from domain.promotions.templates.second_half import SecondHalf


def _tell(voice: Voice, template: SecondHalf, _scope: ProductScope) -> tuple[list[str], TextGrid | None]:
    off = voice.percent(template.percent)
    return [voice(f"同一商品每两件，一件减 {off}。", f"Of every two of a product one is {off} off.")], None


FACE = PromotionFace(
    name=("第二件半价", "second at half price"),
    kind=("第二件半价", "Second at half price"),
    listed=45,
    fields=(FaceField("percent", ("第二件减百分之几", "Percent off the second")),),
    tell=_tell,
    example={"percent": "50"},
    steps={
        "step_promotion_second": reckoned(
            "{base} × {percent:percent}（第二件，共 {units}）", "{base} × {percent:percent} (every second, {units})"
        )
    },
    hints={"next_second": ("第二件{off}", "the second{off}")},
)
'''

ASKED = """
import json
from datetime import date
from decimal import Decimal as D

from desktop.actions.policies.lists import template_of
from desktop.ui.order.benefits.hints import tell_hints
from desktop.ui.policies.differences import entries_of
from desktop.ui.policies.kinds import fresh_form, kinds
from desktop.wording import name_of, say
from desktop.wording.policies.policy_text import policy_text
from domain.catalog.products import Product
from domain.parties.dealers import Dealer
from domain.policies.checks import Surroundings, check_policy
from domain.policies.file import policy_schema, read_policy, write_policy
from domain.prices.price_lists import Buyer
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.lines import OrderLine, PromotedOrder
from domain.promotions.pricing import price_order

form = {"format": 1, "id": "CX", "version": 1, "name": "半价", "period": {"start": "2026-12-01"},
        "terms": {"type": "promotion", "template": {"type": "second_half", "percent": "40"}}}
policy, reasons = read_policy(form)
assert policy is not None, reasons
on, dealer = date(2026, 12, 1), Dealer("GD01", "GD01", "GD01", "province", "HQ", "440000")
lines = (OrderLine(Product("A", "A", "A", "瓶"), D(5), D(10)),)
priced = price_order(PromotedOrder(Buyer(dealer, frozenset(), ("GD01", "HQ")), on, lines), CompiledPolicies([policy]))
wrong = json.loads(json.dumps(form))
wrong["terms"]["template"]["percent"] = "140"
print(json.dumps({
    "form": write_policy(policy) == form,
    "amount": str(priced.total),
    "problems": [reason.code for reason in check_policy(policy, Surroundings(on))],
    "wrong": [reason.facts["path"] for reason in check_policy(read_policy(wrong)[0], Surroundings(on))],
    "schema": sorted(policy_schema()["$defs"]["second_half"]["properties"]),
    "kinds": dict(kinds())["second_half"],
    "fresh": fresh_form("second_half")["terms"],
    "fields": [entry.name for entry in entries_of("second_half") if "template" in entry.path],
    "name": [name_of("template", template_of(policy), language) for language in ("zh", "en")],
    "text": [policy_text(policy, language).sections[1].sentences for language in ("zh", "en")],
    "step": [say(priced.lines[0].steps[0], language) for language in ("zh", "en")],
    "hint": [hint.text for hint in tell_hints(priced.hints, [], 0, {})],
}, ensure_ascii=False))
"""


def differing(copy: Path) -> list[str]:
    """The files of the program that a copy has otherwise than the tree, or beside it."""
    found = []
    for floor in ("domain", "desktop"):
        for path in (copy / floor).rglob("*.py"):
            name = path.relative_to(copy).as_posix()
            if not (ROOT / name).exists() or not filecmp.cmp(path, ROOT / name, shallow=False):
                found.append(name)
    return sorted(found)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the program says of the new promotion, on a copy with its two files."""
    copy = tmp_path_factory.mktemp("tree")
    for floor in ("domain", "desktop"):
        copytree(ROOT / floor, copy / floor, ignore=ignore_patterns("__pycache__"))
    for floor in ("sync", "resources"):
        (copy / floor).symlink_to(ROOT / floor, target_is_directory=True)
    (copy / "domain" / "promotions" / "templates" / "second_half.py").write_text(TEMPLATE, encoding="utf-8")
    (copy / "desktop" / "promotions" / "second_half.py").write_text(FACE, encoding="utf-8")
    assert len(differing(copy)) == 2
    surroundings = os.environ | {"PYTHONPATH": str(copy), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=copy, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_a_new_promotion_prices_orders_and_is_checked_like_any_other(told):
    assert told["amount"] == "42.00"  # five at 10, of which two cost 40 % less
    assert told["form"] is True
    assert told["problems"] == []
    assert told["wrong"] == ["$.terms.template.percent"]
    assert told["schema"] == ["percent", "type"]


def test_a_new_promotion_is_written_in_the_editor_like_any_other(told):
    assert told["kinds"] == "第二件半价"
    assert told["fresh"] == {"type": "promotion", "template": {"type": "second_half"}}
    assert told["fields"] == ["第二件减百分之几"]


def test_a_new_promotion_is_told_in_both_languages_wherever_promotions_are(told):
    assert told["name"] == ["第二件半价", "second at half price"]
    assert told["text"] == [["同一商品每两件，一件减 40%。"], ["Of every two of a product one is 40% off."]]
    chinese, english = told["step"]
    assert "50.00 − 20 × 40%（第二件，共 2） → 42.00" in chinese
    assert "50.00 − 20 × 40% (every second, 2) → 42.00" in english
    assert told["hint"] == ["再加 1，第二件 60 折（省 40%）"]
