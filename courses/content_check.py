"""What stands between a draft and its publication: every rule that content keeps, each as a function of a course."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from courses.catalogue import Library
from courses.content import Course, FigureBlock, Lesson, Question, Situation, Value
from courses.drawing import objections
from courses.law_references import is_known, strange_references
from courses.plain_language import commands, difficult_words, long_sentences
from kernel.placeholders import placeholders_in

Severity = Literal["error", "warning", "open"]


class Finding(Value):
    """Something to mend (error), to reconsider (warning), or to look at before approval (open)."""

    severity: Severity
    where: str
    what: str
    remedy: str


Rule = Callable[[Course, Library], Iterator[Finding]]


def check(library: Library, values: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about a library; with `values`, also the blanks that the organisation hasn't filled in."""
    findings = [finding for course in library.courses for finding in check_course(course, library, values)]
    for statement in library.statements:
        where = f"{statement.slug} ({statement.language})"
        findings += _placeholder_findings(where, placeholders_in(statement.content()), library, values)
    findings += [
        _finding("open", point.where, point.text, "Kijk dit na voordat je goedkeurt.") for point in library.open_points
    ]
    return findings


def check_course(course: Course, library: Library, values: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings about one course, such as a draft, against the library's words, laws and statements."""
    findings = [finding for rule in RULES for finding in rule(course, library)]
    return findings + _placeholder_findings(course.slug, placeholders_in(course.content()), library, values)


def is_publishable(findings: list[Finding]) -> bool:
    """Whether nothing is left that has to be mended first."""
    return not any(finding.severity == "error" for finding in findings)


def unexplained_options(course: Course, _library: Library) -> Iterator[Finding]:
    """Every option explains itself: feedback that only says right or wrong teaches nothing."""
    for question in course.questions:
        for option in question.options:
            if not option.feedback:
                where = f"{course.slug}/{question.id} optie {option.key}"
                yield _finding("error", where, "Deze optie heeft geen uitleg.", "Schrijf bij 'feedback' waarom.")
    for where, situation in _situations(course):
        for choice in situation.choices:
            if not (choice.consequence or choice.explanation):
                what = f"De keuze '{choice.text}' heeft geen gevolg of uitleg."
                yield _finding("error", where, what, "Schrijf eronder wat ervan komt en waarom.")


def lessons_without_a_situation(course: Course, _library: Library) -> Iterator[Finding]:
    """One practises in every lesson; a card is only looked up."""
    for lesson in course.lessons:
        if course.kind != "card" and not lesson.situations:
            where = f"{course.slug}/{lesson.slug}"
            yield _finding("error", where, "Deze les heeft geen situatie.", "Voeg een blok '::: situatie' toe.")


def objectives_without_a_question(course: Course, _library: Library) -> Iterator[Finding]:
    """What is promised is tested, and nothing else is."""
    known = {objective.id for lesson in course.lessons for objective in lesson.objectives}
    tested = {key for question in course.questions for key in question.objectives}
    for key in sorted(known - tested):
        where = f"{course.slug}/{key}"
        yield _finding("error", where, "Bij dit leerdoel hoort geen vraag.", "Koppel een vraag aan dit leerdoel.")
    used = {key for lesson in course.lessons for section in lesson.sections for key in section.objectives} | tested
    for key in sorted(used - known):
        where = f"{course.slug}/{key}"
        yield _finding("error", where, "Dit leerdoel bestaat niet.", "Zet het bij de leerdoelen van de les.")


def too_few_questions(course: Course, _library: Library) -> Iterator[Finding]:
    """A test can draw what its rule promises from every lesson."""
    if course.test is None:
        return
    for slug, questions in course.questions_by_lesson().items():
        if len(questions) < course.test.questions_per_lesson:
            what = f"De toets trekt {course.test.questions_per_lesson} vragen, maar er zijn er {len(questions)}."
            yield _finding("error", f"{course.slug}/{slug}", what, "Schrijf vragen bij, of trek er minder.")


def telling_lengths(course: Course, _library: Library) -> Iterator[Finding]:
    """A learner can't pass by choosing the longest answer: at most a third of the questions would reward it."""
    telling = [question.id for question in course.questions if _is_longest_right(question)]
    if 3 * len(telling) > len(course.questions):
        what = f"Bij {len(telling)} van de {len(course.questions)} vragen is het goede antwoord het langste."
        yield _finding("error", course.slug, what, f"Maak goede antwoorden korter: {', '.join(telling)}.")


def unknown_laws(course: Course, library: Library) -> Iterator[Finding]:
    """A law is named only when the glossary has it."""
    named = [(lesson.slug, reference) for lesson in course.lessons for reference in lesson.law]
    named += [(question.id, reference) for question in course.questions for reference in question.law]
    for where, reference in named:
        if not is_known(reference, library.glossary):
            what = f"'{reference}' staat niet in de lijst van wetten."
            yield _finding("error", f"{course.slug}/{where}", what, "Verbeter de verwijzing, of vul glossary.yaml aan.")


def unlisted_laws(course: Course, library: Library) -> Iterator[Finding]:
    """A text names only what its lesson or question lists, so that one list tells what it rests on."""
    read = [(lesson.law, _lesson_texts(course, lesson)) for lesson in course.lessons]
    read += [(question.law, _question_texts(course, question)) for question in course.questions]
    for listed, texts in read:
        for where, text in texts:
            for reference in strange_references(text, listed, library.glossary):
                what = f"'{reference}' in de tekst staat niet bij de wetten ervan."
                yield _finding("error", where, what, "Verbeter de tekst, of zet het bij 'law' en in glossary.yaml.")


def unsafe_drawings(course: Course, _library: Library) -> Iterator[Finding]:
    """A drawing shows and does nothing else; one that isn't drawn yet is missed, not refused."""
    for lesson in course.lessons:
        for block in lesson.blocks:
            if not isinstance(block, FigureBlock):
                continue
            where = f"{course.slug}/{lesson.slug}, beeld {block.name}"
            if not block.svg:
                yield _finding("warning", where, "Deze tekening is er nog niet.", f"Teken figures/{block.name}.svg.")
            for objection in objections(block.svg) if block.svg else []:
                yield _finding("error", where, f"De tekening {objection}.", "Haal dat uit het SVG-bestand.")


def missing_statement(course: Course, library: Library) -> Iterator[Finding]:
    """What is to be signed exists in the language of the course."""
    known = {(statement.slug, statement.language) for statement in library.statements}
    if course.statement and (course.statement, course.language) not in known:
        what = f"De verklaring '{course.statement}' is er niet in deze taal."
        yield _finding("error", course.slug, what, "Schrijf de verklaring, of haal hem weg bij 'statement'.")


def hard_language(course: Course, library: Library) -> Iterator[Finding]:
    """Dutch of level B1 that doesn't command; a warning, since a person decides what is plain."""
    if course.language != "nl":
        return
    longest, difficult = library.words.longest_sentence, library.words.difficult
    for where, text in _texts(course):
        for sentence in long_sentences(text, longest):
            remedy = f"Maak er zinnen van met hoogstens {longest} woorden."
            yield _finding("warning", where, f"Lange zin: {sentence}", remedy)
        for word in difficult_words(text, difficult):
            yield _finding("warning", where, f"Moeilijk woord: {word}", f"Schrijf liever: {difficult[word]}.")
        for sentence in commands(text):
            yield _finding("warning", where, f"Hier staat 'moet': {sentence}", "Zeg wat je doet, of wat nodig is.")


RULES: tuple[Rule, ...] = (
    unexplained_options,
    lessons_without_a_situation,
    objectives_without_a_question,
    too_few_questions,
    telling_lengths,
    unknown_laws,
    unlisted_laws,
    unsafe_drawings,
    missing_statement,
    hard_language,
)


def _placeholder_findings(
    where: str, used: frozenset[str], library: Library, values: Mapping[str, str] | None
) -> list[Finding]:
    """Blanks that nobody knows, and with `values` those that the organisation hasn't filled in."""
    scopes = {placeholder.key: placeholder.scope for placeholder in library.placeholders}
    findings = []
    for key in sorted(used):
        if key not in scopes:
            what = f"Het invulveld {{{key}}} bestaat niet."
            findings.append(_finding("error", where, what, "Verbeter de naam, of vul placeholders.yaml aan."))
        elif values is not None and scopes[key] == "organisation" and not values.get(key, "").strip():
            what = f"Het invulveld {{{key}}} is nog niet ingevuld."
            findings.append(_finding("error", where, what, "Vul het in bij de instellingen van de organisatie."))
    return findings


def _is_longest_right(question: Question) -> bool:
    longest = max(len(option.text) for option in question.options)
    return all(option.correct for option in question.options if len(option.text) == longest)


def _situations(course: Course) -> Iterator[tuple[str, Situation]]:
    for lesson in course.lessons:
        for situation in lesson.situations:
            name = f", situatie '{situation.title}'" if situation.title else ""
            yield f"{course.slug}/{lesson.slug}{name}", situation


def _texts(course: Course) -> Iterator[tuple[str, str]]:
    """Everything a learner reads, with where it stands; the organisation's own words are not ours to judge."""
    for lesson in course.lessons:
        yield from _lesson_texts(course, lesson)
    for question in course.questions:
        yield from _question_texts(course, question)


def _lesson_texts(course: Course, lesson: Lesson) -> Iterator[tuple[str, str]]:
    for objective in lesson.objectives:
        yield f"{course.slug}/{objective.id}", objective.sentence
    for section in lesson.sections:
        where = f"{course.slug}/{lesson.slug}, {section.title}"
        for block in section.blocks:
            yield where, block.alt if isinstance(block, FigureBlock) else block.text
            for choice in block.choices if isinstance(block, Situation) else ():
                yield from ((where, text) for text in (choice.text, choice.consequence, choice.explanation))


def _question_texts(course: Course, question: Question) -> Iterator[tuple[str, str]]:
    where = f"{course.slug}/{question.id}"
    yield from ((where, text) for text in (question.situation, question.question))
    for option in question.options:
        yield from ((f"{where} optie {option.key}", text) for text in (option.text, option.feedback))


def _finding(severity: Severity, where: str, what: str, remedy: str) -> Finding:
    return Finding(severity=severity, where=where, what=what, remedy=remedy)
