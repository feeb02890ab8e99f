"""Who may run a command where the books have people: what gives their content out asks who it is."""

from __future__ import annotations

from collections.abc import Mapping

# Nobody is asked: these make books, move what is sealed already, or give nothing of what stands in them.
# `status:status` tells a stranger only whether HQ answers and how much waits.
OPEN = frozenset(
    {
        "books:enrol",
        "status:status",
        "books:sync",
        "hq:init",
        "hq:serve",
        "keys:show",
        "policies:schema",
        "window:practice_anew",
        "window:practice_make",
        "window:practice_open",
        "window:practice_remove",
        "window:practice_show",
        "service:doctor",
        "service:openapi",
        "window:demo",
        "window:open_window",
    }
)
# Books that can't be read any more are to be brought back by anybody; for all others `care:restore` asks itself.
SELF_ASKED = frozenset({"care:restore"})
# What takes more than being somebody here, before anything is read; what writes asks for its right by itself.
RIGHTS: Mapping[str, str] = {"care:backup": "books_care"}
# What changes the files or the key under the program that has them open; it is done with that program closed.
ALONE = frozenset({"care:check", "care:restore", "keys:passphrase"})


def may_be_handed(run: str) -> bool:
    """Whether the program that has the folder open may do a command for whoever typed it."""
    return run not in ALONE


def is_guarded(run: str) -> bool:
    """Whether a command begins with the question who works here; what isn't named above always does."""
    return run not in OPEN and run not in SELF_ASKED
