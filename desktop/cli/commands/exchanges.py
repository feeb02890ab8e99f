"""Commands about past exchanges: the log, and a bundle for whoever helps."""

from __future__ import annotations

from pathlib import Path

from desktop.actions.books.support import support_bundle
from desktop.actions.headquarters.exchange_log import exchange_log, log_form
from desktop.cli.calls import Call, CommandResult
from desktop.cli.listed import listed
from desktop.listings.desk_care import EXCHANGES
from desktop.wording import say


def log(call: Call) -> CommandResult:
    """Lists the exchanges, the newest first."""
    with call.desk() as desk:
        lines = exchange_log(desk, max(call.args.limit, 1))
    return listed(call, EXCHANGES, lines, forms=map(log_form, lines), nothing=say("log_empty", call.language))


def support(call: Call) -> CommandResult:
    """Writes the support bundle."""
    with call.desk() as desk:
        path = support_bundle(desk, Path(call.args.file))
    return CommandResult({"file": str(path)}, say("support_written", call.language, path=path))
