"""All commands put together into one grammar."""

from __future__ import annotations

from desktop.cli.calls import Language
from desktop.cli.grammar import Grammar, Parser
from desktop.cli.grammar_accounts import add_accounts
from desktop.cli.grammar_answers import add_answers
from desktop.cli.grammar_books import add_books
from desktop.cli.grammar_hq import add_hq
from desktop.cli.grammar_papers import add_papers
from desktop.cli.grammar_policies import add_policies
from desktop.cli.grammar_rebates import add_rebates


def make_parser(language: Language) -> Parser:
    """The whole grammar."""
    grammar = Grammar(language)
    add_papers(grammar)
    add_accounts(grammar)
    add_answers(grammar)
    add_books(grammar)
    add_hq(grammar)
    add_policies(grammar)
    add_rebates(grammar)
    return grammar.top
