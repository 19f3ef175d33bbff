"""Bounds on hostile input, each with its unit and its reason.

Breaking one is an ``Issue`` in the ledger or an ``InputError``, never a crash or a silent skip.
"""

MANIFEST_BYTES = 8 * 1024 * 1024
"""Manifests and indexes: registries refuse over 4 MiB, two times that is generous."""

CONFIG_BYTES = 32 * 1024 * 1024
"""Image configurations: history of thousands of steps stays far below."""

ATTESTATIONS = 64
"""Signatures and statements read of one image; signed daily, an image of months stays below."""

ATTESTATION_BYTES = 16 * 1024 * 1024
"""One signature or statement; bills of materials of large images have 10 MiB."""

LAYER_BYTES = 64 * 1024**3
"""Uncompressed bytes of one layer: the largest public images (CUDA, data) stay under 40 GiB."""

LAYER_RATIO = 2_000
"""Uncompressed per compressed byte over a whole layer; DEFLATE cannot exceed 1,032."""

LAYERS = 4_096
"""Layers of one image; engines stop at 127, squash-free builders have been seen with 1,000."""

LAYER_MEMBERS = 20_000_000
"""Members of one layer: the largest monorepo images hold a few million files."""

LAYER_RECORDS = 1_000_000
"""Packages and other facts that the files of one layer state; large images state 50,000."""

LAYER_SECRETS = 50_000
"""Places of secrets in one layer; more are a collection of test data, and known as one."""

LAYER_WHITEOUTS = 1_000_000
"""Deletions in one layer; removing a whole distribution takes fewer."""

LAYER_ISSUES = 10_000
"""Files of one layer that are told one by one as unreadable; the rest is counted."""

PATH_BYTES = 4_096
"""PATH_MAX of Linux: a longer path cannot exist on a running container."""

PATH_DEPTH = 1_024
"""Path segments; deeper names are built to exhaust ancestors, not to be used."""

PAX_HEADER_BYTES = 1024 * 1024
"""One extended header; real ones hold a few hundred bytes."""

MEMORY_FILE_BYTES = 8 * 1024 * 1024
"""Wanted files up to this size are held in memory; larger ones go to temporary space."""

WANTED_FILE_BYTES = 512 * 1024 * 1024
"""One wanted file; larger package databases, archives and binaries are reported as not read."""

ARCHIVE_DEPTH = 6
"""Archives inside archives (ear > war > jar > shaded jar); deeper nesting is an attack."""

ARCHIVE_MEMBERS = 200_000
"""Members of one zip; the largest real jars hold about 60,000 classes."""

ARCHIVE_MEMBER_BYTES = 256 * 1024 * 1024
"""Uncompressed bytes of one archive member that is opened."""

JSON_BYTES = 256 * 1024 * 1024
"""One JSON document (lock file, SBOM, report)."""

TEXT_LINE_BYTES = 1024 * 1024
"""One line of a text database; dpkg's longest real field is a few kilobytes."""
