"""Who may do what, on one page.

A role is what somebody is in the organisation; a manager's reach is the teams that name that person.
To be the hiring manager of one vacancy, or an expert for one profile, is an assignment to that object.
"""

from collections.abc import Iterable
from enum import StrEnum

from kernel.words import N_


class Role(StrEnum):
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    LEARN = "learn"  # take one's own courses, sign, hold one's own certificates, read one's own trail
    SEE_TEAM = "see_team"  # passed or not, and when, of one's own teams
    SEE_REGISTER = "see_register"  # passed or not, and when, of everybody; the register as a file
    MANAGE_PEOPLE = "manage_people"  # import, invite, correct and end persons; teams and locations
    ASSIGN = "assign"  # ask courses of people, remind them
    CERTIFY = "certify"  # download, revoke and reissue certificates
    SET_UP = "set_up"  # the organisation, its words, its look, its course settings
    GRANT_ROLES = "grant_roles"  # give and take roles
    APPROVE_CONTENT = "approve_content"  # put one's name under a course
    READ_EVIDENCE = "read_evidence"  # answers and feedback of one person, with a reason
    READ_TRAIL = "read_trail"  # the audit trail and the log
    OPERATE = "operate"  # mail that bounced, work that failed


ROLE_NAMES: dict[Role, str] = {
    Role.EMPLOYEE: N_("medewerker"),
    Role.MANAGER: N_("leidinggevende"),
    Role.HR: N_("HR"),
    Role.PRIVACY_OFFICER: N_("privacyfunctionaris"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMINISTRATOR: N_("beheerder"),
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset({Permission.LEARN}),
    Role.MANAGER: frozenset({Permission.SEE_TEAM}),
    Role.HR: frozenset(
        {
            Permission.SEE_REGISTER,
            Permission.MANAGE_PEOPLE,
            Permission.ASSIGN,
            Permission.CERTIFY,
            Permission.SET_UP,
            Permission.OPERATE,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset({Permission.SEE_REGISTER, Permission.APPROVE_CONTENT, Permission.READ_TRAIL}),
    Role.AUDITOR: frozenset({Permission.SEE_REGISTER, Permission.READ_EVIDENCE, Permission.READ_TRAIL}),
    Role.ADMINISTRATOR: frozenset(
        {Permission.GRANT_ROLES, Permission.SET_UP, Permission.MANAGE_PEOPLE, Permission.OPERATE}
    ),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that these roles together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
