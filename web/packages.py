"""The blueprints, in the order in which a person meets them."""

from assess.views import assess
from certificates.views import certificates
from courses.views import courses
from hr.views import hr
from people.views import people
from web.gallery import gallery
from web.views import web

BLUEPRINTS = (web, people, certificates, courses, assess, hr, gallery)
