"""The words that say how it is safe to answer."""

import re

NOT = r"(?:don['’]?t|do not|not to|never|no one|nobody|no|not|rather you didn['’]t|cannot|can['’]?t|avoid|stop|without|peidiwch|paid|ddim|nid|nad|byth)"
CONTACT = r"(?:call(?:s|ed|ing)?|phone(?:s|d)?|ring(?:ing)?|rung|landline|mobile|text(?:s|ed)?|voice ?mail|answer ?(?:phone|machine)s?|write to|letters?|post(?:al|ed)?|send anything|sending anything|e-?mail(?:s|ed)?|contact(?:ed|ing)?|repl(?:y|ies)|the house|home address|(?:old|new|my|this|our) (?:e-?mail )?address|cysylltu|chysylltu|gysylltu|ffonio|galw|ysgrifennu|e-?bost(?:io)?|ateb|llythyr(?:au)?|cyfeiriad|tŷ)"
RULES = (
    rf"\b{NOT}\b[^.!?;]{{0,60}}\b{CONTACT}\b",
    rf"\b{CONTACT}\b[^.!?;]{{0,30}}\b(?:isn['’]?t|is not|are not|aren['’]t|not) (?:safe|private|secure)",
    r"\b(?:only|just|dim ond|yn unig)\b[^.!?;]{0,30}\b(?:e-?mail|text|phone|call|ring|write|contact|post|letter|drwy|trwy|ebost|e-bost|me on|me at|efo fi|gyda fi|ata i)\b",
    r"\b(?:look at|check|read|see|use)\b[^.!?;]{0,20}\b(?:it|them|e-?mails?)\b[^.!?;]{0,40}\b(?:only|once a|at the library|at work|weekends?|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b",
    r"\b(?:letters?|post|calls?|e-?mails?|correspondence|contact)\b(?: \w+){0,4} only\b|\b(?:through|via|to) my (?:solicitor|lawyer)s?\b",
    r"\b(?:e-?mail|text|phone|post|letters?|e-bost)\s+only\b|\bonly (?:use|read|check|reads?|checks?)\b|\breads? (?:his |her |my )?e-?mails?\b[^.!?;]{0,40}\bonly\b",
    rf"\b{NOT}\b[^.!?;]{{0,25}}\b(?:want|like)\b[^.!?;]{{0,30}}\b(?:know(?:ing|s)?|find(?:ing)? out|see(?:ing)?|told|gwybod|wybod)\b",
    r"\b(?:must|can|should|mustn['’]?t|cant|can['’]t|does|doesn['’]?t|did)(?: not|n['’]?t)?\s+(?:find out|know (?:that |about )?(?:it|i|me|we|this|she|he)|see (?:this|it|my))\b",
    r"\b(?:he|she|they|ex|partner|husband|wife|family|offender|everyone|girls|colleagues?)\b[^.!?;]{0,40}\b(?:reads?|checks?|sees?|opens?|monitors?|has access to|goes through|can see|looks? at|gets?)\b[^.!?;]{0,30}\b(?:e-?mails?|post|mail|phone|messages|letters|texts|account|inbox|laptop|computer|tablet)\b|\b(?:sees?|reads?|opens?) it\b",
    r"\b(?:un)?safe (?:to|number|address|way|time|e-?mail|for me)\b|\bnot safe\b|\bin (?:hiding|a refuge|witness protection)\b|\brefuge\b|\bddiogel\b|\bdiogel\b",
    r"\b(?:leave|leaving)\b[^.!?;]{0,20}\b(?:a )?(?:message|voice ?mail)\b|\banswer(?:ing)? ?(?:phone|machine)\b",
    r"\b(?:call|phone|ring|text|ffonio|ffoniwch|galwch|reach|contact) (?:me |us |him |her |fi )?(?:only |back )?(?:(?:before|after|between|at|on|ar ôl|cyn|rhwng)\b[^.!?;]{0,30}(?:\d|noon|lunch|evening|morning|weekend|work|school|mon|tue|wed|thu|fri|sat|sun)|\bin the (?:mornings?|evenings?|daytime|afternoons?)|when )",
    r"\b(?:ffonio|ffoniwch|galw|galwch)\b[^.!?;]{0,40}\b(?:cyn|ar ôl|rhwng)\b",
    r"\bcan (?:call|phone|ring|text) me\b[^.!?;]{0,20}\bbut\b[^.!?;]{0,80}|\b(?:let it ring|ring (?:once|twice|three times)|hang up)\b",
    r"\b(?:neutral|plain|blank|vague)\b[^.!?;]{0,30}\b(?:subject|envelope|heading|title)\b|\b(?:subject line|heading|envelope)\b[^.!?;]{0,80}\b(?:not|don['’]t|without|plain|something)\b|\bnot (?:too )?official[- ]looking\b|\bnot too official\b",
    r"\b(?:work|shared|joint|family|old) (?:e-?mail|computer|phone|account|inbox|mailbox|tablet|ipad)\b|\bshare (?:a|the|this|an) (?:e-?mail|phone|computer|account|inbox)\b",
    r"\b(?:moved|new address|confidential address)\b[^.!?;]{0,60}\b(?:no one|nobody|not|doesn['’]t|don['’]t|secret)\b|\b(?:no one|nobody)\b[^.!?;]{0,15}\b(?:has|have|knows?)\b[^.!?;]{0,20}\b(?:new|address|one|number)\b",
    r"\b(?:keep|kept|stay) (?:my (?:name|details|address|identity)|me|this) (?:out|private|secret|confidential|anonymous|off)\b|\btake my name off\b|\bstay anonymous\b|\bremain anonymous\b",
)  # fmt: skip
WARNS = re.compile("|".join(f"(?:{rule})" for rule in RULES), re.IGNORECASE)
NOT_A_WARNING = re.compile(
    r"\b(?:had|have had|received|got|heard|had) no (?:reply|letter|answer|call|email)|\bnot? (?:had|heard|received|been)\b"
    r"|haven['’]t (?:had|heard|received)|\bmailbox is not monitored|intended recipient|received it in error"
    r"|notify the sender|this e-?mail and any|\bprint(?:ing|ed)?\b[^.!?]{0,30}\b(?:e-?mail|message)|before printing|argraffu|don['’]?t know (?:who|how)|wish (?:to )?call\b"
    r"|not sure (?:who|how|if)|\bdo not reply to this (?:message|e-?mail)",
    re.IGNORECASE,
)
NO_ANSWER = re.compile(
    r"\b(?:don['’]?t|do not|never|please don['’]?t|no need to) (?:\w+ )?(?:reply|e-?mail|write|respond|answer|contact|send)\b(?: (?:to )?(?:me|us|this|it|back|anything|at all|this e-?mail|this message))*\s*(?:back|at all|$|[.,!;]|not even|again)"
    r"|\bno (?:reply|answer|response) (?:is )?(?:needed|required|necessary|please|wanted)|\bpeidiwch ag (?:ateb|ymateb|ysgrifennu)\b(?! i['’]?r)",
    re.IGNORECASE,
)
INSTEAD = re.compile(
    r"\b(?:instead|rather|reply to (?:my|his|her|the|here)|to (?:the|this|my|that) (?:work|address|house|old|home)|by (?:post|phone|letter)|here\b|use)\b",
    re.IGNORECASE,
)
OTHER_WAYS = re.compile(
    r"\b(?:phon(?:e|es|ed|ing)|telephon\w+|call(?:s|ed|ing)?|ring(?:ing)?|rung|landline|mobile|text(?:s|ed)?"
    r"|voice ?mail|answer(?:ing)? ?(?:phone|machine)|letters?|post(?:al|ed)?|envelope|doorstep"
    r"|ffonio|ffoniwch|galw|galwch|llythyr(?:au)?)\b",
    re.IGNORECASE,
)
"""The telephone and the post."""
BEYOND_OTHER_WAYS = re.compile(
    r"e-?mail|e-?bost|\bcontact|cysyll|gysyll|\brepl(?:y|ies)|\brespond|\bwrit(?:e|ing)|ysgrifenn|\bateb"
    r"|\banswer(?!(?:ing)? ?(?:phone|machine))|\b(?:inbox|mailbox|account|computer|laptop|tablet|ipad|subject)\b"
    r"|\bsafe|\bunsafe|ddiogel|diogel|\bhiding|\brefuge|\bprotection|\bsecret|\bdanger|\bthreat|\bafraid|\bscared"
    r"|\b(?:know|knows|find|finds|found|see|sees|hear|hears|told|tell|read|reads|check|checks|monitors?)\b|gwybod|gweld"
    r"|\b(?:he|she|they|him|her|them|ex|partner|husband|wife|boyfriend|girlfriend|family|mother|father|mum|dad|offender)\b"
    r"|\b(?:only|just|instead|anything|anyone|anybody|nobody|no one|message me)\b|dim ond|yn unig|neb",
    re.IGNORECASE,
)
"""Anything that may be about an email too, or about danger: then nothing goes by itself."""

