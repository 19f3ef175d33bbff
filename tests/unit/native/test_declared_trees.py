"""What only several files of a tree tell together, and what components say of their use."""

from pathlib import Path

import pytest

from hullmark.images.image import Directory
from hullmark.model.scan import Target
from hullmark.native.contents import Inventory
from hullmark.native.inventory import take_directory_inventory
from hullmark.shipped import CATALOGERS

_PARENT = """<project>
  <groupId>g</groupId><artifactId>parent</artifactId><version>7</version><packaging>pom</packaging>
  <properties><core>5.2.0</core><again>${core}</again></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>x</groupId><artifactId>managed</artifactId><version>${again}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>list</artifactId><version>7</version>
      <type>pom</type><scope>import</scope></dependency>
  </dependencies></dependencyManagement>
</project>"""
_LIST = """<project>
  <groupId>g</groupId><artifactId>list</artifactId><version>7</version><packaging>pom</packaging>
  <dependencyManagement><dependencies>
    <dependency><groupId>x</groupId><artifactId>listed</artifactId><version>3.1</version></dependency>
    <dependency><groupId>x</groupId><artifactId>managed</artifactId><version>9</version></dependency>
  </dependencies></dependencyManagement>
</project>"""
_CHILD = """<project>
  <parent><groupId>g</groupId><artifactId>parent</artifactId><version>7</version>{place}</parent>
  <artifactId>child</artifactId>
  <properties>{own}</properties>
  <dependencies>
    <dependency><groupId>x</groupId><artifactId>core</artifactId><version>${{core}}</version></dependency>
    <dependency><groupId>x</groupId><artifactId>managed</artifactId></dependency>
    <dependency><groupId>x</groupId><artifactId>listed</artifactId><scope>test</scope></dependency>
    <dependency><groupId>x</groupId><artifactId>untold</artifactId></dependency>
  </dependencies>
</project>"""


def _inventory(root: Path, kind: str) -> Inventory:
    directory = Directory(target=Target(name=f"{kind}:{root}", kind=kind), root=root)
    return take_directory_inventory(directory, catalogers=CATALOGERS)


def _write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.mark.parametrize(
    ("child", "place"),
    [
        ("child/pom.xml", ""),
        ("a/b/pom.xml", "<relativePath>../..</relativePath>"),
        ("far/away/pom.xml", "<relativePath/>"),
    ],
)
def test_versions_come_from_parents_and_lists_in_the_tree(
    tmp_path: Path, child: str, place: str
) -> None:
    """A parent is found by place or by name; its list counts before those it imports."""
    files = {"pom.xml": _PARENT, "list/pom.xml": _LIST}
    _write(tmp_path, {**files, child: _CHILD.format(place=place, own="")})
    found = {each.name: each for each in _inventory(tmp_path, "repo").components}
    assert {name: each.version for name, each in found.items()} == {
        "x:core": "5.2.0",
        "x:managed": "5.2.0",
        "x:listed": "3.1",
    }
    assert {place.path for each in found.values() for place in each.locations} == {child}
    assert found["x:listed"].development


def test_what_a_child_sets_counts_in_what_it_inherits(tmp_path: Path) -> None:
    """A property of the child changes versions that the parent writes with it."""
    child = _CHILD.format(place="", own="<core>6.0</core>")
    _write(tmp_path, {"pom.xml": _PARENT, "child/pom.xml": child})
    found = {each.name: each.version for each in _inventory(tmp_path, "repo").components}
    assert found == {"x:core": "6.0", "x:managed": "6.0"}


def test_projects_that_inherit_from_each_other_end(tmp_path: Path) -> None:
    """A circle of parents, or a list that imports itself, is walked once."""
    circle = _PARENT.replace(
        "<groupId>g</groupId>",
        "<parent><groupId>g</groupId><artifactId>list"
        "</artifactId><version>7</version></parent><groupId>g</groupId>",
        1,
    )
    again = _LIST.replace(
        "<groupId>g</groupId>",
        "<parent><groupId>g</groupId><artifactId>parent"
        "</artifactId><version>7</version></parent><groupId>g</groupId>",
        1,
    )
    _write(
        tmp_path,
        {
            "pom.xml": circle,
            "list/pom.xml": again,
            "child/pom.xml": _CHILD.format(place="", own=""),
        },
    )
    found = {each.name: each.version for each in _inventory(tmp_path, "repo").components}
    assert found["x:listed"] == "3.1"


