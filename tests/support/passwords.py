"""How much work the tests put into a password's hash: as little as Argon2 allows.

Each sign-in would otherwise take 64 MB and a tenth of a second, on purpose.
"""

from pwdlib.hashers.argon2 import Argon2Hasher

from ulss_tracker.services.core.users import hasher

AS_SERVED = hasher.current_hasher
WITH_LITTLE_WORK = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_with_little_work() -> None:
    """Change the application's own hasher, for the rest of the run."""
    hasher.hashers = (WITH_LITTLE_WORK,)
    hasher.current_hasher = WITH_LITTLE_WORK