# What each way of reaching somebody is called.
WAYS = {
    "email": re.compile(
        r"\be-?mail(?:s|ed|ing)?\b|\b(?:ag |ei )?e-?bost(?:io|iwch)?\b|\bgohebu ar-lein\b", re.I
    ),
    "telephone": re.compile(
        r"(?<!my )(?<!his )(?<!her )\b(?:tele)?phon(?:e|es|ed|ing)\b|\bcall(?:s|ed|ing|ers?)?\b|\br(?:ing|ings|ang|ung|inging)\b|\blandline\b"
        r"|\btalk(?:ing)?\b|\b(?:ff|ph)on(?:io|iwch|au?)\b|\b(?:g|ng)?alw(?:ch|ad|adau)?\b",
        re.I,
    ),
    "text": re.compile(
        r"\btext(?:s|ed|ing)?\b|\bsms\b|\bwhats ?app\b|\b(?:t|d)ecst(?:io|iwch)?\b|\bneges(?:euon)? destun\b",
        re.I,
    ),
    "post": re.compile(
        r"\bletters?\b|(?:(?<=by )|(?<=via )|(?<=the )|(?<=no )|(?<=any )|(?<=with )|(?<=through ))post\b|\bpost (?:me|it|to|only|anything|is|please)\b|\bpost(?:ed|ing)\b|^post\b"
        r"|\bwr(?:ite|iting|ote) (?:to )?(?:me |us )?(?:at|to) (?:my |the |our |this )?(?:home|house|address|flat)\b|\bhome address\b|\bto the house\b"
        r"|\b(?:ll|l)ythyr(?:au)?\b|(?<!e-)\b(?:b|ph)ostio?\b|\b(?:drwy|trwy)'?r post\b",
        re.I,
    ),
}
# Where the words of a wish begin again; a way after "rather than" is not wanted.
CLAUSES = re.compile(
    r"[,;:.!?–]|\b(?:but|so|because|as|since|(?<!dim )ond|achos)\b|(?=\b(?:he|she|they|my (?:ex|partner|husband|wife)|mae)\b)|\band (?=(?:please |do |never |don|not |no |only |just ))|(?=\b(?:rather than|instead of|than|yn hytrach na|yn lle)\b)",
    re.I,
)
NOT_WANTED = re.compile(
    r"\b(?:don['’]?t|do not|not|no|never|nobody|no ?one|nothing|none|avoid|stop|without|rather than|instead of|than|can['’]?t|cannot"
    r"|peidiwch|paid|dim(?! ond)|ddim|nid|byth|yn hytrach na|yn lle)\b",
    re.I,
)
NOT_AFTER = re.compile(
    r"\s*(?:\w+ ){0,3}?(?:is|are|would be) ?(?:n['’]t|not|never|unsafe|no good|out)\b|\s*(?:isn|aren)['’]?t\b",
    re.I,
)
WANTED = re.compile(
    r"\b(?:please|pls|plz|prefer(?:red|ably)?|rather|best|better|easier|easiest|only|just|can|could|may|fine|ok|okay|safe|instead|happy|welcome|use"
    r"|os gwelwch|pl[iî]s|gwell|orau|croeso|dim ond|gallwch|cewch|anfonwch|danfonwch)\b"
    r"|^\W*(?:(?:so|then|or|and|now|always) )?(?:e-?mail|texts?|ring|phone|call|write|post|letters?|contact|ffoniwch|galwch|e-?bostiwch|tecstiwch|ysgrifennwch)\b",
    re.I,
)
# A way that is meant for the writer: "by email", "please ring", "letters only"; no "email below".
MEANT_BEFORE = re.compile(
    r"(?:^\W*|\b(?:by|via|through|use|using|only|just|prefer|please|pls|or|to|you|can|could|may|chi|and|so|then|now|rather|instead"
    r"|than|in|on|drwy|trwy|ond|neu|i|anfonwch|danfonwch)\W+(?:(?:the|an|a|r|by|me|to)\s+){0,2})$",
    re.I,
)
NOT_MEANT_AFTER = re.compile(
    r"\s+(?:you|it|this(?! (?:address|number|e-?mail))|that|them|him|her|these|those|my|our|your|from|below|above|attached|of|has|was|with|about|which|on behalf|i)\b",
    re.I,
)
ONLY = re.compile(r"\b(?:only|dim ond|yn unig)\b|\bjust\b(?!.*\b(?:if|when|any)\b)", re.I)
# Told of others, or of what happened: no wish.
STORY = re.compile(
    r"^\W*(?:he|she|they|it was|my (?:ex|partner|husband|wife|son|daughter|mum|dad|brother|sister)|the (?:police|judge|court|cps|officer)|(?:nobody|no one) (?:has|had|rang|phoned|called|wrote|told|asked))\b"
    r"|\b(?:he|she|they) (?:would|did|has|had|kept|keeps?|phoned|rang|called|texted|e-?mailed|reads?|checks?|sees?)\b"
    r"|\b(?:i|we)(?:['’]ve| have| had| did|['’]d)?(?: not|n['’]t| never)? (?:had|heard|received|got|been|rang|phoned|called|e-?mailed|wrote|posted|sent)\b|\bi can['’]?t (?:put|say|give)\b",
    re.I,
)
# "Not before six": a time, and no refusal.
AT_TIMES = re.compile(
    r"\b(?:before|after|until|between|during|while|when|cyn|ar ôl|tan|rhwng)\b|\bon (?:a |an )?(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.I,
)
OF_EMAIL = re.compile(
    r"\b(?:read|check|see|open|monitor|look|share|access|goes through)\w*\b[^.!?]{0,30}\b(?:e-?mails?|inbox|messages|account|computer|laptop|ipad|tablet)\b"
    r"|\b(?:subject|official|neutral|heading)\b|\b(?:work|shared|joint|old) (?:e-?mail|account|computer)\b|\bno(?:t| one| body)? .{0,20}\bsafe\b",
    re.I,
)
"""That an email itself may be seen by somebody else."""
