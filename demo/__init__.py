"""A fictional care organisation, built through the services with a fixed seed and a moved clock."""
