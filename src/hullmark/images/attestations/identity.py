"""Who a certificate names. Read, not believed: nobody here checks who issued it."""

from hullmark.kernel import log, public_key

_ISSUERS = ("1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1")
"""Extensions in which Fulcio says who vouched for the signer: as DER, and bare as it once did."""
_SHOWN = 500


def stated_identity(certificate: bytes) -> tuple[str, str]:
    """Return signer and issuer that a certificate (DER or PEM) states, empty where it does not."""
    if not public_key.is_available():
        return "", ""
    from cryptography import x509  # noqa: PLC0415 - only for signatures

    try:
        pem = b"-----BEGIN" in certificate[:200]
        load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
        read = load(certificate)
        return printable(_signer(read)), printable(_issuer(read))
    except (ValueError, TypeError, x509.DuplicateExtension) as error:
        log.debug("attestation.certificate", error=str(error))
        return "", ""


def _signer(certificate: object) -> str:
    from cryptography import x509  # noqa: PLC0415

    assert isinstance(certificate, x509.Certificate)
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return certificate.subject.rfc4514_string()
    for name in names:
        if isinstance(name, (x509.UniformResourceIdentifier, x509.RFC822Name, x509.DNSName)):
            return name.value
        if isinstance(name, x509.OtherName):
            return _bare_text(name.value)
    return certificate.subject.rfc4514_string()


def _issuer(certificate: object) -> str:
    from cryptography import x509  # noqa: PLC0415

    assert isinstance(certificate, x509.Certificate)
    for wanted in _ISSUERS:
        for extension in certificate.extensions:
            value = extension.value
            if extension.oid.dotted_string == wanted and isinstance(
                value, x509.UnrecognizedExtension
            ):
                return _bare_text(value.value)
    return ""


def _bare_text(value: bytes) -> str:
    """Return the text of a short DER string, or of bare bytes."""
    if len(value) > 2 and value[0] in (0x0C, 0x13, 0x16) and value[1] == len(value) - 2:
        value = value[2:]
    return value.decode("utf-8", "replace")


def printable(text: str) -> str:
    """Return the part of a stranger's text that can be shown."""
    return "".join(letter for letter in text[:_SHOWN] if letter.isprintable())
