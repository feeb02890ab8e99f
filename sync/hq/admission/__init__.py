"""What a desk may write: one table, judged by HQ's own books; anything else stays in its chain and changes nothing.

A desk is trusted with its own dealer's business only. Otherwise a desk could pay its own debts by a receipt in HQ's
name, answer its own orders, overwrite a document of another, or make its people HQ's.
"""

from sync.hq.admission.judging import ReadPage, held_entries, held_numbers, judge_entries
from sync.hq.admission.standing import WritingDesk, writing_desk_of

__all__ = ["ReadPage", "WritingDesk", "held_entries", "held_numbers", "judge_entries", "writing_desk_of"]
