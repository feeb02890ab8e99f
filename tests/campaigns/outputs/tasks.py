"""What the process of the tree can be asked to do: run commands, tell the grammar, serve, walk the window."""

import argparse
import contextlib
import io
import os
import traceback

from tests.campaigns.outputs.places import take


def run(words, env=None):
    """One command in this process: status, standard output and messages."""
    out, err = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.update(env or {})
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = _ended(words)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return {"status": status, "out": out.getvalue(), "err": err.getvalue()}


def _ended(words):
    try:
        return take("main")(words)
    except SystemExit as ended:  # `--help` and `--version` end so
        return ended.code
    except BaseException:  # noqa: BLE001 -- whatever a command does is an output
        traceback.print_exc()
        return "crashed"


def grammar(language="zh"):
    """Every command: its words, its options and its help."""
    return [
        {"command": " ".join(path), "options": _options(parser), "help": parser.format_help()}
        for path, parser in _commands(take("grammar")(language))
    ]


def _commands(parser, *path):
    below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not below:
        yield path, parser
    for each in below:
        for name, child in each.choices.items():
            yield from _commands(child, *path, name)


def _options(parser):
    return sorted(each.option_strings[-1] for each in parser._actions if each.option_strings)


def window(**asked):
    """The pages of the window over a folder, as text."""
    from tests.campaigns.outputs.window import walk

    return walk(**asked)
