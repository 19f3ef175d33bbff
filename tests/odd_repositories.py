"""Small repositories in the styles of other systems and of odd workflows, for the audit."""

# ruff: noqa: E501, W291 - files stand here as their owners write them

from pipeline_repositories import DOCKERFILE

REUSED = {
    ".github/actions/scan/action.yml": """
        name: scan
        inputs: {image: {required: true}, name: {required: true}, severity: {default: "CRITICAL,HIGH"}}
        runs:
          using: composite
          steps:
            - uses: aquasecurity/trivy-action@master
              with:
                image-ref: ${{ inputs.image }}
                format: sarif
                output: trivy-${{ inputs.name }}.sarif
                severity: ${{ inputs.severity }}
                ignore-unfixed: true
                limit-severities-for-sarif: true
                exit-code: '1'
            - uses: github/codeql-action/upload-sarif@v3
              if: always()
              with: {sarif_file: "trivy-${{ inputs.name }}.sarif", category: "trivy-${{ inputs.name }}"}
        """,
    ".github/workflows/build-one.yml": """
        on:
          workflow_call:
            inputs:
              service: {type: string, required: true}
              image: {type: string, required: true}
              push: {type: boolean, default: false}
        jobs:
          b:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: docker/build-push-action@v6
                id: build
                with:
                  context: services/${{ inputs.service }}
                  push: ${{ inputs.push }}
                  load: ${{ !inputs.push }}
                  tags: ${{ inputs.image }}:${{ github.sha }}
              - uses: ./.github/actions/scan
                with: {image: "${{ inputs.image }}:${{ github.sha }}", name: "${{ inputs.service }}"}
        """,
    ".github/workflows/ci.yml": """
        name: CI
        on:
          push: {branches: [main], tags: ['v*.*.*']}
          pull_request:
            paths: ['services/**']
        concurrency: {group: "${{ github.ref }}", cancel-in-progress: true}
        env:
          REGISTRY: ghcr.io
          ORG: ${{ github.repository_owner }}
        permissions: {contents: read}
        jobs:
          build:
            strategy:
              matrix:
                service: [api, web, worker]
                exclude: [{service: worker}]
                include: [{service: api, extra: "yes"}]
            uses: ./.github/workflows/build-one.yml
            with:
              service: ${{ matrix.service }}
              image: ghcr.io/acme/${{ matrix.service }}
              push: ${{ github.event_name != 'pull_request' }}
            secrets: inherit
          deploy:
            needs: build
            if: startsWith(github.ref, 'refs/tags/v')
            runs-on: ubuntu-latest
            environment: production
            steps:
              - run: kubectl set image deploy/api api=ghcr.io/acme/api:${{ github.sha }}
        """,
    "services/api/Dockerfile": DOCKERFILE,
    "services/web/Dockerfile": DOCKERFILE,
    "services/worker/Dockerfile": DOCKERFILE,
}
"""A repository with a called workflow with a local action, its matrix above, and a deployment behind it."""

BAKED = {
    "Dockerfile": """
        FROM node:20 AS build
        RUN npm ci
        FROM nginx:1.27 AS web
        COPY --from=build /x /y
        FROM node:20-slim AS api
        USER node
        """,
    "docker-bake.hcl": """
        variable "TAG" { default = "dev" }
        group "default" { targets = ["web", "api"] }
        target "web" { dockerfile = "Dockerfile"
          target = "web"
          tags = ["acme/web:${TAG}"] }
        target "api" { inherits = ["web"]
          target = "api"
          tags = ["acme/api:${TAG}"] }
        """,
    ".github/workflows/bake.yaml": """
        name: bake
        on: [push, pull_request]
        jobs:
          bake:
            runs-on: ubuntu-24.04
            env: {TAG: "${{ github.sha }}"}
            steps:
              - uses: actions/checkout@v4
              - uses: docker/setup-buildx-action@v3
              - uses: docker/bake-action@v5
                with:
                  files: ./docker-bake.hcl
                  targets: default
                  load: true
              - name: scout
                uses: docker/scout-action@v1
                with:
                  command: cves,recommendations
                  image: local://acme/web:${{ github.sha }}
                  sarif-file: scout.sarif
                  only-severities: critical,high
                  exit-code: true
              - uses: anchore/scan-action@v4
                id: grype
                with:
                  image: acme/api:${{ github.sha }}
                  fail-build: false
                  severity-cutoff: critical
              - uses: github/codeql-action/upload-sarif@v3
                with: {sarif_file: "${{ steps.grype.outputs.sarif }}"}
              - uses: github/codeql-action/upload-sarif@v3
                with: {sarif_file: scout.sarif}
        """,
}
"""A repository with bake with variables from the job, Scout and Grype."""

