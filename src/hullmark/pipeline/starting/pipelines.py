"""The pipelines that ``hullmark init`` writes for GitHub and GitLab."""

from collections.abc import Sequence

from hullmark import __version__
from hullmark.pipeline.starting.builds import Build

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
UPLOAD = "github/codeql-action/upload-sarif@ff2f1c621b7f889edc0d3c761ac2e6a3f8cdb0dd # v4.37.7"

_GITHUB = """# Written by `hullmark init`; yours to change.
name: hullmark

on:
  push:
  pull_request:
  schedule:
    - cron: "17 3 * * *"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: hullmark-${{{{ github.workflow }}}}-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  repository:
    name: configuration and secrets
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # uploads SARIF
    outputs:
      matrix: ${{{{ steps.images.outputs.matrix }}}}
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
      - name: Install Hullmark
        run: pipx install "hullmark=={version}"
      - name: List the images that are built here
        id: images
        run: echo "matrix=$(hullmark images --format github-matrix)" >> "$GITHUB_OUTPUT"
      - name: Check configuration, look for secrets
        run: hullmark scan repo:. -o repository.sarif
      - name: Upload the result
        if: ${{{{ !cancelled() }}}}
        uses: {upload}
        with:
          sarif_file: repository.sarif
          category: hullmark-repository
"""
_IMAGES = """
  images:
    name: image ${{{{ matrix.dockerfile }}}} ${{{{ matrix.target }}}}
    needs: repository
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # uploads SARIF
    strategy:
      fail-fast: false
      matrix: ${{{{ fromJSON(needs.repository.outputs.matrix) }}}}
    env:
      DOCKERFILE: ${{{{ matrix.dockerfile }}}}
      CONTEXT: ${{{{ matrix.context }}}}
      TARGET: ${{{{ matrix.target }}}}
      IMAGE: hullmark.local/scanned:${{{{ github.sha }}}}
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
      - name: Install Hullmark and fetch advisories
        run: |
          pipx install "hullmark=={version}"
          hullmark db update
      - name: Build the image
        run: >-
          docker build --file "$DOCKERFILE" ${{TARGET:+--target="$TARGET"}}
          --tag "$IMAGE" "$CONTEXT"
      - name: Scan the image that was just built
        run: hullmark scan "docker:$IMAGE" -o image.sarif
      - name: Upload the result
        if: ${{{{ !cancelled() }}}}
        uses: {upload}
        with:
          sarif_file: image.sarif
          category: hullmark-${{{{ matrix.dockerfile }}}}-${{{{ matrix.target }}}}
"""
_PULLED = """
  pulled:
    name: images built elsewhere
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # uploads SARIF
    steps:
      - name: Install Hullmark and fetch advisories
        run: |
          pipx install "hullmark=={version}"
          hullmark db update
      - name: Scan what is run here and built elsewhere
        run: >-
          hullmark scan
{references}
          -o pulled.sarif
      - name: Upload the result
        if: ${{{{ !cancelled() }}}}
        uses: {upload}
        with:
          sarif_file: pulled.sarif
          category: hullmark-pulled
"""
_GITLAB = """# Written by `hullmark init`; yours to change.
# Schedules are set up in GitLab itself: Build > Pipeline schedules.
.hullmark:
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "schedule"
    - if: $CI_COMMIT_BRANCH

hullmark-repository:
  extends: .hullmark
  image: python:3.13.5-slim-bookworm
  script:
    - pip install --no-cache-dir "hullmark=={version}"
    - hullmark scan repo:. -o repository.sarif
  artifacts:
    when: always
    paths:
      - repository.sarif
"""
_GITLAB_IMAGES = """
hullmark-images:
  extends: .hullmark
  image: docker:28.3.2
  services:
    - docker:28.3.2-dind
  variables:
    IMAGE: hullmark.local/scanned:$CI_COMMIT_SHA
  parallel:
    matrix:
{matrix}
  script:
    - apk add --no-cache pipx
    - export PATH="$HOME/.local/bin:$PATH"
    - pipx install "hullmark=={version}"
    - hullmark db update
    - docker build --file "$DOCKERFILE" ${{TARGET:+--target="$TARGET"}} --tag "$IMAGE" "$CONTEXT"
    - docker save --output image.tar "$IMAGE"
    - hullmark scan docker-archive:image.tar -o image.sarif
  artifacts:
    when: always
    paths:
      - image.sarif
"""


def github_workflow(builds: Sequence[Build], pulled: Sequence[str]) -> str:
    """Return a workflow that scans every image on push, pull request and schedule."""
    given = {"checkout": CHECKOUT, "upload": UPLOAD, "version": __version__}
    text = _GITHUB.format(**given)
    if builds:
        text += _IMAGES.format(**given)
    if pulled:
        references = "\n".join(f"          registry:{each}" for each in pulled)
        text += _PULLED.format(references=references, **given)
    return text


def gitlab_file(builds: Sequence[Build]) -> str:
    """Return a file for GitLab to include."""
    text = _GITLAB.format(version=__version__)
    if builds:
        rows = []
        for each in builds:
            rows += [
                f"      - DOCKERFILE: {_quoted(each.dockerfile)}",
                f"        CONTEXT: {_quoted(each.context)}",
                f"        TARGET: {_quoted(each.target)}",
            ]
        text += _GITLAB_IMAGES.format(matrix="\n".join(rows), version=__version__)
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
