"""What is missing in descriptions, what history suggests, and many documents described anew."""
