"""The first layout."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS: dict[str, Any] = {
    "n": _NUMBER,
    "s": sa.SmallInteger(),
    "t": sa.Text(),
    "b": sa.LargeBinary(),
    "f": sa.Float(),
}
_ROWS = {
    "document": "key:b kind:t raw_bytes:n body:b",
    "platform": "name:t",
    "layer": "short_key:n diff_id:b? digest:b? size_bytes:n instruction_id:n?",
    "package": "key:b type:t ecosystem:t name:t version:t purl:t source_name:t source_version:t"
    " facts:b",
    "package_set": "key:b ecosystem:t members:b",
    "image": "key:b digest:b? config_digest:b? platform_id:n? about_id:n layers:b size_bytes:n"
    " created_at:n?",
    "lineage": "name:t stream:t kind:t team:t base:t latest_id:n?",
    "verdict": "key:b status:t profile:t reasons:b",
    "scan": "key:b command:t created_at:n recorded_at:n tool_version:t verdict_id:n data_id:n"
    " settings_id:n ledger_id:n commit_id:t duration_ms:n",
    "scan_target": "scan_id:n lineage_id:n image_id:n name:t ledger_id:n sources_id:n critical:s"
    " high:s medium:s low:s negligible:s unknown:s suppressed:s",
    "ledger_entry": "key:b target:t scanner:t check_name:t status:t reason:t data_date:t",
    "ledger": "key:b",
    "flaw": "name:t epss:f? epss_percentile:f?",
    "suppression": "key:b reason:t",
    "finding_detail": "key:b kind:t identifier:t severity:s suppressed:s fixable:s exploited:s"
    " component:t version:t scanners:t suppression_id:n? text_id:n body:b",
    "finding": "lineage_id:n fingerprint:b",
    "finding_interval": "finding_id:n lineage_id:n detail_id:n opened:n opened_at:n since:n"
    " since_at:n opened_cause:t closed:n? closed_at:n? closed_cause:t first_places_id:n"
    " last_places_id:n",
}
"""Table → its columns; ``?`` may be empty. Each has a number ``id`` as well."""
_KEYED = {
    "package_set_member": ("package_id:n set_id:n", ""),
    "image_set": ("set_id:n image_id:n role:s", "places_id:n"),
    "ledger_row": ("ledger_id:n place:n", "entry_id:n"),
    "detail_flaw": ("flaw_id:n detail_id:n", ""),
    "evidence": ("scan_id:n name:t", "kind:t document_id:n"),
}
"""Table → the columns of its key, and the others."""
_INDEXES = (
    ("document_key", "document", "key", True),
    ("platform_name", "platform", "name", True),
    ("layer_short_key", "layer", "short_key", False),
    ("package_key", "package", "key", True),
    ("package_name", "package", "name", False),
    ("package_source_name", "package", "source_name", False),
    ("package_set_key", "package_set", "key", True),
    ("image_key", "image", "key", True),
    ("image_digest", "image", "digest", False),
    ("image_set_image", "image_set", "image_id", False),
    ("lineage_name", "lineage", "name stream", True),
    ("verdict_key", "verdict", "key", True),
    ("scan_key", "scan", "key", True),
    ("scan_created", "scan", "created_at", False),
    ("scan_target_lineage", "scan_target", "lineage_id", False),
    ("scan_target_image", "scan_target", "image_id", False),
    ("scan_target_scan", "scan_target", "scan_id", False),
    ("ledger_entry_key", "ledger_entry", "key", True),
    ("ledger_key", "ledger", "key", True),
    ("flaw_name", "flaw", "name", True),
    ("suppression_key", "suppression", "key", True),
    ("finding_detail_key", "finding_detail", "key", True),
    ("finding_fingerprint", "finding", "fingerprint lineage_id", True),
    ("finding_interval_lineage", "finding_interval", "lineage_id closed", False),
    ("finding_interval_finding", "finding_interval", "finding_id", False),
    ("finding_interval_detail", "finding_interval", "detail_id", False),
)


def upgrade() -> None:
    """Make every table."""
    for name, columns in _ROWS.items():
        op.create_table(
            name,
            sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
            *_columns(columns),
        )
    for name, (key, others) in _KEYED.items():
        op.create_table(
            name, *_columns(key, in_key=True), *_columns(others), sqlite_with_rowid=False
        )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    for name, table, indexed, unique in _INDEXES:
        op.create_index(name, table, indexed.split(), unique=unique)


def downgrade() -> None:
    """Remove every table."""
    for name in (*_ROWS, *_KEYED, "meta"):
        op.drop_table(name)


def _columns(described: str, *, in_key: bool = False) -> "list[sa.Column[Any]]":
    columns: list[sa.Column[Any]] = []
    for each in described.split():
        name, _, kind = each.partition(":")
        columns.append(
            sa.Column(
                name,
                _KINDS[kind.removesuffix("?")],
                nullable=kind.endswith("?"),
                primary_key=in_key,
                autoincrement=False,
            )
        )
    return columns
