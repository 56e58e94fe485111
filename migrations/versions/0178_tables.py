"""Every table, with the rows that never change and each database's own search index."""

import sqlalchemy as sa
from alembic import op

from migrations import append_only, search_indexes

revision = "0178"
down_revision = None
branch_labels = None
depends_on = None

ID = ("id",)
# Rows that never change, by each unique key: SQLite's REPLACE passes by the triggers of DELETE.
UNIQUE_KEYS = {
    "assessment": (ID,),
    "audit_entry": (ID, ("key",)),
    "case_checkpoint": (("case_id", "checkpoint"),),
    "checkpoint": (("number",),),
    "checkpoint_timestamp": (("checkpoint",),),
    "confirmation": (ID,),
    "correction": (ID,),
    "court_decision": (ID,),
    "decision": (ID,),
    "event": (ID,),
    "hearing": (ID,),
    "history_check": (ID,),
    "law_change": (ID, ("reference",)),
    "law_record": (ID,),
    "law_step": (ID, ("change_id",)),
    "letter": (ID, ("series", "version"), ("draft_id",)),
    "override_signature": (ID, ("assessment_id",)),
    "paper_chase": (ID,),
    "register_row": (ID, ("review_id",)),
    "respondents_notice": (ID,),
    "security_event": (ID,),
    "submission": (ID, ("review_id", "version")),
    "submission_pass": (ID,),
    "telling_attempt": (ID,),
}
# A hash is chained once, and its salt may be emptied.
MAY_CHANGE = {"checkpoint": "old.checkpoint IS NULL", "salt": "new.salt IS NULL"}
STAYS = ("id", "table_name", "row_id", "case_id", "sha256", "second_id")


def upgrade() -> None:
    _make_tables()
    append_only.keep(*UNIQUE_KEYS)
    append_only.keep_but("record_hash", STAYS, MAY_CHANGE)
    append_only.refuse_replacing({**UNIQUE_KEYS, "record_hash": (ID,)})
    search_indexes.make()


def downgrade() -> None:
    search_indexes.drop()
    append_only.allow_replacing("record_hash", *UNIQUE_KEYS)
    append_only.release("record_hash", *UNIQUE_KEYS)
    _drop_tables()


