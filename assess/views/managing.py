"""A vacancy for who decides along or can be called: who is where, and nothing of any other vacancy."""

from flask import render_template

from assess.forms.selection import CandidateFilter
from assess.queries import candidates as candidate_queries
from assess.queries.vacancies import seat_of
from assess.selection_words import OUTCOMES, STATES
from assess.views.blueprint import assess
from assess.views.vacancies import looked_at, narrowed
from kernel.database import read_session
from kernel.forms import page_number
from people import access
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@assess.get("/my-vacancies/<int:vacancy_id>")
@access.requires(Permission.ADVISE)
def managed_vacancy(vacancy_id: int) -> str:
    form, me = CandidateFilter(), access.me()
    wanted, seat = narrowed(form), seat_of(read_session(), me, vacancy_id)
    everybody = candidate_queries.candidates(read_session(), seat.vacancy)
    seen, _paging = candidate_queries.narrowed(everybody, wanted, page_number())
    note_looks(me.id, looked_at(seen), f"vacancy:{vacancy_id}", Why.VACANCY)
    session = read_session()
    seat = seat_of(session, me, vacancy_id)
    everybody = candidate_queries.candidates(session, seat.vacancy)
    rows, paging = candidate_queries.narrowed(everybody, wanted, page_number())
    return render_template(
        "assess/managed_vacancy.html",
        seat=seat,
        vacancy=seat.vacancy,
        form=form,
        wanted=wanted,
        rows=rows,
        paging=paging,
        is_empty=not everybody,
        states=STATES,
        outcomes=OUTCOMES,
    )
