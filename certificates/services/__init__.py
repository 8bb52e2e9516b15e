"""What is done with certificates: a use case a function."""
