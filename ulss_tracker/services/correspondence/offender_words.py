"""The words beside a name that say whether it is an offender's."""

import re

from ulss_tracker.services.correspondence.language import words_of

WORD = r"(?:[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]+)?(?:-[^\W\d_]+(?:['’][^\W\d_]+)?)*)"
SMALL = r"(?:de|da|dos|del|van|von|der|den|la|le|al|el|bin|ibn|ap|ab|ferch|O|Mac|Mc|Ó|Ní)"
NAME = re.compile(
    rf"(?<![\w@.])(?:{WORD}(?:\s+[“\"‘'][^“”\"‘’']{{2,15}}[”\"’'])?)(?:\s+(?:{SMALL}\s+)?{WORD}){{0,9}}"
)
SURNAME_FIRST = re.compile(rf"(?<![\w@])({WORD}),\s+({WORD}(?:\s+{WORD})?)")
NICKNAME = re.compile(r"\s+[“\"‘'][^“”\"‘’']{2,15}[”\"’']")
TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lord|Lady|Master|Re|Regina|Rex|R|V|The|Yr|Mrs?\.)\.?\s+)+",
    re.I,
)
# Words that begin with a capital and are nobody's name.
NO_NAME = words_of(
    """
    mr mrs ms miss mx dr prof rev revd sgt jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue wed thu fri sat sunday because over got now sorry suspended sending reply family
    also hes shes im ive id due until then so such while since although even every each any
    some many most more much very too when whether will god scan emergencies ask new tel phone
    email reason sheriff recorder stipendiary trust university college hotel club station park
    green square estate anrhydedd ardderchog foneddiges syr fadam gyfeillion dwrnai atebwch
    dyma dc ds di dci pc ps dsi sio hhj hh kc qc jp mp am as fao dob urn gp i a an the he she
    they it we you his her their its our your my this that these those there here and but or
    if at in on of to for from by with about after before where what who why how yes no not
    please thank thanks dear hello hi hiya good morning afternoon evening sir madam sirs
    regards kind best yours sincerely faithfully truly re fwd fw subject date sent attorney
    general solicitor office law officers unduly lenient sentence sentences sentencing scheme
    uls crown court courts magistrates magistrate judge honour justice hearing police
    constable detective sergeant inspector officer cps prosecution prosecutor service victim
    support liaison witness centre care unit member parliament senedd constituent councillor
    cllr january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday christmas boxing easter day days week
    weeks month months year years street road lane avenue close drive hall church chapel
    school hospital county city town village north south east west class category cat count
    counts ct cts charge charges charged offence offences defendant defendants offender
    offenders name names plea pleas guilty convicted conviction appeal review request requests
    reference ref case number official sensitive england wales welsh english british scotland
    united kingdom uk mae yn yr y ei fy ein eich eu cafodd cefais roedd rwy rwyf dwi nid dydi
    llys goron ynad annwyl swyddfa twrnai cyffredinol diolch cofion cywir gywir barnwr dedfryd
    achos mewn ar ac os gwelwch helo bore da prynhawn cyfreithiwr erlyn heddlu ionawr chwefror
    mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr llun mercher iau
    gwener sadwrn sul just only all both one two three four five six seven eight nine ten
    first second third robbery rape murder manslaughter burglary fraud theft arson assault gbh
    abh wounding voyeurism conspiracy possession supply importing causing dangerous driving
    careless attempted grievous bodily harm intent indecent sexual freedom information act
    senior casework crime team major complex can could would should shall do does did has have
    had is was were been be pte op operation apologies opening note antecedents urgent
    deadline complaint query question details attached application schedule statement impact
    personal newspaper news mum dad mother father brother sister son daughter uncle aunt wife
    husband partner friend cousin nan grandmother grandfather nain taid mam tad brawd chwaer
    gwraig gŵr mab merch him them me us gave give gets raped killed attacked
    """
)
# All came to nothing for whoever is named: "was found not guilty", and no "but convicted of".
CLEARED = re.compile(
    r"[’']?s?\s*,?\s*(?:who\s+)?(?:(?:was|were|is|has been|had been)\s+)?(?:both\s+)?(?:found\s+)?"
    r"(?:not\s+(?:guilty|charged|convicted|sentenced)|acquitted|cleared|never\s+(?:charged|convicted)"
    r"|(?:yn\s+)?dd?ieuog)\b"
    r"(?![^.]*\b(?:but|and|yet|ond|ac)\b[^.]*\b(?:guilty|convicted|sentenced|jailed|euog)\b)",
    re.IGNORECASE,
)
SENTENCE_OF = re.compile(r"\s+(?:\w+\s+)?(?:sentence|sentencing)\b", re.IGNORECASE)
YEARS = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|life|eight)(?:[\s-]\w+){0,3}?\s*(?:years?|yrs?|months?|mths?|weeks?|mis|blynedd|flynedd|wythnos)"
AFTER = re.compile(
    rf"(?:\s*[,–-]?\s*\([^)]{{1,40}}\)|\s*,?\s*(?:aged\s+)?\d{{2}}\s*,|\s*,[^,.]{{1,60}},|\s*[,–-])?\s*(?:who\s+|he\s+|she\s+|a\s+)?"
    rf"(?:(?:was|has been|had been|is|were|got|get|gets|received|walked|being|only|just|both|gafodd|cafodd)\s+)*"
    rf"(?:(?:(?:finally|today|yesterday|also|only|just|all|then|recently|be|been|to)\s+)*)"
    rf"(?:sentenced|jailed|imprisoned|convicted|given|sent (?:down|to)|found guilty|pleaded|pled|admitted"
    rf"|a community|community order|{YEARS}|ei ddedfrydu|ei dedfrydu|ei garcharu|in court|up in court|ordered|fined"
    rf"|a suspended|a fine|suspended|life\b|handed|spared|off with|in charge of|a \d)",
    re.IGNORECASE,
)
AFTER_FULL_STOP = re.compile(
    rf"\.\s*(?:He|She|They)?\s*(?:was |got |had |is |has )*(?:Got|got|given|sentenced|in charge|jailed|pleaded|convicted|{YEARS})"
)
BEFORE = re.compile(
    r"(?:\b(?:sentenc(?:e|ing|es)|conviction|case|trial|leniency|treatment|release|against|prosecution)"
    r"(?: (?:passed|imposed|given|handed|handed down))?(?: (?:of|on|to|for|against|in)){1,2}(?: (?:the|a|mr|mrs|man|woman))*"
    r"|\b(?:called|named|known as|name is|name was|names is|names|name’s|name's|enw yw|enw oedd|enw ydy|o'r enw|o’r enw"
    r"|enw|goes by)"
    r"|\b(?:defendants?|offenders?|accused|perpetrator|diffynnydd|troseddwr|driver|attacker|killer|rapist)"
    r"(?: (?:is|was|are|were|name|names?|in the case is|called|named|oedd|yw|being))*"
    r"|\bR\.? ?(?:v|vs|-v-)\.?|\bRegina v|\bRex v|\bre"
    r"|\b(?:basiwyd|roddwyd|osodwyd|rhoddwyd|ddedfryd|dedfryd) (?:ar |i )?|\b(?:dd?edfrydwyd|g?archarwyd|chafwyd|cafwyd) "
    r"|\bwho (?:did|done|killed|attacked|hurt|raped|robbed|stabbed|assaulted|abused|caused|drove)(?: \w+){0,4}(?: (?:is|was|called|named))+"
    r"|\b(?:by|against|about|gan|man|woman|guy|bloke|lad|person|boyfriend|girlfriend|stepdad|stepfather|ex|ex-husband"
    r"|ex-partner|ex-wife|landlord|teacher|coach|neighbour|dyn|ddyn|this is|he is|she is|he’s|he's|it is|it was)(?: (?:is|was|who is))?"
    r")\s*[:,–-]?\s*(?:(?:mr|mrs|ms|miss|dr)\.? )?$",
    re.IGNORECASE,
)
STRONG_BEFORE = re.compile(
    r"(?:\b(?:basiwyd|roddwyd|osodwyd|rhoddwyd) ar |\b(?:dd?edfrydwyd|g?archarwyd) |\b(?:defendants?|offenders?|accused|diffynnydd|troseddwr)(?: \w+){0,2}\s*(?:[:,–-]|\bis\b|\bwas\b|\byw\b)\s*|\b(?:R|Rex|Regina)\.? ?(?:v|vs|-v-)\.? "
    r"|sentenc(?:e|ing|es)(?: \w+)? (?:of|on) (?:mr |mrs |ms )?|\b(?:his|her|their|ei|offender’s|offender's|man’s|man's) (?:full )?(?:names?(?:’s|'s)?|enw)(?: (?:is|was|yw|oedd|ydy))? "
    r"|(?:man|woman|guy|bloke|lad|person|one|dyn|ddyn)(?: who \w+ \w+)?,?(?: (?:is|was))? (?:called|named|o'r enw|o’r enw) )$",
    re.IGNORECASE,
)
NOT_BEFORE = re.compile(
    r"(?:\b(?:judge|anrhydedd|hhj|recorder|justice|hh|barnwr|honour|dc|ds|di|dci|pc|ps|sgt|constable|officer|sergeant|inspector"
    r"|solicitor|barrister|counsel|qc|kc|dear|annwyl|regards|sincerely|faithfully|mp|constituent|reporter"
    r"|also known as|aka|a\.k\.a\.?|formerly|alias|widow of|late|my name is|my name’s|my name's|my name|i am|i’m|i'm"
    r"|victim|complainant|survivor|(?<!given )(?<!handed )(?<!imposed )(?<!passed )to|on behalf of|ar ran|fy enw i yw|enw i yw)\s*[:,-]?\s*(?:(?:mr|mrs|ms|miss|dr)\.? )?)$",
    re.IGNORECASE,
)
_KIN = (
    r"(?:step-?)?(?:wife|husband|son|daughter|brother|sister|mother|mum|mam|father|dad|tad|partner|friend|nan|gran"
    r"|uncle|aunt|cousin|niece|nephew|grandson|granddaughter|grandad|grandmother|grandfather|boy|girl|lad|baby|child"
    r"|fiancée?|wraig|mab|merch|brawd|chwaer|chariad|nain|taid|gŵr|client|constituent|member|colleague)"
)
KIN_BEFORE = re.compile(
    rf"\b(?:my|our|her|his|the victim’s|fy|ei|ein)\s+(?:\w+\s+){{0,2}}?{_KIN}\s*,?\s*$",
    re.IGNORECASE,
)
_HARMED = (
    r"(?:killed|murdered|raped|stabbed|attacked|assaulted|abused|robbed|beaten|shot|strangled|poisoned|groomed|stalked"
    r"|hit|knocked down|run over|injured|hurt|paralysed)"
)
# Whoever the offence was done to, by the words before the name and after it.
VICTIM_BEFORE = re.compile(
    rf"(?:\b(?:{_KIN}|parents?|widow(?:er)?|family|friends?|death|murder|killing|manslaughter|rape|loss|memory) of"
    rf"|\b(?:who|he|she|they|man|woman|driver) (?:\w+ )?(?:{_HARMED}|beat|ran over|did this to|took))"
    rf"\s+(?:(?:my|our|her|his|their)\s+(?:\w+\s+){{0,2}}?{_KIN}\s*,?\s*)?(?:(?:mr|mrs|ms|miss|dr)\.? )?$",
    re.IGNORECASE,
)
VICTIM_AFTER = re.compile(
    rf"\s*,?\s*(?:(?:aged )?\d{{1,2}},\s*)?(?:who |a )?(?:(?:was|were|had been|has been|got) (?:\w+ )?{_HARMED}\b"
    r"|died\b|lost (?:his|her|their) li(?:fe|ves)|passed away|laddwyd|fu farw|dreisiwyd)",
    re.IGNORECASE,
)
# A sentence about one of the family and nobody else; the name in the one after it is theirs.
OF_KIN = re.compile(
    r"(?!.*\b(?:who|by|got|given|sentenced|jailed|killer|attacker|rapist|driver|man|offender|defendant)\b"
    rf"|.*\b(?:{_HARMED}|beat|did \w+ to) (?:my|our)\b)"
    rf".*\b(?:my|our|fy|ein)\s+(?:\w+\s+){{0,2}}?{_KIN}\b",
    re.IGNORECASE,
)
HIS_NAME = re.compile(r"(?:his|her|their|ei) (?:full )?(?:names?|enw)\b", re.IGNORECASE)
LOWER_NAME = re.compile(
    r"\b(?:called|(?<!be )named|(?<!my )names?(?:'s|’s)?(?: is| was)?|enw yw)\s+([a-zà-ÿ'’-]{2,20})\s+([a-zà-ÿ'’-]{2,20})\b"
)
VERSUS = re.compile(r"\b(?:v|vs|-v-)\.?\s*$", re.IGNORECASE)
LOWER_ROLE = re.compile(
    r"\b(?:ex|stepdad|stepfather|guy|man|bloke|lad|woman|neighbour|boyfriend|girlfriend|husband|wife"
    r"|uncle|dad|attacker|about|against|by)\s+([a-z][a-zà-ÿ'’-]+)\s+([a-z][a-zà-ÿ'’-]+)\s+"
    r"(?=(?:only |just )?(?:got|gets|was|were|is|has|been|given|received|walked)\b)"
)
NO_LOWER_NAME = words_of(
    """
    who that which is was has had did does got gets only just ever never been being my his her
    their to be in of on at lives lived works and also then said told attacked raped killed
    hit beat stole man woman men guy bloke lad person one ones someone somebody everyone
    people them him me us it when where the a an this other another same young old older whole
    """
)
JOINS = re.compile(
    r"\s*(?:\([^)]{1,30}\)|aged \d{2})?\s*(?:,|and|&|/|a|ac|, and|,? as well as)\s+(?:(?:mr|mrs|ms|miss|a man called|a woman called)\.? )?",
    re.I,
)
ALIAS = re.compile(r"\s*,?\s*\(?(?:also known as|aka|a\.k\.a|alias|otherwise known as)\b", re.I)
