"""The fields every policy has: what and when, whom it speaks to, what it covers, how it goes with others."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.policies.gridmodel import GridColumn
from desktop.ui.policies.kinds import KindField, kind_of
from desktop.ui.policies.makers import ChoiceField, DayField, Number, Scope, TextField, Workbench, Yes, grid
from desktop.ui.policies.sections import FieldEntry

translate = QCoreApplication.translate


def head() -> list[FieldEntry]:
    """What it is and when it holds."""
    open_end = translate("policies", "空着：不限")
    return [
        FieldEntry("$.terms.type", translate("policies", "政策类型"), KindField()),
        FieldEntry("$.id", translate("policies", "编号"), TextField(translate("policies", "例如：CX2026-11"))),
        FieldEntry(
            "$.name", translate("policies", "名称"), TextField(translate("policies", "例如：双十一满减")), wide=True
        ),
        FieldEntry("$.period.start", translate("policies", "开始（含当天）"), DayField("2026-12-01")),
        FieldEntry("$.period.end", translate("policies", "结束（含当天）"), DayField(open_end)),
        FieldEntry("$.version", translate("policies", "版本"), Number(whole=True), when=_later, strict=True),
        FieldEntry(
            "$.reaches_back", "", Yes(translate("policies", "开始日已过：以前的单据也计入")), when=is_rebate, more=True
        ),
        FieldEntry(
            "$.channel",
            "",
            Yes(translate("policies", "对渠道内各级卖方都有效（不勾：只对向总部进货有效）")),
            wide=True,
            more=True,
        ),
        FieldEntry("$.note", translate("policies", "备注"), TextField(), wide=True, more=True),
    ]


def _later(bench: Workbench) -> bool:
    return bench.all_shown or bool(bench.document.raw("$.version") != 1)


def is_rebate(bench: Workbench) -> bool:
    """Whether the policy is a rebate."""
    return kind_of(bench.document) == "rebate"


def is_promotion(bench: Workbench) -> bool:
    """Whether the policy is a promotion."""
    return kind_of(bench.document) not in ("rebate", "price_list")


def audience() -> list[FieldEntry]:
    """Whom it speaks to."""
    return [FieldEntry("$.audience", "", Scope("audience"), wide=True)]


def products() -> list[FieldEntry]:
    """What it covers."""
    return [FieldEntry("$.products", "", Scope("scope"), wide=True)]


def stacking() -> list[FieldEntry]:
    """How it goes together with others."""
    modes = [
        ("additive", translate("policies", "按优惠前的价算，与别的相加")),
        ("chained", translate("policies", "接着前一个优惠后的价再算")),
    ]
    return [
        FieldEntry(
            "$.stacking.exclusive",
            "",
            Yes(translate("policies", "独占：用了它的商品不再参加别的政策")),
            wide=True,
            when=is_promotion,
        ),
        FieldEntry("$.stacking.priority", translate("policies", "优先级（大的先用）"), Number(whole=True)),
        FieldEntry(
            "$.stacking.group",
            translate("policies", "互斥组（同组只用一个）"),
            TextField(translate("policies", "空着：促销同为一组，返利各算各的")),
        ),
        FieldEntry("$.stacking.mode", translate("policies", "折上折"), ChoiceField(tuple(modes)), when=is_promotion),
        FieldEntry("$.stacking.order", translate("policies", "先后（小的先算）"), Number(whole=True), more=True),
        FieldEntry(
            "$.stacking.reduces",
            "",
            Yes(translate("policies", "后面的政策按它优惠后的价算")),
            wide=True,
            when=is_promotion,
            more=True,
        ),
    ]


def limits() -> list[FieldEntry]:
    """Under what conditions a promotion holds, and how often."""
    measures = (
        ("quantity", translate("policies", "数量")),
        ("amount", translate("policies", "金额")),
        ("amount_untaxed", translate("policies", "不含税金额")),
        ("products", translate("policies", "品种数")),
    )
    pers = (("order", translate("policies", "整单合计")), ("line", translate("policies", "每行")))
    uses = (("yes", translate("policies", "是")), ("no", translate("policies", "否")))
    conditions = grid(
        GridColumn("measure", translate("policies", "计量"), "choice", 96, measures),
        GridColumn("least", translate("policies", "至少"), "number", 80),
        GridColumn("most", translate("policies", "至多"), "number", 80, hint="–"),
        GridColumn(
            "products", translate("policies", "商品（空格选）"), "scope", hint=translate("policies", "本政策的商品")
        ),
        GridColumn("per", translate("policies", "怎样合计"), "choice", 92, pers),
        GridColumn("uses", translate("policies", "占用"), "yes", 60, uses),
    )
    return [
        FieldEntry("$.terms.limits.coupon", translate("policies", "凭券码"), TextField(), more=True),
        FieldEntry(
            "$.terms.limits.uses_per_dealer", translate("policies", "每户最多用几次"), Number(whole=True), more=True
        ),
        FieldEntry("$.terms.limits.uses", translate("policies", "全部客户共几次"), Number(whole=True), more=True),
        FieldEntry(
            "$.terms.returns.lost",
            translate("policies", "部分退货后够不上的优惠"),
            ChoiceField(
                (
                    ("ask", translate("policies", "退货时问")),
                    ("return", translate("policies", "赠品一起退，优惠补收")),
                    ("charge", translate("policies", "都折成钱补收")),
                    ("keep", translate("policies", "不追回")),
                )
            ),
            more=True,
        ),
        FieldEntry("$.terms.returns.gives_back", "", Yes(translate("policies", "退货把名额和次数还回来")), more=True),
        FieldEntry("$.terms.agreed_prices", "", Yes(translate("policies", "议价的行也参加")), more=True),
        FieldEntry(
            "$.terms.conditions", translate("policies", "还须满足的条件（都要满足）"), conditions, more=True, wide=True
        ),
    ]
