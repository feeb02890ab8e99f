"""Where the program keeps the few things this campaign takes from it: the only table to change after a move.

Each meaning has the places it may be in, the newest first; what is found first is taken. Loaded in the process of the
tree that is looked at, which may be older than this table.
"""

from importlib import import_module

PLACES = {
    "main": ("desktop.cli:main",),
    "grammar": ("desktop.cli.grammar.arguments:make_parser", "desktop.cli.arguments:make_parser"),
    "open_desk": ("desktop.desk:open_desk",),
    "sign_in": ("desktop.actions.people.users:sign_in", "desktop.actions.users:sign_in"),
    "program": ("desktop.app:Program",),
    "wait": ("desktop.pictures:wait",),
    "collector": ("desktop.ui.frame.collector:Collector", "desktop.ui.collector:Collector"),
    "press": ("desktop.ui.frame.presses:Press", "desktop.ui.presses:Press"),
    "pages": ("desktop.ui.frame.pages:pages", "desktop.ui.pages:pages"),
    "under": ("desktop.ui.frame.pages:UNDER", "desktop.ui.pages:UNDER"),
}


def take(meaning):
    """What has this meaning in the tree that is looked at."""
    for place in PLACES[meaning]:
        module, _, name = place.partition(":")
        try:
            return getattr(import_module(module), name)
        except ModuleNotFoundError as missing:
            if missing.name is None or not module.startswith(missing.name):
                raise  # a module of the program lacks another, which is no move
        except AttributeError:
            continue
    raise LookupError(f"{meaning} is in none of {PLACES[meaning]}: name its new place in {__name__}")
