"""Free text made fit for a database row: nothing that a database cannot hold, no identity number, no endless length."""

from __future__ import annotations

from casework.privacy.mask import mask

LONGEST = 4000


def fit(text: str, longest: int = LONGEST) -> str:
    """The text masked and at most ``longest`` characters; never refuses, because a call for help must be kept."""
    # Masked before it is cut, or a cut could leave half an identity number behind unseen.
    storable = text[: longest * 4].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    masked = mask(storable).text.strip()
    return masked if len(masked) <= longest else masked[: longest - 1] + "…"