AFTERWARDS = {
    "Dockerfile": DOCKERFILE,
    ".github/workflows/build.yml": """
        name: Build image
        on:
          push: {branches: [main]}
        jobs:
          build:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: docker/metadata-action@v5
                id: meta
                with: {images: "ghcr.io/${{ github.repository }}", tags: "type=sha"}
              - uses: docker/build-push-action@v6
                with: {push: true, tags: "${{ steps.meta.outputs.tags }}", labels: "${{ steps.meta.outputs.labels }}"}
        """,
    ".github/workflows/scan.yml": """
        name: Scan
        on:
          workflow_run: {workflows: ["Build image"], types: [completed]}
          workflow_dispatch:
        jobs:
          scan:
            if: ${{ github.event.workflow_run.conclusion == 'success' }}
            runs-on: ubuntu-latest
            steps:
              - run: |
                  curl -sSfL https://raw.githubusercontent.com/anchore/grype/main/install.sh | sh -s -- -b /usr/local/bin
                  grype "ghcr.io/${GITHUB_REPOSITORY,,}:latest" --fail-on high -o sarif > grype.sarif
              - uses: actions/upload-artifact@v4
                with: {name: g, path: grype.sarif}
        """,
}
"""A repository with a workflow that scans after another has built."""

JENKINS = {
    "Dockerfile": DOCKERFILE,
    "Jenkinsfile": '''
        pipeline {
          agent any
          triggers { cron('H 3 * * *') }
          environment { IMAGE = "registry.acme.io/app"; TAG = "${env.BUILD_NUMBER}" }
          stages {
            stage('Build') { steps { sh 'docker build -t $IMAGE:$TAG .' 
              sh "docker build -f docker/worker.Dockerfile -t ${IMAGE}-worker:${TAG} ." } }
            stage('Scan') {
              when { anyOf { branch 'main'; changeRequest() } }
              steps {
                sh """
                  trivy image --exit-code 1 --severity HIGH,CRITICAL ${IMAGE}:${TAG}
                """
                sh script: 'grype $IMAGE-worker:$TAG --fail-on critical', returnStatus: true
              }
            }
            stage('Lint') { when { expression { return false } } steps { sh 'hadolint Dockerfile' } }
            stage('Deploy') { when { branch 'main' } steps { sh 'kubectl apply -f k8s/' } }
          }
        }
        ''',
    "docker/worker.Dockerfile": DOCKERFILE,
}
"""A repository with a Jenkinsfile with conditions and a thrown away status."""

AZURE = {
    "azure-pipelines.yml": """
        trigger:
          branches: {include: [main]}
        pr: [main]
        schedules:
          - cron: "0 3 * * *"
            branches: {include: [main]}
            always: true
        variables: {registry: acme.azurecr.io}
        pool: {vmImage: ubuntu-latest}
        stages:
        - stage: build
          jobs:
          - job: web
            steps:
            - task: Docker@2
              inputs: {command: build, repository: web, dockerfile: src/Web/Dockerfile, tags: "$(Build.BuildId)", containerRegistry: acr}
            - script: trivy image --exit-code 1 web:$(Build.BuildId)
              condition: ne(variables['Build.Reason'], 'PullRequest')
          - job: api
            condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))
            steps:
            - bash: |
                docker build -t $(registry)/api:$(Build.BuildId) -f src/Api/Dockerfile .
                docker push $(registry)/api:$(Build.BuildId)
            - task: trivy@1
              inputs: {image: "$(registry)/api:$(Build.BuildId)"}
        """,
    "src/Api/Dockerfile": DOCKERFILE,
    "src/Web/Dockerfile": DOCKERFILE,
}
"""A repository with Azure Pipelines with tasks and conditions."""

CIRCLE = {
    "Dockerfile": DOCKERFILE,
    ".circleci/config.yml": """
        version: 2.1
        orbs: {snyk: snyk/snyk@2.1.0, docker: circleci/docker@2.6.0}
        jobs:
          build:
            docker: [{image: "cimg/base:current"}]
            steps:
              - checkout
              - setup_remote_docker
              - run: docker build -t acme/app:$CIRCLE_SHA1 .
              - run: {name: scan, command: "trivy image --exit-code 1 acme/app:$CIRCLE_SHA1"}
          lint:
            docker: [{image: "hadolint/hadolint:2.12.0-debian"}]
            steps: [checkout, {run: hadolint Dockerfile}]
        workflows:
          main:
            jobs:
              - lint
              - build:
                  requires: [lint]
                  filters: {branches: {only: [main, /release.*/]}}
          nightly:
            triggers: [{schedule: {cron: "0 0 * * *", filters: {branches: {only: main}}}}]
            jobs: [build]
        """,
}
"""A repository with CircleCI with filters and a nightly workflow."""

KEPT_STATUS = {
    ".github/workflows/a.yml": """
        on: {pull_request: , push: {branches: [main]}, schedule: [{cron: "0 0 * * 0"}]}
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: ./scripts/build.sh
              - uses: github/codeql-action/upload-sarif@v3
                if: ${{ !cancelled() }}
                with: {sarif_file: out/}
        """,
    "images/app/Dockerfile": """
        ARG BASE=acme/base:ci
        FROM ${BASE}
        USER 2
        """,
    "images/base/Dockerfile": DOCKERFILE,
    "scripts/build.sh": """
        #!/usr/bin/env bash
        set -euo pipefail
        IMAGES=(base app)
        build() { local name=$1; docker buildx build --load -t "acme/${name}:ci" "images/${name}"; }
        scan() {
          local name="$1"
          grype -q "acme/${name}:ci" --fail-on "${FAIL_ON:-high}" -o sarif --file "out/${name}.sarif"
        }
        main() {
          mkdir -p out
          for i in "${IMAGES[@]}"; do build "$i"; scan "$i" || FAILED=1; done
          [[ -z ${FAILED:-} ]] || exit 1
        }
        main "$@"
        """,
}
"""A repository with a script that keeps the status of its scans and ends with it."""