def test_declared_components_say_who_asked_and_what_for(tmp_path: Path) -> None:
    """Direct and development survive from the lock file into the component."""
    lock = (
        '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1"}, '
        '"devDependencies": {"d": "1"}}, "node_modules/a": {"version": "1.0.0"}, '
        '"node_modules/b": {"version": "1.0.0"}, '
        '"node_modules/d": {"version": "1.0.0", "dev": true}}}'
    )
    _write(
        tmp_path,
        {
            "package-lock.json": lock,
            "sub/go.mod": "module m\n\nrequire x.org/y v1.0.0 // indirect\n",
        },
    )
    found = _inventory(tmp_path, "repo").components
    assert {each.name: (each.direct, each.development) for each in found} == {
        "a": (True, False),
        "b": (False, False),
        "d": (True, True),
        "x.org/y": (False, False),
    }


def test_a_nix_store_without_database_is_read_by_its_names(tmp_path: Path) -> None:
    """Folders of the store name packages; what they hold and files beside them do not."""
    store = f"nix/store/{'0123456789abcdfghijklmnpqrsvwxyz'}"
    _write(
        tmp_path,
        {
            f"{store}-openssl-3.0.7-bin/bin/a-1.0/x": "",
            f"{store}-source/x": "",
            f"{store}-builder-2.sh": "",
        },
    )
    found = _inventory(tmp_path, "rootfs").components
    assert [(each.purl, each.locations[0].path) for each in found] == [
        ("pkg:nix/openssl@3.0.7", f"/{store}-openssl-3.0.7-bin")
    ]


_FORMS = {
    "go.mod": "module m\n\ngo 1.21.3\n\nrequire x.org/y v1.0.0\n",
    "go.sum": "x.org/y v1.0.0 h1:a=\nx.org/y v1.0.0/go.mod h1:b=\n",
    "requirements.txt": "flask==2.0.1 \\\n  --hash=sha256:a\n",
    "setup.cfg": "[options]\ninstall_requires =\n  six==1.15.0\n",
    "Cargo.lock": '[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "registry+x"\n',
    "Gemfile.lock": "GEM\n  remote: x\n  specs:\n    rack (2.0.1)\n\nDEPENDENCIES\n  rack\n",
    "yarn.lock": '# yarn lockfile v1\n\n\na@^1.0.0:\n  version "1.0.5"\n',
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages:\n"
    "  foo@1.0.0: {resolution: {integrity: x}}\n",
    "package-lock.json": '{"lockfileVersion": 1,\n"dependencies": {"a": {"version": "1.0.0"}}}\n',
    "gradle.lockfile": "# made\ng:a:1.0=compileClasspath\nempty=\n",
    "pom.xml": "<project><dependencies>\n<dependency><groupId>g</groupId><artifactId>a</artifactId>"
    "<version>1</version></dependency></dependencies></project>\n",
    "Podfile.lock": "PODS:\n  - A (4.0.1)\n\nDEPENDENCIES:\n  - A\n",
    "mix.lock": '%{\n  "plug": {:hex, :plug, "1.10.0", "aa", [:mix], [], "hexpm", "bb"},\n}\n',
}


@pytest.mark.parametrize("name", sorted(_FORMS))
def test_a_mark_at_the_start_and_line_ends_of_windows_change_nothing(
    tmp_path: Path, name: str
) -> None:
    """Editors of Windows leave both in any text; packages and their lines stay the same."""
    text = _FORMS[name]
    marked = "\ufeff" + text
    forms = [text, text.replace("\n", "\r\n"), marked, marked.replace("\n", "\r\n"), text.rstrip()]
    found = []
    for at, form in enumerate(forms):
        root = tmp_path / str(at)
        root.mkdir()
        (root / name).write_bytes(form.encode())
        inventory = _inventory(root, "repo")
        assert not inventory.issues
        found.append([(each.purl, each.locations) for each in inventory.components])
    assert found[0]
    assert all(each == found[0] for each in found)
