"""What the status of a profile is called, and what it means for who reads a result of it."""

from kernel.words import N_

STATUS_NAMES: dict[str, str] = {
    "hypothesis": N_("hypothese"),
    "indicative": N_("indicatief"),
    "provisional": N_("voorlopig"),
    "followed_up": N_("gevolgd"),
}

# For a candidate: what may be concluded, in a few short sentences.
STATUS_MEANS: dict[str, str] = {
    "hypothesis": N_(
        "Dit functieprofiel is een vermoeden. Er deden te weinig collega’s mee om je scores bij elkaar te nemen of om "
        "te zeggen wie er beter past. Je scores zijn een begin voor een gesprek, meer niet."
    ),
    "indicative": N_(
        "Dit functieprofiel geeft een aanwijzing. Het komt vooral van mensen die het werk goed kennen, en voor een "
        "klein deel van de scores van collega’s. Het voorspelt niet hoe jij het werk gaat doen."
    ),
    "provisional": N_(
        "Dit functieprofiel is voorlopig. Er deden genoeg collega’s mee om hun scores naast hun werk te leggen. Of het "
        "ook klopt voor nieuwe collega’s, weten we nog niet."
    ),
    "followed_up": N_(
        "Dit functieprofiel is gevolgd: we keken later hoe nieuwe collega’s het werk doen. In het technisch rapport "
        "staat wat daaruit kwam."
    ),
}
