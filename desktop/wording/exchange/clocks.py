"""Sentences about a clock that is wrong: which way, and what to do before the next paper bears its day."""

from __future__ import annotations

from collections.abc import Mapping

CLOCKS: Mapping[str, tuple[str, str]] = {
    "clock_behind": (
        "本机时钟比总部慢约 {count} {unit:span}，新单据的日期可能不对。请校准这台电脑的日期、时间和时区。",
        (
            "This machine's clock is about {count} {unit:span} behind HQ's; dates of new papers may be wrong. Set its "
            "date, time and time zone right."
        ),
    ),
    "clock_ahead": (
        "本机时钟比总部快约 {count} {unit:span}，新单据的日期可能不对。请校准这台电脑的日期、时间和时区。",
        (
            "This machine's clock is about {count} {unit:span} ahead of HQ's; dates of new papers may be wrong. Set "
            "its date, time and time zone right."
        ),
    ),
    "clock_doubtful": (
        (
            "本机时钟显示 {date}，上次与总部交换却是 {heard}，时钟可能不对，新单据的日期也就不对。"
            "请先核对这台电脑的日期、时间和时区。"
        ),
        (
            "This machine's clock shows {date}, yet the last exchange with HQ was on {heard}: the clock may be wrong, "
            "and the dates of new papers with it. Check its date, time and time zone first."
        ),
    ),
}
