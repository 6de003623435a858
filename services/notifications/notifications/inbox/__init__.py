"""In-app notices and who has read them."""
