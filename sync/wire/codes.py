"""An enrolment code as it goes over the telephone, with the print of HQ's key where HQ vouches for itself.

Ten letters are the code. Ten more, where there are any, are the print of the public key in HQ's own certificate: the
desk sends its code to nobody but the owner of that key. A print this short could be met by trying keys, so each try is
made to cost a hundred milliseconds and 32 MB; once enrolled, the desk keeps the whole print.
"""

from __future__ import annotations

import hashlib
import hmac

from domain.errors import UsageError

# Without 0 O 1 I L and U, so that a code survives a telephone line.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = PRINT_LETTERS = 10
_GROUP = 5
_SALT = b"distributor desk: the print of hq's key"


def read_code(typed: str) -> tuple[str, str]:
    """The code and the print ("" where there is none); case, spaces and hyphens don't count.

    Raises UsageError `code_incomplete` where a part of the print is missing: half a print proves nothing.
    """
    letters = bare_letters(typed)
    code, key_print = letters[:CODE_LETTERS], letters[CODE_LETTERS:]
    if key_print and len(key_print) != PRINT_LETTERS:
        raise UsageError("code_incomplete", letters=len(letters), whole=CODE_LETTERS + PRINT_LETTERS)
    return code, key_print


def bare_letters(typed: str) -> str:
    """What counts of a code as it was heard."""
    return "".join(each for each in typed.upper() if each.isalnum())


def grouped(letters: str) -> str:
    """A code as it is written down: groups of five."""
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))


def whole_print(public_key: bytes) -> str:
    """The print of a public key (its SubjectPublicKeyInfo in DER) as it is kept: SHA-256 in hex."""
    return hashlib.sha256(public_key).hexdigest()


def short_print(public_key: bytes) -> str:
    """The print of a public key as it is told: ten letters."""
    digest = hashlib.scrypt(public_key, salt=_SALT, n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=16)
    number, letters = int.from_bytes(digest, "big"), ""
    for _ in range(PRINT_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return letters


def fits(key_print: str, public_key: bytes) -> bool:
    """Whether a print, told or kept, is that of this key."""
    told = len(key_print) == PRINT_LETTERS
    made = short_print(public_key) if told else whole_print(public_key)
    return hmac.compare_digest(made.encode(), key_print.encode())
