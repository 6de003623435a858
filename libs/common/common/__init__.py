"""What two or more services share. Nothing enters here with one user."""
