"""Small repositories with pipelines of every kind, written to disk for tests of the audit."""

from pathlib import Path
from textwrap import dedent

DOCKERFILE = 'FROM alpine:3.20\nUSER 1000\nCMD ["true"]\n'


def write_repository(root: Path, files: dict[str, str]) -> Path:
    """Write files below ``root``; texts lose their common indentation, tabs stay."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return root


NO_SCANNING = {
    "Dockerfile": DOCKERFILE,
    "compose.yaml": """
        services:
          web: {build: .}
          db: {image: "postgres:16.4"}
        """,
    ".github/workflows/ci.yml": """
        on: [push, pull_request]
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: docker compose build
        """,
}
"""A pipeline that builds and looks at nothing."""

ONE_OF_MANY = {
    "api/Dockerfile": DOCKERFILE,
    "worker/Dockerfile": DOCKERFILE,
    "web/Dockerfile": DOCKERFILE,
    ".github/workflows/build.yml": """
        on:
          push:
            branches: [main]
          pull_request:
        jobs:
          build:
            runs-on: ubuntu-latest
            strategy:
              matrix:
                service: [api, worker, web]
            steps:
              - uses: actions/checkout@v4
              - uses: docker/build-push-action@v6
                with:
                  context: ${{ matrix.service }}
                  load: true
                  tags: acme/${{ matrix.service }}:${{ github.sha }}
              - if: matrix.service == 'api'
                uses: aquasecurity/trivy-action@0.33.1
                with:
                  image-ref: acme/api:${{ github.sha }}
                  exit-code: "1"
                  format: sarif
                  output: trivy.sarif
              - if: always() && matrix.service == 'api'
                uses: github/codeql-action/upload-sarif@v3
                with:
                  sarif_file: trivy.sarif
                  category: api
        """,
}
"""Three images are built, one is scanned."""

PUSH_ONLY = {
    "Dockerfile": DOCKERFILE,
    ".github/workflows/security.yml": """
        on:
          push:
            branches: [main]
          pull_request:
          schedule:
            - cron: "0 4 * * 1"
        jobs:
          scan:
            if: github.event_name == 'push' && github.ref == 'refs/heads/main'
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: docker build -t app:${{ github.sha }} .
              - uses: anchore/scan-action@v6
                with:
                  image: app:${{ github.sha }}
                  fail-build: false
        """,
}
"""The workflow has three triggers, the job that scans runs on one."""

REUSABLE = {
    "services/api/Dockerfile": DOCKERFILE,
    "services/jobs/Dockerfile": DOCKERFILE,
    ".github/workflows/release.yml": """
        on:
          pull_request:
          schedule:
            - cron: "0 5 * * *"
        jobs:
          api:
            uses: ./.github/workflows/image.yml
            with: {folder: services/api, image: ghcr.io/acme/api}
          jobs:
            if: github.event_name != 'schedule'
            uses: ./.github/workflows/image.yml
            with: {folder: services/jobs, image: ghcr.io/acme/jobs, scan: false}
        """,
    ".github/workflows/image.yml": """
        on:
          workflow_call:
            inputs:
              folder: {type: string, required: true}
              image: {type: string, required: true}
              scan: {type: boolean, default: true}
        env:
          REFERENCE: ${{ inputs.image }}:${{ github.run_id }}
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: ./.github/actions/build
                with:
                  folder: ${{ inputs.folder }}
                  reference: ${{ env.REFERENCE }}
              - if: inputs.scan
                run: |
                  grype "$REFERENCE" --fail-on high \\
                    --output sarif --file grype.sarif
              - if: ${{ inputs.scan && !cancelled() }}
                uses: github/codeql-action/upload-sarif@0123456789012345678901234567890123456789
                with: {sarif_file: grype.sarif}
        """,
    ".github/actions/build/action.yml": """
        name: build
        inputs:
          folder: {required: true}
          reference: {required: true}
        runs:
          using: composite
          steps:
            - shell: bash
              run: docker build --tag "${{ inputs.reference }}" "${{ inputs.folder }}"
        """,
}
"""A reusable workflow and a composite action, called for two images."""

GITLAB = {
    "Dockerfile": DOCKERFILE,
    "worker/Dockerfile": DOCKERFILE,
    ".gitlab-ci.yml": """
        include:
          - local: /ci/scan.yml
        stages: [build, test]
        variables:
          IMAGE: $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA
        build:
          stage: build
          script:
            - docker build -t $IMAGE .
            - docker build -t $CI_REGISTRY_IMAGE/worker:$CI_COMMIT_SHA worker
        scan:
          extends: .scan
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        """,
    "ci/scan.yml": """
        .scan:
          stage: test
          image: {name: "aquasec/trivy:0.58.1"}
          allow_failure: true
          script:
            - trivy image --exit-code 1 --format json -o gl.json "$IMAGE"
          artifacts:
            reports:
              container_scanning: gl.json
        """,
}
"""Include, extends, rules, variables, a report."""

MAKEFILE_ONLY = {
    "docker/Dockerfile.api": DOCKERFILE,
    "docker/Dockerfile.worker": DOCKERFILE,
    "Makefile": """
        REGISTRY ?= acme
        SERVICES := api worker

        .PHONY: build scan lint
        build: $(addprefix build-,$(SERVICES))

        build-%:
        \tdocker build -f docker/Dockerfile.$* -t $(REGISTRY)/$*:dev .

        scan: build
        \ttrivy image --severity HIGH,CRITICAL $(REGISTRY)/api:dev || true
        \t-grype $(REGISTRY)/worker:dev

        lint:
        \thadolint docker/Dockerfile.*
        """,
}
"""Nothing but targets that somebody types."""

SCRIPTED = {
    "api/Dockerfile": DOCKERFILE,
    "worker/Dockerfile": DOCKERFILE,
    ".github/workflows/ci.yml": """
        on:
          push:
          pull_request:
        env:
          REGISTRY: ghcr.io/acme
        jobs:
          all:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: ./ci/images.sh build
              - run: ./ci/images.sh scan
        """,
    "ci/images.sh": """
        #!/usr/bin/env bash
        set -euo pipefail
        IMAGES=(api worker)
        tag="${GITHUB_SHA:-dev}"

        each() {
          local action="$1"
          for name in "${IMAGES[@]}"; do
            "$action" "$name"
          done
        }
        build() { docker build -t "$REGISTRY/$1:$tag" "$1"; }
        scan() {
          docker run --rm -v /var/run/docker.sock:/var/run/docker.sock \\
            aquasec/trivy:0.58.1 image --exit-code 1 "$REGISTRY/$1:$tag"
        }
        case "$1" in
          build) each build ;;
          scan) each scan ;;
        esac
        """,
}
"""A script with functions, an array and a loop does it all."""
