"""Commands that care for the books."""

from __future__ import annotations

from pathlib import Path

from desktop.actions import care, periods
from desktop.actions.forms import fact_form
from desktop.cli.calls import Call, Told
from desktop.desk import HQ_FILE, default_folder
from desktop.wording import say
from domain.dates import parse_date
from domain.money import format_money, from_fen
from domain.quantities import from_milli, plain_number

_QUANTITIES = frozenset({"on_hand", "reserved", "quantity", "accepted", "delivered", "available"})
_AMOUNTS = frozenset({"amount", "credit_limit"})


def check(call: Call) -> Told:
    """Recomputes everything and names each difference; with `--repair` derives the tables anew first."""
    with call.desk(writing=call.args.repair) as desk:
        before = care.check(desk)
        if call.args.repair and before:
            care.repair(desk)
        found = care.check(desk) if call.args.repair and before else before
    value = {
        "ok": not found,
        "differences": [
            {
                "table": each.where,
                "record": each.record,
                "column": each.column,
                "expected": fact_form(each.expected),
                "found": fact_form(each.found),
            }
            for each in found
        ],
    }
    if call.args.repair:
        value["repaired"] = len(before) - len(found)
    if not found:
        text = say("check_repaired", call.language, count=len(before)) if before else say("check_ok", call.language)
        return Told(value, text)
    lines = [
        f"{each.where} {each.record} {each.column}: {_unstored(each.column, each.expected)} ≠ "
        f"{_unstored(each.column, each.found)}"
        for each in found
    ]
    return Told(value, "\n".join(lines), 4, (say("check_differs", call.language, count=len(found)),))


def _unstored(column: str, value: object) -> str:
    """A difference's figure as people count it; what is no stored figure stays as it is."""
    if isinstance(value, int) and column in _QUANTITIES:
        return plain_number(from_milli(value))
    if isinstance(value, int) and column in _AMOUNTS:
        return format_money(from_fen(value))
    return str(value)


def backup(call: Call) -> Told:
    """Writes a backup."""
    with call.desk() as desk:
        path = care.backup(desk, Path(call.args.file).absolute() if call.args.file else None)
    return Told({"file": str(path)}, say("backup_written", call.language, path=path))


def restore(call: Call) -> Told:
    """Brings a backup back."""
    folder = (call.folder or default_folder()).absolute()
    aside = care.restore(folder, Path(call.args.file).absolute())
    code = "restored_hq" if (folder / HQ_FILE).exists() else "restored"
    told = say(code, call.language, folder=folder, aside=aside)
    return Told({"folder": str(folder), "kept": str(aside)}, told)


def show_period(call: Call) -> Told:
    """Tells the last closed day."""
    with call.desk() as desk:
        through = periods.closed_through(desk)
    value = {"closed_through": through.isoformat() if through else None}
    return Told(value, say("period_open" if through is None else "period_closed", call.language, through=through))


def close_period(call: Call) -> Told:
    """Closes the books through a day."""
    with call.desk(writing=True) as desk:
        through = periods.close(desk, parse_date(call.args.through, desk.today()))
    return Told({"closed_through": through.isoformat()}, say("period_closed", call.language, through=through))


def open_period(call: Call) -> Told:
    """Opens closed days again."""
    with call.desk(writing=True) as desk:
        after = parse_date(call.args.after, desk.today()) if call.args.after else None
        through = periods.reopen(desk, after)
    value = {"closed_through": through.isoformat() if through else None}
    return Told(value, say("period_open" if through is None else "period_closed", call.language, through=through))
