"""The words that tell who asks, and in which capacity."""

import re
from enum import StrEnum


class Asker(StrEnum):
    """In which capacity a person asks, as far as their words say."""

    VICTIM = "victim"
    BEREAVED = "bereaved_family"
    FOR_VICTIM = "on_behalf_of_victim"
    PUBLIC = "public"
    MP = "mp"
    PROFESSIONAL = "prosecutor_police"
    OTHER = "other"


ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
WORD = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?"
FULL_NAME = rf"{WORD}(?: (?:{WORD}|de|van|von|ap|ab|ferch|el|al)){{1,3}}"
RANKS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Sir|Lord|Lady|Baroness|Cllr|Councillor|DC|DS"
    r"|DI|DCI|PC|PS|Sgt|Inspector|Constable|Sergeant|Detective|Hon|Rt|JP|OBE|MBE|QC|KC)\b\.?\s*|\b\d{2,}\b\s*|\([^()]*\)",
)
NOT_A_PERSON = re.compile(
    r"\b(?:office|team|enquir|info|reception|admin|casework|mailbox|no-?reply|scan|support|accounts"
    r"|centre|service|volunteer|secretary|desk|cps|police|solicitors|chambers|london|university|court|department|station|library|council|helpdesk|clerk|post)",
    re.IGNORECASE,
)
MP = re.compile(rf"({FULL_NAME}),? (?:MP|AS|MS|AC)\b")
MP_SAID = re.compile(
    r"\bMP\b|Member of Parliament|Aelod Seneddol|\bMember of the Senedd\b|\bmy constituent|fy etholw",
    re.I,
)
MY_NAME = re.compile(
    rf"\b(?:(?i:my (?:full )?name(?:['’]s| is)?|i am|i['’]m|fy enw i (?:yw|ydy)|enw i (?:yw|ydy)))\s+({FULL_NAME})"
)
MY_NAME_SMALL = re.compile(r"\bmy name(?:s|'s|’s| is)?\s+([a-zà-ÿ'-]{2,20}) ([a-zà-ÿ'-]{2,20})\b")
SIGNED = re.compile(
    rf"(?:{FULL_NAME}|{WORD})(?: (?:and|&|a|ac) {WORD}(?: {WORD})*)?(?: (?:MP|AS|MS))?"
)
STREET = (
    r"\b(?:Road|Street|Lane|Avenue|Walk|Close|Drive|Row|Place|Terrace|Gardens|Heol|Stryd|Ffordd)\b"
)
NO_REPLY = re.compile(r"no-?reply|do-?not-?reply|mailer-daemon|postmaster", re.I)
ANSWER_TO = re.compile(
    r"\b(?:letters?|correspondence|replies|reply|respond|write|e-?mail|contact|answer|get back|reach|send|use|ateb|atebwch|cysylltwch|cysylltu|ebostiwch|e-bost)\b",
    re.I,
)
NOT_TO = re.compile(r"\b(?:don['’]?t|do not|not|never|peidiwch)\b[^.;]{0,50}$", re.I)
CONSTITUENT = re.compile(rf"\bconstituent,? (?:Mr|Mrs|Ms|Miss|Mx|Dr)?\.? ?({FULL_NAME})")
KIN = (
    r"(?:my|our|fy|ein)\s+(?:\w+[\s-]){0,2}?(?:wife|husband|son|daughter|brother|sister|mother|mum|mam|father"
    r"|dad|tad|partner|friend|nan|gran|uncle|aunt|auntie|cousin|niece|nephew|grandson|granddaughter|grandad"
    r"|grandmother|grandfather|lad|boy|girl|child|god-?daughter|god-?son|wraig|mab|merch|brawd|chwaer|chariad|nain|taid|gŵr)"
)
STANDINGS = (
    (Asker.BEREAVED, rf"{KIN}\b[^.]{{0,120}}\b(?:killed|died|murder|dead|death|lladd|llofrudd|farw)|\b(?:killed|murder(?:ed)?|manslaughter of|death of|killing|lost|lladd|llofruddio)\s+{KIN}|\bbereaved\b"),
    (Asker.VICTIM, r"\bi(?:['’]m| am| was|['’]ve been| have been)? (?:the |a )?(?:victim|complainant)\b|\bi (?:was|got|am|have been) (?:\w+ )?(?:stabbed|raped|attacked|assaulted|robbed|abused|burgled|strangled|hit|beaten|defrauded|scammed|punched|threatened|stalked|harassed)|\b(?:attacked|assaulted|raped|abused|robbed|stabbed|strangl\w+|hit|beat|hurt|punched|stalked|threatened|did to|done to|stole from|burgled) me\b|\bmy ex(?:[- ](?:partner|husband|wife|boyfriend))?\b|\bmy (?:step)?(?:dad|father) (?:\w+ )?abused me|\b(?:fe|mi) ymosod\w* arna|\bfi yw'r dioddefwr|\bwhat he did to me"),
    (Asker.PUBLIC, r"\b(?:don['’]?t|do not|not) know (?:him|her|them|either|the (?:victim|defendant|man|woman|family))\b|\bnothing to do with (?:me|either|it)\b|\bno connection\b|\bi(?:['’]m| am) (?:not the victim|(?:a|just a) (?:member of the public|councillor|ward councillor))|\b(?:saw|read|heard)\b[^.]{0,40}\b(?:paper|news|article|argus|bbc|radio|telly|tv)\b|\bward councillor\b|\bwhom i do not know\b"),
    (Asker.FOR_VICTIM, rf"\bi(?:['’]m| am) (?:her|his|their) (?:brother|sister|mother|father|mum|dad|wife|husband|partner|son|daughter|friend)\b|{KIN}\b|\bon behalf of\b|\bar ran\b|\bher behalf\b|\bhis behalf\b|\bexecutor\b|\btreasurer of\b"),
)  # fmt: skip
COMPILED = tuple((asker, re.compile(rule, re.I)) for asker, rule in STANDINGS)
PROFESSIONAL = re.compile(r"@(?:[\w-]+\.)*(?:police|cps)\b", re.I)
