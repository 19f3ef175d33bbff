"""What the file name of an archive says: ``artifact-1.2.3-classifier.jar``."""

import re

_VERSION = re.compile(r"\d|build\d|rc?\d+(?![A-Za-z0-9])", re.IGNORECASE)
"""How a version starts; ``http2-server`` and ``r2dbc-spi`` are names."""
_CLASSIFIER = re.compile(
    r"[-.](?:sources|javadoc|tests|test-sources|jar-with-dependencies|with-dependencies|shaded"
    r"|standalone|uber|fat|exec|boot|bundle|plain|jdk\d+"
    r"|(?:linux|osx|macosx?|windows)[-_][a-z0-9_-]+)$",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"\d+(?:\.\d+)*(?:$|[-.+_]?(?![xX](?:$|[.-]))[0-9A-Za-z])")
_NAME_CHARACTERS = 512


def split_file_name(file_name: str) -> tuple[str, str]:
    """Return artifact and version; the version is empty where the name has none."""
    stem = file_name.rpartition("/")[2][:_NAME_CHARACTERS]
    stem = stem.rpartition(".")[0] or stem
    for separators in ("-", "_."):
        for at, character in enumerate(stem):
            if at and character in separators and _VERSION.match(stem, at + 1):
                return stem[:at], without_classifier(stem[at + 1 :])
    return stem, ""


def without_classifier(version: str) -> str:
    """Return a version without the build variant that follows it."""
    shorter = _CLASSIFIER.sub("", version)
    return shorter or version


def is_release(version: str) -> bool:
    """Tell a version from a pattern like ``3.x``, as links of distributions carry."""
    return _RELEASE.match(version) is not None and not version.lower().endswith(".x")
