"""Who lives in the demo: the people to sign in as, and the colleagues around them."""

import random
from dataclasses import dataclass

from people.permissions import Role

PASSWORD = "welkom bij waterlinde"  # noqa: S105 - printed by `make serve`, for a demo on one's own machine
ORGANISATION = "Zorggroep Waterlinde"
DOMAIN = "waterlinde.example"

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
    "Wijkteam Oost": "wijkverpleegkundige",
    "Receptie Het Baken": "receptionist",
    "Wijkteam West": "helpende",
}


@dataclass(frozen=True)
class Member:
    """Somebody to sign in as; `what` says what there is to do."""

    name: str
    team: str
    what: str
    roles: tuple[Role, ...] = ()
    function: str = ""
    language: str = "nl"

    @property
    def email(self) -> str:
        return address(self.name)


def address(name: str) -> str:
    """voornaam.achternaam@…, without accents and spaces."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(part for part in plain.replace("-", " ").split()) + "@" + DOMAIN


CAST = (
    Member("Noor Haddad", "Klantcontact Noord", "employee: new here, the course waits to be started"),
    Member("Jeroen Bakker", "Klantcontact Noord", "employee: halfway through the final test"),
    Member("Fatma Yildiz", "Wijkteam Oost", "employee: passed, the statement waits to be signed"),
    Member("Daniel Okafor", "Planning", "employee in English: certified, renewal is open", language="en"),
    Member(
        "Bram de Wit", "Klantcontact Noord", "manager of two teams: somebody is late", (Role.MANAGER,), "teamleider"
    ),
    Member("Marieke Postma", "Zorgadministratie", "HR: overview, register, certificates", (Role.HR,), "HR-adviseur"),
    Member("Saskia Vermeer", "Zorgadministratie", "privacy officer: approves content", (Role.PRIVACY_OFFICER,), "FG"),
    Member("Henk Jansen", "Zorgadministratie", "auditor: evidence and the log", (Role.AUDITOR,), "auditor"),
    Member("Sanne Visser", "Zorgadministratie", "administrator: roles, settings", (Role.ADMINISTRATOR,), "beheerder"),
)

FIRST_NAMES = (
    "Anna Bas Carla Dirk Els Femke Gijs Hanna Imre Joke Karim Lotte Mees Nadia Oscar Petra Quinten Roos Samir Tess "
    "Umut Vera Wim Xander Yara Zoë Aicha Bart Chantal Daan Esra Floor Geert Hilde Ivo Jolanda Kees Lisa Mohamed Nienke"
).split()
LAST_NAMES = (
    "de Vries,van den Berg,Jansen,Smit,Bakker,Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,"
    "de Jong,Dijkstra,Kok,van der Meer,Jacobs,Willems,Öztürk,El Amrani,Çelik,Nguyen,Kowalski,de Haan,Verhoeven,Kuipers"
).split(",")


def colleagues(count: int, rng: random.Random) -> list[Member]:
    """`count` more people, no two with the same name, spread over the teams."""
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    taken = {member.name for member in CAST}
    drawn = [name for name in rng.sample(names, count + len(taken)) if name not in taken][:count]
    teams = list(TEAMS)
    return [Member(name, teams[number % len(teams)], "") for number, name in enumerate(drawn)]
