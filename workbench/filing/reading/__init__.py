"""JPK_V7 and JPK_VAT files read into tables, with every fault of a value in its place."""
