"""Secrets are found, placeholders are not, and no value leaves the matcher."""

import base64
import random
import string
from pathlib import Path

import pytest

from hullmark.kernel.secret_identity import identify
from hullmark.model.finding import Kind
from hullmark.model.image import ImageConfig, LayerInfo, Platform
from hullmark.native.secrets.engine import Engine, engine
from hullmark.native.secrets.errors import SecretKeyError
from hullmark.native.secrets.hit import Hit, Placed
from hullmark.native.secrets.identity import mask, secret_key
from hullmark.native.secrets.image_text import scan_config
from hullmark.native.secrets.join import join_hits
from hullmark.native.secrets.rule import read_rules
from hullmark.native.secrets.scanner import SecretScanner
from hullmark.native.secrets.sink import SecretSink, wants

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))


def _random(size: int, letters: str = string.ascii_letters + string.digits, seed: int = 7) -> str:
    return "".join(random.Random(seed).choices(letters, k=size))


def _token() -> str:
    return "gh" + "p_" + _random(36)


def _private_key() -> str:
    body = "\n".join(_random(64, seed=each) for each in range(12))
    kind = "PRIVATE " + "KEY"
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n"


def _rules(path: str, text: str) -> list[str]:
    return [hit.rule for hit in SecretScanner(KEY).scan_bytes(path, text.encode())]


def test_token_is_found_with_line_and_column_and_without_its_value() -> None:
    """A token's place is exact, and only its issuer's prefix is shown."""
    token = _token()
    (hit,) = SecretScanner(KEY).scan_bytes("app/run.py", f"a = 1\nt = '{token}'\n".encode())
    assert (hit.rule, hit.line, hit.column) == ("github-pat", 2, 6)
    assert identify(KEY, token.encode()) == hit.secret_id
    assert token[5:] not in repr(hit)


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("k.pem", _private_key(), "private-key"),
        (".netrc", "machine h login u password " + _random(12), "netrc-password"),
        (".pgpass", "db:5432:app:app:" + _random(10), "pgpass-password"),
        ("app.env", "DB_PASSWORD=" + _random(12), "generic-secret"),
        ("c.yml", "url: postgres://app:" + _random(12) + "@db.internal/app", "url-credentials"),
        ("a.tf", 'datadog_api_key = "' + _random(40, "0123456789abcdef") + '"', "datadog-key"),
        (
            "s.yaml",
            "apiVersion: v1\nkind: Secret\ndata:\n  p: " + base64.b64encode(b"hunter-" + _random(8).encode()).decode(),
            "kubernetes-secret",
        ),
        ("x.txt", base64.b64encode(f'user_secret="{_random(40)}"'.encode()).decode(), "generic-secret"),
    ],
)  # fmt: skip
def test_forms_are_found(path: str, text: str, rule: str) -> None:
    """Every family of rules finds its own."""
    assert [rule] == _rules(path, text)


@pytest.mark.parametrize(
    "text",
    [
        "PASSWORD=${DB_PASSWORD}",
        "password: {{ vault_password }}",
        "token = <your-token>",
        "api_key = 'xxxxxxxxxxxxxxxxxxxxxxxx'",
        "t = 'ghp_" + "ab" * 18 + "'",
        "https://user:password@example.com/x",
        "secret_name: my-database-credentials",
        "-----BEGIN PRIVATE " + "KEY-----\n...\n-----END PRIVATE " + "KEY-----",
    ],
)
def test_placeholders_are_not_reported(text: str) -> None:
    """What only stands where a secret would stand is none."""
    assert _rules("settings.env", text) == []


def test_inline_comment_allows_a_secret_with_its_reason() -> None:
    """The comment's words are the reason."""
    line = f"t = '{_token()}'  # hullmark: allow secret, revoked in May\n"
    (hit,) = SecretScanner(KEY).scan_bytes("a.py", line.encode())
    assert hit.ignored == "revoked in May"


