"""Who lives in the demo: the people to sign in as, and the colleagues around them."""

import random
from dataclasses import dataclass

from people.permissions import Role

PASSWORD = "welkom bij waterlinde"  # noqa: S105 - printed by `make serve`, for a demo on one's own machine
ORGANISATION = "Zorggroep Waterlinde"
DOMAIN = "waterlinde.example"

ASSESSING = 130  # the week in which the people came who make assessment possible

LOCATIONS = ("Hoofdkantoor", "De Oever", "Het Baken")
TEAMS = {
    "Klantcontact Noord": "Hoofdkantoor",
    "Klantcontact Zuid": "Hoofdkantoor",
    "Planning": "Hoofdkantoor",
    "Zorgadministratie": "Hoofdkantoor",
    "Receptie De Oever": "De Oever",
    "Wijkteam Oost": "De Oever",
    "Receptie Het Baken": "Het Baken",
    "Wijkteam West": "Het Baken",
}
FUNCTIONS = {
    "Klantcontact Noord": "medewerker klantcontact",
    "Klantcontact Zuid": "medewerker klantcontact",
    "Planning": "planner",
    "Zorgadministratie": "administratief medewerker",
    "Receptie De Oever": "receptionist",
    "Wijkteam Oost": "verzorgende",
    "Receptie Het Baken": "receptionist",
    "Wijkteam West": "helpende",
}


@dataclass(frozen=True)
class Member:
    """Somebody to sign in as; `what` says what there is to do, `week` in which of the demo's weeks they came."""

    name: str
    team: str
    what: str
    roles: tuple[Role, ...] = ()
    function: str = ""
    language: str = "nl"
    week: int = 0

    @property
    def email(self) -> str:
        return address(self.name)


def address(name: str, domain: str = DOMAIN) -> str:
    """voornaam.achternaam@…, without accents and spaces."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(part for part in plain.replace("-", " ").split()) + "@" + domain


CAST = (
    Member("Noor Haddad", "Klantcontact Noord", "employee: new here, the course waits to be started"),
    Member("Jeroen Bakker", "Klantcontact Noord", "employee: halfway through the final test"),
    Member("Fatma Yildiz", "Wijkteam Oost", "employee: passed, the statement waits to be signed"),
    Member("Daniel Okafor", "Planning", "employee in English: renewal is open, applied for another job", language="en"),
    Member(
        "Bram de Wit",
        "Klantcontact Noord",
        "manager of two teams, hiring manager: a report to read, a decision to make",
        (Role.MANAGER,),
        "teamleider",
    ),
    Member(
        "Marieke Postma",
        "Zorgadministratie",
        "HR: overview, register, certificates; positions, vacancies, requests",
        (Role.HR,),
        "HR-adviseur",
    ),
    Member(
        "Gloria Pengel",
        "Klantcontact Zuid",
        "expert: says what matters in the work of a planner",
        function="trainer",
        week=ASSESSING,
    ),
    Member(
        "Lakshmi Ramdin",
        "Klantcontact Zuid",
        "assessor: an interview to rate, one to talk about, situations to judge",
        (Role.ASSESSOR,),
        "kwaliteitscoach",
        week=ASSESSING,
    ),
    Member(
        "Yusuf Aydin",
        "Zorgadministratie",
        "psychologist: every figure with its formula, the instrument to approve",
        (Role.PSYCHOLOGIST,),
        "psycholoog",
        week=ASSESSING,
    ),
    Member("Saskia Vermeer", "Zorgadministratie", "privacy officer: approves content", (Role.PRIVACY_OFFICER,), "FG"),
    Member("Henk Jansen", "Zorgadministratie", "auditor: evidence and the log", (Role.AUDITOR,), "auditor"),
    Member("Sanne Visser", "Zorgadministratie", "administrator: roles, settings", (Role.ADMINISTRATOR,), "beheerder"),
)

BACKSTAGE = (
    Member("Pieter Hoogland", "Klantcontact Zuid", "", (Role.MANAGER,), "teamleider", week=ASSESSING),
    Member("Joris Wouters", "Zorgadministratie", "", (Role.ASSESSOR,), "recruiter", week=ASSESSING),
)

FIRST_NAMES = (
    "Anna Bas Carla Dirk Els Femke Gijs Hanna Imre Joke Karim Lotte Mees Nadia Oscar Petra Quinten Roos Samir Tess "
    "Umut Vera Wim Xander Yara Zoë Aicha Bart Chantal Daan Esra Floor Geert Hilde Ivo Jolanda Kees Lisa Mohamed Nienke"
).split()
LAST_NAMES = (
    "de Vries,van den Berg,Jansen,Smit,Bakker,Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,"
    "de Jong,Dijkstra,Kok,van der Meer,Jacobs,Willems,Öztürk,El Amrani,Çelik,Nguyen,Kowalski,de Haan,Verhoeven,Kuipers"
).split(",")


# Where colleagues work, twenty at a time: two contact centres and two teams in the district are the largest.
SPREAD = (
    *("Klantcontact Noord",) * 5, *("Klantcontact Zuid",) * 4, *("Wijkteam Oost",) * 4, *("Wijkteam West",) * 4,
    "Planning", "Receptie De Oever", "Receptie Het Baken",
)  # fmt: skip
DISTRICT = ("Wijkteam Oost", "Wijkteam West")


def colleagues(count: int, rng: random.Random) -> list[Member]:
    """`count` more people, no two with the same name, spread over the teams."""
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    taken = {member.name for member in (*CAST, *BACKSTAGE)}
    drawn = [name for name in rng.sample(names, count + len(taken)) if name not in taken][:count]
    return [Member(name, SPREAD[number % len(SPREAD)], "") for number, name in enumerate(drawn)]
