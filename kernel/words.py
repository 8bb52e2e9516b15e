"""Marks words for translation where nothing may be translated yet."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for this mark
    """Return `message` as it is; the extractor finds it, the page that shows it translates it."""
    return message
