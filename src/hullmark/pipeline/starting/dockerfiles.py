"""Hardened Dockerfiles to start from, one per language."""

import json
from collections.abc import Callable
from typing import Any

Read = Callable[[str], bytes | None]
_HEAD = """# syntax=docker/dockerfile:1
# A starting point, written by `hullmark init`: look at the command, the port and the health check.
# Name the base images by digest too once you know which ones you trust:
#   docker buildx imagetools inspect {base}
"""
_USER = """RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin app"""
_ALPINE_USER = """RUN adduser -S -D -H -u 10001 -s /sbin/nologin app"""
_HEALTH = (
    "HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \\\n  CMD {command}"
)
_WGET = '["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"]'


def dockerfile_for(names: list[str], read: Read) -> tuple[str, str]:
    """Return the language of a build context and a Dockerfile for it.

    Args:
        names: The files in the context's folder.
        read: Reads one of them.
    """
    for language, marks, write in _LANGUAGES:
        found = [name for name in names if name in marks or _suffixed(name, marks)]
        if found:
            return language, write(names, read)
    return "unknown", _generic()


def _suffixed(name: str, marks: tuple[str, ...]) -> bool:
    return any(mark.startswith("*") and name.endswith(mark[1:]) for mark in marks)


def _python(names: list[str], _read: Read) -> str:
    base = "python:3.13.5-slim-bookworm"
    if "requirements.txt" in names:
        copy, install = "COPY requirements.txt ./", "--requirement requirements.txt"
    else:
        copy, install = "COPY . .", "."
    main = next(
        (n for n in ("app.py", "main.py", "server.py", "manage.py") if n in names), "app.py"
    )
    command = (
        '["python", "manage.py", "runserver", "0.0.0.0:8080"]'
        if main == "manage.py"
        else (f'["python", "{main}"]')
    )
    health = '["python", "-c", "import socket; socket.create_connection((\'127.0.0.1\', 8080), 3)"]'
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
{copy}
RUN python -m venv /venv \\
  && /venv/bin/pip install --no-cache-dir {install}

FROM {base}
{_USER}
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=10001:10001 *.py ./
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080
{_HEALTH.format(command=health)}
CMD {command}
"""


def _node(names: list[str], read: Read) -> str:
    base = "node:22.17.0-bookworm-slim"
    package = _json(read("package.json"))
    scripts = package.get("scripts") if isinstance(package.get("scripts"), dict) else {}
    main = package.get("main")
    main = (
        main if isinstance(main, str) and main.replace("/", "").replace(".", "").isalnum() else ""
    )
    main = main or next((n for n in ("server.js", "index.js", "app.js") if n in names), "index.js")
    locks = "COPY package*.json ./"
    install, prune = "npm ci", "npm prune --omit=dev"
    if "package-lock.json" not in names:
        install = "npm install --no-audit --no-fund"
    if "yarn.lock" in names:
        locks, install = "COPY package.json yarn.lock ./", "yarn install --frozen-lockfile"
        prune = "yarn install --frozen-lockfile --production"
    build = "RUN npm run build\n" if "build" in (scripts or {}) else ""
    health = (
        '["node", "-e", "require(\'net\').connect(8080, \'127.0.0.1\')'
        ".on('connect', () => process.exit(0)).on('error', () => process.exit(1))\"]"
    )
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
{locks}
RUN {install}
COPY . ./
{build}RUN {prune}

FROM {base}
{_USER}
WORKDIR /app
ENV NODE_ENV=production PORT=8080
COPY --from=build --chown=10001:10001 /build ./
USER 10001:10001
EXPOSE 8080
{_HEALTH.format(command=health)}
CMD ["node", "{main}"]
"""


def _go(_names: list[str], _read: Read) -> str:
    base = "golang:1.24.5-alpine3.22"
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
COPY go.* ./
RUN go mod download
COPY . ./
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/app .

FROM alpine:3.22.1
{_ALPINE_USER}
COPY --from=build /out/app /usr/local/bin/app
USER 10001
EXPOSE 8080
{_HEALTH.format(command=_WGET)}
ENTRYPOINT ["/usr/local/bin/app"]
"""


def _rust(_names: list[str], _read: Read) -> str:
    base = "rust:1.88.0-alpine3.22"
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
COPY . ./
RUN cargo install --locked --path . --root /out

FROM alpine:3.22.1
{_ALPINE_USER}
COPY --from=build /out/bin/ /usr/local/bin/
USER 10001
EXPOSE 8080
{_HEALTH.format(command=_WGET)}
# Name your program here.
CMD ["app"]
"""