def _make_tables() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("records_sha256", sa.String(length=64), nullable=False),
        sa.Column("cases_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "clock_jump",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("is_certain", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_jump")),
    )
    op.create_table(
        "deferred_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=254), nullable=False),
        sa.Column("wants_factor", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferred_ask")),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_changed_at"), "draft", ["changed_at"], unique=False)
    op.create_table(
        "equality_answer",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("question", "answer", "month", name=op.f("pk_equality_answer")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ease", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_given_on_id"), "feedback", ["given_on", "id"], unique=False)
    op.create_table(
        "history_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("first_fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_check")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "law_followed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_version", sa.String(length=16), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("dated_anew", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "step_sha256", sa.String(length=64), server_default=sa.text("''"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_followed")),
    )
    op.create_table(
        "paper_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("manager_email", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_contact")),
    )
    op.create_index(
        "ix_paper_contact_kept",
        "paper_contact",
        ["area", "unit"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "record_hash",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_hash")),
    )
    op.create_index(
        "ix_record_hash_unchained",
        "record_hash",
        ["id"],
        unique=False,
        sqlite_where=sa.text("checkpoint IS NULL"),
        postgresql_where=sa.text("checkpoint IS NULL"),
    )
    op.create_table(
        "reference_counter",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=16), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_sign_in_attempt_address_hash_at"),
        "sign_in_attempt",
        ["address_hash", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sign_in_attempt_email_hash_at"),
        "sign_in_attempt",
        ["email_hash", "at"],
        unique=False,
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_table(
        "upload_count",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("megabytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "hour", name=op.f("pk_upload_count")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("session_key", sa.String(length=64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("law_office", sa.String(length=40), nullable=True),
        sa.Column("mobile", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "second_email", sa.String(length=254), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("night_texts", sa.String(length=40), server_default="last_day", nullable=False),
        sa.Column("works_from", sa.String(length=5), server_default="09:00", nullable=False),
        sa.Column("works_until", sa.String(length=5), server_default="17:00", nullable=False),
        sa.Column("works_on", sa.String(length=7), server_default="12345", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("session_key", name=op.f("uq_user_account_session_key")),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_table(
        "wrong_try",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "hour", name=op.f("pk_wrong_try")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["user_account.id"], name=op.f("fk_absence_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_absence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_absence_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_cover_id"), "absence", ["cover_id"], unique=False)
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_index(op.f("ix_absence_to_on"), "absence", ["to_on"], unique=False)
    op.create_table(
        "account_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_version", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("law_office", sa.String(length=40), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_account_proposal_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_account_proposal_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_account_proposal_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_proposal")),
    )
    op.create_index(
        op.f("ix_account_proposal_person_id"), "account_proposal", ["person_id"], unique=False
    )
    op.create_index(
        "ix_account_proposal_waiting",
        "account_proposal",
        ["proposed_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
    )
    op.create_table(
        "case_checkpoint",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint"], ["checkpoint.number"], name=op.f("fk_case_checkpoint_checkpoint")
        ),
        sa.PrimaryKeyConstraint("case_id", "checkpoint", name=op.f("pk_case_checkpoint")),
    )
    op.create_index(
        op.f("ix_case_checkpoint_checkpoint"), "case_checkpoint", ["checkpoint"], unique=False
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("court_text", sa.String(length=200), nullable=False),
        sa.Column("court_case_number", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("court_recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cps_reference", sa.String(length=20), nullable=True),
        sa.Column("cps_lawyer", sa.String(length=200), nullable=True),
        sa.Column("prosecution_counsel", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["court_recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_case_file_court_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_case_file_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    op.create_table(
        "checkpoint_timestamp",
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint"], ["checkpoint.number"], name=op.f("fk_checkpoint_timestamp_checkpoint")
        ),
        sa.PrimaryKeyConstraint("checkpoint", name=op.f("pk_checkpoint_timestamp")),
    )
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_telephone", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_duty_shift_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_duty_shift_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index(
        op.f("ix_duty_shift_ends_at_place"), "duty_shift", ["ends_at", "place"], unique=False
    )
    op.create_index(op.f("ix_duty_shift_person_id"), "duty_shift", ["person_id"], unique=False)
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("last_key", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_export_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_kept_form_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("user_id", "path", "mark", name=op.f("uq_kept_form_user_id_path_mark")),
    )
    op.create_index(op.f("ix_kept_form_kept_at"), "kept_form", ["kept_at"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_known_device_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("user_id", "device", name=op.f("uq_known_device_user_id_device")),
    )
    op.create_table(
        "last_sign_in",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_last_sign_in_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_last_sign_in")),
    )
    op.create_table(
        "law_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("decides_from_on", sa.Date(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_law_change_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["law_change.id"], name=op.f("fk_law_change_undoes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_change")),
        sa.UniqueConstraint("reference", name=op.f("uq_law_change_reference")),
    )
    op.create_index(op.f("ix_law_change_undoes_id"), "law_change", ["undoes_id"], unique=False)
    op.create_table(
        "law_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("commencement", sa.Text(), nullable=False),
        sa.Column("how_sure", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("touches", sa.Text(), nullable=False),
        sa.Column("not_known", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_law_record_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_record")),
    )
    op.create_index(op.f("ix_law_record_key_id"), "law_record", ["key", "id"], unique=False)
    op.create_table(
        "office_identity",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_office_identity_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_office_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_office_identity_issuer_subject")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_passkey_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"], unique=False)
    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_emailed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_password_link_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_password_link_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_password_link_key_hash")),
    )
    op.create_index(op.f("ix_password_link_user_id"), "password_link", ["user_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)
    op.create_table(
        "register_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_categories", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brought_by_id"], ["user_account.id"], name=op.f("fk_register_file_brought_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_register_file_sha256")),
    )
    op.create_table(
        "restored_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_messages", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("unsigned_because", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user_account.id"], name=op.f("fk_restored_copy_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restored_copy")),
    )
    op.create_table(
        "rights_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("contacts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("identity_asked_on", sa.Date(), nullable=True),
        sa.Column("identified_on", sa.Date(), nullable=True),
        sa.Column("identified_how", sa.String(length=200), nullable=False),
        sa.Column("meaning_asked_on", sa.Date(), nullable=True),
        sa.Column("meaning_known_on", sa.Date(), nullable=True),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extended_why", sa.Text(), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finds", sa.JSON(), nullable=False),
        sa.Column("masks", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_hash", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_rights_request_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_rights_request_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_rights_request_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_rights_request_reference")),
    )
    op.create_index(
        op.f("ix_rights_request_answered_at_answer_by_on"),
        "rights_request",
        ["answered_at", "answer_by_on"],
        unique=False,
    )
    op.create_table(
        "saved_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("divided_by", sa.String(length=40), nullable=False),
        sa.Column("after_hours_only", sa.Boolean(), nullable=False),
        sa.Column("received_from", sa.Date(), nullable=True),
        sa.Column("received_to", sa.Date(), nullable=True),
        sa.Column("with_old_register", sa.Boolean(), nullable=False),
        sa.Column("as_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("divided_across", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"], ["user_account.id"], name=op.f("fk_saved_report_deleted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["user_account.id"], name=op.f("fk_saved_report_kept_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_report")),
    )
    op.create_index(op.f("ix_saved_report_as_at_id"), "saved_report", ["as_at", "id"], unique=False)
    op.create_index(
        op.f("ix_saved_report_kept_at_id"), "saved_report", ["kept_at", "id"], unique=False
    )
    op.create_index(op.f("ix_saved_report_name_id"), "saved_report", ["name", "id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_saved_view_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(
        op.f("ix_saved_view_owner_id_list_name_name"),
        "saved_view",
        ["owner_id", "list_name", "name"],
        unique=True,
    )
    op.create_index(
        "ix_saved_view_shared",
        "saved_view",
        ["list_name"],
        unique=False,
        sqlite_where=sa.text("is_shared = 1"),
        postgresql_where=sa.text("is_shared"),
    )
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("pending_secret", sa.Text(), nullable=True),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.Column("challenged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_second_factor_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "security_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["user_account.id"], name=op.f("fk_security_event_about_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_security_event_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_event")),
    )
    op.create_index(
        op.f("ix_security_event_about_id_at"), "security_event", ["about_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_security_event_address_at"), "security_event", ["address", "at"], unique=False
    )
    op.create_index(op.f("ix_security_event_at_id"), "security_event", ["at", "id"], unique=False)
    op.create_index(
        op.f("ix_security_event_by_id_at"), "security_event", ["by_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_security_event_kind_at_id"), "security_event", ["kind", "at", "id"], unique=False
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_staff_session_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_staff_session_key_hash")),
    )
    op.create_index(
        op.f("ix_staff_session_user_id_begun_at"),
        "staff_session",
        ["user_id", "begun_at"],
        unique=False,
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["user_account.id"], name=op.f("fk_team_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index(
        "ix_team_running",
        "team",
        ["name"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("joins_later", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_campaign_case_id")),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["user_account.id"], name=op.f("fk_campaign_said_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(
        "ix_campaign_running",
        "campaign",
        ["words"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_reader",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_reader_case_id")),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["user_account.id"], name=op.f("fk_case_reader_named_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_case_reader_user_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_case_reader")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("acknowledge_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["user_account.id"],
            name=op.f("fk_complaint_acknowledged_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_complaint_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_complaint_case_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_complaint_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index(op.f("ix_complaint_case_id"), "complaint", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_complaint_received_at_id"), "complaint", ["received_at", "id"], unique=False
    )
    op.create_index(
        "ix_complaint_to_answer",
        "complaint",
        ["answer_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passed_to_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_conflict_case_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_conflict_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["passed_to_id"], ["user_account.id"], name=op.f("fk_conflict_passed_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_conflict_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_case_id"), "conflict", ["case_id"], unique=False)
    op.create_table(
        "export_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["export.id"], name=op.f("fk_export_part_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_part")),
        sa.UniqueConstraint("export_id", "after", name=op.f("uq_export_part_export_id_after")),
    )
    op.create_table(
        "law_rehearsal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("law_version", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("shows", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_law_rehearsal_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["law_change.id"], name=op.f("fk_law_rehearsal_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_rehearsal")),
    )
    op.create_index(
        op.f("ix_law_rehearsal_change_id"), "law_rehearsal", ["change_id"], unique=False
    )
    op.create_table(
        "law_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_law_step_by_id")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["law_change.id"], name=op.f("fk_law_step_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_step")),
        sa.UniqueConstraint("change_id", name=op.f("uq_law_step_change_id")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_legal_hold_case_id")),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["user_account.id"], name=op.f("fk_legal_hold_placed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["user_account.id"], name=op.f("fk_legal_hold_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(op.f("ix_legal_hold_case_id"), "legal_hold", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_legal_hold_ended_at_review_on"),
        "legal_hold",
        ["ended_at", "review_on"],
        unique=False,
    )
    op.create_table(
        "person_to_tell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("no_contact_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_person_to_tell_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_person_to_tell_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_to_tell")),
    )
    op.create_index(op.f("ix_person_to_tell_case_id"), "person_to_tell", ["case_id"], unique=False)
    op.create_table(
        "press_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_press_line_case_id")),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["user_account.id"], name=op.f("fk_press_line_released_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_press_line_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_line")),
    )
    op.create_index(op.f("ix_press_line_case_id_id"), "press_line", ["case_id", "id"], unique=False)
    op.create_index(
        "ix_press_line_unreleased",
        "press_line",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("journey_key", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("quarantine_reason", sa.String(length=200), nullable=False),
        sa.Column("is_late_hours", sa.Boolean(), nullable=False),
        sa.Column("offender_name", sa.String(length=200), nullable=False),
        sa.Column("other_offenders", sa.Text(), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("court_text", sa.String(length=200), nullable=False),
        sa.Column("sentenced_on", sa.Date(), nullable=True),
        sa.Column("sentenced_text", sa.String(length=200), nullable=False),
        sa.Column("offence_id", sa.String(length=80), nullable=True),
        sa.Column("offence_text", sa.Text(), nullable=False),
        sa.Column("offence_answers", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("requester_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mailbox", sa.String(length=254), server_default=sa.text("''"), nullable=False),
        sa.Column("telephone", sa.String(length=200), nullable=False),
        sa.Column("postal_address", sa.Text(), nullable=False),
        sa.Column("may_leave_message", sa.Boolean(), nullable=True),
        sa.Column("may_post", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("support_needs", sa.Text(), nullable=False),
        sa.Column("no_contact_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at_by_id", sa.Integer(), nullable=True),
        sa.Column("was_told", sa.Boolean(), nullable=True),
        sa.Column("told_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("withdraws_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_email", sa.Boolean(), nullable=True),
        sa.Column("may_telephone", sa.Boolean(), nullable=True),
        sa.Column("may_text", sa.Boolean(), nullable=True),
        sa.Column("verified_standing", sa.String(length=40), nullable=True),
        sa.Column("standing_source", sa.String(length=40), nullable=True),
        sa.Column("standing_source_reference", sa.String(length=200), nullable=True),
        sa.Column("standing_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing_verified_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_request_case_id")),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["user_account.id"], name=op.f("fk_request_logged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["looked_at_by_id"], ["user_account.id"], name=op.f("request_looked_at_by_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("request_owner_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["standing_verified_by_id"],
            ["user_account.id"],
            name=op.f("request_standing_verified_by_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("journey_key", name=op.f("uq_request_journey_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_request_reference")),
    )
    op.create_index(op.f("ix_request_case_id"), "request", ["case_id"], unique=False)
    op.create_index(
        "ix_request_mailbox",
        "request",
        ["mailbox", "received_at"],
        unique=False,
        sqlite_where=sa.text("mailbox <> ''"),
        postgresql_where=sa.text("mailbox <> ''"),
    )
    op.create_index(
        "ix_request_owner",
        "request",
        ["owner_id", "id"],
        unique=False,
        sqlite_where=sa.text("owner_id IS NOT NULL"),
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_request_state_received_at_id"),
        "request",
        ["state", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_request_state_sentenced_on_id"),
        "request",
        ["state", "sentenced_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_request_withdraws_at",
        "request",
        ["withdraws_at"],
        unique=False,
        sqlite_where=sa.text("withdraws_at IS NOT NULL"),
        postgresql_where=sa.text("withdraws_at IS NOT NULL"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("offender_name", sa.String(length=200), nullable=False),
        sa.Column("offender_born_on", sa.Date(), nullable=True),
        sa.Column("offender_address", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earliest_file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unconfirmed_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_historical", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), server_default="office", nullable=False),
        sa.Column("limit_name", sa.String(length=40), server_default="28-days", nullable=False),
        sa.Column(
            "law_version", sa.String(length=16), server_default=sa.text("''"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["user_account.id"], name=op.f("fk_review_assignee_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_review_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_case_id"), "review", ["case_id"], unique=False)
    op.create_index(
        "ix_review_filed_at",
        "review",
        ["filed_at"],
        unique=False,
        sqlite_where=sa.text("filed_at IS NOT NULL"),
        postgresql_where=sa.text("filed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_review_held",
        "review",
        ["assignee_id", "file_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_review_held_earliest",
        "review",
        ["assignee_id", "earliest_file_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_review_held_stage",
        "review",
        ["assignee_id", "state", "earliest_file_by_at", "id", "outcome", "filed_at", "case_id"],
        unique=False,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_review_open_file_by",
        "review",
        ["file_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "ix_review_past_filing",
        "review",
        ["assignee_id", "earliest_file_by_at", "id", "is_historical"],
        unique=False,
        sqlite_where=sa.text(
            "outcome IS NULL AND (filed_at IS NOT NULL OR state IN ('referred', 'at_court'))"
        ),
        postgresql_where=sa.text(
            "outcome IS NULL AND (filed_at IS NOT NULL OR state IN ('referred', 'at_court'))"
        ),
    )
    op.create_index(op.f("ix_review_state"), "review", ["state"], unique=False)
    op.create_index(
        op.f("ix_review_unconfirmed_since_at_id"),
        "review",
        ["unconfirmed_since_at", "id"],
        unique=False,
    )
    op.create_table(
        "start_view",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_start_view_user_id")
        ),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_start_view_view_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_start_view")),
    )
    op.create_index(op.f("ix_start_view_view_id"), "start_view", ["view_id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_team_member_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_team_id"), "team_member", ["team_id"], unique=False)
    op.create_table(
        "added_later",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_added_later_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_later")),
    )
    op.create_index(
        op.f("ix_added_later_request_id_added_at"),
        "added_later",
        ["request_id", "added_at"],
        unique=False,
    )
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_advice_given_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_advice_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
        sa.UniqueConstraint("review_id", "version", name=op.f("uq_advice_review_id_version")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("aggravating", sa.Text(), nullable=False),
        sa.Column("mitigating", sa.Text(), nullable=False),
        sa.Column("why_lenient", sa.Text(), nullable=False),
        sa.Column("authorities", sa.Text(), nullable=False),
        sa.Column("document_links", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("appeal_number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("limb", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("antecedents", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reports", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("how_judge", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("sentencing_range", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("settled_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("checked_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("unpinned_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_application_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_application_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("review_id", name=op.f("uq_application_review_id")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("tests", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("catalogue_version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("overrides", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("time_verdict", sa.String(length=40), nullable=True),
        sa.Column("needs_signature", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_assessment_made_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_assessment_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(
        "ix_assessment_overriding",
        "assessment",
        ["review_id", "id"],
        unique=False,
        sqlite_where=sa.text("overrides = 1"),
        postgresql_where=sa.text("overrides"),
    )
    op.create_index(op.f("ix_assessment_review_id"), "assessment", ["review_id"], unique=False)
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
            ["confirmed_by_id"], ["user_account.id"], name=op.f("fk_confirmation_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_confirmation_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_review_id"), "confirmation", ["review_id"], unique=False)
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("email_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("call_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_contact_change_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_change")),
    )
    op.create_index(
        op.f("ix_contact_change_asked_at"), "contact_change", ["asked_at"], unique=False
    )
    op.create_index(
        op.f("ix_contact_change_request_id_id"),
        "contact_change",
        ["request_id", "id"],
        unique=False,
    )
    op.create_table(
        "court_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("revised_sentence", sa.Text(), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_court_decision_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_court_decision_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_decision")),
    )
    op.create_index(
        op.f("ix_court_decision_review_id"), "court_decision", ["review_id"], unique=False
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("limit_name", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("find_day_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("act_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "may_be_limit", sa.String(length=40), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("may_be_until_on", sa.Date(), nullable=True),
        sa.Column(
            "law_version", sa.String(length=16), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("offence", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("more_offences", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(request_id IS NULL) <> (review_id IS NULL)", name=op.f("ck_deadline_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_deadline_request_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_deadline_review_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("deadline_tag_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_request", "deadline", ["request_id"], unique=True)
    op.create_index("ix_deadline_review", "deadline", ["review_id"], unique=True)
    op.create_index(
        "ix_deadline_running",
        "deadline",
        ["act_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_deadline_running_offence",
        "deadline",
        ["offence", "act_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_deadline_running_request",
        "deadline",
        ["act_by_at", "request_id", "find_day_by_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL AND request_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND request_id IS NOT NULL"),
    )
    op.create_index(
        "ix_deadline_tag",
        "deadline",
        ["tag_id"],
        unique=False,
        sqlite_where=sa.text("tag_id IS NOT NULL"),
        postgresql_where=sa.text("tag_id IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_event_case_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_event_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_event_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_case_id_id"), "event", ["case_id", "id"], unique=False)
    op.create_index(op.f("ix_event_request_id"), "event", ["request_id"], unique=False)
    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("time_of_day", sa.Time(), nullable=True),
        sa.Column("is_time_awaited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("court", sa.String(length=200), nullable=False),
        sa.Column("constitution", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_hearing_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_hearing_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    op.create_index(op.f("ix_hearing_heard_on"), "hearing", ["heard_on"], unique=False)
    op.create_index(op.f("ix_hearing_review_id"), "hearing", ["review_id"], unique=False)
    op.create_table(
        "inbound_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once_key", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=500), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("sender_email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("faults", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("proposal", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_inbound_message_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["inbound_message.id"], name=op.f("inbound_message_thread_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint("once_key", name=op.f("uq_inbound_message_once_key")),
    )
    op.create_index(
        op.f("ix_inbound_message_message_id"), "inbound_message", ["message_id"], unique=False
    )
    op.create_index(
        op.f("ix_inbound_message_request_id"), "inbound_message", ["request_id"], unique=False
    )
    op.create_index(
        op.f("ix_inbound_message_state_received_at_id"),
        "inbound_message",
        ["state", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inbound_message_thread_id"), "inbound_message", ["thread_id"], unique=False
    )
    op.create_table(
        "law_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rehearsal_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("act_by_on", sa.Date(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("to_tell", sa.Integer(), nullable=False),
        sa.Column("moves_on", sa.Date(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["user_account.id"], name=op.f("law_finding_agreed_by_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"],
            ["law_rehearsal.id"],
            name=op.f("fk_law_finding_rehearsal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["request.id"],
            name=op.f("fk_law_finding_request_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_law_finding_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_finding")),
    )
    op.create_index(
        op.f("ix_law_finding_rehearsal_id_act_by_on_id"),
        "law_finding",
        ["rehearsal_id", "act_by_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_law_finding_request_id"), "law_finding", ["request_id"], unique=False)
    op.create_index(op.f("ix_law_finding_review_id"), "law_finding", ["review_id"], unique=False)
    op.create_table(
        "letter_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_values", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_letter_draft_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_letter_draft_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_letter_draft_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_letter_draft_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_letter_draft_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_draft")),
    )
    op.create_index(op.f("ix_letter_draft_case_id"), "letter_draft", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_letter_draft_request_id"), "letter_draft", ["request_id"], unique=False
    )
    op.create_index(op.f("ix_letter_draft_review_id"), "letter_draft", ["review_id"], unique=False)
    op.create_index(
        "ix_letter_draft_unfinished",
        "letter_draft",
        ["changed_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('writing', 'checked')"),
        postgresql_where=sa.text("state IN ('writing', 'checked')"),
    )
    op.create_table(
        "lock_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("opener", sa.String(length=40), nullable=False),
        sa.Column("was_filed_without", sa.Boolean(), nullable=False),
        sa.Column("unverified", sa.JSON(), nullable=False),
        sa.Column("seen_values", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("review_by_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_right", sa.Boolean(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_lock_opening_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_lock_opening_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["user_account.id"], name=op.f("fk_lock_opening_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_opening")),
    )
    op.create_index(op.f("ix_lock_opening_review_id"), "lock_opening", ["review_id"], unique=False)
    op.create_index(
        "ix_lock_opening_to_review",
        "lock_opening",
        ["review_by_on", "id"],
        unique=False,
        sqlite_where=sa.text("reviewed_at IS NULL"),
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_table(
        "name_key",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_name_key_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_name_key_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_key")),
    )
    op.create_index(
        "ix_name_key_of_request_id",
        "name_key",
        ["key", "id"],
        unique=False,
        sqlite_where=sa.text("request_id IS NOT NULL"),
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.create_index(
        "ix_name_key_of_review_id",
        "name_key",
        ["key", "id"],
        unique=False,
        sqlite_where=sa.text("review_id IS NOT NULL"),
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )
    op.create_index(
        "ix_name_key_request_id",
        "name_key",
        ["request_id"],
        unique=False,
        sqlite_where=sa.text("request_id IS NOT NULL"),
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.create_index(
        "ix_name_key_review_id",
        "name_key",
        ["review_id"],
        unique=False,
        sqlite_where=sa.text("review_id IS NOT NULL"),
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )
    op.create_table(
        "owed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted_by_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_owed_item_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_owed_item_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_owed_item_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_item")),
    )
    op.create_index(op.f("ix_owed_item_request_id"), "owed_item", ["request_id"], unique=False)
    op.create_table(
        "planned_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NULL) <> (request_id IS NULL)", name=op.f("ck_planned_call_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_planned_call_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_planned_call_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_planned_call_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_planned_call_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_planned_call_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_call")),
    )
    op.create_index(op.f("ix_planned_call_case_id"), "planned_call", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_planned_call_person_id_due_on"),
        "planned_call",
        ["person_id", "due_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_planned_call_request_id"), "planned_call", ["request_id"], unique=False
    )
    op.create_table(
        "posted_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("works_until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_posted_code_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_posted_code_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_code")),
    )
    op.create_index(op.f("ix_posted_code_asked_at"), "posted_code", ["asked_at"], unique=False)
    op.create_index(
        op.f("ix_posted_code_request_id_id"), "posted_code", ["request_id", "id"], unique=False
    )
    op.create_table(
        "redating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_last_day_on", sa.Date(), nullable=True),
        sa.Column("was_file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_verdict", sa.String(length=40), nullable=True),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_redating_changed_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_redating_review_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name=op.f("fk_redating_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redating")),
    )
    op.create_index(op.f("ix_redating_review_id"), "redating", ["review_id"], unique=False)
    op.create_index(
        "ix_redating_to_sign",
        "redating",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("signed_at IS NULL"),
        postgresql_where=sa.text("signed_at IS NULL"),
    )
    op.create_table(
        "register_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("column_name", sa.String(length=40), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["register_file.id"], name=op.f("fk_register_doubt_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_register_doubt_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_register_doubt_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_doubt")),
    )
    op.create_index(
        op.f("ix_register_doubt_file_id_row_number_id"),
        "register_doubt",
        ["file_id", "row_number", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_register_doubt_review_id"), "register_doubt", ["review_id"], unique=False
    )
    op.create_table(
        "register_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["register_file.id"], name=op.f("fk_register_row_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_register_row_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
        sa.UniqueConstraint("review_id", name=op.f("uq_register_row_review_id")),
    )
    op.create_index(op.f("ix_register_row_position"), "register_row", ["position"], unique=False)
    op.create_index(op.f("ix_register_row_reference"), "register_row", ["reference"], unique=False)
    op.create_table(
        "request_review",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_review_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_request_review_review_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "review_id", name=op.f("pk_request_review")),
    )
    op.create_index(
        op.f("ix_request_review_review_id"), "request_review", ["review_id"], unique=False
    )
    op.create_table(
        "request_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handling", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_after_hours", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hours_to_look", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days_to_answer", sa.Integer(), nullable=True),
        sa.Column("was_told", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_request_version_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_version_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_version")),
    )
    op.create_index(
        op.f("ix_request_version_case_id"), "request_version", ["case_id"], unique=False
    )
    op.create_index(
        "ix_request_version_now",
        "request_version",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_index(
        op.f("ix_request_version_request_id_from_at"),
        "request_version",
        ["request_id", "from_at"],
        unique=False,
    )
    op.create_table(
        "request_wording",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["request.id"],
            name=op.f("fk_request_wording_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_wording")),
    )
    op.create_index(
        op.f("ix_request_wording_sentence"), "request_wording", ["sentence"], unique=False
    )
    op.create_index(op.f("ix_request_wording_words"), "request_wording", ["words"], unique=False)
    op.create_table(
        "requester_background",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("court_case_number", sa.String(length=40), nullable=False),
        sa.Column("by_right", sa.Text(), nullable=False),
        sa.Column("constituency", sa.String(length=200), nullable=False),
        sa.Column("constituent", sa.Text(), nullable=False),
        sa.Column("has_consent", sa.Boolean(), nullable=True),
        sa.Column("who_hears", sa.String(length=40), nullable=False),
        sa.Column("together", sa.JSON(), nullable=False),
        sa.Column("mp_name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "own_reference", sa.String(length=80), server_default=sa.text("''"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_requester_background_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_requester_background")),
    )
    op.create_table(
        "respondents_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_respondents_notice_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_respondents_notice_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondents_notice")),
    )
    op.create_index(
        op.f("ix_respondents_notice_review_id"), "respondents_notice", ["review_id"], unique=False
    )
    op.create_table(
        "restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("protects", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_restriction_added_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_restriction_case_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_restriction_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_restriction_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    op.create_index(op.f("ix_restriction_case_id"), "restriction", ["case_id"], unique=False)
    op.create_index(op.f("ix_restriction_review_id"), "restriction", ["review_id"], unique=False)
    op.create_index(
        "ix_restriction_sealed",
        "restriction",
        ["case_id"],
        unique=False,
        sqlite_where=sa.text("kind = 'sealed' AND ended_at IS NULL"),
        postgresql_where=sa.text("kind = 'sealed' AND ended_at IS NULL"),
    )
    op.create_table(
        "review_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("family", sa.String(length=80), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=True),
        sa.Column("sentenced_on", sa.Date(), nullable=True),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_after_hours", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("days_taken", sa.Integer(), nullable=True),
        sa.Column("hours_to_spare", sa.Integer(), nullable=True),
        sa.Column("is_historical", sa.Boolean(), nullable=False),
        sa.Column("limit_name", sa.String(length=40), server_default="28-days", nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_review_version_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_version_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_version")),
    )
    op.create_index(
        "ix_review_version_now",
        "review_version",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_index(
        op.f("ix_review_version_review_id_from_at"),
        "review_version",
        ["review_id", "from_at"],
        unique=False,
    )
    op.create_table(
        "safe_contact",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("email_use", sa.String(length=40), nullable=False),
        sa.Column("text_to", sa.String(length=20), nullable=False),
        sa.Column("texts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("safe_person", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.String(length=200), nullable=False),
        sa.Column("words_to_use", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_safe_contact_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_safe_contact")),
    )
    op.create_index(
        "ix_safe_contact_text_to",
        "safe_contact",
        ["text_to"],
        unique=False,
        sqlite_where=sa.text("text_to <> ''"),
        postgresql_where=sa.text("text_to <> ''"),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("sentenced_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_search_entry_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_search_entry_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_search_entry_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("request_id", name=op.f("uq_search_entry_request_id")),
        sa.UniqueConstraint("review_id", name=op.f("uq_search_entry_review_id")),
    )
    op.create_index(op.f("ix_search_entry_at_id"), "search_entry", ["at", "id"], unique=False)
    op.create_index(op.f("ix_search_entry_case_id"), "search_entry", ["case_id"], unique=False)
    op.create_table(
        "second_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("view", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name=op.f("fk_second_reading_reader_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_second_reading_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
    )
    op.create_index(
        op.f("ix_second_reading_month_id"), "second_reading", ["month", "id"], unique=False
    )
    op.create_index(
        op.f("ix_second_reading_review_id_month"),
        "second_reading",
        ["review_id", "month"],
        unique=True,
    )
    op.create_table(
        "sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("sentenced_on", sa.Date(), nullable=False),
        sa.Column("varied_on", sa.Date(), nullable=True),
        sa.Column("order_kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("judge", sa.String(length=200), nullable=False),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("came_by", sa.String(length=40), nullable=True),
        sa.Column("same_case", sa.String(length=40), nullable=True),
        sa.Column("same_case_words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "same_case_source", sa.String(length=200), server_default=sa.text("''"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_sentence_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_sentence_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence")),
    )
    op.create_index(op.f("ix_sentence_review_id"), "sentence", ["review_id"], unique=False)
    op.create_index(op.f("ix_sentence_sentenced_on"), "sentence", ["sentenced_on"], unique=False)
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_set_aside_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_set_aside_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["request.id"], name=op.f("fk_set_aside_other_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_set_aside_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_set_aside_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
    )
    op.create_index(op.f("ix_set_aside_other_id"), "set_aside", ["other_id"], unique=False)
    op.create_index(op.f("ix_set_aside_request_id"), "set_aside", ["request_id"], unique=False)
    op.create_table(
        "status_left",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_status_left_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_status_left")),
    )
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
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_submission_made_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_submission_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("review_id", "version", name=op.f("uq_submission_review_id_version")),
    )
    op.create_table(
        "wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("permission", sa.String(length=40), nullable=True),
        sa.Column("law_office", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("was_asked", sa.Boolean(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_wait_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_wait_case_id")),
        sa.ForeignKeyConstraint(["for_id"], ["user_account.id"], name=op.f("fk_wait_for_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_wait_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_wait_review_id")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["user_account.id"], name=op.f("fk_wait_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
    )
    op.create_index(op.f("ix_wait_case_id"), "wait", ["case_id"], unique=False)
    op.create_index("ix_wait_once", "wait", ["kind", "subject_id", "since_at"], unique=True)
    op.create_index(op.f("ix_wait_request_id"), "wait", ["request_id"], unique=False)
    op.create_index(op.f("ix_wait_review_id"), "wait", ["review_id"], unique=False)
    op.create_index(
        "ix_wait_running",
        "wait",
        ["for_id", "permission", "from_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "written_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_autosaved", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_written_draft_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["user_account.id"], name=op.f("fk_written_draft_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_draft")),
        sa.UniqueConstraint(
            "review_id", "kind", "version", name=op.f("uq_written_draft_review_id_kind_version")
        ),
    )
    op.create_table(
        "case_joining",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_ids", sa.JSON(), nullable=False),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("carried", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_case_joining_by_id")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_joining_case_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_case_joining_event_id")),
        sa.ForeignKeyConstraint(
            ["into_id"], ["case_file.id"], name=op.f("fk_case_joining_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_case_joining_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_joining")),
    )
    op.create_index(op.f("ix_case_joining_into_id"), "case_joining", ["into_id"], unique=False)
    op.create_index(
        "ix_case_joining_standing",
        "case_joining",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "check_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(review_id IS NULL) <> (draft_id IS NULL)", name=op.f("ck_check_request_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_check_request_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["letter_draft.id"], name=op.f("fk_check_request_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["user_account.id"], name=op.f("fk_check_request_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_check_request_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_request")),
    )
    op.create_index(op.f("ix_check_request_draft_id"), "check_request", ["draft_id"], unique=False)
    op.create_index(
        op.f("ix_check_request_review_id"), "check_request", ["review_id"], unique=False
    )
    op.create_table(
        "conviction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("offence_id", sa.String(length=80), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("plea", sa.String(length=40), nullable=True),
        sa.Column("convicted_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("is_category", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("offence_role", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_conviction_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentence.id"], name=op.f("fk_conviction_sentence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conviction")),
    )
    op.create_index(op.f("ix_conviction_offence_id"), "conviction", ["offence_id"], unique=False)
    op.create_index(op.f("ix_conviction_sentence_id"), "conviction", ["sentence_id"], unique=False)
    op.create_index(op.f("ix_conviction_text"), "conviction", ["text"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("doubt_id", sa.Integer(), nullable=True),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_correction_by_id")),
        sa.ForeignKeyConstraint(
            ["doubt_id"], ["register_doubt.id"], name=op.f("fk_correction_doubt_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_correction_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_at_id"), "correction", ["at", "id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column(
            "description", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("draft_key", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scan_state", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), server_default="waiting", nullable=False),
        sa.Column("findings", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("pages", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tampered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_document_added_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_document_case_id")),
        sa.ForeignKeyConstraint(
            ["draft_key"], ["draft.key"], name=op.f("fk_document_draft_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["inbound_message.id"], name=op.f("fk_document_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_document_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_case_id"), "document", ["case_id"], unique=False)
    op.create_index(op.f("ix_document_draft_key"), "document", ["draft_key"], unique=False)
    op.create_index(op.f("ix_document_message_id"), "document", ["message_id"], unique=False)
    op.create_index(op.f("ix_document_request_id"), "document", ["request_id"], unique=False)
    op.create_index(
        "ix_document_state",
        "document",
        ["state", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'to_make')"),
        postgresql_where=sa.text("state IN ('waiting', 'to_make')"),
    )
    op.create_index(
        "ix_document_to_read",
        "document",
        ["id"],
        unique=False,
        sqlite_where=sa.text("reading IS NULL AND words <> ''"),
        postgresql_where=sa.text("reading IS NULL AND words <> ''"),
    )
    op.create_table(
        "duty_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("about_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stands", sa.String(length=80), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_everybody", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("next_call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_ended", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_duty_alarm_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_duty_alarm_deadline_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_alarm")),
    )
    op.create_index(
        "ix_duty_alarm_going",
        "duty_alarm",
        ["next_call_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_duty_alarm_once",
        "duty_alarm",
        ["deadline_id", "reason", "stage", "about_at"],
        unique=True,
    )
    op.create_table(
        "inbound_part",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["inbound_message.id"],
            name=op.f("fk_inbound_part_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_inbound_part")),
    )
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_letter_batch_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["letter_draft.id"], name=op.f("fk_letter_batch_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_letter_batch_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
        sa.UniqueConstraint("sample_id", name=op.f("uq_letter_batch_sample_id")),
    )
    op.create_index(op.f("ix_letter_batch_case_id"), "letter_batch", ["case_id"], unique=False)
    op.create_index(
        "ix_letter_batch_running",
        "letter_batch",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_mention_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_mention_case_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mention_event_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_mention_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_case_id"), "mention", ["case_id"], unique=False)
    op.create_index(op.f("ix_mention_event_id"), "mention", ["event_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once_key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by_post", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_as", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_name", sa.String(length=80), server_default=sa.text("''"), nullable=False),
        sa.Column("file_type", sa.String(length=80), server_default=sa.text("''"), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("by_text", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("thread", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("came_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("trace", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["inbound_message.id"], name=op.f("message_answers_id_fkey")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_message_case_id")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name=op.f("fk_message_reader_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_message_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("once_key", name=op.f("uq_message_once_key")),
    )
    op.create_index(op.f("ix_message_answers_id"), "message", ["answers_id"], unique=False)
    op.create_index(
        "ix_message_lane_0",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('duty_alarm', 'duty_text', 'one_time_code', 'account')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('duty_alarm', 'duty_text', 'one_time_code', 'account')"
        ),
    )
    op.create_index(
        "ix_message_lane_1",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind NOT IN ('duty_alarm', 'duty_text', 'one_time_code', 'account', 'acknowledgement', 'news', 'daily_list', 'checkpoint')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind NOT IN ('duty_alarm', 'duty_text', 'one_time_code', 'account', 'acknowledgement', 'news', 'daily_list', 'checkpoint')"
        ),
    )
    op.create_index(
        "ix_message_lane_2",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('acknowledgement', 'news')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('acknowledgement', 'news')"
        ),
    )
    op.create_index(
        "ix_message_lane_3",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('daily_list', 'checkpoint')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('daily_list', 'checkpoint')"
        ),
    )
    op.create_index(
        "ix_message_on_its_way",
        "message",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND taken_as <> '' AND state = 'sent'"),
        postgresql_where=sa.text("delivered_at IS NULL AND taken_as <> '' AND state = 'sent'"),
    )
    op.create_index(op.f("ix_message_request_id"), "message", ["request_id"], unique=False)
    op.create_index(
        op.f("ix_message_state_by_post_tries_id"),
        "message",
        ["state", "by_post", "tries", "id"],
        unique=False,
    )
    op.create_index(
        "ix_message_to_send",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
        ),
    )
    op.create_index(
        "ix_message_unsent_to",
        "message",
        ["recipient", "id"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
        ),
    )
    op.create_table(
        "outside_law",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_day_on", sa.Date(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dealt_with_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dealt_with_by_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dealt_with_by_id"], ["user_account.id"], name=op.f("fk_outside_law_dealt_with_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_outside_law_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentence.id"], name=op.f("fk_outside_law_sentence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_law")),
        sa.UniqueConstraint("sentence_id", name=op.f("uq_outside_law_sentence_id")),
    )
    op.create_index(
        "ix_outside_law_open",
        "outside_law",
        ["last_day_on", "id"],
        unique=False,
        sqlite_where=sa.text("dealt_with_at IS NULL"),
        postgresql_where=sa.text("dealt_with_at IS NULL"),
    )
    op.create_index(op.f("ix_outside_law_review_id"), "outside_law", ["review_id"], unique=False)
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
    op.create_table(
        "pinned_note",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_pinned_note_case_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_pinned_note_event_id")),
        sa.ForeignKeyConstraint(
            ["pinned_by_id"], ["user_account.id"], name=op.f("fk_pinned_note_pinned_by_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_pinned_note")),
    )
    op.create_index(op.f("ix_pinned_note_case_id"), "pinned_note", ["case_id"], unique=False)
    op.create_table(
        "reversal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_as", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_reversal_case_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_reversal_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reversal_event_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_reversal_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reversal")),
    )
    op.create_index(op.f("ix_reversal_case_id"), "reversal", ["case_id"], unique=False)
    op.create_index(
        "ix_reversal_waiting",
        "reversal",
        ["event_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
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
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_submission_pass_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_pass_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_pass")),
    )
    op.create_index(
        op.f("ix_submission_pass_submission_id"), "submission_pass", ["submission_id"], unique=False
    )
    op.create_table(
        "wait_bar",
        sa.Column("wait_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_wait_bar_person_id")
        ),
        sa.ForeignKeyConstraint(["wait_id"], ["wait.id"], name=op.f("fk_wait_bar_wait_id")),
        sa.PrimaryKeyConstraint("wait_id", "person_id", name=op.f("pk_wait_bar")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("hits", sa.JSON(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_audit_entry_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_audit_entry_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("audit_entry_document_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_audit_entry_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_audit_entry_key")),
    )
    op.create_index(op.f("ix_audit_entry_at_id"), "audit_entry", ["at", "id"], unique=False)
    op.create_index(op.f("ix_audit_entry_by_id_at"), "audit_entry", ["by_id", "at"], unique=False)
    op.create_index(
        op.f("ix_audit_entry_case_id_at"), "audit_entry", ["case_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entry_kind_at_id"), "audit_entry", ["kind", "at", "id"], unique=False
    )
    op.create_table(
        "bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("is_renumbered", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_bundle_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_bundle_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_bundle_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint(
            "case_id", "reader", "version", name=op.f("uq_bundle_case_id_reader_version")
        ),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("law_officer", sa.String(length=40), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("minute_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["minute_id"], ["document.id"], name=op.f("fk_decision_minute_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_decision_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_decision_review_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_decided_at"), "decision", ["decided_at"], unique=False)
    op.create_index(op.f("ix_decision_review_id"), "decision", ["review_id"], unique=False)
    op.create_table(
        "duty_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("to_key", sa.Integer(), nullable=False),
        sa.Column("email_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["user_account.id"],
            name=op.f("fk_duty_call_acknowledged_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["duty_alarm.id"], name=op.f("fk_duty_call_alarm_id")
        ),
        sa.ForeignKeyConstraint(["email_id"], ["message.id"], name=op.f("fk_duty_call_email_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_duty_call_person_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["message.id"], name=op.f("fk_duty_call_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_call")),
    )
    op.create_index("ix_duty_call_once", "duty_call", ["alarm_id", "number", "to_key"], unique=True)
    op.create_index(
        op.f("ix_duty_call_person_id_acknowledged_at"),
        "duty_call",
        ["person_id", "acknowledged_at"],
        unique=False,
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template_version", sa.String(length=64), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_letter_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["letter_draft.id"], name=op.f("fk_letter_draft_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user_account.id"], name=op.f("fk_letter_issued_by_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_letter_message_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["letter.id"], name=op.f("fk_letter_replaces_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_letter_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_letter_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_letter_draft_id")),
        sa.UniqueConstraint("series", "version", name=op.f("uq_letter_series_version")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_index(op.f("ix_letter_request_id"), "letter", ["request_id"], unique=False)
    op.create_index(op.f("ix_letter_review_id"), "letter", ["review_id"], unique=False)
    op.create_table(
        "letter_batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["letter_batch.id"], name=op.f("fk_letter_batch_item_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["letter_draft.id"], name=op.f("fk_letter_batch_item_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_letter_batch_item_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch_item")),
        sa.UniqueConstraint(
            "batch_id", "request_id", name=op.f("uq_letter_batch_item_batch_id_request_id")
        ),
        sa.UniqueConstraint("draft_id", name=op.f("uq_letter_batch_item_draft_id")),
    )
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
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("wanted_by_on", sa.Date(), nullable=True),
        sa.Column("incomplete_reason", sa.Text(), nullable=True),
        sa.Column("is_refused", sa.Boolean(), nullable=True),
        sa.Column("said_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_paper_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_case_id")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["paper_contact.id"], name=op.f("fk_paper_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("paper_document_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("case_id", "kind", "name", name=op.f("uq_paper_case_id_kind_name")),
    )
    op.create_index(
        "ix_paper_not_received",
        "paper",
        ["case_id", "asked_at", "promised_by_on", "not_applicable_reason"],
        unique=False,
        sqlite_where=sa.text("received_at IS NULL"),
        postgresql_where=sa.text("received_at IS NULL"),
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
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_chase_case_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_paper_chase_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_paper_chase_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_chase")),
    )
    op.create_index(op.f("ix_paper_chase_case_id"), "paper_chase", ["case_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_key", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["user_account.id"], name=op.f("fk_reminder_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reminder_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_reminder_request_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reminder_review_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name=op.f("fk_reminder_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(
        "ix_reminder_of_request_once",
        "reminder",
        ["request_id", "file_by_at", "rung", "level", "to_key"],
        unique=True,
    )
    op.create_index(
        "ix_reminder_once",
        "reminder",
        ["review_id", "file_by_at", "rung", "level", "to_key"],
        unique=True,
    )
    op.create_index(
        op.f("ix_reminder_to_id_acknowledged_at"),
        "reminder",
        ["to_id", "acknowledged_at"],
        unique=False,
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_stored_file_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint(
            "document_id", "role", "number", name=op.f("uq_stored_file_document_id_role_number")
        ),
    )
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_key", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(length=40), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_telling_case_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_telling_message_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person_to_tell.id"], name=op.f("fk_telling_person_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_telling_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_telling_review_id")),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["user_account.id"], name=op.f("fk_telling_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
    )
    op.create_index(op.f("ix_telling_case_id"), "telling", ["case_id"], unique=False)
    op.create_index(op.f("ix_telling_message_id"), "telling", ["message_id"], unique=False)
    op.create_index(
        "ix_telling_once",
        "telling",
        ["review_id", "person_key", "about", "detail"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_index(
        "ix_telling_once_request",
        "telling",
        ["person_key", "about", "detail"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL AND review_id IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND review_id IS NULL"),
    )
    op.create_index(op.f("ix_telling_request_id"), "telling", ["request_id"], unique=False)
    op.create_index(
        "ix_telling_to_tell",
        "telling",
        ["due_by_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
        postgresql_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
    )
    op.create_table(
        "wait_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wait_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_wait_notice_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_wait_notice_person_id")
        ),
        sa.ForeignKeyConstraint(["wait_id"], ["wait.id"], name=op.f("fk_wait_notice_wait_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait_notice")),
    )
    op.create_index("ix_wait_notice_once", "wait_notice", ["wait_id", "person_id"], unique=True)
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("late_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["document.id"], name=op.f("fk_filing_evidence_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_filing_letter_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_filing_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_filing_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_review_id"), "filing", ["review_id"], unique=False)
    op.create_table(
        "published_letter",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_published_letter_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_published_letter_request_id")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_published_letter")),
    )
    op.create_index(
        op.f("ix_published_letter_request_id"), "published_letter", ["request_id"], unique=False
    )
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_redaction_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_redaction_case_id")),
        sa.ForeignKeyConstraint(["copy_id"], ["document.id"], name=op.f("fk_redaction_copy_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_redaction_document_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_redaction_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint(
            "document_id", "version", name=op.f("uq_redaction_document_id_version")
        ),
    )
    op.create_table(
        "search_words",
        sa.Column("audit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit_entry.id"], name=op.f("fk_search_words_audit_id")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_search_words")),
    )
    op.create_table(
        "stored_part",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_stored_part_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_stored_part")),
    )
    op.create_table(
        "telling_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telling_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_telling_attempt_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["telling_id"], ["telling.id"], name=op.f("fk_telling_attempt_telling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling_attempt")),
    )
    op.create_index(
        op.f("ix_telling_attempt_telling_id"), "telling_attempt", ["telling_id"], unique=False
    )


def _drop_tables() -> None:
    op.drop_index(op.f("ix_telling_attempt_telling_id"), table_name="telling_attempt")
    op.drop_table("telling_attempt")
    op.drop_table("stored_part")
    op.drop_table("search_words")
    op.drop_table("redaction")
    op.drop_index(op.f("ix_published_letter_request_id"), table_name="published_letter")
    op.drop_table("published_letter")
    op.drop_index(op.f("ix_filing_review_id"), table_name="filing")
    op.drop_table("filing")
    op.drop_index("ix_wait_notice_once", table_name="wait_notice")
    op.drop_table("wait_notice")
    op.drop_index(
        "ix_telling_to_tell",
        table_name="telling",
        sqlite_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
        postgresql_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_telling_request_id"), table_name="telling")
    op.drop_index(
        "ix_telling_once_request",
        table_name="telling",
        sqlite_where=sa.text("superseded_at IS NULL AND review_id IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND review_id IS NULL"),
    )
    op.drop_index(
        "ix_telling_once",
        table_name="telling",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_telling_message_id"), table_name="telling")
    op.drop_index(op.f("ix_telling_case_id"), table_name="telling")
    op.drop_table("telling")
    op.drop_table("stored_file")
    op.drop_index(op.f("ix_reminder_to_id_acknowledged_at"), table_name="reminder")
    op.drop_index("ix_reminder_once", table_name="reminder")
    op.drop_index("ix_reminder_of_request_once", table_name="reminder")
    op.drop_table("reminder")
    op.drop_index(op.f("ix_paper_chase_case_id"), table_name="paper_chase")
    op.drop_table("paper_chase")
    op.drop_index(
        "ix_paper_not_received",
        table_name="paper",
        sqlite_where=sa.text("received_at IS NULL"),
        postgresql_where=sa.text("received_at IS NULL"),
    )
    op.drop_table("paper")
    op.drop_table("letter_batch_item")
    op.drop_index(op.f("ix_letter_review_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_request_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_case_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(op.f("ix_duty_call_person_id_acknowledged_at"), table_name="duty_call")
    op.drop_index("ix_duty_call_once", table_name="duty_call")
    op.drop_table("duty_call")
    op.drop_index(op.f("ix_decision_review_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_decided_at"), table_name="decision")
    op.drop_table("decision")
    op.drop_table("bundle")
    op.drop_index(op.f("ix_audit_entry_kind_at_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_case_id_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_by_id_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at_id"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("wait_bar")
    op.drop_index(op.f("ix_submission_pass_submission_id"), table_name="submission_pass")
    op.drop_table("submission_pass")
    op.drop_index(
        "ix_reversal_waiting",
        table_name="reversal",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_reversal_case_id"), table_name="reversal")
    op.drop_table("reversal")
    op.drop_index(op.f("ix_pinned_note_case_id"), table_name="pinned_note")
    op.drop_table("pinned_note")
    op.drop_table("override_signature")
    op.drop_index(op.f("ix_outside_law_review_id"), table_name="outside_law")
    op.drop_index(
        "ix_outside_law_open",
        table_name="outside_law",
        sqlite_where=sa.text("dealt_with_at IS NULL"),
        postgresql_where=sa.text("dealt_with_at IS NULL"),
    )
    op.drop_table("outside_law")
    op.drop_index(
        "ix_message_unsent_to",
        table_name="message",
        sqlite_where=sa.text("state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
        ),
    )
    op.drop_index(
        "ix_message_to_send",
        table_name="message",
        sqlite_where=sa.text("state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
        ),
    )
    op.drop_index(op.f("ix_message_state_by_post_tries_id"), table_name="message")
    op.drop_index(op.f("ix_message_request_id"), table_name="message")
    op.drop_index(
        "ix_message_on_its_way",
        table_name="message",
        sqlite_where=sa.text("delivered_at IS NULL AND taken_as <> '' AND state = 'sent'"),
        postgresql_where=sa.text("delivered_at IS NULL AND taken_as <> '' AND state = 'sent'"),
    )
    op.drop_index(
        "ix_message_lane_3",
        table_name="message",
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('daily_list', 'checkpoint')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('daily_list', 'checkpoint')"
        ),
    )
    op.drop_index(
        "ix_message_lane_2",
        table_name="message",
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('acknowledgement', 'news')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('acknowledgement', 'news')"
        ),
    )
    op.drop_index(
        "ix_message_lane_1",
        table_name="message",
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind NOT IN ('duty_alarm', 'duty_text', 'one_time_code', 'account', 'acknowledgement', 'news', 'daily_list', 'checkpoint')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind NOT IN ('duty_alarm', 'duty_text', 'one_time_code', 'account', 'acknowledgement', 'news', 'daily_list', 'checkpoint')"
        ),
    )
    op.drop_index(
        "ix_message_lane_0",
        table_name="message",
        sqlite_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('duty_alarm', 'duty_text', 'one_time_code', 'account')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post AND kind IN ('duty_alarm', 'duty_text', 'one_time_code', 'account')"
        ),
    )
    op.drop_index(op.f("ix_message_answers_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_mention_event_id"), table_name="mention")
    op.drop_index(op.f("ix_mention_case_id"), table_name="mention")
    op.drop_table("mention")
    op.drop_index(
        "ix_letter_batch_running",
        table_name="letter_batch",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index(op.f("ix_letter_batch_case_id"), table_name="letter_batch")
    op.drop_table("letter_batch")
    op.drop_table("inbound_part")
    op.drop_index("ix_duty_alarm_once", table_name="duty_alarm")
    op.drop_index(
        "ix_duty_alarm_going",
        table_name="duty_alarm",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("duty_alarm")
    op.drop_index(
        "ix_document_to_read",
        table_name="document",
        sqlite_where=sa.text("reading IS NULL AND words <> ''"),
        postgresql_where=sa.text("reading IS NULL AND words <> ''"),
    )
    op.drop_index(
        "ix_document_state",
        table_name="document",
        sqlite_where=sa.text("state IN ('waiting', 'to_make')"),
        postgresql_where=sa.text("state IN ('waiting', 'to_make')"),
    )
    op.drop_index(op.f("ix_document_request_id"), table_name="document")
    op.drop_index(op.f("ix_document_message_id"), table_name="document")
    op.drop_index(op.f("ix_document_draft_key"), table_name="document")
    op.drop_index(op.f("ix_document_case_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_correction_at_id"), table_name="correction")
    op.drop_table("correction")
    op.drop_index(op.f("ix_conviction_text"), table_name="conviction")
    op.drop_index(op.f("ix_conviction_sentence_id"), table_name="conviction")
    op.drop_index(op.f("ix_conviction_offence_id"), table_name="conviction")
    op.drop_table("conviction")
    op.drop_index(op.f("ix_check_request_review_id"), table_name="check_request")
    op.drop_index(op.f("ix_check_request_draft_id"), table_name="check_request")
    op.drop_table("check_request")
    op.drop_index(
        "ix_case_joining_standing",
        table_name="case_joining",
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.drop_index(op.f("ix_case_joining_into_id"), table_name="case_joining")
    op.drop_table("case_joining")
    op.drop_table("written_draft")
    op.drop_index(
        "ix_wait_running",
        table_name="wait",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_wait_review_id"), table_name="wait")
    op.drop_index(op.f("ix_wait_request_id"), table_name="wait")
    op.drop_index("ix_wait_once", table_name="wait")
    op.drop_index(op.f("ix_wait_case_id"), table_name="wait")
    op.drop_table("wait")
    op.drop_table("submission")
    op.drop_table("status_left")
    op.drop_index(op.f("ix_set_aside_request_id"), table_name="set_aside")
    op.drop_index(op.f("ix_set_aside_other_id"), table_name="set_aside")
    op.drop_table("set_aside")
    op.drop_index(op.f("ix_sentence_sentenced_on"), table_name="sentence")
    op.drop_index(op.f("ix_sentence_review_id"), table_name="sentence")
    op.drop_table("sentence")
    op.drop_index(op.f("ix_second_reading_review_id_month"), table_name="second_reading")
    op.drop_index(op.f("ix_second_reading_month_id"), table_name="second_reading")
    op.drop_table("second_reading")
    op.drop_index(op.f("ix_search_entry_case_id"), table_name="search_entry")
    op.drop_index(op.f("ix_search_entry_at_id"), table_name="search_entry")
    op.drop_table("search_entry")
    op.drop_index(
        "ix_safe_contact_text_to",
        table_name="safe_contact",
        sqlite_where=sa.text("text_to <> ''"),
        postgresql_where=sa.text("text_to <> ''"),
    )
    op.drop_table("safe_contact")
    op.drop_index(op.f("ix_review_version_review_id_from_at"), table_name="review_version")
    op.drop_index(
        "ix_review_version_now",
        table_name="review_version",
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_table("review_version")
    op.drop_index(
        "ix_restriction_sealed",
        table_name="restriction",
        sqlite_where=sa.text("kind = 'sealed' AND ended_at IS NULL"),
        postgresql_where=sa.text("kind = 'sealed' AND ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_restriction_review_id"), table_name="restriction")
    op.drop_index(op.f("ix_restriction_case_id"), table_name="restriction")
    op.drop_table("restriction")
    op.drop_index(op.f("ix_respondents_notice_review_id"), table_name="respondents_notice")
    op.drop_table("respondents_notice")
    op.drop_table("requester_background")
    op.drop_index(op.f("ix_request_wording_words"), table_name="request_wording")
    op.drop_index(op.f("ix_request_wording_sentence"), table_name="request_wording")
    op.drop_table("request_wording")
    op.drop_index(op.f("ix_request_version_request_id_from_at"), table_name="request_version")
    op.drop_index(
        "ix_request_version_now",
        table_name="request_version",
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_index(op.f("ix_request_version_case_id"), table_name="request_version")
    op.drop_table("request_version")
    op.drop_index(op.f("ix_request_review_review_id"), table_name="request_review")
    op.drop_table("request_review")
    op.drop_index(op.f("ix_register_row_reference"), table_name="register_row")
    op.drop_index(op.f("ix_register_row_position"), table_name="register_row")
    op.drop_table("register_row")
    op.drop_index(op.f("ix_register_doubt_review_id"), table_name="register_doubt")
    op.drop_index(op.f("ix_register_doubt_file_id_row_number_id"), table_name="register_doubt")
    op.drop_table("register_doubt")
    op.drop_index(
        "ix_redating_to_sign",
        table_name="redating",
        sqlite_where=sa.text("signed_at IS NULL"),
        postgresql_where=sa.text("signed_at IS NULL"),
    )
    op.drop_index(op.f("ix_redating_review_id"), table_name="redating")
    op.drop_table("redating")
    op.drop_index(op.f("ix_posted_code_request_id_id"), table_name="posted_code")
    op.drop_index(op.f("ix_posted_code_asked_at"), table_name="posted_code")
    op.drop_table("posted_code")
    op.drop_index(op.f("ix_planned_call_request_id"), table_name="planned_call")
    op.drop_index(op.f("ix_planned_call_person_id_due_on"), table_name="planned_call")
    op.drop_index(op.f("ix_planned_call_case_id"), table_name="planned_call")
    op.drop_table("planned_call")
    op.drop_index(op.f("ix_owed_item_request_id"), table_name="owed_item")
    op.drop_table("owed_item")
    op.drop_index(
        "ix_name_key_review_id",
        table_name="name_key",
        sqlite_where=sa.text("review_id IS NOT NULL"),
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_name_key_request_id",
        table_name="name_key",
        sqlite_where=sa.text("request_id IS NOT NULL"),
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_name_key_of_review_id",
        table_name="name_key",
        sqlite_where=sa.text("review_id IS NOT NULL"),
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_name_key_of_request_id",
        table_name="name_key",
        sqlite_where=sa.text("request_id IS NOT NULL"),
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.drop_table("name_key")
    op.drop_index(
        "ix_lock_opening_to_review",
        table_name="lock_opening",
        sqlite_where=sa.text("reviewed_at IS NULL"),
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.drop_index(op.f("ix_lock_opening_review_id"), table_name="lock_opening")
    op.drop_table("lock_opening")
    op.drop_index(
        "ix_letter_draft_unfinished",
        table_name="letter_draft",
        sqlite_where=sa.text("state IN ('writing', 'checked')"),
        postgresql_where=sa.text("state IN ('writing', 'checked')"),
    )
    op.drop_index(op.f("ix_letter_draft_review_id"), table_name="letter_draft")
    op.drop_index(op.f("ix_letter_draft_request_id"), table_name="letter_draft")
    op.drop_index(op.f("ix_letter_draft_case_id"), table_name="letter_draft")
    op.drop_table("letter_draft")
    op.drop_index(op.f("ix_law_finding_review_id"), table_name="law_finding")
    op.drop_index(op.f("ix_law_finding_request_id"), table_name="law_finding")
    op.drop_index(op.f("ix_law_finding_rehearsal_id_act_by_on_id"), table_name="law_finding")
    op.drop_table("law_finding")
    op.drop_index(op.f("ix_inbound_message_thread_id"), table_name="inbound_message")
    op.drop_index(op.f("ix_inbound_message_state_received_at_id"), table_name="inbound_message")
    op.drop_index(op.f("ix_inbound_message_request_id"), table_name="inbound_message")
    op.drop_index(op.f("ix_inbound_message_message_id"), table_name="inbound_message")
    op.drop_table("inbound_message")
    op.drop_index(op.f("ix_hearing_review_id"), table_name="hearing")
    op.drop_index(op.f("ix_hearing_heard_on"), table_name="hearing")
    op.drop_table("hearing")
    op.drop_index(op.f("ix_event_request_id"), table_name="event")
    op.drop_index(op.f("ix_event_case_id_id"), table_name="event")
    op.drop_table("event")
    op.drop_index(
        "ix_deadline_tag",
        table_name="deadline",
        sqlite_where=sa.text("tag_id IS NOT NULL"),
        postgresql_where=sa.text("tag_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_deadline_running_request",
        table_name="deadline",
        sqlite_where=sa.text("ended_at IS NULL AND request_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND request_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_deadline_running_offence",
        table_name="deadline",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "ix_deadline_running",
        table_name="deadline",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_deadline_review", table_name="deadline")
    op.drop_index("ix_deadline_request", table_name="deadline")
    op.drop_table("deadline")
    op.drop_index(op.f("ix_court_decision_review_id"), table_name="court_decision")
    op.drop_table("court_decision")
    op.drop_index(op.f("ix_contact_change_request_id_id"), table_name="contact_change")
    op.drop_index(op.f("ix_contact_change_asked_at"), table_name="contact_change")
    op.drop_table("contact_change")
    op.drop_index(op.f("ix_confirmation_review_id"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_assessment_review_id"), table_name="assessment")
    op.drop_index(
        "ix_assessment_overriding",
        table_name="assessment",
        sqlite_where=sa.text("overrides = 1"),
        postgresql_where=sa.text("overrides"),
    )
    op.drop_table("assessment")
    op.drop_table("application")
    op.drop_table("advice")
    op.drop_index(op.f("ix_added_later_request_id_added_at"), table_name="added_later")
    op.drop_table("added_later")
    op.drop_index(op.f("ix_team_member_team_id"), table_name="team_member")
    op.drop_table("team_member")
    op.drop_index(op.f("ix_start_view_view_id"), table_name="start_view")
    op.drop_table("start_view")
    op.drop_index(op.f("ix_review_unconfirmed_since_at_id"), table_name="review")
    op.drop_index(op.f("ix_review_state"), table_name="review")
    op.drop_index(
        "ix_review_past_filing",
        table_name="review",
        sqlite_where=sa.text(
            "outcome IS NULL AND (filed_at IS NOT NULL OR state IN ('referred', 'at_court'))"
        ),
        postgresql_where=sa.text(
            "outcome IS NULL AND (filed_at IS NOT NULL OR state IN ('referred', 'at_court'))"
        ),
    )
    op.drop_index(
        "ix_review_open_file_by",
        table_name="review",
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_index(
        "ix_review_held_stage",
        table_name="review",
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.drop_index(
        "ix_review_held_earliest",
        table_name="review",
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.drop_index(
        "ix_review_held",
        table_name="review",
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.drop_index(
        "ix_review_filed_at",
        table_name="review",
        sqlite_where=sa.text("filed_at IS NOT NULL"),
        postgresql_where=sa.text("filed_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_review_case_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(
        "ix_request_withdraws_at",
        table_name="request",
        sqlite_where=sa.text("withdraws_at IS NOT NULL"),
        postgresql_where=sa.text("withdraws_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_request_state_sentenced_on_id"), table_name="request")
    op.drop_index(op.f("ix_request_state_received_at_id"), table_name="request")
    op.drop_index(
        "ix_request_owner",
        table_name="request",
        sqlite_where=sa.text("owner_id IS NOT NULL"),
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_request_mailbox",
        table_name="request",
        sqlite_where=sa.text("mailbox <> ''"),
        postgresql_where=sa.text("mailbox <> ''"),
    )
    op.drop_index(op.f("ix_request_case_id"), table_name="request")
    op.drop_table("request")
    op.drop_index(
        "ix_press_line_unreleased",
        table_name="press_line",
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.drop_index(op.f("ix_press_line_case_id_id"), table_name="press_line")
    op.drop_table("press_line")
    op.drop_index(op.f("ix_person_to_tell_case_id"), table_name="person_to_tell")
    op.drop_table("person_to_tell")
    op.drop_index(op.f("ix_legal_hold_ended_at_review_on"), table_name="legal_hold")
    op.drop_index(op.f("ix_legal_hold_case_id"), table_name="legal_hold")
    op.drop_table("legal_hold")
    op.drop_table("law_step")
    op.drop_index(op.f("ix_law_rehearsal_change_id"), table_name="law_rehearsal")
    op.drop_table("law_rehearsal")
    op.drop_table("export_part")
    op.drop_index(op.f("ix_conflict_case_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index(
        "ix_complaint_to_answer",
        table_name="complaint",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_complaint_received_at_id"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_case_id"), table_name="complaint")
    op.drop_table("complaint")
    op.drop_table("case_reader")
    op.drop_index(
        "ix_campaign_running",
        table_name="campaign",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("campaign")
    op.drop_index(
        "ix_team_running",
        table_name="team",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("team")
    op.drop_index(op.f("ix_staff_session_user_id_begun_at"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index(op.f("ix_security_event_kind_at_id"), table_name="security_event")
    op.drop_index(op.f("ix_security_event_by_id_at"), table_name="security_event")
    op.drop_index(op.f("ix_security_event_at_id"), table_name="security_event")
    op.drop_index(op.f("ix_security_event_address_at"), table_name="security_event")
    op.drop_index(op.f("ix_security_event_about_id_at"), table_name="security_event")
    op.drop_table("security_event")
    op.drop_table("second_factor")
    op.drop_index(
        "ix_saved_view_shared",
        table_name="saved_view",
        sqlite_where=sa.text("is_shared = 1"),
        postgresql_where=sa.text("is_shared"),
    )
    op.drop_index(op.f("ix_saved_view_owner_id_list_name_name"), table_name="saved_view")
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_saved_report_name_id"), table_name="saved_report")
    op.drop_index(op.f("ix_saved_report_kept_at_id"), table_name="saved_report")
    op.drop_index(op.f("ix_saved_report_as_at_id"), table_name="saved_report")
    op.drop_table("saved_report")
    op.drop_index(op.f("ix_rights_request_answered_at_answer_by_on"), table_name="rights_request")
    op.drop_table("rights_request")
    op.drop_table("restored_copy")
    op.drop_table("register_file")
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_password_link_user_id"), table_name="password_link")
    op.drop_table("password_link")
    op.drop_index(op.f("ix_passkey_user_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_table("office_identity")
    op.drop_index(op.f("ix_law_record_key_id"), table_name="law_record")
    op.drop_table("law_record")
    op.drop_index(op.f("ix_law_change_undoes_id"), table_name="law_change")
    op.drop_table("law_change")
    op.drop_table("last_sign_in")
    op.drop_table("known_device")
    op.drop_index(op.f("ix_kept_form_kept_at"), table_name="kept_form")
    op.drop_table("kept_form")
    op.drop_table("export")
    op.drop_index(op.f("ix_duty_shift_person_id"), table_name="duty_shift")
    op.drop_index(op.f("ix_duty_shift_ends_at_place"), table_name="duty_shift")
    op.drop_table("duty_shift")
    op.drop_table("checkpoint_timestamp")
    op.drop_table("case_file")
    op.drop_index(op.f("ix_case_checkpoint_checkpoint"), table_name="case_checkpoint")
    op.drop_table("case_checkpoint")
    op.drop_table("calendar_feed")
    op.drop_index(
        "ix_account_proposal_waiting",
        table_name="account_proposal",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_account_proposal_person_id"), table_name="account_proposal")
    op.drop_table("account_proposal")
    op.drop_index(op.f("ix_absence_to_on"), table_name="absence")
    op.drop_index(op.f("ix_absence_person_id"), table_name="absence")
    op.drop_index(op.f("ix_absence_cover_id"), table_name="absence")
    op.drop_table("absence")
    op.drop_table("wrong_try")
    op.drop_table("worker")
    op.drop_table("user_account")
    op.drop_table("upload_count")
    op.drop_table("tag")
    op.drop_index(op.f("ix_sign_in_attempt_email_hash_at"), table_name="sign_in_attempt")
    op.drop_index(op.f("ix_sign_in_attempt_address_hash_at"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("reference_counter")
    op.drop_index(
        "ix_record_hash_unchained",
        table_name="record_hash",
        sqlite_where=sa.text("checkpoint IS NULL"),
        postgresql_where=sa.text("checkpoint IS NULL"),
    )
    op.drop_table("record_hash")
    op.drop_index(
        "ix_paper_contact_kept",
        table_name="paper_contact",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("paper_contact")
    op.drop_table("law_followed")
    op.drop_table("job_run")
    op.drop_table("history_check")
    op.drop_index(op.f("ix_feedback_given_on_id"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_table("equality_answer")
    op.drop_index(op.f("ix_draft_changed_at"), table_name="draft")
    op.drop_table("draft")
    op.drop_table("deferred_ask")
    op.drop_table("clock_jump")
    op.drop_table("checkpoint")
