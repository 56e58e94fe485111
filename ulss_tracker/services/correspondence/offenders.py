"""The names of offenders in a message, told from victims, judges, officers and whoever writes.

A name is words with capital letters side by side. What stands beside it says whose it is: "was
given six years" makes it an offender's, "my brother" or "Judge" another's. Nothing here knows any
name: the same words around any name say the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.correspondence.marks import Marked
from ulss_tracker.services.correspondence.passages import Passage, Place
from ulss_tracker.services.correspondence.patterns import patterns_of, words_of

_SAYS = patterns_of("offenders")
_NO_NAME = words_of("offenders", "no_name")
_NO_LOWER_NAME = words_of("offenders", "no_lower_name")
_ENOUGH, _KIN, _CLEARED = 3, -2, -3
# A name by the signs of its words: "J P Ray", "Jan van der Berg".
_WHOLE_NAME = re.compile("i{0,2}N(?:[ip]{0,2}N)*")
_NEAR = 12  # characters between a name and the offence that goes with it


@dataclass(slots=True)
class _Seen:
    """A name, and what the words around it say of it."""

    name: str
    weight: int = 0
    is_other: bool = False
    is_meant: bool = False
    words: str = ""
    best: int = -1
    place: Place = Place.BODY
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class _NamePlace:
    """A name at its place in a sentence."""

    name: str
    weight: int
    is_other: bool
    start: int
    end: int


def find_offenders(
    passages: Sequence[Passage], others: Iterable[str], *, likely: int | None = None
) -> list[Marked[str]]:
    """The names of offenders, in the order in which they are named.

    others: who writes, asks or passes on, who are not offenders whatever stands beside them.
    likely: where no words settle it, also the one full name of which at least so much speaks.
    """
    told = _told(passages, others)
    told = [one for one in told if " " not in one.name or not _is_place(one.name)]
    offenders = [one for one in told if _is_offender(one)] or [one for one in told if one.is_meant]
    if not offenders and likely is not None:
        offenders = _likeliest(told, likely)
    if any(" " in one.name for one in offenders):
        offenders = [one for one in offenders if " " in one.name]
    return [Marked(one.name, one.words, one.place, one.file_name) for one in offenders]


def full_names(passages: Sequence[Passage], others: Iterable[str]) -> list[str]:
    """Every full name that may be an offender's, the likeliest first, for a person to choose."""
    told = [one for one in _told(passages, others) if " " in one.name and not _is_place(one.name)]
    return [one.name for one in sorted(told, key=lambda one: -one.weight)]


def _told(passages: Sequence[Passage], others: Iterable[str]) -> list[_Seen]:
    """The names in the words, but for those of `others`."""
    names: dict[str, _Seen] = {}
    subject = _in_subject(passages)
    for passage in passages:
        if passage.place is Place.FILE:
            _join_surnames(names)
            if any(_is_offender(one) and " " in one.name for one in names.values()):
                continue
        recent = subject if passage.place is Place.BODY else []
        sentences = ["", *passage.sentences(), ""]
        for before, sentence, following in zip(
            sentences, sentences[1:], sentences[2:], strict=False
        ):
            is_of_kin = bool(_SAYS["his_name"].match(sentence) and _SAYS["of_kin"].match(before))
            sentence = _SAYS["one_surname"].sub(_with_surname, sentence)
            here = list(_shared(sentence, following, passage.place))
            if _is_list(sentence, here) and _SAYS["several"].search(before):
                here = [replace(one, weight=_ENOUGH) for one in here]
            for one in here:
                seen = names.setdefault(_key(one.name), _Seen(one.name))
                seen.weight += -3 if is_of_kin else one.weight
                seen.is_other |= one.is_other or is_of_kin
                if one.weight > seen.best:
                    seen.best, seen.words = one.weight, sentence
                    seen.place, seen.file_name = passage.place, passage.file_name
            for name, weight in _meant_by_pronoun(sentence, here, recent):
                seen = names.setdefault(_key(name), _Seen(name))
                seen.is_meant, seen.weight = True, seen.weight + weight
            recent = here or recent
    _join_surnames(names)
    kept_out = [_key(one) for other in others for one in _SAYS["and"].split(other) if one]
    return [
        one
        for one in names.values()
        if not any(_is_same(_key(one.name), other) for other in kept_out)
    ]


