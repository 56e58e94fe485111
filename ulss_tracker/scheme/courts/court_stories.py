"""Which court of a story passed the sentence: "sent from Hull magistrates to York Crown Court"."""

from dataclasses import dataclass
from enum import StrEnum

from ulss_tracker.scheme.courts.court_binding import Mention, is_list
from ulss_tracker.scheme.courts.court_table import Court, CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import Phrases, Words

# "Not at the York court" is not York; "not happy with what was said at York" may be.
_WORDS_FROM_NOT = 2


class _Role(StrEnum):
    """The part that a court had in a story, by the words beside it."""

    EARLIER = "earlier"
    LATER = "later"
    SENTENCE = "sentence"
    NOT = "not"
    OR = "or"


# Welsh "from" and "to", which are other words too where they do not stand just before a court.
_BESIDE = (_Role.EARLIER, _Role.LATER)


@dataclass(slots=True)
class _MentionRoles:
    mention: Mention
    roles: set[_Role]


class Stories:
    """Tells which court passed the sentence, by the words that stand beside each."""

    def __init__(self, words: CourtWords) -> None:
        self._words = words
        self._cue_words = {name: frozenset(cues) for name, cues in words.cues.items()}
        self._cues = Phrases({cue: role for role in _Role for cue in words.cues[role.value]})

    def sentencing(self, text: Words, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """The mentions of a court that may have passed the sentence: one where the words say."""
        told = self._roles(text, self._without_venues(text, mentions))
        told = [roles for roles in told if _Role.NOT not in roles.roles] or told
        sentences = [roles for roles in told if _Role.SENTENCE in roles.roles]
        if sentences:
            told = sentences
        after = [roles for roles in told if _Role.EARLIER not in roles.roles]
        told = after if _may_stand_for(after, told) else told
        is_choice = any(_Role.OR in roles.roles for roles in told)
        last = [roles for roles in told if _Role.LATER in roles.roles][-1:]
        told = last if not is_choice and _may_stand_for(last, told) else told
        found = [roles.mention for roles in told]
        return tuple(found if is_choice else _weightier(found))

    def is_sentence_said_of(self, text: Words, mention: Mention) -> bool:
        """True if the text says that the sentence was passed there."""
        told = self._roles(text, (mention,))
        return _Role.SENTENCE in told[0].roles

    def _without_venues(self, text: Words, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """ "Harrow Crown Court sitting at Willesden Magistrates' Court" is Harrow Crown Court."""
        kept: list[Mention] = []
        for mention in mentions:
            if not (kept and self._is_venue(text, kept[-1], mention)):
                kept.append(mention)
        return tuple(kept)

    def _is_venue(self, text: Words, court: Mention, venue: Mention) -> bool:
        between = text.words[court.end : venue.start]
        if court.means is None or not all(word in self._cue_words["sitting"] for word in between):
            return False
        if any(word in self._cue_words["sits"] for word in between):
            return True
        # Without "sitting" it must be said to be the Crown Court: "Harrow CC at Willesden MC".
        is_crown = court.kind is CourtKind.CROWN_COURT and bool(court.courts)
        return is_crown and bool(between) and court.end not in text.breaks

    def _roles(self, text: Words, mentions: tuple[Mention, ...]) -> list[_MentionRoles]:
        told = [_MentionRoles(mention, set()) for mention in mentions]
        before = 0
        for number, mention in enumerate(mentions):
            cues = list(self._cues.said(text, before, mention.start))
            for place, (role, start, end) in enumerate(cues):
                if role is _Role.NOT and mention.start - end > _WORDS_FROM_NOT:
                    continue
                if (
                    number
                    and role is not _Role.OR
                    and (
                        self._looks_back(text, before, start, end, mention.start)
                        or (role is _Role.EARLIER and _goes_on(cues[place + 1 :]))
                    )
                ):
                    told[number - 1].roles.add(role)
                else:
                    told[number].roles.add(role)
                    if role is _Role.OR and number:
                        told[number - 1].roles.add(role)
            if cues and " ".join(text.words[slice(*cues[-1][1:])]) in self._cue_words["whence"]:
                told[number].roles.discard(_Role.SENTENCE)  # "committed for sentence from" there
            beside = text.words[mention.start - 1] if mention.start > before else ""
            told[number].roles |= {
                role for role in _BESIDE if beside in self._cue_words[f"{role}_beside"]
            }
            if number and is_list(text.words[before : mention.start], self._words):
                told[number].roles |= told[number - 1].roles
            before = mention.end
        behind = {role for role, _, _ in self._cues.said(text, before, len(text.words))}
        told[-1].roles |= behind & {_Role.SENTENCE, _Role.OR}
        return told

    def _looks_back(self, text: Words, before: int, start: int, end: int, until: int) -> bool:
        """True for a cue said of the court before it: "Hull (trial), York", "where he was"."""
        said = text.words[before:start]
        if any(word in self._cue_words["where"] for word in said):
            return not any(word in self._cue_words["sitting"] for word in text.words[end:until])
        return start in text.breaks and any(n in text.breaks for n in range(end, until + 1))


def _goes_on(cues: list[tuple[_Role, int, int]]) -> bool:
    """True where the story comes to another court after this cue: "Leeds first, then York"."""
    return any(role in (_Role.LATER, _Role.SENTENCE) for role, _, _ in cues)


def _may_stand_for(some: list[_MentionRoles], told: list[_MentionRoles]) -> bool:
    """Whether some of the courts told of stand for all. No Crown Court is left out for a lower one.

    That would be a "no" by a word like "then", where nothing says which court passed the sentence.
    """
    is_said = any(_Role.SENTENCE in roles.roles for roles in some)
    is_crown = [
        any(roles.mention.means is CourtKind.CROWN_COURT for roles in courts)
        for courts in (some, told)
    ]
    return bool(some) and (is_said or is_crown[0] or not is_crown[1])


def _weightier(mentions: list[Mention]) -> list[Mention]:
    """A court said in full before a bare place, and the Crown Court before the Court of Appeal."""
    mentions = [mention for mention in mentions if mention.kind is not None] or mentions
    full = [
        mention for mention in mentions if mention.kind is CourtKind.CROWN_COURT and mention.courts
    ]
    named: set[Court] = {court for mention in full for court in mention.courts or ()}
    if len(named) == 1 and all(
        mention in full or mention.kind is CourtKind.OTHER for mention in mentions
    ):
        return full
    return mentions
