"""Documents that are generated from the code: events, AsyncAPI, OpenAPI, state machines."""
