"""Secrets: made at random, shown once, kept only as a hash."""

import hashlib
import hmac
import secrets

KEY_BYTES = 24
SECRET_LENGTH = 32
"""Characters of a key or session; a slip's secret is shorter, for the sake of its QR."""


def new_secret() -> str:
    """A fresh secret of 192 random bits, URL-safe."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. Secrets are random and long, so one SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def sign(key: str, text: str) -> str:
    """A signature of `text` that only holders of `key` can make."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two strings are equal, in time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "surrogatepass"))
