"""What befalls the channel: time, crashes, restores, clones, and what HQ changes of prices, cards, policies, desks."""

import shutil
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import msgspec

from domain.errors import DeskError, RefusedError, UnreachableError
from sync.client.streams.enrolling import enrol
from sync.hq.channel.seller_cards import publish_sellers
from sync.hq.restored.epochs import begin_epoch
from sync.hq.service.enrolment import make_code, revoke_desk
from sync.hq.taking import following
from sync.keys import load_key
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody, LineBody, PriceBody
from sync.records.books.bulk import query_rows
from sync.records.log.streams import living
from sync.records.pricing.policy_forms import stream_of
from tests.building.domain.policy_makers import dealers
from tests.building.sync.policies import a_policy, publish_now
from tests.simulation.acts import SkipError, pick
from tests.simulation.crashing import Steps, copy_files
from tests.simulation.network import BadLine, Sniffer
from tests.simulation.observing import last_entry

# What a bent or truncated request may be answered with; anything else is a defect.
_BENT = {"signature_wrong", "message_unreadable", "head_signature_wrong", "nonce_expired"}


def exchange(world, chance):
    """A desk exchanges, over a line as bad as it happens to be."""
    machine = pick(chance, [each for each in world.machines if each.desk is not None])
    machine.line.tune(chance.getrandbits(32), chance.choice([0, 0, 30, 70]))
    try:
        done = world.exchange(machine)
    except UnreachableError as failed:
        return f"{machine.name}: exchange fails with {failed.code}"
    except RefusedError as refused:
        if machine.revoked and refused.code == "desk_revoked":
            return f"{machine.name}: shut out"
        if refused.code not in _BENT:
            raise
        return f"{machine.name}: exchange refused with {refused.code}"
    told = [reason.code for reason in done.notices]
    return f"{machine.name}: exchange, {done.sent} up, {done.received} down {told or ''}"


def exchange_all(world, chance):
    """A quiet hour: every desk exchanges over a good line."""
    for machine in [each for each in world.machines if each.desk is not None and not each.revoked]:
        machine.line.tune(chance.getrandbits(32), 0)
        world.exchange(machine)
    return "every desk exchanges"


def pass_time(world, chance):
    world.clock.now += timedelta(minutes=chance.choice([1, 30, 600, 1500, 4000]))
    return f"it is {world.clock.now:%m-%d %H:%M}"


def wrong_clock(world, chance):
    name = pick(chance, ["hq", *(each.name for each in world.machines)])
    world.clock.wrong[name] = timedelta(minutes=chance.choice([-90, 45, 0, -1440, 1440, -4000]))
    return f"{name}'s clock is wrong by {world.clock.wrong[name]}"


def restart(world, chance):
    """A program is gone between two steps; what its disk holds is all that is left."""
    machine = pick(chance, [*(each for each in world.machines if each.desk is not None), None])
    if machine is None:
        world.restart_hq()
        return "hq: the program is gone and comes again"
    world.restart(machine)
    return f"{machine.name}: the program is gone and comes again"


# ---- restores -------------------------------------------------------------------------------------------------------


def keep_disk(world, chance):
    machine = pick(chance, [each for each in world.machines if each.desk is not None])
    kept = machine.steps.copy()
    machine.backups.append((kept, 0))
    return f"{machine.name}: the disk is copied"


def restore_disk(world, chance):
    """A machine's disk is set back whole, or its database alone while the second copy stays."""
    machine = pick(chance, [each for each in world.machines if each.backups and each.desk is not None])
    kept, _ = pick(chance, machine.backups)
    whole = chance.randrange(2) == 0
    target = machine.steps.copy()
    if whole:
        shutil.rmtree(target)
        copy_files(kept, target)
        loosen(world, machine.name)
    else:
        for name in ("desk.db", "desk.db-wal"):
            (target / name).unlink(missing_ok=True)
            if (kept / name).exists():
                shutil.copy(kept / name, target / name)
        world.set_back.add(machine.name)
        # What HQ acknowledged after the copy left the second copy; it comes back from HQ.
    world.restart(machine, target)
    return f"{machine.name}: {'the whole disk' if whole else 'the database'} is set back"


