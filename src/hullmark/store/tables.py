"""The tables of the store, as SQLAlchemy knows them: for migrations, copies and their tests.

::

    scan ── scan_target ── lineage ── finding ── finding_interval ── finding_detail ── flaw
                 │                                                        └── document (texts)
               image ── image_set ── package_set ── package_set_member ── package
                 └── layer

Content (packages, sets, details, ledgers, verdicts, documents) is kept once, under a key of what it
says. A list that is only ever read whole is one value of packed numbers; ``package_set_member``
alone is spelled out, because it is read from the package's side.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

METADATA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _id() -> "Column[Any]":
    return Column("id", _NUMBER, primary_key=True, autoincrement=True)


def _number(name: str, *, null: bool = False) -> "Column[Any]":
    return Column(name, _NUMBER, nullable=null)


def _small(name: str, *, null: bool = False) -> "Column[Any]":
    return Column(name, SmallInteger, nullable=null)


def _text(name: str) -> "Column[Any]":
    return Column(name, Text, nullable=False)


def _bytes(name: str, *, null: bool = False) -> "Column[Any]":
    return Column(name, LargeBinary, nullable=null)


def _pairs(name: str, *columns: str) -> Table:
    """Return a table of numbers that are its key, kept in the order of the key."""
    return Table(
        name,
        METADATA,
        *(
            Column(column, _NUMBER, primary_key=True, autoincrement=False, nullable=False)
            for column in columns
        ),
        sqlite_with_rowid=False,
    )


DOCUMENT = Table(
    "document", METADATA, _id(), _bytes("key"), _text("kind"), _number("raw_bytes"), _bytes("body")
)
Index("document_key", DOCUMENT.c.key, unique=True)

PLATFORM = Table("platform", METADATA, _id(), _text("name"))
Index("platform_name", PLATFORM.c.name, unique=True)

LAYER = Table(
    "layer",
    METADATA,
    _id(),
    _number("short_key"),
    _bytes("diff_id", null=True),
    _bytes("digest", null=True),
    _number("size_bytes"),
    _number("instruction_id", null=True),
)
Index("layer_short_key", LAYER.c.short_key)

PACKAGE = Table(
    "package",
    METADATA,
    _id(),
    _bytes("key"),
    _text("type"),
    _text("ecosystem"),
    _text("name"),
    _text("version"),
    _text("purl"),
    _text("source_name"),
    _text("source_version"),
    _bytes("facts"),
)
Index("package_key", PACKAGE.c.key, unique=True)
Index("package_name", PACKAGE.c.name)
Index("package_source_name", PACKAGE.c.source_name)

PACKAGE_SET = Table(
    "package_set", METADATA, _id(), _bytes("key"), _text("ecosystem"), _bytes("members")
)
Index("package_set_key", PACKAGE_SET.c.key, unique=True)
PACKAGE_SET_MEMBER = _pairs("package_set_member", "package_id", "set_id")

IMAGE = Table(
    "image",
    METADATA,
    _id(),
    _bytes("key"),
    _bytes("digest", null=True),
    _bytes("config_digest", null=True),
    _number("platform_id", null=True),
    _number("about_id"),
    _bytes("layers"),
    _number("size_bytes"),
    _number("created_at", null=True),
)
Index("image_key", IMAGE.c.key, unique=True)
Index("image_digest", IMAGE.c.digest)
IMAGE_SET = Table(
    "image_set",
    METADATA,
    Column("set_id", _NUMBER, primary_key=True, autoincrement=False),
    Column("image_id", _NUMBER, primary_key=True, autoincrement=False),
    Column("role", SmallInteger, primary_key=True, autoincrement=False),
    _number("places_id"),
    sqlite_with_rowid=False,
)
Index("image_set_image", IMAGE_SET.c.image_id)

LINEAGE = Table(
    "lineage",
    METADATA,
    _id(),
    _text("name"),
    _text("stream"),
    _text("kind"),
    _text("team"),
    _text("base"),
    _number("latest_id", null=True),
)
Index("lineage_name", LINEAGE.c.name, LINEAGE.c.stream, unique=True)

VERDICT = Table(
    "verdict", METADATA, _id(), _bytes("key"), _text("status"), _text("profile"), _bytes("reasons")
)
Index("verdict_key", VERDICT.c.key, unique=True)

SCAN = Table(
    "scan",
    METADATA,
    _id(),
    _bytes("key"),
    _text("command"),
    _number("created_at"),
    _number("recorded_at"),
    _text("tool_version"),
    _number("verdict_id"),
    _number("data_id"),
    _number("settings_id"),
    _number("ledger_id"),
    _text("commit_id"),
    _number("duration_ms"),
)
Index("scan_key", SCAN.c.key, unique=True)
Index("scan_created", SCAN.c.created_at)

SCAN_TARGET = Table(
    "scan_target",
    METADATA,
    _id(),
    _number("scan_id"),
    _number("lineage_id"),
    _number("image_id"),
    _text("name"),
    _number("ledger_id"),
    _number("sources_id"),
    *(
        _small(level)
        for level in ("critical", "high", "medium", "low", "negligible", "unknown", "suppressed")
    ),
)
Index("scan_target_lineage", SCAN_TARGET.c.lineage_id)
Index("scan_target_image", SCAN_TARGET.c.image_id)
Index("scan_target_scan", SCAN_TARGET.c.scan_id)

LEDGER_ENTRY = Table(
    "ledger_entry",
    METADATA,
    _id(),
    _bytes("key"),
    _text("target"),
    _text("scanner"),
    _text("check_name"),
    _text("status"),
    _text("reason"),
    _text("data_date"),
)
Index("ledger_entry_key", LEDGER_ENTRY.c.key, unique=True)
LEDGER = Table("ledger", METADATA, _id(), _bytes("key"))
Index("ledger_key", LEDGER.c.key, unique=True)
LEDGER_ROW = Table(
    "ledger_row",
    METADATA,
    Column("ledger_id", _NUMBER, primary_key=True, autoincrement=False),
    Column("place", _NUMBER, primary_key=True, autoincrement=False),
    _number("entry_id"),
    sqlite_with_rowid=False,
)

FLAW = Table(
    "flaw",
    METADATA,
    _id(),
    _text("name"),
    Column("epss", Float, nullable=True),
    Column("epss_percentile", Float, nullable=True),
)
Index("flaw_name", FLAW.c.name, unique=True)
SUPPRESSION = Table("suppression", METADATA, _id(), _bytes("key"), _text("reason"))
Index("suppression_key", SUPPRESSION.c.key, unique=True)

FINDING_DETAIL = Table(
    "finding_detail",
    METADATA,
    _id(),
    _bytes("key"),
    _text("kind"),
    _text("identifier"),
    _small("severity"),
    _small("suppressed"),
    _small("fixable"),
    _small("exploited"),
    _text("component"),
    _text("version"),
    _text("scanners"),
    _number("suppression_id", null=True),
    _number("text_id"),
    _bytes("body"),
)
Index("finding_detail_key", FINDING_DETAIL.c.key, unique=True)
Index("finding_detail_component", FINDING_DETAIL.c.component)
DETAIL_FLAW = _pairs("detail_flaw", "flaw_id", "detail_id")

FINDING = Table("finding", METADATA, _id(), _number("lineage_id"), _bytes("fingerprint"))
Index("finding_fingerprint", FINDING.c.fingerprint, FINDING.c.lineage_id, unique=True)
FINDING_INTERVAL = Table(
    "finding_interval",
    METADATA,
    _id(),
    _number("finding_id"),
    _number("lineage_id"),
    _number("detail_id"),
    _number("opened"),
    _number("opened_at"),
    _number("since"),
    _number("since_at"),
    _text("opened_cause"),
    _number("closed", null=True),
    _number("closed_at", null=True),
    _text("closed_cause"),
    _number("first_places_id"),
    _number("last_places_id"),
)
Index("finding_interval_lineage", FINDING_INTERVAL.c.lineage_id, FINDING_INTERVAL.c.closed)
Index("finding_interval_finding", FINDING_INTERVAL.c.finding_id)
Index("finding_interval_detail", FINDING_INTERVAL.c.detail_id)

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("scan_id", _NUMBER, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    _text("kind"),
    _number("document_id"),
    sqlite_with_rowid=False,
)

ADVISORY_STATE = Table(
    "advisory_state",
    METADATA,
    Column("ecosystem", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    _bytes("digest"),
    sqlite_with_rowid=False,
)
META = Table("meta", METADATA, Column("name", Text, primary_key=True), _text("value"))

VERSION_TABLE = "alembic_version"
CURRENT = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a constant of ours
