"""What a check can find: a stable code each, its weight, and its words for the command line."""

from enum import IntEnum, StrEnum


class Outcome(IntEnum):
    """What a file is worth after the check; also the exit code of the command."""

    PROVEN = 0
    REFUSED = 1
    UNPROVEN = 2
    OUT_OF_DATE = 3


WORST_FIRST = (Outcome.REFUSED, Outcome.UNPROVEN, Outcome.OUT_OF_DATE, Outcome.PROVEN)


class Finding(StrEnum):
    """One thing found. The codes are stable: pages translate them, scripts may rely on them."""

    UNREADABLE = "unreadable"
    NO_CREDENTIAL = "no-credential"
    MALFORMED = "malformed"
    SIGNATURE_FALSE = "signature-false"
    ISSUER_DIFFERS = "issuer-differs"
    KEY_RETIRED = "key-retired"
    PROOF_MALFORMED = "proof-malformed"
    NOT_IN_LOG = "not-in-log"
    CHECKPOINT_FALSE = "checkpoint-false"
    LOG_FORKED = "log-forked"
    NAME_DIFFERS = "name-differs"
    TITLE_DIFFERS = "title-differs"
    DATE_DIFFERS = "date-differs"
    PAPER_EDITED = "paper-edited"
    PAPER_UNSEALED = "paper-unsealed"
    PAPER_OF_ANOTHER = "paper-of-another"
    SEAL_FALSE = "seal-false"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    ISSUER_UNPROVEN = "issuer-unproven"
    LOG_UNPROVEN = "log-unproven"
    NO_LOG_PROOF = "no-log-proof"

    @property
    def outcome(self) -> Outcome:
        """Whether this finding refuses the file, leaves something unproven, or only speaks of its dates."""
        if self in _UNPROVEN:
            return Outcome.UNPROVEN
        return Outcome.OUT_OF_DATE if self in _OF_DATES else Outcome.REFUSED

    @property
    def words(self) -> str:
        """One English sentence: what was found."""
        return _WORDS[self]


_UNPROVEN = frozenset({Finding.ISSUER_UNPROVEN, Finding.LOG_UNPROVEN, Finding.NO_LOG_PROOF})
_OF_DATES = frozenset({Finding.NOT_YET_VALID, Finding.EXPIRED})

_WORDS = {
    Finding.UNREADABLE: "the file is no PDF or JSON that can be read",
    Finding.NO_CREDENTIAL: "the file carries no certificate",
    Finding.MALFORMED: "what the file carries is no certificate as they are issued here",
    Finding.SIGNATURE_FALSE: "the signed facts were changed after signing: the signature does not fit them",
    Finding.ISSUER_DIFFERS: "the certificate is not signed by the issuer whose key you gave",
    Finding.KEY_RETIRED: "the certificate was signed with a key that the issuer had retired",
    Finding.PROOF_MALFORMED: "its proof of the log cannot be read",
    Finding.NOT_IN_LOG: "the log proof does not lead to this certificate",
    Finding.CHECKPOINT_FALSE: "the checkpoint is not signed by the log whose key you gave",
    Finding.LOG_FORKED: "the checkpoint contradicts the checkpoint you gave: the log has been rewritten",
    Finding.NAME_DIFFERS: "the name on this paper is not the name in the signed proof",
    Finding.TITLE_DIFFERS: "the title on this paper is not the title in the signed proof",
    Finding.DATE_DIFFERS: "a date on this paper is not the date in the signed proof",
    Finding.PAPER_EDITED: "the pages of this paper were changed after it was made",
    Finding.PAPER_UNSEALED: "the paper carries no seal, so its pages may say anything",
    Finding.PAPER_OF_ANOTHER: "the seal in this paper belongs to another certificate",
    Finding.SEAL_FALSE: "the seal over the pages was not made by who signed the certificate",
    Finding.NOT_YET_VALID: "the certificate is not valid yet",
    Finding.EXPIRED: "the certificate has expired",
    Finding.ISSUER_UNPROVEN: "unchanged as far as the key inside the file tells, which does not prove who issued it",
    Finding.LOG_UNPROVEN: "its place in the log is not proven without the key of the log",
    Finding.NO_LOG_PROOF: "the file carries no log proof",
}
