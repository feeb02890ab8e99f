"""Why two books differ: each thing that goes wrong between two bookkeepers is done to a book, and named."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reconciliation.comparison import adjustment_table, reconcile
from domain.reconciliation.likely_causes import Evidence, OneSide, cause_of_difference, cause_of_leftover
from domain.reconciliation.matching import BookLine
from domain.reconciliation.typo_detection import slip_of

START, END = date(2026, 11, 1), date(2026, 11, 30)
EVIDENCE = Evidence(START, END, window=5)


def a_line(name, day, amount, number="", summary="", kind=""):
    return BookLine(name, START + timedelta(days=day - 1), Decimal(amount), number, summary, kind)


def leftover(line, evidence=EVIDENCE, *, ours=True, others=()):
    cause = cause_of_leftover(line, OneSide([line, *others], [line]), evidence, ours=ours)
    return cause.code, dict(cause.facts)


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        (["100"], ["99.90"], "rounding"),
        (["100"], ["99.89"], "unknown"),
        (["100"], ["-100"], "sign_turned"),
        (["500"], ["1000"], "keyed_twice"),
        (["500"], ["1500"], "unknown"),
        (["60", "35"], ["60", "5"], "unknown"),
        (["60", "30"], ["60"], "line_missing"),
    ],
)
def test_two_amounts_for_one_thing(ours, theirs, code):
    mine, others = ([a_line(f"{n}", 1, each, "CK1") for n, each in enumerate(side)] for side in (ours, theirs))
    cause = cause_of_difference(mine, others, [])
    assert cause.code == code
    assert cause.facts["difference"] == sum(map(Decimal, ours)) - sum(map(Decimal, theirs))


@pytest.mark.parametrize(
    ("day", "amount", "ours", "expected"),
    [
        (20, "610", True, ("goods_in_transit", {"days": 10})),
        (30, "0.01", True, ("goods_in_transit", {"days": 0})),
        (30, "-0.01", False, ("money_in_transit", {"days": 0})),
        (19, "610", True, ("unknown", {})),
        (30, "610", False, ("posted_later", {"days": 0})),
        (25, "610", False, ("posted_later", {"days": 5})),
        (24, "610", False, ("unknown", {})),
        (1, "610", True, ("posted_earlier", {"days": 0})),
        (6, "610", True, ("posted_earlier", {"days": 5})),
        (7, "610", True, ("unknown", {})),
    ],
)
def test_the_calendar_tells_what_is_on_its_way(day, amount, ours, expected):
    assert leftover(a_line("g", day, amount), ours=ours) == expected


def test_proof_in_the_next_period_has_the_amount_and_the_number_or_a_near_day():
    line = a_line("g", 15, "610", "CK9")
    far, near = a_line("f", 60, "610", "CK9"), a_line("n", 25, "610", "")
    for proof in (far, near):
        evidence = replace(EVIDENCE, later_theirs=[a_line("w", 16, "61", "CK9"), proof])
        assert leftover(line, evidence) == ("posted_later", {"number": proof.number, "date": proof.date})
    assert leftover(line, replace(EVIDENCE, later_theirs=[a_line("w", 16, "61", "CK9")])) == ("unknown", {})
    assert leftover(line, replace(EVIDENCE, later_ours=[near])) == ("unknown", {})
    assert leftover(line, replace(EVIDENCE, later_ours=[near]), ours=False)[0] == "posted_later"
    assert leftover(line, replace(EVIDENCE, earlier_theirs=[near]))[0] == "posted_earlier"


def test_two_lines_without_numbers_far_apart_prove_nothing():
    line = replace(a_line("g", 15, "610"), number="")
    assert leftover(line, replace(EVIDENCE, later_theirs=[a_line("w", 26, "610", "")])) == ("unknown", {})


def test_lines_of_nothing_take_nothing_back():
    assert leftover(a_line("a", 15, "0")) == ("unknown", {})
    side = OneSide([], [a_line("a", 15, "0"), a_line("b", 16, "0")])
    assert side.opposite(side.left[0]) is None


# ---- what goes wrong between two bookkeepers --------------------------------------------------------------------


@st.composite
def disturbed(draw):
    """A book of November, theirs with one thing gone wrong in some lines, and what went wrong by our line's id."""
    count = draw(st.integers(2, 10))
    amounts = draw(st.lists(st.integers(20_000, 900_000), min_size=count, max_size=count, unique=True))
    ours = [
        a_line(f"o{n}", draw(st.integers(8, 18)), Decimal(fen) / 100, f"XSCK-{n}", kind="delivery")
        for n, fen in enumerate(amounts)
    ]
    theirs, later, wrong = [], [], {}
    for line in ours:
        what = draw(
            st.sampled_from(["same", "same", "dropped", "delayed", "a day later", "split", "swapped", "doubled"])
        )
        copy = replace(line, id=f"t{line.id}")
        if what == "swapped" and swapped(line.amount) is None:
            what = "same"
        wrong[line.id] = what
        if what == "delayed":
            later.append(replace(copy, date=END + timedelta(days=draw(st.integers(1, 9)))))
        elif what == "a day later":
            theirs.append(replace(copy, date=line.date + timedelta(days=1), number=""))
        elif what == "split":
            part = (line.amount / 3).quantize(Decimal("0.01"))
            theirs += [replace(copy, amount=part), replace(copy, id=f"u{line.id}", amount=line.amount - part)]
        elif what == "swapped":
            theirs.append(replace(copy, amount=swapped(line.amount)))
        elif what == "doubled":
            theirs += [copy, replace(copy, id=f"u{line.id}")]
        elif what == "same":
            theirs.append(copy)
    return ours, theirs, later, wrong


def swapped(amount):
    """The amount with its first two figures the other way round, None where that is no slip of its own."""
    text = f"{amount:.2f}"
    turned = Decimal(text[1] + text[0] + text[2:])
    return turned if slip_of(int(amount * 100), int(turned * 100)) == "reversed_digits" else None


@given(disturbed(), st.integers(-1000, 1000))
def test_everything_that_goes_wrong_is_found_and_named_and_both_balances_become_one(books, opening):
    ours, theirs, later, wrong = books
    found = reconcile(ours, theirs, replace(EVIDENCE, later_theirs=later))
    named = {each.line.id: each.cause.code for each in (*found.ours_only, *found.theirs_only)}
    differing = {each.ours[0].id: each.cause.code for each in found.differing}
    paired = {line.id for match in found.matches for line in match.ours}
    for line, what in wrong.items():
        if what in ("same", "a day later", "split", "doubled"):
            assert line in paired
        if what == "swapped":
            assert differing[line] == "reversed_digits"
        if what == "delayed":
            assert named[line] == "posted_later"
        if what == "dropped":
            assert named[line] == "unknown"
    doubled = [f"u{line}" for line, what in wrong.items() if what == "doubled"]
    assert [named[each] for each in doubled] == ["keyed_twice"] * len(doubled)
    assert len(named) == sum(what in ("delayed", "dropped", "doubled") for what in wrong.values())
    closing = [sum((line.amount for line in side), Decimal(0)) for side in (ours, theirs)]
    table = adjustment_table(found, closing[0] + opening, closing[1] + opening)
    assert table.our_adjusted == table.their_adjusted
    assert found.agrees == (set(wrong.values()) <= {"same", "a day later", "split"})
