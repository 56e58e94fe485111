"""Notifying people: who must be told what, by when, each try, and whether it was done.

Rows are planned in the transaction in which there comes to be something to tell, and nobody is left
out in silence: somebody who is not to be told has a row that says why. None of it ever says who
else asked.
"""

from ulss_tracker.services.notifying.exemptions import (
    exempt,
    exempt_withdrawn,
    reinstate,
    reinstate_withdrawn,
)
from ulss_tracker.services.notifying.lists import (
    TABLE,
    NotificationCounts,
    about_words,
    first_untold,
    get,
    has_anything_to_tell,
    name,
    of_case,
    of_person,
    page,
    untold,
    untold_of,
    untried_first,
    waiting,
    who,
)
from ulss_tracker.services.notifying.planning import (
    add_person,
    plan_for_appeal_time_over,
    plan_for_hearing,
    plan_for_law,
    plan_for_outcome,
    plan_for_referral,
    plan_for_requests,
    plan_out_of_time,
    plan_what_is_known,
    told_out_of_time,
)
from ulss_tracker.services.notifying.recording import (
    carried_by,
    message_came_back,
    message_failed,
    message_sent,
    record_attempt,
    record_contact,
    record_told,
    take_back,
)
from ulss_tracker.services.notifying.superseding import forget, narrow, supersede
