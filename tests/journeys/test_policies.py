"""A policy by command over HQ and its desks: written, approved by a second person, read, followed, withdrawn."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import EVERYONE, Period, only
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from sync.records.books.database import open_sqlite
from tests.building.domain.policy_makers import D, a_promotion, dealers, percent
from tests.building.sync.books import dump, rows
from tests.journeys.ends import desk, done, hq_files, serving

KEY = "tiger-2026"
TODAY = date.today()  # noqa: DTZ011 -- HQ's service goes by the wall clock, and so must whoever writes for it
WRITER, APPROVER = "周敏", "李强"


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch):
    for name in ("DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hq(tmp_path):
    folder = tmp_path / "hq"
    done(folder, "hq", "init")
    done(folder, "hq", "load", str(hq_files(tmp_path / "files")))
    return folder


def later(days):
    return TODAY + timedelta(days=days)


def in_guangdong(start=TODAY, **fields):
    policy = percent(5, "CX1", audience=dealers(territories=("44",)), period=Period(start, None), **fields)
    return replace(policy, name="广东九五折")


def file_of(folder, policy, name="policy.json"):
    path = folder / name
    path.write_text(json.dumps(write_policy(policy), ensure_ascii=False), encoding="utf-8")
    return str(path)


def code_of(answer):
    return answer["error"]["code"]


def states(folder, *words):
    return [(each["policy"], each["version"], each["state"]) for each in done(folder, "policy", "list", *words).value]


# ---- HQ's own folder: one person a command


def test_two_people_in_hqs_folder(hq, tmp_path, monkeypatch):
    file = file_of(tmp_path, in_guangdong())
    monkeypatch.setenv("DESK_OPERATOR", WRITER)
    assert done(hq, "policy", "check", file)["problems"] == []
    proposed = done(hq, "policy", "publish", file)
    assert (proposed["state"], proposed["author"]) == ("proposed", WRITER)
    refused = desk(hq, "policy", "publish", proposed["draft"])
    assert (refused.status, code_of(refused)) == (1, "approver_is_author")
    assert "李" not in refused.told
    monkeypatch.setenv("DESK_OPERATOR", APPROVER)
    published = done(hq, "policy", "publish", proposed["draft"][:8])
    assert (published["state"], published["author"], published["approver"]) == ("in_force", WRITER, APPROVER)
    shown = done(hq, "policy", "show", "CX1")
    assert "对象：地区在广东" in shown["text"]
    assert [each["dealer"] for each in shown["receipts"]] == ["C01", "C02", "GD01"]
    printed = done(hq, "policy", "print", "CX1", "--out", str(tmp_path / "cx1.pdf"))
    assert (tmp_path / "cx1.pdf").read_bytes().startswith(b"%PDF")
    assert (printed["pages"], printed["missing"]) == (1, [])


def test_drafts_by_command(hq, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_OPERATOR", WRITER)
    draft = done(hq, "policy", "save", file_of(tmp_path, in_guangdong()))["draft"]
    assert done(hq, "policy", "save", file_of(tmp_path, in_guangdong()), "--draft", draft)["draft"] == draft
    assert states(hq, "--drafts") == [("CX1", 1, "draft")]
    assert done(hq, "policy", "show", draft)["text"].startswith("广东九五折")
    assert done(hq, "policy", "propose", "CX1")["state"] == "proposed"
    exported = tmp_path / "out" / "again.json"
    done(hq, "policy", "export", draft, str(exported))
    assert json.loads(exported.read_text(encoding="utf-8")) == write_policy(in_guangdong())
    done(hq, "policy", "drop", draft)
    assert states(hq, "--drafts") == []
    assert code_of(desk(hq, "policy", "propose", draft)) == "policy_draft_unknown"
    assert code_of(desk(hq, "policy", "show", "CX9")) == "policy_unknown"


def test_schema_and_simulation_by_command(hq, tmp_path):
    assert done(hq, "policy", "schema").value["title"] == "Policy"
    found = done(hq, "policy", "simulate", file_of(tmp_path, in_guangdong()))
    assert (found["documents"], found["difference"], found["reasons"][0]["code"]) == (0, "0.00", "simulation_nothing")


# ---- over HQ and its desks


@pytest.fixture
def ends(hq, tmp_path, monkeypatch):
    """HQ served, a desk of its two people, and the desks of a dealer in Guangdong and one in Hunan."""
    monkeypatch.setenv("DESK_PASSWORD", KEY)
    monkeypatch.setenv("DESK_NEW_PASSWORD", KEY)
    with serving(hq) as url:
        made = {}
        for name, dealer, user in (("hqs", "HQ", WRITER), ("gd", "GD01", "老王"), ("hn", "HN01", "老陈")):
            made[name] = tmp_path / name
            code = done(hq, "hq", "enrol-code", dealer)["code"]
            done(made[name], "enrol", "--hq", url, "--code", code, "--user", user)
            done(made[name], "sync")
        done(made["hqs"], "user", "add", APPROVER, "--role", "channel_manager", *by(WRITER))
        yield made


def by(name):
    return "--user", name


def exchange(*folders):
    for folder in folders:
        done(folder, "sync")


def published(ends, *files, writer=WRITER, approver=APPROVER):
    """Each file proposed by one person and approved by another at HQ's desk, then told to HQ; the drafts' ids."""
    hqs = ends["hqs"]
    drafts = [done(hqs, "policy", "publish", str(file), *by(writer))["draft"] for file in files]
    for draft in drafts:
        done(hqs, "policy", "publish", draft, *by(approver))
    exchange(hqs, hqs, ends["gd"], ends["hn"])
    return drafts


@pytest.mark.slow
def test_a_policy_reaches_whom_it_speaks_to_and_its_receipt_comes_back(ends, tmp_path):
    hqs, gd, hn = ends["hqs"], ends["gd"], ends["hn"]
    file = file_of(tmp_path, in_guangdong())
    draft = done(hqs, "policy", "publish", file, *by(WRITER))["draft"]
    assert code_of(desk(hqs, "policy", "publish", draft, *by(WRITER))) == "approver_is_author"
    assert done(hqs, "policy", "publish", draft, *by(APPROVER))["approver"] == APPROVER
    assert states(hqs, *by(WRITER)) == []
    exchange(hqs, hqs, gd, hn)
    assert states(hqs, *by(WRITER)) == states(gd) == [("CX1", 1, "in_force")]
    assert states(hn, "--all") == []
    assert code_of(desk(hn, "policy", "show", "CX1")) == "policy_unknown"
    assert code_of(desk(gd, "policy", "save", file, *by("老王"))) == "only_at_hq"
    assert done(gd, "policy", "list").value[0]["unread"] is True
    assert done(gd, "policy", "read", "CX1", *by("老王"))["unread"] is False
    exchange(gd, hqs)
    told = {each["dealer"]: each["by"] for each in done(hqs, "policy", "receipts", "CX1", *by(WRITER)).value}
    assert told == {"C01": "", "C02": "", "GD01": "老王"}


@pytest.mark.slow
def test_the_next_version_ends_the_one_before_and_a_withdrawal_ends_that(ends, tmp_path):
    hqs, gd = ends["hqs"], ends["gd"]
    published(ends, file_of(tmp_path, in_guangdong()))
    following = tmp_path / "next.json"
    done(hqs, "policy", "export", "CX1", str(following), "--next", *by(WRITER))
    published(ends, following, writer=APPROVER, approver=WRITER)
    versions = {each["version"]: each for each in done(gd, "policy", "show", "CX1")["versions"]}
    assert versions[1]["end"] == TODAY.isoformat()
    assert (versions[2]["start"], versions[2]["state"]) == (later(1).isoformat(), "coming")
    words = ("CX1", "--version", "2", "--last", later(3).isoformat(), "--reason", "停产")
    done(hqs, "policy", "withdraw", *words, *by(WRITER))
    exchange(hqs, gd)
    gone = done(gd, "policy", "show", "CX1", "--version", "2")
    assert (gone["end"], gone["withdrawn_by"], gone["reason"]) == (later(3).isoformat(), WRITER, "停产")
    assert ("CX1", 2, "withdrawn") in states(gd, "--on", later(4).isoformat())


@pytest.mark.slow
def test_of_two_that_tie_hq_refuses_the_second_and_says_why(ends, tmp_path):
    """Both are approved at a desk that doesn't know of the other yet."""
    files = [file_of(tmp_path, replace(in_guangdong(), id=name), f"{name}.json") for name in ("CX2", "CX3")]
    _, second = published(ends, *files)
    assert states(ends["gd"]) == [("CX2", 1, "in_force")]
    refused = done(ends["hqs"], "policy", "show", second, *by(WRITER))
    assert refused["state"] == "refused"
    assert [each["code"] for each in refused["reasons"]] == ["policy_unfit", "policy_tie"]


