"""Which files speak of Python packages, and who reads them."""

from hullmark.native.catalogers.python.parse_metadata import parse_metadata
from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="python-installed",
    version=1,
    role="language",
    globs=(
        "**/*dist-info/METADATA",
        "**/*DIST-INFO/METADATA",
        "**/*egg-info/PKG-INFO",
        "**/*EGG-INFO/PKG-INFO",
        "**/*.egg-info",
        "**/*.egg",
    ),
    parse=parse_metadata,
)
WHEEL = Cataloger(
    name="python-wheel",
    version=1,
    role="language",
    globs=("**/*.whl",),
    parse=late("python.parse_metadata", "parse_wheel"),
    declared=True,
)
REQUIREMENTS = Cataloger(
    name="python-requirements",
    version=1,
    role="language",
    globs=("**/*requirements*.txt", "**/requirements/*.txt", "**/requirements*.lock"),
    parse=late("python.parse_requirements", "parse_requirements"),
    declared=True,
)
POETRY_LOCK = Cataloger(
    name="python-poetry-lock",
    version=1,
    role="language",
    globs=("**/poetry.lock",),
    parse=late("python.parse_toml_locks", "parse_poetry_lock"),
    declared=True,
)
UV_LOCK = Cataloger(
    name="python-uv-lock",
    version=1,
    role="language",
    globs=("**/uv.lock", "**/*.py.lock"),
    parse=late("python.parse_toml_locks", "parse_uv_lock"),
    declared=True,
)
PDM_LOCK = Cataloger(
    name="python-pdm-lock",
    version=1,
    role="language",
    globs=("**/pdm.lock",),
    parse=late("python.parse_toml_locks", "parse_pdm_lock"),
    declared=True,
)
PYLOCK = Cataloger(
    name="python-pylock",
    version=1,
    role="language",
    globs=("**/pylock.toml", "**/pylock.*.toml"),
    parse=late("python.parse_toml_locks", "parse_pylock"),
    declared=True,
)
PIPFILE_LOCK = Cataloger(
    name="python-pipfile-lock",
    version=1,
    role="language",
    globs=("**/Pipfile.lock",),
    parse=late("python.parse_pipfile_lock", "parse_pipfile_lock"),
    declared=True,
)
PYPROJECT = Cataloger(
    name="python-pyproject",
    version=2,
    role="language",
    globs=("**/pyproject.toml",),
    parse=late("python.parse_project", "parse_pyproject"),
    declared=True,
)
SETUP = Cataloger(
    name="python-setup",
    version=1,
    role="language",
    globs=("**/setup.py",),
    parse=late("python.parse_project", "parse_setup"),
    declared=True,
)
SETUP_CFG = Cataloger(
    name="python-setup-cfg",
    version=1,
    role="language",
    globs=("**/setup.cfg",),
    parse=late("python.parse_setup_cfg", "parse_setup_cfg"),
    declared=True,
)

CATALOGERS = (
    INSTALLED,
    WHEEL,
    REQUIREMENTS,
    POETRY_LOCK,
    UV_LOCK,
    PDM_LOCK,
    PYLOCK,
    PIPFILE_LOCK,
    PYPROJECT,
    SETUP,
    SETUP_CFG,
)
