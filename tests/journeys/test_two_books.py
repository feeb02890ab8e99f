"""Two books of one account through the whole program, by commands: issued, answered, disputed, corrected, proven."""

import json

import pytest

from tests.journeys.ends import DEALERS, desk, done, hq_files, serving, write_csv

pytestmark = pytest.mark.slow
CITY = """
FS01,佛山副食,city,GD01,440600,W,500.00,30
C03,南海便利店,store,FS01,440605,W,,
"""
TERM = ("--from", "2026-11-01", "--to", "+0")
ISSUE = (*TERM, "--issue", "--format", "json")


@pytest.fixture
def ends(tmp_path):
    """HQ served, two desks of an agent, and the desk of a dealer below him; the agent has 20 cases from HQ."""
    hq = tmp_path / "hq"
    done(hq, "hq", "init")
    files = hq_files(tmp_path / "in")
    write_csv(files, dealers=DEALERS.strip() + CITY)
    done(hq, "hq", "load", str(files))
    with serving(hq) as url:
        made = {"hq": hq, "url": url}
        for name, dealer in (("gd", "GD01"), ("gd2", "GD01"), ("fs", "FS01")):
            made[name] = tmp_path / name
            done(made[name], "enrol", "--hq", url, "--code", code(hq, dealer))
            done(made[name], "sync")
        asked = an_order(made["gd"], "HQ", "GD01", "A1=20箱")
        done(made["gd"], "sync")
        shipped = done(hq, "hq", "ship", asked["number"])
        exchange(made, "gd")
        done(made["gd"], "receive", shipped["number"])
        exchange(made)
        yield made
        sound(made)


def code(hq, dealer, *more):
    return done(hq, "hq", "enrol-code", dealer, *more)["code"]


def an_order(folder, seller, buyer, line):
    return done(folder, "order", "new", "--seller", seller, "--buyer", buyer, "--line", line, "--submit")


def exchange(ends, *names):
    for name in names or ("gd", "gd2", "fs"):
        done(ends[name], "sync")


def state(ends, name, number):
    return done(ends[name], "confirm", "show", number)["state"]


def signed(ends, name, number):
    return [(each["act"], each["proof"]) for each in done(ends[name], "confirm", "prove", number).value]


def sound(ends):
    exchange(ends)
    for name in ("hq", "gd", "gd2", "fs"):
        checked = desk(ends[name], "check")
        assert checked.status == 0, (name, checked.value)


def test_the_month_waits_for_a_person_whose_signature_is_proven_to_all(ends):
    number = done(ends["hq"], "statement", "--account", "GD01", *ISSUE)["number"]
    exchange(ends, "gd", "gd2", "gd")
    assert {state(ends, each, number) for each in ("hq", "gd", "gd2")} == {"issued"}
    assert [each["number"] for each in done(ends["gd"], "confirm", "auto")["proposals"]] == [number]
    done(ends["gd"], "confirm", "yes", number)
    exchange(ends, "gd", "gd2")
    assert {state(ends, each, number) for each in ("hq", "gd", "gd2")} == {"confirmed"}
    for each in ("hq", "gd", "gd2"):
        assert signed(ends, each, number) == [("issue", "signed"), ("confirm", "signed")]
    moved = ends["gd"].parent / "moved"
    done(moved, "enrol", "--hq", ends["url"], "--code", code(ends["hq"], "GD01", "--desk", "01"))
    ends["gd"] = moved
    exchange(ends, "gd")
    assert signed(ends, "gd", number) == [("issue", "signed"), ("confirm", "signed")]
    out = moved / "evidence.json"
    done(moved, "confirm", "prove", number, "--out", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))[0]["signer"] == "hq"


def test_a_dispute_is_accepted_with_a_correction_and_refused_with_a_reason(ends):
    number = done(ends["hq"], "statement", "--account", "GD01", *ISSUE)["number"]
    # The agent's person finds a payment missing and a price wrong.
    exchange(ends, "gd")
    shipped = done(ends["gd"], "document", "list", "--kind", "delivery").value[0]
    lines = (f"{shipped['number']},price,{shipped['amount']},400", "SKD-9,paid_not_booked,,-50")
    done(ends["gd"], "confirm", "dispute", number, "--line", lines[0], "--line", lines[1])
    exchange(ends, "gd")
    assert state(ends, "hq", number) == "disputed"
    unknown = desk(ends["hq"], "confirm", "answer", number, "--line", f"{shipped['number']}=yes,更正,DXD-0",
                   "--line", "SKD-9=no,未到账")  # fmt: skip
    assert (unknown.status, unknown["error"]["code"]) == (2, "answer_document_unknown")
    credit = done(ends["hq"], "money", "credit", "--buyer", "GD01", "--amount", "80")["number"]
    told = ("--line", f"{shipped['number']}=yes,价格更正,{credit}", "--line", "SKD-9=no,未到账")
    done(ends["hq"], "confirm", "answer", number, *told)
    exchange(ends, "gd", "gd2")
    assert state(ends, "gd2", number) == "answered"
    balance = done(ends["gd2"], "confirm", "show", number)["closing"]
    done(ends["gd2"], "confirm", "yes", number, "--closing", balance)  # its other desk may end it
    exchange(ends, "gd2", "gd")
    assert {state(ends, each, number) for each in ("hq", "gd", "gd2")} == {"confirmed"}
    assert credit in {each["number"] for each in done(ends["gd"], "document", "list").value}


