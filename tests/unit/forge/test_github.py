"""The REST client: pages, limits, refusals, and a token that shows nowhere."""

from collections.abc import Iterator

import pytest

from github_server import GitHubServer
from hullmark.forge.code_scanning import orphaned_alerts, upload
from hullmark.forge.comments import mark_of, put_comment
from hullmark.forge.errors import (
    ForgeAccessError,
    ForgeAnswerError,
    ForgeContextError,
    ForgeRefusedError,
    NoForgeTokenError,
)
from hullmark.forge.github import GitHub
from hullmark.kernel.errors import NetworkError
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.kernel.http_errors import PlainHttpError, RateLimitedError, ServerFailedError

TOKEN = "ghs_s3cretT0ken"
MARK = mark_of("")


@pytest.fixture
def server() -> Iterator[GitHubServer]:
    """Serve one repository."""
    with GitHubServer("acme/shop", token=TOKEN) as running:
        yield running


@pytest.fixture
def github(server: GitHubServer) -> Iterator[GitHub]:
    """Speak with it, without patience."""
    options = HttpOptions(first_wait_s=0.01, patience_s=4.0)
    with HttpClient(options) as http:
        yield GitHub(http, api_url=server.url, repository="acme/shop", token=TOKEN)


def _comment(number: int, body: str, kind: str = "User", login: str = "ann") -> dict[str, object]:
    return {"id": number, "body": body, "user": {"login": login, "type": kind}}


def test_the_comment_is_created_once_and_then_updated(server: GitHubServer, github: GitHub) -> None:
    """Three runs leave one comment; the third has nothing to say anew and writes nothing."""
    outcomes = [put_comment(github, 7, body, mark=MARK) for body in ("one\n", "two\n", "two\n")]
    assert outcomes == ["created", "updated", "unchanged"]
    assert [each["body"] for each in server.comments] == [f"{MARK}\ntwo\n"]
    assert server.writes() == [
        "POST /repos/acme/shop/issues/7/comments",
        "PATCH /repos/acme/shop/issues/comments/1",
    ]


def test_the_comment_is_found_on_a_later_page(server: GitHubServer, github: GitHub) -> None:
    """A long discussion does not make a second comment."""
    server.comments += [_comment(number, "words") for number in range(1, 251)]
    server.comments[240] = _comment(241, f"{MARK}\nold", "Bot", "github-actions[bot]")
    assert put_comment(github, 7, "new", mark=MARK) == "updated"
    assert server.comments[240]["body"] == f"{MARK}\nnew"


def test_a_persons_comment_with_our_mark_is_left_alone(
    server: GitHubServer, github: GitHub
) -> None:
    """Anybody can write the mark."""
    server.comments.append(_comment(1, f"{MARK}\nall is well"))
    assert put_comment(github, 7, "bad", mark=MARK) == "created"
    assert server.comments[0]["body"] == f"{MARK}\nall is well"


def test_the_comment_of_the_tokens_own_user_is_ours() -> None:
    """A personal token writes as a person."""
    with GitHubServer("acme/shop", token=TOKEN, login="ann") as server, HttpClient() as http:
        github = GitHub(http, api_url=server.url, repository="acme/shop", token=TOKEN)
        assert put_comment(github, 7, "one", mark=MARK) == "created"
        assert put_comment(github, 7, "two", mark=MARK) == "updated"


def test_comments_of_two_names_do_not_meet(server: GitHubServer, github: GitHub) -> None:
    """Each workflow keeps its own."""
    put_comment(github, 7, "a", mark=mark_of("images"))
    put_comment(github, 7, "b", mark=mark_of("nightly --> <script>"))
    assert len(server.comments) == 2
    assert server.comments[1]["body"].startswith("<!-- hullmark:comment nightlyscript -->\n")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_missing_rights_name_the_permission(
    server: GitHubServer, github: GitHub, status: int
) -> None:
    """What to change stands in the hint; the token nowhere."""
    server.fault("GET .*comments", status=status, message="Not here")
    with pytest.raises(ForgeAccessError, match=f"status {status}.*Not here") as caught:
        put_comment(github, 7, "text", mark=MARK)
    assert "pull-requests: write" in str(caught.value.hint)
    assert TOKEN not in repr(caught.value) + str(caught.value.hint)


