"""Whether an answer is HQ's own: by the line where that is proven, else by HQ's signature for the very request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.errors import UnreachableError
from domain.explain import Reason
from sync.client.line.address import address_in
from sync.client.line.transport import Response
from sync.records.books.settings import PROVES, VOUCHED
from sync.wire.messages import ExchangeAnswer, Page, Snapshot
from sync.wire.signing import PROOF, answer_text, from_base64, head_text, verify, vouched_text

# What may be believed of somebody who isn't proven: that HQ can't be asked just now, which loses nothing.
_HARMLESS = frozenset({"nonce_expired", "hq_defect", "hq_busy", "database_busy", "too_many_requests"})


@dataclass(slots=True)
class KnownKey:
    """What a desk knows of HQ's key, on one line.

    Attributes:
        key: HQ's public key in base64; "" where it isn't known yet.
        needed: HQ has signed an answer to this desk before, so that from then on each has to be.
        asks: whether HQ is asked to sign: not where the line is proven to be HQ's.
        given: the last answer was proven to be HQ's.
        signed: an answer of this line was signed.
    """

    key: str = ""
    needed: bool = False
    asks: bool = False
    given: bool = False
    signed: bool = False
    _last: tuple[Response, bytes, bytes] | None = None

    def check(self, response: Response, request: bytes, raw: bytes) -> None:
        """Notes whether an answer is proven; UnreachableError `hq_nonsense` where it must be, and isn't.

        `raw` is the answer's message, unpacked.
        """
        told = _signature(response.headers)
        self.given, self._last = response.encrypted, (response, request, raw)
        if self.given or not self.key or not (told or self.needed):
            return
        if not told:
            raise UnreachableError("hq_nonsense", status=response.status, detail=Reason("answer_unsigned", "stop"))
        if not verify(self.key, told, answer_text(request, response.status, raw)):
            raise UnreachableError("hq_nonsense", status=response.status, detail=Reason("answer_forged", "stop"))
        self.given = self.signed = True

    def check_refusal(self, response: Response, request: bytes, raw: bytes, code: str) -> None:
        """The same of a refusal; what is only put off isn't proven."""
        if code not in _HARMLESS:
            self.check(response, request, raw)

    def learn(self, key: str) -> None:
        """Takes HQ's key from the last answer, and checks that by it; raises as `check`, and where the key is none."""
        self.key = key
        try:
            known = len(from_base64(key)) == 32
        except ValueError:
            known = False
        if not known:
            raise UnreachableError("hq_nonsense", detail=Reason("answer_key", "stop"))
        if self._last is not None:
            self.check(*self._last)

    def check_vouched(self, vouched: str, desk: str, dealer: str, public_key: str) -> None:
        """UnreachableError `hq_nonsense` where HQ's word on this desk's key isn't HQ's."""
        if not (vouched and self.key):
            return
        try:
            genuine = verify(self.key, from_base64(vouched), vouched_text(desk, dealer, public_key))
        except ValueError:
            genuine = False
        if not genuine:
            raise UnreachableError("hq_nonsense", detail=Reason("answer_vouched", "stop"))

    def check_answer(self, answer: ExchangeAnswer, settings: Mapping[str, str], public_key: str) -> None:
        """UnreachableError `hq_nonsense` where anything HQ is said to have signed in an answer wasn't signed by HQ."""
        self.check_heads(answer.pages, answer.snapshots)
        if answer.vouched != settings.get(VOUCHED):
            desk, dealer = settings.get("desk_id", ""), settings.get("dealer_id", "")
            self.check_vouched(answer.vouched, desk, dealer, public_key)

    def check_heads(self, pages: Iterable[Page], snapshots: Iterable[Snapshot] = ()) -> None:
        """UnreachableError `hq_nonsense` where a head that HQ is said to have signed wasn't signed by HQ."""
        if not self.key:
            return
        heads = [(each.stream, each.epoch, each.last, each.hash, each.signature) for each in pages]
        heads += [(each.stream, each.epoch, each.number, each.hash, each.signature) for each in snapshots]
        for stream, epoch, number, chain_hash, signature in heads:
            if signature and not verify(self.key, signature, head_text(stream, epoch, number, chain_hash)):
                raise UnreachableError("hq_nonsense", detail=Reason("page_signature", "stop", {"stream": stream}))


def proof_in(settings: Mapping[str, str]) -> KnownKey:
    """What a desk's book says of it."""
    return KnownKey(settings.get("hq_public_key", ""), settings.get(PROVES) == "1", not address_in(settings).encrypted)


def _signature(headers: Mapping[str, str]) -> bytes:
    try:
        return from_base64(headers.get(PROOF, ""))
    except ValueError:
        return b"?"  # something stands there, and it is no signature