RUNNERS = {
    "Dockerfile": DOCKERFILE,
    "Dockerfile.worker": DOCKERFILE,
    "Taskfile.yml": """
        version: '3'
        vars: {IMAGE: acme/app, TAG: {sh: git rev-parse HEAD}}
        tasks:
          build:
            cmds: ["docker build -t {{.IMAGE}}:{{.TAG}} ."]
          scan:
            deps: [build]
            cmds:
              - trivy image --exit-code 1 {{.IMAGE}}:{{.TAG}}
          ci:
            cmds: [{task: build}, {task: scan}]
        """,
    "justfile": """
        image := "acme/worker"
        tag := `git rev-parse --short HEAD`
        default: build scan
        build:
            docker build -f Dockerfile.worker -t {{image}}:{{tag}} .
        scan: build
            grype {{image}}:{{tag}} --fail-on high
        """,
    ".github/workflows/ci.yml": """
        on: [push, pull_request]
        jobs:
          t:
            runs-on: ubuntu-latest
            steps: [{uses: actions/checkout@v4}, {uses: arduino/setup-task@v2}, {run: task ci}, {run: just build scan}]
        """,
}
"""A repository with a Taskfile and a justfile that a workflow calls."""

UNKNOWN_FOLDERS = {
    ".github/workflows/m.yml": r"""
        on: {push: {branches: ["**"]}, pull_request: {types: [opened, synchronize]}}
        jobs:
          list:
            runs-on: ubuntu-latest
            outputs: {dirs: "${{ steps.l.outputs.dirs }}"}
            steps:
              - uses: actions/checkout@v4
              - id: l
                run: echo "dirs=$(ls docker | jq -R -s -c 'split("\n")[:-1]')" >> $GITHUB_OUTPUT
          b:
            needs: list
            runs-on: ubuntu-latest
            strategy: {matrix: {dir: "${{ fromJSON(needs.list.outputs.dirs) }}"}}
            steps:
              - uses: actions/checkout@v4
              - run: docker build -t img-${{ matrix.dir }} docker/${{ matrix.dir }}
              - uses: aquasecurity/trivy-action@0.28.0
                with: {image-ref: "img-${{ matrix.dir }}", exit-code: 1, vuln-type: os, trivyignores: .trivyignore, timeout: 10m}
        """,
    "docker/x/Dockerfile": DOCKERFILE,
    "docker/y/Dockerfile": DOCKERFILE,
}
"""A repository with a matrix of folders that only a run knows."""

SAVED = {
    "Dockerfile": DOCKERFILE,
    ".github/workflows/s.yml": """
        on: {pull_request_target: , push: , schedule: [{cron: "3 3 * * *"}]}
        jobs:
          fs:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: aquasecurity/trivy-action@6c175e9c4083a92bbca2f9724c8a5e33bc2d97a5
                with: {scan-type: fs, scan-ref: ., scanners: "vuln,secret,misconfig", format: table, exit-code: 1}
              - uses: hadolint/hadolint-action@v3.1.0
                with: {dockerfile: Dockerfile, failure-threshold: error, no-fail: false}
              - uses: gitleaks/gitleaks-action@v2
              - uses: docker/build-push-action@v6
                with: {outputs: "type=docker,dest=/tmp/image.tar", tags: "app:ci"}
              - uses: actions/upload-artifact@v4
                with: {name: image, path: /tmp/image.tar}
          scan:
            needs: fs
            if: github.event_name != 'schedule' && !cancelled()
            runs-on: ubuntu-latest
            steps:
              - uses: actions/download-artifact@v4
                with: {name: image, path: /tmp}
              - uses: aquasecurity/trivy-action@6c175e9c4083a92bbca2f9724c8a5e33bc2d97a5
                with: {input: /tmp/image.tar, format: sarif, output: t.sarif, hide-progress: true}
              - uses: github/codeql-action/upload-sarif@v3
                with: {sarif_file: t.sarif}
        """,
}
"""A repository with an image that is saved to a file and scanned in another job."""

BITBUCKET = {
    "Dockerfile": DOCKERFILE,
    "bitbucket-pipelines.yml": """
        image: atlassian/default-image:4
        pipelines:
          default:
            - step: {name: b, services: [docker], script: ["docker build -t acme/app:$BITBUCKET_COMMIT .", {pipe: "aquasecurity/trivy-pipe:1.0.0"}]}
          pull-requests:
            '**': [{step: {script: ["docker build -t acme/app:pr .", "trivy image --exit-code 1 acme/app:pr"]}}]
          custom:
            nightly: [{step: {script: ["trivy image --exit-code 1 acme/app:latest"]}}]
        """,
}
"""A repository with Bitbucket pipelines."""
