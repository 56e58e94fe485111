"""Python's garbage collector, in a process that serves."""

import gc


def spare_what_stays() -> None:
    """Have it pass over everything loaded so far, which stays for good.

    Otherwise it writes to every page of memory that the workers share.
    """
    gc.collect()
    gc.freeze()
