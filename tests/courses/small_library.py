"""A library of one small course on disk, to break in tests."""

from pathlib import Path

MANIFEST = """\
kind: course
title: {nl: Klein, en: Small}
summary: {nl: Een kleine cursus., en: A small course.}
minutes: 5
languages: [nl]
lessons: [les]
test: {pass_mark: 80, questions_per_lesson: 1, attempts_per_day: 2}
renewal_months: 12
statement: stil
"""

LESSON = """\
---
title:
  nl: "Een les"
  en: "A lesson"
minutes: 5
objectives:
  K-a: "Je kunt helpen."
law: [AVG art. 5 lid 1]
---

## Eerst dit
<!-- objectives: K-a -->

Luister **goed**. Vraag daarna door.

<!-- check: klopt dit
     nog? -->

::: situatie wet, systemen
**De bel.** Iemand belt. Wat doe je?

- [x] Ik help.
  Gevolg: Zij is geholpen.
  Uitleg: Zo hoort het.
- [~] Ik wacht.
  Gevolg: Zij wacht ook.
- [ ] Ik loop weg.
  Niemand weet het nu.
  Dat is jammer.
:::

::: beeld les
Een bel.
:::
::: organisatie
Bel {fg_contact}.
:::
::: onthoud
- Help altijd.
:::
"""

QUESTIONS = """\
les:
  K-01:
    title: De bel
    objectives: [K-a]
    law: [AVG art. 32]
    frame: law
    level: 1
    situation: Iemand belt.
    question: Wat doe je?
    options:
      A: {text: Ik neem op., correct: true, feedback: Goed. Zo help je.}
      B: {text: Ik neem niet op vandaag., feedback: Dan wacht iemand.}
"""

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img">
  <!-- notitie van de tekenaar -->
  <title>Bel</title><circle cx="4" cy="4" r="3" fill="#16302b"/></svg>"""

FILES = {
    "klein/les.nl.md": LESSON,
    "klein/questions.nl.yaml": QUESTIONS,
    "klein/figures/les.svg": DRAWING,
    "statements/stil.nl.md": '---\ntitle: Stil\nversion: "1"\n---\nIk, {naam}, zwijg.\n',
    "glossary.yaml": 'AVG:\n  title: {nl: AVG, en: GDPR}\n  articles: ["5", "32"]\n',
    "placeholders.yaml": """\
fg_contact: {scope: organisation, label: {nl: FG, en: DPO}, help: {nl: Wie., en: Who.}, example: Mira}
naam: {scope: signature, label: {nl: Naam, en: Name}, help: {nl: Wie., en: Who.}, example: Noor}
""",
    "words.yaml": "longest_sentence: 18\ndifficult: {derhalve: dus}\n",
}


def write_library(root: Path, *, manifest_extra: str = "") -> Path:
    """The small library, written under `root`."""
    for name, text in (FILES | {"klein/course.yaml": f"{MANIFEST}{manifest_extra}\n"}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def rewrite(root: Path, name: str, old: str, new: str) -> Path:
    """The library with one passage of one file changed."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return root
