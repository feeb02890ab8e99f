"""The fields of a rebate: what counts over which period, the tiers, the targets and conditions, the reward."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args, get_type_hints

from PySide6.QtCore import QCoreApplication

from desktop.ui.policies.gridmodel import GridColumn
from desktop.ui.policies.makers import ChoiceField, DayField, Number, OneName, Scope, TextField, Workbench, Yes, grid
from desktop.ui.policies.promotionfields import with_ends
from desktop.ui.policies.sections import FieldEntry
from desktop.ui.widgets import formatting
from domain.parties.dealers import TIERS
from domain.policies.rebate_terms import Reward

translate = QCoreApplication.translate
T = "$.terms"


def _said(bench: Workbench, path: str) -> str:
    return str(bench.document.value(path))


def _full(bench: Workbench) -> bool:
    return _said(bench, f"{T}.method") == "per_full"


def _once_or_by_base(bench: Workbench) -> bool:
    """Where a tier may give so much once, or says so: a thing, goods, a sum for who reaches it."""
    written = any(isinstance(row, dict) and "once" in row for row in bench.document.rows(f"{T}.tiers"))
    return not _full(bench) and (written or _said(bench, f"{T}.method") in ("whole", "target_rate"))


def _by_base(bench: Workbench) -> bool:
    return not _full(bench) and not _once_or_by_base(bench)


def _targeted(bench: Workbench) -> bool:
    by_target = _said(bench, f"{T}.method") in ("target_rate", "increment") or bool(_said(bench, f"{T}.to_date"))
    return by_target or bench.all_shown


def measure() -> list[FieldEntry]:
    """What is counted, over which period."""
    sources = [
        ("purchases", translate("policies", "进货")),
        ("sell_through", translate("policies", "向下销售（动销）")),
        ("received", translate("policies", "回款")),
    ]
    units = [
        ("amount", translate("policies", "含税金额")),
        ("amount_untaxed", translate("policies", "不含税金额")),
        ("quantity", translate("policies", "数量（基本单位）")),
    ]
    periods = [
        ("month", translate("policies", "每月")),
        ("quarter", translate("policies", "每季")),
        ("year", translate("policies", "每年")),
        ("whole", translate("policies", "政策整期")),
    ]
    returns = [
        ("return_date", translate("policies", "按退货日冲减")),
        ("sale_date", translate("policies", "按原销售日冲减（追回）")),
    ]
    negatives = [
        ("carry", translate("policies", "从以后各期扣减")),
        ("drop", translate("policies", "不影响以后各期")),
    ]
    return [
        FieldEntry(f"{T}.source", translate("policies", "按什么计"), ChoiceField(tuple(sources))),
        FieldEntry(f"{T}.unit", translate("policies", "计量"), ChoiceField(tuple(units))),
        FieldEntry(f"{T}.period", translate("policies", "计算期"), ChoiceField(tuple(periods))),
        FieldEntry(f"{T}.returns", translate("policies", "退货"), ChoiceField(tuple(returns)), more=True),
        FieldEntry(f"{T}.negative", translate("policies", "一期退多于进"), ChoiceField(tuple(negatives)), more=True),
        FieldEntry(f"{T}.late_days", translate("policies", "逾期几天以上不返"), Number(whole=True), more=True),
        FieldEntry(f"{T}.free_counts", "", Yes(translate("policies", "赠品计入达成")), more=True),
        FieldEntry(f"{T}.free_earns", "", Yes(translate("policies", "赠品计入返利基数")), more=True),
    ]


def steps() -> list[FieldEntry]:
    """The method, its tiers, and the targets."""
    methods = [
        ("whole", translate("policies", "达到哪档，全额按那档")),
        ("marginal", translate("policies", "分段计算")),
        ("increment", translate("policies", "只算超过任务的部分")),
        ("per_full", translate("policies", "每满多少奖多少")),
        ("target_rate", translate("policies", "按任务达成率分档")),
    ]
    by = [("total", translate("policies", "按总量")), ("growth", translate("policies", "按同比增长 %"))]
    to_dates = [
        ("", translate("policies", "各期单独算")),
        ("all", translate("policies", "全年达成才发，一次补齐")),
        ("met", translate("policies", "达成的期先发，年终补齐")),
    ]
    start = GridColumn("start", translate("policies", "起点（满）"), "number")
    percent = GridColumn("percent", translate("policies", "返 %"), "number", hint="–")
    each = GridColumn("each", translate("policies", "或每件返"), "number", hint="–")
    once = GridColumn("once", translate("policies", "或一次给"), "number", hint="–")
    per = GridColumn("per", translate("policies", "每满"), "number")
    full = GridColumn("each", translate("policies", "奖"), "number")
    name = translate("policies", "档次（含起点，不含下一档的起点）")
    return [
        FieldEntry(f"{T}.method", translate("policies", "怎样算"), ChoiceField(tuple(methods))),
        FieldEntry(f"{T}.tier_by", translate("policies", "按什么分档"), ChoiceField(tuple(by)), more=True),
        *with_ends(f"{T}.tiers", name, (start, percent, each), _by_base),
        *with_ends(f"{T}.tiers", name, (start, percent, each, once), _once_or_by_base),
        *with_ends(f"{T}.tiers", name, (start, per, full), _full),
        FieldEntry(f"{T}.to_date", translate("policies", "年度累计"), ChoiceField(tuple(to_dates)), more=True),
        *_targets(),
    ]


def _targets() -> list[FieldEntry]:
    targets = grid(
        GridColumn("dealer", translate("policies", "经销商"), "dealer", hint=translate("policies", "其余各家")),
        GridColumn("period", translate("policies", "期间"), "text", 120, hint=translate("policies", "各期")),
        GridColumn("amount", translate("policies", "任务量"), "number", 130),
    )
    name = translate("policies", "任务（期间写 2026-11、2026-Q4 或 2026）")
    return [FieldEntry(f"{T}.targets", name, targets, wide=True, when=_targeted)]


def conditions() -> list[FieldEntry]:
    """What else must hold, and how far it goes."""
    modes = [
        ("round", translate("policies", "四舍五入")),
        ("floor", translate("policies", "舍去零头")),
        ("ceiling", translate("policies", "向上进位")),
        ("keep", translate("policies", "保留四位小数")),
    ]
    mix = grid(
        GridColumn("least", translate("policies", "至少占 %"), "number", 110),
        GridColumn("products", translate("policies", "商品（空格选）"), "scope", hint=translate("policies", "选商品")),
    )
    tiers = [("", "–"), *((tier, formatting.tier(tier)) for tier in TIERS[1:])]
    mark_ups = grid(
        GridColumn("tier", translate("policies", "级别"), "choice", 120, tuple(tiers)),
        GridColumn("dealer", translate("policies", "或某一家"), "dealer", hint="–"),
        GridColumn("factor", translate("policies", "乘以"), "number", 100),
    )
    return [
        FieldEntry(f"{T}.mix", translate("policies", "品类结构要求"), mix, wide=True, more=True),
        FieldEntry(f"{T}.mark_ups", translate("policies", "按级别加成"), mark_ups, wide=True, more=True),
        FieldEntry(f"{T}.caps.dealer_period", translate("policies", "每户每期最多"), Number(), more=True),
        FieldEntry(f"{T}.caps.dealer", translate("policies", "每户最多"), Number(), more=True),
        FieldEntry(f"{T}.caps.policy", translate("policies", "整个政策最多"), Number(), more=True),
        FieldEntry(f"{T}.rounding.mode", translate("policies", "取整"), ChoiceField(tuple(modes)), more=True),
        FieldEntry(f"{T}.rounding.unit", translate("policies", "取到"), Number(), more=True),
        FieldEntry(f"{T}.rounding.carry", "", Yes(translate("policies", "零头转入下期")), more=True),
    ]


def reward() -> list[FieldEntry]:
    """How it is paid."""
    named = {
        "credit": translate("policies", "返利钱包（抵货款）"),
        "account": translate("policies", "账扣（直接冲减欠款）"),
        "goods": translate("policies", "货补（送货）"),
        "cash": translate("policies", "现金"),
        "thing": translate("policies", "奖品或名额"),
    }
    known = get_args(get_type_hints(Reward)["kind"])
    payables = [
        ("period_end", translate("policies", "期末")),
        ("when_paid", translate("policies", "单据付清时")),
    ]

    def when(*kinds: str) -> Callable[[Workbench], bool]:
        return lambda bench: _said(bench, f"{T}.reward.kind") in kinds

    credit = when("credit")
    choices = [(kind, named.get(kind, kind)) for kind in known]
    spent = translate("policies", "只能抵哪些商品")
    return [
        FieldEntry(f"{T}.reward.kind", translate("policies", "怎样兑现"), ChoiceField(tuple(choices))),
        FieldEntry(f"{T}.reward.product", translate("policies", "送什么"), OneName("product"), when=when("goods")),
        FieldEntry(f"{T}.reward.thing", translate("policies", "什么奖品"), TextField(), when=when("thing")),
        FieldEntry(f"{T}.payable", translate("policies", "何时可兑现"), ChoiceField(tuple(payables)), more=True),
        FieldEntry(
            f"{T}.reward.months", translate("policies", "几个月后作废"), Number(whole=True), more=True, when=credit
        ),
        FieldEntry(f"{T}.reward.until", translate("policies", "或到哪天作废"), DayField(), more=True, when=credit),
        FieldEntry(f"{T}.reward.scope", spent, Scope("scope"), wide=True, more=True, when=credit),
    ]
