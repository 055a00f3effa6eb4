"""What about a bank's format is not proved by an official text, and so needs one test upload before it can be relied on.

Profiles name a note by its code. The texts are for users; translate them when they are shown.
"""

from ...i18n import N_

NOTES = {
    "quotes": N_("The bank's text asks for quotation marks, its examples show none: to be confirmed by a test upload."),
    "quoting": N_("Which fields stand in quotation marks: to be confirmed by a test upload."),
    "comma": N_("Whether the comma in a split payment title is accepted: to be confirmed by a test upload."),
    "code_page": N_("The code page of the file: to be confirmed by a test upload."),
    "classes": N_("The classes of instant transfers: to be confirmed by a test upload."),
    "tax_title": N_("The way the title of a tax office transfer is written: to be confirmed by a test upload."),
    "letters": N_("Whether Polish letters are accepted: to be confirmed by a test upload."),
    "profile": N_("The whole format, found in secondary sources only: to be confirmed by a test upload."),
    "fields": N_("The order of the fields, known from one weak source: to be confirmed by a test upload."),
    "limit": N_("How many transfers one file may hold: to be confirmed by a test upload."),
}
