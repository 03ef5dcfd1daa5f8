"""The figures: what was earned, what was received, the bridge between, and what needs attention."""
