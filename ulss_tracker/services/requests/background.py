"""Facts that somebody who asks gives of themselves, and of those they ask with or for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ulss_tracker.models import Request, RequesterBackground, db


@dataclass(frozen=True, slots=True)
class AsksToo:
    """Somebody who asks together with the requester, and how to reach them.

    Nobody writes or telephones there unless it was said to be safe.
    """

    name: str
    contact: str = ""
    is_safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Their answers, blank where they did not; `who_hears` is "mp", "constituent" or "both"."""

    court_case_number: str = ""
    by_right: str = ""
    constituency: str = ""
    constituent: str = ""
    has_consent: bool | None = None
    who_hears: str = ""
    together: Sequence[AsksToo] = ()


NOTHING = Background()


def keep(request: Request, said: Background) -> None:
    """Keep it with a new request, in the caller's transaction; nothing where nothing was said."""
    if said == NOTHING:
        return
    values = {name: getattr(said, name) for name in Background.__slots__}
    together = [asdict(other) for other in said.together]
    db.session.add(RequesterBackground(request_id=request.id, **values | {"together": together}))


def of_request(request: Request) -> Background:
    """The background given with a request."""
    background = db.session.get(RequesterBackground, request.id)
    if background is None:
        return NOTHING
    values = {name: getattr(background, name) for name in Background.__slots__}
    together = tuple(AsksToo(**each) for each in background.together)
    return Background(**values | {"together": together})