def _likeliest(told: Sequence[_Seen], least: int) -> list[_Seen]:
    """The one full name that may be an offender's, where no words settle it."""
    open_names = [
        one for one in told if " " in one.name and not one.is_other and not _is_place(one.name)
    ]
    best = max((one.weight for one in open_names), default=0)
    likely = [one for one in open_names if one.weight == best]
    is_one = len(likely) == 1 and (best > 0 or len(open_names) == 1)
    is_list = all(one.place is Place.SUBJECT for one in likely)  # "Dean Orrell, Stephen Orrell"
    return likely if best >= least and (is_one or is_list) else []


def _is_offender(one: _Seen) -> bool:
    return one.weight >= (_ENOUGH + 3 if one.is_other else _ENOUGH)


def _is_list(sentence: str, names: Sequence[_NamePlace]) -> bool:
    """Whether a sentence is several full names and nothing else."""
    ends = [0, *(one.end for one in names)]
    starts = [*(one.start for one in names), len(sentence)]
    gaps = [sentence[end:start] for end, start in zip(ends, starts, strict=True)]
    return (
        len(names) > 1
        and not (gaps[0] + gaps[-1]).strip(" .")
        and all(map(_SAYS["joins"].fullmatch, gaps[1:-1]))
    )


def _in_subject(passages: Sequence[Passage]) -> list[_NamePlace]:
    """The names in the subject: "he" in the first sentence under it is one of them."""
    subjects = [one.text for one in passages if one.place is Place.SUBJECT]
    return [name for text in subjects for name in _shared(text, "", Place.SUBJECT)]


def _meant_by_pronoun(
    sentence: str, here: Sequence[_NamePlace], before: Sequence[_NamePlace]
) -> Iterator[tuple[str, int]]:
    """The names that may be "he" or "they" who "were given six years", and what it weighs.

    Of the same sentence those ahead of the word, where there are any, else of the one before.
    """
    for pronoun in _SAYS["he"].finditer(sentence):
        if not _SAYS["after"].match(sentence[pronoun.end() :]):
            continue
        ahead = [one for one in here if one.end <= pronoun.start()]
        names = [one.name for one in ahead or before if not one.is_other and one.weight >= 0]
        if pronoun["all"] and len(names) > 1:
            yield from ((name, _ENOUGH) for name in names)
            continue
        if len(ahead or before) == 1:  # "her grandson, Damien Tull, took it. He got a year"
            names = [one.name for one in ahead or before if not one.is_other and one.weight > -2]
        names = [name for name in names if " " in name]
        if (len(names) == 1) == bool(pronoun["one"]):
            yield from ((name, 0) for name in names)


def _shared(sentence: str, following: str, place: Place) -> Iterator[_NamePlace]:
    """The names of a sentence; what is said of one in a list of full names is said of all."""
    places = sorted(_in_sentence(sentence, following, place), key=lambda one: one.start)
    weights = [one.weight for one in places]
    pairs = list(pairwise(range(len(places))))
    for first, second in (*pairs, *reversed(pairs)):
        one, other = places[first], places[second]
        is_list = _SAYS["joins"].fullmatch(sentence[one.end : other.start]) is not None
        if is_list and _may_share(one) and _may_share(other):
            weights[first] = weights[second] = max(weights[first], weights[second])
    for one, weight in zip(places, weights, strict=True):
        yield replace(one, weight=weight, is_other=one.is_other and weight < _ENOUGH)


def _with_surname(names: "re.Match[str]") -> str:
    """Two first names with the surname of both: "Nathan Orme and Billy Orme"."""
    before, first, joint, second, surname = names.groups()
    is_of_people = all(map(_is_name, names.group(2, 4, 5)))
    return f"{before}{first} {surname} {joint} {second} {surname}" if is_of_people else names[0]


def _may_share(one: _NamePlace) -> bool:
    """Whether what is said of a name beside it may be of this: "her mum and Jo Bell were"."""
    return not one.is_other or one.weight == _KIN


