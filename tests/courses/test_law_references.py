"""Running text names no law that the glossary doesn't have, and no article that its own list leaves out."""

import pytest

from courses.catalogue import Law
from courses.content import Localised
from courses.law_references import strange_references

GLOSSARY = {
    "AVG": Law(title=Localised(nl="Algemene verordening", en="GDPR"), articles=("5", "32", "33")),
    "UAVG": Law(title=Localised(nl="Uitvoeringswet AVG", en="Act"), articles=("30",)),
    "BW": Law(title=Localised(nl="Burgerlijk Wetboek, boek 7", en="Code"), also=("Burgerlijk Wetboek",)),
    "Wmo 2015": Law(title=Localised(nl="Wet maatschappelijke ondersteuning", en="Support Act")),
    "Wkkgz": Law(title=Localised(nl="Wet kwaliteit, klachten en geschillen zorg", en="Complaints Act")),
    "NEN 7510": Law(title=Localised(nl="Informatiebeveiliging", en="Information security")),
}
LISTED = ("AVG art. 5 lid 1", "AVG art. 32", "BW art. 7:457", "Wmo 2015 art. 5.3.3", "Wkkgz art. 13 t/m 17")


@pytest.mark.parametrize(
    "text",
    [
        "De AVG vraagt om beveiliging (artikel 5 en 32).",
        "Dat mag (AVG artikel 5). Vraag het na.",
        "Dat staat in artikel 5, lid 1, onder f van de AVG.",
        "Zie **AVG**, artikelen 5 en 32.",
        "Artikel 5 GDPR and Article 32 of the GDPR.",
        "In artikel 7:457 Burgerlijk Wetboek. De rest niet.",
        "In de Wmo 2015 (artikel 5.3.3). Artikel 5. Een nieuwe zin.",
        "Je kunt klagen (Wkkgz artikel 14).",
        "De Wet kwaliteit, klachten en geschillen zorg en NEN 7510 helpen. De wet zegt niets over artikelen.",
    ],
)
def test_what_is_listed_may_be_named_in_any_words(text: str) -> None:
    assert list(strange_references(text, LISTED, GLOSSARY)) == []


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Meld het (artikel 33 AVG).", "AVG artikel 33"),
        ("Meld het (artikel 33).", "artikel 33"),
        ("Dat staat in artikel 5 en 6 van de AVG.", "AVG artikel 6"),
        ("Dat staat in artikel 5 van de UAVG.", "UAVG artikel 5"),
        ("Dat staat in artikel 5 Zvw.", "onbekende wet artikel 5"),
        ("Volgens de Zvw artikel 5 mag het.", "onbekende wet artikel 5"),
        ("De Wet op de planning vraagt dit.", "Wet op de planning"),
        ("Volg NEN 75100.", "NEN 75100."),
        ("Dat staat in artikel 7:457a BW.", "BW artikel 7:457a"),
    ],
)
def test_what_is_not_listed_is_named(text: str, strange: str) -> None:
    assert list(strange_references(text, LISTED, GLOSSARY)) == [strange]
