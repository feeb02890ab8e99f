"""Changes of the exchange's core that change nothing a program or a person could notice, each with its why."""

_JOURNAL = "sync/records/journal.py"
EQUIVALENT: dict[str, str] = {
    "sync/hq/exchange.py · _numbered · return [(number, entry, each) for number, entry, each in "
    "zip(numbers, entries, hashes, strict=True)] · True → False": "the three lists are made from one another",
    "sync/hq/scope.py ·  · _PLACE_OF_POLICIES = 1 · 1 → 2": "it orders streams only: policies beside the stock",
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
