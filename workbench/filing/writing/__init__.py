"""JPK_V7 and VAT-ZD files written: the frame, the rows as columns of text, and a whole file or none."""
