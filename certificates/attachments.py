"""What a paper carries with it: the credential, its place in the log, and the seal over its pages."""

import pikepdf

from certificates.paper_seal import DAMAGE, stream_bytes

CREDENTIAL = "credential.json"
PROOF = "proof.tlog-proof"
SEAL = "paper.json"
SEAL_TYPE = "PaperSeal"
MAX_ATTACHMENT_BYTES = 1_000_000
_KEYS = ("/F", "/UF")


class AttachmentError(ValueError):
    """An attachment that cannot be read."""


def attached(pdf: pikepdf.Pdf, name: str) -> bytes | None:
    """Contents of an attachment by its name; None when there is none, AttachmentError when it is unreadable."""
    try:
        if name not in pdf.attachments:
            return None
        stream = pdf.attachments[name].get_file().obj
        data, decoded = stream_bytes(stream) if isinstance(stream, pikepdf.Stream) else (b"", False)
    except DAMAGE as error:
        raise AttachmentError(f"The attachment {name} is damaged.") from error
    if not decoded or len(data) > MAX_ATTACHMENT_BYTES:
        raise AttachmentError(f"The attachment {name} is too large or packed in an unusual way.")
    return data


def is_named(pdf: pikepdf.Pdf, name: str) -> bool:
    """Whether the paper says that it carries such an attachment, readable or not; to be asked before `attached`."""
    try:
        files = [each for each in pdf.Root.get("/AF", []) if isinstance(each, pikepdf.Dictionary)]
        names = [*pdf.Root.Names.EmbeddedFiles.get("/Names", []), *(each.get(key) for each in files for key in _KEYS)]
        return any(isinstance(each, pikepdf.String) and str(each) == name for each in names)
    except DAMAGE:
        return True
