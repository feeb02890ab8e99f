"""Every code the program raises or tells has a sentence in both languages, and no sentence is left over."""

import ast
import re
import string
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from desktop.actions.documents import document_views
from desktop.actions.headquarters.asked_acts import verbs
from desktop.labels import NAMES
from desktop.wording import name_of, say, say_reason, say_step, sentences
from desktop.wording.imports.imports import SENTENCES as IMPORT_SENTENCES
from desktop.wording.sentences import SENTENCES
from domain.accounts.ledger import BUCKETS
from domain.accounts.positions import Mode
from domain.bank import payers
from domain.documents.kinds import KINDS, following
from domain.errors import RefusedError, UsageError
from domain.explain import Fact, Reason, Step
from domain.parties.dealers import TIERS
from domain.policies import policy, rebate_terms
from domain.promotions import templates
from domain.rebates import settlement
from domain.reconciliation import typo_detection
from domain.statements import confirmations
from domain.values.veiled import MARK
from sync.records.log import holding

ROOT = Path(__file__).resolve().parents[3]
ERRORS = {"RefusedError", "UsageError", "UnreachableError", "DamagedError", "DeskError"}
# Where the code stands among a call's arguments.
PLACES = {
    **dict.fromkeys(ERRORS, 0),
    **dict.fromkeys(("Reason", "say", "_problem", "problem", "_wrong", "_pointing", "blame"), 0),
    "Attention": 2,
    "Held": 0,
    "Verdict": 3,
}
# Codes that come together from parts, or from a table.
ASSEMBLED = {
    "product_sku_missing": "product_{name}_missing",
    "product_name_missing": "product_{name}_missing",
    "product_unit_missing": "product_{name}_missing",
    "order_needs_approval": "order_{state}",
    "order_refused": "order_{state}",
    **{f"{code}_passed": "{code}_passed" for code in document_views._PASSABLE},
    **{f"{code}_unreadable_empty": f"{code}_unreadable_empty" for code in ("quantity", "amount", "date")},
    "policy_id_missing": "policy_{name}_missing",
    "policy_name_missing": "policy_{name}_missing",
    **{
        f"policy_unknown_{what}": "policy_unknown_{what}" for what in ("product", "category", "brand", "dealer", "tier")
    },
    **{f"settled_by_{mode}": "settled_by_{mode}" for mode in get_args(Mode)},
    **{f"stands_beyond_{kind}": "stands_beyond_{kind}" for kind in following("takes_up", "delivery")},
    **{f"wish_{verb}": "wish_{verb}" for verb in verbs()},
    **{
        f"step_rebate_tier_{method}": "step_rebate_tier_{by}"
        for method in get_args(rebate_terms.Method)
        if method != "whole"
    },
    "step_rebate_tier_whole_once": "step_rebate_tier_{by}",
    "step_rebate_tier_target_rate_once": "step_rebate_tier_{by}",
    "step_rebate_remainder_base": "step_rebate_remainder_{by}",
    **{f"step_promotion_{way}": "step_promotion_{by}" for way in templates.WAYS},
    **{f"step_gift_{by}": "step_gift_{by}" for by in ("bought", "share", "once", "spent")},
    **{f"key_place_{place}": "key_place_{place}" for place in ("store", "file", "sealed", "missing")},
    **{f"settled_{why}": "settled_{why}" for why in holding.WHYS},
    **{f"returned_{against}": "returned_{against}" for against in ("changed", "decided", "elsewhere")},
}
# Codes that reach their reason by way of a table, a type or a loop.
FROM_TABLES = {
    *ASSEMBLED,
    *payers._TRUST,
    *get_args(typo_detection.Slip),
    *("posted_later", "posted_earlier"),
    *("close_drafts", "close_undelivered", "close_unanswered", "close_negative_stock"),
    *("policy_tie", "policy_order_tie", "policy_tiers_gap", "policy_tiers_overlap"),
    *("bank_row_amount", "bank_row_sign", "bank_row_closed", "bank_row_waiting"),
    *("rebate_counted", "rebate_free_counts", "rebate_free_earns"),
}


