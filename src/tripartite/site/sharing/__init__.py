"""What a facility shows others: grants, looks, signed bundles."""
