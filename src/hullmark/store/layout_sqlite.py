"""The layout of a new SQLite store, written by scripts/store_layout.py."""

STATEMENTS = (
    (
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT "
        "alembic_version_pkc PRIMARY KEY (version_num))"
    ),
    (
        "CREATE TABLE advisory_state (ecosystem TEXT NOT NULL, name TEXT NOT NULL, digest "
        "BLOB NOT NULL, PRIMARY KEY (ecosystem, name)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE detail_flaw (flaw_id INTEGER NOT NULL, detail_id INTEGER NOT NULL, "
        "PRIMARY KEY (flaw_id, detail_id)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE document (id INTEGER NOT NULL, key BLOB NOT NULL, kind TEXT NOT NULL, "
        "raw_bytes INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX document_key ON document (key)",
    (
        "CREATE TABLE evidence (scan_id INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT "
        "NULL, document_id INTEGER NOT NULL, PRIMARY KEY (scan_id, name)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE finding (id INTEGER NOT NULL, lineage_id INTEGER NOT NULL, fingerprint "
        "BLOB NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX finding_fingerprint ON finding (fingerprint, lineage_id)",
    (
        "CREATE TABLE finding_detail (id INTEGER NOT NULL, key BLOB NOT NULL, kind TEXT NOT "
        "NULL, identifier TEXT NOT NULL, severity SMALLINT NOT NULL, suppressed SMALLINT NOT "
        "NULL, fixable SMALLINT NOT NULL, exploited SMALLINT NOT NULL, component TEXT NOT "
        "NULL, version TEXT NOT NULL, scanners TEXT NOT NULL, suppression_id INTEGER, text_id "
        "INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE INDEX finding_detail_component ON finding_detail (component)",
    "CREATE UNIQUE INDEX finding_detail_key ON finding_detail (key)",
    (
        "CREATE TABLE finding_interval (id INTEGER NOT NULL, finding_id INTEGER NOT NULL, "
        "lineage_id INTEGER NOT NULL, detail_id INTEGER NOT NULL, opened INTEGER NOT NULL, "
        "opened_at INTEGER NOT NULL, since INTEGER NOT NULL, since_at INTEGER NOT NULL, "
        "opened_cause TEXT NOT NULL, closed INTEGER, closed_at INTEGER, closed_cause TEXT NOT "
        "NULL, first_places_id INTEGER NOT NULL, last_places_id INTEGER NOT NULL, PRIMARY KEY "
        "(id))"
    ),
    "CREATE INDEX finding_interval_detail ON finding_interval (detail_id)",
    "CREATE INDEX finding_interval_finding ON finding_interval (finding_id)",
    "CREATE INDEX finding_interval_lineage ON finding_interval (lineage_id, closed)",
    (
        "CREATE TABLE flaw (id INTEGER NOT NULL, name TEXT NOT NULL, epss FLOAT, "
        "epss_percentile FLOAT, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX flaw_name ON flaw (name)",
    (
        "CREATE TABLE image (id INTEGER NOT NULL, key BLOB NOT NULL, digest BLOB, "
        "config_digest BLOB, platform_id INTEGER, about_id INTEGER NOT NULL, layers BLOB NOT "
        "NULL, size_bytes INTEGER NOT NULL, created_at INTEGER, PRIMARY KEY (id))"
    ),
    "CREATE INDEX image_digest ON image (digest)",
    "CREATE UNIQUE INDEX image_key ON image (key)",
    (
        "CREATE TABLE image_set (set_id INTEGER NOT NULL, image_id INTEGER NOT NULL, role "
        "SMALLINT NOT NULL, places_id INTEGER NOT NULL, PRIMARY KEY (set_id, image_id, role)) "
        "WITHOUT ROWID"
    ),
    "CREATE INDEX image_set_image ON image_set (image_id)",
    (
        "CREATE TABLE layer (id INTEGER NOT NULL, short_key INTEGER NOT NULL, diff_id BLOB, "
        "digest BLOB, size_bytes INTEGER NOT NULL, instruction_id INTEGER, PRIMARY KEY (id))"
    ),
    "CREATE INDEX layer_short_key ON layer (short_key)",
    "CREATE TABLE ledger (id INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (id))",
    "CREATE UNIQUE INDEX ledger_key ON ledger (key)",
    (
        "CREATE TABLE ledger_entry (id INTEGER NOT NULL, key BLOB NOT NULL, target TEXT NOT "
        "NULL, scanner TEXT NOT NULL, check_name TEXT NOT NULL, status TEXT NOT NULL, reason "
        "TEXT NOT NULL, data_date TEXT NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX ledger_entry_key ON ledger_entry (key)",
    (
        "CREATE TABLE ledger_row (ledger_id INTEGER NOT NULL, place INTEGER NOT NULL, "
        "entry_id INTEGER NOT NULL, PRIMARY KEY (ledger_id, place)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE lineage (id INTEGER NOT NULL, name TEXT NOT NULL, stream TEXT NOT NULL, "
        "kind TEXT NOT NULL, team TEXT NOT NULL, base TEXT NOT NULL, latest_id INTEGER, "
        "PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX lineage_name ON lineage (name, stream)",
    "CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name))",
    (
        "CREATE TABLE package (id INTEGER NOT NULL, key BLOB NOT NULL, type TEXT NOT NULL, "
        "ecosystem TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, purl TEXT NOT "
        "NULL, source_name TEXT NOT NULL, source_version TEXT NOT NULL, facts BLOB NOT NULL, "
        "PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX package_key ON package (key)",
    "CREATE INDEX package_name ON package (name)",
    "CREATE INDEX package_source_name ON package (source_name)",
    (
        "CREATE TABLE package_set (id INTEGER NOT NULL, key BLOB NOT NULL, ecosystem TEXT NOT "
        "NULL, members BLOB NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX package_set_key ON package_set (key)",
    (
        "CREATE TABLE package_set_member (package_id INTEGER NOT NULL, set_id INTEGER NOT "
        "NULL, PRIMARY KEY (package_id, set_id)) WITHOUT ROWID"
    ),
    "CREATE TABLE platform (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id))",
    "CREATE UNIQUE INDEX platform_name ON platform (name)",
    (
        "CREATE TABLE scan (id INTEGER NOT NULL, key BLOB NOT NULL, command TEXT NOT NULL, "
        "created_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, tool_version TEXT NOT "
        "NULL, verdict_id INTEGER NOT NULL, data_id INTEGER NOT NULL, settings_id INTEGER NOT "
        "NULL, ledger_id INTEGER NOT NULL, commit_id TEXT NOT NULL, duration_ms INTEGER NOT "
        "NULL, PRIMARY KEY (id))"
    ),
    "CREATE INDEX scan_created ON scan (created_at)",
    "CREATE UNIQUE INDEX scan_key ON scan (key)",
    (
        "CREATE TABLE scan_target (id INTEGER NOT NULL, scan_id INTEGER NOT NULL, lineage_id "
        "INTEGER NOT NULL, image_id INTEGER NOT NULL, name TEXT NOT NULL, ledger_id INTEGER "
        "NOT NULL, sources_id INTEGER NOT NULL, critical SMALLINT NOT NULL, high SMALLINT NOT "
        "NULL, medium SMALLINT NOT NULL, low SMALLINT NOT NULL, negligible SMALLINT NOT NULL, "
        "unknown SMALLINT NOT NULL, suppressed SMALLINT NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE INDEX scan_target_image ON scan_target (image_id)",
    "CREATE INDEX scan_target_lineage ON scan_target (lineage_id)",
    "CREATE INDEX scan_target_scan ON scan_target (scan_id)",
    (
        "CREATE TABLE suppression (id INTEGER NOT NULL, key BLOB NOT NULL, reason TEXT NOT "
        "NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX suppression_key ON suppression (key)",
    (
        "CREATE TABLE verdict (id INTEGER NOT NULL, key BLOB NOT NULL, status TEXT NOT NULL, "
        "profile TEXT NOT NULL, reasons BLOB NOT NULL, PRIMARY KEY (id))"
    ),
    "CREATE UNIQUE INDEX verdict_key ON verdict (key)",
)
