"""Ends a program at each of its steps in turn, over and over, and looks each time at what came of it.

A scenario is done once to count its steps: statements, commits, writes of the second copy, requests. Then it is done
again from the beginning for each of them, and the program ends there; it starts anew over what lies on the disk, and
everything is held to the model.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from desktop.actions.documents.money import receive_money
from desktop.actions.orders.order_views import DraftLine
from domain.errors import DeskError
from tests.simulation import acts, mishaps
from tests.simulation.chance import determined
from tests.simulation.crashing import CrashError, watching
from tests.simulation.judging import judge
from tests.simulation.life import _come_again, _disarm
from tests.simulation.observing import WrongError, adopt, last_entry
from tests.simulation.swift import swift
from tests.simulation.world import new_world, scratch


@dataclass(frozen=True)
class Scenario:
    """`before` are acts that simply happen; `place` is whose program ends in one of `during`'s steps."""

    name: str
    place: str
    before: tuple[str, ...]
    during: tuple[str, ...]


# As SQLite says them.
FAILURES = ("disk I/O error", "database or disk is full", "database is locked", "unable to open database file")


class Fixed:
    """No chance at all: the last thing there is, the middle of a range."""

    def randrange(self, count):
        return count - 1

    def randint(self, low, high):
        return (low + high) // 2

    def choice(self, things):
        return things[0]

    def sample(self, things, count):
        return list(things)[:count]

    def getrandbits(self, _):
        return 7


def _at(world, name):
    return (
        acts.Place("hq", "HQ", world.hq)
        if name == "hq"
        else next(acts.Place(each.name, each.dealer, each.open) for each in world.machines if each.name == name)
    )


def _only(name, act):
    """An act done at one place, as if it were the only one."""

    def done(world):
        whole = acts.places

        def narrowed(_world, dealer=None):
            found = _at(world, name)
            return [found] if dealer in (None, found.dealer) else []

        acts.places = narrowed
        try:
            return act(world, Fixed())
        finally:
            acts.places = whole

    return done


def _exchange(name):
    def done(world):
        machine = next(each for each in world.machines if each.name == name)
        machine.line.tune(1, 0)
        done_ = world.exchange(machine)
        return f"{name}: exchange, {done_.sent} up, {done_.received} down"

    return done


def _order(name, seller, buyer):
    def done(world):
        place = _at(world, name)
        lines = tuple(DraftLine(each, Decimal(7), "瓶", Decimal(1)) for each in ("A", "B"))
        acts.placed(world, place, seller, buyer, lines)
        return f"{name}: an order {seller}→{buyer}"

    return done


def _money(name, buyer):
    def done(world):
        place = _at(world, name)
        view = acts.at_once(receive_money(place.desk, buyer, Decimal("123.45")))
        acts.posted(world, place, view)
        return f"{name}: money from {buyer} by {view.number}"

    return done


def _agent(world):
    return next(each for each in world.machines if each.name == "P1a")


def _copied(world):
    _agent(world).backups.append((_agent(world).steps.copy(), 0))
    return "P1a: the disk is copied"


def _set_back(world):
    kept = _agent(world).backups[-1][0]
    target = _agent(world).steps.copy()
    for name in ("desk.db", "desk.db-wal"):
        (target / name).unlink(missing_ok=True)
        if (kept / name).exists():
            shutil.copy(kept / name, target / name)
    world.restart(_agent(world), target)
    return "P1a: the database is set back"


def _started(world):
    world.restart(_agent(world), _agent(world).steps.copy())
    return "P1a: starts anew"


