"""One page for what took many: a "no", opening and recording, papers that came together."""
