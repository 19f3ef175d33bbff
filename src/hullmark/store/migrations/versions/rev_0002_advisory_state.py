"""What the advisories said of each package when findings were last re-matched."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Remember a digest per package."""
    op.create_table(
        "advisory_state",
        sa.Column("ecosystem", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("finding_detail_component", "finding_detail", ["component"])


def downgrade() -> None:
    """Forget them; the next re-match looks at everything."""
    op.drop_index("finding_detail_component", "finding_detail")
    op.drop_table("advisory_state")
