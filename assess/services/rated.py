"""Rating work: each rater once and alone, then a talk where they differ; the candidate reads it first."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.rated import (
    NoTalkAsked,
    QuoteMissing,
    RatedAlready,
    RatingIncomplete,
    ReportFirst,
    TalkedAlready,
    TalkEmpty,
    TickMissing,
    WordsMissing,
)
from assess.instruments import HIGHEST, LOWEST
from assess.models import Application, Exercise, ExerciseRating, ExerciseTalk
from assess.queries import rated as queries
from assess.queries.candidacy import last_release
from assess.queries.rated import Together
from assess.queries.sittings import own_application
from assess.rated_work import Given, Kind
from assess.services import doors
from assess.services.exercises import about_of
from kernel import audit, clock
from kernel.errors import NotFound
from people import mails
from people.models import Person

TICKS = ("yes", "no", "unsure")
WITH_WORDS = ("yes", "unsure")


def load() -> None:
    """Load what compares two ratings, before a unit of work: it takes a second the first time."""
    import assess.method.rating  # noqa: F401 - loading it is the point


def hand_in_rating(session: Session, person: Person, exercise_id: int, given: Given) -> ExerciseRating:
    """What one rater saw, once; who hands in last sets off what comes of both. Call `load` first.

    Errors: `NotFound`, `RatedAlready`, `RatingIncomplete`, `QuoteMissing`, `TickMissing`, `WordsMissing`.
    """
    exercise = queries.own_exercise(session, person, exercise_id, lock=True)
    if session.get(ExerciseRating, (exercise.id, person.id)) is not None:
        raise RatedAlready
    kept = _complete(exercise, given)
    made = ExerciseRating(exercise_id=exercise.id, person_id=person.id, handed_in_at=clock.now())
    file = queries.about_whom(exercise).file
    made.sealed = sealing.seal_in(file, kept.as_json(), queries.rating_context(made))
    session.add(made)
    session.flush()
    _record(session, person, exercise, "exercise.rated")
    both = queries.together(session, exercise)
    if both is not None and both.asks_a_talk:
        _ask_for_a_talk(session, both)
    elif both is not None:
        _tell_who_is_rated(session, person, exercise)
    return made


def hold_talk(session: Session, person: Person, exercise_id: int, about: str, changed: str) -> ExerciseTalk:
    """What two raters who differ said of it; both ratings stay. Call `load` first.

    Errors: `NotFound`, `NoTalkAsked`, `TalkedAlready`, `TalkEmpty`.
    """
    exercise = queries.own_exercise(session, person, exercise_id, lock=True)
    both = queries.together(session, exercise)
    if both is None or not both.asks_a_talk:
        raise NoTalkAsked
    if both.talk is not None:
        raise TalkedAlready
    if not about:
        raise TalkEmpty
    made = ExerciseTalk(exercise_id=exercise.id, person_id=person.id, held_at=clock.now())
    said = {"about": about, "changed": changed}
    made.sealed = sealing.seal_in(queries.about_whom(exercise).file, said, queries.talk_context(exercise))
    session.add(made)
    session.flush()
    _record(session, person, exercise, "exercise.talked")
    _tell_who_is_rated(session, person, exercise)
    return made


def release_rated(session: Session, person: Person, number: int, exercise_id: int) -> Exercise:
    """Let the organisation read what was rated after the report was released; a second time is the first.

    Errors: `NotFound`, `ReportFirst`.
    """
    application = own_application(session, person, number, lock=True)
    found = (each for each in queries.rated_of(session, application) if each.exercise.id == exercise_id)
    rated = next(found, None)
    if rated is None:
        raise NotFound
    last = last_release(session, application)
    if last is None or last.outcome != "released":
        raise ReportFirst
    exercise = rated.exercise
    if not queries.is_released(rated, last.at):
        exercise.released_at = clock.now()
        _record(session, person, exercise, "exercise.released")
        _tell_contact(session, application)
    return exercise


def _complete(exercise: Exercise, given: Given) -> Given:
    """Exactly what is asked: a score or "not seen" for every competency, a quote with each score, the call's tick."""
    codes: Sequence[str] = exercise.codes
    missing = [code for code in codes if not _is_on_the_scale(given.scores.get(code, 0))]
    if missing:
        raise RatingIncomplete
    scores = {code: given.scores[code] for code in codes}
    if any(scores[code] is not None and not given.quotes.get(code) for code in codes):
        raise QuoteMissing
    quotes = {code: given.quotes[code] for code in codes if given.quotes.get(code)}
    if exercise.kind == Kind.INTERVIEW:
        return Given(scores, quotes)
    if given.disclosed not in TICKS:
        raise TickMissing
    if given.disclosed in WITH_WORDS and not given.words:
        raise WordsMissing
    return Given(scores, quotes, given.disclosed, given.words)


def _is_on_the_scale(score: object) -> bool:
    return score is None or (type(score) is int and LOWEST <= score <= HIGHEST)


def _ask_for_a_talk(session: Session, both: Together) -> None:
    exercise = both.exercise
    rated = queries.about_whom(exercise).person
    for each in both.both:
        path = f"/exercises/{exercise.id}"
        other = next(one.person for one in both.both if one is not each)
        mails.send(
            session,
            each.person,
            "exercise_talk",
            about=about_of(exercise),
            path=path,
            rated=rated,
            other=other,
            exercise=exercise,
        )


def _tell_who_is_rated(session: Session, actor: Person, exercise: Exercise) -> None:
    """Before anybody else may read it."""
    about = queries.about_whom(exercise)
    if isinstance(about, Application):
        doors.tell(session, about, "exercise_rated", actor=actor.id, path="/rated-work", exercise=exercise)
    else:
        path = f"/incumbents/{about.id}"
        what = about_of(exercise)
        mails.send(session, about.person, "exercise_rated", about=what, path=path, vacancy=None, exercise=exercise)


def _tell_contact(session: Session, application: Application) -> None:
    vacancy, about = application.vacancy, f"application:{application.id}"
    path = f"/my-vacancies/{vacancy.id}"
    mails.send(session, vacancy.contact, "contact_report_there", about=about, path=path, vacancy=vacancy)


def _record(session: Session, person: Person, exercise: Exercise, action: str) -> None:
    what, who = f"exercise:{exercise.id}", queries.about_whom(exercise).person_id
    audit.record(session, action, actor=person.id, subject=who, object=what)
