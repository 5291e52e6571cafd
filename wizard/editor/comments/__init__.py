"""Comments on a version: said beside the form, never in it, so that the draft stays as it is."""
