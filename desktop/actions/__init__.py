"""What a person can do: one function a use case, from a desk and plain values to plain frozen values."""
