"""Events between services: said through the outbox, heard through the inbox, never lost, never done twice."""
