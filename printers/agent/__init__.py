"""The agent: a small process beside the keys, signs and printers of a hall, which speaks for them to the server."""
