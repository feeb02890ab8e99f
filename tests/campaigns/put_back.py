"""Puts a fault back into the program, one line at a time, and sees whether the test that is there for it fails.

`python -m tests.campaigns.put_back --keep [--fault WORD]` tries each fault of the list, and the same tests without it,
and writes its result beside the benchmarks. `docs/proof.md` tells the same list to a reader.
"""

import argparse
import sys
from dataclasses import dataclass

from tests.campaigns.changing import load_libraries, try_changed
from tests.campaigns.results import ROOT
from tests.campaigns.running import add_arguments, run_blocks


@dataclass(frozen=True)
class Fault:
    """A fault: what it does, in which module, which words stand there instead of which, and the test that finds it."""

    fact: str
    module: str
    sound: str
    faulty: str
    test: str
    server: bool = False  # whether only PostgreSQL shows it

    def changed(self):
        """The module's text with the fault in it."""
        text = (ROOT / self.module).read_text(encoding="utf-8")
        if text.count(self.sound) != 1:
            raise ValueError(f"{self.module} has {text.count(self.sound)} of {self.sound!r}")
        return text.replace(self.sound, self.faulty)


HQ, RECORDS, TESTS = "sync/hq", "sync/records", "tests/sync"
FAULTS = (
    Fault("a right holds that a desk gave its own person", f"{HQ}/requests.py",
          "role = lesser(granted, author.role)", "role = author.role", f"{TESTS}/hq/test_requests.py"),
    Fault("a person counts whom HQ never granted anything", f"{HQ}/requests.py",
          "if not granted:", "if False:", f"{TESTS}/hq/test_requests.py"),
    Fault("an answered order is rewritten", f"{HQ}/admission/versions.py",
          'if state == "submitted" and not resting:', "if True:", f"{TESTS}/hq/test_admission.py"),
    Fault("a record is deleted that others rest on", f"{HQ}/admission/versions.py",
          'if asked.read is None else ""\n', 'if False else ""\n', f"{TESTS}/hq/test_admission.py"),
    Fault("a posted paper is written over", f"{HQ}/admission/versions.py",
          '    """Over none."""\n    return Held("record_frozen", {"id": asked.entry.record})',
          '    """Over none."""\n    return None', f"{TESTS}/hq/test_admission.py"),
    Fault("a card that a desk wrote opens a price list", f"{HQ}/scope.py",
          "AND replace(d.id, ':', '') = d.id", "", f"{TESTS}/hq/test_scope.py"),
    Fault("a card that a desk wrote opens a branch and its policies", f"{HQ}/policy_scope.py",
          "ON d.parent = b.id WHERE replace(d.id, ':', '') = d.id", "ON d.parent = b.id", f"{TESTS}/hq/test_scope.py"),
    Fault("one wrong bit costs all that stands behind it in the second copy", f"{RECORDS}/journal.py",
          "following = _next_frame(window, at + 1)", "following = None", f"{TESTS}/records/test_joining.py"),
    Fault("a folder enrolled anew loses what it never sent", f"{RECORDS}/joining.py",
          "        keep(self.path.parent, unknown)\n", "", f"{TESTS}/records/test_joining.py"),
    Fault("the second copy is emptied of what HQ never got", f"{RECORDS}/outbox.py",
          "keep(self.path.parent, self._unknown(hash_at))", "pass", f"{TESTS}/records/test_joining.py"),
    Fault("a desk drops what only it still has of HQ", "sync/client/exchanging.py",
          "                keep_lost(writing.connection, each, now)\n", "                pass\n",
          f"{TESTS}/hq/test_returned.py"),
    Fault("HQ takes back what it never signed", f"{HQ}/returned.py",
          "if not verify(key, head.signature, text):", "if False:", f"{TESTS}/hq/test_returned.py"),
    Fault("a field out of its bounds is taken", f"{RECORDS}/bounds/fitting.py",
          "        wrong = bound(value)\n        if wrong:", "        wrong = bound(value)\n        if False:",
          f"{TESTS}/hq/test_admission_table.py"),
    Fault("control characters pass in a remark", f"{RECORDS}/bounds/values.py",
          '        return "control_character" if _CONTROLS.search(value) else ""', '        return ""',
          f"{TESTS}/hq/test_admission_table.py"),
    Fault("idle connections are never given up for others", f"{HQ}/web/connections.py",
          "return any(self._give_up(mine) for mine in heapq.nlargest(_CROWDS, self._of.values(), key=len))",
          "return False", f"{TESTS}/hq/test_limits.py"),
    Fault("a body of any length is read", f"{HQ}/web/bodies.py",
          "if declared > largest:", "if False:", f"{TESTS}/hq/test_limits.py"),
    Fault("who is too slow keeps his place", f"{HQ}/web/connections.py",
          "if each.overdue(now)]", "if False]", f"{TESTS}/hq/test_limits.py"),
    Fault("wrong codes of one keep everybody from enrolling", f"{HQ}/enrolment.py",
          "half = _hash(_letters(code)[:_HALF])", 'half = _hash("")', f"{TESTS}/hq/test_limits.py"),
    Fault("code and key go to another machine in clear", "sync/client/address.py",
          "if self.exposed and not self.insecure:", "if False:", f"{TESTS}/client/test_line.py"),
    Fault("a book can be read by other users of the machine", "sync/owner_only.py",
          "_FILE, _FOLDER = 0o600", "_FILE, _FOLDER = 0o644", f"{TESTS}/test_owner_only.py"),
    Fault("two documents keep one number after a clone", f"{RECORDS}/strays.py",
          "if taken.setdefault(number, record) != record:", "if False:", f"{TESTS}/test_restores.py"),
    Fault("a desk numbers its papers with another's prefix", f"{HQ}/admission/ids.py",
          'return Held("number_not_yours", {"number": number, "expected": f"{head}…"})', "return None",
          f"{TESTS}/hq/test_admission.py"),
    Fault("an order dated back gets a price that has expired", f"{HQ}/arrivals.py",
          "    if not found or not found[0].before:", "    if True:", f"{TESTS}/hq/test_arrivals.py"),
    Fault("a damaged index is called sound", f"{RECORDS}/soundness.py",
          "return list(_said(connection))", "return []", f"{TESTS}/records/test_rescue.py"),
    Fault("a book is made in a folder that a cloud program copies", "desktop/shared_folders.py",
          "machine)\n    if name:", "machine)\n    if False:", "tests/desktop/test_shared_folders.py"),
    Fault("a command copies peopled books without a word", "desktop/cli/calls.py",
          "            desk.signed_in()\n", "            pass\n", "tests/desktop/cli/test_rights.py"),
    Fault("records of an unknown kind are told nowhere", f"{HQ}/exchange.py",
          "            note_unknown(connection, asker.stream, alive, moment(now))\n", "",
          f"{TESTS}/hq/test_unknown_kinds.py"),
    Fault("what is sent again is taken again", f"{HQ}/exchange.py",
          "fresh = [each for each in numbered if each[0] > head.number]", "fresh = list(numbered)",
          f"{TESTS}/hq/test_hostile_requests.py"),
    Fault("a page begins one entry late", f"{HQ}/pages.py",
          "rows = rows_in(connection, sql, [stream.key], after, until)",
          "rows = rows_in(connection, sql, [stream.key], after + 1, until)", f"{TESTS}/hq/test_exchange.py"),
    Fault("a page that was cut says that it reaches the end", f"{HQ}/pages.py",
          "return found, number == until", "return found, True", f"{TESTS}/records/test_receiving.py"),
    Fault("pages have no bound", f"{HQ}/pages.py",
          "return self.entries <= 0 or self.bytes <= 0", "return False", f"{TESTS}/records/test_receiving.py"),
    Fault("a page's rows are written without its cursor", f"{RECORDS}/receiving.py",
          "    numbered = check_page(page, head)\n",
          "    numbered = check_page(page, head)\n    connection.commit()\n", f"{TESTS}/records/test_receiving.py"),
    Fault("a broken chain passes", f"{RECORDS}/receiving.py",
          "if (hashes[-1] if hashes else head.hash) != page.hash:", "if False:", f"{TESTS}/records/test_receiving.py"),
    Fault("what a snapshot lacks isn't in the pages behind it", f"{HQ}/parts.py",
          "made = Snapshot(stream, head.epoch, head.number,", "made = Snapshot(stream, head.epoch, head.number + 1,",
          f"{TESTS}/test_filling.py"),
    Fault("one record that can't be applied stops its page", f"{RECORDS}/receiving.py",
          "    failed = apply_entries(connection, newest)\n",
          "    failed = apply_entries(connection, newest)\n    assert not failed\n",
          f"{TESTS}/records/test_receiving.py"),
    Fault("a digest forgets what was deleted", f"{RECORDS}/log.py",
          "shift_digest(head.digest, added=added, removed=removed)",
          "shift_digest(head.digest, added=added, removed=())",
          f"{TESTS}/records/test_log.py"),
    Fault("of two versions in one page the first stays", "sync/streams.py",
          "for position, entry in enumerate(entries)}", "for position, entry in reversed(list(enumerate(entries)))}",
          f"{TESTS}/records/test_log.py"),
    Fault("a stream taken away stays", f"{RECORDS}/rebuilding.py",
          "        return False\n    drop_stream(connection, name)\n", "        return False\n    return True\n",
          f"{TESTS}/records/test_rebuilding.py"),
    Fault("numbers are taken without holding the stream's head", f"{RECORDS}/log.py",
          'else " FOR UPDATE"', 'else ""', f"{TESTS}/records/test_log.py", server=True),
    Fault("two workers sell the same case", f"{RECORDS}/locking.py",
          'product COLLATE "C" FOR UPDATE', 'product COLLATE "C"', f"{TESTS}/hq/test_deciding.py", server=True),
    Fault("of two papers that cross both are believed", f"{HQ}/crossing.py",
          "if (kind, home) != (own[record], stream):", "if False:", f"{TESTS}/hq/test_crossing.py", server=True),
    Fault("what HQ's people asked for is done again after a restore", f"{HQ}/requests.py",
          "if is_awaited(connection, record):", "if False:", f"{TESTS}/hq/test_returned.py"),
    Fault("an order answered before a restore is decided anew", f"{HQ}/deciding.py",
          "or is_awaited(writing.connection, order.id):", "or False:", f"{TESTS}/hq/test_returned.py"),
    Fault("a record of one stream is taken over by another", f"{RECORDS}/log.py",
          "foreign = {record for record, (_, stream, _) in found.items() if stream != key}", "foreign = set()",
          f"{TESTS}/records/test_log.py"),
)  # fmt: skip


def one(number):
    """One fault: whether its test fails with it, and passes without."""
    fault = FAULTS[number]
    options = () if fault.server else ("-m", "not postgres")
    found = try_changed(fault.module, fault.changed(), [fault.test], options)
    wrong = [] if found == 1 else [f"not caught: {fault.fact} ({found})"]
    return {"faults": 1, "caught": int(found == 1), "wrong": wrong, "by_test": {fault.test: 1}}


def table():
    """The list as a reader sees it."""
    rows = [f"| {each.fact} | `{each.module}` | `{each.test}` |" for each in FAULTS]
    return "\n".join(["| fault | put back into | found by |", "| --- | --- | --- |", *rows])


def main(words):
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(asked)
    given = asked.parse_args(words)
    load_libraries()
    found = run_blocks("put_back", one, given, aim=len(FAULTS), figure="faults", last=len(FAULTS))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
