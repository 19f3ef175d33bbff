"""Says what tasks of Azure Pipelines amount to, as command lines."""

import posixpath
from collections.abc import Mapping


def docker_command(given: Mapping[str, str]) -> str:
    """Return the command line that the Docker task amounts to."""
    image = given.get("repository") or given.get("imagename", "")
    tags = given.get("tags", "${BUILD_BUILDID}").replace(",", "\n").split()
    names = [f"{image}:{tag}" for tag in tags] if ":" not in image else [image]
    file = given.get("dockerfile", "**/Dockerfile")
    context = given.get("buildcontext", "**")
    folder = posixpath.dirname(file) or "." if context == "**" else context
    command = given.get("command", "buildAndPush").lower()
    lines = []
    if command.startswith("build"):
        named = " ".join(f"-t {name}" for name in names if image)
        at = "" if "*" in file else f"-f {file}"
        lines.append(f"docker build {at} {named} {'.' if '*' in folder else folder}")
    if "push" in command:
        lines += [f"docker push {name}" for name in names]
    return "\n".join(lines)


def trivy_command(given: Mapping[str, str]) -> str:
    """Return the command line that Trivy's own task amounts to."""
    code = given.get("exitcode", "1")
    if given.get("image"):
        return f"trivy image --exit-code {code} {given['image']}"
    return f"trivy fs --exit-code {code} {given.get('path', '.')}"
