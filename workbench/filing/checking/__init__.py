"""JPK_V7 files checked: against our own schema and the rules that no schema holds."""
