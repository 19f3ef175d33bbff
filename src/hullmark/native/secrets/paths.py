"""What a path says of a file: whether it is worth reading, and how its words are to be taken."""

import re
from enum import IntEnum
from functools import lru_cache

_BINARY = frozenset(
    [
        "png",
        "jpg",
        "jpeg",
        "gif",
        "ico",
        "webp",
        "bmp",
        "tif",
        "tiff",
        "svgz",
        "mp3",
        "mp4",
        "avi",
        "mov",
        "ogg",
        "wav",
        "flac",
        "woff",
        "woff2",
        "ttf",
        "otf",
        "eot",
        "pdf",
        "so",
        "a",
        "o",
        "ko",
        "dll",
        "exe",
        "class",
        "jar",
        "war",
        "ear",
        "whl",
        "egg",
        "zip",
        "xz",
        "bz2",
        "zst",
        "7z",
        "rar",
        "pyc",
        "pyo",
        "pyd",
        "mo",
        "gmo",
        "db",
        "sqlite",
        "sqlite3",
        "bin",
        "dat",
        "iso",
        "img",
        "rpm",
        "deb",
        "apk",
        "wasm",
        "node",
        "psd",
        "ai",
        "br",
        "tar",
        "tgz",
        "gz",
        "lz4",
        "cache",
        "pack",
        "idx",
        "rlib",
        "rmeta",
        "parquet",
        "npy",
        "npz",
        "pkl",
        "h5",
        "pb",
        "onnx",
        "hyb",
        "res",
        "icns",
    ]
)
_CONFIG = frozenset(
    [
        "env",
        "json",
        "yml",
        "yaml",
        "xml",
        "ini",
        "conf",
        "cfg",
        "config",
        "cnf",
        "properties",
        "toml",
        "tfvars",
        "tf",
        "hcl",
        "sql",
        "sh",
        "bash",
        "zsh",
        "ksh",
        "fish",
        "ps1",
        "bat",
        "cmd",
        "plist",
        "settings",
        "credentials",
        "secret",
        "secrets",
        "key",
        "token",
        "pem",
        "ppk",
        "npmrc",
        "pypirc",
        "netrc",
        "envrc",
        "hcl",
        "service",
        "rc",
        "reg",
        "rdp",
        "ovpn",
        "tfstate",
        "local",
        "dist",
        "prod",
        "dev",
        "production",
        "development",
        "staging",
        "txt",
        "log",
        "csv",
        "history",
        "gradle",
        "kts",
    ]
)
_CODE = frozenset(
    [
        "py",
        "js",
        "jsx",
        "ts",
        "tsx",
        "mjs",
        "cjs",
        "go",
        "java",
        "kt",
        "scala",
        "rb",
        "php",
        "php3",
        "phtml",
        "pl",
        "pm",
        "rs",
        "c",
        "h",
        "cc",
        "cpp",
        "hpp",
        "cs",
        "vb",
        "swift",
        "m",
        "lua",
        "r",
        "ex",
        "exs",
        "erl",
        "clj",
        "groovy",
        "dart",
        "vue",
        "svelte",
        "html",
        "htm",
        "css",
        "scss",
        "less",
        "ipynb",
        "gradle",
        "kts",
        "el",
        "vim",
        "tcl",
        "jsp",
        "asp",
        "aspx",
        "cshtml",
    ]
)
_PROSE = frozenset(
    [
        "md",
        "rst",
        "adoc",
        "html",
        "htm",
        "man",
        "1",
        "3",
        "5",
        "7",
        "8",
        "po",
        "pot",
        "tex",
        "texi",
        "info",
    ]
)
_SYSTEM = re.compile(
    r"(?:^|/)(?:usr/(?:share|lib|lib32|lib64|libexec|include|bin|sbin|src|games)|lib|lib64|bin|sbin|site-packages|dist-packages|"
    r"node_modules|bower_components|vendor/(?:bundle|github\.com|golang\.org)|go/pkg/mod|usr/local/go|usr/local/lib|gems/[^/]+/gems|"
    r"\.cargo/registry|\.m2/repository|var/lib/(?:dpkg|apt|rpm|pacman)|lib/apk|opt/(?:conda|yarn[^/]*)|licenses?)/",
)
_DOCS = re.compile(
    r"(?:^|/)usr/(?:share|local/share|local/man)/(?:doc|man|info|locale|i18n|zoneinfo|mime|perl|icons|fonts|vim|licenses|common-licenses|keyrings|terminfo|bash-completion|X11|help|gtk-doc)/|(?:^|/)var/lib/(?:dpkg|apt|rpm)/|(?:^|/)lib/apk/db/|(?:^|/)usr/local/man/|(?:^|/)etc/ssl/certs/"
)
_TESTS = re.compile(
    r"(?i)(?:^|/)(?:tests?|testing|testdata|fixtures?|specs?|examples?|__tests__|mocks?|samples?|docs?)/|(?:_test|\.test|\.spec|_spec|^test_|/test_)[^/]*$"
)
_LOCKS = frozenset(
    [
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
        "Pipfile.lock",
        "Cargo.lock",
        "composer.lock",
        "Gemfile.lock",
        "go.sum",
        "mix.lock",
        "flake.lock",
        "Podfile.lock",
        "packages.lock.json",
        ".package-lock.json",
        "verification-metadata.xml",
    ]
)
_MACHINE_MADE = (".min.js", ".map", ".min.css", ".snap")
SECRET_NAME = re.compile(
    r"(?i)(?:^|/)[^/]*(?:(?:secret|token|passwords?|passwd|credentials?)|(?:master|secret|api|private|session|auth)[._-]?key)[^/.]*$|\.[a-z]*(?:secret|token|passwd|password)s?$|(?:^|/)(?:master|production|staging)\.key$|\.key$"
)


class Sense(IntEnum):
    """How much a file's words can be taken for settings."""

    CONFIG = 0
    """Bare values after a telling name count."""
    CODE = 1
    """Only quoted values count."""
    SYSTEM = 2
    """Files of packages: only secrets that show by their own form count."""
    NOTHING = 3
    """Documentation, catalogues of translations, pictures: not read."""


# Looking a member up in an enumeration costs as much as the rest of the question.
_SETTINGS, _SOURCE, _SYSTEM_FILES, _NOTHING = Sense


def sense_of(path: str) -> Sense:
    """Say how the words in ``path`` are to be taken: asked of every file of an image."""
    folder, slash, name = path.rpartition("/")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in _BINARY and extension != "gz":
        return _NOTHING
    sense = _sense_of_folder(folder + slash)
    if sense is not None:
        return sense
    if name in _LOCKS or name.endswith(_MACHINE_MADE):
        return _SYSTEM_FILES
    if extension in _CODE or extension in _PROSE:
        return _SOURCE
    return _SETTINGS


@lru_cache(maxsize=8192)
def _sense_of_folder(folder: str) -> Sense | None:
    """Say what a folder (ending in a slash) means for all its files; ``None`` for nothing."""
    if _DOCS.search(folder):
        return _NOTHING
    return _SYSTEM_FILES if _SYSTEM.search(folder) else None


def is_code(path: str) -> bool:
    """Tell source code and prose by the extension."""
    extension = path.rpartition(".")[2].lower() if "." in path else ""
    return extension in _CODE or extension in _PROSE


def is_prose(path: str) -> bool:
    """Tell documents for people."""
    return path.rpartition(".")[2].lower() in _PROSE


def is_test(path: str) -> bool:
    """Tell tests, examples and documentation by their folders."""
    return _TESTS.search(path) is not None