def test_stream_finds_the_same_as_the_whole_over_borders() -> None:
    """Blocks overlap, so that nothing is lost or told twice at their borders."""
    tokens = ["gh" + "p_" + _random(36, seed=each) for each in range(40)]
    data = "".join(f"{'x y ' * 30_000}\nt='{token}'\n" for token in tokens).encode()
    scanner = SecretScanner(KEY)
    streamed = scanner.scan_chunks(
        "a.txt", (data[at : at + 70_001] for at in range(0, len(data), 70_001))
    )
    assert [2 * each + 2 for each in range(40)] == [hit.line for hit in streamed]
    assert {identify(KEY, token.encode()) for token in tokens} == {
        hit.secret_id for hit in streamed
    }


def test_one_secret_in_several_layers_is_one_violation() -> None:
    """A deleted file's secret is still in the layer below."""
    layers = [LayerInfo(index=each, diff_id=None, digest=None) for each in range(8)]
    hit = Hit("app/.env", "github-pat", "a" * 32, "ghp_********", 3, 1)
    (violation,) = join_hits([Placed(hit, 3, 7)], layers=layers, rooted=True)
    assert violation.kind == Kind.SECRET
    assert "deleted in layer 7, still in layer 3" in violation.message
    (joined,) = join_hits([Placed(hit, each) for each in range(5)], layers=layers)
    assert len(joined.locations) == 5


def test_image_configuration_is_searched() -> None:
    """An environment variable is a place like any other."""
    config = ImageConfig(
        platform=Platform(os="linux", architecture="amd64"), env=(f"TOKEN={_token()}",)
    )
    (hit,) = scan_config(SecretScanner(KEY), config)
    assert (hit.path, hit.rule) == ("image env", "github-pat")


def test_sink_reads_text_and_leaves_the_rest() -> None:
    """Binaries and documentation are not asked for."""
    assert wants("app/.env", 100, b"A=1")
    assert not wants("app/x", 100, b"\x7fELF\0\0")
    assert not wants("usr/share/doc/x/README", 100, b"text")
    found: list[Hit] = []
    sink = SecretSink(SecretScanner(KEY), "app/.env", found.extend)
    sink.feed(f"T={_token()[:20]}".encode())
    sink.feed(_token()[20:].encode())
    sink.close()
    assert [hit.rule for hit in found] == ["github-pat"]


def test_damaged_cache_is_compiled_anew(tmp_path: Path) -> None:
    """A cut file is not trusted."""
    engine.cache_clear()
    engine()
    (path,) = (tmp_path / "home" / "compiled").glob("secrets-*.bin")
    path.write_bytes(path.read_bytes()[:1000])
    engine.cache_clear()
    assert _rules("a.txt", _token()) == ["github-pat"]
    engine.cache_clear()


def test_without_hyperscan_the_same_is_found() -> None:
    """The slow way is slower, not blinder."""
    scanner = SecretScanner(KEY, rules=Engine(read_rules(), None))
    text = f"password = '{_random(14)}'\nt={_token()}\n{_private_key()}"
    assert SecretScanner(KEY).scan_bytes("a.cfg", text.encode()) == scanner.scan_bytes(
        "a.cfg", text.encode()
    )


def test_key_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Identities stay the same from run to run, and nobody else can compute them."""
    monkeypatch.delenv("HULLMARK_SECRET_KEY", raising=False)
    assert secret_key() == secret_key()
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "short")
    with pytest.raises(SecretKeyError):
        secret_key()


def test_mask_never_tells_a_short_secret() -> None:
    """A password's first letters are too much of it."""
    assert mask(b"hunter22hunter22", telling=True) == "********"


@pytest.mark.parametrize(
    "line",
    [
        'values = ["--token", "--username", "--password", "--platform"]',
        "_password = re.compile(r'(?i)pass|pwd')",
        "text = f\"password = '{_random(14)}'\"",
    ],
    ids=["options", "call", "template"],
)
def test_code_about_secrets_is_none(line: str) -> None:
    """Names of options, calls and parts to be filled in stand where a value would."""
    assert _rules("src/tool.py", line) == []
