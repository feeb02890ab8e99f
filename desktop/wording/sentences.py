"""Every sentence by its code, in Chinese and in English, out of the tables of this package."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.promotions import step_sentences
from desktop.wording.accounts.accounts import ACCOUNTS
from desktop.wording.accounts.ledgers import LEDGERS
from desktop.wording.accounts.rebates import REBATES
from desktop.wording.accounts.statements import TOLD_ANEW
from desktop.wording.books import BOOKS
from desktop.wording.cards import CARDS
from desktop.wording.exchange.asked import ASKED
from desktop.wording.exchange.clocks import CLOCKS
from desktop.wording.exchange.exchanges import EXCHANGES
from desktop.wording.exchange.holding import HOLDING
from desktop.wording.exchange.holding_papers import HOLDING_PAPERS
from desktop.wording.exchange.lasting import LASTING
from desktop.wording.exchange.lines import LINES
from desktop.wording.exchange.loads import LOADS
from desktop.wording.exchange.restoring import RESTORING
from desktop.wording.exchange.service import SERVICE
from desktop.wording.imports.imports import SENTENCES as IMPORT_SENTENCES
from desktop.wording.imports.intake import INTAKE
from desktop.wording.orders.contradictions import CONTRADICTIONS
from desktop.wording.orders.goods import GOODS
from desktop.wording.orders.progress import PROGRESS
from desktop.wording.orders.rules import RULES
from desktop.wording.people import PEOPLE
from desktop.wording.policies.policies import POLICIES
from desktop.wording.practice import PRACTICE_SENTENCES
from desktop.wording.standing import STANDING
from desktop.wording.told import TOLD

PROMOTIONS: Mapping[str, tuple[str, str]] = step_sentences()

# A code of the imports that means the same elsewhere has one sentence here; these come first.
SENTENCES: Mapping[str, tuple[str, str]] = {
    **IMPORT_SENTENCES,
    **INTAKE,
    **LOADS,
    **RULES,
    **GOODS,
    **BOOKS,
    **PRACTICE_SENTENCES,
    **CARDS,
    **PEOPLE,
    **ASKED,
    **SERVICE,
    **TOLD_ANEW,
    **POLICIES,
    **PROMOTIONS,
    **REBATES,
    **ACCOUNTS,
    **LEDGERS,
    **EXCHANGES,
    **RESTORING,
    **STANDING,
    **HOLDING,
    **HOLDING_PAPERS,
    **CLOCKS,
    **CONTRADICTIONS,
    **LINES,
    **LASTING,
    **PROGRESS,
    **TOLD,
}
