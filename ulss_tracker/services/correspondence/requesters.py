"""Who asks, on whose behalf, and where an answer should go."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from ulss_tracker.adapters.mailbox.message import Address
from ulss_tracker.services.correspondence.passages import MessageParts, Passage, Place
from ulss_tracker.services.correspondence.patterns import patterns_of, table_of

_SAYS = patterns_of("requesters")
_LINES_AT_END = 8


class Asker(StrEnum):
    """In which capacity a person asks, as far as their words say."""

    VICTIM = "victim"
    BEREAVED = "bereaved_family"
    FOR_VICTIM = "on_behalf_of_victim"
    PUBLIC = "public"
    MP = "mp"
    PROFESSIONAL = "prosecutor_police"
    OTHER = "other"


# Who asks, by the first of these patterns that their words have.
_SAID_IN_TURN = [
    (row.choice("asker", Asker), row.text("pattern"))
    for row in table_of("requesters").rows("said_in_turn")
]


def requester_name(told: MessageParts) -> str:
    """The name of whoever asks: the MP, the sender of what is passed on, else who sent it."""
    name = mp_name(told) or _writer_name(told)
    return _SAYS["couple"].sub(r"\1 \3 and \2 \3", name)


def _writer_name(told: MessageParts) -> str:
    if told.original and not told.passes_on_article:
        sender, text = told.original.sender, told.original.text
    else:
        sender, text = told.mail.sender, told.own
        # A machine passes on what somebody wrote on paper.
        if _SAYS["no_reply"].search(sender.email):
            text = "\n\n".join((text, *(words for _, words in told.files)))
    if (client := _SAYS["client"].search(text)) and len(plain_name(client[1])) > 1:
        return plain_name(client[1])
    said = _said_name(text) or ""
    signed = _signed_name(text)
    shown = plain_name(sender.name)
    if shown and not _SAYS["not_a_person"].search(shown) and "@" not in shown:
        if signed and _signs_for_another(text, signed, shown):
            return signed
        longer = [one for one in (said, signed, _alone(text, shown)) if _is_fuller(one, shown)]
        return longer[0] if longer else shown
    return said or signed


def mp_name(told: MessageParts) -> str:
    """The member whose office writes, with "MP"; blank where none does."""
    if not is_from_mp(told):
        return ""
    lines = told.own.splitlines()
    for text in (told.mail.sender.name, *reversed(lines)):
        text = re.sub(r"^.*?\b(?:Office of|for|to|Caseworker to|behalf of)\s+", "", text)
        if found := _SAYS["mp"].search(text):
            return f"{plain_name(found[1])} MP"
    return ""


def is_from_mp(told: MessageParts) -> bool:
    """Whether it comes from the office of a member of Parliament or of the Senedd."""
    host = told.mail.sender.email.rpartition("@")[2].lower()
    is_house = "parliament" in host or "senedd" in host
    return is_house or bool(
        re.search(r"\bMP\b", told.mail.sender.name)
        or _SAYS["mp_office"].search(told.own)
        or (_SAYS["mp_said"].search(told.own) and _SAYS["my_constituent"].search(told.own))
    )


def constituent_name(told: MessageParts) -> str:
    """For whom a member of Parliament writes; blank where it is not said."""
    if not is_from_mp(told):
        return ""
    if told.original and told.original.sender.name:
        return plain_name(told.original.sender.name)
    found = _SAYS["constituent"].search(told.own)
    return found[1] if found else ""


def plain_name(name: str) -> str:
    """A name without title, rank and number, the surname last."""
    bare = " ".join(_SAYS["ranks"].sub(" ", name).split()).strip(" ,-.\"'")
    surname, comma, given = bare.partition(",")
    if comma and given.strip():
        bare = f"{given.strip()} {surname.title() if surname.isupper() else surname}"
    return bare


def standing(parts: MessageParts, passages: Sequence[Passage]) -> Asker | None:
    """The capacity that the words tell; None where they tell none."""
    if is_from_mp(parts):
        return Asker.MP
    if _SAYS["professional"].search(parts.asker.email):
        return Asker.PROFESSIONAL
    whole = "\n".join(one.text for one in passages)
    # Whoever passes a request on has a tie of their own: the words of who asks come first.
    is_passed_on = parts.original is not None and not parts.passes_on_article
    texts = (parts.account, whole) if is_passed_on else (whole,)
    return next(filter(None, map(_told_standing, texts)), None)


def _told_standing(text: str) -> Asker | None:
    flat = " ".join(text.split())
    is_alive = bool(_SAYS["alive"].search(flat))
    for asker, name in _SAID_IN_TURN:
        if _SAYS[name].search(flat) and not (is_alive and asker is Asker.BEREAVED):
            return asker
    return None


def reply_address(told: MessageParts, passages: Sequence[Passage]) -> str:
    """Where an answer should go: as the writer asks, else to who wrote first, else to who sent."""
    if preferred := _preferred(passages):
        return preferred
    is_for_sender = is_from_mp(told) or _SAYS["reply_to_me"].search(told.split.own)
    if told.original and told.asker.email and not is_for_sender:
        return told.asker.email
    mail = told.mail
    for address in (mail.reply_to, mail.sender):
        if address.email and not _SAYS["no_reply"].search(address.email):
            return address.email
    return next(_answerable(told, _in_words(passages)), "")


def _preferred(passages: Sequence[Passage]) -> str:
    """An address that a sentence asks us to use, or that stands beside the word email."""
    for passage in passages:
        if passage.place is Place.SUBJECT:
            continue
        for sentence in passage.sentences():
            for match in _SAYS["address"].finditer(sentence):
                before = sentence[: match.start()]
                asks = _SAYS["answer_to"].search(before[-90:])
                if asks and not _SAYS["not_to"].search(before):
                    return match[0]
    return ""


def every_address(told: MessageParts, passages: Sequence[Passage]) -> list[str]:
    """Every address an answer might go to: of whoever sent it or wrote first, and in the words."""
    mail = told.mail
    original = [told.original.sender.email] if told.original else []
    addresses = [*original, mail.reply_to.email, mail.sender.email, *_in_words(passages)]
    return list(dict.fromkeys(_answerable(told, addresses)))


def _in_words(passages: Sequence[Passage]) -> Iterator[str]:
    return (match[0] for passage in passages for match in _SAYS["address"].finditer(passage.text))


def _answerable(told: MessageParts, addresses: Iterable[str]) -> Iterator[str]:
    """The addresses that are neither ours nor those of a machine."""
    ours = {one.email.lower() for one in told.mail.to}
    for address in addresses:
        if address and address.lower() not in ours and not _SAYS["no_reply"].search(address):
            yield address


def _said_name(text: str) -> str:
    flat = " ".join(text.split())
    if found := _SAYS["my_name"].search(flat):
        words = []
        for word in found[1].split():
            words.append(word)
            if not word[0].isupper() or word.endswith("."):
                break
        if len(words) > 1 or (words and re.search(r"name", found[0], re.I)):
            return " ".join(word for word in words if word[0].isupper()).strip(".,")
    if found := _SAYS["my_name_small"].search(flat):
        return f"{found[1]} {found[2]}".title()
    return ""


def _alone(text: str, shown: str) -> str:
    """A first name and a surname in a sentence of their own, where only the first is shown."""
    first, _, surname = shown.lower().partition(" ")
    for sentence in re.split(r"[.!?\n]", text.lower()):
        words = re.sub(r"[\d ]+$", "", sentence).split()
        if len(words) == 2 and words[0].startswith(first) and words[1].startswith(surname):
            return " ".join(words).title()
    return ""


def _signed_name(text: str) -> str:
    """A name on a line of its own at the end."""
    lines = [line.strip(" ,.-–*xX") for line in text.splitlines() if line.strip(" ,.-–*")]
    for line in reversed(lines[-_LINES_AT_END:]):
        bare = plain_name(re.sub(r"\s?\([^()]*\)", "", line))
        is_word = len(bare.split()) > 1 or len(bare) > 2
        is_signed = is_word and len(bare) < 60 and _SAYS["signed"].fullmatch(bare)
        if is_signed and not bare[0].islower() and not _is_no_signature(bare):
            return bare
    return ""


def _is_no_signature(line: str) -> bool:
    return any(_SAYS[name].search(line) for name in ("not_a_person", "street", "closing"))


def _signs_for_another(text: str, signed: str, shown: str) -> bool:
    """Whether somebody else than the account's owner signs, or the owner with the surname last."""
    words, owner = signed.lower().split(), shown.lower().split()
    if len(words) < 2 or len(words[0].strip(".")) < 2:
        return False
    if words == owner[::-1]:
        return True
    last = text.strip().rsplit("\n", 1)[-1]
    is_at_end = signed.lower() in last.lower()
    return is_at_end and words[-1] != owner[-1] and words[0] != owner[0]


def _is_fuller(name: str, shown: str) -> bool:
    """Whether a name in the words is of the same person as the one shown, and says more."""
    if not name or len(name) <= len(shown):
        return False
    first = shown.split()[0].strip(".").lower()
    return name.lower().startswith(first[:2]) or " and " in name


def sender_names(told: MessageParts) -> list[str]:
    """Everybody who writes or passes on: none of them is an offender."""
    found = [requester_name(told), mp_name(told).removesuffix(" MP"), constituent_name(told)]
    people: list[Address] = [told.mail.sender]
    if told.original:
        people.append(told.original.sender)
        found.append(_signed_name(told.original.text))
    found += [plain_name(one.name) for one in people]
    found += [_signed_name(told.own)]
    return [name for name in dict.fromkeys(found) if name]
