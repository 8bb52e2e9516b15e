"""Where to go on: never off this host."""

import re
from urllib.parse import urlsplit

_PLAIN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def safe_target(target: str | None, otherwise: str) -> str:
    """`target` when it is a plain path on this host, else `otherwise`.

    Browsers read `//host`, `/\\host` and `/<tab>/host` as another host (WHATWG URL), so only one leading
    slash and printable ASCII without backslash pass.
    """
    if not target or not _PLAIN_PATH.fullmatch(target):
        return otherwise
    parts = urlsplit(target)
    decoded_start = parts.path.lower().replace("%2f", "/").replace("%5c", "\\").replace("%09", "")
    if parts.scheme or parts.netloc or decoded_start.startswith(("//", "/\\")):
        return otherwise
    return target
