"""What each purl type adds to the common rules: case, namespaces, required parts.

Types that are not listed here follow the common rules alone: nothing is lowercased or required.
"""

import re
from collections.abc import Callable
from enum import Enum
from types import MappingProxyType
from typing import Final

import msgspec


class Namespace(Enum):
    """Whether a purl of a type has a namespace."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    PROHIBITED = "prohibited"


class PurlType(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one type."""

    namespace: Namespace = Namespace.OPTIONAL
    lower_namespace: bool = False
    lower_name: bool = False
    lower_name_at: str = ""
    """Part of a ``repository_url`` whose registry ignores the case of names."""
    lower_version: bool = False
    lower_subpath: bool = False
    normalize_name: Callable[[str], str] | None = None
    """Applied after lowercasing."""
    name_pattern: re.Pattern[str] | None = None
    """What the name must match as a whole."""
    version_pattern: re.Pattern[str] | None = None
    required_qualifier: str = ""
    name_is_path: bool = False
    """The namespace is one segment and the name all that follows, slashes included."""

    @property
    def name_changes(self) -> bool:
        """Tell whether names of this type have a normal form other than themselves."""
        return self.lower_name or bool(self.lower_name_at) or self.normalize_name is not None


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _underscored(name: str) -> str:
    return _NOT_PUB.sub("_", name)


_NOT_PUB = re.compile(r"[^a-z0-9_]")
_NO_COLONS = re.compile(r"(?:(?!::).)*", re.DOTALL)

PLAIN: Final = PurlType()
"""The common rules alone."""
_PROHIBITED: Final = PurlType(namespace=Namespace.PROHIBITED)
_PROHIBITED_LOWER: Final = PurlType(namespace=Namespace.PROHIBITED, lower_name=True)
_REQUIRED: Final = PurlType(namespace=Namespace.REQUIRED)
_REQUIRED_LOWER: Final = PurlType(
    namespace=Namespace.REQUIRED, lower_namespace=True, lower_name=True
)
_LOWER: Final = PurlType(lower_namespace=True, lower_name=True)
_LOWER_NAMESPACE: Final = PurlType(lower_namespace=True)

# The specification requires a namespace of alpm, apk, deb, golang, maven, qpkg and rpm too. Common
# tools write pkg:golang/stdlib, jars without a group and packages of an unknown distribution, and
# refusing those would lose components, so for these types it is optional here.
PURL_TYPES: Final = MappingProxyType(
    {
        "alpm": _LOWER,
        "apk": _LOWER,
        "bazel": _PROHIBITED,
        "bitbucket": _REQUIRED_LOWER,
        "bitnami": _PROHIBITED_LOWER,
        "brew": _LOWER,
        "cargo": _PROHIBITED,
        "chrome-extension": PurlType(
            namespace=Namespace.PROHIBITED,
            lower_name=True,
            name_pattern=re.compile(r"[a-p]{32}"),
            version_pattern=re.compile(r"[0-9]+(?:\.[0-9]+){0,3}"),
        ),
        "cocoapods": _PROHIBITED,
        "composer": _REQUIRED_LOWER,
        "conda": _PROHIBITED,
        # A name with "::" is a module; purls name the distribution that holds it.
        "cpan": PurlType(name_pattern=_NO_COLONS),
        "cran": _PROHIBITED,
        "deb": _LOWER,
        "gem": _PROHIBITED,
        "git": PurlType(namespace=Namespace.REQUIRED, name_is_path=True),
        "github": _REQUIRED_LOWER,
        "hackage": _PROHIBITED,
        "hex": _LOWER,
        "huggingface": PurlType(namespace=Namespace.REQUIRED, lower_version=True),
        "julia": PurlType(namespace=Namespace.PROHIBITED, required_qualifier="uuid"),
        "luarocks": _LOWER,
        # Databricks ignores the case of model names, Azure ML does not.
        "mlflow": PurlType(namespace=Namespace.PROHIBITED, lower_name_at="databricks"),
        "nuget": _PROHIBITED,
        "oci": PurlType(namespace=Namespace.PROHIBITED, lower_name=True, lower_version=True),
        "opam": _PROHIBITED,
        "otp": PurlType(namespace=Namespace.PROHIBITED, lower_name=True, lower_subpath=True),
        "pub": PurlType(
            namespace=Namespace.PROHIBITED, lower_name=True, normalize_name=_underscored
        ),
        "pypi": PurlType(
            namespace=Namespace.PROHIBITED,
            lower_name=True,
            lower_version=True,
            normalize_name=_dashed,
        ),
        "qpkg": _LOWER_NAMESPACE,
        "rpm": _LOWER_NAMESPACE,
        "swid": PurlType(required_qualifier="tag_id"),
        "swift": _REQUIRED,
        "vcpkg": _PROHIBITED,
        "vscode-extension": PurlType(
            namespace=Namespace.REQUIRED,
            lower_namespace=True,
            lower_name=True,
            lower_version=True,
        ),
        "yocto": _LOWER_NAMESPACE,
    }
)
"""purl type → its rules, for types that have any."""
