"""The messages of the manuals that the life of a notice shows; in the catalogue their Polish stands word for word."""

from ...i18n import N_

M01 = N_("The correction entry cannot be deleted. No official receipt (UPO) has been collected for the VAT-7 declaration.")
"""Refuses to delete entries of a declaration that was sent and has no receipt yet (R-063)."""

M02 = N_(
    "The document being deleted is a VAT-ZD correction entry. Do you want to delete the other correction entries of this "
    "VAT-ZD as well?"
)
"""Asked before one entry is deleted: "yes" deletes all entries of the notice, "no" only this one (R-064)."""

M03 = N_(
    "The correction cannot be generated. The VAT-7 declaration / JPK_V7 file for this period is already locked against changes."
)
"""Refuses to generate entries of a period whose declaration is no longer open (J-009)."""
