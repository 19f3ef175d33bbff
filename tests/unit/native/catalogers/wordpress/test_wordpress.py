"""WordPress, plugins and themes."""

import pytest

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.wordpress.cataloger import WORDPRESS


def _read(path: str, text: str) -> list[Package]:
    records = WORDPRESS.parse(File(path, text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_wordpress() -> None:
    """Assignments in comments do not count."""
    text = (
        "<?php\n// $wp_version = '1';\n/*\n$wp_version = '2';\n*/\n"
        "$wp_version = '6.4.2'; // now\n$wp_db_version = 56657;\n"
    )
    assert _read("var/www/html/wp-includes/version.php", text) == [
        Package(type="generic", name="wordpress", version="6.4.2")
    ]


def test_wordpress_without_a_version_is_refused() -> None:
    """The file exists to set it."""
    with pytest.raises(UnreadableFileError):
        _read("wp-includes/version.php", "<?php\n// $wp_version = '1';\n")


def test_plugins_and_themes() -> None:
    """Named by their folder, as their directory names them."""
    header = "<?php\n/**\n * Plugin Name: Akismet Anti-spam\n * Version: 5.3 */\n"
    assert _read("wp-content/plugins/akismet/akismet.php", header) == [
        Package(type="wordpress-plugin", name="akismet", version="5.3")
    ]
    style = "/*\nTheme Name: Twenty\nVersion: 1.2\nLicense: GPL-2.0\n*/\n"
    assert _read("wp-content/themes/twenty/style.css", style) == [
        Package(type="wordpress-theme", name="twenty", version="1.2", licenses=("GPL-2.0",))
    ]


@pytest.mark.parametrize("text", ["<?php\n", "/* Version: 1 */", "/* Plugin Name: x */", "\0"])
def test_other_files_of_a_plugin_say_nothing(text: str) -> None:
    """Only one file of a plugin has the header."""
    assert _read("wp-content/plugins/a/b.php", text) == []
