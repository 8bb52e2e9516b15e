"""The instruments that ship can be read, and a mistake refuses the whole library with its place and its remedy."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assess.instrument_library import LIBRARY, load_library, shipped
from assess.instruments import Instrument
from kernel.placeholders import placeholders_in, strings_in
from kernel.source import ContentError
from tests.assess.shipped_library import SLUG, copy_library, rewrite

SITUATION = '    nl: De hulp die er "niet was"\n'
WHY = "      why:\n        nl: Feitelijk juist"


@pytest.fixture
def instrument() -> Instrument:
    return shipped().instrument(SLUG)


def test_the_shipped_instrument_has_all_that_the_method_asks(instrument: Instrument) -> None:
    assert len(instrument.competencies) == 12
    assert (len(instrument.statements), len(instrument.situations)) == (72, 12)
    for code in instrument.codes:
        keys = [statement.is_reversed for statement in instrument.statements_of(code)]
        assert (len(keys), sum(keys)) == (6, 3), code
        assert len(instrument.competency(code).interview) == 2
        assert {question.kind for question in instrument.competency(code).interview} == {"past", "situational"}
        assert tuple(instrument.competency(code).scale.anchors) == (1, 3, 5)
    assert all(len(options) == 5 for options in instrument.key.values())
    assert {scale.code for scale in instrument.call.scales} == {"LUI", "EMP", "INT", "FLE", "ZOR"}
    assert (instrument.call.tick.code, instrument.call.tick.at_most) == ("INT", 2)
    assert (len(instrument.practice.statements), len(instrument.practice.situations)) == (2, 1)


def test_every_text_is_there_in_both_languages_and_differs(instrument: Instrument) -> None:
    def pairs(content: Any) -> list[tuple[str, str]]:
        if isinstance(content, dict) and content.keys() == {"nl", "en"}:
            return [(content["nl"], content["en"])]
        values = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
        return [pair for value in values for pair in pairs(value)]

    found = pairs(instrument.content())
    assert len(found) > 550
    assert [nl for nl, en in found if nl == en] == []
    for nl, en in found:
        assert placeholders_in(nl) == placeholders_in(en)
        assert nl.count("\n\n") == en.count("\n\n")


def test_nothing_is_said_twice(instrument: Instrument) -> None:
    statements = [statement.text.nl for statement in instrument.statements]
    assert len(set(statements)) == len(statements)
    asked = {text for item in instrument.items for text in strings_in(item.model_dump())}
    assert not asked & set(strings_in(instrument.practice.model_dump()["statements"]))


def test_no_two_statements_of_a_competency_are_neighbours_and_the_keys_alternate(instrument: Instrument) -> None:
    assert all(before.competency != after.competency for before, after in pairwise(instrument.statements))
    signs = "".join(statement.key for statement in instrument.statements)
    assert "----" not in signs
    assert "++++" not in signs
    for start in range(0, 72, 12):
        assert {each.competency for each in instrument.statements[start : start + 12]} == set(instrument.codes)
        assert signs[start : start + 12].count("-") == 6


def test_the_hash_is_the_same_however_often_it_is_read() -> None:
    once, again = load_library(LIBRARY).instrument(SLUG), load_library(LIBRARY).instrument(SLUG)
    assert once == again
    assert once.content_hash() == again.content_hash()
    assert len(once.content_hash()) == 64


def test_layout_and_comments_are_no_content(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    rewrite(root, "statements.yaml", "LUI:\n", "# Luisteren\n\nLUI:\n")
    assert load_library(root) == shipped()


def test_a_library_without_instruments_is_empty(tmp_path: Path) -> None:
    assert load_library(tmp_path).instruments == ()


BAD = [
    # unknown keys
    ("instrument.yaml", ("minutes: 35", "minutes: 35\nkleur: rood"), 1, "Haal 'kleur' weg"),
    ("competencies.yaml", ("  positive:\n", "  kleur: rood\n  positive:\n"), 0, "Haal 'kleur' weg"),
    ("statements.yaml", ('    key: "+"\n', '    weight: 2\n    key: "+"\n'), 0, "Haal 'weight' weg"),
    ("situations.yaml", ("  competencies: [EMP", "  level: 1\n  competencies: [EMP"), 0, "Haal 'level' weg"),
    ("situations.yaml", ("      rating: 2\n", "      rating: 2\n      tip: x\n"), 1, "Haal 'tip' weg"),
    ("practice.yaml", ("  pr-01:\n", '  pr-01:\n    key: "+"\n'), 1, "Haal 'key' weg"),
    ("call.yaml", ("  at_most: 2\n", "  at_most: 2\n  else: 3\n"), 1, "Haal 'tick.else' weg"),
    ("preview.nl.md", ("title:", "minutes: 3\ntitle:"), 0, "Haal 'minutes' weg"),
    # a key off the scale
    ("situations.yaml", ("      rating: 5\n", "      rating: 6\n"), 0, "kies een heel getal van 1 tot en met 5"),
    ("situations.yaml", ("      rating: 2\n", "      rating: 0\n"), 0, "kies een heel getal van 1 tot en met 5"),
    ("situations.yaml", ("      rating: 2\n", "      rating: 2.5\n"), 0, "kies een heel getal van 1 tot en met 5"),
    ("situations.yaml", ("      rating: 2\n", "      rating: hoog\n"), 0, "kies een heel getal van 1 tot en met 5"),
    ("statements.yaml", ('key: "+"', 'key: "±"'), 0, "Kies voor 'key' een van deze woorden: '+', '-'"),
    ("call.yaml", ("at_most: 2", "at_most: 7"), 0, "kies een heel getal van 1 tot en met 5"),
    # statements that don't balance
    (
        "statements.yaml",
        ('    key: "-"\n', '    key: "+"\n'),
        None,
        "LUI heeft 6 stellingen, waarvan 2 met key '-'. Schrijf er 6",
    ),
    ("statements.yaml", ("EMP:\n", "XYZ:\n"), 0, "De competentie 'XYZ' is er niet"),
    ("statements.yaml", ("  st-02:\n", "  st-01:\n"), 0, "'st-01' staat er twee keer"),
    ("statements.yaml", ("  st-04:\n", "  st-01:\n"), 0, "'st-01' staat er twee keer"),
    ("statements.yaml", ("  st-04:\n", "  vier:\n"), 0, "Kies voor 'id' een andere schrijfwijze"),
    ("statements.yaml", ("  st-01:\n", "  st-01: Ik luister.\n  st-99:\n"), 0, "Schrijf onder 'st-01' velden"),
    # languages
    (
        "statements.yaml",
        ("      en: I ask what someone wants only after hearing their story.\n", ""),
        -2,
        "Vul 'text.en' in",
    ),
    ("competencies.yaml", ("en: Listening and probing", "en: ''"), 0, "Vul 'name.en' in; het is nu leeg"),
    ("competencies.yaml", ("en: Listening and probing", "en:"), 0, "Schrijf bij 'name.en' tekst"),
    ("competencies.yaml", ("en: Listening and probing", "en: x\n    fr: Écouter"), 1, "Haal 'name.fr' weg"),
    ("situations.yaml", (SITUATION, ""), -1, "Vul 'title.nl' in"),
    # situations
    ("situations.yaml", ("[EMP, LUI, SAM]", "[EMP, LUI, XXX]"), 0, "De competentie 'XXX' is er niet. Kies er een"),
    ("situations.yaml", ("[EMP, LUI, SAM]", "[EMP, LUI, EMP]"), 0, "'EMP' staat hier twee keer"),
    ("situations.yaml", ("S02:\n", "S01:\n"), 0, "'S01' staat er twee keer"),
    ("situations.yaml", (WHY, "      waarom:\n        nl: Feitelijk juist"), None, "Vul 'why' in"),
    ("situations.yaml", ("    A:\n", "    AA:\n"), 0, "Kies voor 'key' een andere schrijfwijze"),
    ("situations.yaml", ("    B:\n", "    A:\n"), 0, "'A' staat er twee keer"),
    # behaviour scales, interviews and the call
    ("competencies.yaml", ("    3:\n", "    2:\n"), -4, "zegt wat een 1, een 3 en een 5 is"),
    ("competencies.yaml", ("    5:\n      nl: Laat", "    1:\n      nl: Laat"), 0, "'1' staat er twee keer"),
    ("competencies.yaml", ("    - kind: past", "    - kind: toekomst"), 0, "Kies voor 'interview.0.kind'"),
    ("call.yaml", ("  LUI:\n", "  XYZ:\n"), 0, "De competentie 'XYZ' is er niet"),
    ("call.yaml", ("code: INT", "code: SAM"), 0, "vaste kruisje"),
    ("call.en.md", ("<!-- card -->", "<!-- kaart -->"), 0, "Gebruik elk deel één keer"),
    ("call.en.md", ("<!-- card -->", "<!-- script -->"), None, "Gebruik elk deel één keer"),
    ("call.en.md", ("<!-- introduction -->\n", ""), None, "Zet boven deze tekst bij welk deel hij hoort"),
    ("preview.en.md", ("{organisatie}", "{organisation}"), 0, "Het invulveld {organisation} is er niet"),
    ("competencies.yaml", ("LUI:\n", "SIT:\n"), 0, "Geef elke competentie een eigen code"),
    ("instrument.yaml", ("minutes: 35", "minutes: lang"), 0, "Schrijf bij 'minutes' een heel getal"),
    ("instrument.yaml", ("title:", "title: ["), None, "De YAML klopt hier niet"),
]


@pytest.mark.parametrize(("file", "change", "below", "says"), BAD)
def test_a_mistake_refuses_the_library_with_its_line_and_remedy(
    tmp_path: Path, file: str, change: tuple[str, str], below: int | None, says: str
) -> None:
    root = copy_library(tmp_path)
    line = rewrite(root, file, *change)
    with pytest.raises(ContentError) as caught:
        load_library(root)
    assert says in str(caught.value)
    assert caught.value.file.name == file
    assert caught.value.line
    if below is not None:
        assert caught.value.line == line + below
        assert f"{file}, regel {line + below} ({SLUG})" in str(caught.value)


def cut(root: Path, name: str, start: str, end: str) -> None:
    """Leave out what stands between two passages of a file, the first of them included."""
    file = root / SLUG / name
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(start)
    file.write_text(before + end + rest.partition(end)[2], encoding="utf-8")


def test_a_competency_without_a_statement_is_told_where_it_stands(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    cut(root, "statements.yaml", "EMP:\n", "KLA:\n")
    with pytest.raises(
        ContentError, match=r"EMP heeft geen stellingen\. Schrijf er 6, waarvan 3 met key '-'"
    ) as caught:
        load_library(root)
    lines = (root / SLUG / "competencies.yaml").read_text(encoding="utf-8").splitlines()
    assert (caught.value.file.name, lines[(caught.value.line or 0) - 1]) == ("competencies.yaml", "EMP:")


def test_a_competency_that_misses_a_statement_is_told_where_its_statements_stand(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    cut(root, "statements.yaml", "  st-05:\n", "  st-06:\n")
    with pytest.raises(ContentError, match="EMP heeft 5 stellingen, waarvan 3 met key '-'") as caught:
        load_library(root)
    lines = (root / SLUG / "statements.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[(caught.value.line or 0) - 1] == "EMP:"


def test_a_competency_with_one_interview_question_is_refused(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    cut(root, "competencies.yaml", "    - kind: situational\n", "\nEMP:\n")
    with pytest.raises(ContentError, match="Geef bij 'interview' minstens 2; het zijn er nu 1") as caught:
        load_library(root)
    lines = (root / SLUG / "competencies.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[(caught.value.line or 0) - 1] == "  interview:"


def test_a_situation_has_five_options(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    cut(root, "situations.yaml", "    E:\n", "\nS02:\n")
    with pytest.raises(ContentError, match="een situatie heeft 5 opties") as caught:
        load_library(root)
    assert caught.value.line == 4


def test_a_situation_of_which_all_options_are_equally_good_measures_nothing(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    file = root / SLUG / "situations.yaml"
    lines = file.read_text(encoding="utf-8").split("\nS02:")
    for rating in "1235":
        lines[0] = lines[0].replace(f"rating: {rating}", "rating: 4")
    file.write_text("\nS02:".join(lines), encoding="utf-8")
    with pytest.raises(ContentError, match="niet elke optie hetzelfde cijfer"):
        load_library(root)


@pytest.mark.parametrize("name", ["statements.yaml", "call.en.md", "preview.nl.md", "practice.yaml"])
def test_a_missing_file_is_told_by_name(tmp_path: Path, name: str) -> None:
    root = copy_library(tmp_path)
    (root / SLUG / name).unlink()
    with pytest.raises(ContentError, match="Dit bestand is er niet") as caught:
        load_library(root)
    assert caught.value.file.name == name


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    (root / SLUG / "preview.nl.md").write_text("---\ntitle: Café\n---\nÉén", encoding="latin-1")
    with pytest.raises(ContentError, match="UTF-8"):
        load_library(root)


def test_the_name_of_a_folder_is_a_slug(tmp_path: Path) -> None:
    root = copy_library(tmp_path)
    (root / SLUG).rename(root / "Contact Centrum")
    with pytest.raises(ContentError, match="slug"):
        load_library(root)
