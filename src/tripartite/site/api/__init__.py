"""The same things for programs: REST with OpenAPI, tokens with scopes."""
