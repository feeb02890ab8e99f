"""What fields of records are called that people fill in, what one may fail to keep to, and acts on statements."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    # Who keeps a book, and what is done to a statement.
    "keeper": {
        "buyer": ("买方（记应付）", "the buyer's"),
        "seller": ("卖方（记应收）", "the seller's"),
    },
    "act": {
        "issue": ("发出", "issue"),
        "confirm": ("确认", "confirm"),
        "dispute": ("提出异议", "dispute"),
        "answer": ("答复", "answer"),
        "withdraw": ("撤回", "withdraw"),
    },
    # What of a policy's fields must be said together, or only one of.
    "choices": {
        "percent / each": ("“返 %”和“每件返”只写一项", "either a percentage or so much each, one of the two"),
        "percent / each / once": (
            "“返 %”“每件返”“一次给”只写一项",
            "a percentage, so much each, or so much once: one of the three",
        ),
        "percent / price / amount": (
            "单价、减百分之几、每件减多少只写一项",
            "a price, a percentage off, or an amount off: one of the three",
        ),
        "percent / amount": ("减百分之几和减多少元只写一项", "a percentage off or an amount off, one of the two"),
        "price / percent": ("每套价和减百分之几只写一项", "a price of the set or a percentage off, one of the two"),
        "base fixed, price": (
            "从固定价起算的写单价，从别处起算的不写单价",
            "a price where the rule starts from a fixed one, and none where it starts from another",
        ),
        "growth: whole, increment": (
            "按同比增长分档时，只能全额按那档，或只算增长的部分",
            "by growth, the whole at the tier reached or only what has grown",
        ),
        "per_full: each, per": (
            "“每满多少奖多少”的每一档写“每满”和“奖”，别的算法不写“每满”",
            "for every full amount, each tier says of how much and how much it gives; other ways say no such amount",
        ),
        "once: whole, target_rate": (
            "一次给的档次，算法只能是“达到哪档，全额按那档”或“按任务达成率分档”",
            "what is given once goes with the tier reached or the share of the target reached, and no other way",
        ),
        "product": ("写明送什么商品", "the product that is given"),
        "thing": ("写明是什么奖品", "what the thing is"),
    },
    # What a field of a record that is held does not keep to.
    "bound": {
        "text_long": ("太长", "too long"),
        "text_missing": ("不能为空", "nothing is there"),
        "control_character": ("含控制字符", "a control character"),
        "letter_alike": ("含与字母数字相像的外文字符", "letters of other scripts that look alike"),
        "code_malformed": ("代码格式不对", "not a code"),
        "text_malformed": ("格式不对", "not as the program writes it"),
        "number_beyond": ("数字超出范围", "a figure out of bounds"),
        "day_missing": ("缺日期", "no date"),
        "day_unreal": ("没有这一天", "no such day"),
        "day_before": ("早于第一天", "before the first day"),
        "day_beyond": ("日期超出范围", "a day out of bounds"),
        "moment_missing": ("缺时间", "no time"),
        "moment_unreal": ("没有这个时刻", "no such moment"),
        "value_unknown": ("不认识的值", "an unknown value"),
        "form_long": ("内容太大", "too large"),
        "form_deep": ("层次太深", "too deep"),
        "too_many": ("条目太多", "too many"),
        "twice": ("重复", "twice"),
        "not_here": ("这里不能填", "not to be filled in here"),
        "sum_differs": ("与各行合计不符", "not the sum of its lines"),
        "unreadable": ("看不懂", "can't be read"),
    },
    # Fields of records that people fill in.
}
