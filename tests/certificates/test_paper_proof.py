"""A paper's proof of the log: absent it leaves something unproven, damaged it refuses the paper."""

from collections.abc import Callable

import pikepdf
import pytest

from certificates.attachments import PROOF
from certificates.findings import Finding, Outcome
from tests.certificates.test_paper_check import check, edited, part, replaced


def forget_its_name(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    pdf.Root.Names.EmbeddedFiles.Names = pikepdf.Array(["other" if str(each) == PROOF else each for each in names])


def lose_its_file(pdf: pikepdf.Pdf) -> None:
    for spec in pdf.Root.AF:
        if str(spec.F) == PROOF:
            del spec.EF


@pytest.mark.parametrize(
    "edit", [forget_its_name, lose_its_file, replaced(PROOF, b"\xff"), replaced(PROOF, part(PROOF)[3:])]
)
def test_a_log_proof_that_is_there_and_cannot_be_read_is_refused(edit: Callable[[pikepdf.Pdf], None]) -> None:
    checked = check(edited(edit))
    assert (checked.outcome, checked.findings) == (Outcome.REFUSED, (Finding.PROOF_MALFORMED,))


def test_a_paper_without_log_proof_is_not_proven() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[PROOF]

    checked = check(edited(strip))
    assert (checked.outcome, checked.findings) == (Outcome.UNPROVEN, (Finding.NO_LOG_PROOF,))
