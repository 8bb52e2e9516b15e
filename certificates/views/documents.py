"""What machines and auditors fetch, from anywhere: keys, status lists, and the signed head of the log."""

from datetime import timedelta

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from certificates import queries
from certificates.canonical import canonical
from certificates.issuer import key_address
from certificates.numbers import status_list_url
from certificates.proof import sign
from certificates.services import keys
from certificates.status import TO_LIVE, status_credential
from certificates.views.blueprint import certificates
from kernel import clock
from kernel.database import read_session
from kernel.errors import NotFound
from people import access

LIST_HOLDS = timedelta(days=1)


@certificates.get("/.well-known/did.json")
@access.public
def did() -> AnyResponse:
    """The issuer's keys (did:web)."""
    return _for_everybody(canonical(queries.issuer_document(read_session())), "application/json")


@certificates.get("/status/<int:number>")
@access.public
def status_list(number: int) -> AnyResponse:
    """A signed list of revoked and superseded certificates; the same bytes all hour, unless one is added."""
    session = read_session()
    queries.issuer_document(session)
    if not 1 <= number <= queries.lists(session):
        raise NotFound
    base_url, at = queries.organisation(session).base_url, clock.now().replace(minute=0, second=0, microsecond=0)
    url, bits = status_list_url(base_url, number), queries.untrue_bits(session, number)
    key = keys.signing_key(session, keys.Purpose.ISSUER)
    unsigned = status_credential(url, base_url, bits, at, LIST_HOLDS)
    method = key_address(base_url, key.public_key().public_bytes_raw())
    signed = sign(unsigned, key, method=method, created=at)
    return _for_everybody(canonical(signed), "application/vc")


@certificates.get("/checkpoint")
@access.public
def checkpoint() -> AnyResponse:
    """The newest signed head: who keeps one, witnesses that the log is not rewritten."""
    newest = queries.last_signed(read_session())
    if newest is None:
        raise NotFound
    return _for_everybody(newest[0].encode(), "text/plain", seconds=0)


@certificates.get("/log-key")
@access.public
def log_key() -> AnyResponse:
    """The log's verifier keys, the one of now first: what an auditor pins."""
    known = queries.log_keys(read_session())
    if not known:
        raise NotFound
    return _for_everybody("".join(f"{key}\n" for key in known).encode(), "text/plain")


def _for_everybody(body: bytes, kind: str, seconds: int = int(TO_LIVE.total_seconds())) -> AnyResponse:
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return response.make_conditional(request)
