"""The one explicit list of everything we ship; a house test holds it against the folders."""

from hullmark.native.catalogers.apk import cataloger as apk
from hullmark.native.catalogers.distribution import cataloger as distribution
from hullmark.native.catalogers.dpkg import cataloger as dpkg
from hullmark.native.catalogers.golang import cataloger as golang
from hullmark.native.catalogers.java import cataloger as java
from hullmark.native.catalogers.node import cataloger as node
from hullmark.native.catalogers.python import cataloger as python
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.catalogers.rpm import cataloger as rpm
from hullmark.native.catalogers.ruby import cataloger as ruby

CATALOGERS: tuple[Cataloger, ...] = (
    distribution.DISTRIBUTION,
    dpkg.DPKG,
    apk.APK,
    rpm.RPM,
    python.INSTALLED,
    python.WHEEL,
    python.REQUIREMENTS,
    python.POETRY_LOCK,
    python.UV_LOCK,
    python.PDM_LOCK,
    python.PYLOCK,
    python.PIPFILE_LOCK,
    node.INSTALLED,
    node.NPM_LOCK,
    golang.BINARY,
    golang.GO_MOD,
    java.ARCHIVE,
    ruby.INSTALLED,
    ruby.GEMFILE_LOCK,
)
"""Every cataloger, in the order in which several on one path are asked."""
