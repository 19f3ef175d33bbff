"""Stock OPA, where it is chosen, says what the engine of the package says."""

import shutil
from pathlib import Path

import pytest

from hullmark.checks.bundle import load_bundle
from hullmark.checks.engine import Engine
from hullmark.checks.readers import read_file
from hullmark.checks.record import Document

_OPA = shutil.which("opa")

_DOCKERFILE = """FROM python:latest
ADD https://example.org/x /x
RUN apt-get update && apt-get install curl
RUN curl https://example.org/i.sh | sh
ENV DB_PASSWORD=correct-horse-7
"""
_COMPOSE = """services:
  web:
    image: shop/web
    privileged: true
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
"""
_POD = """apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  hostNetwork: true
  containers:
    - {name: a, image: "nginx:latest", securityContext: {privileged: true}}
"""


def _documents() -> list[Document]:
    texts = {"Dockerfile": _DOCKERFILE, "compose.yaml": _COMPOSE, "pod.yaml": _POD}
    return [
        document
        for path, text in texts.items()
        for document in read_file(text.encode(), path=path)[0]
    ]


def _said(engine: Engine, document: Document) -> list[tuple[str, str, str, int | None]]:
    outcome = engine.check(document)
    assert outcome.issues == ()
    return sorted(
        (each.rule, each.message, each.anchor, each.locations[0].line)
        for each in outcome.violations
    )


@pytest.mark.skipif(_OPA is None, reason="opa is not on PATH")
def test_both_engines_agree_on_every_kind_of_file() -> None:
    """Same checks, same words, same places; one process of OPA for all files of a kind."""
    bundle = load_bundle(())
    ours, stock = Engine(bundle), Engine(bundle, opa=_OPA)
    documents = _documents()
    stock.ask_ahead(documents)
    for document in documents:
        assert _said(stock, document) == _said(ours, document) != []


@pytest.mark.skipif(_OPA is None, reason="opa is not on PATH")
def test_a_broken_check_of_an_organisation_does_not_take_ours_with_it(tmp_path: Path) -> None:
    """It is named, and the others have spoken."""
    (tmp_path / "bad.rego").write_text(
        "# METADATA\n# scope: package\n# title: T\n# description: D\n# custom:\n"
        "#   id: ORG-DF-0001\n#   severity: low\n#   kind: dockerfile\n#   remediation: R\n"
        "package org.bad\n\nimport rego.v1\n\ndeny contains x if { y }\n"
    )
    engine = Engine(load_bundle([tmp_path]), opa=_OPA)
    outcome = engine.check(_documents()[0])
    assert any(each.rule.startswith("HM-DF-") for each in outcome.violations)
    assert any("bad.rego" in f"{each.path} {each.cause}" for each in outcome.issues)
