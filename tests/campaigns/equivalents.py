"""Changes of the exchange's core that change nothing a program or a person could notice, each with its why."""

_JOURNAL = "sync/records/copies/journal.py"
_OUTBOX = "sync/records/copies/outbox.py"
EQUIVALENT: dict[str, str] = {
    "sync/client/restored/returning.py · _common · if low >= signed.number or high - low <= 1: · GtE → Gt": (
        "where the lower end is the head's number, the higher end is as well"
    ),
    "sync/hq/taking/pages.py · read_ahead · if not wanted or sum(until - after + 1 for _, after, until in wanted) > "
    "_AT_ONCE: · 1 → 2": "how much is read together at most; what isn't is read one by one",
    f"{_OUTBOX} ·  · _MOST_WAITING = 10_000 · 10000 → 10001": "a bound on memory",
    f"{_OUTBOX} · continues · self._room = self.path.stat().st_size if self.path.exists() else 0 · without: "
    "self._room = self.path.stat().st_size if self.path.exists() ": "an empty file's room is written once more",
    f"{_JOURNAL} · last_frame · if start == 0 or back > _LONGEST: · and ↔ or": (
        "what begins farther back than the longest frame doesn't end at the end: it only looks longer"
    ),
    "sync/hq/taking/crossing.py · again · raise AssertionError · without: raise AssertionError": (
        "nothing ever comes there"
    ),
    'sync/records/copies/joining.py · _tell · row = (PLACE, (last[0][0] or 0) + 1, "journal", str(folder), DAMAGED, '
    "str(self.damaged), moment()) · 1 → 2": "any number that is free does",
    'sync/records/log/streams.py · lock_heads · if connection.dialect.name == "sqlite" or len(wanted) < 2: · 2 → 3': (
        "two streams are locked one after the other, in the same order"
    ),
    "sync/wire/codes.py · short_print · digest = hashlib.scrypt(public_key, salt=_SALT, n=1 << 15, r=8, p=1, "
    "maxmem=64 << 20, dklen=16) · 64 → 65": "a bound on memory that is never met",
    f"{_JOURNAL} · find · return -1 · 1 → 2": "any number below 0 says that there is none",
    f"{_JOURNAL} · _next_frame · place = found - _FRAME.size + 1 · 1 → 2": "two marks never begin one byte apart",
    "sync/hq/taking/pages.py · _is_told_whole · long = stream.head.number > _SHORT or stream.pruned > 0 · 0 → 1": (
        "desks' own streams are never pruned"
    ),
    'sync/hq/restored/returned.py · _run_of · run_many(connection, "DELETE FROM returned_entry WHERE run = ?", '
    "[(row.id,) for row in found]) · without: run_many(connection, 'DELETE FROM returned_entry WHERE run =": (
        "the entries go with their run"
    ),
    "sync/hq/channel/scope.py ·  · _PLACE_OF_POLICIES = 1 · 1 → 2": "it orders streams only: policies beside the stock",
    f"{_JOURNAL} ·  · _LONGEST = 64 * 1024 * 1024 · 1024 → 1025": "a bound nothing real comes near",
    f"{_JOURNAL} · __init__ · self.size = file.seek(0, 2) · 0 → 1": "behind the end there is nothing to read",
    f"{_JOURNAL} · at · if inside < 0 or inside + size > len(self._raw): · Gt → GtE": "it reads again what it has",
    f"{_JOURNAL} · _next_frame · while (found := window.find(_MARK, place + _FRAME.size)) >= 0: · GtE → Gt": (
        "a mark has a frame's head before it, so it never stands at 0"
    ),
    f"{_JOURNAL} · last_frame · while (place := raw.rfind(_MARK, 0, place)) >= 0: · GtE → Gt": (
        "a mark at 0 has no frame's head before it"
    ),
}
