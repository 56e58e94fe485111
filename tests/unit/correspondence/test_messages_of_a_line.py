"""Messages of a line or two from people who are angry or grieve, and what asks for no review."""

from email.message import EmailMessage

import pytest

from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.proposal import propose

REQUESTS = (
    "my daughter is dead and he got 3 years. Leeds. last week",
    "He killed my son and walked out with a suspended sentence. Cardiff crown court on "
    "friday. How is that justice",
    "2 years for raping a child. Absolute joke. Manchester, yesterday, Darren Holt",
    "please can someone look at this again, the man who stabbed my brother only got 18 "
    "months on monday at preston",
    "how do i appeal a sentence? my ex was given a community order for strangling me, "
    "sentenced at Derby 20/11/26",
    "Disgusting. 12 weeks suspended for what he did to my mum. Bristol. Tuesday.",
    "My sister was murdered. Her killer got 15 years minimum. We have been told we can ask "
    "you to review. sentenced 10 Nov, Old Bailey",
    "they let him off with 5 years, he raped me. norwich crown court 3rd november. can you "
    "do anything",
    "Fi yw mam y dioddefwr. Cafodd o ddwy flynedd yn unig yn Llys y Goron Caernarfon ddydd Gwener.",
    "that animal who attacked my nan got off with unpaid work. sheffield. are you going to "
    "do something about it??",
    "I can't believe it. My boy is dead and the driver was banned for 3 years and given 200 "
    "hours. Newcastle, 24th Nov.",
    "Re Lee Dawkins, Teesside. Is 4 yrs really all a child's life is worth?",
    "My husband was punched and died. The judge gave 2 years 8 months. Stafford crown court "
    "19 November. Who do I write to?",
    "he abused us for ten years as kids and gets a suspended sentence because he's old. "
    "Exeter, 26/11/2026. Please help",
    "Hi, saw on the news that a paedophile in Hull walked free from court yesterday. This "
    "needs changing. Name is Colin Marr.",
    "Victim here. 18 months for what he did to me. I have no words. Snaresbrook last Thursday",
    "The thug that robbed my dad at knifepoint only got a community order at Wolverhampton. "
    "Is there any way to get it changed?",
    "i dont know who to contact. my cousin was killed by a drink driver who has only been "
    "given 4 years. Lewes 13 november",
    "Jamie Tollett got 3 years for GBH on my partner. Reading Crown Court 12 Nov. Please "
    "sort this out",
    "life with a minimum of 12 years for murder!!! 12 YEARS. my mam. Swansea crown 20th november",
    "Slap on the wrist for the teacher who groomed my daughter. Two years suspended. "
    "Winchester. 25 Nov",
    "We buried our baby and she gets a hospital order. Nottingham, 2 weeks ago. We want "
    "someone to answer for this.",
    "He broke my jaw and got 10 months. Out in 5. Southwark Crown Court on the 16th",
    "Mae fy mab wedi marw a chafodd y gyrrwr dair blynedd yn unig. Abertawe, wythnos diwethaf.",
    "Justice? What justice? The man who burnt our house down with us in it got 26 months at "
    "Guildford on 18 November",
    "Case of Wayne Sturgess, Maidstone CC, 23/11/26, s18. 5 years. far too low in my opinion",
    "Fifteen months. That's all my mum's life was worth to Judge Hartley. Ipswich, the 19th.",
    "Good afternoon. I would like a second opinion on the sentence of a man named Toby "
    "Larch who assaulted my daughter.",
    "no jail for a child abuser in Plymouth today. the whole town is furious. his name is "
    "Ken Orrin",
    "We lost our dad because of that driver and she keeps her freedom. Chester, Monday just gone",
    "Hello, my partner was left with brain damage after one punch. The lad has been "
    "sentenced to 2 and a half years at Bolton on the 9th. It doesn't feel right.",
    "he pleaded guilty to 14 counts and will be home by christmas. Truro 17 Nov 2026. "
    "Sexual assault on girls",
    "I'm the sister of Danny Poole who was shot. 22 years minimum isn't enough. Birmingham "
    "crown 6/11/26",
    "Could the AG please take a look at R v Marlowe, sentenced at Inner London last "
    "Wednesday to 30 months for rape",
    "Community order for possessing hundreds of child images. Carlisle. 26 November. Unbelievable",
    "My mother, 84, was conned out of her life savings and he got a suspended sentence at "
    "Lincoln Crown Court 12 Nov",
    "he held a knife to my throat. judge said he's had a hard life. 21 months. swindon",
    "Sentenced on Friday to 6 yrs, out in 3. He ran over and killed a 9 year old. What can "
    "we do? Ben, family friend. Mold Crown Court",
    "Cafodd Gethin Rowlands garchar am ddeunaw mis am dreisio. Nid yw hynny'n iawn. "
    "Merthyr, 20 Tachwedd.",
    "Please review: Aaron Pike, 11/11/2026, Portsmouth, manslaughter, 5 years",
    "a burglar tied up my grandparents and got 4 years. i am so angry. leicester. friday",
    "she poisoned my baby niece and they gave her probation!! woolwich crown court",
    "Why is he allowed out? He beat my brother with a bat. The sentence was passed at "
    "Warwick on 24/11.",
    "The judge let the man who attacked police with acid have a suspended sentence. "
    "Liverpool, Nov 25.",
    "To whom it may concern. Mr Neil Batty was sentenced on the 12th to nine months for "
    "hitting my wife with his car. We live with the damage every day. Regards, Tom",
    "a man followed me home and exposed himself and touched me, he got 6 months suspended, "
    "harrow, 18th nov",
    "How can a judge give eight years to someone who kept a woman as a slave? Isleworth "
    "Crown Court. I read it in the Mail.",
    "Our lad Kieran was 17. The boy with the machete got detention for 11 years. Wood "
    "Green, 13/11/26. Please appeal it for us",
    "conditional discharge for stealing 90k from a charity! Newport, 20.11.26",
    "HIS HONOUR GAVE HIM TWO AND A HALF YEARS. SHE WILL NEVER WALK AGAIN. PETERBOROUGH. WEDNESDAY.",
    "Please, who checks judges? Ryan Coldwell, burglary, Taunton, Nov 19th, 2 yrs",
    "I was told by Victim Support to write to you about my stepfather's sentence. Three "
    "years and four months. Durham crown court, a week ago today",
    "My neighbour's dog attack... sorry I mean HE set it on me. Community service. "
    "Gloucester. Can it be made tougher?",
    "Annwyl Syr, cafodd y dyn a laddodd fy chwaer bum mlynedd. Yr Wyddgrug, 23 Tachwedd.",
    "The defendant who drugged me only got a fine. Canterbury Crown Court 25 November 2026",
    "Is it true you can increase sentences? There's a man, Louis Frame, stabbed three "
    "people, seven years, Woolwich",
)
QUESTIONS = (
    "What are your opening hours?",
    "Can you tell me which offences are covered by the unduly lenient sentence scheme "
    "please? I am a student.",
    "I am writing a dissertation on sentencing. Could you send statistics for 2025?",
    "My boyfriend got 3 years at Leeds last week and I think it is too long. Can he appeal?",
    "My brother was killed in 2019 and the man got life. When is his parole hearing?",
    "I was the victim of an assault. How do I claim compensation?",
    "How do I get a copy of the judge's sentencing remarks? My ex was sentenced at Leeds on "
    "3 November.",
    "The man who attacked me got 2 years. When will he be released?",
    "Could you tell me whether the sentence of Kyle Brand has already been referred by anybody?",
    "My son was given 6 years for something he did not do. We want to appeal his conviction.",
    "I am due in court next week as a witness. Where do I go?",
    "I want to complain about my solicitor.",
    "The police won't investigate the man who hit me. Can you help?",
    "My dad got 12 years and that is far too harsh for a man of 70.",
    "Please can you tell me the date of the appeal hearing of R v Marsh?",
    "When does the 28 days start, the day of sentence or the day after?",
    "Thank you for all you did for us. The Court of Appeal raised his sentence to 9 years "
    "and we are so grateful.",
    "I sit on a jury. May I talk about the case?",
    "Do you take magistrates court sentences? I train volunteers at a charity.",
    "Can you send me a form in large print please",
    "I would like to volunteer with your office.",
    "Good morning, what is the email address for the Crown Prosecution Service?",
    "I have a court date for my divorce. Is this the right office?",
    "Is there a fee to ask for a review?",
    "My son got 5 years and it's destroyed our family. He's only 19, it's too much. Who can "
    "we ask to reduce it?",
    "Can I visit my brother in prison?",
    "I've been charged with assault, what sentence am I likely to get?",
    "Please confirm the address for posting documents to your office.",
    "I would like to report a crime. My neighbour threatened to kill me.",
    "How long does a review usually take?",
    "The offender who burgled us was sentenced to pay us £500 and has not paid. Who do I chase?",
    "I am a victim and I want to update my victim personal statement before the trial.",
    "My dad is in prison for murder and he didn't do it. We need help with his appeal.",
    "Will you attend our conference on sentencing next spring?",
    "Is the Attorney General the same as the Solicitor General?",
    "Where can I read the result of last week's Court of Appeal hearing?",
    "I want to know what a suspended sentence means.",
    "Hi, are you hiring caseworkers?",
    "My ex keeps breaching his order. What do I do?",
    "Could I have the phone number for the witness care unit at Leeds?",
    "I've been sentenced to 18 months suspended, can I travel abroad?",
    "Does a guilty plea always take a third off?",
    "We are a law firm and wish to be added to your mailing list.",
    "My grandson was arrested last night in Bradford. Which station is he at?",
    "I never got an answer to my FOI request about referrals in 2024.",
    "Is the scheme the same in Scotland?",
    "Who decides how long someone stays on licence?",
)


def kind_of(words: str) -> MailKind:
    message = EmailMessage()
    message["From"] = "Ann Example <ann@example.org>"
    message["Subject"] = "help"
    message["Date"] = "Mon, 30 Nov 2026 09:00:00 +0000"
    message.set_content(f"{words}\n\nSent from my iPhone")
    return propose(mime.read(bytes(message)), {}).kind


def test_whoever_tells_in_a_line_of_a_sentence_and_a_harm_asks_for_a_review(
    subtests: pytest.Subtests,
) -> None:
    """Else no time runs for them until somebody has read what they wrote."""
    for words in REQUESTS:
        with subtests.test(words=words):
            assert kind_of(words) is MailKind.NEW_REQUEST


def test_whoever_asks_something_else_makes_no_request(subtests: pytest.Subtests) -> None:
    for words in QUESTIONS:
        with subtests.test(words=words):
            assert kind_of(words) is MailKind.OTHER_QUESTION
