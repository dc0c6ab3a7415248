def must_know(word):
    raise LookupError(f"unknown word: {word}")
