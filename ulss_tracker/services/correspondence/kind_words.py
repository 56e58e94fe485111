"""The words that tell what a message is for."""

import re


def any_of(*rules: str) -> "re.Pattern[str]":
    return re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE)


BOUNCE_FROM = any_of(
    r"mailer-daemon", r"postmaster@", r"^mail delivery (?:sub)?system", r"microsoftexchange\w+@"
)
BOUNCE_SUBJECT = any_of(
    r"^undeliver(?:ed|able)", r"^mail delivery fail", r"^delivery (?:status notification|has failed|failure)",
    r"^returned mail", r"^failure notice", r"^message not delivered", r"^delivery delayed",
)  # fmt: skip
AUTO_SUBJECT = any_of(
    r"^(?:automatic reply|auto(?:mated)?[- ]?(?:reply|response|matic)|out of (?:the )?office|ooo\b|away\s*:|vacation|on leave\b)",
    r"^(?:ateb|ymateb) awtomatig", r"^allan o'r swyddfa", r"^i am (?:away|on leave|out of)",
)  # fmt: skip
AUTO_TEXT = any_of(
    r"\b(?:i am|i['’]m) (?:currently )?(?:out of (?:the )?office|away (?:from|until|on)|on (?:annual |maternity |sick |rest )?(?:leave|days)|on holiday)",
    r"\bthis is an automat(?:ed|ic) (?:reply|response|message|acknowledgement)", r"\brwyf? (?:i )?(?:ffwrdd|allan o)",
    r"\b(?:thank you for (?:your (?:e-?mail|message)|contacting)).{0,200}\b(?:working days|as soon as|out of office|reference number|will respond)",
)  # fmt: skip
WITHDRAW = any_of(
    r"\bwithdraw(?:ing|n|al)?\b(?![^.]{0,30}(?:offer|plea|support))", r"\btake (?:it|this|my request|my complaint|that) back\b",
    r"\b(?:ignore|disregard|delete|cancel|forget) (?:my|the|this|that|our)(?: \w+)? (?:e-?mail|request|message|complaint|referral|application|letter)\b",
    r"\b(?:no longer|don['’]?t|do not|not) (?:want|wish)(?:ing)?(?: (?:you|it|this|the case|the sentence|anyone))? to (?:go (?:on|ahead|any further)|be (?:looked at|reviewed|considered)|continue|proceed|pursue|look at it|take (?:it|this) further|carry on|review|refer)",
    r"\b(?:drop|stop|cancel|leave|close) (?:it|my request|the request|this|my case|my application)\b(?=[\s.,!]|$)(?! (?:to|for|in|on)\b)",
    r"\bchanged (?:my|our) minds?\b", r"\bshouldn['’]t have sent\b", r"\b(?:tynnu|dynnu|thynnu)\b[^.]{0,40}\byn ôl\b",
    r"\bnewid (?:fy|ein) meddwl\b", r"\bno longer (?:wish|want) (?:to pursue|a review|it|you to)\b", r"\banwybyddwch\b",
    r"\bno longer (?:want|wish|need)\b[^.]{0,60}\b(?:reviewed|looked at|looked into|considered)\b",
)  # fmt: skip
CHASE = any_of(
    r"\b(?:has|have) (?:a|any|the) decisions?\b", r"\bnobody has (?:been in touch|called|rung|replied|written|contacted)\b", r"\bdays (?:is|are) (?:up|over|gone)\b", r"\bany (?:news|update|progress|word|joy|decision)\b", r"\bchas(?:ing|er|e up|e this)\b", r"\b(?:heard|had) (?:nothing|no(?:thing)? (?:back|more|further|reply|answer|response))\b",
    r"\b(?:not|n['’]t|never|yet to|still not) (?:yet )?(?:heard|had|received|been told|had an? (?:answer|reply|acknowledg\w+)|hear)\b[^.]{0,40}(?:back|anything|reply|answer|response|acknowledg|decision|from you|news)?",
    r"\bstill (?:waiting|no (?:reply|answer|news))\b", r"\byou said you(?:['’]d| would)\b", r"\bwhat(?:['’]s| is) (?:happening|going on|the (?:position|status|latest))\b",
    r"\b(?:an? |for an )update (?:on|about|please)\b|\bupdate me\b|\bplease (?:can|could) you update\b", r"\bfollow(?:ing)?[- ]up (?:on|to|my)\b", r"\bhow (?:is|are) (?:it|things|my request|my case) (?:going|progressing)\b",
    r"\bsent (?:three|two|four|several|\d) times\b", r"\bwhen (?:will|can) (?:i|we|you) (?:hear|expect|know|decide|be told)\b", r"\b(?:unrhyw|oes) newyddion\b",
    r"\bheb glywed\b|\bddim wedi clywed\b|\bdim (?:ateb|gair|newyddion)\b|\baros am ateb\b|\bby ba bryd\b", r"\bhave you (?:decided|made a decision|looked|had a chance|received|got)\b", r"\bdid you (?:get|receive)\b", r"\bdays (?:runs?|are|is) (?:out|nearly)\b",
)  # fmt: skip
EARLIER = any_of(
    r"\bmy (?:request|e-?mail|letter|message|application|complaint|referral|earlier|last|previous)\b", r"\bi (?:wrote|emailed|e-mailed|sent|asked|applied|filled in|contacted|submitted)\b",
    r"\bfy (?:nghais|e-bost|llythyr|ebost)\b", r"\b(?:further to|following|with reference to) (?:my|our)\b", r"\bysgrifennais\b|\banfonais\b", r"\bnow sent\b|\bthe below\b",
)  # fmt: skip
MORE = any_of(
    r"\bfurther to (?:my|our|your)\b", r"\b(?:as|you) (?:you )?(?:asked|requested|promised)(?: for| me)?\b", r"\bforgot to (?:say|add|mention|attach|put|tell)\b",
    r"\b(?:in addition|to add) to (?:my|what)\b", r"\bfel y gofynn\w+\b", r"\bmore (?:information|details) (?:for|about|on) my (?:request|case)\b", r"\banghofiais\b",
)  # fmt: skip
NOT_A_REQUEST = any_of(
    r"\bfreedom of information\b|\bfoi (?:request|officer|act)\b|\brhyddid gwybodaeth\b|\bsubject access\b|\bdata protection act\b",
    r"\bnot (?:asking|requesting|looking|applying) for (?:a|any|the) (?:review|referral|appeal|longer)\b", r"\bno quarrel with the sentence\b",
    r"\b(?:too|very|unduly|unfairly|so) (?:high|harsh|long|severe|heavy|tough|much time)\b", r"\bway too much\b",
    r"\b(?:get|have|got|be|want|made?) (?:it |the sentence |his sentence |her sentence )?(?:lowered|reduced|shortened|cut|shorter|less)\b",
    r"\bappeal (?:against )?(?:my|his|her|our) (?:own )?(?:conviction|sentence)\b", r"\bmy (?:own )?(?:conviction|appeal)\b", r"\bi(?:['’]ve| have| was| had)(?: just)?(?: been)? (?:sentenced|jailed)\b",
    r"\bwork experience\b|\bdissertation\b|\bpupillage\b|\bvacanc(?:y|ies)\b|\binternship\b|\bmy (?:thesis|essay|research)\b",
    r"\brhy (?:hir|llym|uchel)\b",
)  # fmt: skip
ASKS = any_of(
    r"\b(?:look(?:ed)? (?:at|into)|review(?:ed|ing)?|refer(?:red|ral|ring)?|reconsider(?:ed)?|consider(?:ed|ation)?|increase[d]?|longer|take up)\b",
    r"\b(?:unduly|too|so|overly|very|ridiculously|soft|lenient|leniency|leni[ae]nt)\b(?=[^.]{0,20}\b(?:lenient|short|low|soft|less|light|little|sentence|leniency)\b)|\blenien",
    r"\b(?:appeal|complain|complaint|challenge|submission|referral|uls|unjust|injustice|disgrace|not right|joke)\b",
    r"\b(?:edrych|adolygu|adolygiad|cyfeirio|trugarog|drugarog|rhy fyr|rhy ysgafn|rhy isel|cwyn|cwyno|ystyried|cynyddu)\b",
)  # fmt: skip
# That whoever writes asks whoever reads: of what goes to many, this alone is a request.
ASKS_US = any_of(
    r"\b(?:please|kindly|(?:can|could|will|would) you|(?:if|that) you (?:can|could|will|would)|(?:i|we)(?:['’](?:d|m|re)| would| am| are| do)?(?: now| also| therefore| hereby)? (?:like|want|wish|ask|asking|request|requesting|urge|write|writing|refer|referring|apply|applying|submit))\b[^.!?]{0,90}\b(?:review(?:ed)?|refer(?:red|ral)?|reconsider(?:ed)?|look(?:ed)? (?:at|into)|consider(?:ed)? (?:the|this|that|his|her|their|whether)|increase[d]?)\b",
    r"\b(?:gofyn\w*|ofyn\w*|hoffwn|hoffem|wnewch|allwch|gwnewch)\b[^.!?]{0,90}\b(?:edrych|adolyg\w*|cyfeirio|gyfeirio|ystyried|chynyddu|cynyddu)\b",
)  # fmt: skip
# That the sentence seems too little to whoever writes, in words that ask for nothing.
DISMAY = any_of(
    r"\b(?:only|just|merely|a mere|measly)\b[^.!?]{0,40}\b(?:years?|yrs?|months?|mths|weeks?|hours|order|work|fine|ban)\b|\byn unig\b",
    r"\b(?:disgust|insult|outrag|appall|farc|travest|pathetic|laughable|unbeliev|furious|shock)\w*|\b(?:so|very) angry\b|\b(?:does|is)(?:n['’]?t| not) (?:feel|seem|right|enough|fair|justice)\b|\bsecond opinion\b|\bnid yw\b[^.]{0,20}\biawn\b|\b(?:what|no|not|that|where['’]?s? (?:is )?the) justice\b|\bslap on the wrist\b",
    r"\blet (?:him|her|them) off\b|\bgot (?:off|away)\b|\bwalk(?:ed|s) (?:free|out|away)\b|\bcan(?:no|['’])?t believe\b|\bno words\b|\blife (?:is|was)? ?worth\b|\bfar too\b",
    r"\bdo (?:something|anything)\b|\bbe done\b|\b(?:get|have|needs?) (?:it|this|that)? ?(?:chang\w+|sorted)\b|\bsort (?:this|it|that) out\b|\bwho (?:do|can|should) (?:i|we) (?:write|complain|contact|turn|speak|go) ?to\b|\b(?:someone|somebody) to answer\b",
)  # fmt: skip
# That somebody was harmed, in the words of those who were, or who lost them.
HARM = any_of(
    r"\b(?:is|are|was|were|be|been) dead\b|\b(?:kill(?:ed|er|ing|s)?|murder\w*|died|stabb\w+|strangl\w+|rap(?:ed?|ist|ing)|abus(?:ed?|ers?|ing)|molest\w*|groom(?:ed|er|ing)|attack(?:ed|er|s)?|assault(?:ed|ing|s)?|beat(?:en|ing)?|punch(?:ed)?|kicked|shot|burnt?|burned|robb(?:ed|ery)|burgl\w+|mugg(?:ed|ing)|hurt|injured|paralysed|poison\w*|traffick\w+|stalk(?:ed|er|ing)|threaten\w*|conned|buried|brain damage)\b",
    r"\bwhat (?:he|she|they) did to\b|\blife (?:is |was )?worth\b|\b(?:broke|smashed|fractured|cut|bit) (?:my|his|her|our|their)\b|\bknife\b|\bacid\b|\bran (?:over|down|into)\b|\bpa?edo\w*|\bchild images\b|\bvictim here\b|\bi (?:am|was) the victim\b|\b(?:my|our) (?:late|dead)\b|\b(?:lost|losing) (?:my|our) (?:mum|mam|mother|dad|father|son|daughter|brother|sister|nan|gran\w*|child|baby|boy|girl|husband|wife|partner)\b",
    r"\bmarw\b|\bfarw\b|\b(?:ll|l)add\w*|\bymosod\w*|\b(?:tr|dr)eisi\w*|\b(?:c|g)am-?drin\w*|\b(?:d|dd)ioddefwr\b",
)  # fmt: skip
# What people ask of a case, and no review would give.
OTHER_WISH = any_of(
    r"\bparole\b|\bwhen (?:will|is|does|do) (?:he|she|they|the \w+)\b[^.?!]{0,30}\b(?:releas\w+|out|free)\b",
    r"\b(?:claim\w*|apply\w* for|get|entitled to)\b[^.?!]{0,20}\bcompensation\b|\bcriminal injuries\b",
    r"\b(?:how (?:do|can|could) (?:i|we) (?:get|have|order|see)|(?:can|could|may) (?:i|we|you) (?:get|have|send|see)|(?:please )?send me)\b[^.?!]{0,30}\b(?:copy|transcript)\b",
    r"\bdate of (?:the|his|her) (?:appeal|hearing)\b|\b(?:already|ever) been (?:referred|reviewed|sent to the court of appeal)\b",
)  # fmt: skip
# What somebody got, in the words of those who tell of it.
_GOT = (
    r"\bjailed|\bgot off|\bcommunity order|\bsuspended\b|\bhospital order\b|\bunpaid work\b|\bcommunity service\b|\bprobation\b|\b(?:dis)?charged? conditional\w*|\bconditional discharge\b|\bon (?:a )?tag\b",
    r"\b(?:given|got|gets?|received|gave him|gave her|give him)\b[^.]{0,40}\b(?:years?|yrs?|months?|mths|fine|order|life|ban)\b",
    r"\b(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty)(?: and a half)? ?(?:years?|yrs?|months?|mths|weeks?)\b",
    r"\bbanned for\b|\bwalk(?:ed|s) (?:free|out|away)\b|\blet (?:him|her|them) off\b|\b(?:no|spared|avoid(?:ed|s)?|escaped?|without) (?:jail|prison|custody)\b|\b(?:keeps?|kept) (?:his|her|their) freedom\b|\b(?:home|out) (?:by|in|before) (?:\d|christmas|a |the |two|three|no time)|\ballowed out\b",
    r"\b(?:b|f|m)lynedd\b|\b(?:mis|fis|misoedd)\b|\bgohiriedig\b",
)  # fmt: skip
GOT = any_of(*_GOT)
SENTENCE = any_of(r"\bsent[ea]n[ct]|\b(?:dd?edfryd|garchar|carchar)\w*", *_GOT)
TO_COME = any_of(
    r"\b(?:due|going|waiting|expected|about) to be sentenced\b|\bwill be sentenced\b|\bsentencing (?:is|will be|hearing is) (?:on|next|tomorrow|in)\b|\b(?:not|n['’]t|yet) (?:yet )?been sentenced\b|\bawaiting sentence\b|yn cael ei ddedfrydu (?:ar|ddydd|yr wythnos nesaf)",
)  # fmt: skip
TERM = any_of(r"\b(?:given|got|gets|received|for)\b[^.]{0,30}\b(?:years?|months?|yrs)\b")
PASSED = any_of(
    r"\b(?:he|she|they|who|him|her|killer|man|woman|ex|attacker|driver|animal|thug|judge)\b[^.]{0,20}\b(?:sentenced|jailed|given|gave|got|gets|received|walked|banned)\b", r"\b\d+ ?(?:years?|yrs?|months?|mths|weeks?)\b[^.]{0,12}\bfor\b",
    r"\b(?:cafodd|gafodd)\b[^.]{0,40}\b(?:ei dd?edfrydu|mis|blynedd|flynedd)\b",
)  # fmt: skip
PRESS = any_of(
    r"\b(?:i am|i['’]m|i work as) an? (?:\w+ ){0,3}(?:reporter|journalist|correspondent|producer|news editor|sub-editor|court reporter)\b", r"\bnews ?desk\b|\bpress (?:enquiry|inquiry|office|query|request)\b",
    r"\b(?:run|running|writing|publishing|preparing|working on) an? (?:\w+ ){0,3}(?:story|article|piece|feature|report|programme)\b", r"\b(?:for|on the) (?:publication|broadcast|record)\b[^.]{0,40}",
    r"\bour (?:deadline|readers|viewers|listeners|print deadline)\b|\bdeadline (?:is|of) (?:\d|noon|today|tonight)[^.]{0,30}\b(?:print|bulletin|edition|publication)",
    r"\bsenior (?:reporter|correspondent)\b|\b(?:crime|court|home affairs|legal|news) (?:reporter|correspondent|editor)\b|\bnewyddiadur\w+\b",
    r"\bcan you (?:confirm|comment)\b[^.]{0,80}\b(?:whether|if|on)\b[^.]{0,80}\b(?:referred|received|scheme|referral|review)",
)  # fmt: skip
SPAM = (
    any_of(r"\b(?:usd|us ?\$|million (?:dollars|pounds|euros|usd)|€|\$) ?[\d,.]{4,}|(?<![\d,.])[\d,.]{4,}+ ?(?:usd|dollars|euros)\b|\bmillion (?:us )?(?:dollars|euros)"),
    any_of(r"\bnext of kin\b|\binheritance\b|\bbeneficiary\b|\bunclaimed\b|\b(?:late|deceased) (?:client|engr|customer)\b|\bstrict confiden|\battention\s*:?\s*(?:honou?rable|beneficiary|sir)"),
    any_of(r"\b(?:new|change of|updated) (?:bank|account) details\b|\b(?:overdue|unpaid|outstanding) invoice\b|\bpayment must be made\b|\bremittance\b|\binvoice (?:attached|no|number)?\b"),
    any_of(r"\bverify your (?:account|mailbox|identity)\b|\b(?:password|mailbox|account) (?:will )?(?:expires?|is full|suspended|be (?:closed|deactivated))\b|\bclick (?:here|the link|below)\b|\bquota\b"),
    any_of(r"\bseo\b|\bsearch engine\b|\bweb ?site (?:design|traffic|ranking)|\bfirst page of google\b|\bguest post\b|\bbacklinks?\b|\bdigital marketing\b|\blead generation\b"),
    any_of(r"\bcrypto|\bbitcoin\b|\bforex\b|\bcasino\b|\blottery\b|\bwon\b[^.]{0,40}\bprize\b|\bloan offer\b|\binvestment (?:opportunity|returns)\b|\bgift card"),
    any_of(r"\bunsubscribe\b|\bspecial offer\b|\b\d{1,2}% (?:off|discount|for (?:me|you))\b|\bfree trial\b|\blimited time\b|\bbook (?:a|your) (?:demo|stand|place)\b|\bviagra\b|\bdear (?:customer|user|email user|webmaster)\b"),
    any_of(r"\b(?:tax|council tax|tv licence) refund\b|\beligible for a (?:refund|rebate)\b|\b(?:confirm|update) your (?:card|bank|payment)\b|\bdear taxpayer\b"),
    any_of(r"\bkindly (?:reply|send|provide|confirm|find|make)\b|\breply with your (?:full )?(?:name|details)\b|\byour (?:bank|personal) details\b|\bfull name, address\b"),
)  # fmt: skip
