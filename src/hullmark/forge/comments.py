"""The one comment that Hullmark keeps on a pull request: found by its mark, kept up to date."""

from typing import Final, Literal

import msgspec

from hullmark.forge.errors import ForgeAccessError
from hullmark.forge.github import GitHub

COMMENT_CHARACTERS: Final = 65_536
"""GitHub refuses longer ones."""
_NEEDS = "pull-requests: write"
Outcome = Literal["created", "updated", "unchanged"]


class _User(msgspec.Struct):
    login: str = ""
    type: str = ""


class _Comment(msgspec.Struct):
    id: int
    body: str | None = None
    user: _User | None = None


def mark_of(name: str) -> str:
    """Return the first line by which the comment of that name is known again."""
    safe = "".join(char for char in name if char.isalnum() or char in "._/") or "hullmark"
    return f"<!-- hullmark:comment {safe} -->"


def put_comment(github: GitHub, pull_request: int, body: str, *, mark: str) -> Outcome:
    """Create the marked comment, or bring it up to date; there is never a second one.

    Only a program's comment, or one of the token's own user, is taken for ours: anybody can write
    a mark.

    Raises:
        NetworkError: It cannot be read or written.
    """
    text = f"{mark}\n{body}"
    for comment in github.pages(f"/issues/{pull_request}/comments", {}, as_=_Comment, needs=_NEEDS):
        if not (comment.body or "").startswith(mark) or not _is_ours(github, comment.user):
            continue
        if (comment.body or "").replace("\r\n", "\n").rstrip() == text.rstrip():
            return "unchanged"
        try:
            github.send("PATCH", f"/issues/comments/{comment.id}", {"body": text}, needs=_NEEDS)
        except ForgeAccessError:
            continue  # another program's comment with our mark
        return "updated"
    github.send("POST", f"/issues/{pull_request}/comments", {"body": text}, needs=_NEEDS)
    return "created"


def _is_ours(github: GitHub, user: _User | None) -> bool:
    if user is None:
        return False
    return user.type == "Bot" or (bool(user.login) and user.login == github.login())
