"""What invented people say: remarks that fit a practice at a level, reasons, and how evidence reads."""

from collections.abc import Mapping

REMARKS: Mapping[tuple[str, str], str] = {
    ("DAT-PIP-01", "1"): "Two sources come by script, the rest by e-mail.",
    ("DAT-PIP-01", "2"): "All but the oldest source, which nobody dares to touch.",
    ("DAT-PIP-02", "2"): "Everything is scheduled in one place since last winter.",
    ("DAT-QUA-01", "1"): "We check row counts, by hand and when we remember.",
    ("DAT-QUA-02", "1"): "Whoever comes first in the morning looks whether it ran.",
    ("DAT-GOV-01", "1"): "There is a list. It is a year old.",
    ("DAT-TEA-04", "1"): "The dashboard is shown, then the decision is made as before.",
    ("MLO-DEV-01", "1"): "Everybody has a notebook of their own.",
    ("MLO-DEV-01", "2"): "One tracker for all, and the reviews ask for the run.",
    ("MLO-TRN-01", "0"): "Cell by cell, top to bottom, twice if it fails.",
    ("MLO-TRN-01", "2"): "A colleague from another team ran it last month without asking us.",
    ("MLO-DEP-01", "1"): "The code is versioned, the checks are mostly good will.",
    ("MLO-DEP-03", "1"): "One person knows the steps, and they are written down.",
    ("MLO-LCM-01", "1"): "A table in the wiki says what runs.",
    ("MLO-INT-03", "1"): "A person reads the list and types the decision in.",
    ("MLO-MON-01", "1"): "There is a page with figures. It is opened when something is odd.",
    ("MLO-MON-04", "1"): "We handle it like any other incident, just slower.",
    ("MLO-PPL-04", "1"): "Every team has its own machine, and its own habits.",
    ("AIO-AUT-01", "2"): "Restarting services is automatic now, and it is the calls that we miss least.",
    ("MOD-GOV-01", "2"): "The policy was signed in autumn. It is short, which helps.",
}

REASONS: Mapping[str, str] = {
    "DAT-STO-02": "We keep three months of data in all, so there is nothing cold to store apart.",
}

PLACE = "https://wiki.northlight.example"
NOTE = "Shown at the review"
