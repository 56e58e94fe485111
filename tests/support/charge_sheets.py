"""A charge sheet as it is pasted, for tests of the pages that show its offences to be ticked."""

SHEET = """Count 1: Robbery, contrary to section 8(1) of the Theft Act 1968 - guilty plea
Count 2: Driving while disqualified, section 103 RTA 1988 - guilty
Count 3: Wounding with intent, contrary to section 18 OAPA 1861 - not guilty
Count 4: Common assault - to lie on file"""

WELSH_SHEET = """Cyhuddiad 1: treisio - euog
Cyhuddiad 2: lladrad - dieuog
Cyhuddiad 3: ymosod cyffredin - euog"""