def constants(node: ast.expr) -> list[str]:
    """The texts an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [each for value in node.values for each in constants(value)]
    return []


def called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


@cache
def codes() -> dict[str, str]:
    """Every code with the file it is used in; a price's steps are told under `step_`."""
    found: dict[str, str] = {}
    for path in sorted(each for top in ("domain", "sync", "desktop") for each in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name, place = called(node), PLACES.get(called(node), 0)
            if name == "say" and isinstance(node.func, ast.Attribute):
                continue  # two texts side by side, not a code
            if name in PLACES and len(node.args) > place:
                found |= dict.fromkeys(constants(node.args[place]), path.name)
            if name == "Step" and node.args:
                found |= {f"step_{code}": path.name for code in constants(node.args[0])}
    return found


@cache
def all_texts() -> set[str]:
    """Every text constant of the source, for codes that reach an error by way of a name."""
    return {
        node.value
        for top in ("domain", "sync", "desktop")
        for path in (ROOT / top).rglob("*.py")
        if "wording" not in path.parts and path.name != "reasons.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_has_a_sentence():
    assert sorted((code, file) for code, file in codes().items() if code not in SENTENCES) == []


def test_every_code_from_a_table_has_a_sentence():
    assert FROM_TABLES - SENTENCES.keys() == set()


def test_no_sentence_is_left_over():
    used = codes().keys() | all_texts() | ASSEMBLED.keys()
    steps = {f"step_{text}" for text in all_texts()}
    ours = SENTENCES.keys() - IMPORT_SENTENCES.keys()
    assert sorted(code for code in ours if code not in used and code not in steps) == []


def test_no_code_has_two_sentences():
    tables = [table for name, table in vars(sentences).items() if name.isupper() and name != "SENTENCES"]
    told = Counter(code for table in tables if isinstance(table, Mapping) for code in table if code in SENTENCES)
    assert len(tables) > 10
    assert [code for code, times in told.items() if times > 1 and code not in IMPORT_SENTENCES] == []


def test_a_code_without_a_sentence_would_be_seen():
    assert "credit_over" in codes()
    assert "step_price_list" in codes()
    assert len(codes()) > 150


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_tell_the_same_facts(code):
    chinese, english = SENTENCES[code]
    assert places(chinese) == places(english)


@pytest.mark.parametrize("code", sorted(SENTENCES.keys() - IMPORT_SENTENCES.keys()))
def test_each_sentence_is_in_its_language(code):
    chinese, english = SENTENCES[code]
    plain = re.sub(r"\{[^}]*\}", "", english)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert re.search(r"[a-z]", plain)
    assert english[:1].isupper() or english[:1] in '“{"'


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_figures_dates_and_packs_are_shown_as_people_write_them():
    over = Reason("credit_over", "stop", {"over_by": Decimal("1234.5"), "limit": "10000.00"})
    assert "1,234.50" in say_reason(over, "zh")
    assert "10,000.00" in say_reason(over, "en")
    facts: dict[str, Fact] = {
        "wanted": "300",
        "available": Decimal(100),
        "accepted": "96",
        "unit": "箱",
        "pack_size": "24",
    }
    short = Reason("stock_short", "warn", {**facts, "base_unit": "瓶", "name": "可乐"}, 2)
    assert say_reason(short, "zh") == "第 2 行（可乐）：库存不足：要 12箱12瓶，可用 4箱4瓶，可接受 4箱。"
    closed = RefusedError("date_closed", date=date(2026, 1, 31), closed_through=date(2026, 1, 31))
    assert "2026-01-31" in say(closed, "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_veiled_amount_is_told_as_veiled_wherever_a_sentence_has_it(language):
    assert MARK in say_reason(Reason("credit_ok", "info", {"available": MARK}), language)
    assert "0.00" not in say_reason(Reason("credit_ok", "info", {"available": MARK}), language)
    assert "(" in say_reason(Reason("credit_ok", "info", {"available": "0.00"}), "en")


def test_an_error_of_a_line_names_the_line():
    assert say(UsageError("quantity_zero", text="0", line=3), "zh").startswith("第 3 行：")


def test_a_problem_of_a_file_names_file_row_and_column():
    facts: dict[str, Fact] = {"file": "prices.csv", "row": 7, "column": "sku", "product": "X1"}
    assert say_reason(Reason("product_unknown", "stop", facts), "zh").startswith("prices.csv 第 7 行 sku 列：")
    # HQ has nobody to exchange with first, and a day in its files has its year.
    assert "products.csv" in say_reason(Reason("product_unknown", "stop", facts), "zh")
    dated: dict[str, Fact] = {"file": "opening.csv", "row": 2, "column": "date", "text": "9-1"}
    assert say_reason(Reason("date_unreadable", "stop", dated), "zh") == (
        "opening.csv 第 2 行 date 列：日期“9-1”看不懂。请写年月日，如 2026-09-01。"
    )
    titled: dict[str, Fact] = {**facts, "title": "货号"}  # as the file itself calls it
    assert say_reason(Reason("product_unknown", "stop", titled), "zh").startswith("prices.csv 第 7 行 货号 列：")


def test_a_step_tells_where_the_price_comes_from():
    step = Step("price_list", None, Decimal("1.5000"), {"list": "CITY"})
    assert say_step(step, "en") == "Price list CITY: 1.5."


def test_what_may_be_missing_stands_aside():
    step = Step("price_rule", None, Decimal("1.5000"), {"name": "省价", "policy": "JG1", "version": 2, "rule": 3})
    assert say_step(step, "zh") == "价目“省价”（JG1 第 2 版）第 3 条：1.5。"
    lowered = Step("price_rule", Decimal("2.0000"), Decimal("1.5000"), step.facts)
    assert say_step(lowered, "zh").endswith("1.5（原 2）。")
    assert say_step(lowered, "en").endswith("1.5 (was 2).")


def test_a_rebate_tells_its_tier():
    facts: dict[str, Fact] = {"tier": 2, "start": Decimal(5000), "percent": Decimal("2.50"), "base": Decimal(8000)}
    step = Step("rebate_tier", Decimal(8000), Decimal(200), facts)
    assert say_step(step, "zh") == "第 2 档（5,000.00 起），返 2.5%：8,000.00 得 200.00。"
    each = {**facts, "percent": None, "each": Decimal(5), "per": Decimal(1000)}
    per_full = Step("rebate_tier", Decimal(8000), Decimal(40), each)
    assert say_step(per_full, "zh") == "第 2 档（5,000.00 起），返 5.00（每满 1,000.00）：8,000.00 得 40.00。"


def test_a_rebate_on_quantities_tells_goods_as_goods_and_money_as_money():
    facts: dict[str, Fact] = {"tier": 1, "start": Decimal(2400), "each": Decimal("0.02"), "base": Decimal(2580)}
    facts |= {"measured_in": "quantity", "begins_in": "quantity", "given_in": "money"}
    facts |= {"base_unit": "瓶", "unit": "箱", "pack_size": Decimal(24)}
    step = Step("rebate_tier", Decimal(2580), Decimal("51.60"), facts)
    assert say_step(step, "zh") == "第 1 档（100箱 起），返 0.02：107箱12瓶 得 51.60。"
    goods = Step("rebate_tier", Decimal(2580), Decimal(2), {**facts, "given_in": "pieces", "begins_in": "percent"})
    assert say_step(goods, "en") == "Tier 1 (from 2400%) gives 0.02: 107箱12瓶 earn 2."


def test_a_missing_fact_leaves_no_trace_of_the_template():
    assert "{" not in say("credit_over", "zh")


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("kind", set(KINDS)),
        ("tier", set(TIERS)),
        ("bucket", set(BUCKETS)),
        ("state", {"draft", "submitted", "accepted", "accepted_in_part", "needs_approval", "refused"}),
        ("state", {"partly_delivered", "delivered", "cancelled", "posted", "reversed"}),
        ("act", set(get_args(confirmations.Act))),
        ("confirmation", {"unissued", *get_args(confirmations.State)}),
        ("policy", set(get_args(policy.Kind))),
        ("reward", set(get_args(settlement.ThingState))),
        ("rounding", set(get_args(rebate_terms.RoundingMode))),
    ],
)
def test_every_name_is_known(group, wanted):
    assert wanted <= NAMES[group].keys()
    assert name_of(group, "something new", "zh") == "something new"


@pytest.mark.parametrize(
    ("kept", "told"), [("1.2000", "1.2"), ("500.0000", "500"), ("5.7820", "5.782"), ("0.1304", "0.1304")]
)
def test_a_price_kept_with_a_document_is_told_as_it_was_when_it_was_typed(kept, told):
    typed = say(Reason("price_agreed", "info", {"price": Decimal(told)}), "zh")
    assert say(Reason("price_agreed", "info", {"price": kept}), "zh") == typed == f"按议定单价 {told}。"


@pytest.mark.parametrize("code", ["quantity_unreadable", "amount_unreadable", "date_unreadable"])
@pytest.mark.parametrize("text", ["", "  "])
def test_a_field_left_empty_is_called_empty(code, text):
    """Nobody reads of a dash that he didn't type."""
    assert say(UsageError(code, text=text), "zh").startswith("没有")
    assert "—" not in say(UsageError(code, text=text), "zh") + say(UsageError(code, text=text), "en")
    assert "abc" in say(UsageError(code, text="abc"), "zh")


def test_an_order_that_used_no_policy_names_none():
    assert say("repriced_same", "zh", number="N", versions="") == "订单 N 按当时的价格与政策重算，分毫不差。"
    assert "（JG/2）" in say("repriced_same", "zh", number="N", versions="JG/2")