DOINGS: dict[str, Callable] = {
    "order to HQ": _order("P1a", "HQ", "P1"),
    "order of a customer": _order("P1a", "P1", "C1"),
    "order to the agent": _order("C1a", "P1", "C1"),
    "agent exchanges": _exchange("P1a"),
    "other desk exchanges": _exchange("P1b"),
    "city exchanges": _exchange("C1a"),
    "store exchanges": _exchange("S1a"),
    "agent decides": _only("P1a", acts.decide),
    "agent delivers": _only("P1a", acts.deliver_order),
    "HQ delivers": _only("hq", acts.deliver_order),
    "agent receives": _only("P1a", acts.receive_goods),
    "city receives": _only("C1a", acts.receive_goods),
    "HQ takes back": _only("hq", acts.take_back),
    "agent reverses": _only("P1a", acts.undo),
    "agent counts": _only("P1a", acts.count),
    "money at the agent": _money("P1a", "C1"),
    "money at HQ": _money("hq", "P1"),
    "agent settles": _only("P1a", acts.settle_account),
    "agent issues": _only("P1a", acts.issue),
    "HQ changes a price": lambda world: mishaps.change_price(world, Fixed()),
    "agent cancels": _only("P1a", acts.cancel),
    "disk is copied": _copied,
    "database is set back": _set_back,
    "agent starts anew": _started,
}
_ORDERED = ("order to HQ", "agent exchanges")
_SOLD = ("order of a customer",)
SCENARIOS = (
    Scenario("an order is saved", "P1a", (), ("order to HQ",)),
    Scenario("an order is sold", "P1a", (), ("order of a customer",)),
    Scenario("an order goes up", "P1a", ("order to HQ",), ("agent exchanges",)),
    Scenario("HQ takes an order", "hq", ("order to HQ",), ("agent exchanges",)),
    Scenario("HQ takes a page of papers", "hq", ("money at the agent", *_SOLD, "agent delivers"), ("agent exchanges",)),
    Scenario("an answer comes down", "P1b", _ORDERED, ("other desk exchanges",)),
    Scenario("HQ passes papers on", "hq", (*_SOLD, "agent delivers"), ("agent exchanges", "city exchanges")),
    Scenario("an order of another arrives", "P1a", ("order to the agent", "city exchanges"), ("agent exchanges",)),
    Scenario("an order of another is answered", "P1a", ("order to the agent", "city exchanges", "agent exchanges"),
             ("agent decides", "agent exchanges")),
    Scenario("a delivery is saved", "P1a", _SOLD, ("agent delivers",)),
    Scenario("HQ delivers", "hq", _ORDERED, ("HQ delivers",)),
    Scenario("goods are received", "P1a", (*_ORDERED, "HQ delivers", "agent exchanges"), ("agent receives",)),
    Scenario("HQ takes goods back", "hq", (*_ORDERED, "HQ delivers"), ("HQ takes back",)),
    Scenario("a paper is reversed", "P1a", ("money at the agent",), ("agent reverses",)),
    Scenario("stock is counted", "P1a", (), ("agent counts",)),
    Scenario("money is booked", "P1a", _SOLD, ("money at the agent",)),
    Scenario("HQ books money", "hq", _ORDERED, ("money at HQ",)),
    Scenario("a statement is issued", "P1a", ("money at the agent",), ("agent issues",)),
    Scenario("an order is cancelled", "P1a", ("order to HQ",), ("agent cancels", "agent exchanges")),
    Scenario("HQ changes a price", "hq", (), ("HQ changes a price",)),
    Scenario("a restored disk meets HQ", "P1a", ("disk is copied", "money at the agent", *_ORDERED,
                                                 "database is set back"), ("agent exchanges",)),
    Scenario("a program starts", "P1a", ("order to HQ",), ("agent starts anew",)),
)  # fmt: skip


@dataclass
class Tried:
    """What a scenario came to: how many steps it has, how many crashes were tried, and each that ended wrongly."""

    name: str
    steps: int
    crashes: int
    wrong: list[str]


def try_scenario(scenario, *, every=1, first=0, failure=""):
    """Ends the scenario's program at each step, or at every so manieth from the first on.

    `failure` is what SQLite says instead, of a disk that fails or is full: the program goes on.
    """
    steps = run(scenario, 0)
    wrong = []
    points = list(range(1 + first % every, steps + 1, every))
    for point in points:
        try:
            run(scenario, point, failure)
        except (WrongError, AssertionError, DeskError, ValueError, LookupError) as wrongly:
            wrong.append(f"{scenario.name}, step {point} of {steps}: {type(wrongly).__name__}: {wrongly}")
    return Tried(scenario.name, steps, len(points), wrong)


def run(scenario, fatal, failure=""):
    """Does a scenario, its program ending or failing at this step (0: never); how many steps there were."""
    root = Path(tempfile.mkdtemp(prefix="crash-", dir=scratch()))
    world = None
    try:
        with swift(), watching():
            world = new_world("small", root)
            with determined(world.clock) as draws:
                draws.seed(fatal)
                for doing in scenario.before:
                    world.story.append(DOINGS[doing](world))
                    world.watch_answers()
                steps = _during(world, scenario, fatal, failure)
                judge(world, fatal, quick=True)
        return steps
    finally:
        if world is not None:
            world.close()
        shutil.rmtree(root, ignore_errors=True)


def _take_over(world, machine, before):
    """What was saved though the person was told of a failure counts all the same, once it is there."""
    if machine is None:
        adopt(world, "hq", world.hq.book, "hq", before["hq"])
    else:
        adopt(world, machine.name, machine.book, f"desk/{machine.desk_id}", before[machine.name])


def _during(world, scenario, fatal, failure):
    machine = next((each for each in world.machines if each.name == scenario.place), None)
    steps = world.hq_steps if machine is None else machine.steps
    before = {
        "hq": last_entry(world.hq.book),
        **{each.name: last_entry(each.book) for each in world.machines if each.desk is not None},
    }
    steps.arm(fatal, failure)
    for doing in scenario.during:
        try:
            world.story.append(DOINGS[doing](world))
        except CrashError as crash:
            world.story.append(f"{crash.place} dies in '{doing}' at step {fatal}")
            _come_again(world, crash, before)
        except DeskError as failed:
            world.story.append(f"'{doing}': {failed.code}")
            _take_over(world, machine, before)
        world.watch_answers()
    counted = steps.count
    _disarm(world)
    return counted
