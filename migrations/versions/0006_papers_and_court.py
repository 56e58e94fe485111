"""Papers, submissions to the law officers, and the court's own steps"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEVER_CHANGE = (
    "paper_chase",
    "submission",
    "submission_pass",
    "respondents_notice",
    "hearing",
    "court_decision",
)
ADDED = {
    "decision": ("submission_id", "recorded_by_id", "minute_id", "law_officer"),
    "filing": ("evidence_id", "reference", "late_reason"),
    "review": ("outcome_at", "filed_at"),
    "user_account": ("law_office",),
}
# What a stage was called, and what it is called now; and back. Filed and served follow below.
RENAMED = {
    "papers_requested": "awaiting_papers",
    "papers_received": "under_consideration",
    "advice": "under_consideration",
    "counsel": "under_consideration",
    "filed": "to_file",
    "served": "referred",
}
RENAMED_BACK = {
    "received": "checking",
    "awaiting_papers": "papers_requested",
    "under_consideration": "papers_received",
    "referred": "served",
    "at_court": "served",
    "to_tell": "closed",
}
FILED_AT = """
UPDATE review SET filed_at =
    (SELECT max(filing.at) FROM filing
     WHERE filing.review_id = review.id AND filing.kind = 'filing')
WHERE state IN ('filed', 'served')
   OR (state = 'closed' AND outcome IN ('leave_refused', 'unchanged', 'increased'))
"""
RECEIVED = """
UPDATE review SET state = 'received'
WHERE state = 'checking'
  AND NOT EXISTS (SELECT 1 FROM sentence WHERE sentence.review_id = review.id)
"""


def _made_by(table: str, name: str = "recorded_by_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["user_account.id"], name=op.f(f"fk_{table}_{name}"))


def _of_review(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["review_id"], ["review.id"], name=op.f(f"fk_{table}_review_id")
    )


def _make_papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("promised_by_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("not_applicable_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _made_by("paper", "asked_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("case_id", "kind", "name", name=op.f("uq_paper_case_id_kind_name")),
    )
    op.create_table(
        "paper_chase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("spoke_to", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        _made_by("paper_chase"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_paper_chase_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_chase")),
    )
    op.create_index(op.f("ix_paper_chase_case_id"), "paper_chase", ["case_id"])


def _make_submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("addressed_to", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _made_by("submission", "made_by_id"),
        _of_review("submission"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "review_id", "version", name=op.f("uq_submission_review_id_version")
        ),
    )
    op.create_table(
        "submission_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("to_officer", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _made_by("submission_pass", "by_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_pass_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_pass")),
    )
    op.create_index(op.f("ix_submission_pass_submission_id"), "submission_pass", ["submission_id"])


def _make_court() -> None:
    op.create_table(
        "respondents_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        _made_by("respondents_notice"),
        _of_review("respondents_notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondents_notice")),
    )
    op.create_index(op.f("ix_respondents_notice_review_id"), "respondents_notice", ["review_id"])
    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("court", sa.String(length=200), nullable=False),
        sa.Column("constitution", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        _made_by("hearing"),
        _of_review("hearing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    op.create_index(op.f("ix_hearing_review_id"), "hearing", ["review_id"])
    op.create_index(op.f("ix_hearing_heard_on"), "hearing", ["heard_on"])
    op.create_table(
        "court_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("revised_sentence", sa.Text(), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        _made_by("court_decision"),
        _of_review("court_decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_decision")),
    )
    op.create_index(op.f("ix_court_decision_review_id"), "court_decision", ["review_id"])


def _add_columns() -> None:
    """In place: a table copied by batch mode could not be written out as SQL."""
    for table, name, target in (
        ("decision", "submission_id", "submission.id"),
        ("decision", "recorded_by_id", "user_account.id"),
        ("decision", "minute_id", "document.id"),
        ("filing", "evidence_id", "document.id"),
    ):
        op.add_column(
            table,
            sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=True),
            inline_references=True,
        )
    op.add_column("decision", sa.Column("law_officer", sa.String(length=40), nullable=True))
    op.add_column("user_account", sa.Column("law_office", sa.String(length=40), nullable=True))
    op.add_column(
        "filing",
        sa.Column("reference", sa.String(length=200), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "filing", sa.Column("late_reason", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("review", sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))


def upgrade() -> None:
    _make_papers()
    _make_submissions()
    _make_court()
    _add_columns()
    append_only.keep(*NEVER_CHANGE)
    op.execute(FILED_AT)
    op.execute("UPDATE review SET outcome_at = closed_at WHERE outcome IS NOT NULL")
    op.execute(RECEIVED)
    for old, new in RENAMED.items():
        op.execute(f"UPDATE review SET state = '{new}' WHERE state = '{old}'")


def downgrade() -> None:
    op.execute(
        "UPDATE review SET state = 'filed' WHERE state = 'to_file' AND filed_at IS NOT NULL"
    )
    op.execute("UPDATE review SET closed_at = outcome_at WHERE outcome IS NOT NULL")
    for new, old in RENAMED_BACK.items():
        op.execute(f"UPDATE review SET state = '{old}' WHERE state = '{new}'")
    append_only.release(*NEVER_CHANGE, "decision")
    for table, names in ADDED.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.drop_column(name)
    append_only.keep("decision")
    for table in (
        "court_decision",
        "hearing",
        "respondents_notice",
        "submission_pass",
        "submission",
        "paper_chase",
        "paper",
    ):
        op.drop_table(table)
