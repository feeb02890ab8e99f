"""What is asked of an office's books in the end: nothing lost, all alike, each breach told everywhere and mended."""

from datetime import timedelta

from desktop.actions.books import care
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.held import put_away
from desktop.actions.headquarters.status_views import KEY
from sync.records.repair.checking import check
from tests.simulation.office_rules import breaches


def judge(office):
    office.quiet()
    equal(office)
    nothing_lost(office)
    open_ones = told(office)
    checked(office, open_ones)
    mend(office)


def equal(office):
    """All that stands at HQ of these dealers stands at the dealer's desks, and the other way round."""
    sums = {
        "papers": "SELECT id, kind, number, state, amount FROM document WHERE 'P1' IN (seller, buyer) ORDER BY id",
        "goods": "SELECT warehouse, product, on_hand, reserved FROM stock WHERE owner = 'P1' "
        "AND (on_hand <> 0 OR reserved <> 0) ORDER BY 1, 2",
        "money": "SELECT seller, buyer, SUM(amount) FROM posting WHERE 'P1' IN (seller, buyer) "
        "GROUP BY seller, buyer ORDER BY seller, buyer",
        "settled": "SELECT id, credit, debt, amount, mode FROM settlement WHERE seller = 'P1' ORDER BY id",
        "answers": 'SELECT id, "order", state, accepted FROM answer ORDER BY id',
        "statements": "SELECT id, number, closing FROM statement WHERE 'P1' IN (seller, buyer) ORDER BY id",
        "signed": "SELECT id, act, actor, place FROM confirmation ORDER BY id",
        "replies": "SELECT id, verdict FROM reply ORDER BY id",
        "bank": "SELECT id, state, document FROM bank_line ORDER BY id",
        "closed": "SELECT id, closed_through FROM period WHERE dealer = 'P1' ORDER BY id",
        "cards": "SELECT id, code, name FROM dealer WHERE parent = 'P1' ORDER BY id",
        "goods' cards": "SELECT id, sku, name FROM product ORDER BY id",
        "choices": "SELECT id, \"key\", value FROM choice WHERE dealer = 'P1' ORDER BY id",
        "put away": "SELECT id, \"key\" FROM dismissal WHERE dealer = 'P1' ORDER BY id",
    }
    for what, sql in sums.items():
        right = office.rows("hq", sql)
        for name in office.desks:
            here = office.rows(name, sql)
            assert here == right, f"{what} at {name}: {set(here) ^ set(right)}"


def sentences(office, name):
    found = office.told(name)
    for each, said in found:
        for sentence in said:
            assert sentence, f"{each.code} says nothing"
            assert "{" not in sentence, sentence
            assert each.number in sentence or each.kind in ("order", "problem"), f"{each.number} isn't in {sentence}"
    return found


def nothing_lost(office):
    """What a person was told is saved stands, or its desk tells them by its number that it doesn't."""
    stands = {record for kind in ("document", "statement") for (record,) in office.rows("hq", f"SELECT id FROM {kind}")}
    for record, number, name in office.saved:
        if record not in stands and name != "hq":
            settled = office.rows(name, "SELECT put_away_why FROM problem WHERE record = ?", record)
            said = any(number in said[0] for _, said in sentences(office, name))
            assert said or [why for (why,) in settled if why], f"{number} of {name} is gone without a word"


def told(office):
    """Each breach is told at every desk of the dealer, in words with the number; all desks tell the same."""
    found = breaches(lambda sql, *values: office.rows("hq", sql, *values))
    lines = {name: sentences(office, name) for name in office.desks}
    # What a person looked at and put away is told no more.
    found = {each for each in found if not any(each.number in said for said in office.away)}
    for breach in found:
        for name, here in lines.items():
            for place in (0, 1):
                assert any(breach.number in said[place] for _, said in here), f"{breach} isn't told at {name}"
    # The desk that wrote what HQ holds is told what to do about it, others that it is so: one thing to look at.
    same = {
        name: sorted(
            (each.number, each.facts["stream"], each.facts["entry"]) if each.kind == "problem" else (each.code, *said)
            for each, said in here
        )
        for name, here in lines.items()
    }
    first = same[office.desks[0]]
    for name, here in same.items():
        differing = [each for each in [*first, *here] if (each in first) != (each in here)]
        assert not differing, f"{name} and {office.desks[0]} are asked to look at other things: {differing}"
    return found


def checked(office, found):
    """The program's check finds no damage, and names the same breaches."""
    for name in ("hq", office.desks[0]):
        assert check(office.desk(name).book) == []
        if name == "hq":  # a dealer's goods are the dealer's own to count
            continue
        named = [each.number for each in care.breaches(office.desk(name))]
        facts = [str(fact) for each in care.breaches(office.desk(name)) for fact in each.facts.values()]
        for breach in found:
            assert any(breach.number in each for each in [*named, *facts]), f"{breach} isn't named by the check"


ACTS = 30


def mend(office):
    """A person does what each line says until none is left, and no rule is broken any more."""
    name = office.desks[-1]
    office.world.clock.now += timedelta(days=1)  # today may be closed
    for _ in range(ACTS):
        if not open_lines(office, name):
            break
        line = open_lines(office, name)[0]
        office.story.append(f"{name}: mends {line.code} {line.number}: {mended(office, name, line)}")
        office.quiet()
    for each in office.desks:
        left = [(one.code, one.number) for one in open_lines(office, each)]
        assert left == [], f"mended at {name}, and still told at {each}: {left}"


def open_lines(office, name):
    return [each for each, _ in office.told(name) if each.kind in ("contradiction", "problem", "late", "card")]


def mended(office, name, line):
    desk = office.desk(name)
    if line.code in ("banked_twice", "banked_otherwise"):
        rows = office.rows(name, "SELECT id FROM document WHERE number = ? AND state = 'posted'", line.facts["id"])
        if rows and office.reverse(name, rows[0][0]):
            return "reversed"
    if line.kind == "problem":
        put_away(desk, str(line.facts["stream"]), int(str(line.facts["entry"])))
        return "looked at"
    if line.code in ("delivered_after_all", "delivered_too_much"):
        last = office.rows(name, "SELECT id FROM document WHERE number = ?", line.facts["last"])[0][0]
        if office.reverse(name, last):
            return "reversed"
    if line.code == "limit_passed_together" and office.cancel(name, str(line.facts["last"])):
        return "cancelled"
    if line.code == "statements_of_one_period" and office.withdraw(name, line.number):
        return "withdrawn"
    if line.code == "stock_below_zero":
        assert office.count(name, str(line.facts["sku"]), 0) is not None
        return "counted"
    dismiss(desk, str(line.facts[KEY]))
    return "put away"


__all__ = ["judge"]
