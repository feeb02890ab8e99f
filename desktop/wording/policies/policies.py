"""Sentences about policies: why one can't be saved, and what price lists, promotions and rebates did."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording.policies.policy_life import LIFE
from desktop.wording.policies.policy_steps import REBATE_STEPS, STEPS

# The place in a policy file ends each sentence, because the editor shows it beside the field as well.
FILES: Mapping[str, tuple[str, str]] = {
    "form_unknown_field": (
        "没有这个栏目：{path}。可用：{known}。请改正或删去。",
        "There is no such field: {path}. Known are: {known}. Mend it or take it out.",
    ),
    "form_missing_field": ("缺少栏目 {path}，请补上。", "The field {path} is missing; add it."),
    "form_type": (
        "{path} 的内容不对，这里应是{wanted:form}。",
        "What stands at {path} is of the wrong make; write {wanted:form}.",
    ),
    "form_choice": ("{path} 不是可选的值，可用：{known}。", "The value at {path} is unknown; known are: {known}."),
    "form_number": (
        "{path} 不是可用的数字：整数最多 12 位，小数最多 6 位。",
        "The number at {path} can't be used: write up to 12 figures and 6 decimals.",
    ),
    "form_date": (
        "{path} 不是日期，请写成 2026-11-23 的样子。",
        "What stands at {path} is no date; write it as 2026-11-23.",
    ),
    "policy_format": (
        "政策文件的格式是 {format}，本程序只认 {known}。请升级程序，或换成本格式的文件。",
        "The policy file is of format {format}; this program reads {known}. Upgrade, or use a file of that format.",
    ),
}

CHECKS: Mapping[str, tuple[str, str]] = {
    "policy_id_missing": ("政策没有编号，请填写{path:aside}。", "The policy has no number; give it one{path:aside}."),
    "policy_name_missing": ("政策没有名称，请填写{path:aside}。", "The policy has no name; give it one{path:aside}."),
    "policy_version": (
        "版本 {version} 不对，版本从 1 起{path:aside}。",
        "The version {version} is not right; versions begin at 1{path:aside}.",
    ),
    "policy_period": (
        "政策止于 {end}，早于起始日 {start}。请改日期{path:aside}。",
        "The policy ends on {end}, before it starts on {start}. Change a date{path:aside}.",
    ),
    "policy_start_missing": (
        "没有写从哪天开始。请填写起始日，今天 {today} 或以后{path:aside}。",
        "It doesn't say on which day it starts. Write the first day, today, {today}, or later{path:aside}.",
    ),
    "policy_past": (
        "起始日{start:aside}须在今天 {today} 或以后：已开的单不能改价。请改日期{path:aside}。",
        "It must start{start:aside} today, {today}, or later: past prices stand. Change the date{path:aside}.",
    ),
    "policy_reaches_back": (
        "起始日{start:aside}早于今天 {today}，以前的单据也会计入返利。确要追溯请注明，否则请改日期{path:aside}。",
        (
            "It starts{start:aside} before today, {today}, so documents of the past count too. Say that this is meant, "
            "or change the date{path:aside}."
        ),
    ),
    "policy_number": (
        "{number} 超出允许的范围：不能为负，不能为零处不能为零，百分比在 0 到 100 之间。请改正{path:aside}。",
        (
            "{number} is out of range: nothing below zero, no zero where it makes no sense, percentages from 0 to 100. "
            "Mend it{path:aside}."
        ),
    ),
    "policy_tiers_empty": ("一档也没有，请至少填一档{path:aside}。", "There is no tier; add at least one{path:aside}."),
    "policy_tiers_order": (
        "本档起点 {start} 没有高于上一档的 {before}。请由低到高排列{path:aside}。",
        "This tier begins at {start}, not above the one before, {before}. Order them upward{path:aside}.",
    ),
    "policy_tiers_gap": (
        "两档之间有空缺：本档止于 {end}，下一档从 {next} 起。请首尾相接{path:aside}。",
        "There is a gap: this tier ends at {end}, the next begins at {next}. Let them meet{path:aside}.",
    ),
    "policy_tiers_overlap": (
        "两档重叠：本档止于 {end}，下一档从 {next} 起。请首尾相接{path:aside}。",
        "Two tiers overlap: this one ends at {end}, the next begins at {next}. Let them meet{path:aside}.",
    ),
    "policy_reward_choice": (
        "这几项不能这样搭配，要求：{choices:choices}。请改正{path:aside}。",
        "These fields don't go together like this; what is needed: {choices:choices}. Mend it{path:aside}.",
    ),
    "policy_range": (
        "前后矛盾：{least} 应小于 {most}。请改正{path:aside}。",
        "This contradicts itself: {least} should be below {most}. Mend it{path:aside}.",
    ),
    "policy_gift_product": (
        "几种商品合并计数时，要写明送哪种商品{path:aside}。",
        "Where several products count together, name the product that is given{path:aside}.",
    ),
    "policy_target_missing": (
        "按达成率或增量计算的返利要有任务量，请填写{path:aside}。",
        "A rebate by target needs targets; add them{path:aside}.",
    ),
    "policy_period_open": (
        "按增长率且整期计算时，政策要有截止日，请填写{path:aside}。",
        "Growth over the whole period needs a last day; add it{path:aside}.",
    ),
    "policy_unknown_product": (
        "找不到商品“{product}”，请核对货号{path:aside}。",
        "There is no product “{product}”; check the SKU{path:aside}.",
    ),
    "policy_unknown_category": (
        "没有商品属于类别“{category}”，请核对{path:aside}。",
        "No product has the category “{category}”; check it{path:aside}.",
    ),
    "policy_unknown_brand": (
        "没有商品属于品牌“{brand}”，请核对{path:aside}。",
        "No product has the brand “{brand}”; check it{path:aside}.",
    ),
    "policy_unknown_dealer": (
        "找不到经销商“{dealer}”，请核对代码{path:aside}。",
        "There is no dealer “{dealer}”; check the code{path:aside}.",
    ),
    "policy_unknown_tier": (
        "没有层级“{tier}”，应为 hq、province、city 或 store{path:aside}。",
        "There is no tier “{tier}”; write hq, province, city or store{path:aside}.",
    ),
    "policy_unknown_base": (
        "找不到作为依据的价目表“{base}”，请核对{path:aside}。",
        "There is no price list “{base}” to build on; check it{path:aside}.",
    ),
    "policy_base_circle": (
        "价目表互为依据，成了圈：{circle}。请改其中一张的依据{path:aside}。",
        "The price lists build on each other in a circle: {circle}. Change the base of one{path:aside}.",
    ),
    "policy_tie": (
        (
            "与“{other_name}”（{other}）不分先后：同一经销商{dealer:aside}的同一商品{product:aside}两者都适用。"
            "请给其中一个更高的优先级{path:aside}。"
        ),
        (
            "Nothing decides between this and “{other_name}” ({other}): both hold for one dealer{dealer:aside} and "
            "product{product:aside}. Give one a higher priority{path:aside}."
        ),
    ),
    "policy_order_tie": (
        (
            "与“{other_name}”（{other}）叠加时，谁先谁后结果不同：同一经销商{dealer:aside}的同一商品{product:aside}"
            "两者都适用。请写明先后次序{path:aside}。"
        ),
        (
            "This adds to “{other_name}” ({other}) for one dealer{dealer:aside} and product{product:aside}, and the "
            "result depends on which goes first. Say the order{path:aside}."
        ),
    ),
    "policy_tiers_falling": (
        "{start} 起的一档给 {gives}，不如前一档的 {before}：买得多反而少。请确认是有意的{path:aside}。",
        "The step from {start} gives {gives}, the one before {before}: more for less. Is it meant{path:aside}?",
    ),
    "policy_takes_over": (
        (
            "新版本 {start} 才开始，但 {period} 期从 {first} 起整期改按新版本计算{count:aside:涉及户数 }{names:aside}："
            "到今天为止原来得 {before:given}，改后得 {after:given}，相差 {difference:given}。已结算的会补付或收回。"
        ),
        (
            "The version starts on {start}, and reckons the whole of period {period} from {first}"
            "{count:aside:dealers: }{names:aside}: so far it came to {before:given}, now to {after:given}, a "
            "difference of {difference:given}. What was settled is made up or taken back."
        ),
    ),
    "policy_kind_changed": (
        "新版本不能由{before:policy}改成{kind:policy}。请另立一项政策{path:aside}。",
        "A new version can't turn a {before:policy} into a {kind:policy}. Make another policy{path:aside}.",
    ),
    "policy_version_order": (
        "版本 {version} 不接在 {last} 之后，新版本须正好大 1{path:aside}。",
        "Version {version} doesn't follow {last}; a new version is one higher{path:aside}.",
    ),
    "policy_audience_used": (
        "已有单据用了这项政策，不能再改适用对象。请停用它，另立一项{path:aside}。",
        "Documents have used this policy, so its audience can't change. End it and make another{path:aside}.",
    ),
}

ORDERS: Mapping[str, tuple[str, str]] = {
    "price_agreed": ("按议定单价 {price}{before:aside:原 }。", "The agreed price {price} holds{before:aside:it was }."),
    "price_by_sellers": (
        "单价 {price} 不作数：向上级订货以对方的价为准{holds:aside:现为 }，促销照常享受。",
        "The price {price} doesn't count: what is ordered costs the seller's price{holds:aside:now }; promotions hold.",
    ),
    "price_by_hand": (
        "手工单价 {price}{before:aside:原 }：此价目不允许改价，需要审批。",
        "The price {price} was set by hand{before:aside:it was }; this list allows none, so somebody has to approve.",
    ),
    "price_outside_band": (
        "手工单价 {price} 超出允许的 {least} 至 {most}，需要审批。",
        "The price {price} is outside the allowed {least} to {most}; somebody has to approve.",
    ),
    "price_by_hand_passed": (
        "手工单价 {price}{before:aside:原 }：此价目不允许改价，已审批放行。",
        "The price {price} was set by hand{before:aside:it was }; this list allows none, but it was let pass.",
    ),
    "price_outside_band_passed": (
        "手工单价 {price} 超出允许的 {least} 至 {most}，已审批放行。",
        "The price {price} is outside the allowed {least} to {most}, but it was let pass.",
    ),
    "price_below_floor": (
        "单价 {price} 低于最低售价 {floor}，不能成交。请提高单价。",
        "The price {price} is below the floor price {floor}; raise it.",
    ),
    "price_tie": (
        "价目 {policy} 和 {other} 不分先后，无法定价。请总部给其中一个更高的优先级。",
        "Nothing decides between the lists {policy} and {other}, so there is no price. HQ gives one a higher priority.",
    ),
    "promotion_tie": (
        "促销 {policy} 和 {other} 不分先后，两项都没有用。请总部给其中一项更高的优先级。",
        "Nothing decides between the promotions {policy} and {other}; neither was applied. HQ gives one a priority.",
    ),
    "promotion_used_up": (
        "促销 {policy} 的次数已用完（{limit:limit} {most} 次），本单不再享受。",
        "Promotion {policy} is used up ({limit:limit}: {most}) and not applied here.",
    ),
    "promotion_below_floor": (
        "促销后金额 {amount:money}，已低于最低售价 {floor} 的金额。促销照常有效。",
        "After promotions the line costs {amount:money}, less than at the floor price {floor}. The promotions hold.",
    ),
    "promotions_again": (
        "促销按接受的数量重新计算：优惠由 {before:money} 变为 {after:money}。",
        "Promotions were reckoned again on what is accepted: the discount was {before:money}, is {after:money}.",
    ),
    "amount_changed": (
        "促销以卖方为准：{sku}{name:aside} 金额由 {before:money} 改为 {after:money}。",
        "The seller's promotions hold: {sku}{name:aside} was {before:money}, is {after:money}.",
    ),
    "gift_changed": (
        "赠品以卖方为准：{sku}{name:aside} 由 {before:qty} 改为 {after:qty}（促销 {policy}）。",
        "The seller's free goods hold: {sku}{name:aside} was {before:qty}, is {after:qty} (promotion {policy}).",
    ),
    "gift_less": (
        "赠品随接受的数量减少：{sku}{name:aside} 由 {before:qty} 减为 {after:qty}。",
        "Less is accepted, so there are fewer free goods: {sku}{name:aside} was {before:qty}, is {after:qty}.",
    ),
    "gift_short": (
        "赠品库存不足：应送 {wanted:qty}，可用 {available:qty}，可送 {accepted:qty}。",
        "Free goods are short: {wanted:qty} due, {available:qty} available, {accepted:qty} given.",
    ),
    "quota_short": (
        "特价 {policy} 本单只能享受 {left:qty}，有 {missing:qty} 按原价。",
        "The special price {policy} holds for {left:qty} of this order; {missing:qty} did without it.",
    ),
    "wallet_less": (
        "返利钱包可用 {after:money}，少于订单要用的 {before:money}，差额记入欠款。",
        "The wallet pays {after:money}, less than the {before:money} asked for; the rest goes onto the account.",
    ),
    "reversed_with_delivery": (
        "{number} 是返利钱包为出库单付的款，随出库单一起红冲。请红冲那张出库单。",
        "{number} is what the rebate wallet paid of a delivery and is undone with it. Reverse the delivery.",
    ),
    "coupon_unknown": (
        "没有可用的券“{coupon}”，请核对券号和有效期。",
        "There is no coupon “{coupon}” in force; check its code and period.",
    ),
    "coupon_unmet": (
        "券“{coupon}”没有用上：本单不满足促销 {policy} 的条件。",
        "The coupon “{coupon}” was not used: the order doesn't meet promotion {policy}.",
    ),
    "step_price_floor": (
        "低于价目 {policy} 的最低售价，提到 {floor}{before:aside:原 }。",
        "Raised to the floor price {floor} of list {policy}{before:aside:was }.",
    ),
    "step_gift": (
        "赠品：促销“{name}”（{policy} 第 {version} 版），单价 {after}。",
        "Given by promotion “{name}” ({policy}, version {version}) at {after}.",
    ),
    "step_rounding": (
        "{quantity} × {price} = {exact}，四舍五入到分：{after:money}。",
        "{quantity} × {price} = {exact}, rounded to the fen: {after:money}.",
    ),
    "step_cost": ("成本价 {after}。", "Cost {after}."),
    "step_cost_missing": (
        "没有成本价，按成本定价的规则用不上。",
        "The cost is not known, so the rule that starts from it was passed over.",
    ),
    "step_last_price_missing": (
        "没有上次成交价，按上次成交价定价的规则用不上。",
        "Nothing was bought before, so the rule that starts from the price last paid was passed over.",
    ),
}

REBATES: Mapping[str, tuple[str, str]] = {
    "rebate_counted": ("计入返利。", "It counts and earns."),
    "rebate_other_source": (
        "不计：返利不按这类业务计算。",
        "Not counted: the rebate looks at another kind of business.",
    ),
    "rebate_outside_period": ("不计：{date} 不在政策期内。", "Not counted: {date} is outside the policy's period."),
    "rebate_other_product": (
        "不计：商品 {product} 不在政策范围内。",
        "Not counted: the policy doesn't cover product {product}.",
    ),
    "rebate_free": ("不计：这是赠品。", "Not counted: these are free goods."),
    "rebate_free_counts": (
        "赠品：计入任务量，不计返利。",
        "Free goods: they count toward the target and earn nothing.",
    ),
    "rebate_free_earns": ("赠品：计返利，不计任务量。", "Free goods: they earn and don't count toward the target."),
    "rebate_paid_late": (
        "计入任务量，不计返利：{number} 没有按期付款。",
        "It counts and earns nothing: {number} was not paid in time.",
    ),
    "rebate_no_last_year": (
        "无法计算增长率：去年同期为 {last_year:measured}。",
        "Growth can't be reckoned: the same period last year came to {last_year:measured}.",
    ),
    "rebate_no_target": (
        "没有任务量，无法计算达成率。请总部填写。",
        "There is no target to measure against; HQ adds one.",
    ),
    "rebate_accrued_apart": (
        "各行计提合计 {accrued:money}，应得 {earned:money}，相差 {difference:money}：封顶、取整、结转等见上。",
        (
            "The lines accrue {accrued:money}, earned are {earned:money}; the difference of {difference:money} comes "
            "from caps, rounding, what was carried, or earlier rebates, as told above."
        ),
    ),
    "rebate_cap_shared": (
        "全部经销商合计最多 {cap:given}，本机不知道别家用了多少：结算前的数可能偏高，结算后以总部的数为准。",
        (
            "All dealers together get at most {cap:given}, and what others got isn't known here: until HQ settles, "
            "this may be too much; then HQ's figure holds."
        ),
    ),
    "rebate_no_tier": (
        "未达到最低一档：现为 {reached:begins}，起点 {start:begins}。",
        "The lowest tier is not reached: {reached:begins} so far, it begins at {start:begins}.",
    ),
    "rebate_mix_missed": (
        "品类结构未达标：第 {part} 项占 {share:percent}，至少要 {least:percent}。",
        "The mix is missed: part {part} makes {share:percent}, and at least {least:percent} are needed.",
    ),
    "adjustment_unapproved": (
        "返利调整“{reason}”没有批准人，不能结算。请先批准。",
        "The rebate adjustment “{reason}” has nobody's approval; have it approved first.",
    ),
    "reward_state": (
        "奖品现为“{state:reward}”，不能改为“{to:reward}”。",
        "The reward is {state:reward} and can't become {to:reward}.",
    ),
}

POLICIES: Mapping[str, tuple[str, str]] = {**FILES, **CHECKS, **ORDERS, **STEPS, **REBATE_STEPS, **REBATES, **LIFE}
