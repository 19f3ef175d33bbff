"""Every form of an ignore file, by scanner and by name of the file."""

from typing import Final

from hullmark.formats.ignore_files.line_forms import DOCKLE, GITLEAKS
from hullmark.formats.ignore_files.record import IgnoreFile, UnknownIgnoreFileError
from hullmark.formats.ignore_files.yaml_forms import CHECKOV, GRYPE, HADOLINT, SNYK, TRIVY

FORMS: Final = {
    each.scanner: each for each in (TRIVY, GRYPE, SNYK, HADOLINT, CHECKOV, GITLEAKS, DOCKLE)
}


def form_of(name: str) -> IgnoreFile:
    """Return the form that a file of this name has.

    Raises:
        UnknownIgnoreFileError: The name says nothing.
    """
    last = name.replace("\\", "/").rpartition("/")[2].lower()
    for form in FORMS.values():
        if last in {form.file, form.file.lstrip("."), form.file.replace(".yaml", ".yml")}:
            return form
    known = ", ".join(form.file for form in FORMS.values())
    raise UnknownIgnoreFileError(
        f"'{name}' is no ignore file that is known", hint=f"known are {known}"
    )
