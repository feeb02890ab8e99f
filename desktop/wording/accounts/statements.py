"""Sentences about statements told anew, and about signing what others made."""

from __future__ import annotations

from collections.abc import Mapping

TOLD_ANEW: Mapping[str, tuple[str, str]] = {
    "statement_agreed": (
        "对账单 {statement} 双方都已签名确认，不能撤回。账有错，请开更正单据（红冲、贷项或借项），下一期对账单会写明。",
        (
            "Both sides signed statement {statement}, so it can't be taken back. Mend the books by a document of its "
            "own (a reversal, a credit or debit note); the next statement tells it."
        ),
    ),
    "statement_agreed_on_paper": (
        (
            "对账单 {statement} 客户已签回相符，不能作废。账有错，请开更正单据，下一期对账单会写明；"
            "回函记错的，先把回函改对，再作废。"
        ),
        (
            "The customer signed statement {statement} and agreed, so it can't be withdrawn. Mend the books by a "
            "document of its own, and the next statement tells it; if the reply was noted down wrongly, put that right "
            "first."
        ),
    ),
    "reply_to_withdrawn": (
        "对账单 {statement} 已作废，不能再记回函。请按代替它的那张对账单记，或重新出一张请客户确认。",
        (
            "Statement {statement} was withdrawn, so no reply to it is noted down. Note it to the statement that took "
            "its place, or issue one anew and have it agreed."
        ),
    ),
    "statement_why": (
        "没有开具：请写明为什么再出一张对账单，对方会看到。",
        "Nothing was issued: say why another statement is; the other side reads it.",
    ),
    "statement_would_replace": (
        (
            "{dealer} 这一期已经出过 {number}（期末 {told:money}），现在是 {now:money}{late:aside:多出 }；"
            "再开具会代替它。"
        ),
        (
            "{dealer} has statement {number} of this period ({told:money}); now it is {now:money}{late:aside:new: }. "
            "Issued again, it takes that one's place."
        ),
    ),
    "statement_confirmed_stands": (
        ("{number}（期末 {told:money}）对方已确认，不会作废；现在是 {now:money}{late:aside:多出 }，再开具请告知对方。"),
        (
            "The other side confirmed {number} ({told:money}), which stays; now it is {now:money}{late:aside:new: }. "
            "Where another is issued, let them know."
        ),
    ),
    "statement_replaced": (
        "对账单 {number} 同一期间已出过，内容变了，由 {replacement} 代替。",
        "Statement {number} told the same period otherwise; {replacement} takes its place.",
    ),
    "statement_confirmed_before": (
        "同一期间的对账单 {number} 对方已确认过；新的 {replacement} 内容不同，请告知对方。",
        "The other side confirmed statement {number} of this period; {replacement} says otherwise, so let them know.",
    ),
    "confirmation_differs": (
        (
            "对账单 {statement}（期末余额 {closing:money}）与本方账有 {count} 处不一致，没有确认。"
            "可提出异议；仍要同意，请写明余额（命令加 --closing）。"
        ),
        (
            "Statement {statement} ({closing:money}) differs from the own book in {count} places; it was not confirmed."
            " Dispute it, or name the balance that you agree to all the same (--closing in a command)."
        ),
    ),
    "reconciliation_unseen": (
        "没有签认：请看过 {count} 处差异，再写明同意的调节后余额 {adjusted:money}（命令 --sign 余额）。",
        (
            "Not signed off: look at the {count} differences, then name the adjusted balance {adjusted:money} that you "
            "agree to (--sign BALANCE in a command)."
        ),
    ),
    "reconciliation_balance": (
        "调节后余额是 {adjusted:money}，不是 {seen:money}，没有签认。请看清后再签。",
        "The adjusted balance is {adjusted:money}, not {seen:money}; nothing was signed. Look again before you sign.",
    ),
    "confirmation_proposed": (
        "对账单 {statement}：与本方账一致，期末余额 {closing:money}，等人确认。",
        "Statement {statement} agrees with the own book, {closing:money}; a person may confirm it.",
    ),
    "confirmation_proposed_dispute": (
        "对账单 {statement}（期末余额 {closing:money}）：与本方账有 {count} 处不一致，建议提出异议。",
        "Statement {statement} ({closing:money}) differs from the own book in {count} places: propose to dispute them.",
    ),
    "confirmation_closing": (
        "对账单 {statement} 的期末余额是 {closing:money}，不是 {theirs:money}。请看清后再确认。",
        "Statement {statement} closes at {closing:money}, not at {theirs:money}. Look again before you confirm it.",
    ),
    "signing_by_a_person": (
        "签名总由人来做：本机只核对并给出建议，不会自动签名。用 desk confirm yes 或 desk confirm dispute 答复。",
        (
            "A signature is a person's act: the desk compares and proposes, and never signs by itself. Answer with "
            "desk confirm yes or desk confirm dispute."
        ),
    ),
}