def test_a_dealer_below_is_answered_by_the_agent_alone(ends):
    asked = an_order(ends["fs"], "GD01", "FS01", "A1=5箱")
    exchange(ends, "fs", "gd", "fs")
    done(ends["gd"], "deliver", asked["number"])
    number = done(ends["gd"], "statement", "--account", "FS01", *ISSUE)["number"]
    exchange(ends, "gd", "fs")
    done(ends["fs"], "confirm", "yes", number)
    exchange(ends, "fs", "gd")
    assert {state(ends, each, number) for each in ("hq", "gd", "fs")} == {"confirmed"}
    # The dealer moves under another agent: both still prove what they agreed on.
    files = write_csv(ends["gd"].parent / "moved", dealers=DEALERS.strip() + CITY.replace("city,GD01", "city,HN01"))
    done(ends["hq"], "hq", "load", str(files))
    exchange(ends, "gd", "fs", "gd")
    for each in ("hq", "gd", "fs"):
        assert signed(ends, each, number) == [("issue", "signed"), ("confirm", "signed")]


def test_a_selling_desk_refuses_an_order_with_a_reason(ends):
    done(ends["gd"], "money", "debit", "--buyer", "FS01", "--amount", "10", "--date", "2026-08-01")  # overdue
    asked = an_order(ends["fs"], "GD01", "FS01", "A1=5箱")
    exchange(ends, "fs", "gd")
    assert done(ends["gd"], "order", "show", asked["number"])["state"] == "needs_approval"
    told = done(ends["gd"], "order", "refuse", asked["number"], "--reason", "这个价不行")
    assert told["state"] == "refused"
    exchange(ends, "gd", "fs")
    found = done(ends["fs"], "order", "show", asked["number"])
    assert (found["state"], "这个价不行" in json.dumps(found.value, ensure_ascii=False)) == ("refused", True)


def test_two_desks_close_one_dealer_s_month(ends, monkeypatch):
    monkeypatch.setenv("DESK_TODAY", "2026-12-02")
    done(ends["gd"], "period", "close", "2026-11", "--anyway")
    late = done(ends["gd2"], "money", "receive", "--buyer", "C01", "--amount", "5", "--date", "2026-11-30")
    exchange(ends, "gd", "gd2", "gd")
    for name in ("gd", "gd2"):
        refused = desk(ends[name], "money", "receive", "--buyer", "C01", "--amount", "5", "--date", "2026-11-30")
        assert refused["error"]["code"] == "date_closed"
        waits = done(ends[name], "status")["attention_list"]
        assert [(each["code"], each["number"]) for each in waits if each["code"] == "late_in_closed"] == [
            ("late_in_closed", late["number"])
        ]
    elsewhere = desk(ends["gd2"], "period", "open", "2026-11")
    assert (elsewhere.status, elsewhere["error"]["code"]) == (1, "period_closed_elsewhere")
    assert "01" in elsewhere["error"]["message"]
    done(ends["gd"], "period", "open", "2026-11", "--anyway")
    exchange(ends, "gd", "gd2")
    done(ends["gd2"], "money", "receive", "--buyer", "C01", "--amount", "5", "--date", "2026-11-30")


def test_two_books_are_brought_to_one_balance_signed_and_kept(ends):
    path = ends["gd"] / "天河.csv"
    done(ends["gd"], "money", "debit", "--buyer", "C01", "--amount", "30", "--date", "2026-11-03")
    path.write_text("哪天,票,加,减\n2026-11-03,P-1,30,\n2026-11-04,P-2,4,\n", encoding="gb18030")
    words = ("reconcile", "C01", *TERM[:3], "2026-11-20", "--file", str(path))
    unknown = desk(ends["gd"], *words)
    assert (unknown.status, unknown["error"]["code"]) == (2, "book_format_unknown")
    maps = [word for pair in ("date=哪天", "reference=票", "income=加", "expense=减") for word in ("--map", pair)]
    first = done(ends["gd"], *words, *maps, "--closing", "334.50")
    pdf, xlsx = ends["gd"] / "table.pdf", ends["gd"] / "table.xlsx"
    words_ = (*words, "--closing", "334.50")
    for named, code in (((), "reconciliation_unseen"), (("334.51",), "reconciliation_balance")):
        assert desk(ends["gd"], *words_, "--sign", *named)["error"]["code"] == code
    signed_off = done(ends["gd"], *words_, "--sign", "334.50", "--remark", "已核", "--out", str(pdf))
    assert (first["adjusted"], signed_off["adjusted"]) == ("334.50", "334.50")
    done(ends["gd"], *words, "--out", str(xlsx))
    assert (pdf.read_bytes()[:4], xlsx.read_bytes()[:2]) == (b"%PDF", b"PK")
    (kept,) = done(ends["gd"], "reconciled", "list").value
    assert (kept["id"], kept["remark"]) == (signed_off["signed"], "已核")
    exchange(ends, "gd", "gd2")
    again = done(ends["gd2"], "reconciled", "show", kept["id"][:8], "--out", str(ends["gd2"] / "again.pdf"))
    assert again["adjusted"] == "334.50"