@pytest.mark.parametrize("status", [403, 429])
def test_a_short_limit_is_waited_for(server: GitHubServer, github: GitHub, status: int) -> None:
    """Retry-After of a second is obeyed, and what creates is sent again only then."""
    server.fault("POST", status=status, times=1, headers={"Retry-After": "1"})
    assert put_comment(github, 7, "text", mark=MARK) == "created"
    assert len(server.comments) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "3600"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"},
    ],
)
def test_a_long_limit_ends_it(
    server: GitHubServer, github: GitHub, headers: dict[str, str]
) -> None:
    """Nobody waits for an hour; the message says how long it would be."""
    server.fault("GET", status=403, headers=headers, message="API rate limit exceeded")
    with pytest.raises(RateLimitedError, match=r"seconds \(API rate limit exceeded\)"):
        put_comment(github, 7, "text", mark=MARK)


def test_a_secondary_limit_is_no_missing_right(server: GitHubServer, github: GitHub) -> None:
    """It may come with words alone; taken for a missing right, it led to a second comment."""
    server.comments.append(_comment(1, f"{MARK}\nold", "Bot"))
    server.fault("PATCH", status=403, message="You have exceeded a secondary rate limit")
    with pytest.raises(RateLimitedError, match="60 seconds"):
        put_comment(github, 7, "new", mark=MARK)
    assert len(server.comments) == 1


def test_what_creates_is_not_sent_twice(server: GitHubServer, github: GitHub) -> None:
    """After a failure nobody knows whether it was taken."""
    server.fault("POST", status=502, times=1)
    with pytest.raises(ServerFailedError):
        put_comment(github, 7, "text", mark=MARK)
    assert server.writes() == ["POST /repos/acme/shop/issues/7/comments"]


def test_what_reads_is_tried_again(server: GitHubServer, github: GitHub) -> None:
    """A server that stumbles once costs nothing."""
    server.fault("GET", status=503, times=1)
    assert put_comment(github, 7, "text", mark=MARK) == "created"


def test_refusals_carry_githubs_words(server: GitHubServer, github: GitHub) -> None:
    """An unknown commit is the usual one."""
    server.fault("POST", status=422, message="commit not found")
    with pytest.raises(ForgeRefusedError, match="commit not found"):
        upload(github, b"{}", sha="a", ref="refs/heads/main", category="c", wait=False)


def test_an_upload_that_stays_pending_or_fails_says_so(
    server: GitHubServer, github: GitHub
) -> None:
    """Taken is not the same as taken in."""
    server.processing = "failed"
    done = upload(github, b"{}", sha="a", ref="refs/heads/main", category="c", wait=True)
    assert (done.state, done.errors) == ("failed", ("no runs",))


def test_an_answer_of_another_shape_is_refused(server: GitHubServer, github: GitHub) -> None:
    """A login page is no list of alerts."""
    server.alerts.append({"state": "open", "number": "seven"})
    with pytest.raises(ForgeAnswerError, match="not what its API documents"):
        list(orphaned_alerts(github, ref="refs/heads/main", kept={"x"}))


def test_the_next_page_never_leads_the_token_elsewhere(
    server: GitHubServer, github: GitHub
) -> None:
    """A list that goes on at another host ends."""

    def elsewhere(*_: object) -> tuple[int, dict[str, str], object]:
        return 200, {"Link": '<http://127.0.0.2:1/x>; rel="next"'}, []

    server.answer = elsewhere  # type: ignore[method-assign, assignment]
    with pytest.raises(ForgeAnswerError, match="another host"):
        list(orphaned_alerts(github, ref="refs/heads/main", kept={"x"}))


def test_a_token_is_never_sent_unencrypted() -> None:
    """Also not where plain HTTP is allowed for other servers."""
    http = HttpClient(HttpOptions(insecure=True))
    with pytest.raises(PlainHttpError):
        GitHub(http, api_url="http://github.example", repository="acme/shop", token=TOKEN)


def test_repository_and_token_are_asked_for() -> None:
    """Nothing is guessed."""
    http = HttpClient()
    with pytest.raises(NoForgeTokenError):
        GitHub(http, api_url="https://api.github.com", repository="acme/shop", token="")
    for name in ("", "acme", "acme/shop/x", "../x", "a b/c"):
        with pytest.raises(ForgeContextError):
            GitHub(http, api_url="https://api.github.com", repository=name, token=TOKEN)


def test_the_token_is_in_no_log(
    server: GitHubServer, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is logged at any level."""
    from hullmark.kernel import log

    said: list[object] = []
    monkeypatch.setattr(log, "_sink", lambda *each: said.append(each))
    server.fault("GET", status=503, times=1)
    server.fault("POST", status=403, message="no")
    with pytest.raises(NetworkError):
        put_comment(github, 7, "text", mark=MARK)
    assert said
    assert TOKEN not in repr(said)
