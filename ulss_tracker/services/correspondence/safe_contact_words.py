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
    r"\b(?:he|she|they|ex|partner|husband|wife|family|offender|everyone|girls|colleagues?)\b[^.!?;]{0,40}\b(?:reads?|checks?|sees?|opens?|monitors?|has access to|goes through|can see|looks? at|gets?)\b[^.!?;]{0,30}\b(?:e-?mails?|post|mail|phone|messages|letters|texts|account|inbox)\b|\b(?:sees?|reads?|opens?) it\b",
    r"\b(?:un)?safe (?:to|number|address|way|time|e-?mail|for me)\b|\bnot safe\b|\bin (?:hiding|a refuge|witness protection)\b|\brefuge\b|\bddiogel\b|\bdiogel\b",
    r"\b(?:leave|leaving)\b[^.!?;]{0,20}\b(?:a )?(?:message|voice ?mail)\b|\banswer(?:ing)? ?(?:phone|machine)\b",
    r"\b(?:call|phone|ring|text|ffonio|ffoniwch|galwch|reach|contact) (?:me |us |him |her |fi )?(?:only |back )?(?:(?:before|after|between|at|on|ar ôl|cyn|rhwng)\b[^.!?;]{0,30}(?:\d|noon|lunch|evening|morning|weekend|work|school|mon|tue|wed|thu|fri|sat|sun)|\bin the (?:mornings?|evenings?|daytime|afternoons?)|when )",
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
    r"|notify the sender|this e-?mail and any|before printing|don['’]?t know (?:who|how)|wish (?:to )?call\b"
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
