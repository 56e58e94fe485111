"""Spellings of one name that neither sound nor edit distance reliably joins.

Each line is one name as it is written in this country: names carried over from other scripts, and
those with several usual English spellings. Short forms (Bill for William) come from the
`nicknames` library, and from the last list here where it has none.
"""

from functools import cache

_GIVEN = """
mohammed muhammad mohammad muhammed mohamed mohamad muhamed mahomed mohamud mohd muhd md mo
ahmed ahmad achmed ahmet akhmed
hussain hussein husain husein hossain hussien hosein
abdullah abdulla abdallah
abdul abdel abd
yusuf yousef youssef yousuf yusef yousaf jusuf
ibrahim ebrahim ibraheem
ismail ismael esmail
omar umar omer umer
usman uthman osman othman usmaan
khalid khaled
rashid rasheed rachid
saeed said sayeed syed sayed sayid
tariq tarek tarik tareq
hasan hassan
ali aly
aisha ayesha aysha aicha
fatima fatimah fatema fatma
khadija khadijah khadeeja
zainab zaynab zeinab zaineb
maryam mariam miriam meryem
noor nur nour
qasim kasim qassim kassim
aleksandr alexander oleksandr alexandr aleksander alejandro alessandro
sergei sergey serhii serhiy serge
dmitri dmitry dmytro dimitri dimitry
yevgeny evgeny evgeni yevhen eugene
mykhailo mikhail michail michael mikael michal
mykola nikolai nikolay nicholas nicolas nikolas
volodymyr vladimir wladimir
andrii andrei andrey andrzej andrew andre andreas
yuri yury yuriy iurii
oleksii aleksei alexei alexey
kateryna ekaterina katarina catherine katherine kathryn katharine catharine kathrine
tetiana tatiana tatyana
krzysztof christopher kristofer kristopher cristofer
pawel paul pavel pablo
piotr peter pyotr pedro
tomasz thomas tomas
marek mark marc
lukasz lucas lukas luke
jakub jacob jakob
sean shaun shawn shaune
stephen steven stefan stephan
geoffrey jeffrey jeffery
alan allan allen alun
ian iain
philip phillip filip
graham graeme grahame
stuart stewart
neil neal niall
eoin owen owain eoghan
siobhan shevaun chevonne
caoimhe keeva
niamh neve
aoife eefa
rhys reece reese rees
gareth garth
lee leigh
dean deane
carl karl
eric erik
craig kraig
darren daren darran
gary garry
lesley leslie
tracy tracey
stacy stacey
jacqui jackie jacky jacquie jacqueline
debbie debra deborah deborrah
vicky vicki vikki victoria
nicky nikki nicola
zoe zoey
chloe khloe
isabel isobel isabelle isabella izabela
ann anne
sarah sara
hannah hanna
teresa theresa
helen helena elena
elisabeth elizabeth elzbieta
jose joseph jozef josef giuseppe
juan john giovanni johann johannes ioan ivan
jorge george georges gheorghe
ngoc ngok
dafydd david
huw hugh hew
ieuan euan evan ewan ewen
sion john
mohammed mo
"""
_FAMILY = """
iqbal ikbal
chaudhry choudhury chowdhury choudhry chaudhary choudhary chaudry
sheikh shaikh shaykh sheik
begum begam
patel patell
singh sing
nguyen nguyn nguen
li lee
zhang chang cheung
wang wong
chen chan
mcdonald macdonald
mckenzie mackenzie
mcloughlin mclaughlin maclaughlin mclachlan
thompson thomson tompson
johnson johnston johnstone
davis davies
stevens stephens
phillips philips philipps
reid reed read
clark clarke
brown browne
green greene
smith smyth smythe
taylor tayler
white whyte
moore moor more
cooke cook
shepherd sheppard shepard
matthews mathews
nicholson nicolson
connolly connelly
kelly kelley
oneill oneil
gray grey
hughes hughs
lewis louis
morris maurice
rogers rodgers
pearce pierce
bailey bayley baillie
barnett barnet
dickson dixon
fraser frazer
gallagher gallacher
harvey hervey
howard haward
lawrence laurence
leigh lee
lloyd loyd
mcguire maguire
murray murry
osborne osborn osbourne
parsons persons
pritchard prichard
rhodes roads rodes
sanders saunders
sharp sharpe
sinclair stclair
spencer spenser
stuart stewart steward
symonds simmonds simmons
turner turnor
walsh welsh walshe
webb web
wells welles
wilkins wilkens
woods wood
wright write
wyatt wyat
young yung
mueller muller
schroeder schroder
soerensen sorensen
"""
# The first is the whole name; the others are short for it.
_SHORT = """
olivia liv livvy
isabella izzy
eleanor nell ella
matilda mattie
gary gaz
gareth gaz
darren daz
barry baz
sharon shaz
nathan nath
jeremy jerry
colin col
derek del
francesca fran frankie
jasmine jas
alexandra lexi
madeleine maddie
natalie nat
rachel rach
lewis lew
alfred alf alfie
trevor trev
stanley stan
wayne waz
maurice mo
laurence laurie
douglas dougie
roland roly
shane shay
tyrone ty
maureen mo
philippa pippa pip
rosemary rosie
theresa terri
katherine kitty kat
caroline caz
georgina georgie gina
lauren loz
melanie mel
michelle shell
robert robbie bert
william liam
charles chas
alexander xander
zara zaz
charlotte charlie charley lottie
joanne joanna jo joann
samantha sam sammy
alexandra alex sandra sasha
patricia pat trish tricia
nicola nicky nico
christina christine chris chrissie
francis frank
"""

_GIVEN_LINES = tuple(frozenset(line.split()) for line in _GIVEN.split("\n") if line)
_SHORT_LINES = tuple(tuple(line.split()) for line in _SHORT.split("\n") if line)
_LINES = (
    *_GIVEN_LINES,
    *(frozenset(line.split()) for line in _FAMILY.split("\n") if line),
)


@cache
def variants_of(word: str) -> frozenset[str]:
    """The other usual spellings of a name."""
    return frozenset[str]().union(*(line for line in _LINES if word in line)) - {word}


@cache
def more_short_forms_of(word: str) -> frozenset[str]:
    """Find the short and long forms of a name of which the nicknames library says nothing."""
    others = {
        other
        for whole, *shorts in _SHORT_LINES
        for other in (shorts if word == whole else [whole] if word in shorts else [])
    }
    return frozenset(others)


@cache
def is_given_variant(word: str) -> bool:
    """Whether `word` is here as a given name."""
    return any(word in line for line in _GIVEN_LINES)
