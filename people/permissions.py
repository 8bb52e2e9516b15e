"""Who may do what, on one page.

A role is what somebody is in the organisation; a manager's reach is the teams that name that person.
To be the hiring manager of one vacancy, or an expert for one profile, is an assignment to that object.
"""

from collections.abc import Iterable
from enum import StrEnum

from kernel.words import N_


class Role(StrEnum):
    CANDIDATE = "candidate"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    ASSESSOR = "assessor"
    PSYCHOLOGIST = "psychologist"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    OWN_ACCOUNT = "own_account"  # one's own sign-ins, password, language, trail and certificates
    TAKE_PART = "take_part"  # one's own assessment: answer, read the report, release or block it, stop
    LEARN = "learn"  # take one's own courses, sign, hold their certificates
    ADVISE = "advise"  # what names one: expert for a profile, who names the best, hiring manager of a vacancy
    SEE_TEAM = "see_team"  # passed or not, and when, of one's own teams
    SEE_REGISTER = "see_register"  # passed or not, and when, of everybody; the register as a file
    MANAGE_PEOPLE = "manage_people"  # import, invite, correct and end persons; teams and locations
    ASSIGN = "assign"  # ask courses of people, remind them
    CERTIFY = "certify"  # download, revoke and reissue certificates
    SET_UP = "set_up"  # the organisation, its words, its look, its course settings
    GRANT_ROLES = "grant_roles"  # give and take roles
    APPROVE_CONTENT = "approve_content"  # put one's name under a course
    APPROVE_INSTRUMENTS = "approve_instruments"  # read an instrument whole, keys included, and put one's name under it
    READ_EVIDENCE = "read_evidence"  # answers and feedback of one person, with a reason
    READ_TRAIL = "read_trail"  # the audit trail and the log
    OPERATE = "operate"  # mail that bounced, work that failed
    MAKE_PROFILES = (
        "make_profiles"  # positions and their profiles: who takes part, the criterion, the outcome, approval
    )
    SELECT = "select"  # vacancies, candidates, reports that were released, decisions, objections
    RATE = "rate"  # interviews and simulated calls that one was asked to rate
    READ_FIGURES = "read_figures"  # every figure of a profile with its formula, agreement of raters


ROLE_NAMES: dict[Role, str] = {
    Role.CANDIDATE: N_("kandidaat"),
    Role.EMPLOYEE: N_("medewerker"),
    Role.MANAGER: N_("leidinggevende"),
    Role.HR: N_("HR"),
    Role.ASSESSOR: N_("beoordelaar"),
    Role.PSYCHOLOGIST: N_("psycholoog"),
    Role.PRIVACY_OFFICER: N_("privacyfunctionaris"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMINISTRATOR: N_("beheerder"),
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CANDIDATE: frozenset({Permission.OWN_ACCOUNT, Permission.TAKE_PART}),
    Role.EMPLOYEE: frozenset({Permission.OWN_ACCOUNT, Permission.TAKE_PART, Permission.LEARN, Permission.ADVISE}),
    Role.MANAGER: frozenset({Permission.SEE_TEAM}),
    Role.HR: frozenset(
        {
            Permission.SEE_REGISTER,
            Permission.MANAGE_PEOPLE,
            Permission.ASSIGN,
            Permission.CERTIFY,
            Permission.SET_UP,
            Permission.OPERATE,
            Permission.MAKE_PROFILES,
            Permission.SELECT,
        }
    ),
    Role.ASSESSOR: frozenset({Permission.RATE}),
    Role.PSYCHOLOGIST: frozenset({Permission.RATE, Permission.READ_FIGURES, Permission.APPROVE_INSTRUMENTS}),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Permission.SEE_REGISTER,
            Permission.APPROVE_CONTENT,
            Permission.APPROVE_INSTRUMENTS,
            Permission.READ_TRAIL,
        }
    ),
    Role.AUDITOR: frozenset({Permission.SEE_REGISTER, Permission.READ_EVIDENCE, Permission.READ_TRAIL}),
    Role.ADMINISTRATOR: frozenset(
        {Permission.GRANT_ROLES, Permission.SET_UP, Permission.MANAGE_PEOPLE, Permission.OPERATE}
    ),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that these roles together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
