"""A credential issued anew for another spelling of the name: everything else stays as it was frozen."""

from copy import deepcopy
from datetime import datetime

from certificates.canonical import Json
from certificates.credential import REPLACES, check_url, status_entry
from certificates.proof import timestamp


def corrected_credential(
    old: Json, *, holder: str, base_url: str, public_id: str, issued: datetime, status_list: str, status_index: int
) -> Json:
    """The unsigned credential that replaces `old`, under a number and a status bit of its own."""
    credential = {name: deepcopy(value) for name, value in old.items() if name != "proof"}
    credential["@context"] = [*(each for each in old["@context"] if each != REPLACES), REPLACES]
    credential["id"] = check_url(base_url, public_id)
    credential["awardedDate"] = timestamp(issued)
    credential["credentialStatus"] = status_entry(status_list, status_index)
    credential["replaces"] = old["id"]
    for identifier in credential["credentialSubject"]["identifier"]:
        if identifier["identityType"] == "name":
            identifier["identityHash"] = holder
    return credential
