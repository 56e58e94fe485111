"""Whether two email addresses are the same: by the letters a to z in either case, no others."""


def comparable(email: str) -> str:
    """`email` as it is kept and compared.

    Unicode's small letters are not asked: the Kelvin sign would become a k, and one person's
    address another's.
    """
    return email.strip().encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
