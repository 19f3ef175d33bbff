"""Every rule is one that both engines understand, and files of known names give theirs away."""

import random
import re
import string
from pathlib import Path

import pytest

from hullmark.native.secrets.engine import engine
from hullmark.native.secrets.named_files import named_files, titles
from hullmark.native.secrets.scanner import SecretScanner

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))


def _random(size: int, letters: str = string.ascii_letters + string.digits, seed: int = 5) -> str:
    return "".join(random.Random(seed).choices(letters, k=size))


def _hex(size: int, seed: int = 5) -> str:
    return _random(size, "0123456789abcdef", seed)


def _rules(path: str, text: str) -> set[str]:
    return {hit.rule for hit in SecretScanner(KEY).scan_bytes(path, text.encode())}


def test_every_rule_compiles_where_it_is_confirmed() -> None:
    """The first pass accepts more than the engine that confirms: no rule may fail only then."""
    made = engine()
    for index, rule in enumerate(made.rules):
        assert made.pattern(index) is not None
        re.compile(rule.pattern.encode("latin-1"))
        re.compile(rule.trigger.encode("latin-1"))


def test_named_files_are_told_apart_and_have_titles() -> None:
    """Ids are unique among themselves and among all rules."""
    ids = [kind.id for kind in named_files()]
    assert len(ids) == len(set(ids))
    assert not set(ids) & {rule.id for rule in engine().rules}
    assert all(titles()[each] for each in ids)
    assert all(kind.names or kind.parts or kind.endings for kind in named_files())


NAMED = [
    (".netrc", "machine h\n login me\n password hunter2\n", "netrc-password"),
    (".pgpass", "h:5432:*:me:hunter2\n", "pgpass-password"),
    ("web/.htpasswd", "me:{SHA}" + _random(27) + "=\n", "htpasswd-hash"),
    (".htdigest", f"me:realm:{_hex(32)}\n", "htdigest-hash"),
    ("etc/shadow", f"me:{_random(13)}:1:0:9:7:::\n", "shadow-hash"),
    ("proftpdpasswd", f"me:{_random(13)}:501:501::/h:/bin/sh\n", "ftp-password-hash"),
    (".git-credentials", "https://me:hunter2@localhost\n", "git-credentials"),
    (".esmtprc", 'hostname h\npassword "hunter2"\n', "mail-password"),
    (".muttrc", 'set imap_pass="hunter2"\n', "mail-password"),
    ("etc/postfix/sasl_passwd", "[smtp.corp.io]:587 me:hunter2\n", "mail-relay-password"),
    ("logins.json", f'"encryptedPassword":"{_random(40)}"', "browser-login"),
    ("wp-config.php", f"define( 'AUTH_KEY', '{_random(64)}' );\n", "wordpress-secret"),
    ("site/config.php", "$conf['pass'] = 'hunter2';\n", "site-password"),
    ("sftp-config.json", '{\n  "password": "letmein",\n}', "tool-password"),
    (".ftpconfig", '{\n "pass": "hunter2",\n}', "tool-password"),
    ("robomongo.json", '{\n "userPassword" : "hunter2"\n}', "tool-password"),
    ("ventrilo_srv.ini", "[Server]\nAdminPassword=hunter2\n", "tool-password"),
    (".my.cnf", "[client]\npassword=hunter2\n", "tool-password"),
    ("wpa_supplicant.conf", 'network={\n psk="hunter22"\n}', "tool-password"),
    ("etc/passwd-s3fs", f"{_random(20, 'ABCD2345')}:{_random(40)}\n", "s3fs-password"),
    ("etc/ppp/chap-secrets", 'me * "hunter2" *\n', "point-to-point-password"),
    ("etc/ipsec.secrets", '1.2.3.4 : PSK "hunter2hunter"\n', "ipsec-secret"),
    ("irssi.conf", 'password = "hunter2";\n', "irc-password"),
    ("sitemanager.xml", "<Server><Pass>hunter2</Pass></Server>", "site-manager-password"),
    (".idea/WebServers.xml", '<x host="h" password="dff9dfcadfc4">', "site-manager-password"),
    ("credentials.xml", f"<privateKey>{_random(64)}</privateKey>", "jenkins-secret"),
    ("secrets/initialAdminPassword", _hex(32), "jenkins-first-password"),
    ("office.rdp", f"password 51:b:{_random(60, '0123456789ABCDEF')}", "remote-desktop-password"),
    ("settings.xml", f"<password>{{{_random(43)}=}}</password>", "maven-password"),
    ("auth.json", '{"http-basic":{"r":{"password":"hunter2x"}}}', "composer-password"),
    ("build.gradle", "credentials { password 'hunter2x' }", "gradle-credentials"),
    ("etc/ldap.conf", "bindpw hunter2x\n", "directory-password"),
    ("etc/snmp/snmpd.conf", "rocommunity s3cr3tstr\n", "snmp-community"),
    ("config/master.key", _hex(32), "secret-file"),
]


