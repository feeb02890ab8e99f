"""Every sentence is whole: with any fact missing, with the longest facts, in both languages."""

import re
import string
from datetime import date
from decimal import Decimal

import pytest

from desktop.labels import NAMES
from desktop.wording import NOT_KNOWN, say
from desktop.wording.sentences import SENTENCES
from domain.errors import RefusedError

# A sentence that breaks off: an empty pair of quotes or brackets, a stop after nothing, two blanks side by side.
HOLE = re.compile(r"“”|「」|（）|\(\)|[：:、] ?[。，；、.,;]| [。，；、]|[,;] ?[.,;]|[a-z)] [.,;]|  |[{}]|None")
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
HEX = re.compile(r"\b[0-9a-f]{24,}\b")
# What is so called in Chinese as well: commands and options as typed, formats, and values as files spell them.
TYPED = re.compile(
    r"desk(?: (?:--)?[a-z][a-z_\-]*)+|--[a-z\-]+(?: [a-z_\-]+)?|[a-z_]+\.(?:json|csv|csv)|https?|[A-Z][A-Za-z0-9_\-+]*"
    r"|sudo apt install"
)
SPELT = {
    *("yes", "no"),
    *("hq", "province", "city", "store", "active", "suspended", "closed", "pg", "dump", "postgresql", "sqlite"),
    *("month_first", "day_first", "year_first", "whole", "credit", "name", "date", "line", "autovacuum", "chmod"),
    *("max_connections", "pg_dump", "systemd", "journal", "outbox", "identity", "json", "dealers", "csv", "x"),
}


def facts_of(code):
    return sorted({name for text in SENTENCES[code] for _, name, _, _ in string.Formatter().parse(text) if name})


def forms_of(code, language):
    text = SENTENCES[code][language == "en"]
    return {name: form or "" for _, name, form, _ in string.Formatter().parse(text) if name}


def a_value(form):
    """A fact as long as they come, of the kind its place asks for."""
    said = form.split(":")[0]
    if said in NAMES:
        return max(NAMES[said], key=len)
    if said in {"money", "qty", "percent", "measured", "begins", "given", "aside_money"}:
        return Decimal("-123456789012.3456")
    if said == "told":
        return ""
    return "广东省佛山市顺德区大良街道清雅饮品有限责任公司（总经销）"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_breaks_off_where_a_fact_is_missing(language):
    found = []
    for code in SENTENCES:
        names, forms = facts_of(code), forms_of(code, language)
        whole = {name: a_value(forms.get(name, "")) for name in names}
        for missing in [*names, None]:
            facts = dict.fromkeys(names) if missing is None else whole | {missing: None}
            told = say(code, language, **facts)
            if HOLE.search(told) or not told.strip():
                found.append((code, missing, told))
    assert found == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_shows_a_raw_code_or_an_unfilled_place(language):
    found = []
    for code in SENTENCES:
        forms = forms_of(code, language)
        for value in (None, "", date(2026, 11, 23), "甲"):
            facts = {
                name: a_value(form) if value and form.split(":")[0] in NAMES else value for name, form in forms.items()
            }
            told = say(code, language, **facts)
            raw = re.search(r"[{}]|\bNone\b|Decimal\(", told) or HEX.search(told)
            if raw or not set(SNAKE.findall(TYPED.sub("", told))) <= SPELT:
                found.append((code, told))
    assert found == []


def test_no_english_word_stands_in_a_chinese_sentence():
    plain = {code: TYPED.sub("", re.sub(r"\{[^}]*\}", "", chinese)) for code, (chinese, _) in SENTENCES.items()}
    words = {code: set(re.findall(r"[A-Za-z_]{2,}", text)) - SPELT for code, text in plain.items()}
    assert {code: found for code, found in words.items() if found} == {}


def test_a_hole_is_filled_with_a_dash_and_what_may_lack_leaves_nothing():
    assert say("wallet_left", "zh", dealer="GD01") == f"GD01 的返利钱包可用 {NOT_KNOWN}。"
    assert "“" + NOT_KNOWN + "”" in say("policy_unknown", "zh")
    assert NOT_KNOWN not in say("price_agreed", "en", price=Decimal(5))


COUNTED = {
    *("count", "lines", "rows", "days", "records", "entries", "copies", "orders", "pages", "made", "more", "minutes"),
    *("seconds", "hours", "desks", "drafts", "times", "plans", "rounds", "received", "again", "files", "most", "least"),
}
NOUNS = (
    "accounts bytes cells characters codes connections customers days decimals deliveries desks differences documents "
    "drafts entries files headers hours lines matters megabytes minutes openings orders pages papers pieces places "
    "plans problems processes products records rows seconds sets settlements shares statements things threads "
    "times versions"
)
SEVERAL = re.compile(
    rf"(?<![\w.])1 (?:[a-z]+ ){{0,2}}?(?:{NOUNS.replace(' ', '|')})\b"
    r"|(?<![\w.])1 (?:\w+ )?(?:are|were|have|don't|wait|differ|belong)\b"
)


def test_one_of_a_thing_is_said_as_one():
    found = {}
    for code in SENTENCES:
        facts = dict.fromkeys(facts_of(code), "GD01")
        for name in {name for name, form in forms_of(code, "en").items() if not form} & COUNTED:
            told = say(code, "en", **{**facts, name: 1})
            if several := SEVERAL.search(told):
                found[code, name] = several[0]
    assert found == {}


def test_one_paper_has_one_name():
    told = [text for pair in SENTENCES.values() for text in pair]
    assert [text for text in told if "收货单" in text] == []


def test_an_error_is_said_whole_too():
    assert say(RefusedError("order_closed"), "zh")
