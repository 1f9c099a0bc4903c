"""Scripts and styles go over the wire squeezed; pages and answers do not, for they carry secrets (BREACH)."""

import gzip

from flask import Flask, Response, request

TYPES = frozenset({"text/css", "text/javascript", "image/svg+xml"})
LEAST = 400
"""Bytes below which squeezing gains nothing."""


def add_compression(app: Flask) -> None:
    """Squeeze static text for browsers that take gzip; each file once for as long as it stays the same."""
    kept: dict[str, bytes] = {}

    @app.after_request
    def squeeze(answer: Response) -> Response:
        if not _worth_it(answer):
            return answer
        etag = answer.get_etag()[0]
        if etag is None:
            return answer
        answer.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"]:
            return answer
        answer.direct_passthrough = False
        whole = answer.get_data()
        known = f"{request.path} {etag}"
        if known not in kept:
            kept[known] = gzip.compress(whole, mtime=0)
        answer.set_data(kept[known])
        answer.content_encoding = "gzip"
        # Two encodings of one file are not the same bytes.
        answer.set_etag(etag, weak=True)
        return answer


def _worth_it(answer: Response) -> bool:
    right = answer.status_code == 200 and answer.mimetype in TYPES
    return right and (answer.content_length or 0) >= LEAST
