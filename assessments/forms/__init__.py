"""Forms: the shape of what people send, and clean values from it; choices come in as arguments."""
