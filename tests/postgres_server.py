"""A PostgreSQL of one's own on a socket in a folder, run as a user who may: never as root."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, or skip the test by their name."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    found = shutil.which("initdb")
    if found is None:
        pytest.skip("needs the program 'initdb' (Debian package postgresql)")
    return Path(found).parent


def _user() -> str | None:
    """Return the user to run as, where we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    pytest.skip("needs a user other than root")


class PostgresServer:
    """A running server."""

    def __init__(self, folder: Path, user: str | None, process: "subprocess.Popen[bytes]") -> None:
        self.folder = folder
        self._user = user
        self._process = process
        self._made = 0

    def url(self, database: str) -> str:
        """Return the URL of a database."""
        return f"postgresql://hullmark@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        self._made += 1
        name = f"hullmark_{self._made}"
        self.psql("postgres", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self.url(name)

    def psql(self, database: str, statement: str) -> str:
        """Run a statement and return its output."""
        done = subprocess.run(
            [
                str(programs() / "psql"), "-h", str(self.folder), "-U", "hullmark",
                "-d", database, "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", statement,
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )  # fmt: skip
        return done.stdout.strip()

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(30)

    def start(self) -> None:
        """Start again after ``stop``."""
        self._process = _run(self.folder, self._user)


@contextlib.contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Make and run a server; nothing of it is left behind."""
    folder, user = programs(), _user()
    with tempfile.TemporaryDirectory(prefix="hm-pg-") as name:
        place = Path(name)
        if user is not None:
            shutil.chown(place, user)
        place.chmod(0o711)
        command = [str(folder / "initdb"), "-D", str(place / "data"), "-U", "hullmark"]
        subprocess.run(
            [*command, "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale"],
            check=True,
            capture_output=True,
            user=user,
            cwd=name,
            timeout=120,
        )
        server = PostgresServer(place, user, _run(place, user))
        try:
            yield server
        finally:
            server.stop()


def _run(place: Path, user: str | None) -> "subprocess.Popen[bytes]":
    options = (
        "fsync=off",
        "listen_addresses=",
        "unix_socket_permissions=0777",
        "max_connections=20",
    )
    process = subprocess.Popen(
        [
            str(programs() / "postgres"), "-D", str(place / "data"), "-k", str(place),
            *(part for option in options for part in ("-c", option)),
        ],
        user=user,
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    ready = [str(programs() / "pg_isready"), "-q", "-h", str(place)]
    for _ in range(300):
        if process.poll() is not None:
            break
        if subprocess.run(ready, check=False, capture_output=True).returncode == 0:
            return process
        time.sleep(0.1)
    process.kill()
    raise RuntimeError("PostgreSQL did not start")
