"""Facts confirmed by a second person, overrides signed by two"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# One clause that both databases take, so that SQLite need not copy the whole table.
ADD_PERSON = (
    "ALTER TABLE {table} ADD COLUMN {column} INTEGER "
    "CONSTRAINT fk_{table}_{column} REFERENCES user_account (id)"
)
PEOPLE = (
    ("case_file", "court_recorded_by_id"),
    ("sentence", "recorded_by_id"),
    ("conviction", "recorded_by_id"),
)
# Who recorded what is there already: the last person to have done so on the review or the case.
LAST_BY = """
UPDATE {table} SET {column} = COALESCE(
    (SELECT by_id FROM event WHERE {whose} AND kind IN ({kinds}) ORDER BY id DESC LIMIT 1),
    {otherwise}
)
"""


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("confirmed_values", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_reference", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_confirmation_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user_account.id"], name=op.f("fk_confirmation_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_review_id"), "confirmation", ["review_id"])
    op.create_table(
        "override_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_override_signature_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name=op.f("fk_override_signature_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override_signature")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_override_signature_assessment_id")),
    )
    append_only.keep("confirmation", "override_signature")

    op.add_column("review", sa.Column("unconfirmed_since_at", sa.DateTime(timezone=True)))
    op.create_index(
        op.f("ix_review_unconfirmed_since_at_id"), "review", ["unconfirmed_since_at", "id"]
    )
    op.add_column("sentence", sa.Column("parts", sa.JSON()))
    for table, column in PEOPLE:
        op.execute(ADD_PERSON.format(table=table, column=column))
    _fill()
    _change_assessment()


def _fill() -> None:
    """Nothing was confirmed by a second person before there was a way to say so."""
    op.execute(
        "UPDATE review SET unconfirmed_since_at = opened_at "
        "WHERE id IN (SELECT review_id FROM sentence)"
    )
    of_review = (
        "event.review_id = "
        "(SELECT s.review_id FROM sentence s WHERE s.id = conviction.sentence_id)"
    )
    for table, column, whose, kinds, otherwise in (
        (
            "case_file",
            "court_recorded_by_id",
            "event.case_id = case_file.id",
            "'case_changed'",
            "opened_by_id",
        ),
        (
            "sentence",
            "recorded_by_id",
            "event.review_id = sentence.review_id",
            "'sentence_recorded', 'sentence_changed'",
            "NULL",
        ),
        ("conviction", "recorded_by_id", of_review, "'conviction_recorded'", "NULL"),
    ):
        op.execute(
            LAST_BY.format(
                table=table, column=column, whose=whose, kinds=kinds, otherwise=otherwise
            )
        )


def _change_assessment() -> None:
    """The tracker itself may ask the rules again; an override may need a second signature."""
    append_only.release("assessment")
    op.add_column("assessment", sa.Column("time_verdict", sa.String(length=40)))
    op.add_column(
        "assessment",
        sa.Column("needs_signature", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    with op.batch_alter_table("assessment", copy_from=_assessment(made_by=False)) as batch_op:
        batch_op.alter_column("made_by_id", existing_type=sa.Integer(), nullable=True)
    append_only.keep("assessment")


def _assessment(*, made_by: bool) -> sa.Table:
    """The table as it is copied, so that the SQL can be written out with no database to read."""
    return sa.Table(
        "assessment",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("tests", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("catalogue_version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=made_by),
        sa.Column("overrides", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("time_verdict", sa.String(length=40)),
        sa.Column("needs_signature", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name="fk_assessment_made_by_id"
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_assessment_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.Index("ix_assessment_review_id", "review_id"),
    )


def downgrade() -> None:
    """What the tracker asked by itself is then said to be the review's opener's doing."""
    append_only.release("assessment", "confirmation", "override_signature")
    op.execute(
        "UPDATE assessment SET made_by_id = (SELECT c.opened_by_id FROM case_file c "
        "JOIN review r ON r.case_id = c.id WHERE r.id = assessment.review_id) "
        "WHERE made_by_id IS NULL"
    )
    with op.batch_alter_table("assessment", copy_from=_assessment(made_by=True)) as batch_op:
        batch_op.alter_column("made_by_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("needs_signature")
        batch_op.drop_column("time_verdict")
    append_only.keep("assessment")
    for table, column in reversed(PEOPLE):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)  # and its foreign key with it
    op.drop_column("sentence", "parts")
    op.drop_index(op.f("ix_review_unconfirmed_since_at_id"), table_name="review")
    op.drop_column("review", "unconfirmed_since_at")
    op.drop_table("override_signature")
    op.drop_table("confirmation")
