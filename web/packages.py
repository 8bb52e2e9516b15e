"""The blueprints, in the order in which a person meets them."""

from certificates.views import certificates
from people.views import people
from web.views import web

BLUEPRINTS = (web, people, certificates)