@pytest.mark.parametrize(("path", "text", "rule"), NAMED)
def test_files_of_known_names_give_their_secret(path: str, text: str, rule: str) -> None:
    """Weak words count where the syntax of the file says that they are passwords."""
    assert rule in _rules(path, text)


def test_every_kind_of_named_file_has_a_sample() -> None:
    """A kind without a sample is a kind that nobody saw work."""
    assert {kind.id for kind in named_files()} <= {rule for _, _, rule in NAMED}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("settings.xml", "<password>${env.PASS}</password>"),
        ("settings.xml", "<password>xxxxxxxxxxxxxxxx</password>"),
        ("wp-config.php", "define('DB_PASSWORD', getenv('X'));"),
        ("etc/shadow", "root:*:17000:0:99999:7:::\ndaemon:!:1:::\n"),
        (".my.cnf", "[client]\npassword=${DB_PASSWORD}\n"),
        ("Jenkinsfile", "sh 'sshpass -p $PASSWORD ssh x'"),
        ("d.sql", "CREATE USER x IDENTIFIED BY '${PASSWORD}';"),
    ],
)
def test_references_in_named_files_are_none(path: str, text: str) -> None:
    """A template of such a file holds no secret."""
    assert _rules(path, text) == set()


PARTS = "eyJ" + _random(30) + "." + "eyJ" + _random(30, seed=6) + "." + _random(43)


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("d.sql", "CREATE USER 'x'@'%' IDENTIFIED BY 'hunter22';", "sql-password"),
        ("Jenkinsfile", "sh 'sshpass -p Hunter2x9 ssh x'", "sshpass-password"),
        (".bash_history", "mysql -u root -pSuper5ecret shop", "mysql-password"),
        ("a.conf", 'autosend = "/msg nickserv identify letme1n"', "irc-identify"),
        ("a.env", "TOKEN=gh" + f"s_15368_{PARTS}", "github-stateless-token"),
        ("a.txt", "our" + f"github_pat_{_random(82)}", "github-fine-grained-pat"),
        ("a.txt", f"key: {_random(52)}JQQJ99CE{_random(24)}", "azure-identifiable-key"),
        ("a.txt", f"pat: {_random(76)}AZDO{_random(4)}", "azure-devops-token"),
        ("a.txt", f"x.azconfig.io;Id=iLiM;Secret={_random(43)}=", "azure-app-configuration"),
        ("a.txt", "ek" + f"_{_hex(32)}", "openai-realtime-secret"),
        ("a.txt", "sk-or" + f"-v1-{_hex(64)}", "openrouter-key"),
        ("a.txt", "glagent" + f"-{_random(50)}", "gitlab-token"),
        ("a.env", f"SUMO_KEY={_random(64)}", "sumologic-key"),
        ("a.env", f"cloudant_key={_hex(64)}", "cloudant-password"),
        ("a.env", f"softlayer_api_key={_hex(64)}", "softlayer-key"),
        ("a.env", f"cos_secret_access_key={_hex(48)}", "ibm-cos-secret"),
        ("a.env", f"ibm_cloud_api_key={_random(44)}", "ibm-cloud-key"),
    ],
)
def test_forms_of_issuers_are_found(path: str, text: str, rule: str) -> None:
    """Each form is found by the rule that says who issued it."""
    assert rule in _rules(path, text)


def test_what_goes_on_is_no_token() -> None:
    """A stretch of a longer key is not told as a token of its own."""
    assert _rules("a.txt", f"key {'q' * 3}8Q~{_random(34)}~{_random(9)},A") == set()
    assert _rules("a.txt", f"sumObj = suGy{_random(10)}") == set()
