"""The self-assessment: a pure decision model, and the ways to present it."""
