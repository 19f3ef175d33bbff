"""Writes the three files of a new check."""

from pathlib import Path

from hullmark.checks.record import ID_PREFIXES, KINDS
from hullmark.rego.errors import BrokenMetadataError

_RULE = """# METADATA
# scope: package
# title: Say in one line what is wrong
# description: >-
#   Say why it matters.
# related_resources:
# - ref: https://example.org/why
# custom:
#   id: {id}
#   kind: {kind}
#   severity: medium
#   remediation: >-
#     Say what to do.
#   controls: []
package {package}

import rego.v1

deny contains {{"msg": "say what is wrong here", "path": [i]}} if {{
	some i, {variable} in input{more}
}}
"""
_TEST = """package {package}_test

import rego.v1

import data.{package}

test_bad_1 if {{
	count({name}.deny) > 0 with input as {bad}
}}

test_good_1 if {{
	count({name}.deny) == 0 with input as {good}
}}
"""
_EXAMPLE = """[[bad]]
input = '''
{bad}'''

[[good]]
input = '''
{good}'''
"""
_BODIES = {
    "dockerfile": '\n\tinstruction.Cmd == "maintainer"',
    "image": '\n\ti == "config"\n\tsetting.User == "root"',
    "compose": '\n\ti == "services"\n\tsome name\n\tservice[name].privileged == true',
    "kubernetes": '\n\ti == "metadata"\n\tpart.namespace == "default"',
}
_VARIABLES = {
    "dockerfile": "instruction",
    "image": "setting",
    "compose": "service",
    "kubernetes": "part",
}
_EXAMPLES = {
    "dockerfile": ("FROM scratch\nMAINTAINER me\n", "FROM scratch\n"),
    "image": (
        '{"config": {"User": "root"}, "rootfs": {}}\n',
        '{"config": {"User": "app"}, "rootfs": {}}\n',
    ),
    "compose": (
        "services:\n  web:\n    image: x\n    privileged: true\n",
        "services:\n  web:\n    image: x\n",
    ),
    "kubernetes": (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  namespace: default\n",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  namespace: shop\n",
    ),
}
_INPUTS = {
    "dockerfile": (
        '[{"Cmd": "maintainer", "Value": ["me"], "Stage": 0}]',
        '[{"Cmd": "from", "Value": ["scratch"], "Stage": 0}]',
    ),
    "image": ('{"config": {"User": "root"}}', '{"config": {"User": "app"}}'),
    "compose": (
        '{"services": {"web": {"privileged": true}}}',
        '{"services": {"web": {"image": "x"}}}',
    ),
    "kubernetes": (
        '{"metadata": {"namespace": "default"}}',
        '{"metadata": {"namespace": "shop"}}',
    ),
}


def kind_of_id(check_id: str) -> str:
    """Return the kind that an id's middle part names (``ACME-DF-0001``); Dockerfile without one."""
    for kind, prefix in ID_PREFIXES.items():
        if prefix.removeprefix("HM-") in check_id.upper().split("-"):
            return kind
    return KINDS[0]


def scaffold(folder: Path, check_id: str, *, kind: str = "") -> list[Path]:
    """Write rule, test and examples of a new check; never over a file that is there.

    Raises:
        BrokenMetadataError: The id cannot be one, a file is there, or nothing can be written.
    """
    from hullmark.rego.metadata import is_id  # noqa: PLC0415 - one regular expression

    if not is_id(check_id):
        raise BrokenMetadataError(f"id '{check_id}' is not like 'ORG-DF-0001'")
    kind = kind or kind_of_id(check_id)
    name = check_id.lower().replace("-", "_")
    bad, good = _EXAMPLES[kind]
    values = {
        "id": check_id,
        "kind": kind,
        "name": name,
        "package": f"checks.{kind}.{name}",
        "variable": _VARIABLES[kind],
        "more": _BODIES[kind],
        "bad": _INPUTS[kind][0],
        "good": _INPUTS[kind][1],
    }
    contents = {
        folder / f"{name}.rego": _RULE.format(**values),
        folder / f"{name}_test.rego": _TEST.format(**values),
        folder / f"{name}.examples.toml": _EXAMPLE.format(bad=bad, good=good),
    }
    for path in contents:
        if path.exists():
            raise BrokenMetadataError(f"'{path}' is there already; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in contents.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BrokenMetadataError(f"'{folder}' cannot be written: {error.strerror}") from error
    return list(contents)