def _in_sentence(sentence: str, following: str, place: Place) -> Iterator[_NamePlace]:
    """Each name of a sentence, how much speaks for an offender, and whether it is another's."""
    taken: list[tuple[int, int]] = []
    for match in _SAYS["surname_first"].finditer(sentence):
        surname, given = match.groups()
        is_set_off = _SAYS["set_off"].search(sentence[: match.start()]) and _SAYS["set_off"].match(
            sentence[match.end() :]
        )
        is_cased = surname.isupper() and len(surname) > 2 and not given.isupper()
        if (is_cased or (is_set_off and _is_name(surname))) and _is_given(given):
            taken.append(match.span())
            name = _cased(f"{given} {surname}")
            weighed = _weigh(sentence, following, match.start(), match.end(), place)
            yield _NamePlace(name, *weighed, match.start(), match.end())
    for match in _SAYS["name"].finditer(sentence):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        yield from _names_in(sentence, following, match, place)
    lower = ("lower_name", "lower_role", "lower_sentence", "lower_start", "lower_by")
    for match in chain.from_iterable(_SAYS[rule].finditer(sentence) for rule in lower):
        words: re.Match[str] | None = match
        while words is not None and not {words[1], words[2]} & (_NO_NAME | _NO_LOWER_NAME):
            start, end = words.start(1), words.end(2)
            is_victim = bool(_SAYS["victim_before"].search(sentence[:start]))
            weight = _CLEARED if is_victim else _ENOUGH
            yield _NamePlace(_cased(f"{words[1]} {words[2]}"), weight, is_victim, start, end)
            words = _SAYS["lower_next"].match(sentence, end)


def _names_in(
    sentence: str, following: str, match: "re.Match[str]", place: Place
) -> Iterator[_NamePlace]:
    """The names in words with capitals, which a title or the start of a sentence may begin."""
    run = _SAYS["nickname"].sub("", match[0])
    words = run.split()
    before = sentence[: match.start()]
    for part in _WHOLE_NAME.finditer("".join(map(_sign, words))):
        start, end = part.span()
        if end - start > 2 and start == 0 and _is_of_town(before, words[0]):
            start = 1  # "at the High Court in Glasgow Darryl Muirhead got 16 years"
        elif start == 0 and _is_of_town(before, " ".join(words[:end])):
            continue  # "at Inner London to 20 months"
        name = " ".join(words[start:end])
        first = match[0].find(words[start])
        last = match[0].rfind(words[end - 1]) + len(words[end - 1])
        begin, end_of = match.start() + first, match.start() + last
        weight, is_other = _weigh(sentence, following, begin, end_of, place)
        if end - start > 1 or begin > 0 or weight >= _ENOUGH:
            name = _cased(re.sub(r"[’']s$", "", name))
            yield _NamePlace(name, weight, is_other, begin, end_of)


def _sign(word: str) -> str:
    """Whether a word may be a name (N), an initial (i), "van" in one (p) or neither."""
    if _is_name(word):
        return "N"
    if word[0].islower():
        return "p"
    return "i" if len(word.strip(".")) == 1 and word[0] not in "AI" else "-"


def _is_of_town(before: str, word: str) -> bool:
    """Whether a word is the town that "in" or "at" stands before, and no first name."""
    return bool(_SAYS["in_place"].search(before)) and _is_place(word)


