"""The few fields of each promotion template."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.ui.policies.gridmodel import GridColumn
from desktop.ui.policies.makers import ChoiceField, Number, OneName, Workbench, Yes, grid
from desktop.ui.policies.sections import FieldEntry

translate = QCoreApplication.translate
T = "$.terms.template"


def template(kind: str) -> list[FieldEntry]:
    """The fields of one template."""
    return _BY_KIND[kind]()


def _percent() -> list[FieldEntry]:
    return [FieldEntry(f"{T}.percent", translate("policies", "减百分之几（5 即九五折）"), Number())]


def _amount() -> list[FieldEntry]:
    pers = [("unit", translate("policies", "每个基本单位")), ("line", translate("policies", "每行一次"))]
    return [
        FieldEntry(f"{T}.amount", translate("policies", "减多少元"), Number()),
        FieldEntry(f"{T}.per", translate("policies", "怎样减"), ChoiceField(tuple(pers))),
    ]


def _fixed() -> list[FieldEntry]:
    return [FieldEntry(f"{T}.price", translate("policies", "特价（含税，每个基本单位）"), Number())]


def _per_choices() -> list[tuple[str, str]]:
    return [
        ("line", translate("policies", "每行单独计")),
        ("product", translate("policies", "同一商品合计")),
        ("order", translate("policies", "整单合计")),
    ]


def _breaks() -> list[FieldEntry]:
    columns = [
        GridColumn("start", translate("policies", "数量满"), "number"),
        GridColumn("price", translate("policies", "单价"), "number", hint="–"),
        GridColumn("percent", translate("policies", "或减 %"), "number", hint="–"),
        GridColumn("amount", translate("policies", "或每件减"), "number", hint="–"),
    ]
    return [
        *with_ends(f"{T}.breaks", translate("policies", "阶梯（每档三选一）"), columns),
        FieldEntry(f"{T}.per", translate("policies", "数量怎样合计"), ChoiceField(tuple(_per_choices()))),
    ]


def with_ends(
    path: str, name: str, columns: Sequence[GridColumn], when: Callable[[Workbench], bool] | None = None
) -> list[FieldEntry]:
    """A table of steps; the ends of the steps are shown only where somebody wrote them down."""
    end = GridColumn("end", translate("policies", "止（不含）"), "number", hint="–")

    def has_ends(bench: Workbench) -> bool:
        return any(isinstance(row, dict) and "end" in row for row in bench.document.rows(path))

    def plain(bench: Workbench) -> bool:
        return (when is None or when(bench)) and not has_ends(bench)

    def ended(bench: Workbench) -> bool:
        return (when is None or when(bench)) and has_ends(bench)

    return [
        FieldEntry(path, name, grid(*columns), wide=True, when=plain, strict=True),
        FieldEntry(path, name, grid(*columns, end), wide=True, when=ended, strict=True),
    ]


def _repeating() -> list[FieldEntry]:
    return [
        FieldEntry(f"{T}.repeating", "", Yes(translate("policies", "每满一次都算（不勾：只按最高一档算一次）"))),
        FieldEntry(f"{T}.most_times", translate("policies", "每单最多几次"), Number(whole=True), more=True),
        FieldEntry(f"{T}.untaxed", "", Yes(translate("policies", "按不含税金额计")), more=True),
    ]


def _spend_save() -> list[FieldEntry]:
    steps = grid(
        GridColumn("spend", translate("policies", "满（元）"), "number"),
        GridColumn("save", translate("policies", "减（元）"), "number"),
    )
    return [FieldEntry(f"{T}.steps", translate("policies", "档次"), steps, wide=True), *_repeating()]


def _spend_goods() -> list[FieldEntry]:
    product = translate("policies", "编码、名称、拼音")
    steps = grid(
        GridColumn("spend", translate("policies", "满（元）"), "number", 92),
        GridColumn("gifts[0].product", translate("policies", "送什么"), "product", hint=product),
        GridColumn("gifts[0].quantity", translate("policies", "数量"), "number", 72),
        GridColumn("gifts[0].price", translate("policies", "加价购"), "number", 76, hint="0"),
        GridColumn("gifts[1].product", translate("policies", "再送什么"), "product", hint="–"),
        GridColumn("gifts[1].quantity", translate("policies", "数量"), "number", 72, hint="–"),
    )
    return [FieldEntry(f"{T}.steps", translate("policies", "档次"), steps, wide=True), *_repeating()]


def _buy_get() -> list[FieldEntry]:
    remainders = [
        ("drop", translate("policies", "不足一组的不送")),
        ("share", translate("policies", "不足一组的按比例送整件")),
    ]
    return [
        FieldEntry(f"{T}.buy", translate("policies", "买满（基本单位）"), Number()),
        FieldEntry(f"{T}.gift.quantity", translate("policies", "送（基本单位）"), Number()),
        FieldEntry(
            f"{T}.gift.product",
            translate("policies", "送什么"),
            OneName("product", translate("policies", "空着：送所买的商品")),
            wide=True,
        ),
        FieldEntry(f"{T}.repeating", "", Yes(translate("policies", "每满一组都送"))),
        FieldEntry(f"{T}.per", translate("policies", "数量怎样合计"), ChoiceField(tuple(_per_choices()))),
        FieldEntry(f"{T}.remainder", translate("policies", "零头"), ChoiceField(tuple(remainders)), more=True),
        FieldEntry(f"{T}.most_times", translate("policies", "每单最多几次"), Number(whole=True), more=True),
        FieldEntry(f"{T}.gift.price", translate("policies", "赠品加价购（每件）"), Number(), more=True),
    ]


def _bundle() -> list[FieldEntry]:
    parts = grid(
        GridColumn("quantity", translate("policies", "数量"), "number", 96),
        GridColumn(
            "products", translate("policies", "其中任意商品（空格选）"), "scope", hint=translate("policies", "选商品")
        ),
    )
    return [
        FieldEntry(f"{T}.parts", translate("policies", "一套里有"), parts, wide=True),
        FieldEntry(f"{T}.price", translate("policies", "每套价（元）"), Number()),
        FieldEntry(f"{T}.percent", translate("policies", "或减百分之几"), Number()),
        FieldEntry(f"{T}.most_times", translate("policies", "每单最多几套"), Number(whole=True), more=True),
    ]


def _quota() -> list[FieldEntry]:
    return [
        FieldEntry(f"{T}.price", translate("policies", "特价（含税，每个基本单位）"), Number()),
        FieldEntry(f"{T}.quota", translate("policies", "全部客户共用名额"), Number()),
        FieldEntry(f"{T}.per_dealer", translate("policies", "每户最多"), Number()),
        FieldEntry(f"{T}.per_order", translate("policies", "每单最多"), Number()),
    ]


def _order_discount() -> list[FieldEntry]:
    measures = [
        ("amount", translate("policies", "金额")),
        ("amount_untaxed", translate("policies", "不含税金额")),
        ("quantity", translate("policies", "数量")),
        ("products", translate("policies", "品种数")),
    ]
    steps = grid(
        GridColumn("start", translate("policies", "满"), "number"),
        GridColumn("percent", translate("policies", "整单减 %"), "number", hint="–"),
        GridColumn("amount", translate("policies", "或减（元）"), "number", hint="–"),
    )
    return [
        FieldEntry(f"{T}.steps", translate("policies", "档次"), steps, wide=True),
        FieldEntry(f"{T}.measure", translate("policies", "按什么计"), ChoiceField(tuple(measures))),
    ]


_BY_KIND: dict[str, Callable[[], list[FieldEntry]]] = {
    "percent_off": _percent,
    "amount_off": _amount,
    "fixed_price": _fixed,
    "quantity_break": _breaks,
    "spend_save": _spend_save,
    "spend_goods": _spend_goods,
    "buy_get": _buy_get,
    "bundle": _bundle,
    "quota_price": _quota,
    "order_discount": _order_discount,
}
