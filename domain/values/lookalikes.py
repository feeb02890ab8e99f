"""Letters and figures that can be taken for those of the keyboard: a code with one looks like another's and isn't."""

from __future__ import annotations

import re
import unicodedata

# Of either width, and Chinese: ideographs, and the signs that stand among them.
_CHINESE = re.compile("[\x20-\x7e\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\U00020000-\U0003ffff]")
# What trade writes in codes beside these and nobody takes for a letter of the keyboard: Greek ones of a shape of their
# own (Φ20, Ω, µ), Latin ones with a plain mark, kana and hangul.
_PLAIN = re.compile(
    "[ΓΔΘΛΞΠΣΦΨΩβγδεζηθλμξπσςφψωªºÀ-ÖØ-öø-ÿµ\u03a9\u2126\u3041-\u3096\u30a1-\u30fa\u30fc\u3131-\u318e\uac00-\ud7a3]"
)


def looks_otherwise(text: str) -> bool:
    """Whether a number holds letters, marks or figures of other scripts than those of the keyboard and Chinese."""
    return not text.isascii() and _has_letters(_CHINESE.sub("", text))


def is_like_another(code: str) -> bool:
    """Whether a code holds a letter, mark or figure that may be taken for one of the keyboard, as a Cyrillic А is."""
    return not code.isascii() and _has_letters(_PLAIN.sub("", _CHINESE.sub("", code)))


def _has_letters(text: str) -> bool:
    return any(unicodedata.category(each)[0] in "LM" or unicodedata.category(each) == "Nd" for each in text)
