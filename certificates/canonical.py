"""JSON that means one thing: read strictly, written canonically (JCS, RFC 8785)."""

import json
from hashlib import sha256
from typing import Any, NoReturn

import rfc8785

Json = dict[str, Any]


class JsonError(ValueError):
    """Text that is no JSON object, or one that two readers could understand differently."""


def canonical(document: Json) -> bytes:
    """The document in JCS; JsonError for numbers or text that JCS cannot hold."""
    try:
        return rfc8785.dumps(document)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise JsonError("The document has no canonical form.") from error


def digest(document: Json) -> str:
    """SHA-256 of the document in JCS, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def read_object(text: str | bytes) -> Json:
    """The JSON object in a text; a name given twice, NaN and Infinity are refused."""
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise JsonError("The text is no JSON that can be read in one way only.") from error
    if not isinstance(document, dict):
        raise JsonError("The JSON is not an object.")
    return document


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise JsonError("A name is given twice.")
    return names


def _refuse(constant: str) -> NoReturn:
    raise JsonError(f"{constant} is not a number of JSON.")
