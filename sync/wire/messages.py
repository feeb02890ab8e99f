"""The messages of the exchange, version 1; fields added later need a default, unknown ones are skipped."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sync.shapes import make_ready
from sync.streams import Entry, Head, make_entries, make_entry
from sync.wire.limits import (
    BucketDigests,
    Buckets,
    ChainHash,
    Code,
    Digest,
    Facts,
    LeafHash,
    Line,
    Moment,
    Name,
    Number,
    Numbers,
    PartName,
    Signature,
    SmallNumber,
    check_lines,
)

PROTOCOL = 1
OLDEST_PROTOCOL = 1

# A page is bounded by both: so many entries, and so many bytes of bodies.
UP_ENTRIES, UP_BYTES = 2_000, 512 * 1024
DOWN_ENTRIES, DOWN_BYTES = 10_000, 4 * 1024 * 1024
# So many signed heads are asked for in one question.
HEADS_AT_ONCE = 1_000
# How many records one repair asks for at a time.
RECORDS_AT_ONCE = 1_000

_GONE = msgspec.Raw(b"null")


class WireEntry(msgspec.Struct, array_like=True, omit_defaults=True, gc=False):
    """One entry; `body` is passed on byte for byte, and is `null` for a deletion.

    `held` says that HQ keeps the entry in its place without believing it: it counts in the chain, and changes nothing.
    `leaf` stands where the sender has no body any more and the entry is no deletion.
    """

    number: Number
    kind: Name
    record: Name
    body: msgspec.Raw
    held: bool = False
    leaf: LeafHash = b""

    def entry(self) -> Entry:
        raw = bytes(self.body)
        if self.leaf and raw == b"null":
            return Entry(self.kind, self.record, None, self.leaf)
        return make_entry(self.kind, self.record, None if raw == b"null" else raw)


def entries_of(sent: Sequence[WireEntry]) -> list[Entry]:
    """`WireEntry.entry` for many."""
    if any(each.leaf for each in sent):
        return [each.entry() for each in sent]
    bodies = ((each.kind, each.record, bytes(each.body)) for each in sent)
    return make_entries((kind, record, None if raw == b"null" else raw) for kind, record, raw in bodies)


def wire_entry(
    number: int, kind: str, record: str, body: bytes | None, held: bool = False, leaf: bytes = b""
) -> WireEntry:
    """`leaf` is told only where the entry is no deletion and its body isn't here."""
    if body is not None:
        return WireEntry(number, kind, record, msgspec.Raw(body), held)
    hollow = bool(leaf) and Entry(kind, record, None, leaf).is_hollow
    return WireEntry(number, kind, record, _GONE, held, leaf if hollow else b"")


class HeldEntry(msgspec.Struct, array_like=True, omit_defaults=True):
    """Why HQ holds an entry: a code and its facts, for whoever may read the entry."""

    number: Number
    code: Code
    facts: Facts = {}


class Cursor(msgspec.Struct, array_like=True, omit_defaults=True):
    """How far the desk holds a stream; `filling_to` is set while a first fill goes on."""

    epoch: int
    number: int
    hash: bytes
    filling_to: int | None = None


class OwnEntries(msgspec.Struct, omit_defaults=True):
    """The desk's own stream, offered from where HQ last acknowledged it.

    Attributes:
        previous: number before the first entry, with the chain's `hash` there.
        head: the desk's last number, which may lie beyond this page.
        signature: the device's signature of the last entry of this page (`signing.head_text`).
        acknowledged: how far HQ had acknowledged before it was set back to a backup.
    """

    epoch: int
    previous: int
    hash: bytes
    head: int
    entries: list[WireEntry] = []
    signature: bytes = b""
    acknowledged: int = 0


class ExchangeRequest(msgspec.Struct, omit_defaults=True):
    """`own` is left out while the desk rebuilds its own stream, which then stands among the cursors.

    Attributes:
        wait: for how many seconds HQ may hold an answer back that has nothing to tell, until it has; 25 at most.
        parts: the desk can take long streams in parts (`Snapshot`).
        filling: the snapshots it is taking now: stream to epoch and number.
        rest: where not all cursors are told, the digests of the others (`cursors.digest_rest`), for an HQ that said
            it knows them; without those of the `buckets` of which all are told.
        returned: the restore of HQ after which this desk has given back all it still held.
        leaves: the desk takes entries of which HQ has only the leaf (`WireEntry.leaf`).
        again: own entries whose bodies HQ asked for, `leaf` alone where this desk hasn't got one either.
    """

    protocol: int
    own: OwnEntries | None = None
    cursors: dict[str, Cursor] = {}
    rebuilding: bool = False
    wait: float = 0
    parts: bool = False
    filling: dict[str, tuple[int, int]] = {}
    rest: bytes = b""
    buckets: list[int] = []
    returned: str = ""
    leaves: bool = False
    again: list[WireEntry] = []


