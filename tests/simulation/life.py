"""One life by its seed: acts and mishaps in a row, then quiet, then everything is looked at."""

import random
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import text

from domain.errors import RefusedError, UsageError
from tests.simulation import acts, mishaps
from tests.simulation.acts import SkipError
from tests.simulation.chance import determined
from tests.simulation.crashing import CrashError, watching
from tests.simulation.judging import judge
from tests.simulation.model import Ask
from tests.simulation.observing import adopt, adopt_revoked, last_entry
from tests.simulation.swift import swift
from tests.simulation.world import new_world, scratch

# How often each act comes, of all together; `mishaps` that need others before them come to nothing where those didn't.
ACTS = {
    acts.order: 22, acts.decide: 8, acts.deliver_order: 20, acts.receive_goods: 10, acts.take_back: 4, acts.undo: 4,
    acts.count: 3, acts.take_money: 6, acts.write_note: 4, acts.open_account: 2, acts.settle_account: 2,
    acts.issue: 2, acts.cancel: 3, acts.refuse: 2, acts.approve: 3,
    mishaps.exchange: 34, mishaps.exchange_all: 12, mishaps.pass_time: 3, mishaps.restart: 3,
    mishaps.change_price: 3, mishaps.change_card: 2, mishaps.change_list: 2, mishaps.publish_policy: 2,
    mishaps.keep_disk: 3, mishaps.restore_disk: 4, mishaps.clone: 2, mishaps.keep_hq: 1, mishaps.restore_hq: 2,
    mishaps.revoke: 1, mishaps.enrol_anew: 1, mishaps.wrong_clock: 2, mishaps.move_dealer: 2,
    mishaps.forge: 1,
}  # fmt: skip
NAMED = {each.__name__: each for each in ACTS}


@dataclass(frozen=True)
class Step:
    """One act, its own chance, and at which of the program's steps it dies (0: it doesn't)."""

    act: str
    seed: int
    fatal: int = 0
    at_hq: bool = False


@dataclass
class Lived:
    """How a life went; `failure` is empty where all is well."""

    seed: int
    steps: list[Step]
    story: list[str] = field(default_factory=list)
    failure: str = ""
    kind: str = ""


def plan(seed, length=None, weights=None, *, deadly=False):
    """Shape and steps of the life of this seed; in a deadly one HQ's program dies at every other step."""
    chance = random.Random(seed)
    table = weights or ACTS
    drawn = chance.randrange(12)
    shape = "large" if length is None and drawn == 0 else "staffed" if drawn in (1, 2, 3) else "small"
    count = length or (chance.randint(20, 45) if shape == "large" else chance.randint(6, 16))
    names = chance.choices([each.__name__ for each in table], list(table.values()), k=count)
    steps = []
    for name in names:
        fatal = chance.randint(1, chance.choice([4, 20, 60])) if chance.randrange(7) == 0 else 0
        step = Step(name, chance.getrandbits(32), fatal, chance.randrange(3) == 0)
        steps.append(replace(step, fatal=chance.randint(1, 60) * chance.randrange(2), at_hq=True) if deadly else step)
    return shape, steps


def live(seed, *, length=None, steps=None, weights=None, quick=False, deadly=False, server=None):
    """Lives one life; failures are told, not raised.

    Args:
        steps: replace the seed's own, for a shorter story.
        server: a PostgreSQL server (`tests.campaigns.engines`) for HQ's book; a SQLite file where there is none.
    """
    shape, planned = plan(seed, length, weights, deadly=deadly)
    lived = Lived(seed, planned if steps is None else steps)
    root = Path(tempfile.mkdtemp(prefix="life-", dir=scratch()))
    world = None
    try:
        with swift(), watching():
            world = new_world(shape, root, server)
            with determined(world.clock) as draws:
                draws.seed(seed)
                _run(world, lived.steps, draws)
                world.story.append("-- quiet --")
                judge(world, seed, quick=quick)
    except Exception as failure:  # noqa: BLE001 -- whatever went wrong is what the life has to tell
        lived.failure, lived.kind = f"{type(failure).__name__}: {failure}", type(failure).__name__
        lived.failure += _where(failure)
    finally:
        if world is not None:
            lived.story = world.story
            world.close()
        shutil.rmtree(root, ignore_errors=True)
    return lived


def _where(failure):
    trace = failure.__traceback__
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f" ({' '.join(places[-5:])})"


def _run(world, steps, draws):
    for step in steps:
        draws.seed(step.seed)
        chance = random.Random(step.seed)
        programs = {each.name: each for each in world.machines if each.desk is not None}
        before = {}
        if step.fatal:
            before = {name: last_entry(each.book) for name, each in programs.items()}
            before["hq"] = last_entry(world.hq.book)
        for each in programs.values():
            each.steps.arm(0 if step.at_hq else step.fatal)
        world.hq_steps.arm(step.fatal if step.at_hq else 0)
        try:
            world.story.append(f"{step.act} {step.seed}: {NAMED[step.act](world, chance)}")
        except SkipError:
            pass
        except acts.OnlyAskedError as asked:
            queued = asked.queued
            world.model.asks[queued.request] = Ask(queued.verb, "HQa", sure=True)
            world.story.append(f"{step.act} {step.seed}: HQa: asks HQ to {queued.verb}")
        except (RefusedError, UsageError) as refused:
            world.story.append(f"{step.act} {step.seed}: refused, {refused.code} {dict(refused.facts)}")
        except CrashError as crash:
            world.story.append(f"{step.act} {step.seed}: {crash.place} dies at step {step.fatal}")
            _come_again(world, crash, before)
        _disarm(world)
        world.watch_answers()


def _disarm(world):
    world.hq_steps.arm()
    for each in world.machines:
        each.steps.arm()


def _come_again(world, crash, before):
    """The program starts over what its disk held, and what it had saved by then counts."""
    _disarm(world)
    if crash.place == "hq":
        world.restart_hq(crash.folder)
        world.seen = min(world.seen, last_entry(world.hq.book))  # it may have died while it was set back
        adopt(world, "hq", world.hq.book, "hq", before["hq"])
        adopt_revoked(world)
        return
    machine = next(each for each in world.machines if each.name == crash.place)
    world.restart(machine, crash.folder)
    adopt(world, machine.name, machine.book, f"desk/{machine.desk_id}", before.get(machine.name, 0))


def shrink(lived, *, weights=None, tries=400, server=None):
    """The fewest steps that still fail in the same way."""
    steps, best = list(lived.steps), lived
    size = max(len(steps) // 2, 1)
    while tries > 0:
        place, shorter = 0, False
        while place < len(steps) and tries > 0:
            tries -= 1
            again = live(lived.seed, steps=steps[:place] + steps[place + size :], weights=weights, server=server)
            if again.failure and again.kind == lived.kind:
                steps, best, shorter = again.steps, again, True
            else:
                place += size
        if size == 1 and not shorter:
            break
        size = max(size // 2, 1)
    return best


__all__ = ["ACTS", "Lived", "Step", "live", "plan", "shrink", "text"]
