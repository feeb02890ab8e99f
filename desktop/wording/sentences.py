"""Every sentence by its code, in Chinese and in English, out of the tables of this package."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording.accounts import ACCOUNTS
from desktop.wording.asked import ASKED
from desktop.wording.books import BOOKS
from desktop.wording.clocks import CLOCKS
from desktop.wording.contradictions import CONTRADICTIONS
from desktop.wording.exchanges import EXCHANGES
from desktop.wording.goods import GOODS
from desktop.wording.holding import HOLDING
from desktop.wording.holding_papers import HOLDING_PAPERS
from desktop.wording.imports import SENTENCES as IMPORT_SENTENCES
from desktop.wording.intake import INTAKE
from desktop.wording.lasting import LASTING
from desktop.wording.ledgers import LEDGERS
from desktop.wording.lines import LINES
from desktop.wording.loads import LOADS
from desktop.wording.people import PEOPLE
from desktop.wording.policies import POLICIES
from desktop.wording.progress import PROGRESS
from desktop.wording.rebates import REBATES
from desktop.wording.restoring import RESTORING
from desktop.wording.rules import RULES
from desktop.wording.service import SERVICE
from desktop.wording.standing import STANDING
from desktop.wording.statements import TOLD_ANEW
from desktop.wording.told import TOLD

# A code of the imports that means the same elsewhere has one sentence here; these come first.
SENTENCES: Mapping[str, tuple[str, str]] = {
    **IMPORT_SENTENCES,
    **INTAKE,
    **LOADS,
    **RULES,
    **GOODS,
    **BOOKS,
    **PEOPLE,
    **ASKED,
    **SERVICE,
    **TOLD_ANEW,
    **POLICIES,
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
