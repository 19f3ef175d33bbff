"""Follows a Jenkinsfile: its stages with their ``when``, its steps, what is done with a failure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hullmark.audit.commands import Commands
from hullmark.audit.record import Activity, Frame, Job, Trail
from hullmark.audit.systems.jenkins_when import holds
from hullmark.audit.systems.situation import (
    PULL_REQUEST,
    PUSH,
    PUSH_ELSEWHERE,
    SCHEDULE,
    TAG,
    Judge,
    Start,
    moments_in,
)
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_TOKEN = re.compile(
    r"(?P<skip>//[^\n]*|/\*.*?\*/)|(?P<text>'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'"
    r"|\"(?:\\.|[^\"\\\n])*\")|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
_STEP = re.compile(
    r"\b(?:sh|bat)\s*(?:\(\s*)?(?P<before>(?:[a-z]\w*\s*:\s*(?:true|false|'[^'\n]*'|\"[^\"\n]*\")"
    r"\s*,\s*)*)(?:script\s*:\s*)?(?P<quote>'''|\"\"\"|'|\")(?P<text>.*?)(?<!\\)(?P=quote)"
    r"(?P<after>[^\n{}]*)",
    re.DOTALL,
)
_BUILD = re.compile(
    r"docker\.build\(\s*[\"']([^\"']+)[\"'](?:\s*\+\s*[\w.]+)?(?:\s*,\s*[\"']([^\"']*)[\"'])?"
)
_ARCHIVE = re.compile(r"archiveArtifacts\b[^\n]*?[\"']([^\"']+)[\"']")
_SET = re.compile(r"^\s*([A-Za-z_]\w*)\s*=\s*(?:'([^'\n]*)'|\"([^\"\n]*)\")", re.MULTILINE)
_SOFT = re.compile(
    r"\b(catchError|warnError)\b(?![^{]*buildResult\s*:\s*['\"](?:FAILURE|UNSTABLE))"
)
_DEPTH = 40
_MULTIBRANCH = re.compile(r"\bbranch\s*\(?['\"\w]|BRANCH_NAME|buildingTag|\btag\s+['\"]")
_CHANGE = re.compile(r"\bchangeRequest\b|CHANGE_(?:ID|TARGET|BRANCH)")


@dataclass(slots=True)
class Block:
    """One pair of braces, with what stands before it."""

    head: str
    start: int
    end: int = 0
    inner: list["Block"] = field(default_factory=list)


def follow_jenkins(text: str, path: str, commands: Commands, trail: Trail) -> None:
    """Follow one Jenkinsfile."""
    starts = _starts(text)
    trail.read(path, "jenkins", tuple(moments_in(starts)))
    if any(each.event is Event.UNKNOWN for each in starts):
        said = "jenkins: what starts it is set in Jenkins, not in the file"
        trail.say(Place(path=path), said)
    root = Block("", 0, len(text), _blocks(text))
    _Follow(text, path, starts, commands, trail).block(root, "", (), {}, "", 0)


class _Follow:
    def __init__(
        self, text: str, path: str, starts: list[Start], commands: Commands, trail: Trail
    ) -> None:
        self._text = text
        self._path = path
        self._starts = starts
        self._commands = commands
        self._trail = trail
        self._stages: dict[str, None] = {}
        """Stages so far: one comes after the other."""

    def block(
        self,
        block: Block,
        stage: str,
        conditions: tuple[Judge, ...],
        variables: dict[str, str],
        soft: str,
        depth: int,
    ) -> None:
        """Follow what stands in a block, in its order, inner blocks with what they mean."""
        for inner in block.inner:
            if inner.head == "environment":
                sets = _SET.finditer(self._text, inner.start, inner.end)
                variables = variables | {m[1]: _shelled(m[2] or m[3] or "") for m in sets}
            elif inner.head == "when":
                body = self._text[inner.start + 1 : inner.end]
                conditions = (*conditions, lambda start, body=body: holds(body, start))  # type: ignore[misc]
        taken: list[Block | None] = [
            each for each in block.inner if each.head not in ("environment", "when")
        ]
        at = block.start
        for each in [*taken, None]:
            end = each.start if each is not None else block.end
            self._steps(at, end, stage, conditions, variables, soft)
            if each is None or depth > _DEPTH:
                break
            named = re.search(r"stage\s*\(\s*['\"]([^'\"]+)['\"]\s*\)\s*$", each.head)
            found = "continue-on-error: " + each.head[:40] if _SOFT.search(each.head) else ""
            if each.head.rstrip().endswith("try"):
                found = self._caught(block, each)
            more = conditions
            if re.search(r"\bif\s*\(", each.head):
                asked = each.head[each.head.index("(") + 1 :].rstrip(") ")
                more = (*conditions, lambda start, asked=asked: holds(asked, start))  # type: ignore[misc]
            elif each.head.rstrip().endswith("else"):
                more = (*conditions, lambda _: None)
            title = named[1] if named else stage
            self.block(each, title, more, variables, soft or found, depth + 1)
            at = each.end + 1

    def _caught(self, block: Block, tried: Block) -> str:
        """Return why a failure in ``try`` counts for nothing: what catches it does not throw."""
        following = next((b for b in block.inner if b.start > tried.end), None)
        if following is None or "catch" not in following.head:
            return ""
        body = self._text[following.start : following.end]
        fails = re.search(r"\b(?:error|throw)\b|currentBuild\.result\s*=\s*['\"]FAIL", body)
        return "" if fails else "continue-on-error: what 'catch' holds does not fail"

    def _steps(
        self,
        start: int,
        end: int,
        stage: str,
        conditions: tuple[Judge, ...],
        variables: dict[str, str],
        soft: str,
    ) -> None:
        moments = moments_in(self._starts, *conditions)
        self._stages[stage] = None
        job = Job(
            pipeline="jenkins",
            path=self._path,
            name=stage,
            moments=moments,
            run=self._path,
            needs=tuple(self._stages),
        )
        frame = Frame(
            job=job,
            path=self._path,
            moments=moments,
            variables=variables,
            soft=soft,
            errexit=True,
        )
        for line, script, ignored in self._scripts(start, end):
            self._commands.script(script, replace(frame, line=line, soft=soft or ignored))
        for match in _ARCHIVE.finditer(self._text, start, end):
            place = Place(path=self._path, line=self._line(match.start()))
            self._trail.add(
                Activity(
                    does="artifact",
                    tool="archiveArtifacts",
                    place=place,
                    job=job,
                    moments=moments,
                    subjects=tuple(each.strip() for each in match[1].split(",")),
                )
            )

    def _scripts(self, start: int, end: int) -> Iterator[tuple[int, str, str]]:
        found: list[tuple[int, str, str]] = []
        for match in _STEP.finditer(self._text, start, end):
            script = match["text"]
            if match["quote"][0] == '"':
                script = re.sub(r"\\([$\"])", r"\1", script)
            said = f"{match['before']} {match['after']}"
            ignored = ""
            if re.search(r"returnStatus\s*:\s*true", said):
                ignored = "continue-on-error: 'returnStatus' is set"
            script = _shelled(script.replace("\\\n", "\n"))
            found.append((self._line(match.start("text")), script, ignored))
        for match in _BUILD.finditer(self._text, start, end):
            words = match[2] or "."
            script = _shelled(f"docker build -t {match[1]} {words}")
            found.append((self._line(match.start()), script, ""))
        yield from sorted(found)

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1


def _shelled(text: str) -> str:
    """Return a text of Groovy as the shell reads it: ``${env.NAME}`` is ``${NAME}``."""
    return re.sub(
        r"\$\{\s*(?:env|params)\.(\w+)\s*\}|\$\{\s*([\w.()]+)\s*\}",
        lambda m: f"${{{m[1] or re.sub(r'[^A-Za-z0-9_]', '_', m[2])}}}",
        text,
    )


def _starts(text: str) -> list[Start]:
    """Return what starts a pipeline, as far as its own file says it."""
    plain = _TOKEN.sub(lambda m: " " if m["skip"] else m[0], text)
    found: list[Start] = []
    multibranch = _MULTIBRANCH.search(plain) is not None
    change = _CHANGE.search(plain) is not None
    if multibranch or change or re.search(r"\b(?:pollSCM|githubPush|gitlab)\s*\(", plain):
        found += [PUSH, PUSH_ELSEWHERE, TAG] if multibranch else [PUSH, PUSH_ELSEWHERE]
        if "buildingTag" not in plain and not re.search(r"\btag\s+['\"]|TAG_NAME", plain):
            found = [each for each in found if each is not TAG]
        found.append(PULL_REQUEST if change else replace(PULL_REQUEST, sure=False))
    else:
        found.append(Start(Event.UNKNOWN, "", sure=False))
    if re.search(r"\b(?:cron|parameterizedCron)\s*\(", plain):
        found.append(SCHEDULE)
    return found


def _blocks(text: str) -> list[Block]:
    """Return the blocks of a text, nested as they are."""
    top: list[Block] = []
    opened: list[Block] = []
    head = 0
    for match in _TOKEN.finditer(text):
        if match["open"]:
            words = text[head : match.start()].strip()
            block = Block(words.rpartition("\n")[2].strip(), match.start())
            (opened[-1].inner if opened else top).append(block)
            opened.append(block)
            head = match.end()
        elif match["close"]:
            if opened:
                opened.pop().end = match.start()
            head = match.end()
    for block in opened:
        block.end = len(text)
    return top
