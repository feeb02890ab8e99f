"""The faces of documents: what people call each kind, its form, its paper and its command; what it does is below."""
