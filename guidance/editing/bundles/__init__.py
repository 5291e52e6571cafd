"""Bundles: drafts that go live together."""
