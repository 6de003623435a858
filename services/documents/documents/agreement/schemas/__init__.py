"""What is read of other services, and what is answered."""
