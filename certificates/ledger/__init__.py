"""The transparency log: append-only, without personal data. Leans on the kernel alone."""
