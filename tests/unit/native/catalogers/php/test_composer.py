"""What Composer locks and installs."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.php.cataloger import COMPOSER_LOCK, INSTALLED, INSTALLED_PHP
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError

_A = {"name": "a/a", "version": "v1.2.3", "license": ["MIT", "BSD"], "require": {"b/b": "*"}}
_B = {"name": "b/b", "version": "2.0.0"}
_BRANCH = {
    "name": "c/c",
    "version": "dev-main",
    "source": {"type": "git", "url": "https://example.org/c.git", "reference": "0a1b"},
}


def _read(cataloger: Cataloger, document: object, path: str) -> list[Package]:
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    return [r for r in cataloger.parse(File(path, text.encode())) if isinstance(r, Package)]


def test_lock() -> None:
    """Packages with licences and lines; those of development marked; branches with their origin."""
    document = {"packages": [_A, _BRANCH], "packages-dev": [_B, {"name": "no/version"}]}
    found = _read(COMPOSER_LOCK, document, "app/composer.lock")
    assert [(p.name, p.version, p.licenses, p.development) for p in found] == [
        ("a/a", "v1.2.3", ("MIT", "BSD"), False),
        ("c/c", "dev-main", (), False),
        ("b/b", "2.0.0", (), True),
    ]
    assert {p.evidence for p in found} == {Evidence.DECLARED}
    assert found[1].qualifiers == (("vcs_url", "git+https://example.org/c.git@0a1b"),)
    lines = json.dumps(document, indent=1).split("\n")
    assert [lines[(p.line or 0) - 1].strip() for p in found] == [
        f'"name": "{p.name}",' for p in found
    ]


def test_locks_of_dependencies() -> None:
    """A lock below ``vendor`` speaks of a dependency's own development."""
    assert _read(COMPOSER_LOCK, {"packages": [_A]}, "app/vendor/a/a/composer.lock") == []


@pytest.mark.parametrize(
    "document", [[_A, _B], {"packages": [_A, _B], "dev-package-names": ["b/b"]}]
)
def test_installed_json(document: object) -> None:
    """The list of Composer 1 and the object of Composer 2."""
    found = _read(INSTALLED, document, "app/vendor/composer/installed.json")
    assert [(p.name, p.version, p.evidence) for p in found] == [
        ("a/a", "v1.2.3", Evidence.INSTALLED),
        ("b/b", "2.0.0", Evidence.INSTALLED),
    ]
    assert [p.development for p in found] == [False, isinstance(document, dict)]


_PHP = """\
<?php return array(
    'root' => array(
        'name' => 'own/app',
        'pretty_version' => 'dev-main',
        'dev' => true,
    ),
    'versions' => array(
        'a/a' => array(
            'pretty_version' => 'v1.2.3',
            'version' => '1.2.3.0',
            'aliases' => array(),
            'dev_requirement' => false,
        ),
        'b/b' => array(
            'pretty_version' => '2.0.0',
            'dev_requirement' => true,
        ),
        'own/app' => array(
            'pretty_version' => 'dev-main',
            'dev_requirement' => false,
        ),
        'psr/log-implementation' => array(
            'dev_requirement' => false,
            'provided' => array(
                0 => '1.0',
            ),
        ),
    ),
);
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_installed_php(end: str) -> None:
    """Installed packages; not the project, and not what is only provided."""
    text = _PHP.replace("\n", end)
    found = _read(INSTALLED_PHP, text, "app/vendor/composer/installed.php")
    assert [(p.name, p.version, p.development) for p in found] == [
        ("a/a", "v1.2.3", False),
        ("b/b", "2.0.0", True),
    ]


@pytest.mark.parametrize(
    ("cataloger", "text"),
    [
        (COMPOSER_LOCK, "null"),
        (COMPOSER_LOCK, '{"packages": {}, "packages-dev": 1}'),
        (INSTALLED, "{}"),
        (INSTALLED, '"x"'),
        (INSTALLED_PHP, "<?php"),
        (INSTALLED_PHP, "\0"),
    ],
)
def test_broken_files(cataloger: Cataloger, text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text, "composer.lock")