def loosen(world, name):
    """What a place wrote and nobody else has may be gone for good; what it answered may be unsaid."""
    model = world.model
    known = {each.name: each for each in world.machines}
    for paper in model.papers.values():
        paper.sure = paper.sure and paper.place != name
    for ask in model.asks.values():
        ask.sure = ask.sure and ask.place != name
    for order in model.orders.values():
        order.sure = order.sure and order.place != name
        order.loose = order.loose or name == "hq" or order.seller == known[name].dealer or order.place == name


def clone(world, chance):
    """A machine's disk is copied onto a second machine, and both go on writing one stream."""
    machine = pick(chance, [each for each in world.machines if each.desk is not None and "'" not in each.name])
    if any(each.name == machine.name + "'" for each in world.machines):
        raise SkipError
    folder = machine.steps.copy()
    twin = replace(
        machine, name=machine.name + "'", steps=Steps(machine.name + "'", folder), backups=[],
        line=BadLine(Sniffer(world, machine.desk_id)),
    )  # fmt: skip
    world.machines.append(twin)
    world.open_machine(twin, folder)
    world.cloned.add(machine.dealer)
    return f"{machine.name}: the disk is copied to a second machine, {twin.name}"


def keep_hq(world, chance):
    model = world.model
    told = deepcopy((model.members, model.prices, model.desks, model.revoked))
    world.hq_backups.append((world.copy_hq(), told))
    return "hq: the disk is copied"


def restore_hq(world, chance):
    kept, told = pick(chance, world.hq_backups)
    target = world.copy_hq(kept)
    model = world.model
    model.members, model.prices, model.desks, model.revoked = deepcopy(told)
    world.epochs += 1
    world.exact = False
    loosen(world, "hq")
    world.restart_hq(target)
    begin_epoch(world.hq.book, world.clock.at("hq"), beyond=world.epochs)
    world.seen = last_entry(world.hq.book)
    return "hq: the disk is set back"


# ---- HQ's own changes -----------------------------------------------------------------------------------------------


def change_price(world, chance):
    name, product = pick(chance, sorted(world.model.prices))
    fen = chance.randint(100, 500)
    with world.hq.book.writing() as writing:
        writing.put(f"prices/{name}", "price", f"{name}|{product}|", PriceBody(name, product, fen * 100))
    world.model.prices[name, product].append(fen)
    world.ever.setdefault(product, set()).add(fen)
    return f"hq: {product} costs {fen} in list {name}"


def card_of(world, dealer):
    with world.hq.book.reading() as connection:
        sql = f"SELECT body FROM entry WHERE kind = 'dealer' AND record = ? AND {living(connection)}"
        [(raw,)] = query_rows(connection, sql, dealer)
    return msgspec.json.decode(bytes(raw), type=DealerBody)


def write_card(world, dealer, **changes):
    body = msgspec.structs.replace(card_of(world, dealer), **changes)
    with world.hq.book.writing() as writing:
        writing.put(f"dealer/{dealer}", "dealer", dealer, body)


def change_card(world, chance):
    dealer = pick(chance, [each for each in world.model.members if each != "HQ"])
    limit = chance.choice([None, 0, 20_000, 100_000])
    write_card(world, dealer, phone=f"139{chance.randint(0, 99)}", credit_limit=limit)
    world.model.members[dealer].limit = limit
    return f"hq: the limit of {dealer} is {limit}"


def change_list(world, chance):
    """A dealer buys by another list from now on, and reads that one instead."""
    dealer = pick(chance, [each for each in world.model.members if each != "HQ"])
    name = chance.choice(["P", "C", "S"])
    write_card(world, dealer, price_list=name)
    world.model.members[dealer].price_list = name
    return f"hq: {dealer} buys by list {name}"


def publish_policy(world, chance):
    """A promotion for a few dealers, on goods nobody orders: it shows who is told, and changes no price."""
    model = world.model
    told = frozenset(chance.sample([each for each in model.members if each != "HQ"], 2))
    code = f"CX{chance.randint(1, 9)}"
    policy = a_policy(
        code, version=world.versions.get(code, 0) + 1, start=world.hq.today() + timedelta(days=400),
        audience=dealers(*sorted(told)),
    )  # fmt: skip
    model.audiences[stream_of(policy)] = set(told)  # whether or not HQ's program lives to say so
    publish_now(world.hq.book, policy, draft=f"{code}-{policy.version}", today=world.hq.today())
    world.versions[code] = policy.version
    return f"hq: policy {code} for {sorted(told)}"


