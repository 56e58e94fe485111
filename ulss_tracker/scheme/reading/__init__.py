"""Reading offences and sentences written in ordinary words."""
