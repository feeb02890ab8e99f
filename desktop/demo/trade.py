"""What the story tells of trade: HQ founded, a desk enrolled, orders asked and answered, goods and money moved."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlsplit

from desktop.actions.documents import deliveries, money, stock
from desktop.actions.documents.views import DraftLine, OrderView
from desktop.actions.headquarters import exchange, hq
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.demo import policies
from desktop.demo.stage import DemoStage
from desktop.demo.telling import Telling
from desktop.wording import Language, name_of, say_reason
from domain.explain import Reason
from domain.values.money import format_money
from domain.values.quantities import parse_quantity

_COUNTED = {"SP1001": 480, "SP1002": 240, "SP1007": 300, "SP1015": 960, "SP1026": 360, "SP1035": 264}
_TO_HQ = (
    ("accepted", {"SP1001": "30箱", "SP1007": "20箱", "SP1015": "40箱"}),
    ("accepted_in_part", {"SP1021": "20箱", "SP1023": "10箱"}),
    (
        "needs_approval",  # over the limit: whoever may lets it pass, or not
        {"SP1048": "80箱", "SP1049": "60箱", "SP1043": "80箱", "SP1028": "200箱", "SP1044": "150箱", "SP1057": "100箱"},
    ),
)
_TO_CUSTOMERS = (
    ("GD0101", "accepted", {"SP1001": "10箱", "SP1015": "20箱"}),
    ("GD0102", "accepted_in_part", {"SP1026": "20箱", "SP1007": "30箱"}),
    ("GD0103", "refused", {"SP1035": "8箱", "SP1002": "5箱"}),
)


# Who works at the sample desk, without a password.
_PERSON = "李堃"


class Trade(Telling):
    """Does it for real, step by step, and checks at once what each came to."""

    def __init__(self, stage: DemoStage, language: Language, *, tell: Callable[[str], None]) -> None:
        super().__init__(stage, language, tell)
        self._ours: list[tuple[str, str]] = []
        self._asked: list[tuple[str, str]] = []

    def trade(self) -> None:
        """From founding HQ to the last exchange: orders asked and answered, goods and money moved."""
        url = self._begin()
        self._go_offline()
        self._write_orders()
        self._come_back(url)
        self._move_goods()

    def _begin(self) -> str:
        stage = self.stage
        count = stage.found()
        self.say("found", count > 0, f"总部建账并载入 {count} 条资料", f"HQ is founded and loaded with {count} records")
        url = stage.raise_hq()
        self.say("serve", True, f"总部开始服务：{url}", f"HQ serves at {url}")
        with stage.hq() as books:
            code = hq.make_code(books, "GD01")
        if not (stage.desk_folder / "desk.db").exists():
            enrolled = stage.enrol(url, code.code, _PERSON)
            self.say(
                "enrol",
                enrolled.dealer_id == "GD01",
                f"工作台凭一次性注册码 {code.code} 接入：{enrolled.dealer_name}",
                f"A desk enrols with the one-time code {code.code}: {enrolled.dealer_name}",
            )
            if enrolled.notice:
                told = say_reason(enrolled.notice, self.language)
                self.say("key", True, told, told)
        done = exchange.exchange(stage.desk())
        self.say(
            "fill",
            done.received >= 190,
            f"首次取数：收到 {done.received} 条（商品、价格、库存、账户）",
            f"First fill: {done.received} records arrive (products, prices, stock, accounts)",
        )
        policies.tell_policies(self)
        counted = {sku: Decimal(quantity) for sku, quantity in _COUNTED.items()}
        made = stock.count_stock(stage.desk(), counted)
        self.say(
            "count",
            made is not None,
            f"盘点自家仓库 {len(counted)} 种商品",
            f"The own warehouse is counted: {len(counted)} products",
        )
        return url

    def _go_offline(self) -> None:
        self.stage.stop_hq()
        away = not exchange.online(self.stage.desk())
        self.say("away", away, "网络断了：总部连不上，照常开单", "The line breaks: HQ is gone, work goes on")

    def _write_orders(self) -> None:
        for expected, lines in _TO_HQ:
            placed = self._place("HQ", "GD01", lines)
            self._asked.append((placed.number, expected))
            ok = placed.state == "submitted"
            self._say_order("ask", ok, placed)
        for buyer, expected, lines in _TO_CUSTOMERS:
            placed = self._place("GD01", buyer, lines)
            self._ours.append((placed.number, placed.state))
            self._say_order("sell", placed.state == expected, placed)
        policies.tell_prices(self, self._asked[0][0])
        waiting = exchange.status(self.stage.desk(), ask=False).pending
        self.say("wait", waiting >= 6, f"{waiting} 条等待发送", f"{waiting} entries wait to be sent")

    def _place(self, seller: str, buyer: str, wanted: dict[str, str]) -> OrderView:
        desk = self.stage.desk()
        lines = []
        for sku, typed in wanted.items():
            product = orders.product_named(desk, sku)
            quantity, unit, size = parse_quantity(typed, product.unit, product.packs)
            lines.append(DraftLine(product.id, quantity, unit, size))
        draft = orders.new_draft(desk, seller, buyer)
        return orders.place_order(desk, type(draft)(draft.id, seller, buyer, draft.date, lines=tuple(lines)))

    def _say_order(self, step: str, ok: bool, order: OrderView) -> None:
        told = [self._line(order, language) for language in ("zh", "en")]
        self.say(step, ok, *told)
        for reason in order.reasons:
            if reason.severity != "info":
                self.remark(self._reason(reason))

    def _line(self, order: OrderView, language: Language) -> str:
        state, total = name_of("state", order.state, language), format_money(order.total)
        if language == "zh":
            return f"订单 {order.number}：{order.seller.name} → {order.buyer.name}，{total} 元，{state}"
        return f"Order {order.number}: {order.seller.name} → {order.buyer.name}, {total} yuan, {state}"

    def _reason(self, reason: Reason) -> str:
        return say_reason(reason, self.language)

    def _come_back(self, url: str) -> None:
        again = self.stage.raise_hq(urlsplit(url).port or 0)
        done = exchange.exchange(self.stage.desk())
        self.say(
            "back",
            done.pending == 0 and again == url,
            f"总部恢复，交换一次：发出 {done.sent} 条，收到 {done.received} 条，待发 {done.pending} 条",
            f"HQ is back, one exchange: {done.sent} sent, {done.received} received, {done.pending} waiting",
        )
        for number, expected in self._asked:
            answered = orders.order(self.stage.desk(), number)
            self._say_order("answer", answered.state == expected, answered)

    def _move_goods(self) -> None:
        accepted = [number for number, expected in self._asked if expected.startswith("accepted")]
        with self.stage.hq() as books:
            for number in accepted:
                shipped = posted(deliveries.deliver(books, number))
                self.say(
                    "ship",
                    shipped.amount > 0,
                    f"总部按 {number} 发货：{shipped.number}，{format_money(shipped.amount)} 元",
                    f"HQ ships {number}: {shipped.number}, {format_money(shipped.amount)} yuan",
                )
            hq.settle(books)
        desk = self.stage.desk()
        exchange.exchange(desk)
        incoming = deliveries.incoming(desk)
        for row in incoming:
            deliveries.receive(desk, row.number)
        self.say(
            "receive",
            len(incoming) == len(accepted) and not deliveries.incoming(desk),
            f"再交换一次，{len(incoming)} 张到货，全部入库",
            f"Another exchange: {len(incoming)} deliveries arrive and are taken into stock",
        )
        policies.settle_rebate(self)
        self._serve_customers()

    def _serve_customers(self) -> None:
        desk = self.stage.desk()
        sent = [
            posted(deliveries.deliver(desk, number)) for number, state in self._ours if state.startswith("accepted")
        ]
        for made in sent:
            self.say(
                "deliver",
                made.amount > 0,
                f"给 {made.buyer.name} 发货 {made.number}：{format_money(made.amount)} 元",
                f"{made.number} delivers to {made.buyer.name}: {format_money(made.amount)} yuan",
            )
        paid = posted(money.receive_money(desk, "GD0101", Decimal("8000.00"), method="bank"))
        self.say(
            "money",
            paid.amount == Decimal("8000.00"),
            f"收 {paid.buyer.name} 货款 {paid.number}：{format_money(paid.amount)} 元",
            f"{paid.buyer.name} pays, {paid.number}: {format_money(paid.amount)} yuan",
        )
        back = posted(deliveries.return_goods(desk, sent[-1].number, {1: Decimal(12)}))
        self.say(
            "return",
            back.amount > 0,
            f"{back.buyer.name} 退货 {back.number}：{format_money(back.amount)} 元",
            f"{back.buyer.name} sends goods back, {back.number}: {format_money(back.amount)} yuan",
        )
        done = exchange.exchange(desk)
        self.say("last", done.pending == 0, "最后交换一次，两端一致", "A last exchange: both ends hold the same")
