"""The secret code of an acknowledgement, apart from what staff read"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

PLACE = "(code not shown)"
LENGTH = 14
LABELS = ("Your code: ", "Eich cod: ")
FINDS = {"sqlite": "instr", "postgresql": "strpos"}
# What is still to be sent keeps its code; a letter that a person prints loses it.
TAKE_OUT = """
UPDATE message SET
    code = CASE WHEN by_post THEN '' ELSE {code} END,
    body = replace(body, {code}, '{place}')
WHERE kind = 'acknowledgement' AND state <> 'sent' AND {find}(body, '{label}') > 0
"""
PUT_BACK = "UPDATE message SET body = replace(body, '{place}', code) WHERE code <> ''"


def upgrade() -> None:
    op.add_column(
        "message", sa.Column("code", sa.String(length=20), server_default="", nullable=False)
    )
    find = FINDS[op.get_context().dialect.name]
    for label in LABELS:
        code = f"substr(body, {find}(body, '{label}') + {len(label)}, {LENGTH})"
        op.execute(TAKE_OUT.format(code=code, place=PLACE, find=find, label=label))


def downgrade() -> None:
    op.execute(PUT_BACK.format(place=PLACE))
    with op.batch_alter_table("message") as table:
        table.drop_column("code")