def _java(names: list[str], _read: Read) -> str:
    if "pom.xml" in names:
        base, build = (
            "maven:3.9.11-eclipse-temurin-21-alpine",
            "mvn --batch-mode package -DskipTests",
        )
        jar = "target/*.jar"
    else:
        base, build = "gradle:8.14.3-jdk21-alpine", "gradle --no-daemon assemble"
        jar = "build/libs/*.jar"
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
COPY . ./
RUN {build} \\
  && mkdir /out \\
  && cp {jar} /out/

FROM eclipse-temurin:21.0.8_9-jre-alpine
{_ALPINE_USER}
WORKDIR /app
COPY --from=build /out/ ./
USER 10001
EXPOSE 8080
{_HEALTH.format(command=_WGET)}
# Name the archive here; every jar of the build was copied.
CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]
"""


def _ruby(_names: list[str], _read: Read) -> str:
    base = "ruby:3.4.5-slim-bookworm"
    health = '["ruby", "-rsocket", "-e", "TCPSocket.new(\'127.0.0.1\', 8080).close"]'
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
ENV BUNDLE_PATH=/bundle BUNDLE_WITHOUT=development:test BUNDLE_DEPLOYMENT=true
COPY Gemfile* ./
RUN bundle install

FROM {base}
{_USER}
WORKDIR /app
ENV BUNDLE_PATH=/bundle BUNDLE_WITHOUT=development:test
COPY --from=build /bundle /bundle
COPY --chown=10001:10001 . ./
USER 10001:10001
EXPOSE 8080
{_HEALTH.format(command=health)}
CMD ["bundle", "exec", "rackup", "--host", "0.0.0.0", "--port", "8080"]
"""


def _php(_names: list[str], _read: Read) -> str:
    base = "php:8.4.10-cli-bookworm"
    health = '["php", "-r", "exit(@fsockopen(\'127.0.0.1\', 8080) ? 0 : 1);"]'
    return f"""{_HEAD.format(base=base)}FROM composer:2.8.10 AS build
WORKDIR /build
COPY . ./
RUN composer install --no-dev --no-interaction --optimize-autoloader

FROM {base}
{_USER}
WORKDIR /app
COPY --from=build --chown=10001:10001 /build ./
USER 10001:10001
EXPOSE 8080
{_HEALTH.format(command=health)}
CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]
"""


def _dotnet(names: list[str], _read: Read) -> str:
    project = next((n.rpartition(".")[0] for n in names if n.endswith(".csproj")), "app")
    base = "mcr.microsoft.com/dotnet/sdk:9.0.302-alpine3.22"
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
COPY . ./
RUN dotnet publish --configuration Release --output /out

FROM mcr.microsoft.com/dotnet/aspnet:9.0.7-alpine3.22
{_ALPINE_USER}
WORKDIR /app
COPY --from=build /out/ ./
USER 10001
EXPOSE 8080
{_HEALTH.format(command=_WGET)}
ENTRYPOINT ["dotnet", "{project}.dll"]
"""


def _static(_names: list[str], _read: Read) -> str:
    base = "nginxinc/nginx-unprivileged:1.29.0-alpine3.22"
    return f"""{_HEAD.format(base=base)}FROM alpine:3.22.1 AS build
WORKDIR /build
COPY . ./
RUN rm -f Dockerfile* .dockerignore

FROM {base}
COPY --from=build /build /usr/share/nginx/html
USER 101
EXPOSE 8080
{_HEALTH.format(command=_WGET)}
"""


def _generic() -> str:
    base = "debian:12.11-slim"
    return f"""{_HEAD.format(base=base)}FROM {base} AS build
WORKDIR /build
COPY . ./
# Build here, and put what runs into /out.
RUN mkdir /out

FROM {base}
{_USER}
WORKDIR /app
COPY --from=build --chown=10001:10001 /out/ ./
USER 10001:10001
{_HEALTH.format(command='["test", "-d", "/app"]')}
# Name your program here.
CMD ["/bin/true"]
"""


def _json(data: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


_LANGUAGES: tuple[tuple[str, tuple[str, ...], Callable[[list[str], Read], str]], ...] = (
    ("go", ("go.mod",), _go),
    ("rust", ("Cargo.toml",), _rust),
    ("java", ("pom.xml", "build.gradle", "build.gradle.kts"), _java),
    ("dotnet", ("*.csproj", "*.fsproj"), _dotnet),
    ("python", ("requirements.txt", "pyproject.toml", "setup.py", "Pipfile", "*.py"), _python),
    ("node", ("package.json",), _node),
    ("ruby", ("Gemfile",), _ruby),
    ("php", ("composer.json", "index.php"), _php),
    ("static", ("index.html",), _static),
)
"""Language, the files that mean it, and what writes its Dockerfile; the first that fits."""
