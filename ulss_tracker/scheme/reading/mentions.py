"""The offences a text mentions, and which of them count as convictions."""

from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.cues import MentionStatus

ANY_CONSPIRACY = "io-conspiracy-any"
_CONSPIRACIES = "io-conspiracy-"
_THEFT = "no-theft"
_STEALING = frozenset({"no-burglary", "no-handling", "no-going-equipped", "no-ta68-12"})
_DEATH = "io-manslaughter"


@dataclass(frozen=True, slots=True)
class Mention:
    """An offence mentioned: where, which rows it may be, in which form, by name or provision."""

    start: int
    end: int
    rows: tuple[Offence, ...]
    form: Form = Form.FULL
    by: tuple[tuple[int, int, str], ...] = ()
    is_weak: bool = False
    is_unsure: bool = False
    standing: MentionStatus = MentionStatus.SAID
    sentence: int = 0

    @property
    def is_cited(self) -> bool:
        """True if a provision of an Act says which offence it is."""
        return any(how == "provision" for _, _, how in self.by)

    @property
    def is_of_case(self) -> bool:
        """True if a fact about the whole case brings it in, such as a notice of transfer."""
        return any(how == "fact" for _, _, how in self.by)


def counted_of(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions that count: the convictions stated, else all that is said, else the charges.

    Where all that is told of is the conviction of a relative ("her uncle"), that is the one meant.

    Beside a stated conviction another offence said counts where it is in the same sentence.
    """
    convicted = [one for one in mentions if one.standing is MentionStatus.CONVICTED]
    named = {one.sentence for one in convicted if not one.is_weak}
    said = [one for one in mentions if one.standing is MentionStatus.SAID]
    strong = [one for one in said if not one.is_weak]
    if convicted:
        places = {one.sentence for one in convicted}
        stated = {MentionStatus.CONVICTED, MentionStatus.SAID}
        return tuple(
            one
            for one in mentions
            if one.standing in stated and one.sentence in places
            if not one.is_weak
            or (one.standing is MentionStatus.CONVICTED and one.sentence not in named)
        )
    if strong:
        return tuple(strong)
    if said:
        return tuple(said)
    charged = tuple(one for one in mentions if one.standing is MentionStatus.CHARGED)
    if charged or any(one.standing is MentionStatus.ACQUITTED for one in mentions):
        return charged
    return tuple(one for one in mentions if one.standing is MentionStatus.OTHERS)


def explains(counted: Sequence[Mention], word: Mention) -> bool:
    """True if an everyday word only tells again what an offence that counts already says.

    "Causing death by careless driving, he killed my son": the death is in the name. "Burglary, he
    stole £210": the theft is in it.
    """
    ids = {row.id for row in word.rows}
    return word.is_weak and any(
        row.id in ids
        or ("death" in row.title and _DEATH in ids)
        or (row.id in _STEALING and ids == {_THEFT})
        for one in counted
        for row in one.rows
    )


def is_acquitted(mentions: Sequence[Mention], said: Mention) -> bool:
    """True if the same offence is said elsewhere to have come to nothing.

    "The conspiracy" is whichever conspiracy was said.
    """
    return any(
        one.standing is MentionStatus.ACQUITTED and one.rows and _is_same(one, said)
        for one in mentions
    )


def _is_same(one: Mention, mention: Mention) -> bool:
    is_any = [row.id for row in one.rows] == [ANY_CONSPIRACY]
    is_conspiracy = mention.form is Form.CONSPIRACY or all(
        row.id.startswith(_CONSPIRACIES) for row in mention.rows
    )
    return one.rows == mention.rows or (is_any and is_conspiracy)