class Acknowledged(msgspec.Struct, array_like=True):
    """Where HQ stands in the desk's own stream."""

    epoch: Number
    number: Number
    hash: ChainHash


class Page(msgspec.Struct, omit_defaults=True):
    """Entries of one stream, from `first` to `last`, with the chain's `hash` at `last`.

    Attributes:
        sparse: only live records are sent up to `filling_to`, so numbers have gaps and the chain is taken as told.
        fresh: what the desk holds of this stream doesn't belong to it any more; this page begins it anew.
        count, digest: the stream's live records, said where the page ends at the head.
        signature: HQ's own of the page's end (`signing.head_text`), so that HQ knows what it said if it forgets it.
        why: of entries that HQ holds, for what reason.
        passed: of a desk's stream, when entries up to which number came to HQ.
    """

    stream: Name
    epoch: Number
    first: Number
    last: Number
    hash: ChainHash
    head: Number
    entries: list[WireEntry] = []
    sparse: bool = False
    fresh: bool = False
    filling_to: Number | None = None
    count: Number | None = None
    digest: Digest | None = None
    signature: Signature = b""
    why: list[HeldEntry] = []
    passed: list[tuple[Number, Moment]] = []

    def __post_init__(self) -> None:
        check_lines(self.stream)


class SnapshotPart(msgspec.Struct, array_like=True, frozen=True):
    """One part of a snapshot: `name` is the SHA-256 of its `size` bytes in hex, `rows` how many records it holds."""

    name: PartName
    size: Number
    rows: Number


class Snapshot(msgspec.Struct, omit_defaults=True, frozen=True):
    """The live records of a long stream at entry `number`, in parts made once for all who read it.

    `hash` is the chain's at `number`; `live` and `digest` are the stream's there. Entries after it come in pages.
    """

    stream: Name
    epoch: Number
    number: Number
    hash: ChainHash
    live: Number
    digest: Digest
    parts: list[SnapshotPart]
    # HQ's own of the head, as on a page.
    signature: Signature = b""

    def __post_init__(self) -> None:
        check_lines(self.stream)


class ExchangeAnswer(msgspec.Struct, omit_defaults=True):
    """What HQ tells a desk.

    Attributes:
        snapshots: to be taken instead of pages.
        making: streams whose snapshot is being made: ask again soon.
        rest: HQ knows digests of cursors.
        tell: buckets whose cursors HQ wants to see, because their digests differ from what it holds.
    """

    nonce: Line
    own: Acknowledged | None = None
    pages: list[Page] = []
    removed: list[Name] = []
    # Numbers of own entries offered this time that HQ keeps without believing them.
    held: Numbers = []
    # The reasons of those.
    why: list[HeldEntry] = []
    # Kinds among those entries that HQ doesn't know: kept whole, and made use of once its program is newer.
    unknown: list[Name] = []
    # HQ's signature that this desk's key is this dealer's (`signing.vouched_text`), in base64.
    vouched: Line = ""
    more: bool = False
    # Entries of all streams that are still to come after this answer; for the progress bar only.
    left: Number = 0
    snapshots: list[Snapshot] = []
    making: list[Name] = []
    rest: bool = False
    tell: Buckets = []
    # While HQ waits for what desks still hold of a time before it was restored: that restore's name.
    restored: Line = ""
    # Own entries whose bodies HQ didn't keep, and can make use of now: to be sent once more (`ExchangeRequest.again`).
    wanted: Numbers = []
    # Entries of the desk's own stream that HQ and the desk lost and another had: to be written again as new ones.
    yours: list[WireEntry] = []
    # When a machine last fetched this desk's own stream whole: one that didn't knows by it that there is another.
    rebuilt: Line = ""
    returned: Number = 0  # to HQ's people: how many records that came back after a restore wait for one of them

    def __post_init__(self) -> None:
        # The nonce is judged where it is kept; what a desk itself named and is told again is only compared with that.
        check_lines(self.vouched, self.restored, self.rebuilt, *self.making)


