"""Certificates: credentials, their place in the log, paper and verification."""
