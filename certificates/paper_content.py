"""What a paper says, from the signed credential and the look of the organisation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from certificates.canonical import Json
from certificates.credential import ACCREDITATION, DRAFT, Kind, check_url
from certificates.paper import PICTURES, TRAINING, Accreditation, PaperContent, Picture
from certificates.snapshot import Snapshot
from kernel.words import N_
from people.models import Organisation

HEADINGS = {Kind.COURSE: TRAINING, Kind.ASSESSMENT: N_("Assessmentcertificaat")}
ACHIEVED = {
    Kind.COURSE: {"nl": "rondde deze training met goed gevolg af", "en": "successfully completed this training"},
    Kind.ASSESSMENT: {
        "nl": "maakte dit assessment en gaf het rapport vrij",
        "en": "took this assessment and released the report",
    },
}


def paper_content(
    credential: Json, organisation: Organisation, *, public_id: str, holder_code: str, log_index: int
) -> PaperContent:
    """Every fact is the signed one; colour, logo and signatory are those of now."""
    facts, achievement = Snapshot.of(credential), credential["credentialSubject"]["achievement"]
    language, kind = "en" if facts.language == "en" else "nl", kind_of(achievement)
    address = check_url(organisation.base_url, public_id)
    return PaperContent(
        language=language,  # type: ignore[arg-type]  # one of the two
        organisation=facts.issuer,
        accent=organisation.accent,
        signatory_name=organisation.signatory_name,
        signatory_role=organisation.signatory_role,
        holder_name=facts.holder,
        heading=HEADINGS[kind],
        achievement=ACHIEVED[kind][language],
        title=facts.title,
        pass_rule=pass_rule(credential),
        issued=_day(datetime.fromisoformat(credential["awardedDate"]), organisation.zone),
        valid_from=facts.valid_from.date(),
        valid_until=facts.valid_until.date() if facts.valid_until else date.max,
        public_id=public_id,
        check_url=f"{address}#{holder_code}",
        check_address=address.partition("://")[2],
        holder_code=holder_code,
        revision_hash=achievement["version"].removeprefix("sha256:"),
        log_index=log_index,
        logo=_logo(organisation),
        accreditation=_accreditation(achievement),
        is_draft=DRAFT in achievement.get("tag", []),
    )


def kind_of(achievement: Json) -> Kind:
    """What was achieved; a course where the credential doesn't say."""
    said = achievement.get("achievementType")
    return Kind(said) if said in set(Kind) else Kind.COURSE


def pass_rule(credential: Json) -> str:
    """The norms, a line each."""
    norms = credential["credentialSubject"]["achievement"].get("resultDescription", [])
    return "\n".join(f"{norm['name']}: {norm['requiredValue']}" for norm in norms)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _logo(organisation: Organisation) -> Picture | None:
    if organisation.logo is None or organisation.logo_mime not in PICTURES:
        return None
    return Picture(organisation.logo, organisation.logo_mime)


def accreditation_number(achievement: Json) -> str:
    """The number under which a professional register knows the training; empty when there is none."""
    numbers = achievement.get("otherIdentifier", [])
    return next((each["identifier"] for each in numbers if each["identifierType"] == ACCREDITATION), "")


def _accreditation(achievement: Json) -> Accreditation | None:
    number = accreditation_number(achievement)
    return Accreditation(number) if number else None
