"""Pages of certificates: checked by anybody, held by their holders, kept by HR."""

from certificates.views import archives, check, desk, documents, own
from certificates.views.blueprint import certificates

__all__ = ["archives", "certificates", "check", "desk", "documents", "own"]
