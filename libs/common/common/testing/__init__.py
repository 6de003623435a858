"""What tests of several services use. Nothing of the running platform imports it."""
