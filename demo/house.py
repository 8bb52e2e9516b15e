"""The demo's organisation: set up, furnished with words, teams and the people of the first day."""

import random
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.instrument_library import shipped
from assess.services import instruments
from courses.catalogue import Library, load_library
from courses.services import assignments, content, rules
from demo.cast import CAST, FUNCTIONS, LOCATIONS, ORGANISATION, PASSWORD, TEAMS, Member
from hr.services import roles, staff, teams
from kernel.database import read_session, unit_of_work
from people.models import Person, Team
from people.permissions import Role
from people.services import organisation, passwords

LATER_QUESTIONS = {"M3-08", "M7-07"}
WORDS = {
    "fg_contact": "Saskia Vermeer, fg@waterlinde.example, 010 555 01 40",
    "privacyfunctionaris": "Omar Haddou, privacy@waterlinde.example",
    "meldpunt_datalek": "010 555 01 12",
    "ict_helpdesk": "010 555 01 20",
    "leidinggevende": "je teamleider",
    "regel_eerste_contactpersoon": "afspraken over bezoek, vervoer en het rooster; niets over gezondheid",
    "id_vragen": "geboortedatum, postcode met huisnummer, en de naam van de vaste hulp",
    "opname_regel": "We nemen gesprekken op om ervan te leren. De beller hoort dat vooraf.",
    "opname_bewaartermijn": "drie maanden",
    "ai_hulpmiddel": "Waterlinde Assistent, alleen zonder cliëntgegevens",
    "berichten_app": "Zorgbericht",
    "veilige_mail": "de knop Veilig versturen in Outlook",
    "thuiswerkregel": "Thuis werk je in een kamer met de deur dicht, alleen op de laptop van Waterlinde.",
    "bewaarschema": "intranet, onder Bewaren",
    "klachtenfunctionaris": "Ria Blom, klachten@waterlinde.example",
    "geschilleninstantie": "de geschillencommissie waarbij Waterlinde is aangesloten",
    "clientgroep_wet": "Wlz en Wmo 2015",
    "bewaartermijn": "twee jaar na het einde van je werk hier",
}


class House:
    """Keys of who and what was made, to find them again."""

    def __init__(self, address: str, rng: random.Random) -> None:
        self.address = address
        self.rng = rng
        self.people: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        self.profiles: dict[str, int] = {}
        self.vacancies: dict[str, int] = {}
        self.password_hash = passwords.hash_password(PASSWORD)
        self.number = 1000

    def found(self, first_day: date, colleagues: list[Member]) -> None:
        """Everything of the first day."""
        self._set_up()
        self._furnish(first_day)
        with unit_of_work() as session:
            actor = self.hr(session)
            for member in colleagues:
                self.take_in(session, actor, member, first_day)
        self._publish(earlier(load_library()))
        with unit_of_work() as session:
            rules.set_rules(session, "avg", actor=self.hr(session), drawn_per_lesson=1)
            assignments.assign(session, "avg", "everyone", None, None, actor=self.hr(session))
            assignments.assign(session, "snelstart", "function", "vakantiekracht", None, actor=self.hr(session))

    def hr(self, session: Session) -> Person:
        return session.get_one(Person, self.people["Marieke Postma"])

    def take_in(self, session: Session, actor: Person, member: Member, day: date) -> Person:
        """Somebody comes to work here and chooses a password (everyone in the demo has the same)."""
        self.number += 1
        person = staff.add(
            session,
            actor,
            name=member.name,
            email=member.email,
            staff_number=f"W{self.number}",
            function=member.function or FUNCTIONS[member.team],
            language=member.language,
            team=session.get_one(Team, self.teams[member.team]),
            started_on=day,
        )
        person.password_hash = self.password_hash
        self.people[member.name] = person.id
        return person

    def grant(self, session: Session, member: Member) -> None:
        """Their roles; to be a manager follows from the teams."""
        admin = session.get_one(Person, self.people["Sanne Visser"])
        for role in member.roles:
            if role != Role.MANAGER:
                roles.grant(session, admin, session.get_one(Person, self.people[member.name]), role)

    def person(self, session: Session, name: str) -> Person:
        return session.get_one(Person, self.people[name])

    def make_the_test_longer(self) -> None:
        """The library as it ships now, as the next revision; and from now on three questions a lesson."""
        self._publish(load_library())
        with unit_of_work() as session:
            rules.set_rules(session, "avg", actor=self.hr(session), drawn_per_lesson=3)

    def _set_up(self) -> None:
        first = next(member for member in CAST if Role.ADMINISTRATOR in member.roles)
        organisation.set_up(
            code=organisation.set_up_code(),
            organisation=ORGANISATION,
            base_url=self.address,
            name=first.name,
            email=first.email,
            password=PASSWORD,
        )
        self.people[first.name] = read_session().scalars(select(Person.id)).one()

    def _furnish(self, first_day: date) -> None:
        with unit_of_work() as session:
            admin = session.get_one(Person, self.people["Sanne Visser"])
            places = {name: teams.add_location(session, admin, name) for name in LOCATIONS}
            for name, place in TEAMS.items():
                self.teams[name] = teams.add_team(session, admin, name, places[place]).id
            organisation.update_words(session, admin, WORDS)
            organisation.update_details(
                session,
                admin,
                name=ORGANISATION,
                signatory_name="Marieke Postma",
                signatory_role="HR-adviseur",
                zone_name="Europe/Amsterdam",
                mail_from="hr@waterlinde.example",
                help_contact="Bel de helpdesk: 010 555 01 20. Of mail hulp@waterlinde.example.",
            )
            for member in CAST:
                if member.roles and not member.week and member.name not in self.people:
                    self.take_in(session, admin, member, first_day)
            admin.function, admin.team_id = "beheerder", self.teams["Zorgadministratie"]
        self._appoint()

    def _appoint(self) -> None:
        with unit_of_work() as session:
            admin = session.get_one(Person, self.people["Sanne Visser"])
            roles.take(session, admin, admin, Role.HR)
            for member in CAST:
                if not member.week:
                    self.grant(session, member)
            bram = session.get_one(Person, self.people["Bram de Wit"])
            for name in ("Klantcontact Noord", "Planning"):
                teams.set_managers(session, admin, session.get_one(Team, self.teams[name]), [bram])

    def _publish(self, library: Library) -> None:
        with unit_of_work() as session:
            published = content.import_library(session, library, is_material=False, actor=None).published
            officer = session.get_one(Person, self.people["Saskia Vermeer"])
            for revision in published:
                if revision.slug != "kaart":
                    content.approve(session, revision.id, actor=officer, role="functionaris gegevensbescherming")
            instruments.import_library(session, shipped(), actor=None)


def earlier(library: Library) -> Library:
    """The library as it was before two questions were added: what the demo's first years were taught."""
    courses = tuple(
        course.model_copy(update={"questions": tuple(q for q in course.questions if q.id not in LATER_QUESTIONS)})
        for course in library.courses
    )
    return library.model_copy(update={"courses": courses})