# ---- bad input


def steps(*spans):
    breaks = tuple(Break(D(start), percent=D(1), end=None if end is None else D(end)) for start, end in spans)
    return replace(a_promotion(QuantityBreak(breaks), "CX1"), period=Period(TODAY, None))


RULES = (PriceRule("fixed", D(1)),)
UNFIT = {
    "overlap": (steps((10, 30), (20, None)), "policy_tiers_overlap", "$.terms.template.breaks[0].end"),
    "gap": (steps((10, 15), (20, None)), "policy_tiers_gap", "$.terms.template.breaks[0].end"),
    "product": (in_guangdong(products=only("ZZZ")), "policy_unknown_product", "$.products.include[0].products"),
    "past": (in_guangdong(start=later(-1)), "policy_past", "$.period.start"),
    "price in the past": (
        Policy("CX1", 1, "价", PriceList(RULES), EVERYONE, Period(later(-9), None)), "policy_past", "$.period.start",
    ),
    "rebate in the past": (
        Policy("CX1", 1, "返", Rebate((Tier(D(0), D(1)),)), EVERYONE, Period(later(-9), None)),
        "policy_reaches_back", "$.period.start",
    ),
    "version": (in_guangdong(version=3), "policy_version_order", "$.version"),
    "backwards": (replace(in_guangdong(), period=Period(later(5), later(2))), "policy_period", "$.period.end"),
    "nobody": (
        replace(in_guangdong(), audience=dealers("XX")), "policy_unknown_dealer", "$.audience.include[0].dealers",
    ),
}  # fmt: skip
SOUND = json.dumps(write_policy(in_guangdong()), ensure_ascii=False)
BROKEN = {
    "no json": (b"not json", "policy_file_json"),
    "empty": (b"", "policy_file_empty"),
    "nan": (SOUND.replace('"5"', "NaN").encode(), "policy_file_json"),
    "other encoding": (SOUND.encode("gb18030"), "policy_file_encoding"),
    "utf-16": (SOUND.encode("utf-16"), "policy_file_encoding"),
    "twice": (SOUND.replace('"id"', '"id": "CX9", "id"').encode(), "policy_file_json"),
    "huge": (b" " * 8_000_001, "policy_file_large"),
}


