"""Account expressions and the postings of described documents."""
