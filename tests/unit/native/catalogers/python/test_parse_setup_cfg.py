"""``setup.cfg`` tells pins; ranges and other sections say nothing."""

from hullmark.native.catalogers.python.parse_setup_cfg import parse_setup_cfg
from hullmark.native.catalogers.record import File

_TEXT = b"""\xef\xbb\xbf[metadata]\r
name = own==1.0\r
[options]\r
install_requires =\r
    six==1.15.0\r
    # old==1
    attrs>=19
tests_require = pytest==7.0.0 ; python_version > "3"
[options.extras_require]
fast =
  orjson == 3.0
[flake8]
ignore = a==1
"""


def test_pins_of_every_kind_of_requirement_are_read() -> None:
    """Requirements, those of tests and of extras count with line and purpose; ranges do not."""
    found = list(parse_setup_cfg(File(path="setup.cfg", data=_TEXT)))
    assert [(each.name, each.version, each.line, each.development) for each in found] == [
        ("six", "1.15.0", 5, False),
        ("pytest", "7.0.0", 8, True),
        ("orjson", "3.0", 11, False),
    ]
    assert all(each.direct for each in found)


def test_an_installed_copy_is_not_the_project() -> None:
    """A package that ships its setup.cfg declares nothing for the image."""
    path = "usr/lib/python3/site-packages/own/setup.cfg"
    assert list(parse_setup_cfg(File(path=path, data=_TEXT))) == []
