"""Persons, teams, roles, sign-in and the organisation."""
