"""A message to staff knows its case, its request, and whose alone it is"""

from alembic import op

revision = "0149"
down_revision = "0148"
branch_labels = None
depends_on = None

# The case and the request of what each message to staff was written of.
_WRITTEN_OF = """
    UPDATE message SET case_id = written.case_id, request_id = written.request_id
    FROM (
        SELECT reminder.message_id AS id, review.case_id, reminder.request_id
        FROM reminder LEFT JOIN review ON review.id = reminder.review_id
        UNION SELECT called.id, review.case_id, deadline.request_id
        FROM (
            SELECT email_id AS id, alarm_id FROM duty_call
            UNION SELECT text_id, alarm_id FROM duty_call
        ) AS called
        JOIN duty_alarm ON duty_alarm.id = called.alarm_id
        JOIN deadline ON deadline.id = duty_alarm.deadline_id
        LEFT JOIN review ON review.id = deadline.review_id
    ) AS written
    WHERE message.id = written.id
"""
# Others have the number of what they were written of in their key, between two colons.
_NUMBER = {
    "sqlite": "CAST(substr(once_key, 7) AS INTEGER)",
    "postgresql": "CAST(split_part(once_key, ':', 2) AS INTEGER)",
}
_BY_KEY = (
    "UPDATE message SET case_id = {number} WHERE once_key LIKE 'chase:%'",
    """
    UPDATE message SET case_id = wait.case_id, request_id = wait.request_id
    FROM wait WHERE wait.id = {number} AND once_key LIKE 'taken:%'
    """,
    "UPDATE message SET reader_id = CAST(substr(once_key, 18) AS INTEGER)"
    " WHERE once_key LIKE 'daily:%'",
)


def upgrade() -> None:
    for column, table in (("case_id", "case_file"), ("reader_id", "user_account")):
        key = f"CONSTRAINT fk_message_{column} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE message ADD COLUMN {column} INTEGER {key}")
    op.execute(_WRITTEN_OF)
    number = _NUMBER[op.get_context().dialect.name]
    for statement in _BY_KEY:
        op.execute(statement.format(number=number))


def downgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_column("reader_id")
        batch.drop_column("case_id")
