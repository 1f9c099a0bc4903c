"""What a clerk typed about a ticket is kept sealed: a store or a backup without the server's secret tells none of it.

Fernet is AES-128-CBC under an HMAC-SHA256 (https://github.com/fernet/spec); its key comes from the secret by
HKDF-SHA256 (RFC 5869) under a label of its own, so that it opens nothing else that the secret protects.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "sealed1:"
"""Begins every sealed text: what is without it was kept before there were seals."""

LABEL = b"jiaohao notes 1"
KEY_BYTES = 32


class Sealer:
    """Seals with the key of one server secret. Thread-safe."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), KEY_BYTES, salt=None, info=LABEL).derive(secret.encode())
        self._fernet = Fernet(urlsafe_b64encode(key))

    def seal(self, text: str) -> str:
        """The text as it may be kept; sealed twice, it looks different each time."""
        return MARK + self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, kept: str) -> str | None:
        """The text; None when another secret sealed it or it was changed. What bears no MARK is the text itself."""
        if not kept.startswith(MARK):
            return kept
        try:
            return self._fernet.decrypt(kept.removeprefix(MARK)).decode()
        except (InvalidToken, ValueError):
            return None
