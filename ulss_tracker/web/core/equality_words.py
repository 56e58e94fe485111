"""The equality questions and their answers in words: as asked in public, and as counted."""

from typing import Any

from flask_babel import lazy_gettext

NOT_SAID = lazy_gettext("I would rather not say")

WORDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "age": (
        lazy_gettext("How old are you?"),
        {
            "under_18": lazy_gettext("Under 18"),
            "18_24": lazy_gettext("18 to 24"),
            "25_34": lazy_gettext("25 to 34"),
            "35_44": lazy_gettext("35 to 44"),
            "45_54": lazy_gettext("45 to 54"),
            "55_64": lazy_gettext("55 to 64"),
            "65_74": lazy_gettext("65 to 74"),
            "75_over": lazy_gettext("75 or over"),
        },
    ),
    "sex": (
        lazy_gettext("What is your sex?"),
        {"female": lazy_gettext("Female"), "male": lazy_gettext("Male")},
    ),
    "ethnic_group": (
        lazy_gettext("What is your ethnic group?"),
        {
            "white": lazy_gettext("White"),
            "mixed": lazy_gettext("Mixed or multiple ethnic groups"),
            "asian": lazy_gettext("Asian or Asian British"),
            "black": lazy_gettext("Black, Black British, Caribbean or African"),
            "other": lazy_gettext("Another ethnic group"),
        },
    ),
    "religion": (
        lazy_gettext("What is your religion?"),
        {
            "none": lazy_gettext("No religion"),
            "christian": lazy_gettext("Christian"),
            "buddhist": lazy_gettext("Buddhist"),
            "hindu": lazy_gettext("Hindu"),
            "jewish": lazy_gettext("Jewish"),
            "muslim": lazy_gettext("Muslim"),
            "sikh": lazy_gettext("Sikh"),
            "other": lazy_gettext("Another religion"),
        },
    ),
    "health_condition": (
        lazy_gettext(
            "Do you have a health condition or illness, lasting 12 months or more, that limits"
            " what you can do?"
        ),
        {
            "yes_a_lot": lazy_gettext("Yes, it limits me a lot"),
            "yes_a_little": lazy_gettext("Yes, it limits me a little"),
            "yes_not_at_all": lazy_gettext("Yes, but it does not limit me"),
            "no": lazy_gettext("No"),
        },
    ),
    "sexual_orientation": (
        lazy_gettext("Which of these best describes you?"),
        {
            "heterosexual": lazy_gettext("Heterosexual or straight"),
            "gay_lesbian": lazy_gettext("Gay or lesbian"),
            "bisexual": lazy_gettext("Bisexual"),
            "other": lazy_gettext("Another sexual orientation"),
        },
    ),
}