def move_dealer(world, chance):
    """A dealer goes to another parent of the tier above."""
    model = world.model
    dealer = pick(chance, [each for each, member in model.members.items() if member.tier in ("city", "store")])
    tiers = {"city": ("province",), "store": ("city", "province")}[model.members[dealer].tier]
    parents = [each for each, m in model.members.items() if m.tier in tiers and each != model.members[dealer].parent]
    parent = pick(chance, parents)
    write_card(world, dealer, parent=parent)
    publish_sellers(world.hq.book)
    model.move(dealer, parent)
    following.follow_up(world.hq.book, world.clock.at("hq"), world.verbs)  # as whatever moves a dealer does
    world.moved.add(dealer)
    return f"hq: {dealer} goes to {parent}"


def revoke(world, chance):
    machine = pick(chance, [each for each in world.machines if not each.revoked and "'" not in each.name])
    revoke_desk(world.hq.book, machine.desk_id)
    for each in world.machines:
        each.revoked = each.revoked or each.desk_id == machine.desk_id
    world.model.revoked.add(machine.desk_id)
    return f"hq: {machine.name} is shut out"


def enrol_anew(world, chance):
    """A machine burns, or was shut out; a new one takes the desk's place."""
    machine = pick(chance, [each for each in world.machines if "'" not in each.name])
    code = make_code(world.hq.book, machine.dealer, desk=machine.desk_id, now=world.clock.at("hq")).code
    folder = machine.steps.folder.with_name(f"{machine.name}-new{len(world.story)}")
    for each in [each for each in world.machines if each.desk_id == machine.desk_id]:
        loosen(world, each.name)
        each.open.book.close()
        each.desk = None
    world.machines = [each for each in world.machines if each.desk_id != machine.desk_id or each is machine]
    try:
        enrol(folder, "http://127.0.0.1:1", code, "新机", transport=Sniffer(world, machine.desk_id))
    finally:
        world.model.revoked.discard(machine.desk_id)
    key = load_key(folder, machine.desk_id)
    assert key is not None
    machine.key, machine.revoked, machine.backups = key, False, []
    world.open_machine(machine, folder)
    return f"{machine.name}: a new machine takes its place"


def know_again(world, machine):
    """HQ was set back to before it knew this machine's key: HQ's person gives a code, and the books stay."""
    with world.hq.book.reading() as connection:
        known = query_rows(connection, "SELECT id FROM desk WHERE id = ?", machine.desk_id)
    named = machine.desk_id if known else None
    code = make_code(world.hq.book, machine.dealer, desk=named, now=world.clock.at("hq")).code
    folder = machine.steps.folder
    machine.open.book.close()
    enrol(folder, "", code, "旧机", transport=Sniffer(world, machine.desk_id), again=True)
    key = load_key(folder, machine.desk_id)
    assert key is not None
    for each in world.machines:  # a copy of the folder goes on with the same key
        if each.desk_id == machine.desk_id:
            each.key = key
    world.open_machine(machine, folder)
    world.story.append(f"{machine.name}: enrols again")


def forge(world, chance):
    """A desk's program was tampered with: it writes in another's name. Whatever it writes, nobody else believes it."""
    machine = pick(chance, [each for each in world.machines if each.desk is not None])
    above = world.model.members[machine.dealer].parent or "HQ"
    kind = pick(chance, ["money_receipt", "delivery", "opening", "adjustment", "answer", "order"])
    record = f"forged-{len(world.story)}-{chance.getrandbits(32)}"
    body: DocumentBody | AnswerBody = DocumentBody(
        number=f"X-{record}", seller=above, buyer=machine.dealer, date=world.hq.today().isoformat(),
        recorded_at=machine.open.now(), amount=100_000, lines=[LineBody("A", "A", 5_000, 100_000, 200_000)],
        warehouse="W1", state="accepted" if kind == "order" else "",
    )  # fmt: skip
    if kind == "answer":
        asked = pick(chance, [each for each in world.model.orders.values() if each.buyer == machine.dealer])
        body, record = (
            AnswerBody(asked.id, "accepted", machine.open.now(), accepted=[1_000] * len(asked.lines)),
            asked.id,
        )
    world.tampered.add(machine.desk_id)  # before, because it may die behind the writing
    with machine.book.writing() as writing:
        writing.put(machine.open.stream, kind, record, body)
    return f"{machine.name}: forges {kind} {record}"


__all__ = ["DeskError", "exchange"]
