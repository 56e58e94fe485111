"""SQLite refuses REPLACE of rows that never change"""

from migrations import append_only

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

ID = ("id",)
UNIQUE_KEYS = {
    "assessment": (ID,),
    "audit_entry": (ID, ("key",)),
    "confirmation": (ID,),
    "correction": (ID,),
    "court_decision": (ID,),
    "decision": (ID,),
    "event": (ID,),
    "hearing": (ID,),
    "letter": (ID, ("series", "version"), ("draft_id",)),
    "override_signature": (ID, ("assessment_id",)),
    "paper_chase": (ID,),
    "register_row": (ID, ("review_id",)),
    "respondents_notice": (ID,),
    "submission": (ID, ("review_id", "version")),
    "submission_pass": (ID,),
    "telling_attempt": (ID,),
}


def upgrade() -> None:
    append_only.refuse_replacing(UNIQUE_KEYS)


def downgrade() -> None:
    append_only.allow_replacing(*UNIQUE_KEYS)
