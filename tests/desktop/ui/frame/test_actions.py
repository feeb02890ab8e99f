"""The window's list of actions: what the type checker sees is what runs, and nothing is loaded before it is done."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from desktop.actions.changes import changed_by, changes
from desktop.actions.later import LaterAction, LaterModule, later
from desktop.ui.frame import actions

ROOT = Path(__file__).resolve().parents[4]
WINDOW = sorted((ROOT / "desktop").rglob("*.py"))


def seen() -> dict[str, str]:
    """The modules the type checker sees, by the name they have for the pages."""
    tree = ast.parse(Path(actions.__file__).read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in imported
        for alias in node.names
        if str(node.module).startswith("desktop.actions.") and node.module != "desktop.actions.later"
    }


def named_in(tree: ast.Module) -> dict[str, str]:
    """The modules of actions a module of the window names, by what it calls them."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "desktop.ui.frame.actions"
        for alias in node.names
    }


def done(path: Path) -> set[tuple[str, str]]:
    """What a module takes from the modules of actions it names: their names and what is taken from them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = named_in(tree)
    hints = {
        id(part)
        for node in ast.walk(tree)
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if hint is not None
        for part in ast.walk(hint)
    }
    return {
        (named[node.value.id], node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in named
        if id(node) not in hints
    }


def test_the_type_checker_sees_what_runs():
    run = {name: repr(module) for name, module in vars(actions).items() if isinstance(module, LaterModule)}
    assert run == seen()


@pytest.mark.parametrize("path", [path for path in WINDOW if done(path)], ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_taken_from_them_is_an_action(path):
    for module, name in done(path):
        action = getattr(import_module(seen()[module]), name)
        assert inspect.isfunction(action), (module, name)
        assert next(iter(inspect.signature(action).parameters)) == "desk", (module, name)


def test_no_module_of_the_window_is_there_only_to_pass_calls_on():
    assert [path for path in WINDOW if path.stem.startswith(("asks", "asking")) or "asks" in path.parts] == []


def test_an_action_is_the_same_whoever_names_it_and_says_what_it_changes():
    placed = later("orders.orders").place_order
    assert isinstance(placed, LaterAction)
    assert placed is later("orders.orders").place_order
    assert changed_by(placed) == frozenset({"orders", "stock", "accounts", "drafts"})


def test_what_says_nothing_changes_nothing_known():
    assert changed_by(lambda desk: desk) is None
    assert changed_by(changes()(lambda desk: desk)) == frozenset()


def writes(path: Path) -> set[tuple[str, str]]:
    """The actions a module of the window has written: given to `write`, with or without more said beforehand."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = named_in(tree)
    told: dict[str, ast.expr] = {}  # `book = partial(bank_files.book_chosen, …)`
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            told[node.targets[0].id] = node.value
    found = set()
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "write"
            and call.args
        ):
            given = call.args[0]
            given = told.get(given.id, given) if isinstance(given, ast.Name) else given
            given = given.args[0] if isinstance(given, ast.Call) and given.args else given
            if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id in named:
                found.add((named[given.value.id], given.attr))
    return found


def test_every_action_the_window_writes_says_what_it_changes():
    written = {each for path in WINDOW for each in writes(path)}
    silent = {(module, name) for module, name in written if changed_by(getattr(getattr(actions, module), name)) is None}
    assert silent == set()
    assert len(written) > 40
