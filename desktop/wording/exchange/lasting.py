"""Sentences of what lasts until its cause is over or a person puts it away."""

from __future__ import annotations

from collections.abc import Mapping

LASTING: Mapping[str, tuple[str, str]] = {
    "desk_shut_out_here": (
        (
            "自 {date} 起总部已停用这台工作台：写下的单据只在本机，总部和别人都收不到。数据都在；请与总部联系，"
            "恢复后再交换一次，这条提醒就会消失。总部若不再认识这台工作台，请它发码，按 Enter 重新接入。"
        ),
        (
            "HQ has shut this desk out since {date}: what is written stays on this machine and reaches nobody. Nothing "
            "is lost. Talk to HQ; this goes with the next exchange HQ answers. Where HQ no longer knows this desk, "
            "ask it for a code and press Enter to join again."
        ),
    ),
    "desk_replaced": (
        (
            "自 {date} 起总部不认这台机器的签名：要么另一台机器已接替本工作台，要么总部从更早的备份恢复过。"
            "这里写下的单据总部收不到，但都在。请问总部：是前一种，就只在新机器上工作，没送出的用 desk backup 留好；"
            "是后一种，请总部发码，按 Enter 重新接入（或 desk enrol --rejoin --code 注册码），账和没送出的都保留。"
        ),
        (
            "HQ doesn't accept this machine's signature since {date}: either another machine took this desk over, or "
            "HQ was restored from an older backup. What is written here reaches nobody, and stays. Ask HQ which: in "
            "the first case work on the new machine, and keep what was never sent by desk backup; in the second, have "
            "a code made and press Enter to join again (or desk enrol --rejoin --code CODE): books and what waits stay."
        ),
    ),
    "two_machines": (
        (
            "{date} 发现总部有本工作台的、不是这台机器写的内容：可能有两台机器用着同一个文件夹的副本，"
            "或本机的文件夹被换成了旧副本。请只留一台机器工作，另一台向总部要注册码重新接入。"
            "处理好了，用 desk attention away two_machines 收起{copy:aside:原样另存在 }。"
        ),
        (
            "On {date} HQ was found to hold entries of this desk that this machine didn't write: two machines may use "
            "copies of one folder, or an older copy was put in its place. Let one go on; have the other enrolled anew. "
            "Then put this away: desk attention away two_machines{copy:aside:as found: }."
        ),
    ),
    "order_while_shut_out": (
        "总部自 {date} 起停用了这台工作台：这张单子只会留在本机。",
        "HQ has shut this desk out since {date}: this order will stay on this machine.",
    ),
    "order_while_replaced": (
        "总部自 {date} 起不认这台机器：这张单子只会留在本机，请到接替它的机器上开。",
        "HQ doesn't accept this machine since {date}: the order would stay here. Write it on the one that took over.",
    ),
    "order_on_two_machines": (
        "{date} 起可能有两台机器在用本工作台：另一台上的库存和额度这里看不到，请只在一台上开单。",
        "Since {date} two machines seem to use this desk: what the other takes isn't seen here. Use one of them only.",
    ),
    "orders_apart": (
        (
            "总部由备份恢复后还缺已接受的 {count} 张订单，等买方交换或总部收回。答应的货在这里仍然留着，不再卖给别人。"
            "确定不再要的，用 desk attention away orders_apart 放开。"
        ),
        (
            "HQ was set back and lacks orders that were accepted here ({count}), until their buyers exchange or HQ "
            "takes them back. The goods stay reserved. Where they aren't wanted: desk attention away orders_apart."
        ),
    ),
    "attention_lasts": (
        "这一条要等原因消除才会消失，不能收起。",
        "This stays until its cause is over; it can't be put away.",
    ),
    "attention_unknown": (
        "需要处理的里面没有 {key}。用 desk attention list 查看。",
        "Nothing that needs a look is called {key}. See desk attention list.",
    ),
    "attention_away": ("已收起，不再提示。", "Put away; it won't be mentioned again."),
    "attention_none": ("没有需要处理的。", "Nothing needs a look."),
}
