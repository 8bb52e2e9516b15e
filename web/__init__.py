"""The composition root: where the application is put together."""