def _weigh(sentence: str, following: str, start: int, end: int, place: Place) -> tuple[int, bool]:
    before = sentence[max(0, start - 120) : start]
    after = sentence[end : end + 120]
    is_whole_name = " " in sentence[start:end].strip() or "," in sentence[start:end]
    is_told = bool(_SAYS["strong_before"].search(before)) and (
        is_whole_name or bool(_SAYS["one_name_before"].search(before))
    )
    is_exempt = is_told or bool(_SAYS["verdict"].match(after))  # "the Rev Wade got 8 months"
    if _SAYS["cleared"].match(after) or (_SAYS["not_before"].search(before) and not is_exempt):
        return _CLEARED, True
    if _SAYS["victim_before"].search(before) or _SAYS["victim_after"].match(after):
        return _CLEARED, True
    if _SAYS["office_after"].match(after):
        return _CLEARED, True
    weight = 2 * (bool(_SAYS["alias"].match(after)) - bool(_SAYS["speaks"].match(after)))
    # Of a subject that is a name alone it is likelier the offender's than anybody's in the story.
    weight += place is Place.SUBJECT and is_whole_name and not before.strip() and not after.strip()
    if (
        is_whole_name
        and sentence[:end].endswith(("'s", "’s"))
        and _SAYS["sentence_of"].match(after)
    ):
        weight += 3
    if _SAYS["after"].match(after) or (
        is_whole_name and _SAYS["after_full_stop"].match(f"{after.rstrip()} {following}")
    ):
        weight += 3
    elif is_whole_name and _is_offence_next(after):
        weight += 2
    if is_told:
        weight += 3
    elif _SAYS["before"].search(before):
        weight += 2 if place is not Place.SUBJECT else 1
    is_kin = bool(_SAYS["kin_before"].search(before) or _SAYS["kin_after"].match(after))
    is_row = (
        _is_list_item(sentence, start, after)
        or (_is_row(before, after) and not is_kin)
        or (_SAYS["another_term"].search(before) and _SAYS["number"].match(after))
    )
    weight += 3 * (is_whole_name and bool(is_row))
    weight -= not weight and bool(_SAYS["their_kin_before"].search(before))
    if is_kin and not weight:
        return _KIN, True
    return weight, is_kin and weight < _ENOUGH


def _is_offence_next(after: str) -> bool:
    """Whether an offence is named just behind a name: "…, robbery"."""
    near = re.match(r"\s*(?:[,:–-]|\bfor\b|\()\s*", after)
    if near is None:
        return False
    rest = after[near.end() :]
    return any(one.start < _NEAR for one in load_catalogue().typed.read(rest, None).mentions)


def _is_list_item(sentence: str, start: int, after: str) -> bool:
    is_marked = re.fullmatch(r"\s*(?:\d{1,2}[.)]|[-•*])\s*", sentence[:start])
    return bool(is_marked and re.match(r"\s*(?:[.,:;–(-]|$)", after))


def _is_row(before: str, after: str) -> bool:
    """Whether a name stands in a row of its own with what it was sentenced to."""
    is_told = re.match(r"\s*(?:was|is|had|has|who|said)\b", after)
    return not before.strip(" -•*") and not is_told and bool(_SAYS["term"].search(after))


def _is_name(word: str) -> bool:
    return (word[0].isupper() or "-" in word) and all(
        part.lower().strip(".,'’") not in _NO_NAME and len(part.strip(".'’")) > 1
        for part in _SAYS["shortened"].sub("", word).split()
    )


def _is_given(words: str) -> bool:
    """Whether words behind a surname are first names, and no court: "Okoro, Leeds CC"."""
    return _is_name(words) and not _is_place(words.split()[0])


def _join_surnames(names: dict[str, _Seen]) -> None:
    """Count what is said of a surname, or of a first name, for the one full name that has it.

    Names of one word are dropped that little speaks for. A place that has a court is no surname.
    """
    whole: dict[str, list[_Seen]] = defaultdict(list)
    for key, seen in names.items():
        if " " in key:
            for word in {key.split()[0], key.split()[-1]}:
                whole[word].append(seen)
    for key in [key for key in names if " " not in key]:
        seen = names.pop(key)
        full = whole.get(key, [])
        if len(full) == 1:
            is_surname = _key(full[0].name).endswith(key)
            is_told = is_surname or seen.best >= _ENOUGH or seen.weight <= _CLEARED
            full[0].weight += seen.weight if is_told else 0
        elif not full and seen.weight >= _ENOUGH + 2 * _is_place(seen.name):
            names[key] = seen


def _is_place(name: str) -> bool:
    reading = load_courts().read(name)
    return reading.certainty == "sure" or (" " not in name and bool(reading.candidates))


def _cased(name: str) -> str:
    """A name written all in capitals or all in small letters, as names are written."""
    name = _SAYS["titles"].sub("", name.strip(" .,'’"))
    if name.isupper() or name.islower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    return " ".join(
        word.title() if word.isupper() and len(word) > 3 else word for word in name.split()
    )


def _key(name: str) -> str:
    return " ".join(name.lower().replace(".", "").split())


def _is_same(one: str, other: str) -> bool:
    return one == other or (len(one.split()) == 1 and one in other.split())