def standing(folder):
    book = open_sqlite(folder / "hq.db")
    try:
        return dump(book), rows(book, "SELECT kind, record, leaf FROM entry ORDER BY id"), states(folder, "--drafts")
    finally:
        book.close()


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_not_fit_to_hold_is_refused_with_path_and_reason(hq, tmp_path, case):
    policy, code, path = UNFIT[case]
    file = file_of(tmp_path, policy)
    before = standing(hq)
    for lang, word in (("zh", "政策"), ("en", "Policy")):
        checked = desk(hq, "policy", "check", file, lang=lang)
        (problem,) = checked["problems"]
        assert (checked.status, problem["code"], problem["facts"]["path"]) == (1, code, path)
        for verb in ("save", "publish"):
            refused = desk(hq, "policy", verb, file, lang=lang)
            assert (refused.status, code_of(refused)) == (1, "policy_unfit")
            assert word in refused.told
            assert path in refused.told
    assert standing(hq) == before


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused(hq, tmp_path, case):
    content, code = BROKEN[case]
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    before = standing(hq)
    for verb in ("check", "save", "publish", "simulate"):
        refused = desk(hq, "policy", verb, str(path))
        assert (refused.status, code_of(refused)) == (2, code)
        assert str(path) in refused.told
    assert standing(hq) == before


def test_a_file_that_does_not_fit_its_schema_tells_every_place(hq, tmp_path):
    form = json.loads(SOUND) | {"colour": "red", "version": "one", "period": {"start": "23.11.2026"}}
    path = tmp_path / "p.json"
    path.write_text(json.dumps(form), encoding="utf-8")
    before = standing(hq)
    checked = desk(hq, "policy", "check", str(path))
    told = {each["facts"]["path"]: each["code"] for each in checked["problems"]}
    wanted = {"$.colour": "form_unknown_field", "$.version": "form_type", "$.period.start": "form_date"}
    assert (checked.status, told) == (2, wanted)
    saved = desk(hq, "policy", "save", str(path))
    assert (saved.status, code_of(saved)) == (2, "policy_misformed")
    assert all(each in saved.told for each in wanted)
    assert standing(hq) == before


def test_a_byte_order_mark_does_no_harm_and_a_version_can_not_come_twice(hq, tmp_path, monkeypatch):
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    drafts = []
    for name in (WRITER, "王五"):
        monkeypatch.setenv("DESK_OPERATOR", name)
        drafts.append(done(hq, "policy", "publish", str(path))["draft"])
    monkeypatch.setenv("DESK_OPERATOR", APPROVER)
    done(hq, "policy", "publish", drafts[0])
    before = standing(hq)
    twice = desk(hq, "policy", "publish", drafts[1])
    assert (twice.status, code_of(twice)) == (1, "policy_unfit")
    assert "$.version" in twice.told
    assert standing(hq) == before
