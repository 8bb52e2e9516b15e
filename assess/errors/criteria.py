"""What is refused about the criterion: what counts as doing the work well."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class Frozen(Conflict):
    message = N_("De maatstaf ligt vast. Vanaf dat moment veranderen de mensen, cijfers en aanwijzingen niet meer.")


class FewIncumbents(Conflict):
    message = N_("Kies eerst minstens drie mensen die dit werk doen.")


class NotReady(Invalid):
    """What was chosen can't be the criterion yet."""

    message = N_("Deze maatstaf is nog niet klaar. Kies een andere, of vul eerst aan wat ontbreekt.")
    field = "kind"


class ShareOffScale(Invalid):
    message = N_("Vul een heel getal in van 1 tot en met 50.")
    field = "top_share"


class FiguresStale(Conflict):
    message = N_("Intussen is er iets veranderd. Er is niets ingelezen. Kies het bestand opnieuw.")


class FiguresAlike(Invalid):
    """Told when they are read in: at freezing, of who is left, it would tell who withdrew."""

    message = N_("Alle cijfers zijn gelijk. Dan is er niets te vergelijken.")
    field = "file"


refuse_by("pk_criterion", Frozen)
