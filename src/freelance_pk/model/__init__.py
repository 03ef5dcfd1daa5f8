"""The nouns: immutable values that import nothing else of the program."""
