"""Images, distributions and packages as CycloneDX components."""

from hullmark.formats import cyclonedx as wire
from hullmark.formats.spdx_expression import is_license
from hullmark.formats.spdx_normal import normalize, normalize_one
from hullmark.model.component import Component, Distribution
from hullmark.model.scan import Target
from hullmark.report.image_name import purl_of, repository_of
from hullmark.report.place import layer_words

_HASHES = {"sha256": ("SHA-256", 64), "sha384": ("SHA-384", 96), "sha512": ("SHA-512", 128)}
"""Digest algorithm to CycloneDX name and hex digits."""
_HEX = frozenset("0123456789abcdefABCDEF")


def image_of(target: Target, ref: str) -> wire.Component:
    """Return an image as the container it is."""
    algorithm, _, digits = (target.digest or "").partition(":")
    name, length = _HASHES.get(algorithm, ("", 0))
    known = name and len(digits) == length and _HEX.issuperset(digits)
    properties = [
        wire.Property(name=f"hullmark:{key}", value=value)
        for key, value in (
            ("reference", target.name),
            ("kind", target.kind),
            ("configDigest", target.config_digest or ""),
            ("platform", str(target.platform or "")),
        )
        if value
    ]
    properties += [
        wire.Property(name=f"hullmark:layer:{layer.index}:diffId", value=layer.diff_id)
        for layer in target.layers
        if layer.diff_id
    ]
    return wire.Component(
        type="container",
        bom_ref=ref,
        name=repository_of(target),
        version=target.digest or "",
        hashes=[wire.Hash(alg=name, content=digits)] if known else [],
        purl=purl_of(target) or "",
        properties=properties,
    )


def system_of(distribution: Distribution, ref: str) -> wire.Component:
    """Return the distribution of an image."""
    return wire.Component(
        type="operating-system",
        bom_ref=ref,
        name=distribution.id,
        version=distribution.version,
        description=distribution.name,
        properties=[
            wire.Property(name=f"hullmark:{key}", value=value)
            for key, value in (
                ("codename", distribution.codename),
                ("idLike", " ".join(distribution.id_like)),
                ("variant", distribution.variant),
            )
            if value
        ],
    )


def component_of(component: Component, ref: str) -> wire.Component:
    """Return a component with purl, licenses and the places it was found in."""
    group, name = _group(component)
    return wire.Component(
        type="library",
        bom_ref=ref,
        group=group,
        name=name,
        version=component.version,
        licenses=_licenses(component.licenses, component.type),
        purl=component.purl,
        evidence=_evidence(component),
        properties=_properties(component),
    )


def _group(component: Component) -> tuple[str, str]:
    if component.type == "npm" and component.name.startswith("@") and "/" in component.name:
        group, _, name = component.name.partition("/")
        return group, name
    if component.type == "maven" and ":" in component.name:
        group, _, name = component.name.partition(":")
        return group, name
    return "", component.name


def _licenses(declared: tuple[str, ...], purl_type: str) -> list[wire.LicenseChoice]:
    """Return what is declared: ids and names one by one, or one expression for all of it.

    The format allows either; an expression may not refer to a license that is not in the list.
    """
    terms = [text for text in dict.fromkeys(declared) if text.strip()]
    found = [(text, normalize_one(text.strip(), purl_type)) for text in terms]
    whole = normalize(tuple(terms), purl_type)
    single = all(is_license(each.expression) for _, each in found)
    if (
        whole.expression
        and not whole.references
        and not (single and " OR " not in whole.expression)
    ):
        return [wire.LicenseChoice(expression=whole.expression)]
    return [
        wire.LicenseChoice(
            license=wire.License(id=each.expression)
            if is_license(each.expression)
            else wire.License(name=text)
        )
        for text, each in found
    ]


def _evidence(component: Component) -> wire.Evidence | None:
    if not component.locations:
        return None
    return wire.Evidence(
        occurrences=[
            wire.Occurrence(
                location=location.path,
                line=location.line if location.line and location.line > 0 else None,
                additional_context=layer_words(location),
            )
            for location in component.locations
        ]
    )


def _properties(component: Component) -> list[wire.Property]:
    first = component.locations[0] if component.locations else None
    values = (
        ("type", component.type),
        ("evidence", component.evidence.value),
        ("cataloger", component.cataloger),
        ("ecosystem", component.ecosystem),
        ("architecture", component.architecture),
        ("sourceName", component.source_name),
        ("sourceVersion", component.source_version),
        ("vendoredIn", component.vendored_in),
        ("direct", "" if component.direct is None else str(component.direct).lower()),
        ("development", "true" if component.development else ""),
        ("path", first.path if first else ""),
        ("layer:diffId", (first.layer or "") if first else ""),
    )
    return [wire.Property(name=f"hullmark:{key}", value=value) for key, value in values if value]
