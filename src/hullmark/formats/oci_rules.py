"""The OCI image specification's strict word on its own documents.

``hullmark.formats.oci`` reads what is out there; here a document either keeps the rules or not.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json

DocumentKind = Literal["descriptor", "manifest", "index", "config", "layout"]

_MEDIA_TYPE_PART = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
_MediaType = Annotated[str, Meta(pattern=rf"^{_MEDIA_TYPE_PART}/{_MEDIA_TYPE_PART}\Z")]
_Digest = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+\Z")]
_Size = Annotated[int, Meta(ge=0, le=2**63 - 1)]

_HEX_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\\]*")
_VARIABLE = re.compile(r"[^=]+=.*", re.DOTALL)
_TIME = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)"
    r"(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)


class _Platform(Struct, kw_only=True):
    architecture: str
    os: str
    os_version: str | UnsetType = field(name="os.version", default=UNSET)
    os_features: list[str] | UnsetType = field(name="os.features", default=UNSET)
    variant: str | UnsetType = UNSET


class _Descriptor(Struct, kw_only=True, rename="camel"):
    media_type: _MediaType
    digest: _Digest
    size: _Size
    urls: list[str] | UnsetType = UNSET
    data: str | UnsetType = UNSET
    artifact_type: _MediaType | UnsetType = UNSET
    annotations: dict[str, str] | UnsetType = UNSET


class _Entry(_Descriptor, kw_only=True, rename="camel"):
    platform: _Platform | UnsetType = UNSET


class _Manifest(Struct, kw_only=True, rename="camel"):
    schema_version: Literal[2]
    media_type: _MediaType | UnsetType = UNSET
    artifact_type: _MediaType | UnsetType = UNSET
    config: _Descriptor
    layers: Annotated[list[_Descriptor], Meta(min_length=1)]
    subject: _Descriptor | UnsetType = UNSET
    annotations: dict[str, str] | UnsetType = UNSET


class _Index(Struct, kw_only=True, rename="camel"):
    schema_version: Literal[2]
    media_type: _MediaType | UnsetType = UNSET
    artifact_type: _MediaType | UnsetType = UNSET
    manifests: list[_Entry]
    subject: _Descriptor | UnsetType = UNSET
    annotations: dict[str, str] | UnsetType = UNSET


class _ContainerConfig(Struct, kw_only=True, rename="pascal"):
    user: str | UnsetType = UNSET
    exposed_ports: dict[str, dict[str, Any]] | UnsetType = UNSET
    env: list[str] | UnsetType = UNSET
    entrypoint: list[str] | UnsetType | None = UNSET
    cmd: list[str] | UnsetType | None = UNSET
    volumes: dict[str, dict[str, Any]] | UnsetType | None = UNSET
    working_dir: str | UnsetType = UNSET
    labels: dict[str, str] | UnsetType | None = UNSET
    stop_signal: str | UnsetType = UNSET
    args_escaped: bool | UnsetType = UNSET


class _RootFs(Struct, kw_only=True):
    type: Literal["layers"]
    diff_ids: list[str]


class _History(Struct, kw_only=True):
    created: str | UnsetType = UNSET
    author: str | UnsetType = UNSET
    created_by: str | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    empty_layer: bool | UnsetType = UNSET


class _Config(Struct, kw_only=True):
    architecture: str
    os: str
    rootfs: _RootFs
    created: str | UnsetType = UNSET
    author: str | UnsetType = UNSET
    variant: str | UnsetType = UNSET
    os_version: str | UnsetType = field(name="os.version", default=UNSET)
    os_features: list[str] | UnsetType = field(name="os.features", default=UNSET)
    config: _ContainerConfig | UnsetType = UNSET
    history: list[_History] | UnsetType = UNSET


class _Layout(Struct, kw_only=True, rename="camel"):
    image_layout_version: Literal["1.0.0"]


def check_document(data: bytes, *, kind: DocumentKind, source: str) -> None:
    """Check that ``data`` keeps the specification's rules for its kind of document.

    Raises:
        BrokenDocumentError: It does not; the message says where.
    """
    match kind:
        case "descriptor":
            _check_descriptor(decode_json(data, as_=_Descriptor, source=source), source, "$")
        case "manifest":
            manifest = decode_json(data, as_=_Manifest, source=source)
            _check_descriptor(manifest.config, source, "$.config")
            _check_descriptors(manifest.layers, source, "$.layers")
            _check_subject(manifest.subject, source)
        case "index":
            index = decode_json(data, as_=_Index, source=source)
            _check_descriptors(index.manifests, source, "$.manifests")
            _check_subject(index.subject, source)
        case "config":
            _check_config(decode_json(data, as_=_Config, source=source), source)
        case "layout":
            decode_json(data, as_=_Layout, source=source)


def _check_descriptors(descriptors: Iterable[_Descriptor], source: str, place: str) -> None:
    for at, descriptor in enumerate(descriptors):
        _check_descriptor(descriptor, source, f"{place}[{at}]")


def _check_subject(subject: _Descriptor | UnsetType, source: str) -> None:
    if subject is not UNSET:
        _check_descriptor(subject, source, "$.subject")


def _check_descriptor(descriptor: _Descriptor, source: str, place: str) -> None:
    algorithm, _, encoded = descriptor.digest.partition(":")
    length = _HEX_LENGTHS.get(algorithm)
    if length is not None and re.fullmatch(rf"[0-9a-f]{{{length}}}", encoded) is None:
        raise _broken(source, f"{algorithm} digest without {length} hex digits", f"{place}.digest")
    if descriptor.urls is not UNSET:
        for at, url in enumerate(descriptor.urls):
            if _URI.fullmatch(url) is None:
                raise _broken(source, f"'{url}' is not a URI", f"{place}.urls[{at}]")
    if descriptor.data is not UNSET:
        try:
            base64.b64decode(descriptor.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise _broken(source, "not base64", f"{place}.data") from error


def _check_config(config: _Config, source: str) -> None:
    _check_time(config.created, source, "$.created")
    if config.history is not UNSET:
        for at, step in enumerate(config.history):
            _check_time(step.created, source, f"$.history[{at}].created")
    settings = config.config
    if settings is not UNSET and settings.env is not UNSET:
        for at, variable in enumerate(settings.env):
            if _VARIABLE.fullmatch(variable) is None:
                raise _broken(source, f"'{variable}' is not NAME=value", f"$.config.Env[{at}]")


def _check_time(text: str | UnsetType, source: str, place: str) -> None:
    if text is not UNSET and _TIME.fullmatch(text) is None:
        raise _broken(source, f"'{text}' is not an RFC 3339 time", place)


def _broken(source: str, what: str, place: str) -> BrokenDocumentError:
    return BrokenDocumentError(f"{source}: {what} - at `{place}`")