class SignedHead(msgspec.Struct, array_like=True):
    """A head of a stream as HQ once signed it."""

    epoch: int
    number: int
    hash: bytes
    signature: bytes


class ReturnRequest(msgspec.Struct, omit_defaults=True):
    """Gives back entries of a stream that HQ lost; or asks, by `probes` alone, where HQ's chain still is this one.

    Attributes:
        head: the head HQ signed, to which the entries lead.
        probes: numbers of the chain with its hash there.
        previous: number before the first entry, with the chain's `hash` there.
        proven: whether the entries are the whole chain; else they are what a first fill left of it.
        heads: asks nothing but which of these signed heads HQ's chains still hold, by stream; the rest is empty then.
    """

    stream: str
    head: SignedHead
    probes: list[tuple[int, bytes]] = []
    previous: int = 0
    hash: bytes = b""
    entries: list[WireEntry] = []
    proven: bool = True
    last: bool = False
    heads: dict[str, SignedHead] = {}


class ReturnAnswer(msgspec.Struct, omit_defaults=True):
    """`common` is the highest of the probes that is HQ's too; `begun` says that HQ began a new epoch just now.

    `whole` names those of the heads asked for that HQ's chains hold.
    """

    common: Number = 0
    begun: bool = False
    whole: list[Name] = []


class Hello(msgspec.Struct, omit_defaults=True):
    product: Line
    protocol: SmallNumber
    oldest_protocol: SmallNumber
    dealer: Name
    dealer_name: Line
    time: Moment

    def __post_init__(self) -> None:
        check_lines(self.product, self.dealer, self.dealer_name)


class EnrolRequest(msgspec.Struct, omit_defaults=True):
    """`user` is the first person who will work there; at a desk of HQ's own the code gives that name its role.

    `desk` and `prefix` are told by a machine that has books already and only needs HQ to know its key again; `key` and
    `vouched` are HQ's earlier word on it, for an HQ that was set back to before it knew the desk.
    """

    protocol: int
    code: str
    public_key: str
    machine: str
    user: str = ""
    desk: str = ""
    prefix: str = ""
    key: str = ""
    vouched: str = ""


class EnrolAnswer(msgspec.Struct, omit_defaults=True):
    """`tier` is `hq` for a desk of HQ's own people; `held` how many of this desk's entries HQ holds already.

    `vouched` as in `ExchangeAnswer`.
    """

    desk: Name
    dealer: Name
    prefix: Line
    hq_public_key: Line
    nonce: Line
    dealer_name: Line = ""
    tier: Line = ""
    held: Number = 0
    vouched: Line = ""

    def __post_init__(self) -> None:
        check_lines(self.desk, self.dealer, self.prefix, self.hq_public_key, self.dealer_name, self.tier)
        check_lines(self.vouched)


class VerifyRequest(msgspec.Struct, omit_defaults=True):
    """Asks for all bucket digests, or for the records of some buckets."""

    stream: str
    buckets: list[int] = []


class Leaf(msgspec.Struct, array_like=True, gc=False):
    kind: Name
    record: Name
    number: Number
    leaf: ChainHash


class VerifyAnswer(msgspec.Struct, omit_defaults=True):
    """`digests` holds 256 digests of 16 bytes each; `leaves` the live records of the buckets asked for."""

    number: Number
    hash: ChainHash
    digests: BucketDigests = b""
    leaves: list[Leaf] = []


class RecordsRequest(msgspec.Struct, omit_defaults=True):
    stream: str
    records: list[tuple[str, str]]


class RecordsAnswer(msgspec.Struct, omit_defaults=True):
    entries: list[WireEntry]


class Failure(msgspec.Struct):
    code: Code
    facts: Facts = {}


class FailureAnswer(msgspec.Struct, omit_defaults=True):
    error: Failure
    nonce: Line = ""


make_ready(Hello, EnrolRequest, EnrolAnswer, ExchangeRequest, ExchangeAnswer, Snapshot)
make_ready(VerifyRequest, VerifyAnswer, RecordsRequest, RecordsAnswer, FailureAnswer)
make_ready(ReturnRequest, ReturnAnswer)


def head_answer(head: Head) -> Acknowledged:
    return Acknowledged(head.epoch, head.number, head.hash)
