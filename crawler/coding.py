"""Content-Encoding undone by the archive's own means, so that the crawl judges the very bytes that are read later.

Scrapy's middleware would undo more (brotli, where it is installed), stop at a false label and pass a torn stream as
whole.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.content import TornError, decoded, untorn

KNOWN = ("", "identity", "gzip", "x-gzip", "deflate")


class Decoded:
    """Downloader middleware behind the one that holds the answer as served."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer without its Content-Encoding; `request.meta["wrong"]` and `["torn"]` say what kept it on."""
        coding = (response.headers.get("Content-Encoding") or b"").decode("latin-1").strip().lower()
        if not coding or not response.body or "replayed" in response.flags:
            return response
        if coding not in KNOWN:
            request.meta["wrong"] = f"content encoding {coding}, which was not asked for"
            return response
        pairs = tuple((name, value) for name, values in response.headers.items() for value in values)
        try:
            untorn(pairs, response.body)
            body = decoded(pairs, response.body)
        except TornError as error:
            request.meta["torn"] = str(error)
            return response
        except ValueError:
            return response  # a bomb: the archive will say so when it is asked to keep it
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)
