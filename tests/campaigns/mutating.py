"""Small changes of a program's text, one at a time: a comparison, a number, a word of logic, a statement left out.

How a class is laid out (`frozen=True`, `slots=True`) is left alone, and that lists are of one length (`strict=True`):
nothing that a program does depends on it.
"""

import ast
from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from typing import Any

_COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_SUMS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult}
_WITHOUT = "without: "
_BODIES = ast.FunctionDef | ast.With | ast.If | ast.For | ast.While | ast.Try


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        line: where, and `text` what stands there; `change` says what is done.
        scope: first line and name of the function whose call does the change, (0, "") where loading the module does.
    """

    module: str
    line: int
    change: str
    text: str
    scope: tuple[int, str]
    nth: int  # of those that are called alike
    place: int = field(repr=False)
    way: int = field(repr=False)

    @property
    def name(self):
        """The same for the same change as long as its line stays as it is."""
        again = f" · {self.nth}" if self.nth > 1 else ""
        return f"{self.module} · {self.scope[1]} · {self.text} · {self.change}{again}"

    def tree(self, source):
        """The module with this change made."""
        tree = ast.parse(source)
        node = next(each for at, each in enumerate(ast.walk(tree)) if at == self.place)
        _change(node, self.way)
        return ast.fix_missing_locations(tree)


def mutants_of(module, source):
    """Every mutant of a module's source, in the order of its lines."""
    lines = source.splitlines()
    tree = ast.parse(source)
    scopes = _scopes(tree)
    found, alike = [], Counter[tuple[object, ...]]()
    for place, node in enumerate(ast.walk(tree)):
        for way in range(_ways(node)):
            told = _change(_tried(node), way)
            changed: Any = node.body[way] if told.startswith(_WITHOUT) else node  # type: ignore[attr-defined]
            scope = scopes[id(changed)] if told else None
            if scope is not None:
                line, text = changed.lineno, lines[changed.lineno - 1].strip()
                alike[scope[1], text, told] += 1
                found.append(Mutant(module, line, told, text, scope, alike[scope[1], text, told], place, way))
    return sorted(found, key=lambda each: (each.line, each.change, each.place))


def _tried(node):
    """A copy that can be changed without the tree's taking part."""
    tried = copy(node)
    if isinstance(tried, _BODIES):
        tried.body = list(tried.body)
    return tried


def _scopes(tree):
    """For each node, by its id, the innermost function whose running comes to it; None where it isn't to be changed."""
    inside = {id(tree): (0, "")}
    for node in ast.walk(tree):
        here = inside[id(node)]
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    inside[id(child)] = _within(node, name, here)
    return inside


def _within(node, part, here):
    if isinstance(node, ast.ClassDef) and part in ("decorator_list", "keywords"):
        return None
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return None
    if isinstance(node, ast.FunctionDef) and part == "body":
        return min([node.lineno, *(each.lineno for each in node.decorator_list)]), node.name
    if isinstance(node, ast.Lambda) and part == "body":
        return node.lineno, "<lambda>"
    return here


def _ways(node):
    if isinstance(node, _BODIES):
        return len(node.body) + isinstance(node, ast.If | ast.While)
    return 1


def _change(node, way):
    """Changes a node in its place; what was done, or nothing where there is nothing to do."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            node.ops = [_COMPARISONS[type(op)]()]
            return f"{type(op).__name__} → {type(node.ops[0]).__name__}"
        case ast.BinOp(op=op) if type(op) in _SUMS:
            node.op = _SUMS[type(op)]()
            return f"{type(op).__name__} → {type(node.op).__name__}"
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return "and ↔ or"
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), inner)
            return "not → not not"
        case ast.Constant(value=bool() as value):
            node.value = not value
            return f"{value} → {not value}"
        case ast.Constant(value=int() as value):
            node.value = value + 1
            return f"{value} → {value + 1}"
        case ast.If(test=test) | ast.While(test=test) if way == len(node.body):
            if isinstance(test, ast.Name) and test.id == "TYPE_CHECKING":
                return ""
            node.test = ast.UnaryOp(ast.Not(), test)
            return "the condition turned round"
        case ast.FunctionDef() | ast.With() | ast.If() | ast.For() | ast.While() | ast.Try():
            return _drop(node, way)
    return ""


def _drop(node, way):
    """Leaves one statement out of a body, where it does something more than to name what is used below."""
    gone = node.body[way]
    if not isinstance(gone, ast.Expr | ast.Assign | ast.AugAssign | ast.Raise | ast.Continue | ast.Break):
        return ""
    if isinstance(gone, ast.Assign) and not any(
        isinstance(each, ast.Attribute | ast.Subscript) for each in gone.targets
    ):
        return ""
    if isinstance(gone, ast.Expr) and isinstance(gone.value, ast.Constant | ast.Yield):
        return ""
    node.body[way] = ast.Pass()
    return f"{_WITHOUT}{ast.unparse(gone)[:60]}"


def codes_of(code):
    """A module's code and every code within it, by first line and name."""
    found, waiting = {}, [code]
    while waiting:
        here = waiting.pop()
        found[here.co_firstlineno, here.co_qualname] = here
        waiting += [each for each in here.co_consts if hasattr(each, "co_qualname")]
    return found
