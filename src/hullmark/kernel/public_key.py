"""Whether bytes were signed with the private half of a PEM public key."""

MISSING = "signatures cannot be checked: the package 'cryptography' is not installed"


def is_available() -> bool:
    """Whether the part that can tell is installed (``pip install 'hullmark[sign]'``)."""
    try:
        import cryptography  # noqa: F401, PLC0415 - only for signatures
    except ImportError:
        return False
    return True


def is_signed(data: bytes, signature: bytes, key: bytes) -> bool:
    """Whether ``signature`` was made over ``data``, by ECDSA, Ed25519 or RSA with SHA-256.

    Raises:
        ValueError: The key cannot be read, or is of another kind.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415
        ec,
        ed25519,
        padding,
        rsa,
    )

    try:
        public = serialization.load_pem_public_key(key)
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise ValueError("a key of another kind")  # noqa: TRY004 - told as a bad key
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error
    except InvalidSignature:
        return False
    return True


def check_key(key: bytes) -> None:
    """Check that ``key`` can be read and is of a kind that is known.

    Raises:
        ValueError: It cannot, or is not.
    """
    is_signed(b"", b"", key)
