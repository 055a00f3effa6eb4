"""Files for the tax office and from it: JPK_V7, JPK_VAT, VAT-ZD and KSeF invoices, written, read, checked, compared."""
