"""Commands about past exchanges: the log, and a bundle for whoever helps."""

from __future__ import annotations

from pathlib import Path

from desktop.actions.books.support import support_bundle
from desktop.actions.headquarters.exchange_log import exchange_log, log_form, log_sentences
from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import local_time, table
from desktop.wording import say


def log(call: Call) -> CommandResult:
    """Lists the exchanges, the newest first."""
    with call.desk() as desk:
        lines = exchange_log(desk, max(call.args.limit, 1))
    heads = [call.say("时间", "Ended"), call.say("毫秒", "ms"), call.say("上行", "Up"), call.say("下行", "Down"), ""]
    rows = [
        [
            local_time(each.at),
            str(each.milliseconds),
            _size(each.bytes_up),
            _size(each.bytes_down),
            ("" if each.ok else "! ") + " ".join(log_sentences(each, call.language)),
        ]
        for each in lines
    ]
    text = table(heads, rows, (1, 2, 3)) if rows else say("log_empty", call.language)
    return CommandResult([log_form(each) for each in lines], text)


def support(call: Call) -> CommandResult:
    """Writes the support bundle."""
    with call.desk() as desk:
        path = support_bundle(desk, Path(call.args.file))
    return CommandResult({"file": str(path)}, say("support_written", call.language, path=path))


def _size(count: int) -> str:
    return f"{count:,} B" if count < 10_000 else f"{count / 1024:,.0f} KB"
