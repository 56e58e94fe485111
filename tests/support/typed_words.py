"""The names and courts that tests/support/typed_names.py types, and how people write them."""


def _listed(text: str) -> list[str]:
    return text.split()


GIVEN = _listed("""
John James David Michael Robert William Thomas Daniel Christopher Matthew Andrew Joseph Anthony
Mark Paul Steven Kevin Brian Darren Craig Lee Gary Jason Scott Ryan Liam Callum Connor Jordan
Kyle Luke Ashley Nathan Dean Carl Wayne Shane Stuart Graham Ian Neil Alan Peter Simon Martin
Nigel Terry Sarah Emma Claire Lisa Michelle Nicola Joanne Karen Susan Margaret Elizabeth
Catherine Rebecca Samantha Victoria Jennifer Deborah Tracey Donna Kelly Gemma Stacey Leanne
Chloe Hannah Charlotte Mohammed Muhammad Ahmed Ali Hassan Hussain Imran Abdul Yusuf Ibrahim Omar
Bilal Aisha Fatima Zainab Khadija Tariq Usman Khalid Rashid Amir Sanjay Rajesh Harpreet Gurpreet
Manjit Priya Anil Deepak Piotr Krzysztof Paweł Tomasz Łukasz Michał Marek Małgorzata Andrzej
Zoltán Jiří José Ángel André François Renée Zoë Chloé Siân Siobhán Seán Pádraig Niamh Caoimhe
Rhys Gareth Dafydd Ieuan Owain Oleksandr Dmitri Sergei Yevgeny Volodymyr Kwame Kofi Chidi Ngozi
Oluwaseun Adebayo Emeka Tunde Nguyen Wei Xin Chen Minh Linh Jermaine Tyrone Delroy Leroy Marlon
Dwayne Curtis
""")
FAMILY = _listed("""
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker
White Roberts Green Hall Wood Jackson Clarke Harris Lewis Turner Cooper Hill Ward Morris Moore
Clark King Baker Harrison Morgan Allen James Scott Phillips Watson Parker Bennett Young Cook
Richardson Bailey Carter Collins Bell Shaw Murphy Miller Cox Marshall Anderson Simpson Ellis
Adams Kelly Foster Gray O'Brien O'Neill O'Connor McDonald McCarthy MacKenzie McLoughlin
Fitzgerald Gallagher Doherty Byrne Khan Ahmed Hussain Ali Begum Patel Singh Kaur Shah Malik
Iqbal Chaudhry Rahman Mahmood Akhtar Sheikh Kowalski Nowak Wiśniewski Wójcik Kamiński Dąbrowski
Szymański Woźniak Kozłowski Müller Schröder González Rodríguez Fernández García Núñez Sørensen
Ångström Dvořák Novák Popescu Ionescu Țepeș Okafor Adeyemi Okonkwo Mensah Boateng Osei Adebayo
Eze Nwosu Owusu Diallo Traoré Ogunleye Ivanov Petrov Shevchenko Kovalenko Bondarenko Nguyễn Trần
Wong Chan Zhang Wang Liu Featherstone Cholmondeley Ramsbottom Hetherington Throckmorton
Blenkinsop Entwistle Postlethwaite Winterbottom Ackroyd Sugden Birtwistle Heseltine Longbottom
Pennington Whitworth Holroyd Dunmore Brannigan
""")
SHORT = {
    "John": ["Johnny", "Jon"], "James": ["Jim", "Jimmy", "Jamie"], "David": ["Dave"],
    "Michael": ["Mike", "Mick"], "Robert": ["Bob", "Rob", "Bobby"],
    "William": ["Bill", "Will", "Billy"], "Thomas": ["Tom", "Tommy"], "Daniel": ["Dan", "Danny"],
    "Christopher": ["Chris"], "Matthew": ["Matt"], "Andrew": ["Andy", "Drew"], "Joseph": ["Joe"],
    "Anthony": ["Tony"], "Steven": ["Steve"], "Peter": ["Pete"], "Stuart": ["Stu"],
    "Elizabeth": ["Liz", "Beth", "Lizzie"], "Catherine": ["Kate", "Cathy", "Katie"],
    "Rebecca": ["Becky"], "Samantha": ["Sam"], "Victoria": ["Vicky"], "Jennifer": ["Jenny", "Jen"],
    "Deborah": ["Debbie"], "Margaret": ["Maggie", "Peggy"], "Susan": ["Sue"], "Nicola": ["Nicky"],
    "Charlotte": ["Charlie", "Lottie"], "Joanne": ["Jo"],
}  # fmt: skip
SPELT = {
    "Mohammed": ["Muhammad", "Mohamed", "Mohammad", "Mohd", "Muhammed"],
    "Muhammad": ["Mohammed", "Mohamed"], "Ahmed": ["Ahmad"], "Hussain": ["Hussein", "Husain"],
    "Hassan": ["Hasan"], "Yusuf": ["Yousef", "Yousuf"], "Ibrahim": ["Ebrahim"], "Omar": ["Umar"],
    "Aisha": ["Ayesha"], "Fatima": ["Fatimah"], "Zainab": ["Zaynab"], "Khadija": ["Khadijah"],
    "Tariq": ["Tarek"], "Khalid": ["Khaled"], "Rashid": ["Rasheed"], "Sean": ["Shaun", "Shawn"],
    "Seán": ["Shaun", "Sean"], "Steven": ["Stephen"], "Catherine": ["Katherine", "Kathryn"],
    "Stuart": ["Stewart"], "Graham": ["Graeme"], "Ian": ["Iain"], "Alan": ["Allan"],
    "Neil": ["Neal"], "Carl": ["Karl"], "Craig": ["Kraig"], "Gary": ["Garry"], "Tracey": ["Tracy"],
    "Stacey": ["Stacy"], "Mark": ["Marc"], "Thomas": ["Tomas"], "Rhys": ["Reece"],
    "Oleksandr": ["Alexander", "Aleksandr"], "Dmitri": ["Dmitry"], "Sergei": ["Sergey"],
    "Yevgeny": ["Evgeny"], "Volodymyr": ["Vladimir"], "Siobhán": ["Siobhan", "Shevaun"],
    "Rajesh": ["Rajeesh"], "Smith": ["Smyth", "Smythe"], "Clarke": ["Clark"], "Clark": ["Clarke"],
    "Brown": ["Browne"], "Taylor": ["Tayler"], "Thompson": ["Thomson"], "Johnson": ["Johnston"],
    "Davies": ["Davis"], "Phillips": ["Philips"], "Allen": ["Allan"], "Cook": ["Cooke"],
    "Moore": ["Moor"], "Green": ["Greene"], "White": ["Whyte"],
    "Chaudhry": ["Choudhury", "Chaudhary", "Chowdhury"], "Sheikh": ["Shaikh"], "Iqbal": ["Ikbal"],
    "MacKenzie": ["McKenzie"], "McDonald": ["MacDonald"], "Ivanov": ["Ivanoff"], "Gray": ["Grey"],
    "Müller": ["Mueller", "Muller"], "Schröder": ["Schroeder"], "Sørensen": ["Sorensen"],
    "Featherstone": ["Fetherston"], "Blenkinsop": ["Blenkinsopp"], "Ackroyd": ["Akroyd"],
}  # fmt: skip
# The court as a case has it, and as people write it.
COURTS = {
    "Leeds Crown Court": ["Leeds", "Leeds CC", "Leeds Combined Court", "Leads Crown Court"],
    "Bradford Crown Court": ["Bradford", "Bradford Combined Court Centre", "Bradfrod"],
    "Sheffield Crown Court": ["Sheffield", "Shefield Crown Court", "Sheffield CC"],
    "Kingston upon Hull Crown Court": ["Hull", "Hull Crown Court", "Hull Combined Court"],
    "Newcastle upon Tyne Crown Court": ["Newcastle", "Newcastle Crown Court", "Newcastle on Tyne"],
    "Central Criminal Court": ["Old Bailey", "The Old Bailey", "CCC", "Central Criminal Crt"],
    "Snaresbrook Crown Court": ["Snaresbrook", "Snarsbrook", "Snaresbrook CC"],
    "Inner London Crown Court": ["Inner London", "Inner London Sessions House"],
    "Woolwich Crown Court": ["Woolwich", "Wolwich Crown Court"],
    "Isleworth Crown Court": ["Isleworth", "Ilseworth Crown Court"],
    "Kingston upon Thames Crown Court": ["Kingston", "Kingston Crown Court"],
    "Manchester Crown Court (Crown Square)": ["Manchester", "Manchester Crown Square"],
    "Manchester Crown Court (Minshull Street)": ["Manchester", "Minshull Street"],
    "Liverpool Crown Court": ["Liverpool", "Liverpol Crown Court", "Liverpool QEII"],
    "Preston Crown Court": ["Preston", "Preston Sessions House"],
    "Birmingham Crown Court": ["Birmingham", "Birmigham Crown Court", "Birmingham CC"],
    "Wolverhampton Crown Court": ["Wolverhampton", "Wolverhamton"],
    "Nottingham Crown Court": ["Nottingham", "Notingham Crown Court"],
    "Leicester Crown Court": ["Leicester", "Liecester Crown Court"],
    "Bristol Crown Court": ["Bristol", "Bristol CC"],
    "Cardiff Crown Court": ["Cardiff", "Cardiff Crown"],
    "Swansea Crown Court": ["Swansea", "Swansea Crwn Court"],
    "Maidstone Crown Court": ["Maidstone", "Maidstone Crown Ct"],
    "Lewes Crown Court": ["Lewes", "Lewes sitting at Hove"],
    "Norwich Crown Court": ["Norwich", "Norwhich Crown Court"],
    "Reading Crown Court": ["Reading", "Reading CC"],
}  # fmt: skip
KEYS_BESIDE = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        _listed(
            "wa qase wsdr edft rfgy tghu yhji ujko iklp ol qwsz awedxz serfcx drtgvf ftyhbg gyujnv "
            "huikmb jiolm kop asx zsdc xdfv cfgb vghn bhjm njk"
        ),
        strict=True,
    )
)
SCANNED = (("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("w", "vv"), ("d", "cl"), ("s", "5"))
