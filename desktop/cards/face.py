"""What a card's face is: its fields with their words, what each holds, and the action behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop.label_groups import Pair
from domain.explain import Reason

FieldType = Literal[
    "text", "code", "money", "price", "quantity", "days", "rate", "terms", "tags", "choice", "suggested", "day"
]


@dataclass(frozen=True, slots=True)
class CardField:
    """One field.

    Attributes:
        key: what the record, a file's column and a command's option call it.
        hint: what stands in it as long as nothing is typed.
        wide: how many of a line's three places it takes.
        right: what whoever changes it must be allowed besides the card's own right.
        when: whether it is asked for on a new card alone.
        blames: what errors told beside it begin with.
        choices: of a choice its codes, named by the table of labels `named`.
        listed: whether the preview of a file tells what it makes of it.
    """

    key: str
    title: Pair
    type: FieldType = "text"
    hint: Pair = ("", "")
    wide: int = 1
    right: str = ""
    when: Literal["always", "new"] = "always"
    blames: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    named: str = ""
    listed: bool = True

    @property
    def words(self) -> Pair:
        """What sentences call it: its title, in English as it stands in the middle of one."""
        zh, en = self.title
        return zh, en if en.isupper() else en[:1].lower() + en[1:]


@dataclass(frozen=True, slots=True)
class CardFace:
    """One kind of card.

    Attributes:
        new, change: what the dialog is called for a new card, and for one that is there.
        read, write: module and function under `desktop.actions` that give and take it.
        right: what one must be allowed.
        verb: what HQ is asked for where its people write such a card; "" where it is nobody's but a desk's.
    """

    kind: str
    new: Pair
    change: Pair
    fields: tuple[CardField, ...]
    read: str
    write: str
    right: str
    verb: str = ""

    def field(self, key: str) -> CardField:
        """The field of a name."""
        return next(each for each in self.fields if each.key == key)

    def title(self, key: str) -> Pair:
        """What a field is called, here and wherever else it is shown."""
        return self.field(key).title

    def changeable(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Of what was said of a card that is there, what can be changed on it; fields of a newer program are left."""
        known = {each.key for each in self.fields if each.when == "always"}
        return {key: text for key, text in texts.items() if key in known}

    def of_type(self, *types: FieldType) -> tuple[str, ...]:
        """The names of the fields of these types."""
        return tuple(each.key for each in self.fields if each.type in types)


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One card as it is filled in.

    Attributes:
        key: whose card it is, "" of a new one.
        name: what it is called.
        texts: what stands in each field, as a person would type it.
        locked: fields that whoever works here may not change, and why.
        offered: what a field suggests.
        notes: what is to be known before anything is typed.
    """

    key: str = ""
    name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    locked: Mapping[str, Reason] = field(default_factory=dict)
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card that was written: `told` is what came of it."""

    key: str
    code: str
    name: str
    told: tuple[Reason, ...] = ()
