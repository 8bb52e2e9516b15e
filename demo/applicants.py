"""Who applies in the demo, when, and how far they come."""

from dataclasses import dataclass

from assess.queries.needs import Needs
from demo.cast import DOMAIN, address

HALFWAY = 42


@dataclass(frozen=True)
class Applicant:
    """Somebody who was invited `invited` days ago and began the assessment `sat` days ago.

    `most` answers are given before they stop; all, and handed in, without it. `chose` days ago they did with the report
    what `choice` says: released or blocked.
    """

    name: str
    invited: int
    sat: int | None = None
    most: int | None = None
    chose: int | None = None
    choice: str = "released"
    language: str = "nl"
    needs: Needs | None = None
    is_careless: bool = False
    domain: str = "kandidaat.example"

    @property
    def email(self) -> str:
        return address(self.name, self.domain)


INVITED, READER = "Esmée van Vliet", "Tariq Boumans"
NOBODYS_MAILBOX, TAKEN_BACK, STOPPED = "Hugo Brandsma", "Bas Koster", "Farida Noorzai"
CORRECTS, TALKS, COMMENTS = "Merel Schipper", "Dilara Kaya", "Latoya Wijngaarde"
HIRED, NOT_HIRED, OBJECTS = "Sofie Claessens", "Mehmet Aslan", "Ilse Rietveld"
TO_RATE, RATED, DIFFER, TO_CALL = "Latoya Wijngaarde", "Jurre Postmus", "Nienke Abma", "Oluwaseun Adeyemi"

APPLICANTS = (
    Applicant(INVITED, invited=1),
    Applicant(NOBODYS_MAILBOX, invited=5, domain="kandidaat.invalid"),
    Applicant("Samira Ouali", invited=6, sat=2, most=HALFWAY // 2, needs=Needs(large_print=True)),
    Applicant("Wout Terpstra", invited=8, sat=3, most=3),
    Applicant("Daniel Okafor", invited=8, sat=4, most=HALFWAY, language="en", domain=DOMAIN),
    Applicant("Chen Liu", invited=6, sat=1),
    Applicant(READER, invited=9, sat=3),
    Applicant(CORRECTS, invited=9, sat=4),
    Applicant(TALKS, invited=9, sat=4),
    Applicant("Rick Zandstra", invited=22, sat=18, chose=15, choice="blocked"),
    Applicant("Anouk Hermans", invited=10, sat=4, chose=3, choice="blocked"),
    Applicant(COMMENTS, invited=21, sat=14, chose=9),
    Applicant(RATED, invited=21, sat=15, chose=12, needs=Needs(extra_time=True)),
    Applicant(DIFFER, invited=21, sat=15, chose=11),
    Applicant(TO_CALL, invited=16, sat=12, chose=10, language="en", is_careless=True),
    Applicant(HIRED, invited=22, sat=19, chose=16),
    Applicant(NOT_HIRED, invited=22, sat=18, chose=16),
    Applicant(OBJECTS, invited=22, sat=18, chose=17),
    Applicant(TAKEN_BACK, invited=12),
    Applicant(STOPPED, invited=13, sat=10, most=HALFWAY),
)
# Of a vacancy that closed long ago: all that is left of them is the log.
EARLIER = (
    Applicant("Renske Buitenhuis", invited=20, sat=17, chose=14),
    Applicant("Ivo Sterk", invited=20, sat=16, most=HALFWAY),
    Applicant("Zehra Demir", invited=20),
)
WHAT = {
    INVITED: "candidate: invited, nothing done yet",
    READER: "candidate: reads the report, then releases or blocks it",
}
VISITORS = {each: WHAT[each.name] for each in APPLICANTS if each.name in WHAT}
