"""Letters as whoever asked reads them on the status page"""

import re

import sqlalchemy as sa
from alembic import context, op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

_TOLD = (
    "what_we_need",
    "not_in_scheme",
    "out_of_time",
    "not_referred",
    "referred",
    "hearing_listed",
    "increased",
    "unchanged",
    "leave_refused",
    "withdrawn",
)
_WINDOW = re.compile(r'<div class="to window">.*?</div>', re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-5])")
_ISSUED = sa.text(
    "SELECT id, request_id, kind, language, html, issued_at FROM letter"
    " WHERE request_id IS NOT NULL AND html <> '' ORDER BY id"
)


def upgrade() -> None:
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
    op.create_index(op.f("ix_published_letter_request_id"), "published_letter", ["request_id"])
    if not context.is_offline_mode():  # written out as SQL, there are no letters to read
        _publish_what_was_issued()


def _publish_what_was_issued() -> None:
    """Publish each letter as it is now published when it is issued: without its address."""
    connection = op.get_bind()
    adding = sa.text(
        "INSERT INTO published_letter (letter_id, request_id, kind, language, text, published_at)"
        " VALUES (:letter_id, :request_id, :kind, :language, :text, :published_at)"
    )
    for each in connection.execute(_ISSUED).all():
        if each.kind not in _TOLD:
            continue
        text = each.html.partition("<!-- text -->")[2].rpartition("</body>")[0]
        text = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", text)
        values = {
            "letter_id": each.id,
            "request_id": each.request_id,
            "kind": each.kind,
            "language": each.language,
            "text": _WINDOW.sub("", text),
            "published_at": each.issued_at,
        }
        connection.execute(adding, values)


def downgrade() -> None:
    op.drop_table("published_letter")
